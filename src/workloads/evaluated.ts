import type { MatchingCounts } from '../events/match.ts';
import type { OwnCounters } from '../events/own-counters.ts';
import { emptyProfile, type Profile } from '../harness/profile/profile.ts';
import { needsEvents, needsReplay, tallyOf } from '../harness/profile/read.ts';
import { Replay } from '../harness/replay.ts';
import type { Observed, Tally } from '../harness/tally.ts';
import { type Domain, haveSameKinds, isPageReferences } from '../layouts/domain.ts';
import type { Layout } from '../layouts/types.ts';
import type { Busiest } from '../report/results.ts';
import type { Witnessed } from './witness.ts';

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
  /** Of a recording that shows counters of its own; of several recordings, their sum. */
  readonly counters?: OwnCounters;
  readonly unreadable: { readonly count: number; readonly first?: { readonly line: number; readonly text: string } };
  /** One for a recording; a model's independent runs. */
  readonly runs: readonly { readonly small: Population; readonly large: Population }[];
  /** Layouts that the profile answers for, and that were replayed all the same; absent: nobody looked. */
  readonly witnessed?: readonly Witnessed[];
  /** The same events where a drop is matched to the newest acquisition, wherever docs/definitions.md says the oldest. */
  readonly newestFirst?: { readonly small: Population; readonly large: Population };
  readonly busiest?: Busiest;
  /** What somebody should know of the source before believing its numbers, in sentences. */
  readonly notes: readonly string[];
  /** Of a model whose calls do something else when they are refused: each layout makes a history of its own, so the profile,
   * which is of what is wanted had nothing been refused, answers for none of them. */
  readonly closedLoop?: true;
  /** What its kinds are of; absent: page references. Of one's own, the profile says only what was wanted, and every layout is replayed. */
  readonly domain?: Domain;
}

/** The tally of a layout that was replayed. Ids come from users: one may be `__proto__`. */
export const replayedIn = ({ tallies }: Population, id: string): Tally | undefined =>
  Object.hasOwn(tallies, id) ? tallies[id] : undefined;

export const emptyPopulation = (): Population => ({ profile: emptyProfile(), tallies: {} });

/** What is known of a source when it is asked which layouts to replay on it; before its events are read, nothing. */
type ReplaySource = Partial<Pick<Evaluated, 'closedLoop' | 'runs' | 'domain'>>;

/**
 * Layouts of whose answers the profile is not enough: all of them where the source is a closed loop, and those with kinds
 * of their own where it is known to have ordinary references only.
 */
export function replaysOf(
  layouts: readonly Layout[],
  { closedLoop, runs, domain }: ReplaySource = {},
): readonly Layout[] {
  if (domain !== undefined) return layouts.filter((layout) => haveSameKinds(layout.domain, domain));
  const fitsAll = runs?.every(({ small, large }) => [small, large].every(({ profile }) => hasOnlyFirstKind(profile)));
  return layouts.filter((layout) =>
    isPageReferences(layout.domain) ? closedLoop || needsReplay(layout) !== undefined : fitsAll,
  );
}

/** Layouts that need replay because of what a population's counts come to: the sign bit of their word, a warning that stays. */
export const lateReplaysOf = (layouts: readonly Layout[], populations: readonly Population[]): readonly Layout[] =>
  layouts.filter(
    (layout) =>
      isPageReferences(layout.domain) &&
      needsReplay(layout) === undefined &&
      populations.some(
        (population) =>
          needsEvents(layout, population.profile) !== undefined && replayedIn(population, layout.id) === undefined,
      ),
  );

/**
 * What the layout came to: replayed where it was, else read off the profile; or why neither can be, which happens where
 * only a profile is there and the layout needs the events.
 */
export function tallyIn(
  population: Population,
  layout: Layout,
  { isClosedLoop = false, domain }: { readonly isClosedLoop?: boolean; readonly domain?: Domain | undefined } = {},
): Tally | string {
  if (domain !== undefined && !haveSameKinds(layout.domain, domain)) {
    return `the layout counts ${domainName(layout.domain)}, the source has ${domainName(domain)}`;
  }
  const replayed = replayedIn(population, layout.id);
  if (replayed !== undefined) return replayed;
  if (domain !== undefined) {
    return population.profile.pages === 0 ? emptyTally(layout) : 'kinds of its own: that needs replay of the events';
  }
  if (!isPageReferences(layout.domain) && !hasOnlyFirstKind(population.profile)) {
    return 'its kinds are not those of the source, which has more than ordinary references';
  }
  if (population.profile.pages === 0) return emptyTally(layout);
  const reason =
    (isClosedLoop ? 'refused calls do something else, which depends on the layout' : undefined) ??
    needsReplay(layout) ??
    needsEvents(layout, population.profile);
  return reason === undefined
    ? tallyOf(population.profile, layout)
    : `${reason}: that needs replay of the events, and only their profile is here`;
}

/** A domain in words. */
const domainName = (domain: Domain): string =>
  isPageReferences(domain) ? 'page references' : `${domain.name ?? 'kinds of its own'} (${domain.kinds.join(', ')})`;

/** Ordinary references are the first kind of any domain; a source of nothing else speaks of every layout. */
function hasOnlyFirstKind(profile: Profile): boolean {
  return profile.attempted.every((count, code) => code === 0 || count === 0);
}

/** Of no page at all. */
const emptyTally = (layout: Layout): Tally => new Replay(layout).finish(0, { origin: 0, page: String, task: String });
