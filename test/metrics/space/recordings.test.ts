import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { basisOf, evaluateSpace, type SpaceScenario } from '../../../src/metrics/space/index.ts';
import { evaluateRecording } from '../../../src/node/recording.ts';
import { expectEqual } from './by-definition.ts';

describe('the points of the design space', () => {
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
});
