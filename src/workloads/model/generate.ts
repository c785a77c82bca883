import type { Model } from '../../config/plan.ts';
import { ACQUIRE, CHECK, CHUNK_EVENTS, DROP, type EventChunk, LEVEL } from '../../events/chunk.ts';
import { measuredFrom, measuredUntil, modelPages } from './describe.ts';
import type { HoldSampler } from './hold.ts';
import { type Loop, OPEN } from './loop.ts';
import { Handles, PendingDrops } from './pending.ts';
import { popularity } from './popularity.ts';
import { Random } from './random.ts';
import type { PageRange } from './range.ts';
import { checkedCheckRate, checkedRate, isRich, type Stream, streamsOf } from './stream.ts';
import { unitEvents } from './units.ts';
import { Writer } from './writer.ts';

/** Times must stay exact in a double when they are added up (harness/exact): 52 days in nanoseconds. */
const LONGEST_NS = 2 ** 52;
/** Levels and pages are columns of 32 bits. */
const COLUMN_VALUES = 2 ** 32;

/**
 * The events of one run of a model, page after page; each page's events in time order, from 0, the start of warm-up, to
 * the end of the measured time. Every page starts with its level, so that a page on which nothing happens is seen too, and
 * with what it holds in the steady state: as many references as rate × mean hold on average, each with what is left of its
 * hold. Three start with nothing but the level: a run without warm-up, holds of infinite mean, streams with phases.
 *
 * Each page draws from a stream of random numbers of its own, started from (seed, run, group, index in the group): the
 * same events whatever the range, the order of pages and the number of threads. Only the handles depend on the range. The
 * pages of a group whose calls pin several pages are made together, from the stream of the first.
 *
 * The columns of a chunk are used again: be done with them before asking for the next.
 * @param run which of the independent runs, 0 or more.
 * @param range which pages; default all.
 * @param loop the layout that answers, where the model is a closed loop; default nobody refuses anything. It must be fed
 *   each chunk before the next is asked for.
 * @throws RangeError for a model that is no model: see `Model` for what each number may be.
 */
export function* generateRun(
  model: Model,
  run: number,
  range?: PageRange,
  loop: Loop = OPEN,
): Generator<EventChunk, void, undefined> {
  checkModel(model);
  const pages = modelPages(model);
  const { from, to } = range ?? { from: 0, to: pages };
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= pages)) {
    throw new RangeError(`pages ${from} to ${to} are not within the ${pages} of the model`);
  }
  const handles = new Handles();
  const checks = checkedCheckRate(model);
  const streams = model.pages.map((group) => streamsOf(group, model.warmup > 0, model.domain));
  let first = 0;
  for (let g = 0; g < model.pages.length; ) {
    // Groups that follow each other and can be made page by page are made in one go.
    let next = g;
    let end = first;
    do end += model.pages[next++]!.count;
    while (next < model.pages.length && !isRich(model.pages[g]!) && !isRich(model.pages[next]!));
    const part = { from: Math.max(from, first), to: Math.min(to, end) };
    if (part.from < part.to) {
      if (isRich(model.pages[g]!)) yield* richGroup(model, run, g, streams[g]!, checks, first, part, handles, loop);
      else yield* plainGroups(new RunGenerator(model, run, streams, checks, handles, part));
    }
    first = end;
    g = next;
  }
}

function* plainGroups(generator: RunGenerator): Generator<EventChunk, void, undefined> {
  for (;;) {
    const chunk = generator.fill();
    if (chunk.length === 0) return;
    yield chunk;
  }
}

/** The pages of a group made one by one, or all at once where calls pin several of them. */
function* richGroup(
  model: Model,
  run: number,
  index: number,
  streams: readonly Stream[],
  checks: number,
  first: number,
  range: PageRange,
  handles: Handles,
  loop: Loop,
): Generator<EventChunk, void, undefined> {
  const group = model.pages[index]!;
  const weights = popularity(group.count, group.zipf ?? 0);
  const steady = group.ordinary?.steady ?? 0;
  const common = { streams, steady, checks, from: measuredFrom(model), end: measuredUntil(model) };
  const out = new Writer(range);
  const random = new Random(0);
  if (streams.some((stream) => stream.pages > 1)) {
    random.restart(model.seed, run, index, 0);
    yield* unitEvents({ ...common, first, pages: group.count, popularity: weights }, random, out, handles, loop);
  } else {
    for (let page = range.from; page < range.to; page++) {
      const i = page - first;
      random.restart(model.seed, run, index, i);
      yield* unitEvents(
        { ...common, first: page, pages: 1, popularity: weights.subarray(i, i + 1) },
        random,
        out,
        handles,
        loop,
      );
    }
  }
  if (!out.isEmpty) yield out.take();
}

