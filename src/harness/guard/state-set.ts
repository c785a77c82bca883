/** Bytes that one state costs: its key, its parent, and two slots of the table, which is at most half full. */
export const BYTES_PER_STATE = 8 + 4 + 2 * 4;

/** A state is new, was there already, or has no room any more. */
export const SEEN = -1;
export const FULL = -2;

/**
 * States that were reached, in the order in which they were, each with the state from which it was first reached. A state
 * is a whole number below 2^53.
 */
export class StateSet {
  readonly #most: number;
  #keys: Float64Array;
  #parents: Int32Array;
  #table: Int32Array;
  #size = 0;

  /** @param most states to hold at the most; memory grows with what is held, up to BYTES_PER_STATE × the next power of two. */
  constructor(most: number) {
    this.#most = most;
    this.#keys = new Float64Array(1024);
    this.#parents = new Int32Array(1024);
    this.#table = new Int32Array(2048).fill(-1);
  }

  get size(): number {
    return this.#size;
  }

  key(index: number): number {
    return this.#keys[index]!;
  }

  /** Index of the state from which this one was first reached; −1 of one at the start. */
  parent(index: number): number {
    return this.#parents[index]!;
  }

  /** The index of a new state, SEEN or FULL. */
  add(key: number, parent: number): number {
    let slot = this.#slotOf(key);
    for (let at = this.#table[slot]!; at >= 0; at = this.#table[slot]!) {
      if (this.#keys[at] === key) return SEEN;
      slot = (slot + 1) & (this.#table.length - 1);
    }
    if (this.#size >= this.#most) return FULL;
    const index = this.#size++;
    this.#table[slot] = index;
    this.#keys[index] = key;
    this.#parents[index] = parent;
    if (this.#size === this.#keys.length) this.#grow();
    return index;
  }

  #slotOf(key: number): number {
    const low = key >>> 0;
    const high = Math.floor(key / 2 ** 32);
    let mixed = Math.imul(low ^ Math.imul(high + 1, 0x9e3779b1), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) & (this.#table.length - 1);
  }

  #grow(): void {
    const keys = new Float64Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    const parents = new Int32Array(this.#parents.length * 2);
    parents.set(this.#parents);
    this.#parents = parents;
    this.#table = new Int32Array(keys.length * 2).fill(-1);
    for (let index = 0; index < this.#size; index++) {
      let slot = this.#slotOf(keys[index]!);
      while (this.#table[slot]! >= 0) slot = (slot + 1) & (this.#table.length - 1);
      this.#table[slot] = index;
    }
  }
}
