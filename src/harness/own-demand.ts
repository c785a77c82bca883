import { ACQUIRE, CHECK, DROP, type EventChunk, LEVEL } from '../events/chunk.ts';
import { acquiredOf, type Domain, MOST_KINDS } from '../layouts/domain.ts';
import { ExactSum } from './exact.ts';
import { emptyProfile, type Profile } from './profile/profile.ts';
import { within } from './tally.ts';

const CLASSES = MOST_KINDS;
const UNSEEN = Number.NEGATIVE_INFINITY;

/**
 * What a source of kinds of its own wants, had nothing been refused: pages, time, and the most references of each kind and
 * group held at once. It stands where the profile stands for page references, and is written as one in which no layout can
 * be read: what a layout comes to there is replayed.
 */
export class OwnDemand {
  readonly #from: number;
  readonly #sets: readonly { readonly name: string; readonly classes: readonly number[] }[];
  #last = new Float64Array(0);
  /** Per page and class, and per page and set: the most held at once in measured time. */
  #held = new Float64Array(0);
  #peaks = new Float64Array(0);
  readonly #attempted = new Float64Array(CLASSES);
  readonly #observedFrom = new ExactSum();
  #pages = 0;
  #checks = 0;
  #events = 0;

  /** `from`: when measuring starts (the end of warm-up). */
  constructor(domain: Domain, from = Number.NEGATIVE_INFINITY) {
    this.#from = from;
    const classes = acquiredOf(domain);
    const named: [string, number][] = [...domain.kinds.map((name, i): [string, number] => [name, 1 << i])];
    named.push(...Object.entries(domain.groups));
    this.#sets = named.map(([name, set]) => ({
      name,
      classes: classes.flatMap((kinds, c) => (within(kinds, set) ? [c] : [])),
    }));
  }

  feed(chunk: EventChunk): void {
    const { time, op: ops, page: pages, arg, length } = chunk;
    this.#events += length;
    for (let i = 0; i < length; i++) {
      const page = pages[i]!;
      const t = time[i]!;
      const isMeasured = t >= this.#from;
      if (page >= this.#last.length) this.#grow(page);
      if (this.#last[page] === UNSEEN) {
        this.#pages++;
        this.#observedFrom.add(Math.max(t, this.#from));
      } else if (isMeasured) {
        this.#see(page); // what it entered measured time with
      }
      this.#last[page] = t;
      const op = ops[i]!;
      const at = page * CLASSES;
      if (op < DROP) {
        this.#held[at + op - ACQUIRE]!++;
        if (isMeasured) this.#attempted[op - ACQUIRE]!++;
      } else if (op < LEVEL) this.#held[at + op - DROP]!--;
      else if (op === LEVEL) {
        if (isMeasured) this.#attempted[0]! += Math.max(0, arg[i]! - this.#held[at]!);
        this.#held[at] = arg[i]!;
      } else if (op === CHECK && isMeasured) this.#checks++;
      if (isMeasured) this.#see(page);
    }
  }

  /** As a profile: `end` is the time of the last event of any page. */
  finish(end: number): Profile {
    const peaks: Record<string, number> = {};
    const peakPages: Record<string, (readonly [number, number])[]> = {};
    for (let page = 0; page < this.#last.length; page++) if (this.#last[page] !== UNSEEN) this.#see(page);
    this.#sets.forEach(({ name }, s) => {
      const pages = new Map<number, number>();
      for (let page = 0; page < this.#last.length; page++) {
        const peak = this.#peaks[page * this.#sets.length + s]!;
        if (peak > 0) pages.set(peak, (pages.get(peak) ?? 0) + 1);
      }
      if (pages.size === 0) return;
      peaks[name] = [...pages.keys()].reduce((a, b) => Math.max(a, b));
      peakPages[name] = [...pages].sort((a, b) => a[0] - b[0]);
    });
    return {
      ...emptyProfile(),
      events: this.#events,
      pages: this.#pages,
      pageTime: BigInt(this.#pages) * BigInt(this.#pages === 0 ? 0 : end) - this.#observedFrom.value,
      checks: this.#checks,
      attempted: [...this.#attempted],
      peaks,
      peakPages,
    };
  }

  #see(page: number): void {
    this.#sets.forEach(({ classes }, s) => {
      let held = 0;
      for (const c of classes) held += this.#held[page * CLASSES + c]!;
      const at = page * this.#sets.length + s;
      if (held > this.#peaks[at]!) this.#peaks[at] = held;
    });
  }

  #grow(page: number): void {
    const size = Math.max(64, page + 1, this.#last.length * 2);
    const last = new Float64Array(size).fill(UNSEEN);
    last.set(this.#last);
    this.#last = last;
    this.#held = grown(this.#held, size * CLASSES);
    this.#peaks = grown(this.#peaks, size * this.#sets.length);
  }
}

function grown(from: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(size);
  to.set(from);
  return to;
}
