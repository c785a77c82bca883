import type { Layout } from '../types.ts';

/** What came of one operation on the word. */
export type Outcome =
  /** A reference is held. */
  | 'taken'
  /** None is, and nobody was harmed: the caller is told, or waits. */
  | 'refused'
  /** One fewer is held. */
  | 'dropped'
  /** The last one was dropped: the object is freed. */
  | 'freed'
  /** The counter sticks, and the object leaks. */
  | 'saturated'
  /** The program or the kernel stops: panic, abort, throw. */
  | 'panic';

export interface Step {
  readonly word: bigint;
  readonly outcome: Outcome;
  /** What is printed, thrown or warned of. */
  readonly says?: string;
}

/** How the real thing counts: pure, one word, one operation at a time. Words are unsigned, below 2^32 or 2^64. */
export interface Machine {
  /** The word of a new object. */
  readonly start: bigint;
  /**
   * One more reference of a kind; default the first of the domain.
   * @param held how many the caller holds already, for counters that count holders.
   */
  acquire(word: bigint, kind?: string, held?: number): Step;
  release(word: bigint, kind?: string, held?: number): Step;
}

/** A counter of a real system that shares one word among several counts, or with its own safety. */
export interface CatalogueEntry {
  /** As after `catalogue:`; the layout's id too. */
  readonly id: string;
  /** What it is, and of what. */
  readonly name: string;
  readonly layout: Layout;
  /** What the real thing does at its limit. Where that is no on-limit policy, the layout's is the nearest. */
  readonly atLimit: string;
  /** What one gets wrong who models it from the outside. */
  readonly quirk: string;
  /** File and version, or mail. */
  readonly source: string;
  readonly machine: Machine;
}
