/**
 * One page's state in the profile engine: 16 words of 32 bits, one cache line, because an event touches a page at random
 * and waiting for memory is most of its cost. X_… are packed bands (bands.ts): the references that ordered hunting has put
 * in each band, in bits 0 … 27.
 */
export const STRIDE = 16;
/** Pages are 0 … PAGES: indices of their words are integers of 31 bits. */
export const PAGES = 0x7ff_ffff;

/** Word 0 is the ordinary count. */
/** All pins in one field; of these the write pins; the long-term ones. */
export const X_PIN = 1;
export const X_PIN_WRITE = 2;
export const X_PIN_LONG = 3;
/** Fields of their own for read, write, long, short; of these the long-term (write) pins. */
export const X_READ = 4;
export const X_READ_LONG = 5;
export const X_WRITE = 6;
export const X_WRITE_LONG = 7;
export const X_LONG = 8;
export const X_LONG_WRITE = 9;
export const X_SHORT = 10;
export const X_SHORT_WRITE = 11;
/** Time of the page's last event: a double in words 12 and 13, index page × 8 + 6 of the same memory; −∞: no event yet. */
export const LAST = 6;
export const LAST_STRIDE = 8;
/** Highest band reached, 6 bits each: pin, read, write, long, short; 0 = none, else band + 1. Bits 30 and 31: MEASURED, SLOW. */
export const TOP_BANDS = 14;
/** Most held at once, 6 bits each, in the same order; 63: see PEAK. Bit 30: BIAS_REFUSED. */
export const PEAKS = 15;

/** In TOP_BANDS: the page is being measured (its warm-up is over). */
export const MEASURED = 1 << 30;
/** In TOP_BANDS, its sign: the page has filled its packed bands (HighBands), or a bias refused pins that it holds. */
export const SLOW = 1 << 31;
/** In PEAKS: a bias refused a pin on it. */
export const BIAS_REFUSED = 1 << 30;

/** What is touched seldom: 8 words a page. Highest ordinary count of the present life, of all lives that count, of the measured time. */
export const COLD_STRIDE = 8;
export const LIFE_MAX = 0;
export const LIVES_MAX = 1;
export const ORDINARY_PEAK = 2;
/** + process: most held at once. */
export const PEAK = 3;

/** Words of HighBands: X_PIN … X_SHORT_WRITE, from 0. */
export const HIGH_WORDS = X_SHORT_WRITE - X_PIN + 1;
