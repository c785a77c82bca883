import type { OnLimit } from '../../layouts/types.ts';

/**
 * How a word is updated by many tasks at once.
 *
 * - `add-undo`: add first, look at what was there, take it back where that was at the limit already. Between the two the
 *   task is inside the window.
 * - `check-add`: read, refuse at the limit, else add without looking again, as try_get_page and try_grab_folio do
 *   (docs/kernel-facts.md 1.1, 1.3). The window is between the read and the add.
 * - `saturate`: add first; where the limit was reached, set the field to 3/4 of its range, as refcount_t does. The window
 *   is between the add and the set. A release does the same where it finds the field above its limit.
 * - `compare-and-swap`: read, compute, write only if nothing changed, else again. There is no window.
 * - `frozen-bit`: the top bit says that nobody may take the page; a try adds first and looks at the bit. What it added to
 *   a frozen word stays, until a try finds a quarter of the range used up and sets the word back with compare-and-swap
 *   ("mm: improve folio refcount scalability", 2025–2026, docs/kernel-facts.md 2.4).
 */
export type Protocol = 'add-undo' | 'check-add' | 'saturate' | 'compare-and-swap' | 'frozen-bit';

/**
 * What can go wrong.
 *
 * - `carry`: an addition leaves the field: into its neighbour, or out of the word.
 * - `lost`: the field reads as empty while references of it are held.
 * - `freed`: a task is told that it dropped the last reference of the page while some are held; of a frozen word: a
 *   reference to a free page is handed out.
 * - `wrong`: another field reads as not empty although nothing of it is held.
 * - `refused`: a reference is refused although fewer than the limit are held. Harmless to memory, so no part of the guard.
 * - `stale`: a task frees a page for a reference that it dropped in an earlier life of the page (the ABA race found in
 *   version 4 of the frozen bit). The count itself is right, so no part of the guard.
 */
export type Hazard = 'carry' | 'lost' | 'freed' | 'wrong' | 'refused' | 'stale';

export const PROTOCOLS: readonly Protocol[] = ['add-undo', 'check-add', 'compare-and-swap', 'saturate', 'frozen-bit'];

export const HAZARDS: readonly Hazard[] = ['carry', 'lost', 'freed', 'wrong', 'refused', 'stale'];

/** The hazards of which the guard is the smallest number. */
export const GUARDED: readonly Hazard[] = ['carry', 'lost', 'freed', 'wrong'];

/** Each task does one operation, or goes on with as many as it likes. */
export type Operations = 'one' | 'any';

/** What of a field decides how it behaves under many tasks. */
export interface GuardField {
  readonly name: string;
  readonly bits: number;
  /** Bits, 0…bits − 1. */
  readonly reserve: number;
  readonly onLimit: OnLimit;
}

/** A word of fields from high to low, of which tasks acquire and release references. */
export interface SplitGuard {
  readonly word: 'split';
  readonly fields: readonly GuardField[];
  /**
   * Indices of the fields on which the tasks work, each without a second one. The others hold what they hold at the
   * start, at most their limits.
   */
  readonly on: readonly number[];
  /** How fields that fail are updated. Those that saturate do so with `saturate`, or all with `compare-and-swap`. */
  readonly protocol: 'add-undo' | 'check-add' | 'compare-and-swap';
}

/**
 * A word of one signed counter. Tasks take and drop pins of `bias` each; a pin is refused while the word, signed, is ≤ 0.
 * Fewer than `bias` ordinary references are held throughout.
 */
export interface BiasGuard {
  readonly word: 'bias';
  readonly bits: number;
  readonly bias: number;
  readonly protocol: 'add-undo' | 'check-add' | 'compare-and-swap';
}

/**
 * A word whose top bit freezes it. Tasks try to take references of `amount` each, drop them, free the page with the last
 * one and allocate it again. More references than the lower bits can count are not explored: whether anybody can hold so
 * many is a question of exposure.
 */
export interface FrozenGuard {
  readonly word: 'frozen';
  readonly bits: number;
  readonly amount: number;
  readonly protocol: 'frozen-bit';
}

export type GuardWord = SplitGuard | BiasGuard | FrozenGuard;

export interface GuardModel {
  readonly word: GuardWord;
  /** At least 1. */
  readonly tasks: number;
  readonly operations: Operations;
}

/** The protocol by which field `index` of a split is updated. */
export function protocolOf(word: SplitGuard, index: number): Exclude<Protocol, 'frozen-bit'> {
  const saturates = word.fields[index]?.onLimit === 'saturate';
  return saturates && word.protocol !== 'compare-and-swap' ? 'saturate' : word.protocol;
}

/** Bits of the whole word. */
export function bitsOf(word: GuardWord): number {
  return word.word === 'split' ? word.fields.reduce((sum, field) => sum + field.bits, 0) : word.bits;
}
