/**
 * xoshiro128** (Blackman and Vigna 2018): 128 bits of state, period 2^128 − 1, 32 bits a step in plain integer
 * arithmetic. The same numbers on every machine, for the same seed.
 */
export class Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 1;

  /** Starts the stream that belongs to these numbers; each is taken as a whole number below 2^53. */
  constructor(...key: readonly number[]) {
    this.restart(...key);
  }

  restart(...key: readonly number[]): void {
    this.#a = hash(key, 0x9e3779b9);
    this.#b = hash(key, 0x243f6a88);
    this.#c = hash(key, 0xb7e15162);
    // The one state that xoshiro never leaves is all zeros.
    this.#d = hash(key, 0x452821e6) | 1;
  }

  /** 0 … 2^32 − 1, all alike. */
  uint32(): number {
    const b = this.#b;
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const c = this.#c ^ this.#a;
    const d = this.#d ^ b;
    this.#b = b ^ c;
    this.#a ^= d;
    this.#c = c ^ (b << 9);
    this.#d = (d << 11) | (d >>> 21);
    return result >>> 0;
  }

  /** 0 … below 1, in steps of 2^−53. */
  unit(): number {
    const high = this.uint32() >>> 5;
    return (high * 2 ** 26 + (this.uint32() >>> 6)) * 2 ** -53;
  }

  /** Exponentially distributed with mean 1. */
  exponential(): number {
    return -Math.log(1 - this.unit());
  }

  /** Normally distributed with mean 0 and standard deviation 1 (Box and Muller 1958). */
  normal(): number {
    return Math.sqrt(2 * this.exponential()) * Math.cos(2 * Math.PI * this.unit());
  }
}

/** 32 bits of a key, by the mixing steps of MurmurHash3 (Appleby); different for each `start`. */
function hash(key: readonly number[], start: number): number {
  let h = start | 0;
  for (const value of key) {
    h = mixed(h, value | 0);
    h = mixed(h, Math.floor(value / 2 ** 32) | 0);
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function mixed(h: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const mixed = h ^ k;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}
