/**
 * Dense numbers for page keys, in order of first appearance: an open-addressing hash of doubles, because this look-up
 * happens once an event. Keys are finite doubles; 0 … 2^31 pages.
 */
export class PageIndex {
  #slots = new Int32Array(1 << 10).fill(-1);
  #mask = (1 << 10) - 1;
  #keys = new Float64Array(1 << 8);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  keyOf(index: number): number {
    return this.#keys[index]!;
  }

  /** The key's number; a new key gets the next one, `size` before the call. */
  intern(key: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    let at = hash(key) & mask;
    for (;;) {
      const index = slots[at]!;
      if (index < 0) break;
      if (this.#keys[index] === key) return index;
      at = (at + 1) & mask;
    }
    const index = this.#size++;
    if (index === this.#keys.length) {
      const grown = new Float64Array(index * 2);
      grown.set(this.#keys);
      this.#keys = grown;
    }
    this.#keys[index] = key;
    slots[at] = index;
    if (this.#size * 2 > mask) this.#rehash();
    return index;
  }

  #rehash(): void {
    const mask = this.#mask * 2 + 1;
    const slots = new Int32Array(mask + 1).fill(-1);
    for (let index = 0; index < this.#size; index++) {
      let at = hash(this.#keys[index]!) & mask;
      while (slots[at]! >= 0) at = (at + 1) & mask;
      slots[at] = index;
    }
    this.#slots = slots;
    this.#mask = mask;
  }
}

/** 32 mixed bits of a page key: keys are multiples of 64 or consecutive, both halves of the double count. */
export function hash(key: number): number {
  const high = Math.floor(key / 0x1_0000_0000);
  let h = (key - high * 0x1_0000_0000) | 0;
  h = Math.imul(h ^ (h >>> 16) ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
