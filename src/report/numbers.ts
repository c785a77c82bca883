/**
 * Numbers as people read them. Written by hand and not with Intl, so that Node and every browser write the same
 * characters: the page is rendered in one and brought to life in the other.
 */

/** No-break space: a number and its unit stay on one line. */
export const NBSP = '\u00a0';

/** A whole number with commas: 4194303 → `4,194,303`. Takes decimal strings beyond 2^53 as well. */
export function count(value: number | string): string {
  const text = typeof value === 'number' ? String(Math.round(value)) : value;
  return /^-?\d+$/.test(text) ? text.replace(/\B(?=(\d{3})+$)/g, ',').replace('-', '−') : text;
}

/** To `digits` significant digits without trailing zeros; `e` notation below 1e-4 and from 1e15. */
export function significant(value: number, digits = 3): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e15) {
    const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e');
    return `${trimZeros(mantissa)}e${exponent.replace('+', '')}`.replaceAll('-', '−');
  }
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const [whole = '', fraction = ''] = trimZeros(value.toFixed(Math.min(decimals, 20))).split('.');
  return fraction === '' ? count(whole) : `${count(whole)}.${fraction}`;
}

const trimZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/**
 * A share of 1: `53 %`, `0.053 %`, `5.3e−6`; `0` for exactly zero. What is not quite everything never reads 100 %, and
 * what is not quite nothing never reads 0.
 */
export function share(value: number): string {
  if (value === 0) return '0';
  if (value === 1) return `100${NBSP}%`;
  if (Math.abs(value) < 1e-4) return significant(value, 2);
  if (value < 1 && value > 0.99) return value > 0.9994 ? `>${NBSP}99.9${NBSP}%` : `${(value * 100).toFixed(1)}${NBSP}%`;
  return `${significant(value * 100, 2)}${NBSP}%`;
}

/** `1,088 of 2,048`. Page-seconds are rounded to 3 significant digits, counts are exact. */
export function ratio(numerator: number, denominator: number): string {
  const part = (value: number) => (Number.isInteger(value) ? count(value) : significant(value));
  return `${part(numerator)} of ${part(denominator)}`;
}

/** Bits, one decimal: `12.3 bits`; a whole number without it. */
export function bits(value: number): string {
  const text = (Math.round(value * 10) / 10).toFixed(1).replace(/\.0$/, '').replace(/^-0$/, '0').replace('-', '−');
  return `${text}${NBSP}${text === '1' || text === '−1' ? 'bit' : 'bits'}`;
}

/** A time in the unit that suits it: `0.703 s`, `17 ms`, `1.2 µs`. */
export function seconds(value: number): string {
  if (value === 0) return `0${NBSP}s`;
  const size = Math.abs(value);
  if (size >= 0.1) return `${significant(value)}${NBSP}s`;
  if (size >= 1e-4) return `${significant(value * 1e3)}${NBSP}ms`;
  if (size >= 1e-7) return `${significant(value * 1e6)}${NBSP}µs`;
  return `${significant(value * 1e9)}${NBSP}ns`;
}

/** A moment in a recording: seconds with microseconds, so that it is found again: `0.123456 s`. */
export function moment(value: number): string {
  return `${value.toFixed(6)}${NBSP}s`;
}

/** `2 layouts`, `1 layout`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)}${NBSP}${n === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`; beyond `most`, `a, b and 3 more`. */
export function list(items: readonly string[], most = Number.POSITIVE_INFINITY): string {
  if (items.length > most) return `${items.slice(0, most - 1).join(', ')} and ${items.length - most + 1} more`;
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
