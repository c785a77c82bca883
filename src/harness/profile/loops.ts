import type { EventChunk } from '../../events/chunk.ts';
import { codeOf, pagesOf, unlessWithoutMemory } from '../../wasm-module.ts';
import { BAND_OF_BIT, packedCount } from './bands.ts';
import { ARG_AT, BAND_OF_BIT_AT, BANDS_AT, COUNT_AT, OP_AT, PAGE_AT, SEGMENT, SUMS, TIME_AT } from './places.ts';
import { CODE } from './usual.wasm.ts';

/** Memory of WebAssembly can be no larger. */
const MOST_BYTES = 2 ** 32;

const code = codeOf(CODE);

/** Told of an event that is to be noted, by its place in the segment that a loop was given. */
export type Noted = (at: number, acquired: number, pinBand: number, directionBand: number, termBand: number) => void;

interface Exports {
  usualRefusals(pages: number, start: number, end: number): number;
  usualEverything(pages: number, start: number, end: number): number;
  useHandles(count: number): void;
}

/** The columns of a segment: a loop sees no more than these. */
interface Columns {
  readonly time: Float64Array;
  readonly page: Uint32Array;
  readonly arg: Uint32Array;
  readonly op: Uint8Array;
}

/**
 * The loops of assembly/usual.ts, and the memory that they share with the engine: sums, tables, the columns of a segment,
 * the bands of each handle, and the pages behind them (places.ts). It grows as memory of WebAssembly does, in place; then
 * all views of it are void, and `buffer` is another.
 */
export class Loops {
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Exports;
  readonly #everything: boolean;
  #handles = 0;
  #pagesAt = BANDS_AT;
  #columns: Columns;

  /** @throws RangeError where there is not so much memory */
  constructor(everything: boolean, mostBytes: number, noted: Noted) {
    this.#everything = everything;
    this.#memory = new WebAssembly.Memory({ initial: pagesOf(BANDS_AT), maximum: pagesOf(mostBytes) });
    const instance = new WebAssembly.Instance(code(), {
      env: { memory: this.#memory },
      usual: { seen: noted },
    });
    this.#exports = instance.exports as unknown as Exports;
    const { buffer } = this.#memory;
    new Uint8Array(buffer, BAND_OF_BIT_AT, 33).set([...BAND_OF_BIT, 7]);
    new Uint8Array(buffer, COUNT_AT, 1024).set(Array.from({ length: 1024 }, (_, x) => packedCount(x)));
    this.#columns = columnsIn(buffer);
  }

  /** The loops, or undefined where there is no memory for them, or no WebAssembly. */
  static start(everything: boolean, noted: Noted, mostBytes = MOST_BYTES): Loops | undefined {
    return unlessWithoutMemory(() => new Loops(everything, mostBytes, noted));
  }

  get buffer(): ArrayBuffer {
    return this.#memory.buffer as ArrayBuffer;
  }

  get sums(): Float64Array {
    return new Float64Array(this.buffer, 0, SUMS);
  }

  get bands(): Int32Array {
    return new Int32Array(this.buffer, BANDS_AT, this.#handles);
  }

  /** Where the pages' state starts, in bytes: lines of the processor's cache. */
  get pagesAt(): number {
    return this.#pagesAt;
  }

  /**
   * Room for so many handles (a power of two, never fewer) and bytes of pages; `used`: bytes of pages that are in use.
   * @throws RangeError where memory of WebAssembly cannot be so large: nothing has changed then
   */
  makeRoom(handles: number, used: number, pageBytes: number): void {
    const at = BANDS_AT + 4 * handles;
    const wanted = pagesOf(at + pageBytes) - pagesOf(this.buffer.byteLength);
    if (wanted > 0) this.#memory.grow(wanted);
    if (at > this.#pagesAt) {
      const bytes = new Uint8Array(this.buffer);
      bytes.copyWithin(at, this.#pagesAt, this.#pagesAt + used);
      bytes.fill(0, this.#pagesAt, at);
    }
    this.#pagesAt = at;
    this.#handles = handles;
    this.#exports.useHandles(handles);
    this.#columns = columnsIn(this.buffer);
  }

  /** Takes events into the columns, as many as have room; returns how many. */
  load({ time, op, page, arg, length }: EventChunk, from: number): number {
    const count = Math.min(SEGMENT, length - from);
    const columns = this.#columns;
    columns.time.set(time.subarray(from, from + count));
    columns.op.set(op.subarray(from, from + count));
    columns.page.set(page.subarray(from, from + count));
    columns.arg.set(arg.subarray(from, from + count));
    return count;
  }

  /** Works out the loaded events from `start` on that are usual; returns the place of the first that is not, or `end`. */
  run(start: number, end: number): number {
    const exports = this.#exports;
    return this.#everything
      ? exports.usualEverything(this.#pagesAt, start, end)
      : exports.usualRefusals(this.#pagesAt, start, end);
  }
}

const columnsIn = (buffer: ArrayBufferLike): Columns => ({
  time: new Float64Array(buffer, TIME_AT, SEGMENT),
  page: new Uint32Array(buffer, PAGE_AT, SEGMENT),
  arg: new Uint32Array(buffer, ARG_AT, SEGMENT),
  op: new Uint8Array(buffer, OP_AT, SEGMENT),
});
