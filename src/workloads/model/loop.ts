/**
 * A layout that answers while the events are made. Each chunk that ends with an acquisition whose call asks is fed to it
 * before the generator goes on.
 */
export interface Loop {
  /** Whether it took the acquisition with this handle, the last one that it was fed. */
  admitted(handle: number): boolean;
  /** In measured time, a call for pins of a class got all that it wanted, or was refused for good. */
  called(acquired: number, isTaken: boolean): void;
}

/** Nobody refuses anything: what is wanted. */
export const OPEN: Loop = { admitted: () => true, called: () => {} };
