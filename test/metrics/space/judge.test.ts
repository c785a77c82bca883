import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Requirement } from '../../../src/config/plan.ts';
import { evaluateRequirements } from '../../../src/metrics/index.ts';
import {
  basisOf,
  distanceTo,
  evaluateSpace,
  isOfSpace,
  type Judged,
  judgeSpace,
  leastSacrifices,
  meetsAll,
  nearestFirst,
  type SpaceScenario,
} from '../../../src/metrics/space/index.ts';
import type { Measurement, Unmeasured } from '../../../src/report/results.ts';
import { measured, profileOfSteps, SPACE_32, sampleOf, scenarioOf, scenarios } from './fixtures.ts';

const require = (key: string, compare: Requirement['compare'], bound: number): Requirement => {
  const [metric = '', of = ''] = key.split('.');
  return { key, metric, of, compare, bound, text: `${compare} ${bound}` };
};

const KEYS = [
  ...['limit.ordinary', 'limit.read', 'limit.pin', 'limit-hard.word', 'guard.ordinary', 'peak.pin', 'peak.write'],
  ...['bits-left.ordinary', 'bits-left.read', 'bits-left.write', 'bits-left.pin'],
  ...['refused.pin', 'refused.read', 'refused.write', 'refused.long', 'refused.write-short', 'refused.ordinary'],
  ...[
    'pages-at-limit.pin',
    'pages-at-limit.read',
    'pages-at-limit.ordinary',
    'pages-at-limit.word',
    'saturated.ordinary',
  ],
  ...['false-positive.pinned', 'false-positive-time.pinned', 'false-positive-time.written'],
  ...[
    'false-positive.longterm',
    'false-positive-time.longterm',
    'false-negative-time.pinned',
    'false-negative.written',
  ],
];

/** Reasons that say that nothing was there to be measured. */
const NOTHING = /^(no .* in this source|there are no checks|the model has no )/;

/** The most at once of pins, where there are none, is not missing where their direction would not be told. */
const isOfNothing = ({ reason, metric, of, scenario }: Unmeasured, sources: readonly SpaceScenario[]): boolean =>
  NOTHING.test(reason) ||
  (['peak', 'bits-left'].includes(metric) &&
    of !== 'ordinary' &&
    sources.some(({ id, observed }) => id === scenario && !observed.pins));

const requirement = fc
  .tuple(
    fc.constantFrom(...KEYS),
    fc.constantFrom('<=', '<', '>=', '>', '==') as fc.Arbitrary<Requirement['compare']>,
    fc.constantFrom(0, -1, 1e-4, 0.5, 1, 3, 15, 1024, 2 ** 20),
  )
  .map(([key, compare, bound]) => require(key, compare, bound));

