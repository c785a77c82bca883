/** Numbers of roles (roles.ts), which assembly/kernel imports too. */

/** What an event does, by its name. */
export const GRAB = 1;
export const PUT = 2;
export const SHOWS = 3;
export const PAGE_REF = 4;
/** And PROBE + one of PROBE_…: a probe that tells which way drops go. */
export const PROBE = 8;
/** An event that is passed over. */
export const OTHER = 15;
/** Beside the role: fields behind pf are needed. */
export const WHOLE = 16;
export const ROLE = WHOLE - 1;
/** Beside PAGE_REF: its `val` is added to the count. */
export const MOD = 32;
/** Its `ret` tells whether it did anything. */
export const CONDITIONAL = 64;
/** Its `val` is the count that it expects; what it sets is 0. */
export const FREEZE = 128;
