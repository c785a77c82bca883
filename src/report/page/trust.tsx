import type { TextTable } from '../charts/chart.ts';
import { count } from '../numbers.ts';
import type { Results, ScenarioRecord } from '../results.ts';
import { matched } from '../scenario-words.ts';
import type { TrustRecord } from '../trust-record.ts';
import {
  closedFormCells,
  closedFormSentence,
  counterCells,
  countersSentence,
  directedSentence,
  leftSentences,
  matchingSentence,
  moveText,
  replaySentence,
} from '../trust-words.ts';
import { Section, Sentence, TextTableView } from './parts.tsx';

/** The three witnesses of this run, and what rests on how drops are matched. */
export function Trust({ results }: { readonly results: Results }) {
  const { trust } = results;
  if (trust === undefined) return null;
  const matching = matchingSentence(trust);
  const directed = directedSentence(results.scenarios);
  return (
    <Section
      id="trust"
      title="Can I trust this?"
      lead="Every number of this page has up to three witnesses that do not know of each other: two ways to work it out, mathematics where it has an answer, and the counters that the recordings show themselves."
    >
      <h3>Profile and replay</h3>
      <p>
        <Sentence text={replaySentence(trust.replay)} />
      </p>
      <Left trust={trust} />
      <Tables tables={disagreements(trust)} />
      <h3>Simulation and closed form</h3>
      <p>
        <Sentence text={closedFormSentence(trust.closedForms)} />
      </p>
      <Tables tables={closedForms(trust)} />
      <h3>Recordings' own counters</h3>
      <p>
        <Sentence text={countersSentence(results.scenarios)} />
      </p>
      <Tables tables={counters(results.scenarios)} />
      <h3>Which pin was dropped</h3>
      {directed === undefined ? null : (
        <p>
          <Sentence text={directed} />
        </p>
      )}
      {matching === undefined ? (
        <p>No recording leaves that open: every drop names its pin, or nothing is pinned.</p>
      ) : (
        <p>
          <Sentence text={matching} />
        </p>
      )}
      <Tables tables={shifts(trust, results.scenarios)} />
    </Section>
  );
}

function Left({ trust }: { readonly trust: TrustRecord }) {
  const sentences = leftSentences(trust.replay);
  return (
    <>
      {sentences.map((text) => (
        <p key={text} class="lead">
          <Sentence text={text} />
        </p>
      ))}
    </>
  );
}

function Tables({ tables }: { readonly tables: readonly TextTable[] }) {
  return (
    <>
      {tables.map((table) => (
        <TextTableView key={table.caption} table={table} />
      ))}
    </>
  );
}

function disagreements({ replay }: TrustRecord): TextTable[] {
  const rows = replay.disagreements.map(({ scenario, layout, of, profile, replay: replayed }) => [
    scenario,
    layout,
    of,
    profile,
    replayed,
  ]);
  if (rows.length === 0) return [];
  return [
    {
      caption: 'Numbers that differ: a bug in bitpart',
      columns: ['Scenario', 'Layout', 'Number', 'Profile', 'Replay'],
      rows,
    },
  ];
}

const COLUMNS = ['Scenario', 'Layout', 'Metric', 'Of', 'Simulated', '95 % interval', 'Exactly', 'Shares'];

function closedForms({ closedForms: { outside, rows } }: TrustRecord): TextTable[] {
  const table = (caption: string, of: typeof rows): TextTable[] =>
    of.length === 0
      ? []
      : [
          {
            caption,
            columns: COLUMNS,
            rows: of.map((row) => [
              row.scenario,
              row.layout,
              row.metric,
              row.of,
              ...closedFormCells(row),
              count(row.shares),
            ]),
          },
        ];
  return [
    ...table('Outside their interval', outside),
    ...table(
      'What the simulation saw, beside what it should be: different numbers, and how many of the shares are each',
      rows,
    ),
  ];
}

function counters(scenarios: readonly ScenarioRecord[]): TextTable[] {
  const rows = scenarios.flatMap((scenario) =>
    scenario.counters === undefined ? [] : [[scenario.id, ...counterCells(scenario.counters)]],
  );
  if (rows.length === 0) return [];
  return [
    {
      caption: 'Events at which the recording’s own counter is what bitpart reconstructs, and why the others are not',
      columns: ['Scenario', 'From the start', 'Under way', 'Large folios', 'Beside', 'Before', 'Missing'],
      rows,
    },
  ];
}

function shifts({ matching }: TrustRecord, scenarios: readonly ScenarioRecord[]): TextTable[] {
  if (matching.length === 0) return [];
  const rows = matching.map(({ scenario, newestFirst, reason }) => {
    const record = scenarios.find(({ id }) => id === scenario);
    const moves = newestFirst?.moves ?? [];
    const move = (metric: string): string => {
      const found = moves.find((each) => each.metric === metric);
      return found === undefined ? '–' : `${moveText(found)} (${found.of}, ${found.layout}, ${found.class})`;
    };
    return [
      scenario,
      record === undefined ? '' : matched(record),
      newestFirst === null ? (reason ?? '–') : `${count(newestFirst.changed)} of ${count(newestFirst.compared)}`,
      move('refused'),
      move('false-positive-time'),
    ];
  });
  return [
    {
      caption: 'How drops were matched, and what moves most where the newest is taken instead of the oldest',
      columns: ['Scenario', 'Drops matched', 'Rows that change', 'Refused', 'Wrongly yes, of time'],
      rows,
    },
  ];
}
