import { DROP, type EventChunk } from '../../events/chunk.ts';
import { HighBands, lowestBand, NO_BAND, packedCount, unitOf } from './bands.ts';
import type { Loops } from './loops.ts';
import { FULL, PACKED_BANDS } from './packed.ts';
import * as S from './state.ts';

/** Time of the last event of a page that has had none. */
export const UNSEEN = Number.NEGATIVE_INFINITY;

/** The highest page and handle of a chunk; −1: none. By itself, so that V8 compiles this loop once and for all. */
function topsOf({ page: pages, arg: args, op: ops, length }: EventChunk): { topPage: number; topHandle: number } {
  let topPage = -1;
  let topHandle = -1;
  for (let i = 0; i < length; i++) {
    const page = pages[i]!;
    if (page > topPage) topPage = page;
    if (ops[i]! < DROP && args[i]! > topHandle) topHandle = args[i]!;
  }
  return { topPage, topHandle };
}

/**
 * What the profile engine knows of each page (state.ts) and of each acquisition, and ordered hunting on it. `page` and
 * `base` go together: base = page × STRIDE. A `word` is one of X_…: which pins are counted in it.
 */
export class PageMemory {
  /** Undefined where their memory would not do: then every event goes the long way. */
  loops: Loops | undefined;
  capacity = 0;
  state: Int32Array = new Int32Array(0);
  /** The same memory as `state`, for the times in it. Counts above 2^31 are negative there: read them with >>> 0. */
  times: Float64Array = new Float64Array(0);
  cold: Uint32Array = new Uint32Array(0);
  /** Per handle: bands in the fields pin, direction, term (6 bits each), and whether a bias admitted it. A power of two of them. */
  bands: Int32Array = new Int32Array(0);
  readonly #high = new Map<number, HighBands>();
  /** Pages whose pins a bias refused in part: what it holds there: pins, write pins, long-term pins. */
  readonly biased = new Map<number, [number, number, number]>();

  /** `loops`: their memory is used, as long as there is enough of it; undefined: JavaScript's. */
  constructor(loops: Loops | undefined) {
    this.loops = loops;
    this.#resize(0, 1024);
  }

  /** Room for every page and handle of the chunk, so that the loops need not look. Returns whether memory moved. */
  makeRoom(chunk: EventChunk): boolean {
    const { topPage, topHandle } = topsOf(chunk);
    if (topPage < this.capacity && topHandle < this.bands.length) return false;
    if (topPage > S.PAGES) throw new RangeError(`more than ${S.PAGES.toLocaleString('en')} pages`);
    const size = topPage < this.capacity ? this.capacity : Math.max(64, topPage + 1, this.capacity * 2);
    let handles = this.bands.length;
    while (handles <= topHandle) handles *= 2;
    this.#resize(size, handles);
    return true;
  }

  #resize(size: number, handles: number): void {
    const before = this.capacity;
    const bytes = size * S.STRIDE * 4;
    try {
      this.loops?.makeRoom(handles, before * S.STRIDE * 4, bytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.loops = undefined;
    }
    const { loops } = this;
    if (loops !== undefined) {
      this.state = new Int32Array(loops.buffer, loops.pagesAt, size * S.STRIDE);
      this.bands = loops.bands;
    } else {
      this.state = larger(this.state, size * S.STRIDE);
      this.bands = larger(this.bands, handles);
    }
    this.times = new Float64Array(this.state.buffer, this.state.byteOffset, size * S.LAST_STRIDE);
    for (let page = before; page < size; page++) this.times[page * S.LAST_STRIDE + S.LAST] = UNSEEN;
    if (size === before) return;
    const cold = new Uint32Array(size * S.COLD_STRIDE);
    cold.set(this.cold);
    this.cold = cold;
    this.capacity = size;
  }

  /** The page has high bands, or pins that a bias refused. */
  isSlow(base: number): boolean {
    return this.state[base + S.TOP_BANDS]! < 0;
  }

  /** A bias holds something else on the page than is held. */
  differs(page: number, base: number): boolean {
    return this.isSlow(base) && this.biased.has(page);
  }

  biasHolds(page: number, base: number): boolean {
    if (this.differs(page, base)) return this.biased.get(page)![0] > 0;
    return this.state[base + S.X_PIN] !== 0 || this.held(page, base, S.X_PIN) > 0;
  }

  /** Nothing is held any more on a page: forgets what is kept beside its line, so that memory follows what is held. */
  forget(page: number, base: number): void {
    this.#high.delete(page);
    this.biased.delete(page);
    this.state[base + S.TOP_BANDS] = this.state[base + S.TOP_BANDS]! & ~S.SLOW;
  }

  /** References that a word of bands counts. */
  held(page: number, base: number, word: number): number {
    const packed = packedCount(this.state[base + word]!);
    if (!this.isSlow(base)) return packed;
    return packed + (this.#high.get(page)?.count(word - S.X_PIN) ?? 0);
  }

  /** Takes a place in the lowest band that is not full, and says which. */
  hunt(page: number, base: number, word: number): number {
    const x = this.state[base + word]!;
    const free = ~x & FULL;
    if (free === 0) return this.#huntHigh(page, base, word);
    const band = lowestBand(free);
    this.state[base + word] = x + unitOf(band);
    return band;
  }

  #huntHigh(page: number, base: number, word: number): number {
    let high = this.#high.get(page);
    if (high === undefined) {
      high = new HighBands(S.HIGH_WORDS);
      this.#high.set(page, high);
      this.state[base + S.TOP_BANDS]! |= S.SLOW;
    }
    const band = high.lowestFree(word - S.X_PIN);
    high.add(word - S.X_PIN, band, 1);
    return band;
  }

  /** Takes a place in a band that another word has found. */
  place(page: number, base: number, word: number, band: number): void {
    if (band < PACKED_BANDS) this.state[base + word]! += unitOf(band);
    else this.#high.get(page)!.add(word - S.X_PIN, band, 1);
  }

  leave(page: number, base: number, word: number, band: number): void {
    if (band < PACKED_BANDS) this.state[base + word]! -= unitOf(band);
    else this.#high.get(page)!.add(word - S.X_PIN, band, -1);
  }

  /** The lowest band in which the word counts something, or NO_BAND. */
  lowest(page: number, base: number, word: number): number {
    const x = this.state[base + word]!;
    if (x !== 0) return lowestBand(x);
    return this.isSlow(base) ? (this.#high.get(page)?.lowest(word - S.X_PIN) ?? NO_BAND) : NO_BAND;
  }
}

function larger(from: Int32Array, length: number): Int32Array {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}
