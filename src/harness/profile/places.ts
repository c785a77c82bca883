/**
 * Where things are in the memory that the profile engine shares with its loops (loops.ts, assembly/usual.ts, which imports
 * this file and state.ts: only numbers can stand here).
 */

/** In doubles: where each part of the sums starts (sums.ts). */
export const ORDINARY_TIME = 2560;
export const PIN_TIME = 2688;
export const READ_WRITE_TIME = 3200;
export const LONG_SHORT_TIME = 7296;
export const WORST = 11392;
export const WORST_TIME = 11562;
export const FIRST = 11732;
export const GATHERED = 11902;
export const CLASS_PEAKS = 11903;
/** Doubles that the sums may take. */
export const SUMS = 12288;
/** Bands, and none. */
export const SIDE = 34;
/** Weight that the sums may gather before it is carried into exact ones: as much as doubles keep exact. */
export const CARRY = 0x10_0000_0000_0000;

/** In bytes, from here on. The sums stand at 0. Of the lowest bit that is set in a packed word, 32: none: its band, 7: none. */
export const BAND_OF_BIT_AT = 98_304;
/** References in all bands of the 10 lowest bits of a packed word. */
export const COUNT_AT = 98_368;
/** Columns of the events that a loop is given. */
export const TIME_AT = 99_392;
export const PAGE_AT = 132_160;
export const ARG_AT = 148_544;
export const OP_AT = 164_928;
/** Events that have room in the columns. */
export const SEGMENT = 4096;
/** Per handle: bands in the fields pin, direction, term (6 bits each), and whether a bias admitted it. Behind them the pages. */
export const BANDS_AT = 169_024;
