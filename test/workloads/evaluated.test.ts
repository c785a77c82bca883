import { describe, expect, it } from 'vitest';
import { buildBias, type Layout } from '../../src/layouts/index.ts';
import { evaluateRun } from '../../src/workloads/evaluate-model.ts';
import { replayedIn, tallyIn } from '../../src/workloads/evaluated.ts';
import { layoutOf } from '../report/evaluated.ts';

const MODEL = {
  duration: 1,
  warmup: 0.1,
  seed: 1,
  runs: 1,
  pages: [
    { name: 'p', count: 2, ordinary: { steady: 2, rate: 0 }, pins: [{ kind: 'read', rate: 50, hold: { fixed: 0.1 } }] },
  ],
};

const twoBiases = (id: string): Layout => {
  const built = buildBias({
    id,
    bias: [
      { name: 'long', bias: 2 ** 23 },
      { name: 'short', bias: 2 ** 27 },
    ],
  });
  if (!built.ok) throw new Error('no layout');
  return built.layout;
};

describe('the tally of a layout', () => {
  it.each(['__proto__', 'constructor', 'toString'])('is its own where it is named %s', (id) => {
    const layouts = [twoBiases(id), twoBiases('plain')];
    const { population: run } = evaluateRun(MODEL, 0, layouts);
    expect(replayedIn(run, id)).toEqual(replayedIn(run, 'plain'));
    expect(replayedIn(run, 'plain')?.method).toBe('replay');
    // As a worker sends it.
    expect(replayedIn(structuredClone(run), id)).toEqual(replayedIn(run, 'plain'));
    // Not replayed: read off the profile, not off what every object has.
    const unreplayed = { profile: run.profile, tallies: {} };
    expect(tallyIn(unreplayed, { ...layoutOf('4/4/24'), id })).toMatchObject({ method: 'profile' });
    expect(tallyIn(unreplayed, twoBiases(id))).toMatch(/several biases/);
  });
});
