import { acquiredOf, type Domain, type KindSet, PAGE_REFERENCES } from '../layouts/domain.ts';
import { ACQUIRE, CHECK, ChunkBuilder, type ChunkSink, DROP, LEVEL } from './chunk.ts';
import { HeldPins, NOBODY, type Rule } from './held-pins.ts';
import { OrdinaryLevels } from './ordinary.ts';
import { CountWitness, noOwnCounters, type OwnCounters, PincountWitness } from './own-counters.ts';
import { PageIndex } from './page-index.ts';
import {
  FLAG_BEFORE,
  FLAG_CHANGE,
  FLAG_COUNT,
  FLAG_INTERRUPT,
  FLAG_LARGE,
  FLAG_PINCOUNT,
  FLAG_REF,
  FLAG_SET,
  RAW_CHECK,
  RAW_GET,
  RAW_LEVEL,
  RAW_PIN,
  RAW_PUT,
  RAW_UNPIN,
  type RawEvents,
} from './raw.ts';
import { PIN_COUNTING_BIAS } from './raw-codes.ts';

/** Drops by the rule that matched them, and what else the matcher saw (docs/definitions.md). */
export interface MatchingCounts extends Record<Rule, number> {
  /** Drops of which nothing was held; refs unknown, on another page, or still held; gets beyond 2^32 − 1. */
  ignored: number;
  /**
   * Events at which the page's count and the pins held on it differ by pins that were on their way: the probe fired beside
   * the atomic operation, and another CPU was between the two (events/ordinary). The ordinary count is taken without them.
   */
  beside: number;
  /** Drops of which the source told the kind (a probe of the kernel, `unpin-<kind>`): they ended a pin of that kind. */
  directed: number;
  /** … and whose page held a pin that may be of another kind too: only of these do the rules have to guess the kind. */
  ambiguous: number;
  /** … and for which the rules alone would have taken a pin of another kind. */
  corrected: number;
}

export const noMatching = (): MatchingCounts => ({
  byRef: 0,
  interrupt: 0,
  task: 0,
  comm: 0,
  oldest: 0,
  ignored: 0,
  beside: 0,
  directed: 0,
  ambiguous: 0,
  corrected: 0,
});

export function addMatching(to: MatchingCounts, from: MatchingCounts): void {
  for (const key of Object.keys(to) as (keyof MatchingCounts)[]) to[key] += from[key];
}

/** The largest ordinary count that an event can state; a get beyond it is ignored and counted. */
const MOST_ORDINARY = 2 ** 32 - 1;

/** One population of pages (small or large folios): numbers, what is held, and where its events go. */
class Population {
  readonly pages = new PageIndex();
  readonly pins: HeldPins;
  readonly gets: HeldPins;
  readonly chunks: ChunkBuilder;
  readonly levels: OrdinaryLevels;
  readonly counts: CountWitness;
  readonly pincounts: PincountWitness;

  constructor(sink: ChunkSink, pins: OwnCounters, counts: OwnCounters, newestFirst: boolean, domain: Domain) {
    this.pins = new HeldPins(newestFirst, domain);
    this.gets = new HeldPins(newestFirst, domain);
    this.chunks = new ChunkBuilder(sink);
    this.levels = new OrdinaryLevels(this.chunks, pins, (arg) => {
      (arg % 2 === 1 ? this.pins : this.gets).free(Math.floor(arg / 2));
    });
    this.counts = new CountWitness(counts);
    this.pincounts = new PincountWitness(pins);
  }

  page(key: number): number {
    const before = this.pages.size;
    const page = this.pages.intern(key);
    if (page === before) this.levels.addPage(page);
    return page;
  }

  flush(): void {
    this.levels.flush();
    this.chunks.flush();
    this.counts.flush();
    this.pincounts.flush();
  }
}

/**
 * Turns raw events in time order into resolved chunks: each drop is matched to one acquisition once, on the recording's
 * own history, in which nothing is refused. Handles of gets and pins are kept apart by one bit, so that they stay dense.
 */
export class Matcher {
  readonly counts = noMatching();
  readonly #ofPins = noOwnCounters();
  readonly #ofCounts = noOwnCounters();
  /** Pins whose direction the source did not say; ordinary counts stated; checks; pins. */
  readonly seen = { pins: 0, undirected: 0, ordinary: 0, checks: 0 };
  readonly small: Population;
  readonly large: Population;
  /** References named by a ref, as long as they are held: among which, and by what handle. */
  readonly #byRef = new Map<string, { held: HeldPins; handle: number }>();
  readonly #taskNumbers = new Map<string, number>();
  readonly #comms = new Map<string, number>();
  readonly taskNames: string[] = [];
  readonly #commOfTask: number[] = [];
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;

  readonly #onePopulation: boolean;
  readonly #acquired: readonly KindSet[];

