import type { EventChunk } from '../events/chunk.ts';
import { Matcher, type MatchingCounts } from '../events/match.ts';
import { Orderer } from '../events/order.ts';
import type { OwnCounters } from '../events/own-counters.ts';
import type { RawEvents } from '../events/raw.ts';
import { ORDER_WINDOW } from '../events/raw-codes.ts';
import type { Names } from '../harness/hits.ts';
import { OwnDemand } from '../harness/own-demand.ts';
import { ProfileEngine } from '../harness/profile/engine.ts';
import { type Profile, profileOf } from '../harness/profile/profile.ts';
import { Replay } from '../harness/replay.ts';
import type { Domain } from '../layouts/domain.ts';
import type { Layout } from '../layouts/types.ts';
import type { Evaluated, Population } from '../workloads/evaluated.ts';
import { addWitnessed, type Witnessed, WitnessStand } from '../workloads/witness.ts';

/** The engines that see one population of pages. */
class Engines {
  readonly #demand: OwnDemand | undefined;
  readonly #profile = new ProfileEngine();
  readonly replays: readonly { readonly id: string; readonly engine: Replay }[];
  readonly witnesses: WitnessStand;
  events = 0;

  constructor(layouts: readonly Layout[], witnessed: readonly Layout[], domain?: Domain) {
    this.witnesses = new WitnessStand(witnessed);
    this.#demand = domain === undefined ? undefined : new OwnDemand(domain);
    this.replays = layouts.map((layout) => ({ id: layout.id, engine: new Replay(layout) }));
  }

  feed(chunk: EventChunk): void {
    this.events += chunk.length;
    (this.#demand ?? this.#profile).feed(chunk);
    for (const { engine } of this.replays) engine.feed(chunk);
    this.witnesses.feed(chunk);
  }

  finish(end: number, names: Names): { population: Population; witnessed: Witnessed[] } {
    const profile: Profile = this.#demand?.finish(end) ?? profileOf(this.#profile, end, names, this.events);
    // fromEntries defines own properties, so that an id `__proto__` stays an id.
    const tallies = Object.fromEntries(this.replays.map(({ id, engine }) => [id, engine.finish(end, names)]));
    return { population: { profile, tallies }, witnessed: this.witnesses.finish(profile, end, names) };
  }
}

export interface ShardResult {
  readonly small: Population;
  readonly large: Population;
  readonly matching: MatchingCounts;
  readonly counters: OwnCounters;
  readonly seen: Matcher['seen'];
  /** Layouts that were replayed to see that the profile says the same. */
  readonly witnessed: readonly Witnessed[];
  /** The same events where the newest acquisition is taken for the oldest. */
  readonly newestFirst?: NonNullable<Evaluated['newestFirst']>;
}

/** The same events, drops matched the other way round. */
class OtherWay {
  readonly matcher: Matcher;
  readonly #small: Engines;
  readonly #large: Engines;

  constructor(layouts: readonly Layout[], onePopulation: boolean) {
    this.#small = new Engines(layouts, []);
    this.#large = new Engines(layouts, []);
    this.matcher = new Matcher(
      { small: (chunk) => this.#small.feed(chunk), large: (chunk) => this.#large.feed(chunk) },
      onePopulation,
      true,
    );
  }

  finish(end: number, names: (large: boolean) => Names): NonNullable<ShardResult['newestFirst']> {
    return {
      small: this.#small.finish(end, names(false)).population,
      large: this.#large.finish(end, names(true)).population,
    };
  }
}

/** All that happens to the events of some pages of a recording: order, matching, engines. */
export class Shard {
  readonly #engines: { small: Engines; large: Engines };
  readonly #matcher: Matcher;
  readonly #otherWay: OtherWay | undefined;
  readonly #orderer: Orderer;

  /**
   * `layouts`: those that go through replay; `onePopulation`: large folios are counted among the small; `witnessed`: layouts
   * that the profile answers for, and that are replayed all the same; `bothWays`: drops are matched to the newest too, and
   * those of these layouts that go through replay do so that way as well; `domain`: of kinds of one's own, of which there is
   * no profile and so neither of the two.
   */
  constructor(
    layouts: readonly Layout[],
    onePopulation = false,
    witnessed: readonly Layout[] = [],
    bothWays?: readonly Layout[],
    domain?: Domain,
  ) {
    const isOtherWay = ({ id }: Layout): boolean => bothWays?.some((each) => each.id === id) ?? false;
    this.#otherWay = bothWays === undefined ? undefined : new OtherWay(layouts.filter(isOtherWay), onePopulation);
    this.#engines = { small: new Engines(layouts, witnessed, domain), large: new Engines(layouts, witnessed, domain) };
    this.#matcher = new Matcher(
      {
        small: (chunk) => this.#engines.small.feed(chunk),
        large: (chunk) => this.#engines.large.feed(chunk),
      },
      onePopulation,
      false,
      domain,
    );
    this.#orderer = new Orderer(ORDER_WINDOW, (raw, refNames, start, end) => {
      this.#matcher.feed(raw, refNames, start, end);
      this.#otherWay?.matcher.feed(raw, refNames, start, end);
    });
  }

  /** Events of blocks in the order of the recording. @throws OrderError */
  push(raw: RawEvents, refNames: readonly string[]): void {
    this.#orderer.push(raw, refNames);
  }

  /** No more events come: what remains is the span of the whole recording. */
  flush(): { first: number; last: number } {
    this.#orderer.flush();
    this.#matcher.flush();
    this.#otherWay?.matcher.flush();
    return { first: this.#matcher.first, last: this.#matcher.last };
  }

  /** `origin`, `end`: the first and the last event of any page, of all shards. */
  finish(origin: number, end: number, pageName: (key: number) => string): ShardResult {
    const matcher = this.#matcher;
    const names = (large: boolean): Names => ({
      origin,
      page: (index) => pageName(Math.floor((large ? matcher.large : matcher.small).pages.keyOf(index))),
      task: (number) => matcher.taskNames[number] ?? '',
    });
    const small = this.#engines.small.finish(end, names(false));
    const large = this.#engines.large.finish(end, names(true));
    const newestFirst = this.#otherWay?.finish(end, names);
    return {
      ...(newestFirst === undefined ? {} : { newestFirst }),
      small: small.population,
      large: large.population,
      matching: matcher.counts,
      counters: matcher.counters,
      seen: matcher.seen,
      witnessed: addWitnessed(
        large.population.profile.pages > 0 ? [small.witnessed, large.witnessed] : [small.witnessed],
      ),
    };
  }
}