describe('a layout of the space', () => {
  it('misses what explore says that it misses, by as much, and meets the rest but what could not be judged everywhere', () => {
    fc.assert(
      fc.property(
        scenarios,
        sampleOf(32),
        fc.uniqueArray(requirement, { minLength: 1, maxLength: 4, selector: ({ key, text }) => `${key} ${text}` }),
        (sources, layouts, requirements) => {
          const space = evaluateSpace(32, basisOf(sources), layouts);
          for (const { point, misses, unjudged } of judgeSpace(requirements, space)) {
            const { rows, unmeasured } = measured(point.layout, sources);
            const records = evaluateRequirements(
              requirements,
              [point.layout],
              rows as readonly Measurement[],
              unmeasured as readonly Unmeasured[],
            );
            const expected = records.filter(({ met }) => !met).map(({ key, text, worst }) => ({ key, text, worst }));
            const found = misses.map(({ requirement: { key, text }, scenario, value }) => {
              return { key, text, worst: { scenario, value } };
            });
            expect(found, point.layout.id).toEqual(expected);
            // Where it misses nothing: no number at all, or none in a scenario that has something to show, but does not.
            const open = requirements.filter((asked, i) => {
              const { met, note } = records[i]!;
              const gaps = unmeasured.filter(({ metric, of }) => metric === asked.metric && of === asked.of);
              return met && (note?.startsWith('not judged') || gaps.some((gap) => !isOfNothing(gap, sources)));
            });
            expect(unjudged, point.layout.id).toEqual(open);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is judged by a closed form where the model has one', () => {
    const model: NonNullable<SpaceScenario['model']> = {
      duration: 1,
      warmup: 0,
      seed: 1,
      runs: 1,
      pages: [{ name: 'p', count: 1, pins: [{ kind: 'write', rate: 8, hold: { exponential: 1 } }] }],
    };
    const sources = [{ ...scenarioOf('m', [profileOfSteps([])]), model }];
    const space = evaluateSpace(32, basisOf(sources));
    const met = judgeSpace([require('refused-exact.write', '<=', 1e-6)], space).filter(
      ({ misses }) => misses.length === 0,
    );
    // 8 erlang: 15 places lose 0.9 %, 31 places 5e-10. A bias has no closed form, and is not judged.
    const bits = met.flatMap(({ point: { layout } }) =>
      layout.family === 'split' ? [layout.fields.at(-2)?.bits ?? 0] : [],
    );
    expect(Math.min(...bits)).toBe(5);
    expect(
      met.filter(({ point }) => point.layout.family === 'bias').every(({ unjudged }) => unjudged.length === 1),
    ).toBe(true);
  });
});

const pin = { gap: 1, page: 0, refs: 1, level: 0, task: 0, interrupt: false, among: 0 } as const;
/** 40 ordinary references; 5 read pins; then 20 write pins beside them. */
const busy = scenarioOf('busy', [
  profileOfSteps([
    { ...pin, what: 'level', kind: 0, level: 40 },
    { ...pin, what: 'pin', kind: 1, refs: 5 },
    { ...pin, what: 'pin', kind: 3, refs: 20 },
    { ...pin, what: 'check', kind: 0 },
  ]),
]);
const space = evaluateSpace(32, basisOf([busy]));

describe('what a source does not tell', () => {
  // As page_ref records it: pins of either direction.
  const blind = scenarioOf('blind', [profileOfSteps([{ ...pin, what: 'pin', kind: 5, refs: 20 }])], false);
  const basis = basisOf([busy, blind]);
  const mixed = evaluateSpace(32, basis);
  const none = require('refused.pin', '<=', 0);
  const of = (judged: readonly Judged[], id: string) => judged.find(({ point }) => point.layout.id === id)!;

  it('leaves open whether a split into read and write refuses nothing there; one field for all pins is told', () => {
    const judged = judgeSpace([none], mixed);
    expect(of(judged, '4/8/20+0')).toMatchObject({ misses: [], unjudged: [none] });
    expect(of(judged, '8/24+0')).toMatchObject({ misses: [], unjudged: [] });
    expect(judged.map(meetsAll).filter(Boolean).length).toBeGreaterThan(0);
    for (const entry of judged) expect(entry.misses.length > 0 && entry.unjudged.length > 0).toBe(false);
    // What it misses where that is told, it misses.
    expect(of(judged, '4/4/24+0').misses.map(({ scenario }) => scenario)).toEqual(['busy']);
  });

  it('leaves nothing open where the source has no pins', () => {
    const quiet = scenarioOf('quiet', [profileOfSteps([{ ...pin, what: 'level', kind: 0, level: 4 }])], false);
    const judged = judgeSpace([none], evaluateSpace(32, basisOf([busy, quiet])));
    expect(of(judged, '4/8/20+0')).toMatchObject({ misses: [], unjudged: [] });
  });

  it('a closed loop has a number of no layout: what is required of scenarios is open, of limits it is not', () => {
    const model: NonNullable<SpaceScenario['model']> = {
      ...{ duration: 1, warmup: 0, seed: 1, runs: 1 },
      pages: [{ name: 'p', count: 1, pins: [{ kind: 'write', rate: 8, hold: { fixed: 1 }, sources: 2 }] }],
    };
    const loop = { ...scenarioOf('loop', [profileOfSteps([])]), model };
    const limit = require('limit.ordinary', '>=', 1024);
    const both = evaluateSpace(32, basisOf([busy, loop]));
    expect(both.basis.closedLoops).toEqual(['loop']);
    const judged = judgeSpace([none, limit], both);
    expect(of(judged, '8/24+0')).toMatchObject({ misses: [], unjudged: [none] });
    expect(judged.some(meetsAll)).toBe(false);
  });

  it('a name that no layout of the space has is not required of it', () => {
    expect(isOfSpace(require('refused.share', '<=', 0), SPACE_32)).toBe(false);
    expect(isOfSpace(require('limit.lock', '>=', 1), SPACE_32)).toBe(false);
    for (const key of KEYS) expect(isOfSpace(require(key, '>=', 1), SPACE_32), key).toBe(true);
  });
});

describe('the layouts nearest to meeting all', () => {
  const wide = require('limit.ordinary', '>=', 2 ** 27);
  const none = require('refused.pin', '<=', 0);
  const told = require('false-positive-time.written', '<=', 0);

  it('are those that meet all, where there are any', () => {
    const judged = judgeSpace([require('limit.ordinary', '>=', 2 ** 20), none, told], space);
    const meeting = judged.filter(({ misses }) => misses.length === 0);
    expect(meeting.length).toBeGreaterThan(0);
    for (const { point } of meeting) {
      expect(point.refused?.numerator).toBe(0);
      expect(point.layout.family === 'split' && point.layout.fields.at(-1)!.bits >= 20).toBe(true);
    }
    expect(leastSacrifices(judged)).toEqual([nearestFirst(judged)[0]]);
    expect(nearestFirst(judged)[0]?.misses).toEqual([]);
  });

  it('tell what each would have to give up: one layout for every least set of requirements', () => {
    // Write pins want 5 bits and read pins 3: 24 are left for ordinary references.
    const judged = judgeSpace([wide, none, told], space);
    expect(judged.some(({ misses }) => misses.length === 0)).toBe(false);
    const least = leastSacrifices(judged).map(({ point, misses }) => ({
      layout: point.layout.id,
      misses: misses.map(({ requirement, value }) => [requirement.key, value]),
    }));
    expect(least).toEqual([
      { layout: '3/5/24+0', misses: [['limit.ordinary', 2 ** 24 - 1]] },
      { layout: '1/3/28+0', misses: [['refused.pin', 17 / 25]] },
    ]);
  });

  it('are ordered by how many they miss, then by how far', () => {
    const entry = (name: string, ...distances: number[]): Judged => ({
      point: { layout: { id: name } } as Judged['point'],
      misses: distances.map((distance) => ({ requirement: none, scenario: null, value: 1, distance })),
      unjudged: [],
    });
    const sorted = nearestFirst([entry('a', 9), entry('b', 0.1, 0.1), entry('c', 2), entry('d', 2)]);
    expect(sorted.map(({ point }) => point.layout.id)).toEqual(['c', 'd', 'a', 'b']);
  });

  it('no layout misses fewer than a least sacrifice, on random profiles and requirements', () => {
    fc.assert(
      fc.property(
        scenarios,
        fc.uniqueArray(requirement, { maxLength: 4, selector: ({ key }) => key }),
        (sources, all) => {
          const judged = judgeSpace(
            all,
            evaluateSpace(
              32,
              basisOf(sources),
              SPACE_32.filter((_, i) => i % 9 === 0),
            ),
          );
          const keys = (entry: Judged): string[] => entry.misses.map(({ requirement: { key } }) => key);
          const kept = leastSacrifices(judged).map(keys);
          for (const entry of judged.map(keys)) {
            expect(kept.some((least) => least.every((key) => entry.includes(key)))).toBe(true);
          }
          for (const a of kept) {
            for (const b of kept) expect(a === b || !a.every((key) => b.includes(key))).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the distance to a bound', () => {
  it('is in doublings', () => {
    expect(distanceTo({ bound: 2 }, -1, 'bits')).toBe(3);
    expect(distanceTo({ bound: 1023 }, 255, 'references')).toBe(2);
    expect(distanceTo({ bound: 0 }, 7, 'tasks')).toBe(3);
    expect(distanceTo({ bound: 0.25 }, 0.5, 'share')).toBeCloseTo(1, 5);
    expect(distanceTo({ bound: 0 }, 1, 'share')).toBeCloseTo(20, 5);
    expect(distanceTo({ bound: -1 }, 0, 'share')).toBe(0);
  });
});