  /**
   * `onePopulation`: large folios are counted among the small (a scenario that says `large: same`). `newestFirst`: the newest
   * acquisition wherever docs/definitions.md says the oldest, to see how much rests on that. `domain`: what the kinds are of.
   */
  constructor(
    sinks: { small: ChunkSink; large: ChunkSink },
    onePopulation = false,
    newestFirst = false,
    domain: Domain = PAGE_REFERENCES,
  ) {
    this.#onePopulation = onePopulation;
    this.#acquired = acquiredOf(domain);
    this.small = new Population(sinks.small, this.#ofPins, this.#ofCounts, newestFirst, domain);
    this.large = new Population(sinks.large, this.#ofPins, this.#ofCounts, newestFirst, domain);
  }

  /** Takes events `start` … `end` − 1 of a block, in time order; their lines count from the recording's first, 1. */
  feed(raw: RawEvents, refNames: readonly string[] = [], start = 0, end = raw.length): void {
    const tasks = Uint32Array.from(raw.tasks, (name) => this.#task(name));
    // An event a call: where the loop is one with what it does to each, V8 compiles all of it again and again.
    for (let i = start; i < end; i++) this.#event(raw, i, refNames, tasks);
  }

  #event(raw: RawEvents, i: number, refNames: readonly string[], tasks: Uint32Array): void {
    const time = raw.time[i]!;
    if (time < this.first) this.first = time;
    if (time > this.last) this.last = time;
    const flags = raw.flags[i]!;
    const isLarge = (flags & FLAG_LARGE) !== 0;
    const population = isLarge && !this.#onePopulation ? this.large : this.small;
    // Keys are whole; the half keeps a large folio apart from a small one that had its address before.
    const page = population.page(isLarge && this.#onePopulation ? raw.page[i]! + 0.5 : raw.page[i]!);
    const task = raw.tasks.length === 0 ? NOBODY : tasks[raw.task[i]!]!;
    const line = raw.line[i]!;
    const ref = flags & FLAG_REF ? refNames[raw.ref[i]!] : undefined;
    if (flags & FLAG_COUNT) this.#countSeen(population, page, raw, i, time, line, task);
    switch (raw.op[i]) {
      case RAW_PIN:
        this.#pin(population, page, raw.kinds[i]!, raw.refs[i]!, ref, time, line, task);
        break;
      case RAW_UNPIN:
        this.#drop(population, true, page, flags, raw.kinds[i]!, raw.refs[i]!, ref, time, line, task);
        break;
      case RAW_GET:
        this.seen.ordinary++;
        this.#get(population, page, raw.refs[i]!, ref, time, line, task);
        break;
      case RAW_PUT:
        this.seen.ordinary++;
        this.#drop(population, false, page, flags, 0, raw.refs[i]!, ref, time, line, task);
        break;
      case RAW_LEVEL:
        this.#level(population, page, raw.count[i]!, time, line, task);
        break;
      case RAW_CHECK:
        this.seen.checks++;
        population.levels.push(time, CHECK, page, 0, line, task);
        break;
    }
  }

  /** Own counters of the recording: whole counts where it says what each operation does to them, else the pins in them. */
  get counters(): OwnCounters {
    const { fromStart, underWay } = this.#ofCounts;
    return fromStart.compared + underWay.compared > 0 ? this.#ofCounts : this.#ofPins;
  }

  /** No more events come; to be called once. */
  flush(): void {
    this.small.flush();
    this.large.flush();
    this.counts.beside = this.small.levels.beside + this.large.levels.beside;
  }

  /**
   * Ordinary = count − 1024 × pins held (small), count − pins held (large), before the operation's own pins are moved.
   * A pin that is being dropped was held, whether or not it was seen to be taken.
   */
  #countSeen(p: Population, page: number, raw: RawEvents, i: number, time: number, line: number, task: number): void {
    const op = raw.op[i]!;
    const flags = raw.flags[i]!;
    const refs = raw.refs[i]!;
    this.seen.ordinary++;
    if (flags & FLAG_CHANGE) p.counts.show(page, raw.count[i]!, raw.own[i]! | 0, (flags & FLAG_SET) !== 0);
    const held = p.pins.held(page);
    let pins = held;
    if (flags & FLAG_BEFORE) {
      if (op === RAW_UNPIN) pins = Math.max(held, refs);
    } else if (op === RAW_PIN) {
      pins = held + refs;
    } else if (op === RAW_UNPIN) {
      pins = Math.max(0, held - refs);
    }
    if (flags & FLAG_LARGE) {
      p.levels.showLarge(page, raw.count[i]! - pins, time, line, task);
      if (flags & FLAG_PINCOUNT) p.pincounts.show(page, raw.own[i]! | 0, pins, time);
      return;
    }
    if (op === RAW_PIN) p.levels.pinned(page, refs, time);
    p.levels.show(page, raw.count[i]! - pins * PIN_COUNTING_BIAS, time, line, task);
    if (op === RAW_UNPIN) p.levels.dropped(page, refs, time);
  }

  #level(p: Population, page: number, level: number, time: number, line: number, task: number): void {
    this.seen.ordinary++;
    for (let over = p.gets.held(page) - level; over > 0; over--) {
      const found = p.gets.match(page, false, NOBODY, NOBODY, 0)!;
      this.#release(p, p.gets, found.handle);
      p.levels.push(time, DROP, page, found.handle * 2, line, task);
    }
    p.levels.state(page, level, time, line, task);
  }

  #pin(
    p: Population,
    page: number,
    acquired: number,
    refs: number,
    ref: string | undefined,
    time: number,
    line: number,
    task: number,
  ): void {
    if (ref !== undefined && this.#byRef.has(ref)) {
      this.counts.ignored++;
      this.#register(p, page, time, line, task);
      return;
    }
    this.seen.pins += refs;
    if (acquired > 4) this.seen.undirected += refs;
    const comm = this.#commOfTask[task] ?? NOBODY;
    for (let n = 0; n < refs; n++) {
      const handle = p.pins.acquire(page, acquired, task, comm);
      if (ref !== undefined) this.#name(p.pins, handle, ref);
      p.levels.push(time, ACQUIRE + acquired, page, handle * 2 + 1, line, task);
    }
  }

