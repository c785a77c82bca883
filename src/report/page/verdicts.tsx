import { useMemo, useState } from 'preact/hooks';
import { formatInterval, formatShare } from '../../metrics/format.ts';
import { changeOf } from '../baseline-index.ts';
import { estimateText, wayWords } from '../baseline-words.ts';
import type { Shown } from '../filter.ts';
import { bits, bitsInterval, count, plural } from '../numbers.ts';
import type { Measurement, Results, Verdict } from '../results.ts';
import { isOfOwnKinds } from '../scenario-words.ts';
import { type KeyFigures, keyFigures, whoseKinds } from '../select.ts';
import { partlyHolds } from '../verdict-words.ts';
import { BitStrip } from './bit-picture.tsx';
import { Figure } from './explainer.tsx';
import { useLinked } from './links.ts';
import { Name, ScenarioName, Sentence, Unbroken } from './parts.tsx';
import { SelectLayout } from './select-layout.tsx';
import { ShowMore } from './show-more.tsx';
import { nextSort, SortHeader, sortedBy } from './sortable.tsx';
import { usePageState } from './store.ts';
import { Term } from './term.tsx';

export interface Column {
  /** In the page's address. */
  readonly id: string;
  readonly title: string;
  /** Under the title: of what it is a share, or its unit. */
  readonly unit: string;
  readonly row: (figures: KeyFigures) => Measurement | undefined;
  readonly text: (row: Measurement) => string;
  readonly interval: (row: Measurement) => string;
  /** Of what it is a share, where that differs from row to row. */
  readonly per?: (row: Measurement) => string;
  /** Worth a warning colour. */
  readonly bad: (row: Measurement) => boolean;
  /** How the layout fared, not only what was wanted of it. */
  readonly isOfCourse: boolean;
}

/** The number; with ≥ where it is the worst of only those scenarios in which it could be measured. */
export const atWorst = (column: Column, row: Measurement, unplaced: number): string =>
  `${column.isOfCourse && unplaced > 0 ? '≥ ' : ''}${column.text(row)}`;

const asShare = {
  text: (row: Measurement) => formatShare(row.value, row.log10),
  interval: (row: Measurement) => formatInterval('share', row),
  bad: (row: Measurement) => row.value > 0,
  isOfCourse: true,
};
/** A share of checks, or of page-time. */
const per = ({ metric }: Measurement): string => (metric.endsWith('-time') ? 'of time' : 'of checks');
const asBits = {
  text: (row: Measurement) => bits(row.value),
  interval: (row: Measurement) => bitsInterval(row),
  bad: (row: Measurement) => row.value < 0,
  isOfCourse: false,
};

const COLUMNS: readonly Column[] = [
  { id: 'refused', title: 'Refused', unit: 'of pins attempted', row: (f) => f.refused, ...asShare },
  { id: 'false-no', title: 'False no', unit: 'of checks or time', row: (f) => f.falseNo, ...asShare, per },
  { id: 'false-yes', title: 'False yes', unit: 'of checks or time', row: (f) => f.falseYes, ...asShare, per },
  { id: 'blurred', title: 'Cannot tell', unit: 'yes by construction', row: (f) => f.blurred, ...asShare, per },
  { id: 'saturated', title: 'Saturated', unit: 'of lives', row: (f) => f.saturated, ...asShare },
  { id: 'pins-left', title: 'Pin fields', unit: 'fewest bits left', row: (f) => f.pinsLeft, ...asBits },
  { id: 'ordinary-left', title: 'Ordinary', unit: 'fewest bits left', row: (f) => f.ordinaryLeft, ...asBits },
];

/** Titles and units where layouts count kinds of somebody's own: there no kind is called pin or ordinary. */
const OF_OWN_KINDS: Readonly<Record<'own' | 'both', Readonly<Record<string, Pick<Column, 'title' | 'unit'>>>>> = {
  own: {
    refused: { title: 'Refused', unit: 'of a kind’s attempts' },
    'pins-left': { title: 'Fields', unit: 'fewest bits left' },
  },
  both: {
    refused: { title: 'Refused', unit: 'of pins, or of a kind’s attempts' },
    'pins-left': { title: 'Pin fields, or any', unit: 'fewest bits left' },
  },
};

