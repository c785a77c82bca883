import { ACQUIRE, CHECK, DROP, type EventChunk, LEVEL } from '../../events/chunk.ts';
import type { Loop } from './loop.ts';
import { type Handles, PendingDrops } from './pending.ts';
import { PhaseClock } from './phases.ts';
import type { Random } from './random.ts';
import type { Stream } from './stream.ts';
import type { Writer } from './writer.ts';

type Events = Generator<EventChunk, void, undefined>;

/** Pages whose events are made together: one page, or all pages of a group in which calls pin several. */
export interface Unit {
  readonly streams: readonly Stream[];
  /** The first of its pages, as `modelPages` counts them, and how many there are. */
  readonly first: number;
  readonly pages: number;
  /** Of each page: its arrivals as a multiple of what the streams say. */
  readonly popularity: Float64Array;
  readonly steady: number;
  /** Checks per page and second. */
  readonly checks: number;
  /** Nanoseconds: when measuring starts, and when everything ends. */
  readonly from: number;
  readonly end: number;
}

/** References that one call wants or holds. A source's call is used again for its next one. */
interface Call {
  readonly stream: number;
  /** Class code. */
  code: number;
  /** The first of its pages, counted in the unit; the pages of a unit are a ring. */
  page: number;
  /** How long it will hold what it gets, ns. */
  hold: number;
  /** How often it was refused so far. */
  refusals: number;
  handles: number[];
}

/**
 * The events of a unit in time order, by discrete-event simulation: a heap of what comes next (an arrival of each stream
 * and of checks, an attempt of an idle source or of a call that was refused), and one of drops. A chunk ends after each
 * acquisition whose call asks, so that the loop can tell what the layout did with it.
 */
export function* unitEvents(unit: Unit, random: Random, out: Writer, handles: Handles, loop: Loop): Events {
  yield* new Simulation(unit, random, out, handles, loop).run();
}

class Simulation {
  readonly #unit: Unit;
  readonly #random: Random;
  readonly #out: Writer;
  readonly #handles: Handles;
  readonly #loop: Loop;
  readonly #streams: readonly Stream[];
  /** Ascending; the last one is the number of pages: page i is chosen by a random number below entry i. */
  readonly #cumulative: Float64Array;
  /** What comes next, by unrounded time. Below `streams.length`: an arrival of that stream; equal: a check; above: a call. */
  readonly #agenda = new PendingDrops();
  /** Drops of calls, by rounded time. */
  readonly #drops = new PendingDrops();
  readonly #calls: Call[] = [];
  readonly #unused: number[] = [];
  /** Of each stream: when its phases are on, if it has any. */
  readonly #clocks: readonly (PhaseClock | undefined)[];

  constructor(unit: Unit, random: Random, out: Writer, handles: Handles, loop: Loop) {
    this.#unit = unit;
    this.#random = random;
    this.#out = out;
    this.#handles = handles;
    this.#loop = loop;
    this.#streams = unit.streams;
    let sum = 0;
    this.#cumulative = unit.popularity.map((weight) => (sum += weight));
    this.#clocks = unit.streams.map(({ phases }) => phases && new PhaseClock(phases, random));
  }

  *run(): Events {
    const { first, pages, steady, checks, end } = this.#unit;
    const out = this.#out;
    const streams = this.#streams.length;
    for (let page = 0; page < pages; page++) out.push(0, LEVEL, first + page, steady);
    yield* this.#startSteady();
    for (let s = 0; s < streams; s++) if (this.#streams[s]!.sources === 0) this.#arrive(s, 0);
    const checkGap = checks > 0 ? 1e9 / (checks * pages) : Number.POSITIVE_INFINITY;
    if (checks > 0) this.#agenda.push(checkGap * this.#random.exponential(), streams);
    for (;;) {
      if (out.isFull) yield out.take();
      const at = this.#agenda.next;
      const now = Math.round(at);
      // A drop at the very moment of an arrival makes room for it.
      if (this.#drops.next <= now && this.#drops.next <= end) {
        this.#drop(this.#drops.next, this.#drops.pop());
        continue;
      }
      if (now > end) return;
      const what = this.#agenda.pop();
      if (what === streams) {
        out.push(now, CHECK, first + Math.floor(this.#random.unit() * pages), 0);
        this.#agenda.push(at + checkGap * this.#random.exponential(), what);
        continue;
      }
      const isArrival = what < streams;
      const call = isArrival ? this.#newCall(what, this.#streams[what]!.hold(this.#random)) : what - streams - 1;
      if (this.#streams[this.#calls[call]!.stream]!.asks) yield* this.#ask(call, at);
      else this.#take(call, at);
      if (isArrival) this.#arrive(what, at);
    }
  }

  /** What is held in the steady state: ordinary references, then pins, those of all streams mixed, as they would have come. */
  *#startSteady(): Events {
    const random = this.#random;
    const calls: number[] = [];
    const ordinary: number[] = [];
    this.#streams.forEach((stream, s) => {
      const busy = stream.rate * stream.underWay;
      if (stream.sources > 0) {
        for (let source = 0; source < stream.sources; source++) {
          const call = this.#newCall(s, 0);
          if (random.unit() * (1 + busy) >= busy) this.#idle(call, 0);
          else {
            this.#calls[call]!.hold = stream.residual(random);
            (stream.codes[0] === 0 ? ordinary : calls).push(call);
          }
        }
        return;
      }
      // As many as a Poisson count has, whose mean is that of calls under way.
      const mean = this.#callRate(stream) * stream.underWay;
      for (let x = random.exponential(); x < mean; x += random.exponential()) {
        (stream.codes[0] === 0 ? ordinary : calls).push(this.#newCall(s, stream.residual(random)));
      }
    });
    for (const call of ordinary) this.#take(call, 0);
    for (let left = calls.length; left > 0; left--) {
      const chosen = Math.floor(random.unit() * left);
      const call = calls[chosen]!;
      calls[chosen] = calls[left - 1]!;
      if (this.#streams[this.#calls[call]!.stream]!.asks) yield* this.#ask(call, 0);
      else this.#take(call, 0);
    }
  }

  /** Calls of a stream on all pages of the unit, per second; each pins several pages. */
  #callRate(stream: Stream): number {
    return (stream.rate * this.#cumulative[this.#cumulative.length - 1]!) / stream.pages;
  }

  /** Puts the next arrival of a stream on the agenda. */
  #arrive(s: number, after: number): void {
    this.#agenda.push(this.#later(s, after, 1e9 / this.#callRate(this.#streams[s]!)), s);
  }

  /** A moment after another, an exponential time of the given mean later, by a clock that stands while a phase is off. */
  #later(s: number, after: number, mean: number): number {
    const time = mean * this.#random.exponential();
    return this.#clocks[s]?.later(after, time, this.#unit.end) ?? after + time;
  }

  #newCall(stream: number, hold: number): number {
    const id = this.#unused.pop() ?? this.#calls.length;
    this.#calls[id] = { stream, code: this.#someKind(stream), page: this.#somePage(), hold, refusals: 0, handles: [] };
    return id;
  }

