import { bitLength, NO_BAND } from './bands.ts';
import type { PageMemory } from './memory.ts';
import * as S from './state.ts';
import { pairIndex, type Weights } from './weights.ts';

/** Adds the weight of a moment of a page to the states in which some layout answers wrongly. */
export function weigh(to: Weights, memory: PageMemory, page: number, base: number, weight: number): void {
  const ordinary = bitLength(memory.state[base]!);
  const any = memory.lowest(page, base, S.X_PIN);
  if (any === NO_BAND) {
    to.unpinned[ordinary]! += weight;
    return;
  }
  const written = memory.lowest(page, base, S.X_PIN_WRITE);
  const longterm = memory.lowest(page, base, S.X_PIN_LONG);
  if (written !== any) {
    to.pinWritten[written]! += weight;
    to.pinWritten[any]! -= weight;
  }
  if (longterm !== any) {
    to.pinLongterm[longterm]! += weight;
    to.pinLongterm[any]! -= weight;
  }
  // With no long-term pin, or no short one, and so on, two of the four bands are those of all pins.
  const read = memory.lowest(page, base, S.X_READ);
  const write = memory.lowest(page, base, S.X_WRITE);
  const readLong = memory.lowest(page, base, S.X_READ_LONG);
  const writeLong = memory.lowest(page, base, S.X_WRITE_LONG);
  if (readLong !== read || writeLong !== write) {
    to.readWriteLongterm[pairIndex(readLong, writeLong)]! += weight;
    to.readWriteLongterm[pairIndex(read, write)]! -= weight;
  }
  const long = memory.lowest(page, base, S.X_LONG);
  const short = memory.lowest(page, base, S.X_SHORT);
  const longWrite = memory.lowest(page, base, S.X_LONG_WRITE);
  const shortWrite = memory.lowest(page, base, S.X_SHORT_WRITE);
  if (longWrite !== long || shortWrite !== short) {
    to.longShortWritten[pairIndex(longWrite, shortWrite)]! += weight;
    to.longShortWritten[pairIndex(long, short)]! -= weight;
  }
  if (memory.differs(page, base)) {
    const [pins, writes, longs] = memory.biased.get(page)!;
    to[pins === 0 ? 'unpinned' : 'pinned'][ordinary]! += weight;
    if (pins > 0) {
      if (writes === 0) to.biased[0]! += weight;
      if (longs === 0) to.biased[1]! += weight;
    }
    return;
  }
  to.pinned[ordinary]! += weight;
  if (written === NO_BAND) to.biased[0]! += weight;
  if (longterm === NO_BAND) to.biased[1]! += weight;
}