/** What may happen on a page of a group: all that arrives at random, as one Poisson process of the summed rate. */
interface Arrivals {
  /** Mean gap, ns; ∞ where nothing arrives. */
  readonly gap: number;
  /** Ascending, the last one is 1: arrival i is of the first source whose entry is above a random number. */
  readonly cumulative: Float64Array;
  /** Class code, or CHECK. */
  readonly op: Uint8Array;
  readonly hold: readonly HoldSampler[];
  /** What is left of the holds of each source at the start. */
  readonly residual: readonly HoldSampler[];
  /** What is held at the start: ordinary references, then pins, those of all kinds mixed, as they would have come. */
  readonly starts: readonly Start[];
  readonly steady: number;
}

interface Start {
  /** References, a Poisson count. */
  readonly mean: number;
  /** Which source each is of: as `Arrivals.cumulative`. */
  readonly cumulative: Float64Array;
}

class RunGenerator {
  readonly #model: Model;
  readonly #run: number;
  readonly #end: number;
  readonly #until: number;
  readonly #groups: readonly Arrivals[];
  readonly #random = new Random(0);
  readonly #pending = new PendingDrops();
  readonly #handles: Handles;
  readonly #time = new Float64Array(CHUNK_EVENTS);
  readonly #op = new Uint8Array(CHUNK_EVENTS);
  readonly #page = new Uint32Array(CHUNK_EVENTS);
  readonly #arg = new Uint32Array(CHUNK_EVENTS);

  /** The group of the page under way, and the page's number and index in it. */
  #group = 0;
  #current: number;
  #index: number;
  #started = false;
  /** While the page is given what it holds at the start: which of `starts`, and how much of its Poisson mean is left. */
  #start = 0;
  #left = 0;
  /** When the next arrival comes, not rounded. */
  #arrival = Number.POSITIVE_INFINITY;

  constructor(
    model: Model,
    run: number,
    streams: readonly (readonly Stream[])[],
    checks: number,
    handles: Handles,
    { from, to }: PageRange,
  ) {
    this.#model = model;
    this.#run = run;
    this.#end = measuredUntil(model);
    this.#until = to;
    this.#handles = handles;
    this.#groups = model.pages.map((group, g) => arrivalsOf(streams[g]!, checks, group.ordinary?.steady ?? 0));
    this.#current = from;
    this.#index = from;
    this.#enterGroup();
  }

  /** The next chunk; empty once every page has ended. One event a turn, so that it can stop anywhere. */
  fill(): EventChunk {
    const time = this.#time;
    const op = this.#op;
    const page = this.#page;
    const arg = this.#arg;
    const random = this.#random;
    const pending = this.#pending;
    const handles = this.#handles;
    const end = this.#end;
    let arrivals = this.#groups[this.#group];
    let arrival = this.#arrival;
    let n = 0;
    while (n < CHUNK_EVENTS) {
      if (!this.#started) {
        if (this.#current >= this.#until || arrivals === undefined) break;
        arrival = this.#startPage(arrivals);
        time[n] = 0;
        op[n] = LEVEL;
        page[n] = this.#current;
        arg[n++] = arrivals.steady;
        continue;
      }
      if (this.#start < arrivals!.starts.length) {
        const start = arrivals!.starts[this.#start]!;
        this.#left -= random.exponential();
        if (this.#left <= 0) {
          this.#left = arrivals!.starts[++this.#start]?.mean ?? 0;
          continue;
        }
        const source = sourceOf(start.cumulative, random.unit());
        const code = arrivals!.op[source]!;
        const handle = handles.take(code);
        time[n] = 0;
        op[n] = ACQUIRE + code;
        page[n] = this.#current;
        arg[n++] = handle;
        const until = Math.round(arrivals!.residual[source]!(random));
        if (until <= end) pending.push(until, handle);
        continue;
      }
      const now = Math.round(arrival);
      const drop = pending.next;
      page[n] = this.#current;
      if (drop <= now && drop <= end) {
        // A drop at the very moment of an arrival makes room for it.
        const handle = pending.pop();
        time[n] = drop;
        op[n] = DROP + handles.drop(handle);
        arg[n++] = handle;
      } else if (now > end) {
        this.#endPage();
        arrivals = this.#groups[this.#group];
      } else {
        const source = sourceOf(arrivals!.cumulative, random.unit());
        const code = arrivals!.op[source]!;
        time[n] = now;
        if (code === CHECK) {
          op[n] = CHECK;
          arg[n++] = 0;
        } else {
          const handle = handles.take(code);
          op[n] = ACQUIRE + code;
          arg[n++] = handle;
          const until = Math.round(arrival + arrivals!.hold[source]!(random));
          // Whatever outlives the run keeps its handle.
          if (until <= end) pending.push(until, handle);
        }
        arrival += arrivals!.gap * random.exponential();
      }
    }
    this.#arrival = arrival;
    return { length: n, time, op, page, arg };
  }

  #startPage(arrivals: Arrivals): number {
    this.#started = true;
    this.#start = 0;
    this.#left = arrivals.starts[0]?.mean ?? 0;
    this.#random.restart(this.#model.seed, this.#run, this.#group, this.#index);
    return arrivals.gap === Number.POSITIVE_INFINITY ? arrivals.gap : arrivals.gap * this.#random.exponential();
  }

  #endPage(): void {
    this.#started = false;
    this.#current++;
    this.#index++;
    this.#enterGroup();
  }

