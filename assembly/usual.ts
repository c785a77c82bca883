/**
 * The usual event: a pin or unpin of known direction, on a page that is being measured, without high bands, on which a
 * bias takes it. Both loops do what ProfileEngine does with any event (src/harness/profile/engine.ts), for as many as are
 * usual, and return the place of the first that is not (or `end`). test/harness/profile.test.ts holds both ways to each
 * other and to replay.
 *
 * No branches on the kind: what depends on it is masked, because kinds come in no order that a processor could guess.
 * WebAssembly, because V8 looks at each array of JavaScript anew at each use: with everything in the processor's caches
 * these loops take half of the time that theirs did.
 */

import { BAND_OF_TOP, FULL } from '../src/harness/profile/packed.ts';
import {
  ARG_AT,
  BAND_OF_BIT_AT,
  BANDS_AT,
  CARRY,
  CLASS_PEAKS,
  COUNT_AT,
  FIRST,
  GATHERED,
  LONG_SHORT_TIME,
  OP_AT,
  ORDINARY_TIME,
  PAGE_AT,
  PIN_TIME,
  READ_WRITE_TIME,
  SIDE,
  TIME_AT,
  WORST,
  WORST_TIME,
} from '../src/harness/profile/places.ts';
import * as S from '../src/harness/profile/state.ts';

/** Notes the event at a place of the columns, which has just been given its bands (src/harness/profile/seen.ts). */
declare function seen(at: i32, acquired: i32, pinBand: i32, directionBand: i32, termBand: i32): void;

/** Events whose memory is asked for together, before they are worked out one by one. */
const BATCH: i32 = 16;
/** Reads that only bring memory nearer must leave something behind, or they are left out. */
export let touched: i32 = 0;

/** Refusals and lives only. */
export function usualRefusals(pages: usize, start: i32, end: i32): i32 {
  const handles = handleMask;
  let i = start;
  let near = start;
  for (; i < end; i++) {
    if (i === near) near = touch(pages, i, end);
    const op = <i32>load<u8>(OP_AT + i);
    const at = pages + ((<usize>load<i32>(PAGE_AT + (i << 2))) << 6);
    const tops = word(at, S.TOP_BANDS);
    // tops < MEASURED: not measured yet, or SLOW, which is the sign bit
    if (<u32>((op & 0xf7) - 1) > 3 || tops < S.MEASURED) break;
    // Class codes 1 … 4 are read-short, read-long, write-short, write-long: two bits say which words it is counted in.
    const acquired = op & 7;
    const isWrite = (acquired - 1) >> 1;
    const isLong = (acquired - 1) & 1;
    // −1 for a drop, 0 for a pin: DROP is bit 3 of the op.
    const ifDrop = -(op >> 3);
    const directionAt = at + ((<usize>(S.X_READ + 2 * isWrite)) << 2);
    const termAt = at + ((<usize>(S.X_SHORT - 2 * isLong)) << 2);
    const pinned = word(at, S.X_PIN);
    const direction = load<i32>(directionAt);
    const term = load<i32>(termAt);
    const free = ~pinned & FULL;
    // High bands, or a bias that refuses; a drop does not ask.
    if ((free | ifDrop) === 0 || (pinned | load<i32>(at) | ifDrop) === 0) break;
    const handle = BANDS_AT + ((<usize>(load<i32>(ARG_AT + (i << 2)) & handles)) << 2);
    const found = load<i32>(handle) & ifDrop;
    const pinBand = (bandOfFirst(free) & ~ifDrop) | (found & 63);
    const directionBand = (bandOfFirst(~direction & FULL) & ~ifDrop) | ((found >> 6) & 63);
    const termBand = (bandOfFirst(~term & FULL) & ~ifDrop) | ((found >> 12) & 63);
    setWord(at, S.X_PIN, pinned + oneOf(pinBand, ifDrop));
    store<i32>(directionAt, direction + oneOf(directionBand, ifDrop));
    store<i32>(termAt, term + oneOf(termBand, ifDrop));
    store<i32>(handle, pinBand | (directionBand << 6) | (termBand << 12) | (1 << 18));
    add((acquired << 9) | (pinBand << 6) | (directionBand << 3) | termBand, <f64>(1 + ifDrop));
    raise(at, tops, ifDrop, 6 + 6 * isWrite, 24 - 6 * isLong, pinBand, directionBand, termBand);
    store<f64>(at + (S.LAST << 3), load<f64>(TIME_AT + (i << 3)));
  }
  return i;
}

/**
 * Everything: also the time in each state, and what `seen` is to note: a peak of the page, the first or the worst hit of a
 * band, the most of a class on one page; seldom.
 */
