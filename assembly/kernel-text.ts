/**
 * Text of tracefs `trace` and of `trace-cmd report`, read byte by byte into columns: what is the same for millions of lines
 * of src/workloads/readers/kernel/text.ts, which is told of what is seldom. Who reads large recordings waits for this more
 * than for anything else; WebAssembly is compiled once for all threads, and needs no warming up.
 */
import {
  FLAG_BEFORE,
  FLAG_CHANGE,
  FLAG_COUNT,
  FLAG_LARGE,
  FLAG_PINCOUNT,
  FLAG_SET,
  PIN_COUNTING_BIAS,
  RAW_PIN,
  RAW_PROBE,
  RAW_SEEN,
  RAW_UNPIN,
} from '../src/events/raw-codes.ts';
import {
  FOLL_LONGTERM,
  FOLL_PIN,
  FOLL_WRITE,
  MAX_REFS,
  STRUCT_PAGE,
} from '../src/workloads/readers/kernel/kernel-numbers.ts';
import * as P from '../src/workloads/readers/kernel/places.ts';
import {
  CONDITIONAL,
  FREEZE,
  GRAB,
  MOD,
  OTHER,
  PAGE_REF,
  PROBE,
  PUT,
  ROLE,
  SHOWS,
  WHOLE,
} from '../src/workloads/readers/kernel/role-codes.ts';
import { byte, COLON, find, NEWLINE, SPACE, word } from './kernel/bytes.ts';
import { add, aside, begin, put, setAside, useColumns } from './kernel/columns.ts';
import * as fields from './kernel/fields.ts';
import * as head from './kernel/head.ts';

export { begin, useColumns };

/** A line that begins with #. */
declare function comment(start: usize, end: usize): void;
/** A line without time and event, or with an event that cannot be read. */
declare function odd(start: usize, end: usize, line: i32): void;
declare function unreadable(start: usize, end: usize, line: i32): void;
/** Whose name is not known; returns its role. */
declare function meet(hash: i32, start: usize, end: usize): i32;
/** An event that tells which way drops go, from behind its name on: returns the kinds + 256 × how many pins, −1: it cannot be read. */
declare function probe(start: usize, end: usize, event: i32, what: i32): f64;

/** Both sources: a pin counts once, by the probes. */
let isBoth: bool = false;
/** Of both: the low 48 bits of the address of `struct page` 0. */
let pages: f64 = 0;

export function open(both: bool, firstPage: f64): void {
  isBoth = both;
  pages = firstPage;
}

/** Remembers what an event does; there must be a place for it. */
export function know(hash: i32, role: i32): void {
  const at = placeOf(hash);
  store<i32>(at, hash);
  store<i32>(at, role, 4);
}

/** Where the event stands, or the first free place. */
function placeOf(hash: i32): usize {
  let i = hash ^ (hash >>> 12);
  let at: usize;
  do {
    at = <usize>P.EVENTS_AT + ((<usize>(i++ & (P.EVENTS - 1))) << 3);
  } while (load<i32>(at, 4) !== 0 && load<i32>(at) !== hash);
  return at;
}

/**
 * Reads lines from `start` on, the first of which has that number, until `end` or until `room` events are there. Returns
 * where it stopped: at `end`, or at a line.
 */
export function decode(start: usize, end: usize, firstLine: i32, room: i32): usize {
  let line = firstLine;
  let at = start;
  while (at < end && <i32>aside(P.EVENT_COUNT) < room) {
    const stop = find(NEWLINE, at, end);
    readLine(at, stop > at && byte(stop - 1) === 13 ? stop - 1 : stop, line++);
    at = stop + 1;
  }
  setAside(P.LINES, <f64>line);
  return min(at, end);
}

function readLine(start: usize, eol: usize, line: i32): void {
  let p = start;
  while (p < eol && byte(p) === SPACE) p++;
  if (p === eol) return;
  if (byte(p) === 35) {
    comment(p, eol);
    return;
  }
  const eventAt = head.readHead(p, eol);
  if (eventAt === 0) {
    odd(start, eol, line);
    return;
  }
  let event = 0;
  for (p = eventAt; p < eol && byte(p) !== COLON; p++) event = event * 31 + byte(p);
  add(P.ENTRIES, 1);
  if (p === eol) {
    odd(start, eol, line);
    return;
  }
  const known = load<i32>(placeOf(event), 4);
  const what = known !== 0 ? known : meet(event, eventAt, p);
  const role = what & ROLE;
  if (role === OTHER) {
    add(P.OTHERS, 1);
    return;
  }
  let isRead: bool;
  if (role < PROBE) {
    fields.readFields(p + 1, eol, role, (what & WHOLE) !== 0);
    isRead = readEvent(role, what, line);
  } else {
    const says = probe(p + 1, eol, event, role - PROBE);
    isRead = says >= 0;
    if (isRead) {
      const pins = floor(says / 256);
      put(line, RAW_PROBE, 0, <i32>(says - 256 * pins), 0, role - PROBE, <i32>(<u32>pins), 0);
    }
  }
  if (!isRead) unreadable(start, eol, line);
}