  /** Goes on to the group that the current page is in. */
  #enterGroup(): void {
    let group = this.#model.pages[this.#group];
    while (group && this.#index >= group.count) {
      this.#index -= group.count;
      group = this.#model.pages[++this.#group];
    }
  }
}

function arrivalsOf(streams: readonly Stream[], checks: number, steady: number): Arrivals {
  const rates = [...streams.map((stream) => stream.rate), ...(checks > 0 ? [checks] : [])];
  const total = sumOf(rates);
  const isOrdinary = ({ codes }: Stream): boolean => codes[0] === 0;
  return {
    gap: total > 0 ? 1e9 / total : Number.POSITIVE_INFINITY,
    cumulative: cumulativeOf(rates),
    op: Uint8Array.from([...streams.map((stream) => stream.codes[0]!), CHECK]),
    hold: streams.map((stream) => stream.hold),
    residual: streams.map((stream) => stream.residual),
    starts: [isOrdinary, (stream: Stream): boolean => !isOrdinary(stream)].flatMap((isOf) => {
      const held = streams.map((stream) => (isOf(stream) ? stream.rate * stream.underWay : 0));
      const mean = sumOf(held);
      return mean > 0 ? [{ mean, cumulative: cumulativeOf(held) }] : [];
    }),
    steady,
  };
}

/** The shares of values in their sum, each added to those before; the last value above 0 reaches 1 whatever rounding does. */
function cumulativeOf(values: readonly number[]): Float64Array {
  const total = sumOf(values);
  const last = values.findLastIndex((value) => value > 0);
  let sum = 0;
  return Float64Array.from(values, (value, i) => {
    sum += value;
    return i >= last ? 1 : sum / total;
  });
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function sourceOf(cumulative: Float64Array, random: number): number {
  let source = 0;
  while (cumulative[source]! <= random) source++;
  return source;
}

function checkModel(model: Model): void {
  const end = measuredUntil(model);
  if (!(model.duration >= 0 && model.warmup >= 0 && end <= LONGEST_NS)) {
    throw new RangeError(`a model lasts 0 s to ${Math.floor(LONGEST_NS / 1e9)} s, warm-up included: ${end / 1e9} s`);
  }
  if (!(modelPages(model) <= COLUMN_VALUES)) throw new RangeError('a model has at most 2^32 pages');
  for (const { name, count, ordinary } of model.pages) {
    if (!Number.isInteger(count) || count < 0) throw new RangeError(`${name} has ${count} pages`);
    const steady = ordinary?.steady ?? 0;
    if (!Number.isInteger(steady) || steady < 0 || steady >= COLUMN_VALUES) {
      throw new RangeError(`${name} has ${steady} steady references; a whole number below 2^32 is possible`);
    }
    checkedRate(ordinary?.rate ?? 0);
  }
}
