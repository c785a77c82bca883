import { CHECK, DROP, type EventChunk, LEVEL } from '../../events/chunk.ts';
import { ACQUIRED } from '../../layouts/domain.ts';
import { ExactSum } from '../exact.ts';
import { HitKeeper } from '../hits.ts';
import { Arrivals } from './arrivals.ts';
import { bitLength, NO_BAND } from './bands.ts';
import { addJoint } from './joint.ts';
import { IS_LONG, IS_READ, IS_WRITE, LONG_PROCESS, READ_PROCESS, SHORT_PROCESS, WRITE_PROCESS } from './kinds.ts';
import { Loops, type Noted } from './loops.ts';
import { PageMemory, UNSEEN } from './memory.ts';
import { CARRY, SIDE, SUMS } from './places.ts';
import { Seen } from './seen.ts';
import * as S from './state.ts';
import { Sums } from './sums.ts';
import { weigh } from './weigh.ts';
import { carryWeights, noWeights, weights } from './weights.ts';

/**
 * One pass for every layout (ARCHITECTURE.md). Per page it runs one ordered-hunting process per set of kinds that a field may
 * count (bands.ts), and adds the weight of each moment to the states in which some layout answers wrongly (weights.ts).
 *
 * Why each part is exact. *Refusals*: a field of k bits admits exactly the pins in bands < k, because the pins in the
 * lower bands neither know of nor are moved by those above (ordered hunting); a refused pin's drop empties a slot that the
 * field never had, so it is void. *Answers*: which of the question's kinds are held in that field follows from the lowest
 * bands. *Saturation*: a field that sticks does so in every life whose highest count exceeds its limit, and in no other.
 * *Bias*: the word is ≤ 0 only while no pin and no ordinary reference is held, whatever the bias, as long as bias × pins +
 * ordinary stays below the sign bit; then one history serves all biases. Held by test/harness/profile.test.ts.
 *
 * Most events are worked out by loops in WebAssembly (loops.ts, assembly/usual.ts), which do the same as the methods here.
 */
export class ProfileEngine {
  readonly #from: number;
  readonly #everything: boolean;
  readonly #memory: PageMemory;
  readonly #sums: Sums;
  readonly #seen: Seen;
  readonly #arrivals = new Arrivals();
  readonly #time = weights();
  readonly #check = weights();
  /** What the loops are working out: a chunk, from this event on. */
  #chunk: EventChunk | undefined;
  #segment = 0;

  readonly timeWeights = noWeights();
  readonly checkWeights = noWeights();
  readonly observedFrom = new ExactSum();
  pages = 0;
  checks = 0;
  lives = 0;
  /** Ordinary references got in measured time; of pins see `arrivals`. */
  ordinaryAttempted = 0;
  readonly biasRefused = new Float64Array(ACQUIRED.length);
  readonly ordinaryHits = Array.from({ length: SIDE }, () => new HitKeeper());
  readonly biasHits = new HitKeeper();
  /** Lives by the bit length of their highest ordinary count. */
  readonly lifeMaxima = new Float64Array(SIDE);
  /** Acquisitions, and levels that stand for several, by each bit length that they brought the ordinary count to from below. */
  readonly ordinaryEntries = new Float64Array(SIDE);
  /** Most ordinary references held at once on one page, warm-up included: whether a bias reached the sign bit. */
  topOrdinary = 0;

