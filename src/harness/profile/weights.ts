import { BANDS, NO_BAND } from './bands.ts';

const SIDE = BANDS + 1;

/**
 * How much weight (nanoseconds of page-time, or checks) fell on the states in which some layout answers wrongly, for every
 * layout at once.
 *
 * `merged` (one field counts the pins): a question is falsely answered yes by a field of k bits while the lowest pin's band
 * a < k ≤ the lowest band b that holds one of the question's kinds. `pair` (two fields, k and l bits): while (a < k or
 * c < l) and k ≤ b and l ≤ d. Both are differences of boxes that start at 0: weight is added at (b, d) and taken away at
 * (a, c), and the answer for (k, l) is the sum over all i ≥ k, j ≥ l.
 */
export interface Weights {
  readonly pinWritten: Float64Array;
  readonly pinLongterm: Float64Array;
  /** Fields read × write, question longterm: index read band × 34 + write band. */
  readonly readWriteLongterm: Float64Array;
  /** Fields long × short, question written. */
  readonly longShortWritten: Float64Array;
  /** No pin is held (in a bias's own history): weight by the bit length of the ordinary count. */
  readonly unpinned: Float64Array;
  /** Pins are held (in a bias's own history): weight by the bit length of the ordinary count. With `unpinned`, all of it. */
  readonly pinned: Float64Array;
  /** Pins are held in a bias's history: [0] none of them a write pin; [1] none of them long-term. */
  readonly biased: Float64Array;
}

export const weights = (): Weights => ({
  pinWritten: new Float64Array(SIDE),
  pinLongterm: new Float64Array(SIDE),
  readWriteLongterm: new Float64Array(SIDE * SIDE),
  longShortWritten: new Float64Array(SIDE * SIDE),
  unpinned: new Float64Array(SIDE),
  pinned: new Float64Array(SIDE),
  biased: new Float64Array(2),
});

/** The same, exact beyond 2^53, and only where it is not 0: pairs [index, weight]. */
export type ExactWeights = { readonly [K in keyof Weights]: ReadonlyMap<number, bigint> };

export const WEIGHT_NAMES: readonly (keyof Weights)[] = [
  'pinWritten',
  'pinLongterm',
  'readWriteLongterm',
  'longShortWritten',
  'unpinned',
  'pinned',
  'biased',
];

export const noWeights = (): { [K in keyof Weights]: Map<number, bigint> } => ({
  pinWritten: new Map(),
  pinLongterm: new Map(),
  readWriteLongterm: new Map(),
  longShortWritten: new Map(),
  unpinned: new Map(),
  pinned: new Map(),
  biased: new Map(),
});

/** Moves what has gathered in the doubles into the exact sums. */
export function carryWeights(from: Weights, to: ReturnType<typeof noWeights>): void {
  for (const name of WEIGHT_NAMES) {
    const values = from[name];
    for (let i = 0; i < values.length; i++) if (values[i] !== 0) addWeight(to[name], i, BigInt(values[i]!));
    values.fill(0);
  }
}

/** Adds to one sum; a sum that becomes 0 is forgotten, so that equal profiles are equal values. */
export function addWeight(to: Map<number, bigint>, index: number, weight: bigint): void {
  const sum = (to.get(index) ?? 0n) + weight;
  if (sum === 0n) to.delete(index);
  else to.set(index, sum);
}

/** Weight with a wrong yes where one field of k usable bits counts all pins. */
export function mergedWeight(values: ReadonlyMap<number, bigint>, k: number): bigint {
  const bits = Math.min(k, NO_BAND);
  let sum = 0n;
  for (const [band, weight] of values) if (band >= bits) sum += weight;
  return sum;
}

/** Weight with a wrong yes where two fields of k and l usable bits count the pins between them. */
export function pairWeight(values: ReadonlyMap<number, bigint>, k: number, l: number): bigint {
  const [first, second] = [Math.min(k, NO_BAND), Math.min(l, NO_BAND)];
  let sum = 0n;
  for (const [at, weight] of values) {
    if (Math.floor(at / SIDE) >= first && at % SIDE >= second) sum += weight;
  }
  return sum;
}

export const pairIndex = (first: number, second: number): number => first * SIDE + second;
