/**
 * Where things are in the memory of the decoder of kernel text (text.ts, assembly/kernel, which imports this file: only
 * numbers can stand here). Places in bytes.
 */

/** Value of a hexadecimal digit by its byte, −1: no digit. */
export const HEX_AT = 1024;
/** What events do, by the hash of their names: pairs [hash, role], 0: a free place. */
export const EVENTS_AT = 2048;
/** Places for events: a power of two, several times as many as are remembered. */
export const EVENTS = 4096;
/** Tasks met last, by the hash of their names: hash, number + 1, where the name starts, its length. */
export const TASKS_AT = 34_816;
/** Places for tasks: a power of two. */
export const TASKS = 1024;
/** What a block says beside its events: doubles, in the order below. */
export const ASIDE_AT = 51_200;
export const ENTRIES = 0;
export const OTHERS = 1;
export const NEGATIVE = 2;
export const ZERO_PINS = 3;
export const CONTEXTLESS = 4;
export const MOVED = 5;
export const PAGE_REF_TAKEN = 6;
export const PAGE_REF_DROPPED = 7;
export const PROBES_TAKEN = 8;
export const PROBES_DROPPED = 9;
export const LOWEST = 10;
export const HIGHEST = 11;
export const GAP_BY = 12;
export const GAP_LINE = 13;
export const MIN_TIME = 14;
export const MIN_LINE = 15;
export const MAX_TIME = 16;
/** −1: none. */
export const LATE_LINE = 17;
export const LATE_BY = 18;
/** −1: none. */
export const ADDRESS_TOP = 19;
export const LINES = 20;
export const EVENT_COUNT = 21;
export const ASIDES = 22;
/** The text. Zeros stand before and behind it, which end every number and name. */
export const BLOCK_AT = 51_712;
/** So many zeros behind it: a line end is looked for in so many bytes at once. */
export const MARGIN = 64;
