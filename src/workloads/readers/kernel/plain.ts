import {
  FLAG_BEFORE,
  FLAG_CHANGE,
  FLAG_COUNT,
  FLAG_INTERRUPT,
  FLAG_LARGE,
  FLAG_PINCOUNT,
  FLAG_SET,
  ORDER_WINDOW,
  PIN_COUNTING_BIAS,
  RAW_COLUMNS,
  RAW_PIN,
  RAW_PROBE,
  RAW_SEEN,
  RAW_UNPIN,
  type RawEvents,
  rawEvents,
} from '../../../events/raw.ts';
import { type Decoded, decoded } from '../decoded.ts';
import { COLON, NEWLINE, SPACE, textOf } from './bytes.ts';
import { FOLL_LONGTERM, FOLL_PIN, FOLL_WRITE, MAX_REFS, STRUCT_PAGE } from './kernel-numbers.ts';
import { COUNT, FLAGS, LineFields, PAGE, PINCOUNT, REFS, RET, VAL } from './plain-fields.ts';
import { LineHead, nameEnd } from './plain-head.ts';
import type { KernelReading } from './reading.ts';
import { CONDITIONAL, FREEZE, GRAB, MOD, OTHER, PAGE_REF, PROBE, PUT, ROLE, SHOWS, WHOLE } from './role-codes.ts';
import { announced, comment, odd, SeldomLines, unreadable } from './seldom.ts';
import { TaskNames } from './tasks.ts';

/**
 * The decoder of assembly/kernel-text.ts in plain TypeScript: for where WebAssembly gets no memory, and to hold the other to.
 * test/workloads/readers/plain.test.ts expects the same of both.
 */
export class PlainDecoder {
  readonly #isBoth: boolean;
  readonly #pages: number;
  /** What each event is, by the hash of its name. */
  readonly #events: Map<number, number>;
  readonly #seldom: SeldomLines;
  readonly #baseSeconds: number;
  readonly #head = new LineHead();
  readonly #fields = new LineFields();
  readonly #tasks = new TaskNames();
  /** What is being filled, and the latest time in it. */
  #out = decoded(rawEvents(0));
  #latest = Number.NEGATIVE_INFINITY;

  constructor({ format, baseSeconds, pages, names }: KernelReading) {
    this.#isBoth = format === 'both';
    this.#baseSeconds = baseSeconds;
    this.#pages = pages ?? 0;
    this.#seldom = new SeldomLines(format, names);
    this.#events = new Map(this.#seldom.known());
  }

  /** `into`: columns of events that are no longer needed, to be filled again if they are large enough. */
  decode(bytes: Uint8Array, start: number, end: number, into?: RawEvents): Decoded {
    // A line with an event is at least 64 bytes long, as a rule; the columns grow where it is not.
    const capacity = Math.max(64, Math.ceil((end - start) / 64));
    const events = into !== undefined && into.time.length >= capacity ? into : rawEvents(capacity);
    events.length = 0;
    const out = decoded(events);
    this.#out = out;
    this.#latest = Number.NEGATIVE_INFINITY;
    this.#tasks.clear();
    let line = 0;
    for (let at = start; at < end; line++) {
      let stop = bytes.indexOf(NEWLINE, at);
      if (stop < 0 || stop > end) stop = end;
      this.#line(bytes, at, stop > at && bytes[stop - 1] === 13 ? stop - 1 : stop, line);
      at = stop + 1;
    }
    out.events.tasks = this.#tasks.text;
    out.lines = line;
    out.maxTime = this.#latest;
    return out;
  }

