import { CHUNK_EVENTS, type EventChunk } from '../../events/chunk.ts';
import type { PageRange } from './range.ts';

/** Fills the columns of a chunk with the events of some pages; those of other pages are left out. */
export class Writer {
  readonly #from: number;
  readonly #to: number;
  #length = 0;
  #capacity = 2 * CHUNK_EVENTS;
  #time = new Float64Array(this.#capacity);
  #op = new Uint8Array(this.#capacity);
  #page = new Uint32Array(this.#capacity);
  #arg = new Uint32Array(this.#capacity);

  constructor({ from, to }: PageRange) {
    this.#from = from;
    this.#to = to;
  }

  /** It has as many events as a chunk, or more: it should be taken soon. */
  get isFull(): boolean {
    return this.#length >= CHUNK_EVENTS;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  push(time: number, op: number, page: number, arg: number): void {
    if (page < this.#from || page >= this.#to) return;
    if (this.#length === this.#capacity) this.#grow();
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

  /** A call may take more references at once than a chunk holds. */
  #grow(): void {
    this.#capacity *= 2;
    const grown = <T extends Float64Array | Uint32Array | Uint8Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.#time = grown(new Float64Array(this.#capacity), this.#time);
    this.#op = grown(new Uint8Array(this.#capacity), this.#op);
    this.#page = grown(new Uint32Array(this.#capacity), this.#page);
    this.#arg = grown(new Uint32Array(this.#capacity), this.#arg);
  }
}
