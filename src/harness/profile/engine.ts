import { CHECK, DROP, type EventChunk, LEVEL } from '../../events/chunk.ts';
import { ACQUIRED, LONG, READ, WRITE } from '../../layouts/domain.ts';
import { ExactSum } from '../exact.ts';
import { HitKeeper } from '../hits.ts';
import {
  BANDS,
  bandOfTop,
  bitLength,
  COUNT,
  FULL,
  HighBands,
  highCount,
  LOW,
  LOWEST,
  lowestBand,
  NO_BAND,
  PACKED_BANDS,
  packedCount,
  UNIT,
} from './bands.ts';
import { addJoint, jointWeights } from './joint.ts';
import * as S from './state.ts';
import { carryWeights, noWeights, pairIndex, type Weights, weights } from './weights.ts';

const CLASSES = ACQUIRED.length;
const SIDE = BANDS + 1;
const UNSEEN = Number.NEGATIVE_INFINITY;
/** Weight that the doubles may gather before it is carried into exact sums. */
const CARRY = 2 ** 52;
/** Events whose memory is asked for together, before they are worked out one by one. */
const BATCH = 32;

/** What class code c is: for its own field, for its term's field, and which of the questions it makes true. */
const IS_READ = ACQUIRED.map((kinds) => (kinds & ~READ) === 0);
const IS_WRITE = ACQUIRED.map((kinds) => (kinds & ~WRITE) === 0);
const IS_LONG = ACQUIRED.map((kinds) => (kinds & ~LONG) === 0);
const [PIN_PROCESS, READ_PROCESS, WRITE_PROCESS, LONG_PROCESS, SHORT_PROCESS] = [0, 1, 2, 3, 4];

/** `tops` with the process at `shift` having reached at least `band`. */
function raised(tops: number, shift: number, band: number): number {
  return band >= ((tops >>> shift) & 63) ? (tops & ~(63 << shift)) | ((band + 1) << shift) : tops;
}

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
 */
export class ProfileEngine {
  readonly #from: number;
  readonly #everything: boolean;
  #capacity = 0;
  #state = new Int32Array(0);
  /** The same memory as #state, for the times in it. Counts above 2^31 are negative there: read them with >>> 0. */
  #last = new Float64Array(0);
  #cold = new Uint32Array(0);
  readonly #high = new Map<number, HighBands>();
  /** Pages whose pins a bias refused in part: what it holds there: pins, write pins, long-term pins. */
  readonly #biased = new Map<number, [number, number, number]>();
  /** Per handle: bands in the fields pin, direction, term (6 bits each), and whether a bias admitted it. */
  #bands: Int32Array = new Int32Array(1024);
  #touched = 0;

  readonly #time = weights();
  /** As #time, of the usual event: by all lowest bands at once. */
  readonly #jointTime = jointWeights();
  readonly #check = weights();
  #gathered = 0;
  readonly timeWeights = noWeights();
  readonly checkWeights = noWeights();
  readonly observedFrom = new ExactSum();
  pages = 0;
  checks = 0;
  lives = 0;
  /** Ordinary references got in measured time; of pins see `arrivals`. */
  ordinaryAttempted = 0;
  readonly biasRefused = new Float64Array(CLASSES);
  /** [(process × classes + class) × 34 + band]: arrivals by the band that they were given. */
  readonly #arrivals = new Float64Array(S.PROCESSES.length * CLASSES * SIDE);
  /** Arrivals of the usual event, by all its bands at once: class × 512 + pin's × 64 + direction's × 8 + term's. */
  readonly #together = new Float64Array(5 * 512);
  readonly #hits = Array.from({ length: S.PROCESSES.length * SIDE }, () => new HitKeeper());
  /** What a hit must beat to be kept: index as #hits. */
  readonly #worst = new Float64Array(S.PROCESSES.length * SIDE);
  /** … or equal earlier: pages of a model come one after the other, each from its start. */
  readonly #worstTime = new Float64Array(S.PROCESSES.length * SIDE).fill(Number.POSITIVE_INFINITY);
  readonly #first = new Float64Array(S.PROCESSES.length * SIDE).fill(Number.POSITIVE_INFINITY);
  readonly ordinaryHits = Array.from({ length: SIDE }, () => new HitKeeper());
  readonly biasHits = new HitKeeper();
  /** Lives by the bit length of their highest ordinary count. */
  readonly lifeMaxima = new Float64Array(SIDE);
  /** Acquisitions, and levels that stand for several, by each bit length that they brought the ordinary count to from below. */
  readonly ordinaryEntries = new Float64Array(SIDE);
  /** Most references of class c held at once on one page, in measured time. */
  readonly classPeaks = new Float64Array(CLASSES);
  /** Most pins (ordinary references) held at once on one page, warm-up included: whether a bias reached the sign bit. */
  topPins = 0;
  topOrdinary = 0;

