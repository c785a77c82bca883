import { ACQUIRED } from '../../layouts/domain.ts';
import {
  CLASS_PEAKS,
  FIRST,
  GATHERED,
  LONG_SHORT_TIME,
  ORDINARY_TIME,
  PIN_TIME,
  READ_WRITE_TIME,
  SIDE,
  WORST,
  WORST_TIME,
} from './starts.ts';
import { PROCESSES } from './state.ts';

/**
 * What the loops of usual.ts add up and compare with, in one piece of memory: an array that a loop reads costs it a few
 * instructions each time round, so all share one. Where each part starts: starts.ts.
 */
export interface Sums {
  readonly all: Float64Array;
  /** Arrivals by all their bands at once: class × 512 + pin's × 64 + direction's × 8 + term's. */
  readonly together: Float64Array;
  /** Without pins, and from 64 on with pins: by Math.clz32 of the ordinary count. */
  readonly ordinaryTime: Float64Array;
  /** One field for all pins: bands of any × 64 + write × 8 + long-term. */
  readonly pinTime: Float64Array;
  /** Fields read and write: read × 512 + write × 64 + long-term read × 8 + long-term write. */
  readonly readWriteTime: Float64Array;
  /** Fields long and short: long × 512 + short × 64 + long write × 8 + short write. */
  readonly longShortTime: Float64Array;
  /** [process × 34 + band]: what a hit must exceed to be kept, or equal at a time not after `worstTime`; or be not after `first`. */
  readonly worst: Float64Array;
  readonly worstTime: Float64Array;
  readonly first: Float64Array;
  /** [0]: weight gathered in these sums and those of unusual events. */
  readonly gathered: Float64Array;
  /** Most references of class c held at once on one page, in measured time. */
  readonly classPeaks: Float64Array;
}

export function noSums(): Sums {
  const all = new Float64Array(CLASS_PEAKS + ACQUIRED.length);
  const keepers = PROCESSES.length * SIDE;
  const sums = {
    all,
    together: all.subarray(0, ORDINARY_TIME),
    ordinaryTime: all.subarray(ORDINARY_TIME, PIN_TIME),
    pinTime: all.subarray(PIN_TIME, READ_WRITE_TIME),
    readWriteTime: all.subarray(READ_WRITE_TIME, LONG_SHORT_TIME),
    longShortTime: all.subarray(LONG_SHORT_TIME, WORST),
    worst: all.subarray(WORST, WORST + keepers),
    worstTime: all.subarray(WORST_TIME, WORST_TIME + keepers),
    first: all.subarray(FIRST, FIRST + keepers),
    gathered: all.subarray(GATHERED, CLASS_PEAKS),
    classPeaks: all.subarray(CLASS_PEAKS),
  };
  sums.worstTime.fill(Number.POSITIVE_INFINITY);
  sums.first.fill(Number.POSITIVE_INFINITY);
  // What comes to band 0 is refused by no field: it is never a hit.
  for (let process = 0; process < PROCESSES.length; process++) {
    sums.worst[process * SIDE] = Number.POSITIVE_INFINITY;
    sums.first[process * SIDE] = Number.NEGATIVE_INFINITY;
  }
  return sums;
}
