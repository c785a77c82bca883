import { useEffect, useMemo, useState } from 'preact/hooks';
import { formatCounts, formatInterval, formatValue } from '../../metrics/format.ts';
import { metricOf } from '../../metrics/registry.ts';
import { changeOf } from '../baseline-index.ts';
import { absoluteText, wayWords } from '../baseline-words.ts';
import { toCsv } from '../csv.ts';
import type { Shown } from '../filter.ts';
import { count, plural } from '../numbers.ts';
import type { Measurement, Results } from '../results.ts';
import { Figure } from './explainer.tsx';
import { Choose } from './filter-bar.tsx';
import { useLinked } from './links.ts';
import { Name, ScenarioName, Scroll, Section, Sentence, Unbroken } from './parts.tsx';
import { download } from './picture.ts';
import { ROW_KEYS } from './row-keys.ts';
import { nextSort, SortHeader, sortedBy } from './sortable.tsx';
import { SteadyButton } from './steady-button.tsx';
import { usePageState } from './store.ts';

/** Rows on a page of the table. */
const PAGE = 50;

/** Every number that is shown, a row each, to be sorted, asked about and taken away. */
export function Rows({ shown }: { readonly shown: Shown }) {
  const { rows, results, whole } = shown;
  const [{ metric, rowSort }, update] = usePageState();
  const [start, setStart] = useState(0);
  useEffect(() => setStart(0), [rows, rowSort]);
  const sorted = useMemo(() => {
    const keyOf = rowSort === null ? undefined : ROW_KEYS[rowSort.column];
    return keyOf === undefined || rowSort === null
      ? rows
      : sortedBy(rows, (row) => keyOf(row, whole), rowSort.descending);
  }, [rows, rowSort, whole]);
  const metrics = useMemo(() => metricsIn(whole), [whole]);
  const onSort = (column: string): void => update((now) => ({ rowSort: nextSort(now.rowSort, column) }));
  const isCompared = whole.baseline !== undefined;
  const heads: readonly (readonly [string, string, string?])[] = [
    ['layout', 'Layout'],
    ['scenario', 'Scenario'],
    ['metric', 'Metric'],
    ['of', 'Of'],
    ['value', 'Value', 'number'],
    ...(isCompared ? [['change', 'Since the baseline', 'number'] as const] : []),
  ];
  const first = start < sorted.length ? start : 0;
  return (
    <Section
      id="rows"
      title="All rows"
      lead="Every number behind the tables and charts, as far as the filter shows it. Any value can be asked what it means and what it rests on."
    >
      <div class="tools needs-script">
        <Choose
          label="Metric"
          options={[['', 'all metrics'], ...metrics]}
          value={metric}
          onChange={(next) => update({ metric: next })}
        />
        <span>{plural(rows.length, 'row')} to take away:</span>
        <button
          type="button"
          onClick={() => download('bitpart-rows.csv', toCsv(selectionOf(shown)), 'text/csv', document)}
        >
          CSV
        </button>
        <button
          type="button"
          onClick={() =>
            download('bitpart-rows.json', `${JSON.stringify(selectionOf(shown))}\n`, 'application/json', document)
          }
        >
          JSON
        </button>
      </div>
      <Scroll label="All rows">
        <table class="data rows" aria-rowcount={sorted.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              {heads.map(([column, title, className]) => (
                <SortHeader
                  key={column}
                  column={column}
                  sort={rowSort}
                  onSort={onSort}
                  {...(className === undefined ? {} : { class: className })}
                >
                  {title}
                </SortHeader>
              ))}
              <th scope="col">Method</th>
            </tr>
          </thead>
          <tbody>
            {sorted.slice(first, first + PAGE).map((row, i) => (
              <Row
                key={JSON.stringify([row.layout, row.scenario, row.class, row.metric, row.of])}
                row={row}
                index={first + i + 2}
                results={results}
                isCompared={isCompared}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
      <Pages start={first} total={sorted.length} onStart={setStart} />
    </Section>
  );
}

/** The results without what the filter hides: a results.json of its own. */
const selectionOf = ({ results, rows }: Shown): Results => ({
  ...results,
  measurements: rows.filter((row) => row.class === 'small'),
  large: rows.filter((row) => row.class === 'large'),
});

function metricsIn({ measurements }: Results): readonly (readonly [string, string])[] {
  return [...new Set(measurements.map((row) => row.metric))].map((id) => [id, metricOf(id)?.label ?? id]);
}

interface RowProps {
  readonly row: Measurement;
  readonly index: number;
  readonly results: Results;
  readonly isCompared: boolean;
}

function Row({ row, index, results, isCompared }: RowProps) {
  const linked = useLinked(row.layout);
  const unit = metricOf(row.metric)?.unit ?? 'references';
  const counts = formatCounts(row);
  const interval = formatInterval(unit, row);
  return (
    <tr aria-rowindex={index} {...linked}>
      <th scope="row">
        <Name of={row.layout} length={30} />
      </th>
      <td>{row.scenario === null ? <span class="none">–</span> : <ScenarioName of={row.scenario} length={30} />}</td>
      <td>
        {metricOf(row.metric)?.label ?? row.metric}
        {row.class === 'large' ? <small>large folios</small> : null}
      </td>
      <td>
        <Name of={row.of} length={24} />
      </td>
      <td class="number">
        <Figure row={row}>{formatValue(unit, row)}</Figure>
        {interval === '' ? null : (
          <small class="interval">
            <Unbroken text={interval} />
          </small>
        )}
        {counts === '' ? null : <small>{counts}</small>}
        <Requirements row={row} results={results} />
      </td>
      {isCompared ? <Change row={row} results={results} /> : null}
      <td>{row.method}</td>
    </tr>
  );
}

function Requirements({ row, results }: { readonly row: Measurement; readonly results: Results }) {
  const key = `${row.metric}.${row.of}`;
  return (
    <>
      {results.requirements
        .filter((record) => record.key === key && record.layout === row.layout && row.class === 'small')
        .map((record, i) => (
          <small key={i} class={record.judged ? (record.met ? 'met' : 'missed') : 'none'}>
            required <Sentence text={record.text} />
          </small>
        ))}
    </>
  );
}

function Change({ row, results }: { readonly row: Measurement; readonly results: Results }) {
  const change = changeOf(row, results);
  if (change === undefined) return <td class="number none">–</td>;
  return (
    <td class="number">
      <span class={change.noise ? 'none' : change.way}>{absoluteText(change)}</span>
      <small>{wayWords(change)}</small>
    </td>
  );
}

interface PagesProps {
  readonly start: number;
  readonly total: number;
  readonly onStart: (start: number) => void;
}

function Pages({ start, total, onStart }: PagesProps) {
  if (total === 0) return <p class="none">No row is left by the filter.</p>;
  const last = Math.floor((total - 1) / PAGE) * PAGE;
  const to = (text: string, target: number, isOff: boolean) => (
    <SteadyButton isOff={isOff} onPress={() => onStart(target)}>
      {text}
    </SteadyButton>
  );
  return (
    <nav class="tools pages needs-script" aria-label="Pages of the table of rows">
      {to('First', 0, start === 0)}
      {to('Previous', start - PAGE, start === 0)}
      <p role="status">
        Rows {count(start + 1)} to {count(Math.min(total, start + PAGE))} of {count(total)}
      </p>
      {to('Next', start + PAGE, start >= last)}
      {to('Last', last, start >= last)}
    </nav>
  );
}
