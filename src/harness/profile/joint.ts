import { NO_BAND } from './bands.ts';
import { pairIndex, type Weights } from './weights.ts';

/**
 * Weight of moments on pages that hold nothing in high bands, by the lowest bands of several sets of pins at once: one
 * addition a moment for each array, where every layout's answers alone would take two. A band is 0 … 6, 7: none.
 */
export interface JointWeights {
  /** Without pins, and from 64 on with pins: by Math.clz32 of the ordinary count. */
  readonly ordinaryTime: Float64Array;
  /** One field for all pins: bands of any × 64 + write × 8 + long-term. */
  readonly pinTime: Float64Array;
  /** Fields read and write: read × 512 + write × 64 + long-term read × 8 + long-term write. */
  readonly readWriteTime: Float64Array;
  /** Fields long and short: long × 512 + short × 64 + long write × 8 + short write. */
  readonly longShortTime: Float64Array;
}

export const jointWeights = (): JointWeights => ({
  ordinaryTime: new Float64Array(128),
  pinTime: new Float64Array(8 ** 3),
  readWriteTime: new Float64Array(8 ** 4),
  longShortTime: new Float64Array(8 ** 4),
});

const bandOf = (digit: number): number => ((digit & 7) === 7 ? NO_BAND : digit & 7);

/** Moves joint weights to the states in which some layout answers wrongly. A bias holds there what is held. */
export function addJoint({ ordinaryTime, pinTime, readWriteTime, longShortTime }: JointWeights, to: Weights): void {
  for (let zeros = 0; zeros <= 32; zeros++) {
    to.unpinned[32 - zeros]! += ordinaryTime[zeros]!;
    to.pinned[32 - zeros]! += ordinaryTime[64 + zeros]!;
  }
  pinTime.forEach((weight, at) => {
    if (weight === 0) return;
    const [any, write, long] = [bandOf(at >>> 6), bandOf(at >>> 3), bandOf(at)];
    to.pinWritten[write]! += weight;
    to.pinWritten[any]! -= weight;
    to.pinLongterm[long]! += weight;
    to.pinLongterm[any]! -= weight;
    if (write === NO_BAND) to.biased[0]! += weight;
    if (long === NO_BAND) to.biased[1]! += weight;
  });
  for (const [from, pairs] of [
    [readWriteTime, to.readWriteLongterm],
    [longShortTime, to.longShortWritten],
  ] as const) {
    from.forEach((weight, at) => {
      if (weight === 0) return;
      pairs[pairIndex(bandOf(at >>> 3), bandOf(at))]! += weight;
      pairs[pairIndex(bandOf(at >>> 9), bandOf(at >>> 6))]! -= weight;
    });
  }
  for (const from of [ordinaryTime, pinTime, readWriteTime, longShortTime]) from.fill(0);
}
