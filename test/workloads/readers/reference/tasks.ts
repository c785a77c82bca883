import { SPACE, textOf } from './bytes.ts';

/** The tasks of one block. A name is its bytes from the first character to before `[cpu]`, blanks dropped. */
export class TaskNames {
  readonly #byHash = new Map<number, number[]>();
  #names: Uint8Array[] = [];
  /** The names, in the order in which they were met. */
  text: string[] = [];

  clear(): void {
    this.#byHash.clear();
    this.#names = [];
    this.text = [];
  }

  /** Number of the task whose name stands before `end`. */
  numberOf(bytes: Uint8Array, start: number, end: number): number {
    let stop = Math.max(start, end);
    while (stop > start && bytes[stop - 1] === SPACE) stop--;
    if (bytes[stop - 1] === 41) {
      // a thread group in parentheses: `fio-209  (  209) [000]`
      while (stop > start && bytes[stop - 1] !== 40) stop--;
      if (stop > start) stop--;
      while (stop > start && bytes[stop - 1] === SPACE) stop--;
    }
    let h = 0;
    for (let i = start; i < stop; i++) h = (Math.imul(h, 31) + bytes[i]!) | 0;
    let candidates = this.#byHash.get(h);
    if (candidates === undefined) this.#byHash.set(h, (candidates = []));
    const length = stop - start;
    next: for (const candidate of candidates) {
      const name = this.#names[candidate]!;
      if (name.length !== length) continue;
      for (let i = 0; i < length; i++) if (name[i] !== bytes[start + i]) continue next;
      return candidate;
    }
    const index = this.#names.length;
    this.#names.push(bytes.slice(start, stop));
    this.text.push(textOf(bytes, start, stop));
    candidates.push(index);
    return index;
  }
}
