import type { Measurement, Results } from '../results.ts';
import type { PageAssets } from './assets.ts';

/** JSON that is safe inside a `<script>` element: no `<`, so neither `</script>` nor `<!--`, and no line separators. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<\u2028\u2029]/g, (character) =>
    character === '<' ? '\\u003c' : `\\u${character.charCodeAt(0).toString(16)}`,
  );
}

/** Text compressed and in base64: `inflate` of data.ts is its inverse. */
export type Deflate = (text: string) => string;

/** Marks an element whose JSON is compressed. */
export const DEFLATED = 'data-deflate';

/** An element that holds data for the script: as JSON, or compressed to about a tenth where `deflate` is given. */
export function dataElement(id: string, value: unknown, deflate?: Deflate): string {
  return deflate === undefined
    ? `<script type="application/json" id="${id}">${scriptJson(value)}</script>`
    : `<script type="text/plain" id="${id}" ${DEFLATED}>${deflate(JSON.stringify(value))}</script>`;
}

/** A script that runs: as it is, or compressed, with the few lines that start it. */
export function scriptElements(assets: Pick<PageAssets, 'script' | 'boot'>, deflate?: Deflate): string {
  if (deflate === undefined) return `<script>${assets.script}</script>`;
  let packed = programs.get(assets);
  if (packed?.deflate !== deflate) {
    packed = { deflate, text: deflate(assets.script) };
    programs.set(assets, packed);
  }
  return `<script type="text/plain" id="program" ${DEFLATED}>${packed.text}</script>\n<script>${assets.boot}</script>`;
}

/** Scripts compressed: it takes long, and they are the same in every page of the process. */
const programs = new WeakMap<object, { readonly deflate: Deflate; readonly text: string }>();

/** Flat records as columns; a string is the index of its text, `null` stands for itself, `[]` for an absent key. */
export interface Columns {
  readonly keys: readonly string[];
  readonly strings: readonly string[];
  /** Per key: true if the column's numbers are indices of strings. */
  readonly texts: readonly boolean[];
  readonly columns: readonly (readonly Cell[])[];
  readonly length: number;
}

type Cell = number | boolean | null | readonly [];
type Scalar = string | number | boolean | null;

/** Columns are a quarter of the size of the same records as objects. Every record of a key has one type, or null. */
export function toColumns(records: readonly object[]): Columns {
  const keys = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const codes = new Map<string, number>();
  const code = (text: string): number => {
    let known = codes.get(text);
    if (known === undefined) codes.set(text, (known = codes.size));
    return known;
  };
  const rows = records as readonly Readonly<Record<string, Scalar>>[];
  const texts = keys.map((key) => rows.some((row) => Object.hasOwn(row, key) && typeof row[key] === 'string'));
  const columns = keys.map((key) =>
    rows.map((row): Cell => {
      if (!Object.hasOwn(row, key)) return [];
      const value = row[key] ?? null;
      return typeof value === 'string' ? code(value) : value;
    }),
  );
  return { keys, strings: [...codes.keys()], texts, columns, length: records.length };
}

/** The inverse of `toColumns`. */
export function fromColumns<T extends object>({ keys, strings, texts, columns, length }: Columns): T[] {
  return Array.from({ length }, (_, i) => {
    const entries: [string, Scalar][] = [];
    keys.forEach((key, k) => {
      const cell = columns[k]?.[i] ?? null;
      if (Array.isArray(cell)) return;
      const scalar = cell as number | boolean | null;
      entries.push([key, texts[k] && typeof scalar === 'number' ? (strings[scalar] ?? '') : scalar]);
    });
    // fromEntries defines own properties, so a key `__proto__` stays a key.
    return Object.fromEntries(entries) as T;
  });
}

/** What gives the cells of a column by the number of the row, with texts in place of their codes; null where there is no such column. */
function readerOf({ keys, strings, texts, columns }: Columns): <T>(key: keyof Measurement) => (i: number) => T {
  return <T>(key: keyof Measurement) => {
    const k = keys.indexOf(key);
    const column = columns[k] ?? [];
    return (texts[k] ? (i) => cellText(column[i], strings) : (i) => column[i] ?? null) as (i: number) => T;
  };
}

const cellText = (cell: Cell | undefined, strings: readonly string[]): string | null =>
  typeof cell === 'number' ? (strings[cell] ?? '') : null;

/**
 * What `fromColumns` gives of rows that `lean` has made lean, full again, ten times as fast: every row is made at once, with
 * keys in one order, so that the engine gives all of them one shape. A large page has two hundred thousand.
 */
function measurementsFrom(packed: Columns): Measurement[] {
  const read = readerOf(packed);
  const layout = read<string>('layout');
  const scenario = read<string | null>('scenario');
  const size = read<Measurement['class']>('class');
  const metric = read<string>('metric');
  const of = read<string>('of');
  const value = read<number | null>('value');
  const numerator = read<number | null>('numerator');
  const denominator = read<number | null>('denominator');
  const low = read<number | null>('low');
  const high = read<number | null>('high');
  const log10 = read<number | readonly [] | null>('log10');
  const method = read<Measurement['method']>('method');
  return Array.from({ length: packed.length }, (_, i): Measurement => {
    const own = value(i) ?? (numerator(i) ?? 0) / (denominator(i) ?? 1);
    const logarithm = log10(i);
    const row = {
      layout: layout(i),
      scenario: scenario(i),
      class: size(i),
      metric: metric(i),
      of: of(i),
      value: own,
      numerator: numerator(i),
      denominator: denominator(i),
      low: low(i) ?? own,
      high: high(i) ?? own,
      method: method(i),
    };
    return typeof logarithm === 'number' ? { ...row, log10: logarithm } : row;
  });
}

/** Results as the page embeds them. */
export interface PackedResults extends Omit<Results, Rows> {
  readonly measurements: Columns;
  readonly large: Columns;
  readonly unmeasured: Columns;
}

/** What a row says twice is left out: value where it is the quotient, low and high where they are the value. */
function lean(row: Results['measurements'][number]): object {
  const { numerator, denominator, value, low, high } = row;
  return {
    ...row,
    value: numerator !== null && denominator !== null && numerator / denominator === value ? null : value,
    low: low === value ? null : low,
    high: high === value ? null : high,
  };
}

type Rows = 'measurements' | 'large' | 'unmeasured';

/** The part of the results that grows with layouts × scenarios. */
export function packRows(results: Results): Pick<PackedResults, Rows> {
  let rows = packed.get(results);
  if (rows === undefined) {
    rows = {
      measurements: toColumns(results.measurements.map(lean)),
      large: toColumns(results.large.map(lean)),
      unmeasured: toColumns(results.unmeasured),
    };
    packed.set(results, rows);
  }
  return rows;
}

/** Rows are packed to be counted, then to be embedded. */
const packed = new WeakMap<Results, Pick<PackedResults, Rows>>();

export const packResults = (results: Results): PackedResults => ({ ...results, ...packRows(results) });

/** The inverse of `packResults`. */
export function unpackResults(packed: PackedResults): Results {
  return {
    ...packed,
    measurements: measurementsFrom(packed.measurements),
    large: measurementsFrom(packed.large),
    unmeasured: fromColumns(packed.unmeasured),
  };
}