  #line(bytes: Uint8Array, lineStart: number, eol: number, line: number): void {
    const out = this.#out;
    let p = lineStart;
    while (p < eol && bytes[p] === SPACE) p++;
    if (p === eol) return;
    if (bytes[p] === 35) {
      comment(bytes, p, eol, out);
      return;
    }
    const eventAt = this.#head.read(bytes, p, eol);
    if (eventAt < 0) {
      odd(bytes, lineStart, eol, line, out);
      return;
    }
    let event = 0;
    for (p = eventAt; p < eol && bytes[p] !== COLON; p++) event = (Math.imul(event, 31) + bytes[p]!) | 0;
    out.entries++;
    if (p === eol) {
      odd(bytes, lineStart, eol, line, out);
      return;
    }
    const what = this.#events.get(event) ?? this.#meet(event, bytes, eventAt, p);
    const role = what & ROLE;
    if (role === OTHER) {
      out.other++;
      return;
    }
    if (role < PROBE) this.#fields.read(bytes, p + 1, eol, role, (what & WHOLE) !== 0);
    const isRead =
      role < PROBE ? this.#event(bytes, role, what, line) : this.#probe(bytes, p + 1, eol, event, role - PROBE, line);
    if (!isRead) unreadable(bytes, lineStart, eol, line, out);
  }

  /** An event that moves or shows references, as its fields say. Returns whether they could be read. */
  #event(bytes: Uint8Array, role: number, what: number, line: number): boolean {
    const out = this.#out;
    const fields = this.#fields;
    const { numbers, isLarge } = fields;
    let page = numbers[PAGE]!;
    let refs = numbers[REFS]!;
    const flags = numbers[FLAGS]!;
    const count = numbers[COUNT]!;
    if (fields.isBad || page < 0 || refs < 1 || refs > MAX_REFS || !isWord(count)) return false;
    let op = RAW_SEEN;
    let kinds = 0;
    let shown = FLAG_COUNT;
    let own = 0;
    if (role === PAGE_REF) {
      const val = numbers[VAL]!;
      if (!isWord(val)) return false;
      const isDone = (what & CONDITIONAL) === 0 || numbers[RET] !== 0;
      const isChange = (what & MOD) !== 0;
      const pins = isDone && isChange && !isLarge ? pinsOf(val) : 0;
      if (this.#isBoth) {
        if (pins !== 0) {
          if (pins > 0) out.both.pageRef.taken += pins;
          else out.both.pageRef.dropped -= pins;
          return true;
        }
        page = this.#pages + STRUCT_PAGE * page;
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
        refs = Math.abs(pins);
      }
    } else {
      if (flags < 0 && role !== SHOWS) return false;
      if (role === GRAB) {
        if (numbers[RET] !== 0 || page === 0) {
          out.other++; // a grab that failed
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
        const pincount = numbers[PINCOUNT]!;
        if (!Number.isNaN(pincount)) {
          shown |= FLAG_PINCOUNT;
          own = pincount;
        }
      } else if (op !== RAW_SEEN && count >= 0 && count < refs * PIN_COUNTING_BIAS) {
        // What is pinned has the pins in its count, after it is taken and before it is dropped; the page of zeros has not. That
        // is a small page: the kernel pins the huge one as any other, and counts a pin of a large folio after the probe (6.1).
        op = RAW_SEEN;
        kinds = 0;
        out.zeroPins++;
      }
      if (page < out.lowest) out.lowest = page;
      if (page > out.highest) out.highest = page;
      if (out.addressTop < 0) out.addressTop = fields.top;
      else if (out.addressTop !== fields.top) return false;
    }
    if (op !== RAW_SEEN) {
      out.moved += refs;
      if (op === RAW_UNPIN && !this.#head.hasContext) out.contextless++;
      if (this.#isBoth && !isLarge) {
        if (op === RAW_PIN) out.both.probes.taken += refs;
        else out.both.probes.dropped += refs;
      }
    }
    if (count < 0) out.negative++;
    // A negative count is a large unsigned one.
    this.#put(
      bytes,
      line,
      op,
      isLarge ? shown | FLAG_LARGE : shown,
      kinds,
      page,
      refs,
      own,
      count < 0 ? count + 2 ** 32 : count,
    );
    return true;
  }

  /** An event that tells which way drops go. Returns whether it could be read: it may lack what it is to say. */
  #probe(bytes: Uint8Array, start: number, end: number, event: number, at: number, line: number): boolean {
    const said = announced(bytes, start, end, event, at);
    if (said === undefined) return false;
    this.#out.probes++;
    this.#put(bytes, line, RAW_PROBE, 0, said.kinds, 0, at, said.listed, 0);
    return true;
  }

  /** Adds an event at the time that its line's head says. */
  #put(
    bytes: Uint8Array,
    line: number,
    op: number,
    shown: number,
    kinds: number,
    page: number,
    refs: number,
    own: number,
    count: number,
  ): void {
    const head = this.#head;
    const out = this.#out;
    let { events } = out;
    const n = events.length;
    if (n === events.time.length) {
      events = grow(events);
      (out as { events: typeof events }).events = events;
    }
    const time = (head.time[0]! - this.#baseSeconds) * 1e9 + head.time[1]!;
    const latest = this.#latest;
    if (time > latest) {
      if (n > 0 && time - latest > out.gap.by) {
        out.gap.by = time - latest;
        out.gap.line = line;
      }
      this.#latest = time;
    } else if (out.late === undefined && latest - time >= ORDER_WINDOW) out.late = { line, by: latest - time };
    if (time < out.minTime) {
      out.minTime = time;
      out.minLine = line;
    }
    events.time[n] = time;
    events.op[n] = op;
    events.flags[n] = head.interrupt > 0 ? shown | FLAG_INTERRUPT : shown;
    events.kinds[n] = kinds;
    events.page[n] = page;
    events.refs[n] = refs;
    events.own[n] = own;
    events.count[n] = count;
    events.task[n] = this.#tasks.numberOf(textOf(bytes, head.taskStart, nameEnd(bytes, head.taskStart, head.taskEnd)));
    events.ref[n] = head.interrupt === 0 ? 0 : head.cpu(bytes) * 8 + head.interrupt;
    events.line[n] = line;
    events.length = n + 1;
  }

  #meet(hash: number, bytes: Uint8Array, start: number, end: number): number {
    return this.#seldom.meet(bytes, start, end, this.#out, (role) => this.#events.set(hash, role));
  }
}

/** A number of 32 bits, signed or not; not NaN. */
const isWord = (value: number): boolean => Math.abs(value) <= 2 ** 32 - 1;

/**
 * Pins that a change of a small folio's count means: one of +1024, or of +1023 by GUP-fast after its get; −1024 n, where a list
 * that is dropped names the page n times in a row. More at once is something else: page_frag_cache takes 32,768 references.
 */
function pinsOf(val: number): number {
  if (val === PIN_COUNTING_BIAS || val === PIN_COUNTING_BIAS - 1) return 1;
  return val < 0 && val % PIN_COUNTING_BIAS === 0 ? val / PIN_COUNTING_BIAS : 0;
}

/** The same events in columns of twice the length. */
function grow(from: RawEvents): RawEvents {
  const to = rawEvents(from.time.length * 2);
  for (const key of RAW_COLUMNS) to[key].set(from[key]);
  to.length = from.length;
  return to;
}
