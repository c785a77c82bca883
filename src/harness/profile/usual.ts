import { DROP, type EventChunk } from '../../events/chunk.ts';
import { BAND_OF_TOP, COUNT, FULL, highCount, LOW, LOWEST } from './bands.ts';
import type { PageMemory } from './memory.ts';
import type { Seen } from './seen.ts';
import {
  CARRY,
  CLASS_PEAKS,
  FIRST,
  GATHERED,
  LONG_SHORT_TIME,
  ORDINARY_TIME,
  PIN_TIME,
  READ_WRITE_TIME,
  SIDE,
  WORST,
  WORST_TIME,
} from './starts.ts';
import * as S from './state.ts';

/**
 * The usual event: a pin or unpin of known direction, on a page that is being measured, without high bands, on which a
 * bias takes it. Both loops do what ProfileEngine does with any event, for as many as are usual, and return the index of the
 * first that is not (or `end`). test/harness/profile.test.ts holds both ways to replay.
 *
 * Few branches: what depends on the kind is masked, because kinds come in no order that a processor could guess. Few arrays,
 * because V8 looks at each anew every time round. No calls, not even of one line: V8 stops to inline in functions as large as
 * these. Pages are masked so that V8 knows that no index overflows.
 */

/** Refusals and lives only. */
export function usualRefusals(
  memory: PageMemory,
  all: Float64Array,
  chunk: EventChunk,
  start: number,
  end: number,
): number {
  const { time, op: ops, page: pages, arg: args } = chunk;
  const { state, times, bands } = memory;
  let i = start;
  for (; i < end; i++) {
    const op = ops[i]!;
    const page = pages[i]!;
    const base = (page & S.PAGES) * S.STRIDE;
    const tops = state[base + S.TOP_BANDS]!;
    // tops < MEASURED: not measured yet, or SLOW, which is the sign bit
    if (((op & 0xf7) - 1) >>> 0 > 3 || tops < S.MEASURED) break;
    // Class codes 1 … 4 are read-short, read-long, write-short, write-long: two bits say which words it is counted in.
    const acquired = op & 7;
    const isWrite = (acquired - 1) >>> 1;
    const isLong = (acquired - 1) & 1;
    const directionWord = base + S.X_READ + 2 * isWrite;
    const termWord = base + S.X_SHORT - 2 * isLong;
    const pinned = state[base + S.X_PIN]!;
    const direction = state[directionWord]!;
    const term = state[termWord]!;
    const handle = args[i]!;
    if (op < DROP) {
      const free = ~pinned & FULL;
      if (free === 0 || (pinned | state[base]!) === 0) break; // high bands, or a bias that refuses
      const pinTop = free & -free;
      const pinBand = Math.imul(pinTop, BAND_OF_TOP) >>> 29;
      const directionFree = ~direction & FULL;
      const directionTop = directionFree & -directionFree;
      const directionBand = Math.imul(directionTop, BAND_OF_TOP) >>> 29;
      const termFree = ~term & FULL;
      const termTop = termFree & -termFree;
      const termBand = Math.imul(termTop, BAND_OF_TOP) >>> 29;
      state[base + S.X_PIN] = pinned + (pinTop >>> pinBand);
      state[directionWord] = direction + (directionTop >>> directionBand);
      state[termWord] = term + (termTop >>> termBand);
      bands[handle] = pinBand | (directionBand << 6) | (termBand << 12) | (1 << 18);
      all[(acquired << 9) | (pinBand << 6) | (directionBand << 3) | termBand]!++;
      const directionShift = 6 + 6 * isWrite;
      const termShift = 24 - 6 * isLong;
      if (
        pinBand >= (tops & 63) ||
        directionBand >= ((tops >>> directionShift) & 63) ||
        termBand >= ((tops >>> termShift) & 63)
      ) {
        state[base + S.TOP_BANDS] = raised3(tops, pinBand, directionShift, directionBand, termShift, termBand);
      }
    } else {
      const found = bands[handle]!;
      const pinBand = found & 63;
      const directionBand = (found >>> 6) & 63;
      const termBand = (found >>> 12) & 63;
      state[base + S.X_PIN] = pinned - (1 << ((pinBand * (pinBand + 1)) >>> 1));
      state[directionWord] = direction - (1 << ((directionBand * (directionBand + 1)) >>> 1));
      state[termWord] = term - (1 << ((termBand * (termBand + 1)) >>> 1));
    }
    times[(page & S.PAGES) * S.LAST_STRIDE + S.LAST] = time[i]!;
  }
  return i;
}

