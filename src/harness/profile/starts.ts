/**
 * Numbers of the profile's loops (usual.ts). They are compiled into the loops where they stand in a file without imports,
 * before all that is worked out (esbuild's minifySyntax); else the loops fetch each from memory each time.
 */

/** Where each part of the sums starts, and a few numbers of the loops. */
export const ORDINARY_TIME = 2560;
export const PIN_TIME = 2688;
export const READ_WRITE_TIME = 3200;
export const LONG_SHORT_TIME = 7296;
export const WORST = 11392;
export const WORST_TIME = 11562;
export const FIRST = 11732;
export const GATHERED = 11902;
export const CLASS_PEAKS = 11903;
/** Bands, and none. */
export const SIDE = 34;
/** Weight that the sums may gather before it is carried into exact ones: as much as doubles keep exact. */
export const CARRY = 0x10_0000_0000_0000;
