import { describe, expect, it } from 'vitest';
import type { Model, PageGroup, PinStream } from '../../src/config/plan.ts';
import type { Layout } from '../../src/layouts/index.ts';
import { measureIn } from '../../src/report/measure-in.ts';
import { evaluatedModel, evaluateRun } from '../../src/workloads/evaluate-model.ts';
import { replaysOf } from '../../src/workloads/evaluated.ts';
import { notation, pick } from '../metrics/fixtures.ts';

function measured(layout: Layout, model: Model) {
  const replays = replaysOf([layout], evaluatedModel(model, []));
  const runs = Array.from({ length: model.runs }, (_, run) => evaluateRun(model, run, replays));
  const evaluated = evaluatedModel(model, runs);
  return {
    ...measureIn(layout, { id: 'model', observed: evaluated.observed, runs: evaluated.runs, model }, 'small'),
    evaluated,
  };
}

const model = (group: Partial<PageGroup>, parts: Partial<Model> = {}): Model => ({
  duration: 20,
  warmup: 1,
  seed: 1,
  runs: 10,
  pages: [{ name: 'pages', count: 2, ordinary: { steady: 1, rate: 0 }, pins: [], ...group }],
  ...parts,
});
const pins = (parts: Partial<PinStream>): PinStream => ({
  kind: 'read',
  rate: 10,
  hold: { exponential: 0.01 },
  ...parts,
});

describe('a model of finite sources', () => {
  it.each([
    ['exponential', { exponential: 0.05 }],
    ['fixed', { fixed: 0.05 }],
    ['lognormal', { lognormal: { median: 0.05 / Math.exp(0.5), sigma: 1 } }],
  ])('is refused as Engset says, whatever the holds: %s', (_name, hold) => {
    const { rows } = measured(
      notation('2/30'),
      model({ pins: [pins({ sources: 6, rate: 12, hold })] }, { duration: 12 }),
    );
    const refused = pick(rows, 'refused', 'read');
    const exact = pick(rows, 'refused-exact', 'read');
    // P(X = 3) / P(X ≤ 3) of a binomial count over 5 other sources, each with odds 12 × 0.05 = 0.6.
    const weights = [1, 5 * 0.6, 10 * 0.36, 10 * 0.216];
    expect(exact.value).toBeCloseTo(weights[3]! / weights.reduce((a, b) => a + b), 13);
    expect(refused.method).toBe('replay');
    expect(refused.low).toBeLessThan(exact.value);
    expect(refused.high).toBeGreaterThan(exact.value);
    expect(refused.high - refused.low).toBeLessThan(0.2 * exact.value);
    expect(pick(rows, 'calls-refused', 'read')).toMatchObject({
      value: refused.value,
      denominator: refused.denominator,
    });
  });

  it('never reaches a limit that has room for all of them', () => {
    const { rows } = measured(
      notation('3/29'),
      model({ pins: [pins({ sources: 7, rate: 100, hold: { fixed: 1 } })] }, { runs: 2, duration: 5 }),
    );
    expect(pick(rows, 'peak', 'pin').value).toBe(7);
    expect(pick(rows, 'refused', 'read')).toMatchObject({ value: 0, method: 'replay' });
    expect(pick(rows, 'refused-exact', 'read').value).toBe(0);
  });

  it('that skip what they are refused are read off the profile: of 32 that hold all the time 15 are taken', () => {
    const sources = pins({ kind: 'write-long', sources: 32, rate: 1000, hold: { fixed: 1 }, ifRefused: 'skip' });
    const { rows, unmeasured } = measured(notation('4/4/24'), model({ pins: [sources] }, { runs: 2 }));
    const refused = pick(rows, 'refused', 'write');
    expect(refused.method).toBe('profile');
    expect(Math.abs(refused.value - 17 / 32)).toBeLessThan(0.01);
    expect(rows.some(({ metric }) => metric === 'calls-refused')).toBe(false);
    const gap = unmeasured.find(({ metric, of }) => metric === 'refused-exact' && of === 'write');
    expect(gap?.reason).toContain('as if it held');
  });
});

describe('a closed loop', () => {
  it('that tries again is refused more often, and fails less', () => {
    const stream = pins({ rate: 200, hold: { exponential: 0.01 } });
    const once = measured(notation('1/31'), model({ pins: [stream] }, { runs: 3, duration: 5 })).rows;
    const retried = measured(
      notation('1/31'),
      model(
        { pins: [{ ...stream, retry: { times: 5, wait: { exponential: 0.02 }, factor: 1.5 } }] },
        { runs: 3, duration: 5 },
      ),
    );
    const refused = pick(retried.rows, 'refused', 'read');
    expect(refused.value).toBeGreaterThan(pick(once, 'refused', 'read').high);
    expect(refused.method).toBe('replay');
    expect(pick(retried.rows, 'calls-refused', 'read').value).toBeLessThan(pick(once, 'refused', 'read').low);
    expect(once.some(({ metric }) => metric === 'calls-refused')).toBe(false);
    const gap = retried.unmeasured.find(({ metric, of }) => metric === 'refused-exact' && of === 'read');
    expect(gap?.reason).toContain('tries again');
  });

  it('of calls over several pages fails more calls than it refuses pins', () => {
    const group = {
      count: 8,
      pins: [
        pins({ pages: 8, rate: 60, hold: { exponential: 0.05 } }),
        pins({ kind: 'read', rate: 5, hold: { exponential: 0.05 } }),
      ],
    };
    const { rows } = measured(notation('2/30'), model(group, { runs: 3, duration: 5 }));
    const refused = pick(rows, 'refused', 'read');
    const calls = pick(rows, 'calls-refused', 'read');
    expect(calls.value).toBeGreaterThan(refused.value);
    // A call pins 8 pages, or fewer where it is refused: only the pins of the second stream are no calls that wait.
    expect(calls.denominator!).toBeLessThan(refused.denominator! / 1.5);
  });

  it('is answered for by replay only: a layout that was not replayed has no row', () => {
    const loop = model({ pins: [pins({ sources: 2 })] }, { runs: 1, duration: 1 });
    const populationOf = (of: Model) => evaluateRun(of, 0, []).population;
    const runs = [{ small: populationOf(loop), large: populationOf({ ...loop, pages: [] }) }];
    const found = measureIn(
      notation('4/4/24'),
      { id: 'loop', observed: evaluatedModel(loop, []).observed, runs, model: loop },
      'small',
    );
    expect(found.rows).toEqual([]);
    expect(found.needsEvents).toContain('depends on the layout');
  });

  it('says so, and who asks', () => {
    const { evaluated } = measured(
      notation('4/4/24'),
      model({ pins: [pins({ sources: 2 })] }, { runs: 1, duration: 1, checks: { rate: 0, by: { fork: 2 } } }),
    );
    expect(evaluated.closedLoop).toBe(true);
    expect(evaluated.notes.some((note) => note.includes('each was replayed'))).toBe(true);
    expect(evaluated.notes.some((note) => note.includes('fork asks 2 times a second'))).toBe(true);
    expect(evaluated.observed.checks).toBe(true);
    const open = evaluatedModel(model({ pins: [pins({})] }), []);
    expect(open.closedLoop).toBeUndefined();
    expect(open.notes).toEqual([]);
  });
});
