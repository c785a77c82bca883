import type { Model } from '../../config/plan.ts';
import type { Profile } from '../../harness/profile/profile.ts';
import type { Observed } from '../../harness/tally.ts';
import type { Layout } from '../../layouts/types.ts';

/** A scenario as the design space sees it: small folios only. */
export interface SpaceScenario {
  readonly id: string;
  readonly observed: Observed;
  /** One of a recording; as many of a model as it has runs. At least one. */
  readonly runs: readonly Profile[];
  readonly model?: Model;
}

/** A share, 0 … 1, where it is worst, and of what. */
export interface Worst {
  readonly value: number;
  readonly numerator: number;
  /** Above 0. */
  readonly denominator: number;
  /** Of equals the first. */
  readonly scenario: string;
  /** A kind or group, or a question. */
  readonly of: string;
}

/** Bits left, where they are fewest. */
export interface Fewest {
  readonly value: number;
  /** null: no scenario shows such references, so nothing of the field is used. */
  readonly scenario: string | null;
  /** The field. */
  readonly of: string;
}

/**
 * Where a layout stands on the three axes that the front is drawn over. Numbers are those of the metrics of these names,
 * small folios, to the last digit (test/metrics/space).
 */
export interface Coordinates {
  /**
   * Headroom, in bits; more is better. `bits-left` of the ordinary count in the scenario where it is fewest: log2((limit +
   * 1) / (peak + 1)), below 0 where the peak is above the limit. Of a bias the soft limit.
   */
  readonly headroom: Fewest;
  /**
   * Refusals; less is better. `refused.pin`, pins refused / pins attempted, in the scenario where that is largest: what a
   * layout does where it does worst, because a share over all scenarios together would be that of the longest recording.
   * null where no scenario that counts has pins.
   */
  readonly refused: Worst | null;
  /**
   * Misclassification; less is better. The largest share of wrong answers to `pinned` and `written`, yes or no, over
   * the scenarios: per check where a scenario has checks, else by page-time. `longterm` is not in it: no layout of the
   * space counts long-term pins apart, so all of them answer it as they answer `pinned`. null where nothing was observed.
   */
  readonly wrong: Worst | null;
}

/** A layout and what it comes to. */
export interface Point extends Coordinates {
  readonly layout: Layout;
  /** As `wrong`, for the question `longterm`. */
  readonly longterm: Worst | null;
  /** Fewest bits left of a field, or term, that counts pins. */
  readonly pinsLeft: Fewest | null;
  /** Pins refused / attempted in all scenarios that count for refusals, together. */
  readonly refusedInAll: { readonly numerator: number; readonly denominator: number } | null;
}

/** A layout that has no point, and why. */
export interface Excluded {
  readonly layout: Layout;
  /** A clause without a full stop. */
  readonly reason: string;
  /** Where the reason lies. */
  readonly scenarios: readonly string[];
}

/** What a scenario could not be used for. */
export interface SetAside {
  readonly scenario: string;
  readonly objective: 'headroom' | 'refused' | 'wrong';
  /** A clause without a full stop. */
  readonly reason: string;
}