  #someKind(s: number): number {
    const { codes } = this.#streams[s]!;
    return codes[codes.length === 1 ? 0 : Math.floor(this.#random.unit() * codes.length)]!;
  }

  #somePage(): number {
    const cumulative = this.#cumulative;
    const last = cumulative.length - 1;
    if (last === 0) return 0;
    const x = this.#random.unit() * cumulative[last]!;
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! > x) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** A call takes its references, and does not ask what came of it. */
  #take(id: number, at: number): void {
    const now = Math.round(at);
    const call = this.#calls[id]!;
    const { batch } = this.#streams[call.stream]!;
    for (let b = 0; b < batch; b++) this.#acquire(call, this.#pageOf(call, 0), now);
    this.#hold(id, at);
  }

  /** A call takes its references, one after the other, until one is refused. */
  *#ask(id: number, at: number): Events {
    const now = Math.round(at);
    const call = this.#calls[id]!;
    const { pages, batch } = this.#streams[call.stream]!;
    for (let p = 0; p < pages; p++) {
      const page = this.#pageOf(call, p);
      for (let b = 0; b < batch; b++) {
        const handle = this.#acquire(call, page, now);
        if (!this.#out.isEmpty) yield this.#out.take();
        if (this.#loop.admitted(handle)) continue;
        this.#release(call, now);
        this.#refused(id, at);
        return;
      }
    }
    if (now >= this.#unit.from) this.#loop.called(call.code, true);
    call.refusals = 0;
    this.#hold(id, at);
  }

  #acquire(call: Call, page: number, now: number): number {
    const handle = this.#handles.take(call.code);
    call.handles.push(handle);
    this.#out.push(now, ACQUIRE + call.code, page, handle);
    return handle;
  }

  #hold(id: number, at: number): void {
    const until = Math.round(at + this.#calls[id]!.hold);
    // Whatever outlives the run keeps its handles.
    if (until <= this.#unit.end) this.#drops.push(until, id);
  }

  #refused(id: number, at: number): void {
    const call = this.#calls[id]!;
    const stream = this.#streams[call.stream]!;
    const { retry } = stream;
    if (retry && call.refusals < retry.times) {
      const wait = retry.wait(this.#random) * power(retry.factor, call.refusals++);
      this.#agenda.push(at + wait, this.#streams.length + 1 + id);
      return;
    }
    if (Math.round(at) >= this.#unit.from) this.#loop.called(call.code, false);
    call.refusals = 0;
    this.#ended(id, at);
  }

  #drop(now: number, id: number): void {
    this.#release(this.#calls[id]!, now);
    this.#ended(id, now);
  }

  /** A source is idle now; the call of any other stream is no more. */
  #ended(id: number, at: number): void {
    if (this.#streams[this.#calls[id]!.stream]!.sources > 0) this.#idle(id, at);
    else this.#unused.push(id);
  }

  /** When the source of a call tries next, what it will want then. */
  #idle(id: number, after: number): void {
    const call = this.#calls[id]!;
    const stream = this.#streams[call.stream]!;
    call.code = this.#someKind(call.stream);
    call.page = this.#somePage();
    call.hold = stream.hold(this.#random);
    this.#agenda.push(this.#later(call.stream, after, 1e9 / stream.rate), this.#streams.length + 1 + id);
  }

  /** Drops what a call has, the last taken first; a drop of what was refused is void in the layout. */
  #release(call: Call, now: number): void {
    const { batch } = this.#streams[call.stream]!;
    while (call.handles.length > 0) {
      const handle = call.handles.pop()!;
      const page = this.#pageOf(call, Math.floor(call.handles.length / batch));
      this.#out.push(now, DROP + this.#handles.drop(handle), page, handle);
    }
  }

  #pageOf(call: Call, p: number): number {
    return this.#unit.first + ((call.page + p) % this.#unit.pages);
  }
}

/** base^n for whole n ≥ 0. Not `**`, whose last digit is another in Node 20 than in Node 24. */
function power(base: number, n: number): number {
  let result = 1;
  for (let square = base, left = n; left > 0; left = Math.floor(left / 2), square *= square) {
    if (left % 2 === 1) result *= square;
  }
  return result;
}
