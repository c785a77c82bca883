import { count, plural, seconds } from '../numbers.ts';
import type { Results, ScenarioRecord } from '../results.ts';
import { isOfOwnKinds, matched, shows } from '../scenario-words.ts';
import { Name, ScenarioName, Scroll, Section, Sentence } from './parts.tsx';
import { Term } from './term.tsx';

/** What each scenario is, what it shows, and how its drops were matched. */
export function Scenarios({ results }: { readonly results: Results }) {
  const isOwn = isOfOwnKinds(results);
  const pages = isOwn ? 'Pages' : 'Folios';
  return (
    <Section
      id="scenarios"
      title="Scenarios"
      lead="What the numbers rest on. A recording says when a pin is dropped, but not always which one: matching tells how many drops were matched to their acquisition by which rule. What is marked as hostile is an attack, and not what anybody wants to run."
    >
      <Scroll label="Scenarios">
        <table class="data stacks">
          <thead>
            <tr>
              <th scope="col">Scenario</th>
              <th scope="col">Source</th>
              <th scope="col" class="number">
                Events
              </th>
              <th scope="col" class="number">
                {isOwn ? pages : <Term word="folio">{pages}</Term>}
              </th>
              <th scope="col" class="number">
                Duration
              </th>
              <th scope="col">Shows</th>
              <th scope="col">Drops matched</th>
            </tr>
          </thead>
          <tbody>
            {results.scenarios.map((scenario) => (
              <tr key={scenario.id}>
                <th scope="row">
                  <ScenarioName of={scenario.id} length={40} />
                  {scenario.description === undefined ? null : (
                    <small>
                      <Sentence text={scenario.description} />
                    </small>
                  )}
                </th>
                <td data-label="Source">
                  <Sentence text={scenario.format} />
                  <small>
                    <Name of={scenario.from} length={60} />
                  </small>
                </td>
                <td class="number" data-label="Events">
                  {count(scenario.events)}
                </td>
                <td class="number" data-label={pages}>
                  {count(scenario.pages.small)}
                  {scenario.pages.large > 0 ? <small>and {count(scenario.pages.large)} large</small> : null}
                </td>
                <td class="number" data-label="Duration">
                  {seconds(scenario.duration_s)}
                  {scenario.runs > 1 ? <small>{plural(scenario.runs, 'run')}</small> : null}
                </td>
                <td data-label="Shows">{shows(scenario)}</td>
                <td data-label="Drops matched">
                  {matched(scenario)}
                  <Unreadable scenario={scenario} />
                  {scenario.matching.beside > 0 ? (
                    <small>
                      {plural(scenario.matching.beside, 'event')} whose page count another CPU had just changed,
                      corrected
                    </small>
                  ) : null}
                  {(scenario.notes ?? []).map((note, i) => (
                    <small key={i}>
                      <Sentence text={note} />
                    </small>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Section>
  );
}

function Unreadable({ scenario: { unreadable } }: { readonly scenario: ScenarioRecord }) {
  if (unreadable.count === 0) return null;
  return (
    <small>
      {plural(unreadable.count, 'line')} could not be read
      {unreadable.first === undefined ? null : (
        <>
          , the first is line {count(unreadable.first.line)}: <Name of={unreadable.first.text} length={80} />
        </>
      )}
    </small>
  );
}
