import { type ChunkBuilder, DROP, LEVEL } from './chunk.ts';
import { grown } from './held-pins.ts';
import { BESIDE_WINDOW, type OwnCounters } from './own-counters.ts';
import { PIN_COUNTING_BIAS } from './raw-codes.ts';

/** References of other users that may have come or gone since the page's last event, for a difference still to be one of whole pins. */
const OTHERS = 8;
/** Events of one page that wait at most: more of them within 100 ms is a clock that stands still. */
const MOST_WAITING = 1 << 16;

/** An event that waits for its page's count to be understood. `real`: of a level, what it is if the count is right. */
interface Waiting {
  readonly time: number;
  readonly op: number;
  readonly arg: number;
  readonly real: number;
  readonly line: number;
  readonly task: number;
}

/** A page whose count is whole pins too high, which nothing explains yet. */
interface Episode {
  readonly since: number;
  /** Most pins too many, less the drops that may have been on their way. */
  unexplained: number;
  /** Pins recorded since. */
  pins: number;
  /** Events that showed it. */
  events: number;
  /** The level before it, as stated to the engines. */
  readonly stated: number;
  readonly waiting: Waiting[];
}

/**
 * The ordinary count of each page, from counts that the recording shows (docs/definitions.md: count − 1024 × pins held).
 *
 * A probe fires just before or after its atomic operation (traces/README.md), so another CPU's pin can be in the count
 * before its event is recorded, and a drop still in it after its event was. The formula would then invent 1024 ordinary
 * references for a moment. A count that is whole pins too high is taken for that only where as many drops were recorded
 * on the page since its count last agreed, or as many pins follow, or it agrees again after a pin, all within 100 ms. To
 * know what follows, events of such a page wait (in the order of the page); where nothing explains the count by then, or
 * the page falls silent, the formula holds, from the event on that showed it. So it does not matter what the first count
 * of a page was. A count below 1024 × pins is always an accident, since an ordinary count is never negative.
 */
export class OrdinaryLevels {
  /** The ordinary count that the events have stated so far; −1: nothing stated yet. */
  level = new Float64Array(256);
  /** Drops recorded since the count last agreed, and when the last of them was. */
  #drops = new Uint32Array(256);
  #lastDrop = new Float64Array(256);
  /** Since when the count is too low. */
  #lowSince = new Float64Array(256);
  /** 1: pins were held, it seems, before the page's first event. */
  #underWay = new Uint8Array(256);
  #isOpen = new Uint8Array(256);
  /** Pages that wait, the one first that has waited longest. */
  readonly #open = new Map<number, Episode>();
  /** When the first of them has waited for long enough. */
  #nextDue = Number.POSITIVE_INFINITY;
  readonly #chunks: ChunkBuilder;
  readonly #counters: OwnCounters;
  readonly #onDrop: (arg: number) => void;
  /** Events whose count was off by pins on their way. */
  beside = 0;

  /**
   * `counters`: where comparisons of counts with the pins held are added up. `onDrop`: told when a drop that waited is
   * handed on, because its handle must not be that of another acquisition before.
   */
  constructor(chunks: ChunkBuilder, counters: OwnCounters, onDrop: (arg: number) => void) {
    this.#onDrop = onDrop;
    this.#chunks = chunks;
    this.#counters = counters;
  }

  addPage(page: number): void {
    if (page === this.level.length) {
      this.level = grown(this.level, new Float64Array(page * 2));
      this.#drops = grown(this.#drops, new Uint32Array(page * 2));
      this.#lastDrop = grown(this.#lastDrop, new Float64Array(page * 2));
      this.#lowSince = grown(this.#lowSince, new Float64Array(page * 2));
      this.#underWay = grown(this.#underWay, new Uint8Array(page * 2));
      this.#isOpen = grown(this.#isOpen, new Uint8Array(page * 2));
    }
    this.level[page] = -1;
    this.#lowSince[page] = Number.POSITIVE_INFINITY;
  }

  /** Events of the page wait. */
  isWaiting(page: number): boolean {
    return this.#isOpen[page] !== 0;
  }

