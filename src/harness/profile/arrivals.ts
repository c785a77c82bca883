import { ACQUIRED } from '../../layouts/domain.ts';
import { NO_BAND } from './bands.ts';
import {
  IS_LONG,
  IS_WRITE,
  LONG_PROCESS,
  PIN_PROCESS,
  PROCESSES,
  READ_PROCESS,
  SHORT_PROCESS,
  WRITE_PROCESS,
} from './kinds.ts';
import { SIDE } from './places.ts';

const CLASSES = ACQUIRED.length;

/** Arrivals in measured time, of each process and class, by the band that they were given. */
export class Arrivals {
  /** [(process × classes + class) × 34 + band] */
  readonly #counts = new Float64Array(PROCESSES.length * CLASSES * SIDE);

  of(process: number, acquired: number): Float64Array {
    const start = (process * CLASSES + acquired) * SIDE;
    return this.#counts.subarray(start, start + SIDE);
  }

  /** A pin of class `acquired`; `directionBand` NO_BAND: its direction is unknown. */
  add(acquired: number, pinBand: number, directionBand: number, termBand: number, count = 1): void {
    const counts = this.#counts;
    counts[(PIN_PROCESS * CLASSES + acquired) * SIDE + pinBand]! += count;
    if (directionBand !== NO_BAND) {
      const direction = IS_WRITE[acquired] ? WRITE_PROCESS : READ_PROCESS;
      counts[(direction * CLASSES + acquired) * SIDE + directionBand]! += count;
    }
    const term = IS_LONG[acquired] ? LONG_PROCESS : SHORT_PROCESS;
    counts[(term * CLASSES + acquired) * SIDE + termBand]! += count;
  }

  /** Arrivals of usual events, which `together` (sums.ts) has counted by all their bands at once. */
  spread(together: Float64Array): void {
    for (let acquired = 1; acquired <= 4; acquired++) {
      for (let at = 0; at < 512; at++) {
        const count = together[(acquired << 9) | at]!;
        if (count > 0) this.add(acquired, at >>> 6, (at >>> 3) & 7, at & 7, count);
      }
    }
    together.fill(0);
  }
}