export function usualEverything(pages: usize, start: i32, end: i32): i32 {
  let gathered = sum(GATHERED);
  const handles = handleMask;
  let i = start;
  let near = start;
  for (; i < end; i++) {
    if (i === near) near = touch(pages, i, end);
    const op = <i32>load<u8>(OP_AT + i);
    const at = pages + ((<usize>load<i32>(PAGE_AT + (i << 2))) << 6);
    const tops = word(at, S.TOP_BANDS);
    if (<u32>((op & 0xf7) - 1) > 3 || tops < S.MEASURED) break;
    const t = load<f64>(TIME_AT + (i << 3));
    const weight = t - load<f64>(at + (S.LAST << 3));
    const ifDrop = -(op >> 3);
    const pinned = word(at, S.X_PIN);
    const ordinary = load<i32>(at);
    const free = ~pinned & FULL;
    if (gathered + weight >= <f64>CARRY || (free | ifDrop) === 0 || (pinned | ordinary | ifDrop) === 0) break;
    gathered += weight;
    store<f64>(at + (S.LAST << 3), t);
    const xWrite = word(at, S.X_PIN_WRITE);
    const xLong = word(at, S.X_PIN_LONG);
    const read = word(at, S.X_READ);
    const write = word(at, S.X_WRITE);
    const readLong = word(at, S.X_READ_LONG);
    const writeLong = word(at, S.X_WRITE_LONG);
    const long = word(at, S.X_LONG);
    const short = word(at, S.X_SHORT);
    const longWrite = word(at, S.X_LONG_WRITE);
    const shortWrite = word(at, S.X_SHORT_WRITE);
    if (pinned === 0) {
      add(ORDINARY_TIME + clz(ordinary), weight);
    } else {
      add(ORDINARY_TIME + 64 + clz(ordinary), weight);
      add(PIN_TIME + ((lowest(pinned) << 6) | (lowest(xWrite) << 3) | lowest(xLong)), weight);
      add(
        READ_WRITE_TIME + ((lowest(read) << 9) | (lowest(write) << 6) | (lowest(readLong) << 3) | lowest(writeLong)),
        weight,
      );
      add(
        LONG_SHORT_TIME + ((lowest(long) << 9) | (lowest(short) << 6) | (lowest(longWrite) << 3) | lowest(shortWrite)),
        weight,
      );
    }
    const acquired = op & 7;
    const isWrite = (acquired - 1) >> 1;
    const isLong = (acquired - 1) & 1;
    const ifWrite = -isWrite;
    const ifLong = -isLong;
    const directionAt = at + ((<usize>(S.X_READ + 2 * isWrite)) << 2);
    const termAt = at + ((<usize>(S.X_SHORT - 2 * isLong)) << 2);
    const direction = select(write, read, isWrite);
    const directionLong = select(writeLong, readLong, isWrite);
    const term = select(long, short, isLong);
    const termWrite = select(longWrite, shortWrite, isLong);
    const handle = BANDS_AT + ((<usize>(load<i32>(ARG_AT + (i << 2)) & handles)) << 2);
    const found = load<i32>(handle) & ifDrop;
    const pinBand = (bandOfFirst(free) & ~ifDrop) | (found & 63);
    const directionBand = (bandOfFirst(~direction & FULL) & ~ifDrop) | ((found >> 6) & 63);
    const termBand = (bandOfFirst(~term & FULL) & ~ifDrop) | ((found >> 12) & 63);
    const pinUnit = oneOf(pinBand, ifDrop);
    const directionUnit = oneOf(directionBand, ifDrop);
    const termUnit = oneOf(termBand, ifDrop);
    setWord(at, S.X_PIN, pinned + pinUnit);
    setWord(at, S.X_PIN_WRITE, xWrite + (pinUnit & ifWrite));
    setWord(at, S.X_PIN_LONG, xLong + (pinUnit & ifLong));
    store<i32>(directionAt, direction + directionUnit);
    store<i32>(directionAt, directionLong + (directionUnit & ifLong), 4);
    store<i32>(termAt, term + termUnit);
    store<i32>(termAt, termWrite + (termUnit & ifWrite), 4);
    store<i32>(handle, pinBand | (directionBand << 6) | (termBand << 12) | (1 << 18));
    add((acquired << 9) | (pinBand << 6) | (directionBand << 3) | termBand, <f64>(1 + ifDrop));
    const directionShift = 6 + 6 * isWrite;
    const termShift = 24 - 6 * isLong;
    raise(at, tops, ifDrop, directionShift, termShift, pinBand, directionBand, termBand);
    const pins = countOf(pinned) + 1;
    const ofDirection = countOf(direction) + 1;
    const ofTerm = countOf(term) + 1;
    // Never fewer than of its class, and as seldom the most so far.
    const mostOfClass = min(ofDirection, ofTerm);
    const peaks = word(at, S.PEAKS) | nothing(ifDrop);
    const hitDirection = (1 + isWrite) * SIDE + directionBand;
    const hitTerm = (4 - isLong) * SIDE + termBand;
    if (
      pins > (peaks & 63) ||
      ofDirection > ((peaks >> directionShift) & 63) ||
      ofTerm > ((peaks >> termShift) & 63) ||
      <f64>mostOfClass > sum(CLASS_PEAKS + acquired) ||
      isHit(pinBand, pins, t) ||
      isHit(hitDirection, ofDirection, t) ||
      isHit(hitTerm, ofTerm, t)
    ) {
      if (ifDrop === 0) seen(i, acquired, pinBand, directionBand, termBand);
    }
  }
  store<f64>(GATHERED << 3, gathered);
  return i;
}

