import type { EventChunk } from '../events/chunk.ts';
import { Matcher, type MatchingCounts } from '../events/match.ts';
import { Orderer } from '../events/order.ts';
import type { RawEvents } from '../events/raw.ts';
import type { Names } from '../harness/hits.ts';
import { ProfileEngine } from '../harness/profile/engine.ts';
import { type Profile, profileOf } from '../harness/profile/profile.ts';
import { Replay } from '../harness/replay.ts';
import type { Layout } from '../layouts/types.ts';
import type { Population } from '../workloads/evaluated.ts';
import { ORDER_WINDOW } from '../workloads/readers/decoded.ts';

/** The engines that see one population of pages. */
class Engines {
  readonly profile = new ProfileEngine();
  readonly replays: readonly { readonly id: string; readonly engine: Replay }[];
  events = 0;

  constructor(layouts: readonly Layout[]) {
    this.replays = layouts.map((layout) => ({ id: layout.id, engine: new Replay(layout) }));
  }

  feed(chunk: EventChunk): void {
    this.events += chunk.length;
    this.profile.feed(chunk);
    for (const { engine } of this.replays) engine.feed(chunk);
  }

  finish(end: number, names: Names): Population {
    const profile: Profile = profileOf(this.profile, end, names, this.events);
    // fromEntries defines own properties, so that an id `__proto__` stays an id.
    const tallies = Object.fromEntries(this.replays.map(({ id, engine }) => [id, engine.finish(end, names)]));
    return { profile, tallies };
  }
}

export interface ShardResult {
  readonly small: Population;
  readonly large: Population;
  readonly matching: MatchingCounts;
  readonly seen: Matcher['seen'];
}

/** All that happens to the events of some pages of a recording: order, matching, engines. */
export class Shard {
  readonly #engines: { small: Engines; large: Engines };
  readonly #matcher: Matcher;
  readonly #orderer: Orderer;

  /** `layouts`: those that go through replay; `onePopulation`: large folios are counted among the small. */
  constructor(layouts: readonly Layout[], onePopulation = false) {
    this.#engines = { small: new Engines(layouts), large: new Engines(layouts) };
    this.#matcher = new Matcher(
      {
        small: (chunk) => this.#engines.small.feed(chunk),
        large: (chunk) => this.#engines.large.feed(chunk),
      },
      onePopulation,
    );
    this.#orderer = new Orderer(ORDER_WINDOW, (raw, refNames, start, end) => {
      this.#matcher.feed(raw, refNames, start, end);
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
    return {
      small: this.#engines.small.finish(end, names(false)),
      large: this.#engines.large.finish(end, names(true)),
      matching: matcher.counts,
      seen: matcher.seen,
    };
  }
}
