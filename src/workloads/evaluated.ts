import type { MatchingCounts } from '../events/match.ts';
import type { Profile } from '../harness/profile/profile.ts';
import type { Observed, Tally } from '../harness/tally.ts';
import type { Busiest } from '../report/results.ts';

/** One population of pages of one run: its profile, and tallies of the layouts that a profile cannot answer for, by id. */
export interface Population {
  readonly profile: Profile;
  readonly tallies: Readonly<Record<string, Tally>>;
}

/** What is known of a scenario once its events have been read: plain data, so that it can be cached and sent. */
export interface Evaluated {
  /** In words. */
  readonly format: string;
  readonly observed: Observed;
  readonly events: number;
  /** Nanoseconds. */
  readonly duration: number;
  readonly matching: MatchingCounts;
  readonly unreadable: { readonly count: number; readonly first?: { readonly line: number; readonly text: string } };
  /** One for a recording; a model's independent runs. */
  readonly runs: readonly { readonly small: Population; readonly large: Population }[];
  readonly busiest?: Busiest;
  /** What somebody should know of the source before believing its numbers, in sentences. */
  readonly notes: readonly string[];
}
