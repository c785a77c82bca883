import type { EventChunk } from '../../events/chunk.ts';
import { HitKeeper } from '../hits.ts';
import { NO_BAND } from './bands.ts';
import {
  IS_LONG,
  IS_READ,
  LONG_PROCESS,
  PIN_PROCESS,
  PROCESSES,
  READ_PROCESS,
  SHORT_PROCESS,
  WRITE_PROCESS,
} from './kinds.ts';
import type { PageMemory } from './memory.ts';
import { SIDE } from './places.ts';
import * as S from './state.ts';
import type { Sums } from './sums.ts';

/** Peaks, and who hit a limit: what an arrival is noted for. */
export class Seen {
  readonly #memory: PageMemory;
  readonly #sums: Sums;
  readonly #hits = Array.from({ length: PROCESSES.length * SIDE }, () => new HitKeeper());
  /** Most pins held at once on one page, warm-up included. */
  topPins = 0;

  constructor(memory: PageMemory, sums: Sums) {
    this.#memory = memory;
    this.#sums = sums;
  }

  hits(process: number): readonly HitKeeper[] {
    return this.#hits.slice(process * SIDE, (process + 1) * SIDE);
  }

  peak(page: number, process: number): number {
    return this.#memory.cold[page * S.COLD_STRIDE + S.PEAK + process]!;
  }

  /** What event i, a pin of class `acquired` that has just been given its bands, is in measured time. */
  arrival(
    chunk: EventChunk,
    i: number,
    acquired: number,
    pinBand: number,
    directionBand: number,
    termBand: number,
  ): void {
    const memory = this.#memory;
    const page = chunk.page[i]!;
    const base = page * S.STRIDE;
    const isRead = IS_READ[acquired]!;
    const isLong = IS_LONG[acquired]!;
    const pins = memory.held(page, base, S.X_PIN);
    if (pins > this.topPins) this.topPins = pins;
    this.#seePeak(page, base, PIN_PROCESS, pins);
    if (pinBand > 0) this.#seeHit(chunk, i, PIN_PROCESS, pinBand, pins);
    const ofTerm = memory.held(page, base, isLong ? S.X_LONG : S.X_SHORT);
    this.#seePeak(page, base, isLong ? LONG_PROCESS : SHORT_PROCESS, ofTerm);
    if (termBand > 0) this.#seeHit(chunk, i, isLong ? LONG_PROCESS : SHORT_PROCESS, termBand, ofTerm);
    if (directionBand === NO_BAND) return;
    const word = isRead ? S.X_READ : S.X_WRITE;
    const direction = isRead ? READ_PROCESS : WRITE_PROCESS;
    const ofDirection = memory.held(page, base, word);
    this.#seePeak(page, base, direction, ofDirection);
    if (directionBand > 0) this.#seeHit(chunk, i, direction, directionBand, ofDirection);
    const { classPeaks } = this.#sums;
    if (ofDirection <= classPeaks[acquired]!) return;
    const long = memory.held(page, base, word + 1);
    const ofClass = isLong ? long : ofDirection - long;
    if (ofClass > classPeaks[acquired]!) classPeaks[acquired] = ofClass;
  }

  /** The page's first measured moment: what it holds is what peaks start from. */
  enter(page: number, base: number): void {
    const memory = this.#memory;
    memory.cold[page * S.COLD_STRIDE + S.ORDINARY_PEAK] = memory.state[base]! >>> 0;
    if (memory.held(page, base, S.X_PIN) === 0) return;
    [S.X_PIN, S.X_READ, S.X_WRITE, S.X_LONG, S.X_SHORT].forEach((word, process) => {
      this.#seePeak(page, base, process, memory.held(page, base, word));
    });
    const [readLong, writeLong] = [memory.held(page, base, S.X_READ_LONG), memory.held(page, base, S.X_WRITE_LONG)];
    const kinds = [
      memory.held(page, base, S.X_READ) - readLong,
      readLong,
      memory.held(page, base, S.X_WRITE) - writeLong,
      writeLong,
    ];
    const { classPeaks } = this.#sums;
    kinds.forEach((held, k) => {
      classPeaks[k + 1] = Math.max(classPeaks[k + 1]!, held);
    });
  }

  /** The 6 bits beside the bands spare the look at the page's other line, as long as the peak is below 63. */
  #seePeak(page: number, base: number, process: number, held: number): void {
    const { state, cold } = this.#memory;
    const peaks = state[base + S.PEAKS]!;
    const shift = 6 * process;
    const known = (peaks >>> shift) & 63;
    if (held <= known && held < 63) return;
    const at = page * S.COLD_STRIDE + S.PEAK + process;
    if (held <= cold[at]!) return;
    cold[at] = held;
    state[base + S.PEAKS] = (peaks & ~(63 << shift)) | ((held < 63 ? held : 63) << shift);
  }

  #seeHit(chunk: EventChunk, i: number, process: number, band: number, wanted: number): void {
    const at = process * SIDE + band;
    const { worst, worstTime, first } = this.#sums;
    const t = chunk.time[i]!;
    if ((wanted < worst[at]! || (wanted === worst[at] && t > worstTime[at]!)) && t > first[at]!) return;
    const keeper = this.#hits[at]!;
    keeper.see(t, chunk.page[i]!, chunk.line?.[i] ?? 0, chunk.task?.[i] ?? 0, wanted);
    worst[at] = keeper.worst!.wanted;
    worstTime[at] = keeper.worst!.time;
    first[at] = keeper.first!.time;
  }
}
