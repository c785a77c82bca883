import { limitOf, saturationValue } from '../layouts/limits.ts';
import type { BiasLayout, Field, Layout, SplitLayout } from '../layouts/types.ts';

/**
 * The words of all pages under one layout, in the arithmetic of the machine: unsigned, modulo 2^32 or 2^64, carry and
 * borrow included. Replay is written on these operations.
 */
export interface Words {
  grow(pages: number): void;
  /** Value of field f (of a bias: the whole word), as a number; above 2^53 rounded. */
  read(page: number, f: number): number;
  /** Adds n of field f's units (of a bias: of term f's; f = −1: ordinary) to the whole word. */
  add(page: number, f: number, n: number): void;
  /** How many more field f may count up to its limit; negative above it. Exact where it is below 2^53. */
  room(page: number, f: number): number;
  /** Adds n to field f modulo its range, and to nothing else. */
  wrap(page: number, f: number, n: number): void;
  /** Sets field f, and nothing else. */
  write(page: number, f: number, value: number): void;
  /** Sets field f to where saturation puts it, and nothing else. */
  saturate(page: number, f: number): void;
  /** The word as a signed integer is ≤ 0. */
  notPositive(page: number): boolean;
  /** Bias: the kind of term t reads as present: word mod the next larger bias ≥ its bias, unsigned. */
  atLeast(page: number, t: number): boolean;
}

export function wordsOf(layout: Layout): Words {
  return layout.word === 32 ? new Words32(layout) : new Words64(layout);
}

const fieldsOf = (layout: Layout): readonly Field[] =>
  layout.family === 'split' ? (layout as SplitLayout).fields : [];
const termsOf = (layout: Layout): BiasLayout['terms'] => (layout.family === 'bias' ? (layout as BiasLayout).terms : []);

class Words32 implements Words {
  #words = new Uint32Array(0);
  readonly #offset: Uint8Array;
  readonly #mask: Uint32Array;
  readonly #limit: Float64Array;
  readonly #saturated: Uint32Array;
  readonly #bias: Float64Array;
  readonly #isBias: boolean;

  constructor(layout: Layout) {
    this.#isBias = layout.family === 'bias';
    this.#offset = Uint8Array.from(fieldsOf(layout), (f) => f.offset);
    this.#mask = Uint32Array.from(fieldsOf(layout), (f) => 2 ** f.bits - 1);
    this.#limit = Float64Array.from(fieldsOf(layout), (f) => Number(limitOf(f)));
    this.#saturated = Uint32Array.from(fieldsOf(layout), (f) => Number(saturationValue(f)));
    this.#bias = Float64Array.from(termsOf(layout), (t) => t.bias);
  }

  grow(pages: number): void {
    const words = new Uint32Array(pages);
    words.set(this.#words);
    this.#words = words;
  }

  read(page: number, f: number): number {
    if (this.#isBias) return this.#words[page]!;
    return ((this.#words[page]! >>> this.#offset[f]!) & this.#mask[f]!) >>> 0;
  }

  add(page: number, f: number, n: number): void {
    const by = !this.#isBias ? (n | 0) << this.#offset[f]! : f < 0 ? n : Math.imul(n, this.#bias[f]!);
    this.#words[page] = this.#words[page]! + by; // stored modulo 2^32
  }

  room(page: number, f: number): number {
    return this.#limit[f]! - this.read(page, f);
  }

  wrap(page: number, f: number, n: number): void {
    this.write(page, f, this.read(page, f) + n);
  }

  write(page: number, f: number, value: number): void {
    const offset = this.#offset[f]!;
    const mask = this.#mask[f]!;
    // `&` takes the value modulo 2^32, negative ones too.
    this.#words[page] = (this.#words[page]! & ~(mask << offset)) | ((value & mask) << offset);
  }

  saturate(page: number, f: number): void {
    this.write(page, f, this.#saturated[f]!);
  }

  notPositive(page: number): boolean {
    return (this.#words[page]! | 0) <= 0;
  }

  atLeast(page: number, t: number): boolean {
    const word = this.#words[page]!;
    const next = this.#bias[t + 1];
    return (next === undefined ? word : word % next) >= this.#bias[t]!;
  }
}

class Words64 implements Words {
  #words = new BigUint64Array(0);
  readonly #offset: readonly bigint[];
  readonly #mask: readonly bigint[];
  readonly #limit: readonly bigint[];
  readonly #saturated: readonly bigint[];
  readonly #bias: readonly bigint[];
  readonly #isBias: boolean;

  constructor(layout: Layout) {
    this.#isBias = layout.family === 'bias';
    this.#offset = fieldsOf(layout).map((f) => BigInt(f.offset));
    this.#mask = fieldsOf(layout).map((f) => (1n << BigInt(f.bits)) - 1n);
    this.#limit = fieldsOf(layout).map(limitOf);
    this.#saturated = fieldsOf(layout).map(saturationValue);
    this.#bias = termsOf(layout).map((t) => BigInt(t.bias));
  }

  grow(pages: number): void {
    const words = new BigUint64Array(pages);
    words.set(this.#words);
    this.#words = words;
  }

  read(page: number, f: number): number {
    if (this.#isBias) return Number(this.#words[page]!);
    return Number(this.#exact(page, f));
  }

  add(page: number, f: number, n: number): void {
    const unit = !this.#isBias ? 1n << this.#offset[f]! : f < 0 ? 1n : this.#bias[f]!;
    this.#words[page] = this.#words[page]! + BigInt(n) * unit; // stored modulo 2^64
  }

  room(page: number, f: number): number {
    return Number(this.#limit[f]! - this.#exact(page, f));
  }

  wrap(page: number, f: number, n: number): void {
    this.#set(page, f, this.#exact(page, f) + BigInt(n));
  }

  write(page: number, f: number, value: number): void {
    this.#set(page, f, BigInt(value));
  }

  saturate(page: number, f: number): void {
    this.#set(page, f, this.#saturated[f]!);
  }

  #exact(page: number, f: number): bigint {
    return (this.#words[page]! >> this.#offset[f]!) & this.#mask[f]!;
  }

  #set(page: number, f: number, value: bigint): void {
    const offset = this.#offset[f]!;
    const mask = this.#mask[f]!;
    this.#words[page] = (this.#words[page]! & ~(mask << offset)) | ((value & mask) << offset);
  }

  notPositive(page: number): boolean {
    const word = this.#words[page]!;
    return word === 0n || word >= 1n << 63n;
  }

  atLeast(page: number, t: number): boolean {
    const word = this.#words[page]!;
    const next = this.#bias[t + 1];
    return (next === undefined ? word : word % next) >= this.#bias[t]!;
  }
}
