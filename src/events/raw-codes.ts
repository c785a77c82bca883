/** Numbers of raw events (raw.ts); in a file of their own, because assembly/kernel imports them too. */

/** What one pin adds to the count of a small folio (GUP_PIN_COUNTING_BIAS, include/linux/mm.h). */
export const PIN_COUNTING_BIAS = 1024;

/** Events out of order by less than this are put in order (per-CPU buffers); nanoseconds. */
export const ORDER_WINDOW = 10_000_000;

/** What a raw event does. */
export const RAW_GET = 0;
export const RAW_PUT = 1;
export const RAW_PIN = 2;
export const RAW_UNPIN = 3;
/** Nothing but what it shows of the page's count. */
export const RAW_SEEN = 4;
export const RAW_CHECK = 5;
/** The ordinary count is now `count` (exchange CSV). */
export const RAW_LEVEL = 6;
/**
 * A probe that tells which way the drops after it in its context go (events/directions): `refs` is one of PROBE_…, `kinds`
 * the pins that they end (0: it does not tell), `own` how many they are.
 */
export const RAW_PROBE = 7;

/** What a probe of RAW_PROBE is at. */
export const PROBE_BIO = 1;
export const PROBE_LIST = 2;
export const PROBE_PLAIN_LIST = 3;
export const PROBE_FOLIO = 4;
export const PROBE_END = 5;

/** Flag bits of a raw event. */
export const FLAG_INTERRUPT = 1;
export const FLAG_LARGE = 2;
/** `count` holds the page's whole reference count. */
export const FLAG_COUNT = 4;
/** … as it was before the operation (else: just after). */
export const FLAG_BEFORE = 8;
/** `ref` names the acquisition. */
export const FLAG_REF = 16;
/** `own` holds the `_pincount` of a large folio. */
export const FLAG_PINCOUNT = 32;
/** `own` holds what the operation adds to the count (page_ref). */
export const FLAG_CHANGE = 64;
/** … or what it sets the count to; with FLAG_CHANGE. */
export const FLAG_SET = 128;
