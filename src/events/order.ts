import { FLAG_REF, RAW_COLUMNS, type RawEvents, rawEvents } from './raw.ts';

/** Takes events `start` … `end` − 1 of a block, in time order. */
export type OrderedSink = (raw: RawEvents, refNames: readonly string[], start: number, end: number) => void;

/** Lines more out of order than the window, or than as many events as are held: which, and by how much. */
export class OrderError extends Error {
  readonly line: number;

  constructor(line: number, by: number) {
    super(
      `${(by / 1e6).toFixed(1)} ms earlier than a line above it; up to 10 ms are put in order (per-CPU buffers), and within them behind up to half a million events; more is a recording that was mixed or spoilt`,
    );
    this.line = line;
  }
}

/** Events held back at most (of one shard); beyond, the earlier half is handed on before the window has passed. */
const MOST_HELD = 2 ** 20;
/** So many events above one may be later than it: as many are held back of any shard, whatever pages it has. */
export const MOST_BEHIND = MOST_HELD / 2;

/** Events of a block from `start` on; those before it are handed on already. */
interface Held {
  raw: RawEvents;
  refNames: readonly string[];
  start: number;
}

/**
 * Puts the events of successive blocks in time order. Events of the last `window` nanoseconds are held back until what
 * follows is known, at most `mostHeld` of them; of equal times the earlier line comes first. Blocks in order are handed
 * on without a copy.
 */
export class Orderer {
  readonly #window: number;
  readonly #sink: OrderedSink;
  readonly #mostHeld: number;
  /** Latest time seen, and of the last event handed on. */
  #max = Number.NEGATIVE_INFINITY;
  #handed = Number.NEGATIVE_INFINITY;
  /** Held-back events: blocks that follow each other in time order, and how many events they are. */
  #held: Held[] = [];
  #count = 0;

  constructor(window: number, sink: OrderedSink, mostHeld = MOST_HELD) {
    this.#window = window;
    this.#sink = sink;
    this.#mostHeld = mostHeld;
  }

  /**
   * `raw.line` counts from the recording's first line.
   * @throws OrderError where an event is `window` or more earlier than one before it, or earlier than one handed on
   */
  push(raw: RawEvents, refNames: readonly string[] = []): void {
    if (raw.length === 0) return;
    const { isSorted, min, max } = this.#timesOf(raw);
    this.#max = max;
    this.#count += raw.length;
    const block = { raw, refNames, start: 0 };
    if (isSorted) this.#held.push(block);
    else {
      sort(raw);
      let first = this.#held.length;
      while (first > 0 && lastTime(this.#held[first - 1]!) > min) first--;
      const late = this.#held.splice(first);
      this.#held.push(late.length > 0 ? merged(late, block) : block);
    }
    this.#handOn(max - this.#window, this.#count > this.#mostHeld ? this.#count - this.#mostHeld / 2 : 0);
  }

  /** The latest time so far, and the earliest that is late. By itself: V8 leaves compiled code at a loop's end that it has never seen. */
  #timesOf(raw: RawEvents): { isSorted: boolean; min: number; max: number } {
    const { time, length } = raw;
    let max = this.#max;
    let min = Number.POSITIVE_INFINITY;
    for (let i = 0; i < length; i++) {
      const t = time[i]!;
      if (t >= max) max = t;
      else {
        min = Math.min(min, t);
        if (max - t >= this.#window || t < this.#handed) throw new OrderError(raw.line[i]!, max - t);
      }
    }
    return { isSorted: min === Number.POSITIVE_INFINITY, min, max };
  }

  flush(): void {
    this.#handOn(Number.POSITIVE_INFINITY, 0);
  }

  /** Hands on the events up to the time `upTo`, and at least `atLeast` of them. */
  #handOn(upTo: number, atLeast: number): void {
    let left = atLeast;
    while (this.#held.length > 0) {
      const held = this.#held[0]!;
      const { raw, refNames, start } = held;
      let end = raw.length;
      while (end > start && raw.time[end - 1]! > upTo) end--;
      end = Math.max(end, Math.min(raw.length, start + left));
      if (end === start) return;
      this.#sink(raw, refNames, start, end);
      this.#handed = raw.time[end - 1]!;
      this.#count -= end - start;
      left -= end - start;
      if (end < raw.length) {
        held.start = end;
        return;
      }
      this.#held.shift();
    }
  }
}

const lastTime = ({ raw }: Held): number => raw.time[raw.length - 1]!;

/** One block of several, each of them and all but the last of them together in order; the last is merged in. */
function merged(held: readonly Held[], block: Held): Held {
  const all = joined([...held, block]);
  const { raw } = all;
  const { length } = raw;
  const middle = length - block.raw.length;
  const order = new Uint32Array(length);
  let a = 0;
  let b = middle;
  for (let i = 0; i < length; i++) {
    const fromBlock = a === middle || (b < length && raw.time[b]! < raw.time[a]!);
    order[i] = fromBlock ? b++ : a++;
  }
  arrange(raw, order);
  return all;
}

/** Tasks and names of references that no event from `start` on has are left out: blocks can be joined again and again. */
function joined(parts: readonly Held[]): Held {
  const raw = rawEvents(parts.reduce((sum, part) => sum + part.raw.length - part.start, 0));
  const refNames: string[] = [];
  for (const { raw: from, refNames: names, start } of parts) {
    const to = raw.length;
    for (const column of RAW_COLUMNS) raw[column].set(from[column].subarray(start, from.length), to);
    raw.length += from.length - start;
    const tasks = new Map<number, number>();
    for (let i = to; i < raw.length; i++) {
      const task = raw.task[i]!;
      let now = tasks.get(task);
      if (now === undefined) {
        now = raw.tasks.push(from.tasks[task]!) - 1;
        tasks.set(task, now);
      }
      raw.task[i] = now;
      if ((raw.flags[i]! & FLAG_REF) !== 0) raw.ref[i] = refNames.push(names[raw.ref[i]!]!) - 1;
    }
  }
  return { raw, refNames, start: 0 };
}

function sort(raw: RawEvents): void {
  const order = Uint32Array.from({ length: raw.length }, (_, i) => i);
  order.sort((a, b) => raw.time[a]! - raw.time[b]! || a - b);
  arrange(raw, order);
}

function arrange(raw: RawEvents, order: Uint32Array): void {
  for (const column of RAW_COLUMNS) {
    const from = raw[column].slice(0, raw.length);
    for (let i = 0; i < raw.length; i++) raw[column][i] = from[order[i]!]!;
  }
}
