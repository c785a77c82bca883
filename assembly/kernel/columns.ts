import { FLAG_INTERRUPT, ORDER_WINDOW } from '../../src/events/raw-codes.ts';
import * as P from '../../src/workloads/readers/kernel/places.ts';
import { byte, SPACE, word } from './bytes.ts';
import * as head from './head.ts';

/** A task whose name is not among those met last; returns its number. */
declare function task(start: usize, end: usize): i32;

/** The columns of events (src/events/raw.ts): `capacity` of each, one behind the other. */
let at: usize = 0;
let capacity: usize = 0;
/** The second from which times count. */
let baseSeconds: f64 = 0;

export function useColumns(start: usize, length: usize): void {
  at = start;
  capacity = length;
}

/** A new block: nothing has been said of it. */
export function begin(seconds: f64): void {
  baseSeconds = seconds;
  memory.fill(P.TASKS_AT, 0, P.TASKS << 4);
  memory.fill(P.ASIDE_AT, 0, P.ASIDES << 3);
  setAside(P.LOWEST, Infinity);
  setAside(P.HIGHEST, -Infinity);
  setAside(P.MIN_TIME, Infinity);
  setAside(P.MAX_TIME, -Infinity);
  setAside(P.LATE_LINE, -1);
  setAside(P.ADDRESS_TOP, -1);
}

/** What is said of the block beside its events. */
export function aside(what: i32): f64 {
  return load<f64>(<usize>P.ASIDE_AT + ((<usize>what) << 3));
}

export function setAside(what: i32, value: f64): void {
  store<f64>(<usize>P.ASIDE_AT + ((<usize>what) << 3), value);
}

export function add(what: i32, value: f64): void {
  setAside(what, aside(what) + value);
}

/** Adds an event at the time that its line's head says. */
export function put(line: i32, op: i32, shown: i32, kinds: i32, page: f64, refs: i32, own: i32, count: f64): void {
  const n = <usize>aside(P.EVENT_COUNT);
  const time = (head.seconds - baseSeconds) * 1e9 + head.nanos;
  const latest = aside(P.MAX_TIME);
  if (time > latest) {
    if (n > 0 && time - latest > aside(P.GAP_BY)) {
      setAside(P.GAP_BY, time - latest);
      setAside(P.GAP_LINE, <f64>line);
    }
    setAside(P.MAX_TIME, time);
  } else if (aside(P.LATE_LINE) < 0 && latest - time >= ORDER_WINDOW) {
    setAside(P.LATE_LINE, <f64>line);
    setAside(P.LATE_BY, latest - time);
  }
  if (time < aside(P.MIN_TIME)) {
    setAside(P.MIN_TIME, time);
    setAside(P.MIN_LINE, <f64>line);
  }
  const doubles = at + (n << 3);
  store<f64>(doubles, time);
  store<f64>(doubles + (capacity << 3), page);
  store<f64>(doubles + (capacity << 4), count);
  const words = at + capacity * 24 + (n << 2);
  const wide = capacity << 2;
  store<i32>(words, refs);
  store<i32>(words + wide, numberOf(head.taskStart, head.taskEnd));
  store<i32>(words + 2 * wide, head.interrupt === 0 ? 0 : word(head.cpu() * 8 + <f64>head.interrupt));
  store<i32>(words + 3 * wide, line);
  store<i32>(words + 4 * wide, own);
  const bytes = at + capacity * 44 + n;
  store<u8>(bytes, op);
  store<u8>(bytes + capacity, head.interrupt > 0 ? shown | FLAG_INTERRUPT : shown);
  store<u8>(bytes + 2 * capacity, kinds);
  setAside(P.EVENT_COUNT, <f64>(n + 1));
}

/** Number of the task whose name stands before `end`: from the first character to before `[cpu]`, blanks dropped. */
function numberOf(start: usize, end: usize): i32 {
  // A task without a name ends before it begins.
  let stop = max(start, end);
  while (stop > start && byte(stop - 1) === SPACE) stop--;
  if (byte(stop - 1) === 41) {
    // a thread group in parentheses: `fio-209  (  209) [000]`
    while (stop > start && byte(stop - 1) !== 40) stop--;
    if (stop > start) stop--;
    while (stop > start && byte(stop - 1) === SPACE) stop--;
  }
  let hash = 0;
  for (let p = start; p < stop; p++) hash = hash * 31 + byte(p);
  const entry = <usize>P.TASKS_AT + ((<usize>((hash ^ (hash >>> 10)) & (P.TASKS - 1))) << 4);
  if (
    load<i32>(entry, 4) !== 0 &&
    load<i32>(entry) === hash &&
    load<i32>(entry, 12) === <i32>(stop - start) &&
    memory.compare(load<i32>(entry, 8), start, stop - start) === 0
  ) {
    return load<i32>(entry, 4) - 1;
  }
  const number = task(start, stop);
  store<i32>(entry, hash);
  store<i32>(entry, number + 1, 4);
  store<i32>(entry, <i32>start, 8);
  store<i32>(entry, <i32>(stop - start), 12);
  return number;
}
