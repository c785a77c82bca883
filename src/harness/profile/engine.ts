import { CHECK, DROP, type EventChunk, LEVEL } from '../../events/chunk.ts';
import { ACQUIRED, LONG, READ, WRITE } from '../../layouts/domain.ts';
import { ExactSum } from '../exact.ts';
import { HitKeeper } from '../hits.ts';
import { BANDS, bitLength, FULL, HighBands, lowestBand, NO_BAND, PACKED_BANDS, UNIT } from './bands.ts';
import * as S from './state.ts';
import { carryWeights, noWeights, pairIndex, type Weights, weights } from './weights.ts';

const CLASSES = ACQUIRED.length;
const UNSEEN = Number.NEGATIVE_INFINITY;
/** Weight that the doubles may gather before it is carried into exact sums. */
const CARRY = 2 ** 52;

/** What class code c is: for its own field, for its term's field, and which of the questions it makes true. */
const IS_READ = ACQUIRED.map((kinds) => kinds !== 0 && (kinds & ~READ) === 0);
const IS_WRITE = ACQUIRED.map((kinds) => kinds !== 0 && (kinds & ~WRITE) === 0);
const IS_LONG = ACQUIRED.map((kinds) => kinds !== 0 && (kinds & ~LONG) === 0);

/**
 * One pass for every layout (DESIGN 5.2). Per page it runs one ordered-hunting process per set of kinds that a field may
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
  /** false: refusals, peaks and lives only; answers and their times are not worked out. */
  readonly #answers: boolean;
  #capacity = 0;
  #state = new Uint32Array(0);
  #last = new Float64Array(0);
  readonly #high = new Map<number, HighBands>();
  /** Per handle: bands in the fields pin, direction, term (6 bits each), and whether a bias admitted it. */
  #bands: Uint32Array = new Uint32Array(1024);

  readonly #time = weights();
  readonly #check = weights();
  #gathered = 0;
  readonly timeWeights = noWeights();
  readonly checkWeights = noWeights();
  readonly observedFrom = new ExactSum();
  pages = 0;
  checks = 0;
  lives = 0;
  readonly attempted = new Float64Array(CLASSES);
  readonly biasRefused = new Float64Array(CLASSES);
  /** [process][class × 34 + band]: arrivals by the band that they were given. */
  readonly arrivals = S.PROCESSES.map(() => new Float64Array(CLASSES * (BANDS + 1)));
  readonly hits = S.PROCESSES.map(() => Array.from({ length: BANDS + 1 }, () => new HitKeeper()));
  readonly ordinaryHits = Array.from({ length: BANDS + 1 }, () => new HitKeeper());
  readonly biasHits = new HitKeeper();
  /** Lives by the bit length of their highest ordinary count. */
  readonly lifeMaxima = new Float64Array(BANDS + 1);
  /** Most references of class c held at once on one page, in measured time. */
  readonly classPeaks = new Float64Array(CLASSES);
  /** Most pins (ordinary references) held at once on one page, warm-up included: whether a bias reached the sign bit. */
  topPins = 0;
  topOrdinary = 0;

  constructor(options: { from?: number; answers?: boolean } = {}) {
    this.#from = options.from ?? Number.NEGATIVE_INFINITY;
    this.#answers = options.answers ?? true;
  }

  get capacity(): number {
    return this.#capacity;
  }

  get state(): Uint32Array {
    return this.#state;
  }

  isPage(page: number): boolean {
    return this.#last[page] !== UNSEEN;
  }

  feed(chunk: EventChunk): void {
    const { time, op: ops, page: pages, arg: args, line: lines, task: tasks, length } = chunk;
    const from = this.#from;
    const answers = this.#answers;
    for (let i = 0; i < length; i++) {
      const page = pages[i]!;
      const t = time[i]!;
      if (page >= this.#capacity) this.#grow(page);
      const base = page * S.STRIDE;
      const state = this.#state;
      const last = this.#last[page]!;
      if (last === UNSEEN) {
        this.pages++;
        this.observedFrom.add(t > from ? t : from);
      } else if (answers && t > last && t > from) {
        const weight = t - (last > from ? last : from);
        if ((this.#gathered += weight) >= CARRY) this.#carry(weight);
        this.#weigh(this.#time, base, weight);
      }
      this.#last[page] = t;
      const measured = t >= from;
      if (measured && (state[base + S.FLAGS]! & S.MEASURED) === 0) this.#enter(base);
      const op = ops[i]!;
      const arg = args[i]!;
      if (op < DROP) {
        if (op === 0) {
          this.#setOrdinary(base, state[base]! + 1, t, page, measured, i, lines, tasks);
        } else {
          this.#pin(base, op, arg, t, page, measured, i, lines, tasks);
        }
      } else if (op < LEVEL) {
        if (op === DROP) this.#setOrdinary(base, state[base]! - 1, t, page, measured, i, lines, tasks);
        else this.#unpin(base, op - DROP, arg);
      } else if (op === LEVEL) {
        this.#setOrdinary(base, arg, t, page, measured, i, lines, tasks);
      } else if (op === CHECK && measured) {
        this.checks++;
        if (answers) this.#weigh(this.#check, base, 1);
      }
    }
  }

  /** `end`: the time of the last event of any page. What is held is held until then. */
  finish(end: number): void {
    for (let page = 0; page < this.#capacity; page++) {
      const last = this.#last[page]!;
      if (last === UNSEEN) continue;
      const base = page * S.STRIDE;
      if ((this.#state[base + S.FLAGS]! & S.MEASURED) === 0) this.#enter(base);
      const start = last > this.#from ? last : this.#from;
      if (this.#answers && end > start) {
        if ((this.#gathered += end - start) >= CARRY) this.#carry(end - start);
        this.#weigh(this.#time, base, end - start);
      }
      if (this.#state[base]! > 0 && end >= this.#from) this.#countLife(base);
    }
    this.#carry(0);
    carryWeights(this.#check, this.checkWeights);
  }

  #pin(
    base: number,
    acquired: number,
    handle: number,
    t: number,
    page: number,
    measured: boolean,
    i: number,
    lines: Uint32Array | undefined,
    tasks: Uint32Array | undefined,
  ): void {
    const state = this.#state;
    const isWrite = IS_WRITE[acquired]!;
    const isRead = IS_READ[acquired]!;
    const isLong = IS_LONG[acquired]!;

    const pinBand = this.#hunt(base, S.X_PIN);
    if (isWrite) this.#place(base, S.X_PIN_WRITE, pinBand);
    if (isLong) this.#place(base, S.X_PIN_LONG, pinBand);
    let directionBand = NO_BAND;
    if (isRead) {
      directionBand = this.#hunt(base, S.X_READ);
      if (isLong) this.#place(base, S.X_READ_LONG, directionBand);
    } else if (isWrite) {
      directionBand = this.#hunt(base, S.X_WRITE);
      if (isLong) this.#place(base, S.X_WRITE_LONG, directionBand);
    }
    let termBand: number;
    if (isLong) {
      termBand = this.#hunt(base, S.X_LONG);
      if (isWrite) this.#place(base, S.X_LONG_WRITE, termBand);
    } else {
      termBand = this.#hunt(base, S.X_SHORT);
      if (isWrite) this.#place(base, S.X_SHORT_WRITE, termBand);
    }

    const biasTakes = state[base]! > 0 || state[base + S.BIAS_PIN]! > 0;
    if (biasTakes) {
      state[base + S.BIAS_PIN]!++;
      if (isWrite) state[base + S.BIAS_WRITE]!++;
      if (isLong) state[base + S.BIAS_LONG]!++;
    }
    if (handle >= this.#bands.length) this.#growHandles(handle);
    this.#bands[handle] = pinBand | (directionBand << 6) | (termBand << 12) | (biasTakes ? 1 << 18 : 0);

    const held = ++state[base + S.HELD + acquired]!;
    const pins = ++state[base + S.HELD_PIN]!;
    if (pins > this.topPins) this.topPins = pins;
    if (!measured) return;
    this.attempted[acquired]!++;
    if (held > this.classPeaks[acquired]!) this.classPeaks[acquired] = held;
    if (pins > state[base + S.PEAK]!) state[base + S.PEAK] = pins;
    const row = acquired * (BANDS + 1);
    this.arrivals[0]![row + pinBand]!++;
    if (pinBand > 0) this.#seeHit(0, pinBand, pins, t, page, i, lines, tasks);
    let tops = state[base + S.TOP_BANDS]!;
    if (pinBand >= (tops & 63)) tops = (tops & ~63) | (pinBand + 1);
    if (directionBand !== NO_BAND) {
      const process = isRead ? 1 : 2;
      const wanted = state[base + S.HELD + (isRead ? 1 : 3)]! + state[base + S.HELD + (isRead ? 2 : 4)]!;
      if (wanted > state[base + S.PEAK + process]!) state[base + S.PEAK + process] = wanted;
      this.arrivals[process]![row + directionBand]!++;
      if (directionBand > 0) this.#seeHit(process, directionBand, wanted, t, page, i, lines, tasks);
      const shift = process * 6;
      if (directionBand >= ((tops >>> shift) & 63)) tops = (tops & ~(63 << shift)) | ((directionBand + 1) << shift);
    }
    const process = isLong ? 3 : 4;
    const first = isLong ? 2 : 1;
    const wanted =
      state[base + S.HELD + first]! + state[base + S.HELD + first + 2]! + state[base + S.HELD + first + 4]!;
    if (wanted > state[base + S.PEAK + process]!) state[base + S.PEAK + process] = wanted;
    this.arrivals[process]![row + termBand]!++;
    if (termBand > 0) this.#seeHit(process, termBand, wanted, t, page, i, lines, tasks);
    const shift = process * 6;
    if (termBand >= ((tops >>> shift) & 63)) tops = (tops & ~(63 << shift)) | ((termBand + 1) << shift);
    state[base + S.TOP_BANDS] = tops;
    if (!biasTakes) {
      this.biasRefused[acquired]!++;
      state[base + S.FLAGS]! |= S.BIAS_REFUSED;
      this.biasHits.see(t, page, lines?.[i] ?? 0, tasks?.[i] ?? 0, pins);
    }
  }

  #unpin(base: number, acquired: number, handle: number): void {
    const state = this.#state;
    const bands = this.#bands[handle]!;
    const isWrite = IS_WRITE[acquired]!;
    const isLong = IS_LONG[acquired]!;
    const pinBand = bands & 63;
    this.#leave(base, S.X_PIN, pinBand);
    if (isWrite) this.#leave(base, S.X_PIN_WRITE, pinBand);
    if (isLong) this.#leave(base, S.X_PIN_LONG, pinBand);
    const directionBand = (bands >>> 6) & 63;
    if (directionBand !== NO_BAND) {
      this.#leave(base, isWrite ? S.X_WRITE : S.X_READ, directionBand);
      if (isLong) this.#leave(base, isWrite ? S.X_WRITE_LONG : S.X_READ_LONG, directionBand);
    }
    const termBand = (bands >>> 12) & 63;
    this.#leave(base, isLong ? S.X_LONG : S.X_SHORT, termBand);
    if (isWrite) this.#leave(base, isLong ? S.X_LONG_WRITE : S.X_SHORT_WRITE, termBand);
    if (bands & (1 << 18)) {
      state[base + S.BIAS_PIN]!--;
      if (isWrite) state[base + S.BIAS_WRITE]!--;
      if (isLong) state[base + S.BIAS_LONG]!--;
    }
    state[base + S.HELD + acquired]!--;
    if (--state[base + S.HELD_PIN]! === 0 && state[base + S.FLAGS]! & S.HIGH) {
      // Nothing is held any more: forget the high bands, so that memory follows what is held.
      state[base + S.FLAGS]! &= ~S.HIGH;
      this.#high.delete(base);
    }
  }

  /** Takes a place in the lowest band that is not full. */
  #hunt(base: number, word: number): number {
    const x = this.#state[base + word]!;
    const free = ~x & FULL;
    if (free !== 0) {
      const band = lowestBand(free);
      this.#state[base + word] = x + UNIT[band]!;
      return band;
    }
    let high = this.#high.get(base);
    if (high === undefined) {
      high = new HighBands(S.HIGH_WORDS);
      this.#high.set(base, high);
      this.#state[base + S.FLAGS]! |= S.HIGH;
    }
    const band = high.lowestFree(word - S.X_PIN);
    high.add(word - S.X_PIN, band, 1);
    return band;
  }

  #place(base: number, word: number, band: number): void {
    if (band < PACKED_BANDS) this.#state[base + word]! += UNIT[band]!;
    else this.#high.get(base)!.add(word - S.X_PIN, band, 1);
  }

  #leave(base: number, word: number, band: number): void {
    if (band < PACKED_BANDS) this.#state[base + word]! -= UNIT[band]!;
    else this.#high.get(base)!.add(word - S.X_PIN, band, -1);
  }

  #lowest(base: number, word: number): number {
    const x = this.#state[base + word]!;
    if (x !== 0) return lowestBand(x);
    return this.#state[base + S.FLAGS]! & S.HIGH ? this.#high.get(base)!.lowest(word - S.X_PIN) : NO_BAND;
  }

  #setOrdinary(
    base: number,
    count: number,
    t: number,
    page: number,
    measured: boolean,
    i: number,
    lines: Uint32Array | undefined,
    tasks: Uint32Array | undefined,
  ): void {
    const state = this.#state;
    const before = state[base]!;
    state[base] = count;
    if (count > before) {
      if (count > state[base + S.LIFE_MAX]!) state[base + S.LIFE_MAX] = count;
      if (count > this.topOrdinary) this.topOrdinary = count;
      if (!measured) return;
      this.attempted[0]! += count - before;
      if (count > state[base + S.ORDINARY_PEAK]!) state[base + S.ORDINARY_PEAK] = count;
      const keeper = this.ordinaryHits[bitLength(count)]!;
      if (keeper.worst === undefined || count > keeper.worst.wanted || t <= keeper.first!.time) {
        keeper.see(t, page, lines?.[i] ?? 0, tasks?.[i] ?? 0, count);
      }
    } else if (count === 0 && before > 0) {
      if (measured) this.#countLife(base);
      state[base + S.LIFE_MAX] = 0;
    }
  }

  #countLife(base: number): void {
    const max = this.#state[base + S.LIFE_MAX]!;
    this.lives++;
    this.lifeMaxima[bitLength(max)]!++;
    if (max > this.#state[base + S.LIVES_MAX]!) this.#state[base + S.LIVES_MAX] = max;
  }

  #seeHit(
    process: number,
    band: number,
    wanted: number,
    t: number,
    page: number,
    i: number,
    lines: Uint32Array | undefined,
    tasks: Uint32Array | undefined,
  ): void {
    const keeper = this.hits[process]![band]!;
    if (keeper.worst === undefined || wanted > keeper.worst.wanted || t <= keeper.first!.time) {
      keeper.see(t, page, lines?.[i] ?? 0, tasks?.[i] ?? 0, wanted);
    }
  }

  /** Adds the weight of a moment to the states in which some layout answers wrongly. */
  #weigh(to: Weights, base: number, weight: number): void {
    const state = this.#state;
    if (state[base + S.HELD_PIN] !== 0) {
      const any = this.#lowest(base, S.X_PIN);
      const written = this.#lowest(base, S.X_PIN_WRITE);
      if (written !== any) {
        to.pinWritten[written]! += weight;
        to.pinWritten[any]! -= weight;
      }
      const longterm = this.#lowest(base, S.X_PIN_LONG);
      if (longterm !== any) {
        to.pinLongterm[longterm]! += weight;
        to.pinLongterm[any]! -= weight;
      }
      const readLong = this.#lowest(base, S.X_READ_LONG);
      const writeLong = this.#lowest(base, S.X_WRITE_LONG);
      const read = this.#lowest(base, S.X_READ);
      const write = this.#lowest(base, S.X_WRITE);
      if (readLong !== read || writeLong !== write) {
        to.readWriteLongterm[pairIndex(readLong, writeLong)]! += weight;
        to.readWriteLongterm[pairIndex(read, write)]! -= weight;
      }
      const longWrite = this.#lowest(base, S.X_LONG_WRITE);
      const shortWrite = this.#lowest(base, S.X_SHORT_WRITE);
      const long = this.#lowest(base, S.X_LONG);
      const short = this.#lowest(base, S.X_SHORT);
      if (longWrite !== long || shortWrite !== short) {
        to.longShortWritten[pairIndex(longWrite, shortWrite)]! += weight;
        to.longShortWritten[pairIndex(long, short)]! -= weight;
      }
    }
    if (state[base + S.BIAS_PIN] === 0) {
      to.unpinned[bitLength(state[base]!)]! += weight;
    } else {
      if (state[base + S.BIAS_WRITE] === 0) to.biased[0]! += weight;
      if (state[base + S.BIAS_LONG] === 0) to.biased[1]! += weight;
    }
  }

  /** The doubles have gathered as much as stays exact: move it on. */
  #carry(next: number): void {
    carryWeights(this.#time, this.timeWeights);
    this.#gathered = next;
  }

  /** The page's first measured moment: what it holds is what peaks start from. */
  #enter(base: number): void {
    const state = this.#state;
    state[base + S.FLAGS]! |= S.MEASURED;
    state[base + S.ORDINARY_PEAK] = state[base]!;
    const held = (c: number): number => state[base + S.HELD + c]!;
    for (let c = 1; c < CLASSES; c++) this.classPeaks[c] = Math.max(this.classPeaks[c]!, held(c));
    state[base + S.PEAK] = state[base + S.HELD_PIN]!;
    state[base + S.PEAK + 1] = held(1) + held(2);
    state[base + S.PEAK + 2] = held(3) + held(4);
    state[base + S.PEAK + 3] = held(2) + held(4) + held(6);
    state[base + S.PEAK + 4] = held(1) + held(3) + held(5);
  }

  #grow(page: number): void {
    const size = Math.max(64, page + 1, this.#capacity * 2);
    const state = new Uint32Array(size * S.STRIDE);
    state.set(this.#state);
    this.#state = state;
    const last = new Float64Array(size).fill(UNSEEN);
    last.set(this.#last);
    this.#last = last;
    this.#capacity = size;
  }

  #growHandles(handle: number): void {
    const bands = new Uint32Array(Math.max(handle + 1, this.#bands.length * 2));
    bands.set(this.#bands);
    this.#bands = bands;
  }
}
