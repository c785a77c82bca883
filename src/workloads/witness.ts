import type { EventChunk } from '../events/chunk.ts';
import type { Names } from '../harness/hits.ts';
import type { Profile } from '../harness/profile/profile.ts';
import { needsEvents, needsReplay, tallyOf } from '../harness/profile/read.ts';
import { Replay } from '../harness/replay.ts';
import { type Agreement, addAgreements, compareTallies } from '../harness/witness.ts';
import { isPageReferences } from '../layouts/domain.ts';
import type { Layout } from '../layouts/types.ts';

/** Layouts of a run that are replayed only to see that the profile says the same, or measured both ways: the first so many. */
export const MOST_WITNESSED = 16;

/** A layout whose answer was read off the profile and replayed too. */
export interface Witnessed extends Agreement {
  /** What it does, whatever it is called (`identityOf`). */
  readonly identity: string;
}

/** The layouts that the profile answers for, as many as are replayed beside it to hold it to its word. */
export const witnessedOf = (layouts: readonly Layout[]): readonly Layout[] =>
  layouts
    .filter((layout) => isPageReferences(layout.domain) && needsReplay(layout) === undefined)
    .slice(0, MOST_WITNESSED);

/** Layouts that are measured with drops matched to the newest as well: the first so many. */
export const measuredBothWays = (layouts: readonly Layout[]): readonly Layout[] =>
  layouts.filter((layout) => isPageReferences(layout.domain)).slice(0, MOST_WITNESSED);

/** What a layout does, whatever it is called: what was witnessed of one holds for others that do the same. */
export const identityOf = ({ id: _, ...layout }: Layout): string => JSON.stringify(layout);

/** Replays layouts beside a profile that answers for them. */
export class WitnessStand {
  readonly #stands: readonly { readonly layout: Layout; readonly engine: Replay }[];

  /** `from`: when measuring starts, ns; absent: with the first event. */
  constructor(layouts: readonly Layout[], from?: number) {
    this.#stands = layouts.map((layout) => ({ layout, engine: new Replay(layout, from) }));
  }

  feed(chunk: EventChunk): void {
    for (const { engine } of this.#stands) engine.feed(chunk);
  }

  /** Nothing is said of a layout that needs the events after all (its sign bit is reached, say): it is not read off the profile. */
  finish(profile: Profile, end: number, names: Names): Witnessed[] {
    return this.#stands.flatMap(({ layout, engine }) =>
      needsEvents(layout, profile) !== undefined
        ? []
        : [
            {
              identity: identityOf(layout),
              ...compareTallies(tallyOf(profile, layout), engine.finish(end, names)),
            },
          ],
    );
  }
}

/** What several populations or runs came to, a layout a line. */
export function addWitnessed(lists: readonly (readonly Witnessed[])[]): Witnessed[] {
  const sums = new Map<string, Witnessed>();
  for (const witnessed of lists.flat()) {
    const before = sums.get(witnessed.identity);
    sums.set(
      witnessed.identity,
      before === undefined ? witnessed : { identity: witnessed.identity, ...addAgreements(before, witnessed) },
    );
  }
  return [...sums.values()];
}
