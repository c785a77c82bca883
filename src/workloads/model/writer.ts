import { CHUNK_EVENTS, type EventChunk } from '../../events/chunk.ts';
import type { PageRange } from './range.ts';

/** Fills the columns of a chunk with the events of some pages; those of other pages are left out. */
export class Writer {
  readonly #from: number;
  readonly #to: number;
  #length = 0;
  readonly #time = new Float64Array(CHUNK_EVENTS);
  readonly #op = new Uint8Array(CHUNK_EVENTS);
  readonly #page = new Uint32Array(CHUNK_EVENTS);
  readonly #arg = new Uint32Array(CHUNK_EVENTS);

  constructor({ from, to }: PageRange) {
    this.#from = from;
    this.#to = to;
  }

  get isFull(): boolean {
    return this.#length === CHUNK_EVENTS;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** The chunk must not be full. */
  push(time: number, op: number, page: number, arg: number): void {
    if (page < this.#from || page >= this.#to) return;
    const i = this.#length++;
    this.#time[i] = time;
    this.#op[i] = op;
    this.#page[i] = page;
    this.#arg[i] = arg;
  }

  /** The events so far; the columns are used again by the next. */
  take(): EventChunk {
    const length = this.#length;
    this.#length = 0;
    return { length, time: this.#time, op: this.#op, page: this.#page, arg: this.#arg };
  }
}
