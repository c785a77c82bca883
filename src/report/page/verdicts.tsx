import { formatCounts, formatShare } from '../../metrics/format.ts';
import { plain, shorten } from '../names.ts';
import { bits, count } from '../numbers.ts';
import type { Measurement, Results, Verdict } from '../results.ts';
import { type KeyFigures, keyFigures } from '../select.ts';
import { evidenceBase, headline, howJudged } from '../verdict-words.ts';
import { BitStrip } from './bit-picture.tsx';
import { Name, Sentence } from './parts.tsx';

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

export interface Column {
  readonly title: string;
  /** Under the title: of what it is a share, or its unit. */
  readonly unit: string;
  readonly row: (figures: KeyFigures) => Measurement | undefined;
  readonly text: (row: Measurement) => string;
  /** Worth a warning colour. */
  readonly bad: (row: Measurement) => boolean;
}

const aboveZero = (row: Measurement): boolean => row.value > 0;
const belowZero = (row: Measurement): boolean => row.value < 0;
const asShare = (row: Measurement): string => formatShare(row.value, row.log10);

export const COLUMNS: readonly Column[] = [
  { title: 'Refused', unit: 'of pins attempted', row: (f) => f.refused, text: asShare, bad: aboveZero },
  { title: 'False no', unit: 'of checks or time', row: (f) => f.falseNo, text: asShare, bad: aboveZero },
  { title: 'False yes', unit: 'of checks or time', row: (f) => f.falseYes, text: asShare, bad: aboveZero },
  { title: 'Saturated', unit: 'of lives', row: (f) => f.saturated, text: asShare, bad: aboveZero },
  {
    title: 'Pin fields',
    unit: 'fewest bits left',
    row: (f) => f.pinsLeft,
    text: (row) => bits(row.value),
    bad: belowZero,
  },
  {
    title: 'Ordinary',
    unit: 'fewest bits left',
    row: (f) => f.ordinaryLeft,
    text: (row) => bits(row.value),
    bad: belowZero,
  },
];

/** What holds, then what does not, then what is not known. */
const rankOf = (verdict: Verdict | undefined): number => (!verdict?.judged ? 2 : verdict.holds ? 0 : 1);

/** Layouts that hold first, those not judged last; else in the order of layouts.yaml. */
export function Verdicts({ results }: { readonly results: Results }) {
  const figures = results.layouts.map((layout) => keyFigures(results, layout));
  const sorted = [...figures].sort((a, b) => rankOf(a.verdict) - rankOf(b.verdict));
  return (
    <table class="verdicts">
      <caption>The worst of each over all scenarios, small folios, and the scenario in which it was seen.</caption>
      <thead>
        <tr>
          <th scope="col">Layout</th>
          {COLUMNS.map((column) => (
            <th key={column.title} scope="col" class="number">
              {column.title}
              <small>{column.unit}</small>
            </th>
          ))}
        </tr>
      </thead>
      {sorted.map((entry) => (
        <VerdictRows key={entry.layout.id} figures={entry} />
      ))}
    </table>
  );
}

function VerdictRows({ figures }: { readonly figures: KeyFigures }) {
  const { layout, verdict } = figures;
  return (
    <tbody>
      <tr class="figures">
        <th scope="row">
          <Name of={layout.id} length={40} />
          <BitStrip layout={layout} />
        </th>
        {COLUMNS.map((column) => (
          <VerdictCell key={column.title} column={column} row={column.row(figures)} />
        ))}
      </tr>
      <tr class="words">
        <td colSpan={COLUMNS.length + 1}>{verdict === undefined ? 'Not judged.' : <Judgement verdict={verdict} />}</td>
      </tr>
    </tbody>
  );
}

function Judgement({ verdict }: { readonly verdict: Verdict }) {
  const sentence = (
    <>
      <Badge verdict={verdict} /> <Sentence text={verdict.summary} />
    </>
  );
  if (verdict.evidence.length === 0) return sentence;
  return (
    <details>
      <summary>{sentence}</summary>
      <ul>
        {verdict.evidence.map((item, i) => (
          <li key={i}>
            <Sentence text={item.text} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function VerdictCell({ column, row }: { readonly column: Column; readonly row: Measurement | undefined }) {
  const label = `${column.title}, ${column.unit}`;
  if (row === undefined) {
    return (
      <td class="number none" data-label={label} title="Not measured: see “Not measured” below">
        –
      </td>
    );
  }
  const shows = row.value > 0 || column.bad === belowZero;
  return (
    <td
      class={`number${column.bad(row) ? ' bad' : ''}`}
      data-label={label}
      title={shorten(
        `${plain(row.of)} in ${plain(String(row.scenario))}${row.denominator === null ? '' : `: ${formatCounts(row)}`}`,
        300,
      )}
    >
      {column.text(row)}
      {shows ? (
        <small>
          <Name of={row.of} length={12} /> in <Name of={String(row.scenario)} length={16} />
        </small>
      ) : null}
    </td>
  );
}

export function Badge({ verdict: { judged, holds } }: { readonly verdict: Verdict }) {
  if (!judged) return <span class="badge open">? not judged</span>;
  return <span class={`badge ${holds ? 'good' : 'bad'}`}>{holds ? '✓ holds' : '✗ does not hold'}</span>;
}
