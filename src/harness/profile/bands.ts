import { PACKED_BANDS } from './packed.ts';

/**
 * Bands of slots. In ordered hunting each arriving pin takes the lowest free slot of its page, and the pins in slots
 * 0 … L − 1 are exactly those that a field with limit L would have admitted (Newell 1984; Coffman, Kadota & Shepp 1985;
 * held by test/harness/profile.test.ts against replay). Limits of fields are 2^k − 1, so only the band of a slot counts:
 * band b is the 2^b slots 2^b − 1 … 2^(b+1) − 2, a field of k usable bits admits bands 0 … k − 1, and the lowest free slot
 * lies in the lowest band that is not full. So a page needs a count per band, however many pins it holds.
 *
 * The counts of bands 0 … 6 (127 slots) are packed in one 32-bit word: band b has b + 1 bits, and because it counts to
 * 2^b its top bit is set exactly when it is full.
 */

/** Bands that exist: a page holds fewer than 2^33 − 1 references. */
export const BANDS = 33;
/** The band of what is not there. */
export const NO_BAND = 33;

/** One reference of a packed band: its lowest bit stands behind b bands of 1, 2, 3, … bits. */
export const unitOf = (band: number): number => 1 << ((band * (band + 1)) >>> 1);
/** Band to which a bit of a packed word belongs. */
export const BAND_OF_BIT = Uint8Array.from({ length: 32 }, (_, bit) => {
  let band = 0;
  while (((band + 1) * (band + 2)) / 2 <= bit) band++;
  return band;
});

/** Band of the lowest bit that is set; the word must not be 0. */
export function lowestBand(word: number): number {
  return BAND_OF_BIT[31 - Math.clz32(word & -word)]!;
}

/** Bits needed to write n, 0 … 32: floor(log2 n) + 1; 0 for 0. */
export function bitLength(n: number): number {
  return 32 - Math.clz32(n);
}

/** References that a band holds: 2^band. */
const SIZES = Float64Array.from({ length: BANDS }, (_, band) => 2 ** band);

/** Counts of bands 7 … 32 of all the words of one page that has filled its packed bands. */
export class HighBands {
  /** counts[word × 26 + band − 7] */
  readonly #counts: Float64Array;
  /** Per word: bit band − 7 is set where the count is not 0. */
  readonly occupied: Int32Array;
  /** Per word: … where the band is full. */
  readonly #full: Int32Array;
  /** Per word: the sum of its counts. */
  readonly #sums: Float64Array;

  constructor(words: number) {
    this.#counts = new Float64Array(words * (BANDS - PACKED_BANDS));
    this.occupied = new Int32Array(words);
    this.#full = new Int32Array(words);
    this.#sums = new Float64Array(words);
  }

  lowestFree(word: number): number {
    const free = ~this.#full[word]!;
    return PACKED_BANDS + 31 - Math.clz32(free & -free);
  }

  /** The lowest band of the word that holds something, or NO_BAND. */
  lowest(word: number): number {
    const bits = this.occupied[word]!;
    return bits === 0 ? NO_BAND : PACKED_BANDS + 31 - Math.clz32(bits & -bits);
  }

  add(word: number, band: number, n: 1 | -1): void {
    const high = band - PACKED_BANDS;
    const at = word * (BANDS - PACKED_BANDS) + high;
    const count = this.#counts[at]! + n;
    this.#counts[at] = count;
    this.#sums[word]! += n;
    if (count === 0) this.occupied[word]! &= ~(1 << high);
    else this.occupied[word]! |= 1 << high;
    if (count === SIZES[band]!) this.#full[word]! |= 1 << high;
    else this.#full[word]! &= ~(1 << high);
  }

  /** References of the word in bands 7 and above. */
  count(word: number): number {
    return this.#sums[word]!;
  }
}

/** References in all bands of a packed word. */
export function packedCount(x: number): number {
  return (
    (x & 1) +
    ((x >>> 1) & 3) +
    ((x >>> 3) & 7) +
    ((x >>> 6) & 15) +
    ((x >>> 10) & 31) +
    ((x >>> 15) & 63) +
    ((x >>> 21) & 127)
  );
}
