/**
 * Sums of nanoseconds × pages, exact however long the recording: additions in a double, which is exact below 2^53,
 * carried into a bigint before that can be passed. One addition must be below 2^52 in magnitude (52 days).
 */
export class ExactSum {
  #part = 0;
  #whole = 0n;

  add(ns: number): void {
    this.#part += ns;
    if (this.#part >= CARRY || this.#part <= -CARRY) this.#carry();
  }

  get value(): bigint {
    this.#carry();
    return this.#whole;
  }

  #carry(): void {
    this.#whole += BigInt(this.#part);
    this.#part = 0;
  }
}

const CARRY = 2 ** 52;
/** The longest time, in ns, that a source may span: additions to an ExactSum stay exact. */
export const MAX_SPAN = 2 ** 52;