  #get(
    p: Population,
    page: number,
    refs: number,
    ref: string | undefined,
    time: number,
    line: number,
    task: number,
  ): void {
    if (ref !== undefined && this.#byRef.has(ref)) {
      this.counts.ignored++;
      this.#register(p, page, time, line, task);
      return;
    }
    for (let n = 0; n < refs; n++) {
      if (p.levels.level[page]! + n >= MOST_ORDINARY) {
        this.counts.ignored++;
        continue;
      }
      const handle = p.gets.acquire(page, 0, task, 0);
      if (ref !== undefined) this.#name(p.gets, handle, ref);
      p.levels.push(time, ACQUIRE, page, handle * 2, line, task);
    }
    p.levels.level[page] = Math.min(MOST_ORDINARY, Math.max(0, p.levels.level[page]!) + refs);
  }

  #drop(
    p: Population,
    pin: boolean,
    page: number,
    flags: number,
    among: number,
    refs: number,
    ref: string | undefined,
    time: number,
    line: number,
    task: number,
  ): void {
    const held = pin ? p.pins : p.gets;
    const comm = this.#commOfTask[task] ?? NOBODY;
    for (let n = 0; n < refs; n++) {
      let handle = -1;
      if (ref !== undefined) {
        const named = this.#byRef.get(ref);
        const fits =
          named !== undefined &&
          named.held === held &&
          held.pageOf(named.handle) === page &&
          (among === 0 || (this.#acquired[held.classOf(named.handle)]! & among) !== 0);
        if (fits) {
          handle = named.handle;
          this.counts.byRef++;
        }
      } else {
        const interrupt = (flags & FLAG_INTERRUPT) !== 0;
        const alone = among === 0 ? undefined : held.match(page, interrupt, task, comm, 0)?.handle;
        const found = held.match(page, interrupt, task, comm, among);
        if (found !== undefined) {
          handle = found.handle;
          this.counts[found.rule]++;
          if (alone !== undefined) {
            this.counts.directed++;
            if (held.match(page, false, NOBODY, NOBODY, ~among) !== undefined) this.counts.ambiguous++;
            if (alone !== handle) this.counts.corrected++;
          }
        } else if (!pin && p.levels.level[page]! > 0) {
          // A reference that a level stated, and nobody got by name: one less.
          this.counts.oldest++;
          this.#level(p, page, p.levels.level[page]! - 1, time, line, task);
          continue;
        }
      }
      if (handle < 0) {
        this.counts.ignored++;
        this.#register(p, page, time, line, task);
        continue;
      }
      const acquired = held.classOf(handle);
      this.#release(p, held, handle);
      if (!pin) p.levels.level[page] = p.levels.level[page]! - 1;
      p.levels.push(time, DROP + acquired, page, handle * 2 + (pin ? 1 : 0), line, task);
    }
  }

  /** A page whose first event does nothing is observed from then on all the same. */
  #register(p: Population, page: number, time: number, line: number, task: number): void {
    if (p.levels.level[page]! >= 0 || p.pins.held(page) > 0) return;
    p.levels.level[page] = 0;
    p.levels.push(time, LEVEL, page, 0, line, task);
  }

  #name(held: HeldPins, handle: number, ref: string): void {
    this.#byRef.set(ref, { held, handle });
    held.names.set(handle, ref);
  }

  #release(p: Population, held: HeldPins, handle: number): void {
    held.release(handle, !p.levels.isWaiting(held.pageOf(handle)));
    const ref = held.names.get(handle);
    if (ref === undefined) return;
    held.names.delete(handle);
    this.#byRef.delete(ref);
  }

  #task(name: string): number {
    let number = this.#taskNumbers.get(name);
    if (number === undefined) {
      number = this.taskNames.length;
      this.#taskNumbers.set(name, number);
      this.taskNames.push(name);
      const dash = name.lastIndexOf('-');
      // `<...>` is what the tracer prints where it has forgotten the comm: two of them need not be the same.
      const comm = dash < 0 || name.startsWith('<...>-') ? name : name.slice(0, dash);
      let commNumber = this.#comms.get(comm);
      if (commNumber === undefined) this.#comms.set(comm, (commNumber = this.#comms.size));
      this.#commOfTask.push(commNumber);
    }
    return number;
  }
}
