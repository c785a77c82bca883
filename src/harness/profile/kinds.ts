import { ACQUIRED, LONG, READ, WRITE } from '../../layouts/domain.ts';

/** What class code c is: for its own field, for its term's field, and which of the questions it makes true. */
export const IS_READ: readonly boolean[] = ACQUIRED.map((kinds) => (kinds & ~READ) === 0);
export const IS_WRITE: readonly boolean[] = ACQUIRED.map((kinds) => (kinds & ~WRITE) === 0);
export const IS_LONG: readonly boolean[] = ACQUIRED.map((kinds) => (kinds & ~LONG) === 0);

/** Places of the sets of kinds in PROCESSES. */
export const PIN_PROCESS = 0;
export const READ_PROCESS = 1;
export const WRITE_PROCESS = 2;
export const LONG_PROCESS = 3;
export const SHORT_PROCESS = 4;

/** The sets of kinds that a field may count, in the order of PEAKS and TOP_BANDS. */
export const PROCESSES = ['pin', 'read', 'write', 'long', 'short'] as const;
export type Process = (typeof PROCESSES)[number];