  /**
   * `from`: when measuring starts (the end of warm-up). `everything: false`: refusals and lives only. `mostBytes`: memory that
   * the loops may take, by default as much as WebAssembly can have; beyond it every event goes the long way.
   */
  constructor(options: { from?: number; everything?: boolean; mostBytes?: number } = {}) {
    this.#from = options.from ?? Number.NEGATIVE_INFINITY;
    this.#everything = options.everything ?? true;
    const noted: Noted = (at, acquired, pinBand, directionBand, termBand) =>
      this.#seen.arrival(this.#chunk!, this.#segment + at, acquired, pinBand, directionBand, termBand);
    const loops = Loops.start(this.#everything, noted, options.mostBytes);
    this.#memory = new PageMemory(loops);
    this.#sums = new Sums(loops?.sums ?? new Float64Array(SUMS));
    this.#seen = new Seen(this.#memory, this.#sums);
  }

  get capacity(): number {
    return this.#memory.capacity;
  }

  isPage(page: number): boolean {
    return this.#memory.times[page * S.LAST_STRIDE + S.LAST] !== UNSEEN;
  }

  /** Arrivals of a process and class, by band. */
  arrivals(process: number, acquired: number): Float64Array {
    return this.#arrivals.of(process, acquired);
  }

  hits(process: number): readonly HitKeeper[] {
    return this.#seen.hits(process);
  }

  /** Most references of class c held at once on one page, in measured time. */
  get classPeaks(): Float64Array {
    return this.#sums.classPeaks;
  }

  /** As topOrdinary, of pins. */
  get topPins(): number {
    return this.#seen.topPins;
  }

  /** Highest band + 1 that the page reached in a process; 0: none. */
  topBand(page: number, process: number): number {
    return (this.#memory.state[page * S.STRIDE + S.TOP_BANDS]! >>> (6 * process)) & 63;
  }

  peak(page: number, process: number): number {
    return this.#seen.peak(page, process);
  }

  ordinaryPeak(page: number): number {
    return this.#memory.cold[page * S.COLD_STRIDE + S.ORDINARY_PEAK]!;
  }

  livesMax(page: number): number {
    return this.#memory.cold[page * S.COLD_STRIDE + S.LIVES_MAX]!;
  }

  biasRefusedOn(page: number): boolean {
    return (this.#memory.state[page * S.STRIDE + S.PEAKS]! & S.BIAS_REFUSED) !== 0;
  }

  feed(chunk: EventChunk): void {
    const memory = this.#memory;
    const hasMoved = memory.makeRoom(chunk);
    const { loops } = memory;
    if (loops === undefined) {
      for (let i = 0; i < chunk.length; i++) this.#event(chunk, i);
      return;
    }
    if (hasMoved) this.#sums.attach(loops.sums);
    this.#chunk = chunk;
    for (let start = 0; start < chunk.length; ) {
      this.#segment = start;
      const count = loops.load(chunk, start);
      for (let i = 0; i < count; ) {
        i = loops.run(i, count);
        if (i < count) this.#event(chunk, start + i++);
      }
      start += count;
    }
  }

  /** Any event, whatever the state of its page. */
  #event(chunk: EventChunk, i: number): void {
    const { state, times } = this.#memory;
    const op = chunk.op[i]!;
    const t = chunk.time[i]!;
    const page = chunk.page[i]!;
    const base = page * S.STRIDE;
    const lastAt = page * S.LAST_STRIDE + S.LAST;
    const from = this.#from;
    const last = times[lastAt]!;
    const measured = t >= from;
    if (last === UNSEEN) {
      this.pages++;
      this.observedFrom.add(measured ? t : from);
      times[lastAt] = t;
    } else if (t > last) {
      if (this.#everything && t > from) this.#addTime(page, base, t - (last > from ? last : from));
      times[lastAt] = t;
    }
    if (measured && (state[base + S.TOP_BANDS]! & S.MEASURED) === 0) this.#enter(page, base);
    if (op < DROP) {
      if (op !== 0) this.#pin(chunk, i, measured);
      else this.#setOrdinary(chunk, i, (state[base]! >>> 0) + 1, measured);
    } else if (op < LEVEL) {
      if (op !== DROP) this.#unpin(page, base, op - DROP, chunk.arg[i]!);
      else this.#setOrdinary(chunk, i, (state[base]! >>> 0) - 1, measured);
    } else if (op === LEVEL) {
      this.#setOrdinary(chunk, i, chunk.arg[i]!, measured);
    } else if (op === CHECK && measured) {
      this.checks++;
      if (this.#everything) weigh(this.#check, this.#memory, page, base, 1);
    }
  }

  /** `end`: the time of the last event of any page. What is held is held until then. */
  finish(end: number): void {
    const { state, times, capacity } = this.#memory;
    for (let page = 0; page < capacity; page++) {
      const last = times[page * S.LAST_STRIDE + S.LAST]!;
      if (last === UNSEEN) continue;
      const base = page * S.STRIDE;
      if ((state[base + S.TOP_BANDS]! & S.MEASURED) === 0) this.#enter(page, base);
      const start = last > this.#from ? last : this.#from;
      if (this.#everything && end > start) this.#addTime(page, base, end - start);
      if (state[base] !== 0 && end >= this.#from) this.#countLife(page);
    }
    this.#carry(0);
    this.#arrivals.spread(this.#sums.together);
    carryWeights(this.#check, this.checkWeights);
  }

  #addTime(page: number, base: number, weight: number): void {
    const { gathered } = this.#sums;
    gathered[0]! += weight;
    if (gathered[0]! >= CARRY) this.#carry(weight);
    weigh(this.#time, this.#memory, page, base, weight);
  }

  /** The doubles have gathered as much as stays exact: move it on. */
  #carry(next: number): void {
    addJoint(this.#sums, this.#time);
    carryWeights(this.#time, this.timeWeights);
    this.#sums.gathered[0] = next;
  }

  #enter(page: number, base: number): void {
    this.#memory.state[base + S.TOP_BANDS]! |= S.MEASURED;
    if (this.#everything) this.#seen.enter(page, base);
  }

  #pin(chunk: EventChunk, i: number, measured: boolean): void {
    const memory = this.#memory;
    const { state } = memory;
    const page = chunk.page[i]!;
    const base = page * S.STRIDE;
    const acquired = chunk.op[i]!;
    const isWrite = IS_WRITE[acquired]!;
    const isRead = IS_READ[acquired]!;
    const isLong = IS_LONG[acquired]!;
    const biasTakes = state[base] !== 0 || memory.biasHolds(page, base);

    const pinBand = memory.hunt(page, base, S.X_PIN);
    if (isWrite) memory.place(page, base, S.X_PIN_WRITE, pinBand);
    if (isLong) memory.place(page, base, S.X_PIN_LONG, pinBand);
    let directionBand = NO_BAND;
    if (isRead) {
      directionBand = memory.hunt(page, base, S.X_READ);
      if (isLong) memory.place(page, base, S.X_READ_LONG, directionBand);
    } else if (isWrite) {
      directionBand = memory.hunt(page, base, S.X_WRITE);
      if (isLong) memory.place(page, base, S.X_WRITE_LONG, directionBand);
    }
    const term = isLong ? S.X_LONG : S.X_SHORT;
    const termBand = memory.hunt(page, base, term);
    if (isWrite) memory.place(page, base, term + 1, termBand);
    memory.bands[chunk.arg[i]!] = pinBand | (directionBand << 6) | (termBand << 12) | (biasTakes ? 1 << 18 : 0);
    if (!biasTakes || memory.differs(page, base)) this.#biasPin(chunk, i, measured, biasTakes);
    if (!measured) {
      const pins = memory.held(page, base, S.X_PIN);
      if (pins > this.#seen.topPins) this.#seen.topPins = pins;
      return;
    }
    this.#arrivals.add(acquired, pinBand, directionBand, termBand);
    let tops = raised(state[base + S.TOP_BANDS]!, 0, pinBand);
    if (directionBand !== NO_BAND) tops = raised(tops, 6 * (isRead ? READ_PROCESS : WRITE_PROCESS), directionBand);
    state[base + S.TOP_BANDS] = raised(tops, 6 * (isLong ? LONG_PROCESS : SHORT_PROCESS), termBand);
    if (this.#everything) this.#seen.arrival(chunk, i, acquired, pinBand, directionBand, termBand);
  }

  #unpin(page: number, base: number, acquired: number, handle: number): void {
    const memory = this.#memory;
    const bands = memory.bands[handle]!;
    const isWrite = IS_WRITE[acquired]!;
    const isLong = IS_LONG[acquired]!;
    const pinBand = bands & 63;
    memory.leave(page, base, S.X_PIN, pinBand);
    if (isWrite) memory.leave(page, base, S.X_PIN_WRITE, pinBand);
    if (isLong) memory.leave(page, base, S.X_PIN_LONG, pinBand);
    const directionBand = (bands >>> 6) & 63;
    if (directionBand !== NO_BAND) {
      const word = isWrite ? S.X_WRITE : S.X_READ;
      memory.leave(page, base, word, directionBand);
      if (isLong) memory.leave(page, base, word + 1, directionBand);
    }
    const termBand = (bands >>> 12) & 63;
    const term = isLong ? S.X_LONG : S.X_SHORT;
    memory.leave(page, base, term, termBand);
    if (isWrite) memory.leave(page, base, term + 1, termBand);
    if (!memory.isSlow(base)) return;
    const biased = memory.biased.get(page);
    if (biased !== undefined && (bands & (1 << 18)) !== 0) {
      biased[0]--;
      if (isWrite) biased[1]--;
      if (isLong) biased[2]--;
    }
    if (memory.held(page, base, S.X_PIN) === 0) memory.forget(page, base);
  }

  /** A pin that a bias refuses because its word is 0, or one on a page where it has refused one that is still held. */
  #biasPin(chunk: EventChunk, i: number, measured: boolean, takes: boolean): void {
    const { state, biased: pages } = this.#memory;
    const page = chunk.page[i]!;
    const base = page * S.STRIDE;
    const acquired = chunk.op[i]!;
    let biased = pages.get(page);
    if (biased === undefined) {
      biased = [0, 0, 0]; // it refuses the first: it holds none
      pages.set(page, biased);
      state[base + S.TOP_BANDS]! |= S.SLOW;
    }
    if (takes) {
      biased[0]++;
      if (IS_WRITE[acquired]) biased[1]++;
      if (IS_LONG[acquired]) biased[2]++;
    } else if (measured) {
      this.biasRefused[acquired]!++;
      state[base + S.PEAKS]! |= S.BIAS_REFUSED;
      see(this.biasHits, chunk, i, this.#memory.held(page, base, S.X_PIN));
    }
  }

  #setOrdinary(chunk: EventChunk, i: number, count: number, measured: boolean): void {
    const { state, cold: words } = this.#memory;
    const page = chunk.page[i]!;
    const base = page * S.STRIDE;
    const before = state[base]! >>> 0;
    state[base] = count;
    const cold = page * S.COLD_STRIDE;
    if (count > before) {
      if (count > words[cold + S.LIFE_MAX]!) words[cold + S.LIFE_MAX] = count;
      if (count > this.topOrdinary) this.topOrdinary = count;
      if (!measured) return;
      this.ordinaryAttempted += count - before;
      for (let bits = bitLength(count); bits > bitLength(before); bits--) this.ordinaryEntries[bits]!++;
      if (!this.#everything) return;
      if (count > words[cold + S.ORDINARY_PEAK]!) words[cold + S.ORDINARY_PEAK] = count;
      const keeper = this.ordinaryHits[bitLength(count)]!;
      const { worst } = keeper;
      const t = chunk.time[i]!;
      if (
        worst === undefined ||
        count > worst.wanted ||
        (count === worst.wanted && t <= worst.time) ||
        t <= keeper.first!.time
      ) {
        see(keeper, chunk, i, count);
      }
    } else if (count === 0 && before > 0) {
      if (measured) this.#countLife(page);
      words[cold + S.LIFE_MAX] = 0;
    }
  }

  #countLife(page: number): void {
    const { cold: words } = this.#memory;
    const cold = page * S.COLD_STRIDE;
    const max = words[cold + S.LIFE_MAX]!;
    this.lives++;
    this.lifeMaxima[bitLength(max)]!++;
    if (max > words[cold + S.LIVES_MAX]!) words[cold + S.LIVES_MAX] = max;
  }
}

const see = (keeper: HitKeeper, { time, page, line, task }: EventChunk, i: number, wanted: number): void =>
  keeper.see(time[i]!, page[i]!, line?.[i] ?? 0, task?.[i] ?? 0, wanted);

/** `tops` with the process at `shift` having reached at least `band`. */
function raised(tops: number, shift: number, band: number): number {
  return band >= ((tops >>> shift) & 63) ? (tops & ~(63 << shift)) | ((band + 1) << shift) : tops;
}
