import type { KindSet } from './domain.ts';
import { ORDINARY } from './domain.ts';
import type { BiasLayout, Field, Layout } from './types.ts';

/** What the arithmetic of a field needs of it. */
export type Width = Pick<Field, 'bits' | 'reserve'>;

/** The highest count that a field may hold: 2^(bits − reserve) − 1. */
export function limitOf(field: Width): bigint {
  return (1n << BigInt(field.bits - field.reserve)) - 1n;
}

/** The highest value of the field's bits: 2^bits − 1. */
export function maximumOf(field: Pick<Field, 'bits'>): bigint {
  return (1n << BigInt(field.bits)) - 1n;
}

/** How many values of a field lie above its limit: 2^bits − 2^(bits − reserve). 0 with reserve 0. */
export function redZone(field: Width): bigint {
  return maximumOf(field) - limitOf(field);
}

/**
 * Where saturation sets a field: 3/4 of its range, as refcount_t does (include/linux/refcount.h), which leaves
 * 2^(bits − 2) values on either side before the field carries or looks unsaturated. With reserve 0 no value is free
 * for that, and the field sticks at its limit.
 */
export function saturationValue(field: Width): bigint {
  return field.reserve >= 1 ? 3n << BigInt(field.bits - 2) : limitOf(field);
}

/**
 * How many tasks may be between "add" and "check and undo" before the field carries into its neighbour (docs/definitions.md). One
 * that fails has its whole red zone for them; one that saturates is set to 3/4 of its range and has the last quarter;
 * with reserve 0 it has nothing, and needs compare-and-swap.
 */
export function guardOf(field: Pick<Field, 'bits' | 'reserve' | 'onLimit'>): bigint {
  if (field.reserve === 0) return 0n;
  switch (field.onLimit) {
    case 'fail':
      return redZone(field);
    case 'saturate':
      return 1n << BigInt(field.bits - 2);
    case 'carry':
    case 'wrap':
      return 0n;
  }
}

/** The highest count of the word of a bias, read as a signed number: 2^31 − 1 or 2^63 − 1. */
export function wordLimit(layout: Pick<BiasLayout, 'word'>): bigint {
  return (1n << BigInt(layout.word - 1)) - 1n;
}

/**
 * The limit of term `index` of a bias: floor((next larger bias, else 2^(word − 1)) / bias) − 1. So many pins fit
 * below the next term whatever the smaller terms and the ordinary references hold. Soft: the layout does not stop there.
 */
export function termLimit(layout: BiasLayout, index: number): bigint {
  const term = layout.terms[index];
  if (!term) throw new RangeError(`no term ${index}: the layout has ${layout.terms.length}`);
  const next = layout.terms[index + 1];
  const ceiling = next ? BigInt(next.bias) : 1n << BigInt(layout.word - 1);
  return ceiling / BigInt(term.bias) - 1n;
}

/** The soft limit of a bias's ordinary references: the smallest bias − 1. Beyond it they look like a pin. */
export function ordinaryLimit(layout: BiasLayout): bigint {
  return BigInt(smallestBias(layout)) - 1n;
}

/** The bias from which on a word reads as pinned. */
export function smallestBias(layout: BiasLayout): number {
  const first = layout.terms[0];
  if (!first) throw new RangeError('a bias layout has at least one term');
  return first.bias;
}

/** A name, the kinds that it counts, and how many of them it may hold. */
export interface NamedLimit {
  readonly name: string;
  readonly counts: KindSet;
  readonly limit: bigint;
}

/** The limits of a layout, high to low: of each field, or (soft) of each term of a bias and of its ordinary references. */
export function limitsOf(layout: Layout): readonly NamedLimit[] {
  if (layout.family === 'split') {
    return layout.fields.map((field) => ({ name: field.name, counts: field.counts, limit: limitOf(field) }));
  }
  const terms = layout.terms.map((term, i) => ({ name: term.name, counts: term.counts, limit: termLimit(layout, i) }));
  return [...terms.reverse(), { name: 'ordinary', counts: ORDINARY, limit: ordinaryLimit(layout) }];
}

/** A limit as a number: exact up to 2^53 − 1, beyond it the nearest double (good enough for a chart or a logarithm). */
export function limitNumber(limit: bigint): number {
  return Number(limit);
}

/** A limit for JSON: a number where that is exact, else its decimal digits. */
export function limitJson(limit: bigint): number | string {
  return limit <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(limit) : limit.toString();
}
