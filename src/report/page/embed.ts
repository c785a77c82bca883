import type { Results } from '../results.ts';
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
export function scriptElements({ script, boot }: Pick<PageAssets, 'script' | 'boot'>, deflate?: Deflate): string {
  return deflate === undefined
    ? `<script>${script}</script>`
    : `<script type="text/plain" id="program" ${DEFLATED}>${deflate(script)}</script>\n<script>${boot}</script>`;
}

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

/** Results as the page embeds them. */
export interface PackedResults extends Omit<Results, 'measurements' | 'large' | 'unmeasured'> {
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

function full(row: Results['measurements'][number]): Results['measurements'][number] {
  const value = (row.value as number | null) ?? (row.numerator ?? 0) / (row.denominator ?? 1);
  return { ...row, value, low: (row.low as number | null) ?? value, high: (row.high as number | null) ?? value };
}

export function packResults(results: Results): PackedResults {
  return {
    ...results,
    measurements: toColumns(results.measurements.map(lean)),
    large: toColumns(results.large.map(lean)),
    unmeasured: toColumns(results.unmeasured),
  };
}

/** The inverse of `packResults`. */
export function unpackResults(packed: PackedResults): Results {
  return {
    ...packed,
    measurements: fromColumns<Results['measurements'][number]>(packed.measurements).map(full),
    large: fromColumns<Results['large'][number]>(packed.large).map(full),
    unmeasured: fromColumns(packed.unmeasured),
  };
}
