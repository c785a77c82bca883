import { count, plural } from '../numbers.ts';
import type { Measurement, Results, ScenarioRecord } from '../results.ts';
import { indexOf, type KeyFigures, keyFigures, whoseKinds } from '../select.ts';
import { evidenceBase, headline, howJudged, nearestText } from '../verdict-words.ts';
import { Name } from './parts.tsx';
import { Term } from './term.tsx';

/** The answer first: how many hold, by what measure, seen in what. */
export function Answer({ results }: { readonly results: Results }) {
  const holding = results.verdicts.filter((verdict) => verdict.holds).map((verdict) => verdict.layout);
  const nearest = nearestText(results);
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
        {nearest === '' ? null : <>{nearest} </>}
        {howJudged(results)} {evidenceBase(results)}
      </p>
      <Tallies results={results} />
    </header>
  );
}

/** How many layouts come through each of the questions on their own, on ordinary load. */
function Tallies({ results }: { readonly results: Results }) {
  const benign = results.scenarios.filter(({ hostile }) => !hostile);
  const figures = results.layouts.map((layout) => keyFigures(results, layout, benign));
  // A layout that could not be measured everywhere is counted only where it is known not to be clean.
  const measured = (of: (entry: KeyFigures) => Measurement | undefined) =>
    figures.flatMap((entry) => {
      const row = of(entry);
      return row === undefined || (entry.unplaced > 0 && row.value === 0) ? [] : [row];
    });
  const zeros = (rows: readonly Measurement[]) => rows.filter((row) => row.value === 0).length;
  if (benign.length === 0) return null;
  const isAttacked = benign.length < results.scenarios.length;
  const tallies: readonly { readonly text: string; readonly clean: number; readonly of: number }[] = [
    {
      text: whoseKinds(results) === 'pages' ? 'refuse no pin' : 'refuse nothing',
      rows: measured((entry) => entry.refused),
    },
    { text: 'never say no falsely', rows: measured((entry) => entry.falseNo) },
    { text: 'never say yes falsely to what their fields can tell', rows: measured((entry) => entry.falseYes) },
  ].map(({ text, rows }) => ({ text, clean: zeros(rows), of: rows.length }));
  return (
    <>
      {isAttacked ? (
        <p class="tallies-of">
          On the <Term word="benign, hostile">{plural(benign.length, 'benign scenario')}</Term>:
        </p>
      ) : null}
      <ul class="tallies">
        {[...tallies, leaking(figures, benign, results)].map(({ text, clean, of }) => (
          <li key={text}>
            <strong>{count(clean)}</strong> of {count(of)} {text}
          </li>
        ))}
      </ul>
    </>
  );
}

/** A layout without a field that saturates has no row and leaks nothing, where it was measured at all. */
function leaking(figures: readonly KeyFigures[], scenarios: readonly ScenarioRecord[], results: Results) {
  const saturates = ({ layout }: KeyFigures): boolean => layout.fields.some(({ onLimit }) => onLimit === 'saturate');
  const index = indexOf(results);
  const isMeasured = ({ layout }: KeyFigures): boolean =>
    scenarios.some(({ id }) =>
      ['refused', 'false-positive-time'].some((metric) => index.of(layout.id, id, metric).length > 0),
    );
  const known = figures.filter((entry) => (saturates(entry) ? entry.saturated !== undefined : isMeasured(entry)));
  const clean = known.filter(({ saturated }) => saturated === undefined || saturated.value === 0).length;
  return { text: 'leak no page', clean, of: known.length };
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
