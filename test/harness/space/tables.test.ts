import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeProfiles } from '../../../src/harness/profile/profile.ts';
import { reachesSign, tallyOf } from '../../../src/harness/profile/read.ts';
import { ProfileTables } from '../../../src/harness/space/tables.ts';
import type { Tally } from '../../../src/harness/tally.ts';
import { designSpace, type Layout } from '../../../src/layouts/index.ts';
import { recording, resolve, still } from '../arbitrary.ts';
import { FAMILY, notation, profile } from '../family.ts';

const SPACES: readonly (readonly Layout[])[] = [[...designSpace(32)], [...designSpace(64)]];

/** Of any space, the family of test/harness/family.ts with fields for long and short included. */
const layoutOfSpace = fc.oneof(
  fc.constantFrom(...FAMILY),
  ...SPACES.map((space) => fc.nat(space.length - 1).map((i) => space[i]!)),
);

/** Metrics do not read the hits. */
const withoutHits = (tally: Tally): Tally => ({
  ...tally,
  counters: tally.counters.map(({ pagesAtLimit, saturatedLives }) => ({ pagesAtLimit, saturatedLives })),
});

describe('the tables of a profile', () => {
  it('say of every layout what the profile says', () => {
    fc.assert(
      fc.property(
        recording(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(layoutOfSpace, { minLength: 20, maxLength: 20 }),
        (steps, part, layouts) => {
          const { chunks, end } = resolve(steps);
          const one = profile(chunks, end, Math.floor(end * part));
          const tables = new ProfileTables(one);
          for (const layout of layouts) {
            if (reachesSign(layout, one)) continue;
            expect(tables.tally(layout), layout.id).toEqual(withoutHits(tallyOf(one, layout)));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('say of profiles added up what the sum says, with pins of unknown direction too', () => {
    fc.assert(
      fc.property(recording({ undirected: true }), recording(), fc.constantFrom(...FAMILY), (a, b, layout) => {
        const [one, two] = [resolve(a), resolve(b)].map(({ chunks, end }) => profile(chunks, end));
        const sum = mergeProfiles(one!, two!);
        if (reachesSign(layout, sum)) return;
        expect(new ProfileTables(sum).tally(layout)).toEqual(withoutHits(tallyOf(sum, layout)));
      }),
      { numRuns: 100 },
    );
  });

  it('count as pins every acquisition but those of ordinary references', () => {
    const { chunks, end } = resolve([
      { ...still, what: 'get', refs: 3 },
      { ...still, what: 'pin', kind: 1, refs: 2 },
      { ...still, what: 'pin', kind: 4, refs: 5 },
    ]);
    expect(new ProfileTables(profile(chunks, end)).pins).toBe(7);
  });

  it('refuse what only replay can say', () => {
    const { chunks, end } = resolve([]);
    const tables = new ProfileTables(profile(chunks, end));
    expect(() => tables.tally(notation('bias 1000'))).toThrow(/power of two/);
    expect(() => tables.tally(notation('bias long=2^23 short=2^27'))).toThrow(/several biases/);
  });
});
