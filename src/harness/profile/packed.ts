/** Numbers of packed bands (bands.ts); in a file of their own, because assembly/usual.ts imports them too. */

/** Bands that are packed in one word. */
export const PACKED_BANDS = 7;
/** The top bits of all packed bands, b × (b + 3) / 2. */
export const FULL = 0x0810_4225;
/**
 * Gives the band of one of the top bits: bit × BAND_OF_TOP >>> 29 (of 32 bits). They stand at 0, 2, 5, 9, 14, 20 and 27, and a
 * product with 2^p moves bits up by p: the factor has at 31 − p, 30 − p and 29 − p the three digits of each band, which do
 * not overlap.
 */
export const BAND_OF_TOP = 0x0a32_0a18;