  /** `from`: when measuring starts (the end of warm-up). `everything: false`: refusals and lives only. */
  constructor(options: { from?: number; everything?: boolean } = {}) {
    // What comes to band 0 is refused by no field: it is never a hit.
    for (let process = 0; process < S.PROCESSES.length; process++) {
      this.#worst[process * SIDE] = Number.POSITIVE_INFINITY;
      this.#first[process * SIDE] = UNSEEN;
    }
    this.#from = options.from ?? Number.NEGATIVE_INFINITY;
    this.#everything = options.everything ?? true;
  }

  get capacity(): number {
    return this.#capacity;
  }

  isPage(page: number): boolean {
    return this.#last[page * S.LAST_STRIDE + S.LAST] !== UNSEEN;
  }

  /** Arrivals of a process and class, by band. */
  arrivals(process: number, acquired: number): Float64Array {
    const start = (process * CLASSES + acquired) * SIDE;
    return this.#arrivals.subarray(start, start + SIDE);
  }

  hits(process: number): readonly HitKeeper[] {
    return this.#hits.slice(process * SIDE, (process + 1) * SIDE);
  }

  /** Highest band + 1 that the page reached in a process; 0: none. */
  topBand(page: number, process: number): number {
    return (this.#state[page * S.STRIDE + S.TOP_BANDS]! >>> (6 * process)) & 63;
  }

  peak(page: number, process: number): number {
    return this.#cold[page * S.COLD_STRIDE + S.PEAK + process]!;
  }

  ordinaryPeak(page: number): number {
    return this.#cold[page * S.COLD_STRIDE + S.ORDINARY_PEAK]!;
  }

  livesMax(page: number): number {
    return this.#cold[page * S.COLD_STRIDE + S.LIVES_MAX]!;
  }

  biasRefusedOn(page: number): boolean {
    return (this.#state[page * S.STRIDE + S.PEAKS]! & S.BIAS_REFUSED) !== 0;
  }

  /**
   * One loop for the usual event, a pin or unpin of known direction on a page without high bands, on a bias that takes
   * it; all else goes to the methods below, which do the same for every event. Few branches: what depends on the kind is
   * masked, because kinds come in no order that a processor could guess. test/harness/profile.test.ts holds both ways to
   * replay.
   */
  feed(chunk: EventChunk): void {
    this.#makeRoom(chunk);
    const { time, op: ops, page: pages, arg: args, length } = chunk;
    const state = this.#state;
    const times = this.#last;
    const bands = this.#bands;
    const mask = this.#mask;
    const worst = this.#worst;
    const worstTime = this.#worstTime;
    const first = this.#first;
    const { classPeaks } = this;
    const everything = this.#everything;
    const from = this.#from;
    const together = this.#together;
    const { ordinaryTime, pinTime, readWriteTime, longShortTime } = this.#jointTime;
    let touched = 0;
    for (let start = 0; start < length; start += BATCH) {
      const end = start + BATCH < length ? start + BATCH : length;
      // Reading one word of every line first lets the memory bring them side by side.
      for (let i = start; i < end; i++) touched ^= state[pages[i]! << 4]! ^ bands[args[i]! & mask]!;
      for (let i = start; i < end; i++) {
        const t = time[i]!;
        const op = ops[i]!;
        const page = pages[i]!;
        const base = page << 4;
        let tops = state[base + S.TOP_BANDS]!;
        const pinned = state[base + S.X_PIN]!;
        // tops < MEASURED: not measured yet, or SLOW, which is the sign bit
        if (((op & 7) - 1) >>> 0 > 3 || op >= LEVEL || tops < S.MEASURED) {
          this.#event(chunk, i, t, op, page, args[i]!);
          continue;
        }
        // Class codes 1 … 4 are read-short, read-long, write-short, write-long: two bits say which words it is counted in.
        const acquired = op & 7;
        const isWrite = (acquired - 1) >>> 1;
        const isLong = (acquired - 1) & 1;
        const directionWord = base + S.X_READ + 2 * isWrite;
        const termWord = base + S.X_SHORT - 2 * isLong;
        const ifWrite = -isWrite;
        const ifLong = -isLong;
        const lastAt = (page << 3) + S.LAST;
        const last = times[lastAt]!;
        if (t > last) {
          times[lastAt] = t;
          if (everything) {
            const weight = t - (last > from ? last : from);
            if ((this.#gathered += weight) >= CARRY) this.#carry(weight);
            ordinaryTime[(pinned === 0 ? 0 : 64) + Math.clz32(state[base]!)]! += weight;
            if (pinned !== 0) {
              const xWrite = state[base + S.X_PIN_WRITE]!;
              const xLong = state[base + S.X_PIN_LONG]!;
              pinTime[
                (LOWEST[Math.clz32(pinned & -pinned)]! << 6) |
                  (LOWEST[Math.clz32(xWrite & -xWrite)]! << 3) |
                  LOWEST[Math.clz32(xLong & -xLong)]!
              ]! += weight;
              const read = state[base + S.X_READ]!;
              const write = state[base + S.X_WRITE]!;
              const readLong = state[base + S.X_READ_LONG]!;
              const writeLong = state[base + S.X_WRITE_LONG]!;
              readWriteTime[
                (LOWEST[Math.clz32(read & -read)]! << 9) |
                  (LOWEST[Math.clz32(write & -write)]! << 6) |
                  (LOWEST[Math.clz32(readLong & -readLong)]! << 3) |
                  LOWEST[Math.clz32(writeLong & -writeLong)]!
              ]! += weight;
              const long = state[base + S.X_LONG]!;
              const short = state[base + S.X_SHORT]!;
              const longWrite = state[base + S.X_LONG_WRITE]!;
              const shortWrite = state[base + S.X_SHORT_WRITE]!;
              longShortTime[
                (LOWEST[Math.clz32(long & -long)]! << 9) |
                  (LOWEST[Math.clz32(short & -short)]! << 6) |
                  (LOWEST[Math.clz32(longWrite & -longWrite)]! << 3) |
                  LOWEST[Math.clz32(shortWrite & -shortWrite)]!
              ]! += weight;
            }
          }
        }
        const handle = args[i]!;
        if (op < DROP) {
          const free = ~pinned & FULL;
          if (free === 0 || (pinned | state[base]!) === 0) {
            this.#pin(chunk, i, op, handle, t, page, base, true); // high bands, or a bias that refuses
            continue;
          }
          const pinTop = free & -free;
          const pinBand = bandOfTop(pinTop);
          const pinUnit = pinTop >>> pinBand;
          const direction = state[directionWord]!;
          const directionFree = ~direction & FULL;
          const directionTop = directionFree & -directionFree;
          const directionBand = bandOfTop(directionTop);
          const directionUnit = directionTop >>> directionBand;
          const term = state[termWord]!;
          const termFree = ~term & FULL;
          const termTop = termFree & -termFree;
          const termBand = bandOfTop(termTop);
          const termUnit = termTop >>> termBand;
          state[base + S.X_PIN] = pinned + pinUnit;
          state[directionWord] = direction + directionUnit;
          state[termWord] = term + termUnit;
          bands[handle] = pinBand | (directionBand << 6) | (termBand << 12) | (1 << 18);
          together[(acquired << 9) | (pinBand << 6) | (directionBand << 3) | termBand]!++;
          const directionShift = 6 * (READ_PROCESS + isWrite);
          const termShift = 6 * (SHORT_PROCESS - isLong);
          if (
            pinBand >= (tops & 63) ||
            directionBand >= ((tops >>> directionShift) & 63) ||
            termBand >= ((tops >>> termShift) & 63)
          ) {
            tops = raised(tops, 0, pinBand);
            tops = raised(tops, directionShift, directionBand);
            state[base + S.TOP_BANDS] = raised(tops, termShift, termBand);
          }
          if (!everything) continue;
          state[base + S.X_PIN_WRITE] = state[base + S.X_PIN_WRITE]! + (pinUnit & ifWrite);
          state[base + S.X_PIN_LONG] = state[base + S.X_PIN_LONG]! + (pinUnit & ifLong);
          state[directionWord + 1] = state[directionWord + 1]! + (directionUnit & ifLong);
          state[termWord + 1] = state[termWord + 1]! + (termUnit & ifWrite);
          const pins = COUNT[pinned & LOW]! + highCount(pinned) + 1;
          const ofDirection = COUNT[direction & LOW]! + highCount(direction) + 1;
          const ofTerm = COUNT[term & LOW]! + highCount(term) + 1;
          const longs = state[directionWord + 1]!;
          const long = COUNT[longs & LOW]! + highCount(longs);
          const ofClass = (long & ifLong) | ((ofDirection - long) & ~ifLong);
          const peaks = state[base + S.PEAKS]!;
          const hitPin = pinBand;
          const hitDirection = (READ_PROCESS + isWrite) * SIDE + directionBand;
          const hitTerm = (SHORT_PROCESS - isLong) * SIDE + termBand;
          // Seldom: a peak of the page, the first or the worst hit of a band, the most of a kind on one page.
          if (
            pins > (peaks & 63) ||
            ofDirection > ((peaks >>> directionShift) & 63) ||
            ofTerm > ((peaks >>> termShift) & 63) ||
            ofClass > classPeaks[acquired]! ||
            (pins >= worst[hitPin]! && (pins > worst[hitPin]! || t <= worstTime[hitPin]!)) ||
            (ofDirection >= worst[hitDirection]! &&
              (ofDirection > worst[hitDirection]! || t <= worstTime[hitDirection]!)) ||
            (ofTerm >= worst[hitTerm]! && (ofTerm > worst[hitTerm]! || t <= worstTime[hitTerm]!)) ||
            t <= first[hitPin]! ||
            t <= first[hitDirection]! ||
            t <= first[hitTerm]!
          ) {
            this.#seeArrival(chunk, i, op, t, page, base, pinBand, directionBand, termBand);
          }
        } else {
          const found = bands[handle]!;
          const pinUnit = UNIT[found & 63]!;
          const directionUnit = UNIT[(found >>> 6) & 63]!;
          const termUnit = UNIT[(found >>> 12) & 63]!;
          state[base + S.X_PIN] = pinned - pinUnit;
          state[directionWord] = state[directionWord]! - directionUnit;
          state[termWord] = state[termWord]! - termUnit;
          if (!everything) continue;
          state[base + S.X_PIN_WRITE] = state[base + S.X_PIN_WRITE]! - (pinUnit & ifWrite);
          state[base + S.X_PIN_LONG] = state[base + S.X_PIN_LONG]! - (pinUnit & ifLong);
          state[directionWord + 1] = state[directionWord + 1]! - (directionUnit & ifLong);
          state[termWord + 1] = state[termWord + 1]! - (termUnit & ifWrite);
        }
      }
    }
    this.#touched ^= touched;
  }

  #mask = 1023;

  /** Any event, whatever the state of its page. */
  #event(chunk: EventChunk, i: number, t: number, op: number, page: number, arg: number): void {
    const base = page * S.STRIDE;
    const lastAt = page * S.LAST_STRIDE + S.LAST;
    const from = this.#from;
    const last = this.#last[lastAt]!;
    const measured = t >= from;
    if (last === UNSEEN) {
      this.pages++;
      this.observedFrom.add(measured ? t : from);
      this.#last[lastAt] = t;
    } else if (t > last) {
      if (this.#everything && t > from) {
        const weight = t - (last > from ? last : from);
        if ((this.#gathered += weight) >= CARRY) this.#carry(weight);
        this.#weigh(this.#time, page, base, weight);
      }
      this.#last[lastAt] = t;
    }
    if (measured && (this.#state[base + S.TOP_BANDS]! & S.MEASURED) === 0) this.#enter(page, base);
    if (op < DROP) {
      if (op !== 0) this.#pin(chunk, i, op, arg, t, page, base, measured);
      else this.#setOrdinary(chunk, i, (this.#state[base]! >>> 0) + 1, t, page, base, measured);
    } else if (op < LEVEL) {
      if (op !== DROP) this.#unpin(page, base, op - DROP, arg);
      else this.#setOrdinary(chunk, i, (this.#state[base]! >>> 0) - 1, t, page, base, measured);
    } else if (op === LEVEL) {
      this.#setOrdinary(chunk, i, arg, t, page, base, measured);
    } else if (op === CHECK && measured) {
      this.checks++;
      if (this.#everything) this.#weigh(this.#check, page, base, 1);
    }
  }

  /** `end`: the time of the last event of any page. What is held is held until then. */
  finish(end: number): void {
    for (let page = 0; page < this.#capacity; page++) {
      const last = this.#last[page * S.LAST_STRIDE + S.LAST]!;
      if (last === UNSEEN) continue;
      const base = page * S.STRIDE;
      if ((this.#state[base + S.TOP_BANDS]! & S.MEASURED) === 0) this.#enter(page, base);
      const start = last > this.#from ? last : this.#from;
      if (this.#everything && end > start) {
        if ((this.#gathered += end - start) >= CARRY) this.#carry(end - start);
        this.#weigh(this.#time, page, base, end - start);
      }
      if (this.#state[base] !== 0 && end >= this.#from) this.#countLife(page);
    }
    this.#carry(0);
    this.#spreadArrivals();
    carryWeights(this.#check, this.checkWeights);
  }

  /** Arrivals of the usual events to each of their three processes. */
  #spreadArrivals(): void {
    const arrivals = this.#arrivals;
    for (let acquired = 1; acquired <= 4; acquired++) {
      const direction = IS_WRITE[acquired] ? WRITE_PROCESS : READ_PROCESS;
      const term = IS_LONG[acquired] ? LONG_PROCESS : SHORT_PROCESS;
      for (let at = 0; at < 512; at++) {
        const count = this.#together[(acquired << 9) | at]!;
        arrivals[(PIN_PROCESS * CLASSES + acquired) * SIDE + (at >>> 6)]! += count;
        arrivals[(direction * CLASSES + acquired) * SIDE + ((at >>> 3) & 7)]! += count;
        arrivals[(term * CLASSES + acquired) * SIDE + (at & 7)]! += count;
      }
    }
    this.#together.fill(0);
  }

  #pin(
    chunk: EventChunk,
    i: number,
    acquired: number,
    handle: number,
    t: number,
    page: number,
    base: number,
    measured: boolean,
  ): void {
    const state = this.#state;
    const isWrite = IS_WRITE[acquired]!;
    const isRead = IS_READ[acquired]!;
    const isLong = IS_LONG[acquired]!;
    const biasTakes = state[base] !== 0 || this.#biasHolds(page, base);

    const pinBand = this.#hunt(page, base, S.X_PIN);
    if (isWrite) this.#place(page, base, S.X_PIN_WRITE, pinBand);
    if (isLong) this.#place(page, base, S.X_PIN_LONG, pinBand);
    let directionBand = NO_BAND;
    if (isRead) {
      directionBand = this.#hunt(page, base, S.X_READ);
      if (isLong) this.#place(page, base, S.X_READ_LONG, directionBand);
    } else if (isWrite) {
      directionBand = this.#hunt(page, base, S.X_WRITE);
      if (isLong) this.#place(page, base, S.X_WRITE_LONG, directionBand);
    }
    const term = isLong ? S.X_LONG : S.X_SHORT;
    const termBand = this.#hunt(page, base, term);
    if (isWrite) this.#place(page, base, term + 1, termBand);
    this.#bands[handle] = pinBand | (directionBand << 6) | (termBand << 12) | (biasTakes ? 1 << 18 : 0);
    if (!biasTakes || this.#differs(page, base)) {
      this.#biasPin(chunk, i, acquired, t, page, base, measured, biasTakes);
    }
    if (!measured) {
      const pins = this.#held(page, base, S.X_PIN);
      if (pins > this.topPins) this.topPins = pins;
      return;
    }
    const row = acquired * SIDE;
    this.#arrivals[row + pinBand]!++;
    let tops = state[base + S.TOP_BANDS]!;
    if (pinBand >= (tops & 63)) tops = (tops & ~63) | (pinBand + 1);
    const direction = isRead ? READ_PROCESS : WRITE_PROCESS;
    if (directionBand !== NO_BAND) {
      this.#arrivals[direction * CLASSES * SIDE + row + directionBand]!++;
      const shift = 6 * direction;
      if (directionBand >= ((tops >>> shift) & 63)) tops = (tops & ~(63 << shift)) | ((directionBand + 1) << shift);
    }
    const termProcess = isLong ? LONG_PROCESS : SHORT_PROCESS;
    this.#arrivals[termProcess * CLASSES * SIDE + row + termBand]!++;
    const shift = 6 * termProcess;
    if (termBand >= ((tops >>> shift) & 63)) tops = (tops & ~(63 << shift)) | ((termBand + 1) << shift);
    state[base + S.TOP_BANDS] = tops;
    if (!this.#everything) return;

    this.#seeArrival(chunk, i, acquired, t, page, base, pinBand, directionBand, termBand);
  }

  /** Peaks, and who hit a limit. */
  #seeArrival(
    chunk: EventChunk,
    i: number,
    acquired: number,
    t: number,
    page: number,
    base: number,
    pinBand: number,
    directionBand: number,
    termBand: number,
  ): void {
    const isRead = IS_READ[acquired]!;
    const isLong = IS_LONG[acquired]!;
    const pins = this.#held(page, base, S.X_PIN);
    if (pins > this.topPins) this.topPins = pins;
    this.#seePeak(page, base, PIN_PROCESS, pins);
    if (pinBand > 0) this.#seeHit(chunk, i, PIN_PROCESS, pinBand, pins, t, page);
    const ofTerm = this.#held(page, base, isLong ? S.X_LONG : S.X_SHORT);
    this.#seePeak(page, base, isLong ? LONG_PROCESS : SHORT_PROCESS, ofTerm);
    if (termBand > 0) this.#seeHit(chunk, i, isLong ? LONG_PROCESS : SHORT_PROCESS, termBand, ofTerm, t, page);
    if (directionBand === NO_BAND) return;
    const word = isRead ? S.X_READ : S.X_WRITE;
    const direction = isRead ? READ_PROCESS : WRITE_PROCESS;
    const ofDirection = this.#held(page, base, word);
    this.#seePeak(page, base, direction, ofDirection);
    if (directionBand > 0) this.#seeHit(chunk, i, direction, directionBand, ofDirection, t, page);
    if (ofDirection <= this.classPeaks[acquired]!) return;
    const long = this.#held(page, base, word + 1);
    const ofClass = isLong ? long : ofDirection - long;
    if (ofClass > this.classPeaks[acquired]!) this.classPeaks[acquired] = ofClass;
  }

  #unpin(page: number, base: number, acquired: number, handle: number): void {
    const bands = this.#bands[handle]!;
    const isWrite = IS_WRITE[acquired]!;
    const isLong = IS_LONG[acquired]!;
    const pinBand = bands & 63;
    this.#leave(page, base, S.X_PIN, pinBand);
    if (isWrite) this.#leave(page, base, S.X_PIN_WRITE, pinBand);
    if (isLong) this.#leave(page, base, S.X_PIN_LONG, pinBand);
    const directionBand = (bands >>> 6) & 63;
    if (directionBand !== NO_BAND) {
      const word = isWrite ? S.X_WRITE : S.X_READ;
      this.#leave(page, base, word, directionBand);
      if (isLong) this.#leave(page, base, word + 1, directionBand);
    }
    const termBand = (bands >>> 12) & 63;
    const term = isLong ? S.X_LONG : S.X_SHORT;
    this.#leave(page, base, term, termBand);
    if (isWrite) this.#leave(page, base, term + 1, termBand);
    if (this.#isSlow(base)) this.#seldomUnpin(page, base, isWrite, isLong, (bands & (1 << 18)) !== 0);
  }

  /** What an unpin means for a page with high bands, or with pins that a bias refused. */
  #seldomUnpin(page: number, base: number, isWrite: boolean, isLong: boolean, biasTook: boolean): void {
    const state = this.#state;
    const biased = this.#biased.get(page);
    if (biased !== undefined && biasTook) {
      biased[0]--;
      if (isWrite) biased[1]--;
      if (isLong) biased[2]--;
    }
    if (this.#held(page, base, S.X_PIN) > 0) return;
    // Nothing is held any more: forget both, so that memory follows what is held.
    this.#high.delete(page);
    this.#biased.delete(page);
    state[base + S.TOP_BANDS] = state[base + S.TOP_BANDS]! & ~S.SLOW;
  }

  /** The page has high bands, or pins that a bias refused. */
  #isSlow(base: number): boolean {
    return this.#state[base + S.TOP_BANDS]! < 0;
  }

  #differs(page: number, base: number): boolean {
    return this.#isSlow(base) && this.#biased.has(page);
  }

  #biasHolds(page: number, base: number): boolean {
    if (this.#differs(page, base)) return this.#biased.get(page)![0] > 0;
    return this.#state[base + S.X_PIN] !== 0 || this.#held(page, base, S.X_PIN) > 0;
  }

  /** A pin that a bias refuses because its word is 0, or one on a page where it has refused one that is still held. */
  #biasPin(
    chunk: EventChunk,
    i: number,
    acquired: number,
    t: number,
    page: number,
    base: number,
    measured: boolean,
    takes: boolean,
  ): void {
    const state = this.#state;
    let biased = this.#biased.get(page);
    if (biased === undefined) {
      biased = [0, 0, 0]; // it refuses the first: it holds none
      this.#biased.set(page, biased);
      state[base + S.TOP_BANDS]! |= S.SLOW;
    }
    if (takes) {
      biased[0]++;
      if (IS_WRITE[acquired]) biased[1]++;
      if (IS_LONG[acquired]) biased[2]++;
    } else if (measured) {
      this.biasRefused[acquired]!++;
      state[base + S.PEAKS]! |= S.BIAS_REFUSED;
      this.biasHits.see(t, page, chunk.line?.[i] ?? 0, chunk.task?.[i] ?? 0, this.#held(page, base, S.X_PIN));
    }
  }

  /** References that a word of bands counts. */
  #held(page: number, base: number, word: number): number {
    const packed = packedCount(this.#state[base + word]!);
    if (!this.#isSlow(base)) return packed;
    return packed + (this.#high.get(page)?.count(word - S.X_PIN) ?? 0);
  }

  /** Takes a place in the lowest band that is not full. */
  #hunt(page: number, base: number, word: number): number {
    const x = this.#state[base + word]!;
    const free = ~x & FULL;
    if (free === 0) return this.#huntHigh(page, base, word);
    const band = lowestBand(free);
    this.#state[base + word] = x + UNIT[band]!;
    return band;
  }

  #huntHigh(page: number, base: number, word: number): number {
    let high = this.#high.get(page);
    if (high === undefined) {
      high = new HighBands(S.HIGH_WORDS);
      this.#high.set(page, high);
      this.#state[base + S.TOP_BANDS]! |= S.SLOW;
    }
    const band = high.lowestFree(word - S.X_PIN);
    high.add(word - S.X_PIN, band, 1);
    return band;
  }

  #place(page: number, base: number, word: number, band: number): void {
    if (band < PACKED_BANDS) this.#state[base + word]! += UNIT[band]!;
    else this.#high.get(page)!.add(word - S.X_PIN, band, 1);
  }

  #leave(page: number, base: number, word: number, band: number): void {
    if (band < PACKED_BANDS) this.#state[base + word]! -= UNIT[band]!;
    else this.#high.get(page)!.add(word - S.X_PIN, band, -1);
  }

  #lowest(page: number, base: number, word: number): number {
    const x = this.#state[base + word]!;
    if (x !== 0) return lowestBand(x);
    return this.#isSlow(base) ? (this.#high.get(page)?.lowest(word - S.X_PIN) ?? NO_BAND) : NO_BAND;
  }

  #setOrdinary(
    chunk: EventChunk,
    i: number,
    count: number,
    t: number,
    page: number,
    base: number,
    measured: boolean,
  ): void {
    const before = this.#state[base]! >>> 0;
    this.#state[base] = count;
    const cold = page * S.COLD_STRIDE;
    if (count > before) {
      if (count > this.#cold[cold + S.LIFE_MAX]!) this.#cold[cold + S.LIFE_MAX] = count;
      if (count > this.topOrdinary) this.topOrdinary = count;
      if (!measured) return;
      this.ordinaryAttempted += count - before;
      for (let bits = bitLength(count); bits > bitLength(before); bits--) this.ordinaryEntries[bits]!++;
      if (!this.#everything) return;
      if (count > this.#cold[cold + S.ORDINARY_PEAK]!) this.#cold[cold + S.ORDINARY_PEAK] = count;
      const keeper = this.ordinaryHits[bitLength(count)]!;
      const { worst } = keeper;
      if (
        worst === undefined ||
        count > worst.wanted ||
        (count === worst.wanted && t <= worst.time) ||
        t <= keeper.first!.time
      ) {
        keeper.see(t, page, chunk.line?.[i] ?? 0, chunk.task?.[i] ?? 0, count);
      }
    } else if (count === 0 && before > 0) {
      if (measured) this.#countLife(page);
      this.#cold[cold + S.LIFE_MAX] = 0;
    }
  }

  #countLife(page: number): void {
    const cold = page * S.COLD_STRIDE;
    const max = this.#cold[cold + S.LIFE_MAX]!;
    this.lives++;
    this.lifeMaxima[bitLength(max)]!++;
    if (max > this.#cold[cold + S.LIVES_MAX]!) this.#cold[cold + S.LIVES_MAX] = max;
  }

  /** The 6 bits beside the bands spare the look at the page's other line, as long as the peak is below 63. */
  #seePeak(page: number, base: number, process: number, held: number): void {
    const peaks = this.#state[base + S.PEAKS]!;
    const shift = 6 * process;
    const known = (peaks >>> shift) & 63;
    if (held <= known && held < 63) return;
    const cold = page * S.COLD_STRIDE + S.PEAK + process;
    if (held <= this.#cold[cold]!) return;
    this.#cold[cold] = held;
    this.#state[base + S.PEAKS] = (peaks & ~(63 << shift)) | ((held < 63 ? held : 63) << shift);
  }

  #seeHit(chunk: EventChunk, i: number, process: number, band: number, wanted: number, t: number, page: number): void {
    const at = process * SIDE + band;
    const worst = this.#worst[at]!;
    if ((wanted < worst || (wanted === worst && t > this.#worstTime[at]!)) && t > this.#first[at]!) return;
    const keeper = this.#hits[at]!;
    keeper.see(t, page, chunk.line?.[i] ?? 0, chunk.task?.[i] ?? 0, wanted);
    this.#worst[at] = keeper.worst!.wanted;
    this.#worstTime[at] = keeper.worst!.time;
    this.#first[at] = keeper.first!.time;
  }

  /** Adds the weight of a moment to the states in which some layout answers wrongly. */
  #weigh(to: Weights, page: number, base: number, weight: number): void {
    const state = this.#state;
    const any = this.#lowest(page, base, S.X_PIN);
    if (any === NO_BAND) {
      to.unpinned[bitLength(state[base]!)]! += weight;
      return;
    }
    const written = this.#lowest(page, base, S.X_PIN_WRITE);
    const longterm = this.#lowest(page, base, S.X_PIN_LONG);
    if (written !== any) {
      to.pinWritten[written]! += weight;
      to.pinWritten[any]! -= weight;
    }
    if (longterm !== any) {
      to.pinLongterm[longterm]! += weight;
      to.pinLongterm[any]! -= weight;
    }
    // With no long-term pin, or no short one, and so on, two of the four bands are those of all pins.
    const read = this.#lowest(page, base, S.X_READ);
    const write = this.#lowest(page, base, S.X_WRITE);
    const readLong = this.#lowest(page, base, S.X_READ_LONG);
    const writeLong = this.#lowest(page, base, S.X_WRITE_LONG);
    if (readLong !== read || writeLong !== write) {
      to.readWriteLongterm[pairIndex(readLong, writeLong)]! += weight;
      to.readWriteLongterm[pairIndex(read, write)]! -= weight;
    }
    const long = this.#lowest(page, base, S.X_LONG);
    const short = this.#lowest(page, base, S.X_SHORT);
    const longWrite = this.#lowest(page, base, S.X_LONG_WRITE);
    const shortWrite = this.#lowest(page, base, S.X_SHORT_WRITE);
    if (longWrite !== long || shortWrite !== short) {
      to.longShortWritten[pairIndex(longWrite, shortWrite)]! += weight;
      to.longShortWritten[pairIndex(long, short)]! -= weight;
    }
    if (this.#differs(page, base)) {
      const [pins, writes, longs] = this.#biased.get(page)!;
      to[pins === 0 ? 'unpinned' : 'pinned'][bitLength(state[base]!)]! += weight;
      if (pins > 0) {
        if (writes === 0) to.biased[0]! += weight;
        if (longs === 0) to.biased[1]! += weight;
      }
      return;
    }
    to.pinned[bitLength(state[base]!)]! += weight;
    if (written === NO_BAND) to.biased[0]! += weight;
    if (longterm === NO_BAND) to.biased[1]! += weight;
  }

  /** The doubles have gathered as much as stays exact: move it on. */
  #carry(next: number): void {
    addJoint(this.#jointTime, this.#time);
    carryWeights(this.#time, this.timeWeights);
    this.#gathered = next;
  }

  /** The page's first measured moment: what it holds is what peaks start from. */
  #enter(page: number, base: number): void {
    this.#state[base + S.TOP_BANDS]! |= S.MEASURED;
    if (!this.#everything) return;
    this.#cold[page * S.COLD_STRIDE + S.ORDINARY_PEAK] = this.#state[base]! >>> 0;
    if (this.#held(page, base, S.X_PIN) === 0) return;
    [S.X_PIN, S.X_READ, S.X_WRITE, S.X_LONG, S.X_SHORT].forEach((word, process) => {
      this.#seePeak(page, base, process, this.#held(page, base, word));
    });
    const [readLong, writeLong] = [this.#held(page, base, S.X_READ_LONG), this.#held(page, base, S.X_WRITE_LONG)];
    const kinds = [
      this.#held(page, base, S.X_READ) - readLong,
      readLong,
      this.#held(page, base, S.X_WRITE) - writeLong,
      writeLong,
    ];
    kinds.forEach((held, k) => {
      this.classPeaks[k + 1] = Math.max(this.classPeaks[k + 1]!, held);
    });
  }

  /** Room for every page and handle of the chunk, so that the loop need not look. */
  #makeRoom({ page: pages, arg: args, op: ops, length }: EventChunk): void {
    let topPage = -1;
    let topHandle = -1;
    for (let i = 0; i < length; i++) {
      const page = pages[i]!;
      if (page > topPage) topPage = page;
      if (ops[i]! < DROP && args[i]! > topHandle) topHandle = args[i]!;
    }
    if (topPage >= this.#capacity) this.#growPages(topPage);
    if (topHandle >= this.#bands.length) {
      let size = this.#bands.length;
      while (size <= topHandle) size *= 2;
      const bands = new Int32Array(size);
      bands.set(this.#bands);
      this.#bands = bands;
      this.#mask = size - 1;
    }
  }

  #growPages(page: number): void {
    const size = Math.max(64, page + 1, this.#capacity * 2);
    const memory = new ArrayBuffer(size * S.STRIDE * 4);
    const state = new Int32Array(memory);
    const last = new Float64Array(memory);
    state.set(this.#state);
    for (let p = this.#capacity; p < size; p++) last[p * S.LAST_STRIDE + S.LAST] = UNSEEN;
    const cold = new Uint32Array(size * S.COLD_STRIDE);
    cold.set(this.#cold);
    this.#state = state;
    this.#last = last;
    this.#cold = cold;
    this.#capacity = size;
  }
}
