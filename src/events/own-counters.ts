import { grown } from './held-pins.ts';

/** How long a pin or a drop may be on its way between the count and the recording, ns: a virtual CPU may be away for as long. */
export const BESIDE_WINDOW = 100_000_000;

/** Events at which a counter that the recording shows was compared with the reconstructed one, and those at which both were equal. */
export interface Compared {
  compared: number;
  equal: number;
}

/**
 * The recording's own counters against what is reconstructed from its events: the third witness (docs/definitions.md, "trust"). Compared are
 * of a small folio the whole pins in its count, of a large one `_pincount`, and with page_ref the count after each operation
 * with the count before it and the operation. Every event that is compared is equal or has one cause.
 */
export interface OwnCounters {
  /** Pages seen from their start: small folios on which nothing was pinned before their first event; with page_ref, pages whose count was 0. */
  fromStart: Compared;
  /** … and those that are not. */
  underWay: Compared;
  /** Large folios by their `_pincount`, where the recording shows it. */
  large: Compared;
  /** Differences for less than 100 ms: a probe fires just before or after its atomic operation, and another CPU was between. */
  beside: number;
  /** On pages that were pinned before the recording began: these pins and their drops. */
  before: number;
  /** Differences that last: operations that the recording lacks, because it was filtered or events were lost. */
  missing: number;
}

export const noOwnCounters = (): OwnCounters => ({
  fromStart: { compared: 0, equal: 0 },
  underWay: { compared: 0, equal: 0 },
  large: { compared: 0, equal: 0 },
  beside: 0,
  before: 0,
  missing: 0,
});

export function addOwnCounters(to: OwnCounters, from: OwnCounters): void {
  for (const key of ['fromStart', 'underWay', 'large'] as const) {
    to[key].compared += from[key].compared;
    to[key].equal += from[key].equal;
  }
  for (const key of ['beside', 'before', 'missing'] as const) to[key] += from[key];
}

/** How many events were compared. */
export const comparisons = ({ fromStart, underWay, large }: OwnCounters): number =>
  fromStart.compared + underWay.compared + large.compared;

/** Differences of one large folio that are not understood yet. */
interface Pending {
  readonly since: number;
  events: number;
}

/** `_pincount` of large folios against the pins held on them. */
export class PincountWitness {
  readonly #counters: OwnCounters;
  /** By page: whether nothing was pinned before its first event. */
  readonly #fromStart = new Map<number, boolean>();
  readonly #pending = new Map<number, Pending>();

  constructor(counters: OwnCounters) {
    this.#counters = counters;
  }

  show(page: number, shown: number, held: number, time: number): void {
    if (!this.#fromStart.has(page)) this.#fromStart.set(page, shown === held);
    this.#counters.large.compared++;
    const pending = this.#pending.get(page);
    if (shown === held) {
      this.#counters.large.equal++;
      if (pending !== undefined) this.#settle(page, pending, time);
    } else if (pending === undefined) this.#pending.set(page, { since: time, events: 1 });
    else pending.events++;
  }

  flush(): void {
    for (const [page, pending] of this.#pending) this.#settle(page, pending, Number.POSITIVE_INFINITY);
  }

  #settle(page: number, { since, events }: Pending, time: number): void {
    this.#pending.delete(page);
    const cause = !this.#fromStart.get(page)! ? 'before' : time - since < BESIDE_WINDOW ? 'beside' : 'missing';
    this.#counters[cause] += events;
  }
}

/**
 * page_ref's count after each operation against its count before and the operation. The count is read apart from the
 * operation (docs/kernel-facts.md 1.6): where it has another CPU's operation in it already, the difference goes away when
 * that one is recorded. Any other difference is an operation that the recording lacks; from there on the new count holds.
 */
export class CountWitness {
  readonly #counters: OwnCounters;
  #expected = new Int32Array(256);
  /** Shown less expected at the page's last event. */
  #difference = new Int32Array(256);
  /** NEW, UNDER_WAY or FROM_START. */
  #start = new Uint8Array(256);

  constructor(counters: OwnCounters) {
    this.#counters = counters;
  }

  /** `change` is what the operation adds; where `isSet`, what it sets the count to. Counts are taken modulo 2^32. */
  show(page: number, shown: number, change: number, isSet: boolean): void {
    if (page >= this.#start.length) this.#grow(page);
    if (this.#start[page] === NEW) {
      this.#start[page] = isSet || shown === change ? FROM_START : UNDER_WAY;
      this.#expected[page] = shown;
      this.#compared(page, true);
      return;
    }
    const before = this.#difference[page]!;
    const expected = isSet ? change : this.#expected[page]! + change;
    const difference = (shown - expected) | 0;
    this.#expected[page] = expected;
    this.#difference[page] = difference;
    if (before === 0) {
      this.#compared(page, difference === 0);
    } else if (difference === 0) {
      this.#counters[!isSet && change === before ? 'beside' : 'missing']++;
      this.#compared(page, true);
    } else {
      // Whatever it was at the event before, it has not gone away.
      this.#counters.missing++;
      this.#expected[page] = expected + before;
      this.#difference[page] = difference - before;
      this.#compared(page, difference === before);
    }
  }

  flush(): void {
    for (const difference of this.#difference) if (difference !== 0) this.#counters.missing++;
  }

  #compared(page: number, isEqual: boolean): void {
    const tally = this.#start[page] === FROM_START ? this.#counters.fromStart : this.#counters.underWay;
    tally.compared++;
    if (isEqual) tally.equal++;
  }

  #grow(page: number): void {
    const size = Math.max(page + 1, this.#start.length * 2);
    this.#expected = grown(this.#expected, new Int32Array(size));
    this.#difference = grown(this.#difference, new Int32Array(size));
    this.#start = grown(this.#start, new Uint8Array(size));
  }
}

const NEW = 0;
const UNDER_WAY = 1;
const FROM_START = 2;
