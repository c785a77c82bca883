import type { Random } from './random.ts';
import type { Phases } from './stream.ts';

/**
 * Phases that are on and off in turn, of exponentially distributed lengths, in their steady state from time 0 on. Phases
 * are drawn as far as somebody has looked ahead, and kept, so that whoever asks of the same time gets the same answer.
 */
export class PhaseClock {
  readonly #phases: Phases;
  readonly #random: Random;
  /** Start and end of each phase that is on, ascending. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** Times in any unit, the same for all. */
  constructor(phases: Phases, random: Random) {
    this.#phases = phases;
    this.#random = random;
    const isOn = random.unit() * (phases.on + phases.off) < phases.on;
    this.#add(isOn ? 0 : phases.off * random.exponential());
  }

  /** The moment at which `time` has passed since `after` in phases that are on; ∞ if that is beyond `end`. */
  later(after: number, time: number, end: number): number {
    let left = time;
    for (let i = this.#phaseAfter(after); ; i++) {
      if (i === this.#starts.length) this.#add(this.#ends[i - 1]! + this.#phases.off * this.#random.exponential());
      const start = Math.max(after, this.#starts[i]!);
      if (start > end) return Number.POSITIVE_INFINITY;
      if (start + left <= this.#ends[i]!) return start + left;
      left -= this.#ends[i]! - start;
    }
  }

  #add(start: number): void {
    this.#starts.push(start);
    this.#ends.push(start + this.#phases.on * this.#random.exponential());
  }

  /** The first phase that ends after a moment; one beyond the last if there is none yet. */
  #phaseAfter(moment: number): number {
    let low = 0;
    let high = this.#ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ends[middle]! > moment) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
