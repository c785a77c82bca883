import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Layout } from '../../../src/layouts/index.ts';
import {
  basisOf,
  dominates,
  evaluateSpace,
  frontOf,
  type Space,
  standingOf,
} from '../../../src/metrics/space/index.ts';
import { FAMILY } from '../../harness/family.ts';
import { notation, split } from '../fixtures.ts';
import { isBeyondSign, measured, profileOfSteps, sampleOf, scenarioOf, scenarios } from './fixtures.ts';

const stand = (layout: Layout, space: Space) =>
  standingOf(
    layout,
    measured(
      layout,
      space.basis.scenarios.map(({ source }) => source),
    ).rows,
    space,
    frontOf(space.points),
  );

const pin = { gap: 1, page: 0, refs: 1, level: 0, task: 0, interrupt: false, among: 0 } as const;
const busy = scenarioOf('busy', [
  profileOfSteps([
    { ...pin, what: 'level', kind: 0, level: 40 },
    { ...pin, what: 'pin', kind: 3, refs: 20 },
    { ...pin, what: 'pin', kind: 1, refs: 5 },
    { ...pin, what: 'unpin', kind: 0, refs: 20 },
    { ...pin, what: 'check', kind: 0 },
  ]),
]);
const space = evaluateSpace(32, basisOf([busy]));

describe('where a named layout stands', () => {
  it('is where its point is, if it is a layout of the space', () => {
    fc.assert(
      fc.property(scenarios, sampleOf(32), (sources, layouts) => {
        const some = evaluateSpace(32, basisOf(sources), layouts);
        for (const point of some.points) {
          const { headroom, refused, wrong, missing, isUndominated, dominatedBy } = stand(point.layout, some);
          expect(missing, point.layout.id).toEqual([]);
          expect(headroom).toEqual(point.headroom);
          expect(refused).toEqual(point.refused);
          expect([wrong?.value, wrong?.scenario]).toEqual([point.wrong?.value, point.wrong?.scenario]);
          const isBest = !some.points.some((other) => dominates(other, point));
          expect(isUndominated).toBe(isBest);
          expect(dominatedBy.length > 0).toBe(!isBest);
          for (const other of dominatedBy) expect(dominates(other, point)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is measured for layouts that are none of the space', () => {
    fc.assert(
      fc.property(scenarios, fc.constantFrom(...FAMILY), (sources, layout) => {
        if (layout.word !== 32 || isBeyondSign(layout, sources)) return;
        const { headroom, refused, missing, isUndominated } = stand(layout, evaluateSpace(32, basisOf(sources), []));
        expect(isUndominated).toBe(missing.length > 0 ? null : true);
        if (missing.length === 0) expect(headroom).not.toBeNull();
        if (missing.length === 0) expect(refused === null).toBe(basisOf(sources).refusals.length === 0);
      }),
      { numRuns: 100 },
    );
  });

  it('names what dominates it, and the best with its reserve', () => {
    const mail = stand(notation('4/4/24'), space);
    // It takes 15 of 20 write pins, and 5 read pins. With 5 bits for write, 1 to 3 for read refuse 4, 2 and none of them.
    expect(mail).toMatchObject({ refused: { numerator: 5, denominator: 25 }, isUndominated: false, missing: [] });
    expect(mail.atSameReserve.map(({ layout }) => layout.id)).toEqual(['1/5/26', '2/5/25', '3/5/24']);
    expect(mail.dominatedBy.map(({ layout }) => layout.id)).toContain('3/5/24+0');
    for (const { layout } of mail.dominatedBy)
      expect(layout.family === 'split' && layout.fields.at(-1)!.reserve).toBe(0);
  });

  it('is undominated for the best of the space, and says nothing of a reserve of 0', () => {
    const best = stand(notation('3/5/24+0'), space);
    expect(best).toMatchObject({ isUndominated: true, dominatedBy: [], atSameReserve: [] });
    expect(stand(notation('bias 1024'), space)).toMatchObject({ atSameReserve: [], refused: { numerator: 0 } });
  });

  it('is not compared with layouts of another word', () => {
    const wide = stand(notation('16/16/32'), space);
    expect(wide).toMatchObject({ isUndominated: null, missing: [], refused: { numerator: 0 } });
  });

  it('is not compared where a source hides what its fields count', () => {
    const untold = profileOfSteps([
      { ...pin, what: 'level', kind: 0, level: 3 },
      { ...pin, what: 'pin', kind: 5 },
      { ...pin, what: 'check', kind: 0 },
    ]);
    const some = evaluateSpace(32, basisOf([scenarioOf('untold', [untold], false)]));
    const { missing, isUndominated } = stand(notation('4/4/24'), some);
    expect(missing).toEqual(['no refused.pin in untold']);
    expect(isUndominated).toBeNull();
  });

  it('counts answers of no that are wrong too', () => {
    const wraps = split([
      { name: 'pin', bits: 2, counts: ['pin'], onLimit: 'wrap' },
      { name: 'ordinary', bits: 30, counts: ['ordinary'] },
    ]);
    const row = (metric: string, of: string, value: number) => ({
      ...{ layout: wraps.id, scenario: 'busy', class: 'small' as const, metric, of, value },
      ...{ numerator: value * 4, denominator: 4, low: value, high: value, method: 'replay' as const },
    });
    const rows = [
      row('bits-left', 'ordinary', 22),
      row('refused', 'pin', 0),
      row('false-positive', 'pinned', 0),
      row('false-negative', 'pinned', 0.25),
      row('false-positive', 'written', 0),
    ];
    const { wrong, missing } = standingOf(wraps, rows, space, frontOf(space.points));
    expect(missing).toEqual([]);
    expect(wrong).toEqual({ value: 0.25, numerator: 1, denominator: 4, scenario: 'busy', of: 'pinned' });
  });
});
