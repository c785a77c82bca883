import { ACQUIRE, CHECK, DROP, type EventChunk, LEVEL } from '../events/chunk.ts';
import { ACQUIRED_NAMES } from '../layouts/domain.ts';

/** Holds of one class of pins, or of all pins together. */
export interface Holds {
  /** A kind or group; `pin` of all together. */
  readonly kind: string;
  /** Pins taken in measured time. */
  readonly taken: number;
  /** Of those that were dropped again: quantiles, seconds. 0 where none was. */
  readonly dropped: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly longest: number;
}

/** What pins and references of a source look like, in so many numbers that a model can be held against a recording. */
export interface Portrait {
  /** Measured seconds. */
  readonly seconds: number;
  /** Pages on which a pin was held at some time while measuring. */
  readonly pinnedPages: number;
  /** Most pins held at once on a page: pairs [pins, pages], ascending; pages that are never pinned left out. */
  readonly peaks: readonly (readonly [number, number])[];
  /** Pins held on a page just after one was taken: pairs [pins, how often], ascending. */
  readonly depths: readonly (readonly [number, number])[];
  readonly holds: readonly Holds[];
  /** All pins together. */
  readonly held: Holds;
  /** Ordinary references of a page after each event: pairs [references, how often], ascending. */
  readonly ordinary: readonly (readonly [number, number])[];
}

/** Looks at resolved events of one source, pages in any order, and draws its portrait. */
export class Portraitist {
  readonly #from: number;
  readonly #since: number[] = [];
  readonly #holds: number[][] = ACQUIRED_NAMES.map(() => []);
  readonly #taken = ACQUIRED_NAMES.map(() => 0);
  readonly #pins = new Map<number, number>();
  readonly #peaks = new Map<number, number>();
  readonly #depths = new Map<number, number>();
  readonly #levels = new Map<number, number>();
  readonly #ordinary = new Map<number, number>();

  /** `from`: when measuring starts, ns. */
  constructor(from = Number.NEGATIVE_INFINITY) {
    this.#from = from;
  }

  feed({ length, time, op: ops, page: pages, arg }: EventChunk): void {
    for (let i = 0; i < length; i++) {
      const op = ops[i]!;
      const page = pages[i]!;
      const isMeasured = time[i]! >= this.#from;
      if (op < DROP) this.#take(page, op - ACQUIRE, arg[i]!, time[i]!, isMeasured);
      else if (op < LEVEL) this.#drop(page, op - DROP, arg[i]!, time[i]!, isMeasured);
      else if (op === LEVEL) this.#levels.set(page, arg[i]!);
      if (op !== CHECK && isMeasured) count(this.#ordinary, this.#levels.get(page) ?? 0);
    }
  }

  #take(page: number, acquired: number, handle: number, time: number, isMeasured: boolean): void {
    if (acquired === 0) {
      this.#levels.set(page, (this.#levels.get(page) ?? 0) + 1);
      return;
    }
    const pins = (this.#pins.get(page) ?? 0) + 1;
    this.#pins.set(page, pins);
    this.#since[handle] = isMeasured ? time : Number.NaN;
    if (!isMeasured) return;
    this.#taken[acquired]!++;
    count(this.#depths, pins);
    this.#peak(page, pins);
  }

  #peak(page: number, pins: number): void {
    if (pins > (this.#peaks.get(page) ?? 0)) this.#peaks.set(page, pins);
  }

  #drop(page: number, acquired: number, handle: number, time: number, isMeasured: boolean): void {
    if (acquired === 0) {
      this.#levels.set(page, (this.#levels.get(page) ?? 1) - 1);
      return;
    }
    const pins = this.#pins.get(page) ?? 1;
    this.#pins.set(page, pins - 1);
    // What was pinned before measuring began, and still was then.
    if (isMeasured) this.#peak(page, pins);
    const since = this.#since[handle]!;
    if (isMeasured && since >= this.#from) this.#holds[acquired]!.push(time - since);
  }

  /** `end`: when the source ends, `start`: when it starts (of a model: the end of warm-up), ns. */
  finish(start: number, end: number): Portrait {
    for (const [page, pins] of this.#pins) this.#peak(page, pins);
    const pagesByPeak = new Map<number, number>();
    for (const peak of this.#peaks.values()) count(pagesByPeak, peak);
    return {
      seconds: (end - start) / 1e9,
      pinnedPages: this.#peaks.size,
      peaks: sorted(pagesByPeak),
      depths: sorted(this.#depths),
      holds: this.#holds.flatMap((holds, c) =>
        this.#taken[c] === 0 ? [] : [holdsOf(ACQUIRED_NAMES[c]!, this.#taken[c]!, holds)],
      ),
      held: holdsOf(
        'pin',
        this.#taken.reduce((sum, taken) => sum + taken, 0),
        this.#holds.flat(),
      ),
      ordinary: sorted(this.#ordinary),
    };
  }
}

function holdsOf(kind: string, taken: number, holds: readonly number[]): Holds {
  const ascending = Float64Array.from(holds).sort();
  const at = (share: number): number => (ascending[Math.floor(share * (ascending.length - 1))] ?? 0) / 1e9;
  return { kind, taken, dropped: ascending.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), longest: at(1) };
}

function count(counts: Map<number, number>, value: number): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

const sorted = (counts: Map<number, number>): [number, number][] => [...counts].sort((a, b) => a[0] - b[0]);

/** The smallest value that at least `share` of the counted values do not exceed; 0 of no values. */
export function quantileOf(pairs: readonly (readonly [number, number])[], share: number): number {
  const total = pairs.reduce((sum, [, n]) => sum + n, 0);
  let seen = 0;
  for (const [value, n] of pairs) {
    seen += n;
    if (seen >= share * total) return value;
  }
  return 0;
}
