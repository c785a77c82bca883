import { ACQUIRED } from '../../layouts/domain.ts';
import { PROCESSES } from './kinds.ts';
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
} from './places.ts';

/**
 * What the loops of assembly/usual.ts add up and compare with, in one piece of memory; where each part starts: places.ts. The memory
 * may move (`attach`): nobody keeps a part for longer than a call.
 */
export class Sums {
  /** Arrivals by all their bands at once: class × 512 + pin's × 64 + direction's × 8 + term's. */
  together!: Float64Array;
  /** Without pins, and from 64 on with pins: by Math.clz32 of the ordinary count. */
  ordinaryTime!: Float64Array;
  /** One field for all pins: bands of any × 64 + write × 8 + long-term. */
  pinTime!: Float64Array;
  /** Fields read and write: read × 512 + write × 64 + long-term read × 8 + long-term write. */
  readWriteTime!: Float64Array;
  /** Fields long and short: long × 512 + short × 64 + long write × 8 + short write. */
  longShortTime!: Float64Array;
  /** [process × 34 + band]: what a hit must exceed to be kept, or equal at a time not after `worstTime`; or be not after `first`. */
  worst!: Float64Array;
  worstTime!: Float64Array;
  first!: Float64Array;
  /** [0]: weight gathered in these sums and those of unusual events. */
  gathered!: Float64Array;
  /** Most references of class c held at once on one page, in measured time. */
  classPeaks!: Float64Array;

  /** `all`: SUMS numbers, each 0. */
  constructor(all: Float64Array) {
    this.attach(all);
    this.worstTime.fill(Number.POSITIVE_INFINITY);
    this.first.fill(Number.POSITIVE_INFINITY);
    // What comes to band 0 is refused by no field: it is never a hit.
    for (let process = 0; process < PROCESSES.length; process++) {
      this.worst[process * SIDE] = Number.POSITIVE_INFINITY;
      this.first[process * SIDE] = Number.NEGATIVE_INFINITY;
    }
  }

  /** The same sums, in memory that has moved. */
  attach(all: Float64Array): void {
    const keepers = PROCESSES.length * SIDE;
    this.together = all.subarray(0, ORDINARY_TIME);
    this.ordinaryTime = all.subarray(ORDINARY_TIME, PIN_TIME);
    this.pinTime = all.subarray(PIN_TIME, READ_WRITE_TIME);
    this.readWriteTime = all.subarray(READ_WRITE_TIME, LONG_SHORT_TIME);
    this.longShortTime = all.subarray(LONG_SHORT_TIME, WORST);
    this.worst = all.subarray(WORST, WORST + keepers);
    this.worstTime = all.subarray(WORST_TIME, WORST_TIME + keepers);
    this.first = all.subarray(FIRST, FIRST + keepers);
    this.gathered = all.subarray(GATHERED, CLASS_PEAKS);
    this.classPeaks = all.subarray(CLASS_PEAKS, CLASS_PEAKS + ACQUIRED.length);
  }
}