/** The columns as they are headed for these results. */
export function columnsOf(results: Results): readonly Column[] {
  const kinds = whoseKinds(results);
  if (kinds === 'pages') return COLUMNS;
  const own = COLUMNS.map((column) => ({ ...column, ...OF_OWN_KINDS[kinds][column.id] }));
  return kinds === 'own' ? own.filter(({ id }) => id !== 'ordinary-left') : own;
}

/** Rows that are drawn at once; the others on demand. */
const MOST = 40;

/** What holds, then what does on ordinary load, then what does not, then what is not known. */
function rankOf(verdict: Verdict | undefined): number {
  if (!verdict?.judged) return 3;
  if (verdict.holds) return 0;
  return partlyHolds(verdict) === '' ? 2 : 1;
}

/** A row of figures and a sentence for each layout shown; unless told otherwise what holds first. */
export function Verdicts({ shown: { whole, results } }: { readonly shown: Shown }) {
  const [{ sort }, update] = usePageState();
  const [most, setMost] = useState(MOST);
  const figures = useMemo(() => results.layouts.map((layout) => keyFigures(results, layout)), [results]);
  const columns = useMemo(() => columnsOf(whole), [whole]);
  const sorted = useMemo(() => {
    if (sort?.column === 'layout') return sortedBy(figures, ({ layout }) => layout.id, sort.descending);
    const column = columns.find(({ id }) => id === sort?.column);
    if (sort === null || column === undefined) return sortedBy(figures, ({ verdict }) => rankOf(verdict), false);
    // Of closed forms too small for a double only the logarithm is left.
    const keyOf = (entry: KeyFigures) => column.row(entry)?.value;
    return sortedBy(figures, keyOf, sort.descending);
  }, [figures, columns, sort]);
  const onSort = (pressed: string): void => update((now) => ({ sort: nextSort(now.sort, pressed) }));
  const isPart = results.scenarios.length < whole.scenarios.length;
  return (
    <>
      <table class="verdicts">
        <caption>
          The worst of each over{' '}
          {isPart ? `the ${plural(results.scenarios.length, 'scenario')} shown` : 'all scenarios'}
          {isOfOwnKinds(whole) ? null : (
            <>
              , small <Term word="folio">folios</Term>
            </>
          )}
          , and the scenario in which it was seen.
          {isPart ? ' Verdicts and their sentences are over all scenarios.' : ''}
        </caption>
        <thead>
          <tr>
            <SortHeader column="layout" sort={sort} onSort={onSort}>
              Layout
            </SortHeader>
            {columns.map(({ id, title, unit }) => (
              <SortHeader key={id} column={id} sort={sort} onSort={onSort} class="number" note={<Unit of={unit} />}>
                {title}
              </SortHeader>
            ))}
          </tr>
        </thead>
        {sorted.slice(0, most).map((entry) => (
          <VerdictRows key={entry.layout.id} columns={columns} figures={entry} results={results} />
        ))}
      </table>
      {sorted.length === 0 ? <p class="none">No layout is left by the filter.</p> : null}
      {sorted.length > MOST ? (
        <p>
          {count(Math.min(sorted.length, most))} of {plural(sorted.length, 'layout')}.{' '}
          <span class="needs-script">
            <ShowMore total={sorted.length} most={most} onMost={setMost} />
          </span>
        </p>
      ) : null}
    </>
  );
}

/** The word of the glossary that a heading explains, by the heading. */
const WORDS: Readonly<Record<string, string>> = { 'of lives': 'life', 'yes by construction': 'cannot tell' };

function Unit({ of }: { readonly of: string }) {
  const word = WORDS[of];
  return word === undefined ? of : <Term word={word}>{of}</Term>;
}

