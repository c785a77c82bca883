import type { Disagreement } from '../harness/witness.ts';

/** How far the numbers of this run can be trusted: the three witnesses, and what rests on a convention. */
export interface TrustRecord {
  readonly replay: ReplayWitness;
  readonly closedForms: ClosedFormWitness;
  /** What the order in which drops are matched does to the results; a recording a line, those with pins. */
  readonly matching: readonly MatchingShift[];
}

/** Layouts that are read off the profile and were replayed too: every number must be equal. */
export interface ReplayWitness {
  readonly layouts: number;
  readonly scenarios: number;
  /** Numbers compared, and those that differ. */
  readonly compared: number;
  readonly failed: number;
  /** The first that differ. */
  readonly disagreements: readonly (Disagreement & { readonly layout: string; readonly scenario: string })[];
  /** What was not compared, and why. */
  readonly left: readonly {
    readonly reason: string;
    readonly layouts: readonly string[];
    readonly scenarios: readonly string[];
  }[];
}

/**
 * Rows of models for which a closed form knows the true value: does their 95 % interval hold it? Layouts and questions that
 * count the same references have the same number, which is one comparison however many rows repeat it.
 */
export interface ClosedFormWitness {
  /** Rows with a closed form, and those of them that have it in their interval. */
  readonly compared: number;
  readonly inside: number;
  readonly different: DifferentNumbers;
  /** Some of the different numbers that lie outside. */
  readonly outside: readonly ClosedFormRow[];
  /** Some of the different numbers that the simulation saw. */
  readonly rows: readonly ClosedFormRow[];
}

/** The rows with a closed form, each number once: one a scenario, metric, simulated counts and closed form as written. */
export interface DifferentNumbers {
  readonly compared: number;
  /** … that have the true value in their interval. */
  readonly inside: number;
  /** Both are 0 because it cannot happen; both are 1 because it always does. Chance cannot put these outside. */
  readonly impossible: number;
  readonly certain: number;
  /** Of the others, those of which the simulation saw something; of the rest it says only an upper bound. */
  readonly seen: number;
}

/** A different number: the first row that has it, and how many have. */
export interface ClosedFormRow {
  readonly shares: number;
  readonly layout: string;
  readonly scenario: string;
  readonly metric: string;
  readonly of: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly exact: number;
  readonly log10?: number;
}

export interface MatchingShift {
  readonly scenario: string;
  /** Drops that some rule matched without a ref: only these can be matched otherwise. */
  readonly drops: number;
  /** Null: not read the other way, because of the reason. */
  readonly newestFirst: null | {
    /** Rows of the first 16 layouts measured both ways, and those whose value is another. */
    readonly compared: number;
    readonly changed: number;
    /** The row of each metric that moves most, largest move first. */
    readonly moves: readonly {
      readonly metric: string;
      readonly layout: string;
      readonly of: string;
      readonly class: 'small' | 'large';
      readonly value: number;
      readonly newestFirst: number;
    }[];
    /** Of each layout whose share of refused pins of small folios is another: both. */
    readonly refused: readonly { readonly layout: string; readonly value: number; readonly newestFirst: number }[];
  };
  readonly reason?: string;
}
