/** What metrics/format does not write: bits, times, lists. Without Intl, so that Node and every browser write the same. */
import { formatCount, formatCounts, formatInterval, formatNumber, formatShare } from '../metrics/format.ts';
import type { Measurement } from './results.ts';

/** A whole number with commas: 4194303 → `4,194,303`. Takes the decimal strings of limits beyond 2^53 as well. */
export function count(value: number | string): string {
  return formatCount(typeof value === 'string' ? BigInt(value) : value);
}

/** Bits, one decimal: `12.3 bits`, `1 bit`; where that would be 0 and the value is not, as many as it takes: `−0.04 bits`. */
export function bits(value: number): string {
  const isSmall = value !== 0 && Math.abs(value) < 0.05;
  const rounded = isSmall ? Number(value.toPrecision(1)) : Math.round(value * 10) / 10;
  const text = formatNumber(rounded);
  return `${text} ${text === '1' || text === '−1' ? 'bit' : 'bits'}`;
}

/** The interval of a number of bits, with as many decimals as tell its ends apart; empty where it is exact. */
export function bitsInterval({ low, high }: Pick<Measurement, 'low' | 'high'>): string {
  if (low === high) return '';
  const interval = `${bits(low).replace(/ bits?$/, '')} to ${bits(high)}`;
  return bits(low) === bits(high) ? `${formatInterval('bits', { value: low, low, high })} bits` : interval;
}

/** `8.7 bits left`, `3 bits short`. */
export function bitsLeft(value: number): string {
  return value < 0 ? `${bits(-value)} short` : `${bits(value)} left`;
}

/** A time in the unit that suits it: `0.703 s`, `17 ms`, `1.2 µs`. */
export function seconds(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || size >= 0.1) return `${formatNumber(value)} s`;
  if (size >= 1e-4) return `${formatNumber(value * 1e3)} ms`;
  if (size >= 1e-7) return `${formatNumber(value * 1e6)} µs`;
  return `${formatNumber(value * 1e9)} ns`;
}

/** A moment in a recording: seconds with microseconds, so that it is found again: `0.123456 s`. */
export function moment(value: number): string {
  return `${value.toFixed(6)} s`;
}

/** `53.1 % (1,088 of 2,048)`, or `0 of 2,048`. */
export function shareOf(row: Measurement): string {
  const counts = formatCounts(row);
  if (counts === '') return formatShare(row.value, row.log10);
  return row.value === 0 ? counts : `${formatShare(row.value, row.log10)} (${counts})`;
}

/** `, 95 % interval 0.97 % to 1.03 %`; empty where the value is exact. */
export function intervalOf(row: Measurement): string {
  const interval = formatInterval('share', row);
  return interval === '' ? '' : `, 95 % interval ${interval}`;
}

/** `2 layouts`, `1 layout`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`; beyond `most`, `a, b and 3 more`. */
export function list(items: readonly string[], most = Number.POSITIVE_INFINITY): string {
  if (items.length > most) return `${items.slice(0, most - 1).join(', ')} and ${items.length - most + 1} more`;
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `1,032 small folios and 4 large folios`; without large ones `1,032 small folios`; of kinds of one's own `1,032 pages`. */
export const foliosText = (small: number, large: number, isOwn: boolean): string =>
  `${plural(small, isOwn ? 'page' : 'small folio')}${large > 0 ? ` and ${plural(large, 'large folio')}` : ''}`;