/** An event that moves or shows references, as its fields say. Returns whether they could be read. */
function readEvent(role: i32, what: i32, line: i32): bool {
  let page = fields.page;
  let refs = fields.refs;
  const count = fields.count;
  const isLarge = fields.isLarge;
  if (fields.isBad || page < 0 || refs < 1 || refs > MAX_REFS || !isWord(count)) return false;
  let op = RAW_SEEN;
  let kinds = 0;
  let shown = FLAG_COUNT;
  let own: f64 = 0;
  if (role === PAGE_REF) {
    const val = fields.val;
    if (!isWord(val)) return false;
    const isDone = (what & CONDITIONAL) === 0 || fields.ret !== 0;
    const isChange = (what & MOD) !== 0;
    const pins: f64 = isDone && isChange && !isLarge ? pinsOf(val) : 0;
    if (isBoth) {
      if (pins !== 0) {
        if (pins > 0) add(P.PAGE_REF_TAKEN, pins);
        else add(P.PAGE_REF_DROPPED, -pins);
        return true;
      }
      page = pages + STRUCT_PAGE * page;
      // What page_ref shows beside the probes says nothing of what its task does to pins (events/directions).
      refs = 0;
    } else {
      shown |= FLAG_CHANGE;
      if (isDone && !isChange) shown |= FLAG_SET;
    }
    own = isDone && (what & FREEZE) === 0 ? val : 0;
    if (pins !== 0) {
      op = pins > 0 ? RAW_PIN : RAW_UNPIN;
      kinds = pins > 0 ? 5 : 0;
      refs = abs(pins);
    }
  } else {
    if (fields.flags < 0 && role !== SHOWS) return false;
    const flags = word(fields.flags);
    if (role === GRAB) {
      if (fields.ret !== 0 || page === 0) {
        add(P.OTHERS, 1); // a grab that failed
        return true;
      }
      if (flags & FOLL_PIN) {
        op = RAW_PIN;
        kinds = 1 + (flags & FOLL_WRITE ? 2 : 0) + (flags & FOLL_LONGTERM ? 1 : 0);
      }
    } else {
      shown |= FLAG_BEFORE;
      if (role === PUT && flags & FOLL_PIN) op = RAW_UNPIN;
    }
    if (isLarge) {
      const pincount = fields.pincount;
      if (!Number.isNaN(pincount)) {
        shown |= FLAG_PINCOUNT;
        own = pincount;
      }
    } else if (op !== RAW_SEEN && count >= 0 && count < refs * PIN_COUNTING_BIAS) {
      // What is pinned has the pins in its count, after it is taken and before it is dropped; the page of zeros has not. That
      // is a small page: the kernel pins the huge one as any other, and counts a pin of a large folio after the probe (6.1).
      op = RAW_SEEN;
      kinds = 0;
      add(P.ZERO_PINS, 1);
    }
    if (page < aside(P.LOWEST)) setAside(P.LOWEST, page);
    if (page > aside(P.HIGHEST)) setAside(P.HIGHEST, page);
    const top = aside(P.ADDRESS_TOP);
    if (top < 0) setAside(P.ADDRESS_TOP, <f64>fields.top);
    else if (top !== <f64>fields.top) return false;
  }
  if (op !== RAW_SEEN) {
    add(P.MOVED, refs);
    if (op === RAW_UNPIN && !head.hasContext) add(P.CONTEXTLESS, 1);
    if (isBoth && !isLarge) add(op === RAW_PIN ? P.PROBES_TAKEN : P.PROBES_DROPPED, refs);
  }
  if (count < 0) add(P.NEGATIVE, 1);
  // A negative count is a large unsigned one.
  put(
    line,
    op,
    isLarge ? shown | FLAG_LARGE : shown,
    kinds,
    page,
    <i32>refs,
    word(own),
    count < 0 ? count + 4_294_967_296 : count,
  );
  return true;
}

/** A number of 32 bits, signed or not; not NaN. */
function isWord(value: f64): bool {
  return abs(value) <= 4_294_967_295;
}

/**
 * Pins that a change of a small folio's count means: one of +1024, or of +1023 by GUP-fast after its get; −1024 n, where a list
 * that is dropped names the page n times in a row. More at once is something else: page_frag_cache takes 32,768 references.
 */
function pinsOf(val: f64): f64 {
  if (val === PIN_COUNTING_BIAS || val === PIN_COUNTING_BIAS - 1) return 1;
  const pins = val / PIN_COUNTING_BIAS;
  return val < 0 && floor(pins) === pins ? pins : 0;
}
