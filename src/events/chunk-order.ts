import { ChunkBuilder, type ChunkSink, type EventChunk } from './chunk.ts';

interface Kept {
  readonly time: number;
  readonly op: number;
  readonly page: number;
  readonly arg: number;
  readonly line: number;
  readonly task: number;
}

/**
 * Puts resolved events of all pages in time order, for whoever needs more than the order of each page. They may be late by
 * less than `window` nanoseconds; of equal times the one that came first stays first.
 */
export class ChunkOrderer {
  readonly #window: number;
  readonly #out: ChunkBuilder;
  #kept: Kept[] = [];

  constructor(window: number, sink: ChunkSink) {
    this.#window = window;
    this.#out = new ChunkBuilder(sink);
  }

  push({ length, time, op, page, arg, line, task }: EventChunk): void {
    let last = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < length; i++) {
      last = Math.max(last, time[i]!);
      const kept = {
        time: time[i]!,
        op: op[i]!,
        page: page[i]!,
        arg: arg[i]!,
        line: line?.[i] ?? 0,
        task: task?.[i] ?? 0,
      };
      this.#kept.push(kept);
    }
    this.#emit(last - this.#window);
  }

  flush(): void {
    this.#emit(Number.POSITIVE_INFINITY);
    this.#out.flush();
  }

  #emit(until: number): void {
    this.#kept.sort((a, b) => a.time - b.time);
    let n = 0;
    for (; n < this.#kept.length && this.#kept[n]!.time <= until; n++) {
      const { time, op, page, arg, line, task } = this.#kept[n]!;
      this.#out.push(time, op, page, arg, line, task);
    }
    this.#kept = this.#kept.slice(n);
  }
}