/** Reads one word of each line of a batch, so that the memory brings them side by side. Returns where the next batch starts. */
function touch(pages: usize, start: i32, end: i32): i32 {
  const next = min(start + BATCH, end);
  let sink = 0;
  for (let i = start; i < next; i++) {
    sink ^=
      load<i32>(pages + ((<usize>load<i32>(PAGE_AT + (i << 2))) << 6)) ^
      load<i32>(BANDS_AT + ((<usize>(load<i32>(ARG_AT + (i << 2)) & handleMask)) << 2));
  }
  touched = sink;
  return next;
}

/** There is room for this power of two of handles, less 1: nothing beyond is read or written, whatever an event says. */
let handleMask: i32 = 0;
export function useHandles(count: i32): void {
  handleMask = count - 1;
}

/** A word of a page's state. */
function word(at: usize, index: i32): i32 {
  return load<i32>(at + ((<usize>index) << 2));
}

function setWord(at: usize, index: i32, value: i32): void {
  store<i32>(at + ((<usize>index) << 2), value);
}

function sum(index: i32): f64 {
  return load<f64>((<usize>index) << 3);
}

/** Adds to one of the sums. */
function add(index: i32, weight: f64): void {
  store<f64>((<usize>index) << 3, sum(index) + weight);
}

/** Of the top bits of bands that are not full: the lowest band. */
function bandOfFirst(free: i32): i32 {
  return <i32>(<u32>((free & -free) * BAND_OF_TOP) >> 29);
}

/** One reference of a band, or less one. */
function oneOf(band: i32, ifDrop: i32): i32 {
  return ((1 << ((band * (band + 1)) >> 1)) ^ ifDrop) - ifDrop;
}

/** The lowest band in which a packed word counts something; 7: none. */
function lowest(x: i32): i32 {
  return <i32>load<u8>(BAND_OF_BIT_AT + ctz(x));
}

/** References in all bands of a packed word. */
function countOf(x: i32): i32 {
  const low = <i32>load<u8>(COUNT_AT + (x & 1023));
  return x < 1024 ? low : low + ((x >> 10) & 31) + ((x >> 15) & 63) + ((x >> 21) & 127);
}

/** Of a drop 63 everywhere, which no band and no count exceeds: what it leaves may have been reached before it was measured. */
function nothing(ifDrop: i32): i32 {
  return ifDrop & 0x7fff_ffff;
}

function raise(
  at: usize,
  tops: i32,
  ifDrop: i32,
  directionShift: i32,
  termShift: i32,
  pinBand: i32,
  directionBand: i32,
  termBand: i32,
): void {
  const reached = tops | nothing(ifDrop);
  if (
    pinBand >= (reached & 63) ||
    directionBand >= ((reached >> directionShift) & 63) ||
    termBand >= ((reached >> termShift) & 63)
  ) {
    setWord(
      at,
      S.TOP_BANDS,
      raised(raised(raised(tops, 0, pinBand), directionShift, directionBand), termShift, termBand),
    );
  }
}

/** `tops` with the process at `shift` having reached at least `band`. */
function raised(tops: i32, shift: i32, band: i32): i32 {
  return band >= ((tops >> shift) & 63) ? (tops & ~(63 << shift)) | ((band + 1) << shift) : tops;
}

/** Whether an arrival may be the worst or the first hit of its band. */
function isHit(hit: i32, wanted: i32, t: f64): bool {
  const worst = sum(WORST + hit);
  const w = <f64>wanted;
  return (w >= worst && (w > worst || t <= sum(WORST_TIME + hit))) || t <= sum(FIRST + hit);
}
