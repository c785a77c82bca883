import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Layout } from '../../../src/layouts/index.ts';
import { basisOf, evaluateSpace, type Point, type SpaceScenario } from '../../../src/metrics/space/index.ts';
import { evaluateRecording } from '../../../src/node/recording.ts';
import type { Measurement } from '../../../src/report/results.ts';
import { isBeyondSign, measured, profileOfSteps, SPACE_32, sampleOf, scenarioOf, scenarios } from './fixtures.ts';

const step = { gap: 1, page: 0, kind: 1, refs: 1, level: 0, task: 0, interrupt: false, among: 0 };
const highest = (rows: readonly Measurement[]): number | undefined =>
  rows.reduce<number | undefined>((top, { value }) => Math.max(top ?? value, value), undefined);

/** The axes by their definition: worst over the rows that `explore` has. */
function byDefinition(layout: Layout, sources: readonly SpaceScenario[]) {
  const { rows } = measured(layout, sources);
  const pick = (metric: string, of: string, ids: readonly string[]): Measurement[] =>
    rows.filter((row) => row.metric === metric && row.of === of && row.scenario !== null && ids.includes(row.scenario));
  const hasPins = ({ runs }: SpaceScenario): boolean =>
    runs.some(({ attempted }) => attempted.slice(1).some((n) => n > 0));
  const directed = sources.filter((source) => hasPins(source) && source.observed.direction);
  const counted = directed.length > 0 ? directed : sources.filter(hasPins);
  const asked = (question: string): Measurement[] =>
    sources.flatMap(({ id, observed }) =>
      pick(observed.checks ? 'false-positive' : 'false-positive-time', question, [id]),
    );
  const left = rows.filter((row) => row.metric === 'bits-left');
  const lowest = (some: readonly Measurement[]): number | undefined => {
    const top = highest(some.map((row) => ({ ...row, value: -row.value })));
    return top === undefined ? undefined : -top;
  };
  return {
    headroom: lowest(left.filter(({ of }) => of === 'ordinary')),
    pinsLeft: lowest(left.filter(({ of }) => of !== 'ordinary')),
    refused: highest(
      pick(
        'refused',
        'pin',
        counted.map(({ id }) => id),
      ),
    ),
    wrong: highest([...asked('pinned'), ...asked('written')]),
    longterm: highest(asked('longterm')),
  };
}

function expectEqual(point: Point, sources: readonly SpaceScenario[]): void {
  const { layout } = point;
  const expected = byDefinition(layout, sources);
  expect(point.headroom.value, layout.id).toBe(expected.headroom);
  expect(point.pinsLeft?.value, layout.id).toBe(expected.pinsLeft);
  expect(point.refused?.value, layout.id).toBe(expected.refused);
  expect(point.longterm?.value, layout.id).toBe(expected.longterm);
  // Of a split `pinned` is right whatever a source shows, so there is a 0 where `measure` says that it cannot tell.
  expect(point.wrong?.value ?? 0, layout.id).toBe(expected.wrong ?? 0);
  for (const worst of [point.refused, point.wrong, point.longterm]) {
    if (worst !== null) expect(worst.numerator / worst.denominator).toBe(worst.value);
  }
}

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

  it('are the numbers of the metrics on every recording that ships', { timeout: 120_000 }, async () => {
    const files = readdirSync('traces').filter((name) => name.endsWith('.gz'));
    expect(files.length).toBeGreaterThanOrEqual(14);
    const sources: SpaceScenario[] = [];
    for (const name of files) {
      const id = name.slice(0, name.indexOf('_'));
      const file = { path: `traces/${name}`, shown: id };
      const { evaluated } = await evaluateRecording(file, { replays: [], withBusiest: false });
      sources.push({ id, observed: evaluated.observed, runs: evaluated.runs.map(({ small }) => small.profile) });
    }
    const space = evaluateSpace(32, basisOf(sources));
    expect(space.points.length + space.excluded.length).toBe(2210);
    // Every 37th, so that all families and reserves are among them.
    const some = space.points.filter((_, i) => i % 37 === 0);
    for (const point of some) expectEqual(point, sources);
    expect(some.length).toBeGreaterThan(50);
    // What is known of these recordings without bitpart: 1,536 pins on one page of g4, 10,247 references in c3.
    expect(space.excluded.map(({ layout }) => layout.id)).toEqual(
      Array.from({ length: 10 }, (_, i) => `bias 2^${i + 21}`),
    );
    const largest = space.points.find(({ layout }) => layout.id === '11/21');
    expect(largest?.refused?.numerator).toBe(0);
    expect(largest?.headroom.scenario).toBe('c3');
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
    const { points, excluded } = evaluateSpace(32, basisOf([scenarioOf('untold', [undirected], false)]));
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
