import { describe, expect, it } from 'vitest';
import type { Hold, Model } from '../../../src/config/plan.ts';
import { independentMoments } from '../../../src/metrics/pooled.ts';
import { holdSampler, meanHold, meanResidual, residualSampler } from '../../../src/workloads/model/hold.ts';
import { Random } from '../../../src/workloads/model/random.ts';

const HOLDS: readonly [string, Hold][] = [
  ['fixed', { fixed: 0.3 }],
  ['exponential', { exponential: 0.3 }],
  ['lognormal', { lognormal: { median: 0.2, sigma: 0.8 } }],
  ['Pareto', { pareto: { minimum: 0.1, shape: 5 } }],
];
const DRAWS = 200_000;

describe.each(HOLDS)('a %s hold', (_name, hold) => {
  it('has a mean residual of E[H²] / (2 E[H]), and draws of it have that mean', () => {
    const random = new Random(11);
    const [draw, left] = [holdSampler(hold), residualSampler(hold)];
    let [sum, squares, residuals] = [0, 0, 0];
    for (let i = 0; i < DRAWS; i++) {
      const seconds = draw(random) / 1e9;
      sum += seconds;
      squares += seconds ** 2;
      residuals += left(random) / 1e9;
    }
    expect(Math.abs(sum / DRAWS / meanHold(hold) - 1)).toBeLessThan(0.01);
    expect(Math.abs(squares / sum / 2 / meanResidual(hold) - 1)).toBeLessThan(0.02);
    expect(Math.abs(residuals / DRAWS / meanResidual(hold) - 1)).toBeLessThan(0.02);
  });
});

describe('holds without a mean', () => {
  it('have no steady state, and those without a variance no mean residual', () => {
    expect(meanResidual({ pareto: { minimum: 1, shape: 2 } })).toBe(Number.POSITIVE_INFINITY);
    expect(meanResidual({ pareto: { minimum: 1, shape: 0.5 } })).toBe(Number.POSITIVE_INFINITY);
    expect(() => residualSampler({ pareto: { minimum: 1, shape: 1 } })).toThrow(/no steady state/);
    expect(meanResidual({ fixed: 0 })).toBe(0);
  });
});

describe('independent moments', () => {
  const model = (parts: Partial<Model['pages'][number]>): Model => ({
    duration: 10,
    warmup: 1,
    seed: 1,
    runs: 4,
    pages: [{ name: 'p', count: 3, pins: [], ...parts }],
  });

  it('are measured time over twice what a page remembers, of whatever it remembers longest', () => {
    const read = { kind: 'read', rate: 1, hold: { exponential: 0.5 } };
    expect(independentMoments(model({ pins: [read] }))).toBeCloseTo(3 * 4 * 10, 10);
    const ordinary = { steady: 1, rate: 1, hold: { fixed: 4 } };
    expect(independentMoments(model({ ordinary, pins: [read] }))).toBeCloseTo((3 * 4 * 10) / 4, 10);
    expect(independentMoments(model({ pins: [{ ...read, phases: { on: 2, off: 2 } }] }))).toBeCloseTo(60, 10);
  });

  it('are at least one a page and run, and without end where nothing changes', () => {
    const long = { kind: 'read', rate: 1, hold: { pareto: { minimum: 1, shape: 1.5 } } };
    expect(independentMoments(model({ pins: [long] }))).toBe(12);
    expect(independentMoments(model({ ordinary: { steady: 5, rate: 0 } }))).toBe(Number.POSITIVE_INFINITY);
    expect(independentMoments(model({ pins: [{ ...long, rate: 0 }] }))).toBe(Number.POSITIVE_INFINITY);
  });
});
