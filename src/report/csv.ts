import type { Measurement, Results } from './results.ts';

/** Columns of results.csv, in order: the keys of a row of results.json. */
export const CSV_COLUMNS = [
  'layout',
  'scenario',
  'class',
  'metric',
  'of',
  'value',
  'numerator',
  'denominator',
  'low',
  'high',
  'log10',
  'method',
] as const satisfies readonly (keyof Measurement)[];

/** Characters at the start of a cell that make a spreadsheet read it as a formula, full-width forms too. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/**
 * Every row as CSV after RFC 4180: a header, CRLF, quotes where needed; large folios after the others, told apart by
 * `class`. What is absent is empty. A text that a spreadsheet would take for a formula is preceded by an apostrophe.
 */
export function toCsv(results: Results): string {
  const lines = [CSV_COLUMNS.join(',')];
  for (const row of [...results.measurements, ...results.large]) {
    lines.push(CSV_COLUMNS.map((column) => cell(row[column])).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