/**
 * Everything: also the time in each state, and what `seen` is to note: a peak of the page, the first or the worst hit of a
 * band, the most of a class on one page; seldom.
 */
export function usualEverything(
  memory: PageMemory,
  all: Float64Array,
  chunk: EventChunk,
  start: number,
  end: number,
  seen: Seen,
): number {
  const { time, op: ops, page: pages, arg: args } = chunk;
  const { state, times, bands } = memory;
  const count = COUNT;
  const lowest = LOWEST;
  let gathered = all[GATHERED]!;
  let i = start;
  for (; i < end; i++) {
    const op = ops[i]!;
    const page = pages[i]!;
    const base = (page & S.PAGES) * S.STRIDE;
    const tops = state[base + S.TOP_BANDS]!;
    if (((op & 0xf7) - 1) >>> 0 > 3 || tops < S.MEASURED) break;
    const t = time[i]!;
    const lastAt = (page & S.PAGES) * S.LAST_STRIDE + S.LAST;
    const weight = t - times[lastAt]!;
    const pinned = state[base + S.X_PIN]!;
    const ordinary = state[base]!;
    const free = ~pinned & FULL;
    if (gathered + weight >= CARRY || (op < DROP && (free === 0 || (pinned | ordinary) === 0))) break;
    gathered += weight;
    times[lastAt] = t;
    const xWrite = state[base + S.X_PIN_WRITE]!;
    const xLong = state[base + S.X_PIN_LONG]!;
    const read = state[base + S.X_READ]!;
    const write = state[base + S.X_WRITE]!;
    const readLong = state[base + S.X_READ_LONG]!;
    const writeLong = state[base + S.X_WRITE_LONG]!;
    const long = state[base + S.X_LONG]!;
    const short = state[base + S.X_SHORT]!;
    const longWrite = state[base + S.X_LONG_WRITE]!;
    const shortWrite = state[base + S.X_SHORT_WRITE]!;
    if (pinned === 0) {
      all[ORDINARY_TIME + Math.clz32(ordinary)]! += weight;
    } else {
      all[ORDINARY_TIME + 64 + Math.clz32(ordinary)]! += weight;
      all[
        PIN_TIME +
          ((lowest[Math.clz32(pinned & -pinned)]! << 6) |
            (lowest[Math.clz32(xWrite & -xWrite)]! << 3) |
            lowest[Math.clz32(xLong & -xLong)]!)
      ]! += weight;
      all[
        READ_WRITE_TIME +
          ((lowest[Math.clz32(read & -read)]! << 9) |
            (lowest[Math.clz32(write & -write)]! << 6) |
            (lowest[Math.clz32(readLong & -readLong)]! << 3) |
            lowest[Math.clz32(writeLong & -writeLong)]!)
      ]! += weight;
      all[
        LONG_SHORT_TIME +
          ((lowest[Math.clz32(long & -long)]! << 9) |
            (lowest[Math.clz32(short & -short)]! << 6) |
            (lowest[Math.clz32(longWrite & -longWrite)]! << 3) |
            lowest[Math.clz32(shortWrite & -shortWrite)]!)
      ]! += weight;
    }
    const acquired = op & 7;
    const isWrite = (acquired - 1) >>> 1;
    const isLong = (acquired - 1) & 1;
    const ifWrite = -isWrite;
    const ifLong = -isLong;
    const directionWord = base + S.X_READ + 2 * isWrite;
    const termWord = base + S.X_SHORT - 2 * isLong;
    const direction = (write & ifWrite) | (read & ~ifWrite);
    const directionLong = (writeLong & ifWrite) | (readLong & ~ifWrite);
    const term = (long & ifLong) | (short & ~ifLong);
    const termWrite = (longWrite & ifLong) | (shortWrite & ~ifLong);
    const handle = args[i]!;
    if (op < DROP) {
      const pinTop = free & -free;
      const pinBand = Math.imul(pinTop, BAND_OF_TOP) >>> 29;
      const pinUnit = pinTop >>> pinBand;
      const directionFree = ~direction & FULL;
      const directionTop = directionFree & -directionFree;
      const directionBand = Math.imul(directionTop, BAND_OF_TOP) >>> 29;
      const directionUnit = directionTop >>> directionBand;
      const termFree = ~term & FULL;
      const termTop = termFree & -termFree;
      const termBand = Math.imul(termTop, BAND_OF_TOP) >>> 29;
      const termUnit = termTop >>> termBand;
      state[base + S.X_PIN] = pinned + pinUnit;
      state[base + S.X_PIN_WRITE] = xWrite + (pinUnit & ifWrite);
      state[base + S.X_PIN_LONG] = xLong + (pinUnit & ifLong);
      state[directionWord] = direction + directionUnit;
      state[directionWord + 1] = directionLong + (directionUnit & ifLong);
      state[termWord] = term + termUnit;
      state[termWord + 1] = termWrite + (termUnit & ifWrite);
      bands[handle] = pinBand | (directionBand << 6) | (termBand << 12) | (1 << 18);
      all[(acquired << 9) | (pinBand << 6) | (directionBand << 3) | termBand]!++;
      const directionShift = 6 + 6 * isWrite;
      const termShift = 24 - 6 * isLong;
      const pins = count[pinned & LOW]! + (pinned > LOW ? highCount(pinned) : 0) + 1;
      const ofDirection = count[direction & LOW]! + (direction > LOW ? highCount(direction) : 0) + 1;
      const ofTerm = count[term & LOW]! + (term > LOW ? highCount(term) : 0) + 1;
      // Never fewer than of its class, and as seldom the most so far.
      const mostOfClass = ofDirection < ofTerm ? ofDirection : ofTerm;
      const peaks = state[base + S.PEAKS]!;
      const hitDirection = (1 + isWrite) * SIDE + directionBand;
      const hitTerm = (4 - isLong) * SIDE + termBand;
      if (
        pinBand >= (tops & 63) ||
        directionBand >= ((tops >>> directionShift) & 63) ||
        termBand >= ((tops >>> termShift) & 63)
      ) {
        state[base + S.TOP_BANDS] = raised3(tops, pinBand, directionShift, directionBand, termShift, termBand);
      }
      if (
        pins > (peaks & 63) ||
        ofDirection > ((peaks >>> directionShift) & 63) ||
        ofTerm > ((peaks >>> termShift) & 63) ||
        mostOfClass > all[CLASS_PEAKS + acquired]! ||
        (pins >= all[WORST + pinBand]! && (pins > all[WORST + pinBand]! || t <= all[WORST_TIME + pinBand]!)) ||
        (ofDirection >= all[WORST + hitDirection]! &&
          (ofDirection > all[WORST + hitDirection]! || t <= all[WORST_TIME + hitDirection]!)) ||
        (ofTerm >= all[WORST + hitTerm]! && (ofTerm > all[WORST + hitTerm]! || t <= all[WORST_TIME + hitTerm]!)) ||
        t <= all[FIRST + pinBand]! ||
        t <= all[FIRST + hitDirection]! ||
        t <= all[FIRST + hitTerm]!
      ) {
        seen.arrival(chunk, i, acquired, pinBand, directionBand, termBand);
      }
    } else {
      const found = bands[handle]!;
      const pinBand = found & 63;
      const directionBand = (found >>> 6) & 63;
      const termBand = (found >>> 12) & 63;
      const pinUnit = 1 << ((pinBand * (pinBand + 1)) >>> 1);
      const directionUnit = 1 << ((directionBand * (directionBand + 1)) >>> 1);
      const termUnit = 1 << ((termBand * (termBand + 1)) >>> 1);
      state[base + S.X_PIN] = pinned - pinUnit;
      state[base + S.X_PIN_WRITE] = xWrite - (pinUnit & ifWrite);
      state[base + S.X_PIN_LONG] = xLong - (pinUnit & ifLong);
      state[directionWord] = direction - directionUnit;
      state[directionWord + 1] = directionLong - (directionUnit & ifLong);
      state[termWord] = term - termUnit;
      state[termWord + 1] = termWrite - (termUnit & ifWrite);
    }
  }
  all[GATHERED] = gathered;
  return i;
}

/** `tops` with bands reached in the processes at 0 and at two shifts. */
function raised3(
  tops: number,
  pinBand: number,
  directionShift: number,
  directionBand: number,
  termShift: number,
  termBand: number,
): number {
  return raised(raised(raised(tops, 0, pinBand), directionShift, directionBand), termShift, termBand);
}

/** `tops` with the process at `shift` having reached at least `band`. */
export function raised(tops: number, shift: number, band: number): number {
  return band >= ((tops >>> shift) & 63) ? (tops & ~(63 << shift)) | ((band + 1) << shift) : tops;
}
