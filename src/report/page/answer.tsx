import { count } from '../numbers.ts';
import type { Measurement, Results } from '../results.ts';
import { type KeyFigures, keyFigures } from '../select.ts';
import { evidenceBase, headline, howJudged } from '../verdict-words.ts';
import { Name } from './parts.tsx';

/** The answer first: how many hold, by what measure, seen in what. */
export function Answer({ results }: { readonly results: Results }) {
  const holding = results.verdicts.filter((verdict) => verdict.holds).map((verdict) => verdict.layout);
  return (
    <header class="answer" id="verdict">
      <p class="question">Which layouts of one machine word, shared by several counts of references, hold?</p>
      <h1>{headline(results)}</h1>
      <p class="lead">
        {holding.length > 0 && holding.length < results.layouts.length ? (
          <>
            <Holding ids={holding} />.{' '}
          </>
        ) : null}
        {howJudged(results)} {evidenceBase(results)}
      </p>
      <Tallies results={results} />
    </header>
  );
}

/** How many layouts come through each of the questions on their own. */
function Tallies({ results }: { readonly results: Results }) {
  const figures = results.layouts.map((layout) => keyFigures(results, layout));
  const measured = (of: (entry: KeyFigures) => Measurement | undefined) =>
    figures.map(of).filter((row) => row !== undefined);
  const zeros = (rows: readonly Measurement[]) => rows.filter((row) => row.value === 0).length;
  if (results.scenarios.length === 0) return null;
  const saturated = measured((entry) => entry.saturated);
  const tallies: readonly { readonly text: string; readonly clean: number; readonly of: number }[] = [
    { text: 'refuse no pin', rows: measured((entry) => entry.refused) },
    { text: 'never say no falsely', rows: measured((entry) => entry.falseNo) },
    { text: 'never say yes falsely', rows: measured((entry) => entry.falseYes) },
  ].map(({ text, rows }) => ({ text, clean: zeros(rows), of: rows.length }));
  // What has no field that saturates has no row, and leaks nothing.
  const leaking = saturated.length - zeros(saturated);
  return (
    <ul class="tallies">
      {[...tallies, { text: 'leak no page', clean: figures.length - leaking, of: figures.length }].map(
        ({ text, clean, of }) => (
          <li key={text}>
            <strong>{count(clean)}</strong> of {count(of)} {text}
          </li>
        ),
      )}
    </ul>
  );
}

function Holding({ ids }: { readonly ids: readonly string[] }) {
  const shown = ids.slice(0, 5);
  return (
    <>
      {shown.map((id, i) => (
        <span key={id}>
          {i === 0 ? '' : i === ids.length - 1 ? ' and ' : ', '}
          <strong>
            <Name of={id} length={40} />
          </strong>
        </span>
      ))}
      {ids.length > shown.length ? ` and ${count(ids.length - shown.length)} more` : ''}
    </>
  );
}
