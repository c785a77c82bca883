import type { Measurement } from '../report/results.ts';
import type { Unit } from './types.ts';

/**
 * How numbers are written, the same in the table, the page and Markdown: not by the reader's locale, so that a report
 * reads the same everywhere.
 */

/** Beyond it counts are written as powers of ten. */
const LONGEST_COUNT = 1e15;

/** A whole number with its thousands apart: 4,194,303. Others with at most three digits after the point. */
export function formatCount(value: number | bigint): string {
  if (typeof value === 'bigint') return grouped(value.toString());
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : 'n/a';
  if (Math.abs(value) >= LONGEST_COUNT) return scientific(Math.log10(Math.abs(value)), value < 0);
  return grouped(trimmed(value.toFixed(3)));
}

/** A number with at most so many significant digits, none of them a trailing 0: 0.00123, 4.9, 12,346. */
export function formatNumber(value: number, digits = 3): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value) || Math.abs(value) >= LONGEST_COUNT) return formatCount(value);
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  if (magnitude < -5) return scientific(Math.log10(Math.abs(value)), value < 0);
  return grouped(trimmed(value.toFixed(Math.max(0, Math.min(20, digits - 1 - magnitude)))));
}

/** Significant digits unless more are needed. */
const DIGITS = 3;
/** Digits that tell any two doubles apart. */
const ALL_DIGITS = 17;

/** Shares below it are written as powers of ten instead of per cent. */
const SMALLEST_PERCENT = 1e-6;

/**
 * A share, 0 … 1: `88.3 %`, `0.0012 %`, `99.9997 %`, `3.2e-9`, `8.5e-1621`. Never 0 % or 100 % unless it is exactly that.
 * @param log10 where the share is too small for a double.
 */
export function formatShare(value: number, log10?: number, digits = DIGITS): string {
  if (value === 0) return log10 === undefined || log10 === Number.NEGATIVE_INFINITY ? '0 %' : scientific(log10, false);
  if (!Number.isFinite(value)) return 'n/a';
  if (value === 1) return '100 %';
  if (value < SMALLEST_PERCENT) return scientific(log10 ?? Math.log10(value), false, digits);
  const percent = value * 100;
  if (value > 1 || percent < 99.95) return `${formatNumber(percent, digits)} %`;
  // As many nines as it takes to show that some are missing.
  const decimals = Math.min(12, Math.ceil(-Math.log10(100 - percent)) + 1 + digits - DIGITS);
  const text = trimmed(percent.toFixed(Math.max(1, decimals)));
  return text.startsWith('100') ? 'nearly 100 %' : `${text} %`;
}

/** A value in its metric's unit; of shares, bits and seconds with so many digits. */
export function formatValue(unit: Unit, row: Pick<Measurement, 'value' | 'log10'>, digits = DIGITS): string {
  switch (unit) {
    case 'share':
      return formatShare(row.value, row.log10, digits);
    case 'bits':
      return trimmed(row.value.toFixed(digits - 1)).replace('-', '−');
    case 'seconds':
      return formatSeconds(row.value, digits);
    case 'references':
    case 'tasks':
    case 'threats':
      return formatCount(row.value);
  }
}

/** A time with three digits, in the largest of ns, µs, ms, s and h of which there is at least one. */
function formatSeconds(seconds: number, digits: number): string {
  if (seconds === 0) return '0 s';
  if (seconds >= 3600) return `${formatNumber(seconds / 3600, digits)} h`;
  const [size, unit] = SECONDS.find(([least]) => seconds >= least) ?? SECONDS.at(-1)!;
  return `${formatNumber(seconds / size, digits)} ${unit}`;
}

const SECONDS: readonly (readonly [number, string])[] = [
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
  [1e-9, 'ns'],
];

/**
 * Low and high in words (of most metrics the 95 % interval), or '' where the value is exact: `at most 0.0012 %`, `0.97 % to 1.03 %`; with as many digits as
 * tell its ends apart.
 */
export function formatInterval(unit: Unit, row: Pick<Measurement, 'value' | 'low' | 'high'>): string {
  if (row.low === row.high) return '';
  if (unit === 'share' && row.value === 0) return `at most ${formatShare(row.high)}`;
  if (unit === 'share' && row.value === 1) return `at least ${formatShare(row.low)}`;
  for (let digits = DIGITS; ; digits++) {
    const [low, high] = [row.low, row.high].map((value) => formatValue(unit, { value }, digits));
    if (low !== high || digits === ALL_DIGITS) return `${low} to ${high}`;
  }
}

/** Of a metric whose low and high are those of single runs of a model (docs/definitions.md), and no 95 % interval. */
export const isOverRuns = (metric: string): boolean => metric === 'peak' || metric === 'bits-left';

/** The counts behind a share: `7,232 of 8,192`; '' where there are none. Page-seconds have three digits. */
export function formatCounts(row: Pick<Measurement, 'numerator' | 'denominator'>): string {
  if (row.numerator === null || row.denominator === null) return '';
  return `${countOrAmount(row.numerator)} of ${countOrAmount(row.denominator)}`;
}

const countOrAmount = (value: number): string =>
  Number.isInteger(value) || Math.abs(value) >= 1000 ? formatCount(Math.round(value)) : formatNumber(value);

/** Two digits, or more, and a power of ten, from a decimal logarithm: 8.5e-1621. */
function scientific(log10: number, negative: boolean, digits = DIGITS): string {
  let exponent = Math.floor(log10);
  let mantissa = (10 ** (log10 - exponent)).toFixed(digits - 2);
  if (mantissa.startsWith('10')) {
    mantissa = '1';
    exponent++;
  }
  return `${negative ? '−' : ''}${trimmed(mantissa)}e${exponent}`;
}

/** Without zeros after the point that say nothing. */
const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

function grouped(text: string): string {
  const [whole = '', fraction] = text.replace('-', '').split('.');
  const sign = text.startsWith('-') && /[1-9]/.test(text) ? '−' : '';
  const thousands = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${sign}${thousands}${fraction === undefined ? '' : `.${fraction}`}`;
}