function VerdictRows({
  columns,
  figures,
  results,
}: {
  readonly columns: readonly Column[];
  readonly figures: KeyFigures;
  readonly results: Results;
}) {
  const { layout, verdict } = figures;
  const linked = useLinked(layout.id);
  return (
    <tbody {...linked}>
      <tr class="figures">
        <th scope="row">
          <SelectLayout id={layout.id} />
          <Name of={layout.id} length={40} />
          <BitStrip layout={layout} />
        </th>
        {columns.map((column) => (
          <VerdictCell
            key={column.id}
            column={column}
            row={column.row(figures)}
            unplaced={figures.unplaced}
            results={results}
          />
        ))}
      </tr>
      <tr class="words">
        <td colSpan={columns.length + 1}>{verdict === undefined ? 'Not judged.' : <Judgement verdict={verdict} />}</td>
      </tr>
    </tbody>
  );
}

function Judgement({ verdict }: { readonly verdict: Verdict }) {
  const sentence = (
    <>
      <Badge verdict={verdict} />
      <PartBadge verdict={verdict} /> <Sentence text={verdict.summary} />
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

interface CellProps {
  readonly column: Column;
  readonly row: Measurement | undefined;
  /** Scenarios in which only a replay would tell. */
  readonly unplaced: number;
  readonly results: Results;
}

function VerdictCell({ column, row, unplaced, results }: CellProps) {
  const label = `${column.title}, ${column.unit}`;
  if (row === undefined) {
    return (
      <td class="number none" data-label={label} title="Not measured: see “Not measured” below">
        –
      </td>
    );
  }
  const interval = column.interval(row);
  const isNamed = row.value !== 0 || column.id.endsWith('-left');
  return (
    <td class={`number${column.bad(row) ? ' bad' : ''}`} data-label={label}>
      <Figure row={row}>{atWorst(column, row, unplaced)}</Figure>
      {interval === '' ? null : (
        <small class="interval">
          <Unbroken text={interval} />
        </small>
      )}
      {column.isOfCourse && unplaced > 0 ? <small>not measured in {plural(unplaced, 'scenario')}</small> : null}
      {isNamed ? (
        <small>
          <Name of={row.of} length={12} /> in <ScenarioName of={String(row.scenario)} length={16} />
          {column.per === undefined ? '' : `, ${column.per(row)}`}
        </small>
      ) : null}
      <Required row={row} results={results} />
      <Before row={row} results={results} />
    </td>
  );
}

/** What layouts.yaml requires of this very number. */
function Required({ row, results }: { readonly row: Measurement; readonly results: Results }) {
  const key = `${row.metric}.${row.of}`;
  const records = results.requirements.filter((record) => record.key === key && record.layout === row.layout);
  return (
    <>
      {records.map((record, i) => (
        <small key={i} class={record.judged ? (record.met ? 'met' : 'missed') : 'none'}>
          required <Sentence text={record.text} /> {record.judged ? (record.met ? '✓' : '✗') : '?'}
        </small>
      ))}
    </>
  );
}

/** What it was in the baseline, where it changed. */
function Before({ row, results }: { readonly row: Measurement; readonly results: Results }) {
  const change = changeOf(row, results);
  if (change === undefined) return null;
  const before = estimateText(change.metric, change.before);
  return (
    <small class={change.noise ? undefined : change.way}>
      {wayWords(change)}, was <span class="nowrap">{before}</span>
    </small>
  );
}

export function Badge({ verdict: { judged, holds } }: { readonly verdict: Verdict }) {
  if (!judged) return <span class="badge open">? not judged</span>;
  return <span class={`badge ${holds ? 'good' : 'bad'}`}>{holds ? '✓ holds' : '✗ does not hold'}</span>;
}

/** Beside the strict verdict: that the layout comes through ordinary load. */
export function PartBadge({ verdict }: { readonly verdict: Verdict }) {
  const text = partlyHolds(verdict);
  return text === '' ? null : (
    <>
      {' '}
      <span class="badge part">{`◐ ${text}`}</span>
    </>
  );
}
