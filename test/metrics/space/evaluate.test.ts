import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basisOf, evaluateSpace } from '../../../src/metrics/space/index.ts';
import { expectEqual } from './by-definition.ts';
import { isBeyondSign, profileOfSteps, SPACE_32, sampleOf, scenarioOf, scenarios } from './fixtures.ts';

const step = { gap: 1, page: 0, kind: 1, refs: 1, level: 0, task: 0, interrupt: false, among: 0 };
describe('the points of the design space', () => {
  it.each([32, 64] as const)('of %i bits are the numbers of the metrics, on random profiles', (word) => {
    fc.assert(
      fc.property(scenarios, sampleOf(word), (sources, layouts) => {
        const space = evaluateSpace(word, basisOf(sources), layouts);
        expect(space.points.length + space.excluded.length).toBe(layouts.length);
        for (const point of space.points) expectEqual(point, sources);
      }),
      { numRuns: 150 },
    );
  });

  it('leave out exactly the biases that reach the sign bit in some run', () => {
    fc.assert(
      fc.property(scenarios, (sources) => {
        const space = evaluateSpace(32, basisOf(sources));
        const out = new Set(space.excluded.filter(({ reason }) => reason.startsWith('beyond the sign bit')));
        const expected = SPACE_32.filter((layout) => isBeyondSign(layout, sources));
        expect([...out].map(({ layout }) => layout.id)).toEqual(expected.map(({ id }) => id));
      }),
      { numRuns: 60 },
    );
  });
});

describe('what a source does not show', () => {
  const pins = profileOfSteps([
    { ...step, what: 'level', level: 3 },
    { ...step, what: 'pin', refs: 3 },
    { ...step, what: 'check' },
  ]);
  const undirected = profileOfSteps([
    { ...step, what: 'level', level: 3 },
    { ...step, what: 'pin', kind: 5, refs: 200 },
    { ...step, what: 'check' },
  ]);

  it('is counted for no layout: refusals of a source without direction', () => {
    const basis = basisOf([scenarioOf('told', [pins]), scenarioOf('untold', [undirected], false)]);
    const { points } = evaluateSpace(32, basis);
    expect(new Set(points.map((point) => point.refused?.scenario))).toEqual(new Set(['told']));
    expect(basis.setAside).toEqual([
      { scenario: 'untold', objective: 'refused', reason: expect.stringMatching(/does not tell read pins from write/) },
      { scenario: 'untold', objective: 'wrong', reason: expect.stringMatching(/^written: /) },
    ]);
  });

  it('leaves out the splits into read and write where no source tells them apart', () => {
    const { points, excluded, basis } = evaluateSpace(32, basisOf([scenarioOf('untold', [undirected], false)]));
    expect(basis.unjudged).toEqual({ 'read/write': { reason: expect.any(String), scenarios: ['untold'] } });
    expect(points.every(({ layout }) => layout.family === 'bias' || layout.fields.length === 2)).toBe(true);
    expect(excluded.filter(({ layout }) => layout.family === 'split').length).toBe(2035);
    expect(points.find(({ layout }) => layout.id === '7/25')?.refused).toMatchObject({ numerator: 200 - 127 });
  });

  it('leaves out the biases where ordinary references are not shown', () => {
    const blind = scenarioOf('blind', [pins]);
    const sources = [{ ...blind, observed: { ...blind.observed, ordinary: false } }];
    const { points, excluded, basis } = evaluateSpace(32, basisOf(sources));
    expect(excluded.map(({ layout }) => layout.family)).toEqual(Array(30).fill('bias'));
    expect(excluded[0]).toMatchObject({ reason: expect.stringMatching(/not shown/), scenarios: ['blind'] });
    expect(basis.setAside[0]).toMatchObject({ scenario: 'blind', objective: 'headroom' });
    // Nothing is known to be used: all usable bits are left.
    expect(points.find(({ layout }) => layout.id === '4/4/24')?.headroom).toMatchObject({ value: 22, scenario: null });
  });

  it('sets a model aside whose refused calls do something else: no one history is that of every layout', () => {
    const sources = { kind: 'read', rate: 1, hold: { fixed: 1 }, sources: 2 };
    const model = { duration: 1, warmup: 0, seed: 1, runs: 1, pages: [{ name: 'p', count: 1, pins: [sources] }] };
    const loop = { ...scenarioOf('loop', [pins]), model };
    const basis = basisOf([loop, scenarioOf('open', [undirected])]);
    expect(basis.scenarios.map(({ id }) => id)).toEqual(['open']);
    const aside = basis.setAside.filter(({ scenario }) => scenario === 'loop');
    expect(aside.map(({ objective }) => objective)).toEqual(['headroom', 'refused', 'wrong']);
    expect(aside[0]!.reason).toContain('depends on the layout');
    const skips = { ...model, pages: [{ ...model.pages[0]!, pins: [{ ...sources, ifRefused: 'skip' as const }] }] };
    expect(basisOf([{ ...loop, model: skips }]).scenarios).toHaveLength(1);
  });

  it('is null, not 0: refusals without pins, answers where nothing was observed', () => {
    const quiet = profileOfSteps([{ ...step, what: 'level', level: 3 }]);
    const { points } = evaluateSpace(32, basisOf([scenarioOf('quiet', [quiet])]));
    expect(points[0]).toMatchObject({ refused: null, refusedInAll: null, wrong: null, longterm: null });
    expect(evaluateSpace(32, basisOf([])).points[0]).toMatchObject({ refused: null, wrong: null, pinsLeft: null });
  });
});
