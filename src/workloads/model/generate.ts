import type { Model, PageGroup } from '../../config/plan.ts';
import { ACQUIRE, CHECK, CHUNK_EVENTS, DROP, type EventChunk, LEVEL } from '../../events/chunk.ts';
import { acquiredClassOf } from '../../layouts/domain.ts';
import { measuredUntil, modelPages } from './describe.ts';
import { type HoldSampler, holdSampler } from './hold.ts';
import { Handles, PendingDrops } from './pending.ts';
import { Random } from './random.ts';

/** Times must stay exact in a double when they are added up (harness/exact): 52 days in nanoseconds. */
const LONGEST_NS = 2 ** 52;
/** Levels and pages are columns of 32 bits. */
const COLUMN_VALUES = 2 ** 32;

/** Pages `from` … `to` − 1, as `modelPages` counts them. */
export interface PageRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The events of one run of a model, page after page; each page's events in time order, from 0, the start of warm-up, to
 * the end of the measured time. Every page starts with its level, so that a page on which nothing happens is seen too.
 *
 * Each page draws from a stream of random numbers of its own, started from (seed, run, group, index in the group): the
 * same events whatever the range, the order of pages and the number of threads. Only the handles depend on the range.
 *
 * The columns of a chunk are used again: be done with them before asking for the next.
 * @param run which of the independent runs, 0 or more.
 * @param range which pages; default all.
 * @throws RangeError for a model that is no model: see `Model` for what each number may be.
 */
export function* generateRun(model: Model, run: number, range?: PageRange): Generator<EventChunk, void, undefined> {
  checkModel(model);
  const pages = modelPages(model);
  const { from, to } = range ?? { from: 0, to: pages };
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= pages)) {
    throw new RangeError(`pages ${from} to ${to} are not within the ${pages} of the model`);
  }
  const generator = new RunGenerator(model, run, from, to);
  for (;;) {
    const chunk = generator.fill();
    if (chunk.length === 0) return;
    yield chunk;
  }
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
  readonly steady: number;
}

class RunGenerator {
  readonly #model: Model;
  readonly #run: number;
  readonly #end: number;
  readonly #until: number;
  readonly #groups: readonly Arrivals[];
  readonly #random = new Random(0);
  readonly #pending = new PendingDrops();
  readonly #handles = new Handles();
  readonly #time = new Float64Array(CHUNK_EVENTS);
  readonly #op = new Uint8Array(CHUNK_EVENTS);
  readonly #page = new Uint32Array(CHUNK_EVENTS);
  readonly #arg = new Uint32Array(CHUNK_EVENTS);

  /** The group of the page under way, and the page's number and index in it. */
  #group = 0;
  #current: number;
  #index: number;
  #started = false;
  /** When the next arrival comes, not rounded. */
  #arrival = Number.POSITIVE_INFINITY;

  constructor(model: Model, run: number, from: number, to: number) {
    this.#model = model;
    this.#run = run;
    this.#end = measuredUntil(model);
    this.#until = to;
    this.#groups = model.pages.map((group) => arrivalsOf(group, model.checks?.rate ?? 0));
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

function arrivalsOf(group: PageGroup, checks: number): Arrivals {
  const sources: { op: number; rate: number; hold: HoldSampler }[] = [];
  const { ordinary } = group;
  if (ordinary && ordinary.rate > 0) {
    if (!ordinary.hold) throw new RangeError(`ordinary references of ${group.name} arrive, but have no hold`);
    sources.push({ op: 0, rate: ordinary.rate, hold: holdSampler(ordinary.hold) });
  }
  for (const { kind, rate, hold } of group.pins) {
    const op = acquiredClassOf(kind);
    if (op === undefined) throw new RangeError(`no pin is of kind ${kind}`);
    sources.push({ op, rate: checkedRate(rate), hold: holdSampler(hold) });
  }
  sources.push({ op: CHECK, rate: checkedRate(checks), hold: () => 0 });
  const present = sources.filter((source) => source.rate > 0);
  const total = present.reduce((sum, source) => sum + source.rate, 0);
  let sum = 0;
  return {
    gap: total > 0 ? 1e9 / total : Number.POSITIVE_INFINITY,
    // The last entry is 1 whatever rounding made of the sum.
    cumulative: Float64Array.from(present, ({ rate }, i) => (i === present.length - 1 ? 1 : (sum += rate) / total)),
    op: Uint8Array.from(present, (source) => source.op),
    hold: present.map((source) => source.hold),
    steady: ordinary?.steady ?? 0,
  };
}

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

function checkedRate(rate: number): number {
  if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY))
    throw new RangeError(`a rate must be finite, 0 or more: ${rate}`);
  return rate;
}
