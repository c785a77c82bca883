import { RAW_COLUMNS, type RawEvents, rawEvents } from './raw.ts';

/** Takes events `start` … `end` − 1 of a block, in time order. */
export type OrderedSink = (raw: RawEvents, refNames: readonly string[], start: number, end: number) => void;

/** Lines more out of order than the window: which, and by how much. */
export class OrderError extends Error {
  readonly line: number;

  constructor(line: number, by: number) {
    super(
      `${(by / 1e6).toFixed(1)} ms earlier than a line above it; up to 10 ms are put in order (per-CPU buffers), more is a recording that was mixed or spoilt`,
    );
    this.line = line;
  }
}

/**
 * Puts the events of successive blocks in time order. Events of the last `window` nanoseconds are held back until what
 * follows is known; of equal times the earlier line comes first. Blocks in order are handed on without a copy.
 */
export class Orderer {
  readonly #window: number;
  readonly #sink: OrderedSink;
  #max = Number.NEGATIVE_INFINITY;
  /** Held-back events, in order: the end of an earlier block. */
  #held: { raw: RawEvents; refNames: readonly string[]; start: number } | undefined;

  constructor(window: number, sink: OrderedSink) {
    this.#window = window;
    this.#sink = sink;
  }

  /**
   * `raw.line` counts from the recording's first line. `min`, `minLine`: the block's earliest event.
   * @throws OrderError where an event is `window` or more earlier than one before it
   */
  push(raw: RawEvents, refNames: readonly string[] = []): void {
    if (raw.length === 0) return;
    let isSorted = true;
    let max = this.#max;
    for (let i = 0; i < raw.length; i++) {
      const t = raw.time[i]!;
      if (t >= max) max = t;
      else {
        isSorted = false;
        if (max - t >= this.#window) throw new OrderError(raw.line[i]!, max - t);
      }
    }
    this.#max = max;
    let block = { raw, refNames };
    const held = this.#held;
    if (held !== undefined) {
      if (isSorted) this.#sink(held.raw, held.refNames, held.start, held.raw.length);
      else block = joined(held, block);
    }
    const events = block.raw;
    if (!isSorted) sort(events);
    let cut = events.length;
    const keepFrom = max - this.#window;
    while (cut > 0 && events.time[cut - 1]! > keepFrom) cut--;
    if (cut > 0) this.#sink(events, block.refNames, 0, cut);
    this.#held = cut < events.length ? { raw: events, refNames: block.refNames, start: cut } : undefined;
  }

  flush(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) this.#sink(held.raw, held.refNames, held.start, held.raw.length);
  }
}

function joined(
  held: { raw: RawEvents; refNames: readonly string[]; start: number },
  block: { raw: RawEvents; refNames: readonly string[] },
): { raw: RawEvents; refNames: readonly string[] } {
  const kept = held.raw.length - held.start;
  const raw = rawEvents(kept + block.raw.length);
  for (const column of RAW_COLUMNS) {
    raw[column].set(held.raw[column].subarray(held.start, held.raw.length), 0);
    raw[column].set(block.raw[column].subarray(0, block.raw.length), kept);
  }
  raw.length = kept + block.raw.length;
  raw.tasks = [...held.raw.tasks, ...block.raw.tasks];
  for (let i = kept; i < raw.length; i++) {
    raw.task[i] = raw.task[i]! + held.raw.tasks.length;
    raw.ref[i] = raw.ref[i]! + held.refNames.length;
  }
  return { raw, refNames: [...held.refNames, ...block.refNames] };
}

function sort(raw: RawEvents): void {
  const order = Uint32Array.from({ length: raw.length }, (_, i) => i);
  order.sort((a, b) => raw.time[a]! - raw.time[b]! || a - b);
  for (const column of RAW_COLUMNS) {
    const from = raw[column].slice(0, raw.length);
    for (let i = 0; i < raw.length; i++) raw[column][i] = from[order[i]!]!;
  }
}
