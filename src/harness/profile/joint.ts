import { NO_BAND } from './bands.ts';
import type { Sums } from './sums.ts';
import { pairIndex, type Weights } from './weights.ts';

/**
 * The loop of everything adds the weight of a moment by the lowest bands of several sets of pins at once: one addition for
 * each array of `Sums`, where every layout's answers alone would take two. A band is 0 … 6, 7: none. Only pages that hold
 * nothing in high bands are added there.
 */
const bandOf = (digit: number): number => ((digit & 7) === 7 ? NO_BAND : digit & 7);

/** Moves joint weights to the states in which some layout answers wrongly. A bias holds there what is held. */
export function addJoint({ ordinaryTime, pinTime, readWriteTime, longShortTime }: Sums, to: Weights): void {
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