  /** Any event of a page: handed on, or kept until the page's count is understood. */
  push(time: number, op: number, page: number, arg: number, line: number, task: number): void {
    if (this.#isOpen[page] === 0) this.#chunks.push(time, op, page, arg, line, task);
    else this.#open.get(page)!.waiting.push({ time, op, arg, real: arg, line, task });
  }

  /** Pins of the page are recorded; to be called before `show` of the same event. */
  pinned(page: number, refs: number, time: number): void {
    if (this.#isOpen[page] === 0) return;
    const episode = this.#open.get(page)!;
    if (time - episode.since < BESIDE_WINDOW) episode.pins += refs;
  }

  /** Drops of pins of the page are recorded; to be called after `show` of the same event. */
  dropped(page: number, refs: number, time: number): void {
    this.#drops[page] = this.#drops[page]! + refs;
    this.#lastDrop[page] = time;
  }

  /** The page's ordinary count is now `level`. */
  state(page: number, level: number, time: number, line: number, task: number): void {
    if (this.level[page] === level && this.#isOpen[page] === 0) return;
    this.level[page] = level;
    this.push(time, LEVEL, page, level, line, task);
  }

  /** A small folio shows a count that leaves `ordinary` beside the pins held on it, this event's own included. */
  show(page: number, ordinary: number, time: number, line: number, task: number): void {
    if (time >= this.#nextDue) this.#settleUntil(time);
    if (this.#isOpen[page] !== 0 && this.#open.get(page)!.waiting.length >= MOST_WAITING) this.#settle(page);
    const before = this.level[page]!;
    if (before < 0 && ordinary >= PIN_COUNTING_BIAS) this.#underWay[page] = 1;
    const tally = this.#underWay[page] === 0 ? this.#counters.fromStart : this.#counters.underWay;
    tally.compared++;
    if (ordinary < 0) {
      this.#tooLow(page, ordinary, time, line, task);
      return;
    }
    this.#lowSince[page] = Number.POSITIVE_INFINITY;
    const excess = before < 0 ? Math.floor(ordinary / PIN_COUNTING_BIAS) : wholePins(ordinary - before);
    if (excess <= 0) {
      if (this.#isOpen[page] !== 0) this.#settle(page, true);
      if (excess === 0) tally.equal++;
      else this.#off(page, 1);
      this.#drops[page] = 0;
      this.state(page, ordinary, time, line, task);
      return;
    }
    const level = Math.max(0, ordinary - excess * PIN_COUNTING_BIAS);
    const onTheirWay = time - this.#lastDrop[page]! < BESIDE_WINDOW ? this.#drops[page]! : 0;
    if (excess <= onTheirWay && this.#isOpen[page] === 0) {
      this.#beside(1);
      this.state(page, level, time, line, task);
    } else {
      this.#wait(page, excess - onTheirWay, { time, op: LEVEL, arg: level, real: ordinary, line, task });
    }
  }

  /** A large folio shows a count that leaves `ordinary` beside the pins held on it. Its pins add 1, so nothing tells a pin on its way. */
  showLarge(page: number, ordinary: number, time: number, line: number, task: number): void {
    if (ordinary < 0) this.beside++;
    this.state(page, Math.max(0, ordinary), time, line, task);
  }

  /** No more events come. */
  flush(): void {
    for (const page of [...this.#open.keys()]) this.#settle(page);
  }

  /** Pages that have waited for 100 ms wait no longer, also those that fell silent. */
  #settleUntil(time: number): void {
    this.#nextDue = Number.POSITIVE_INFINITY;
    for (const [page, { since }] of this.#open) {
      if (time - since < BESIDE_WINDOW) {
        this.#nextDue = since + BESIDE_WINDOW;
        break;
      }
      this.#settle(page);
    }
  }

  #wait(page: number, unexplained: number, event: Waiting): void {
    let episode = this.#open.get(page);
    if (episode === undefined) {
      episode = {
        since: event.time,
        unexplained,
        pins: 0,
        events: 0,
        stated: this.level[page]!,
        waiting: [],
      };
      this.#open.set(page, episode);
      this.#isOpen[page] = 1;
      if (this.#open.size === 1) this.#nextDue = event.time + BESIDE_WINDOW;
    }
    // Pins recorded since then are among those held, so what is too many now has to be explained beside them.
    episode.unexplained = Math.max(episode.unexplained, unexplained + episode.pins);
    episode.events++;
    episode.waiting.push(event);
    this.level[page] = event.arg;
  }

  /**
   * What waited is handed on: as accidents where the pins that followed explain the count, else as the count says. Where
   * the count went back, one pin is enough: now and then a recording lacks a pin that was taken and dropped at once (a1).
   */
  #settle(page: number, wentBack = false): void {
    const { unexplained, pins, events, stated, waiting } = this.#open.get(page)!;
    this.#open.delete(page);
    this.#isOpen[page] = 0;
    const isExplained = pins >= unexplained || (wentBack && pins > 0);
    if (isExplained) this.#beside(events);
    else this.#off(page, events);
    let level = stated;
    for (const { time, op, arg, real, line, task } of waiting) {
      if (op !== LEVEL) {
        this.#chunks.push(time, op, page, arg, line, task);
        if (op >= DROP && op < LEVEL) this.#onDrop(arg);
        continue;
      }
      const next = isExplained ? arg : real;
      if (next !== level) this.#chunks.push(time, LEVEL, page, next, line, task);
      level = next;
    }
    this.level[page] = level;
  }

  /** An ordinary count below 0: pins held that the count does not have, or has no more. */
  #tooLow(page: number, ordinary: number, time: number, line: number, task: number): void {
    const before = this.level[page]!;
    const excess = before < 0 ? 0 : wholePins(ordinary - before);
    const missing = excess < 0 ? -excess : Math.ceil(-ordinary / PIN_COUNTING_BIAS);
    this.state(page, Math.max(0, ordinary + missing * PIN_COUNTING_BIAS), time, line, task);
    if (this.#lowSince[page]! > time) this.#lowSince[page] = time;
    if (time - this.#lowSince[page]! < BESIDE_WINDOW) this.#beside(1);
    else this.#off(page, 1);
  }

  #beside(events: number): void {
    this.beside += events;
    this.#counters.beside += events;
  }

  #off(page: number, events: number): void {
    this.#counters[this.#underWay[page] === 0 ? 'missing' : 'before'] += events;
  }
}

/** The whole pins that a difference of counts comes to, give or take a few references of others; 0: it is no such difference. */
function wholePins(difference: number): number {
  const pins = Math.round(difference / PIN_COUNTING_BIAS);
  return Math.abs(difference - pins * PIN_COUNTING_BIAS) <= OTHERS ? pins : 0;
}
