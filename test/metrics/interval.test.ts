import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pooledInterval, wilson } from '../../src/metrics/index.ts';

const ratio = (numerator: number, denominator: number) => ({ numerator, denominator });

describe('the interval of a pooled share', () => {
  it('lies within [0, 1] and holds the pooled share, whatever the runs', () => {
    const runs = fc.array(
      fc.nat(1_000_000).chain((denominator) => fc.nat(denominator).map((numerator) => ratio(numerator, denominator))),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(runs, (all) => {
        const numerator = all.reduce((sum, run) => sum + run.numerator, 0);
        const denominator = all.reduce((sum, run) => sum + run.denominator, 0);
        fc.pre(denominator > 0);
        const { low, high } = pooledInterval(all, { trials: denominator, counted: true });
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(numerator / denominator);
        expect(high).toBeGreaterThanOrEqual(numerator / denominator);
      }),
    );
  });

  it('of no hit in n trials reaches up to 3/n, and of n hits down to 1 − 3/n', () => {
    expect(pooledInterval([ratio(0, 600), ratio(0, 400)], { trials: 1000, counted: true })).toEqual({
      low: 0,
      high: 0.003,
    });
    expect(pooledInterval([ratio(600, 600), ratio(400, 400)], { trials: 1000, counted: true })).toEqual({
      low: 0.997,
      high: 1,
    });
    expect(pooledInterval([ratio(0, 2)], { trials: 2, counted: true })).toEqual({ low: 0, high: 1 });
    expect(pooledInterval([ratio(2, 2)], { trials: 2, counted: true })).toEqual({ low: 0, high: 1 });
  });

  it('of one run is Wilson’s', () => {
    // Newcombe 1998, table I: 81 of 263 and 15 of 148.
    const a = pooledInterval([ratio(81, 263)], { trials: 263, counted: true });
    expect(a.low).toBeCloseTo(0.2553, 4);
    expect(a.high).toBeCloseTo(0.3662, 4);
    const b = wilson(15 / 148, 148);
    expect(b.low).toBeCloseTo(0.0624, 4);
    expect(b.high).toBeCloseTo(0.1605, 4);
  });

  it('of several runs reaches as far as Student’s t over the residuals says, in log-odds', () => {
    const runs = [ratio(40, 1000), ratio(60, 1000), ratio(50, 1000)];
    const deviation = Math.sqrt((100 + 100 + 0) / 2 / 3) / 1000;
    const { low, high } = pooledInterval(runs, { trials: 3000, counted: true });
    const half = (4.30265272991 * deviation) / (0.05 * 0.95);
    expect(logOdds(0.05) - logOdds(low)).toBeCloseTo(half, 10);
    expect(logOdds(high) - logOdds(0.05)).toBeCloseTo(half, 10);
  });

  it('has no width where every run has exactly the same large share', () => {
    const { low, high } = pooledInterval([ratio(500, 1000), ratio(1000, 2000)], { trials: 3000, counted: true });
    expect(low).toBe(0.5);
    expect(high).toBe(0.5);
  });

  it('of few hits that agree by chance is not narrower than Wilson’s', () => {
    const runs = Array.from({ length: 5 }, () => ratio(1, 1000));
    const within = wilson(0.001, 5000);
    expect(pooledInterval(runs, { trials: 5000, counted: true })).toEqual(within);
    expect(within.high).toBeGreaterThan(0.002);
  });

  it('of page-time is that over runs, however few the pages', () => {
    const runs = [ratio(0.4, 10), ratio(0.6, 10), ratio(0.5, 10)];
    const { low, high } = pooledInterval(runs, { trials: 6, counted: false });
    const half = (4.30265272991 * Math.sqrt(0.02 / 2 / 3)) / 10 / (0.05 * 0.95);
    expect(logOdds(0.05) - logOdds(low)).toBeCloseTo(half, 10);
    expect(logOdds(high) - logOdds(0.05)).toBeCloseTo(half, 10);
  });

  it('of page-time of few independent moments is not narrower than Wilson’s of so many', () => {
    const runs = [ratio(0.5, 10), ratio(0.5, 10), ratio(0.51, 10)];
    const within = wilson(1.51 / 30, 100);
    const interval = pooledInterval(runs, { trials: 6, counted: false, independent: 100 });
    expect(interval.low).toBeCloseTo(within.low, 10);
    expect(interval.high).toBeCloseTo(within.high, 10);
    const many = pooledInterval(runs, { trials: 6, counted: false, independent: 1000 });
    expect(many.high - many.low).toBeLessThan((within.high - within.low) / 10);
  });

  it('of the misses is the mirror of that of the hits', () => {
    const run = fc.integer({ min: 1, max: 2000 }).chain((n) => fc.nat(n).map((hits) => ratio(hits, n)));
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 8 }), fc.boolean(), (runs, counted) => {
        const trials = runs.reduce((sum, { denominator }) => sum + denominator, 0);
        const of = counted ? { trials, counted } : { trials, counted, independent: trials / 7 };
        const { low, high } = pooledInterval(runs, of);
        const misses = pooledInterval(
          runs.map(({ numerator, denominator }) => ratio(denominator - numerator, denominator)),
          of,
        );
        expect(misses.low).toBeCloseTo(1 - high, 8);
        expect(misses.high).toBeCloseTo(1 - low, 8);
      }),
    );
  });

  it('is what the runs say from 30 hits or misses on, or from 10 independent moments of either', () => {
    const width = (hits: number, of: Parameters<typeof pooledInterval>[1]): number => {
      const { low, high } = pooledInterval([ratio(hits, 1000), ratio(hits, 1000), ratio(hits, 1000)], of);
      return high - low;
    };
    const counted = { trials: 3000, counted: true };
    expect(width(10, counted)).toBeCloseTo(0, 12);
    expect(width(990, counted)).toBeCloseTo(0, 12);
    expect(width(9, counted)).toBeGreaterThan(0.005);
    expect(width(991, counted)).toBeGreaterThan(0.005);
    const moments = (independent: number) => ({ trials: 3000, counted: false, independent });
    expect(width(250, moments(40))).toBeCloseTo(0, 12);
    expect(width(750, moments(40))).toBeCloseTo(0, 12);
    expect(width(250, moments(39))).toBeGreaterThan(0.1);
    expect(width(750, moments(39))).toBeGreaterThan(0.1);
    // Where nobody knows how many moments were independent, the runs have to do.
    expect(width(1, { trials: 3000, counted: false })).toBeCloseTo(0, 12);
  });

  it('stays a share, and is wide, where one run has all the hits', () => {
    const runs = [ratio(90, 100), ...Array.from({ length: 4 }, () => ratio(0, 100))];
    const { low, high } = pooledInterval(runs, { trials: 500, counted: true });
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(0.02);
    expect(high).toBeGreaterThan(0.7);
    expect(high).toBeLessThan(1);
  });

  it('of the misses mirrors that of the hits', () => {
    const hits = [ratio(40, 1000), ratio(60, 900), ratio(50, 1100)];
    const misses = hits.map((run) => ratio(run.denominator - run.numerator, run.denominator));
    const of = pooledInterval(hits, { trials: 3000, counted: true });
    const not = pooledInterval(misses, { trials: 3000, counted: true });
    expect(not.low).toBeCloseTo(1 - of.high, 12);
    expect(not.high).toBeCloseTo(1 - of.low, 12);
  });

  it('covers the truth in 92 to 98 % of 400 seeds, from 30 expected hits on', () => {
    for (const [share, trials] of [
      [0.01, 1000],
      [0.3, 200],
      [0.95, 2000],
    ] as const) {
      let covered = 0;
      for (let seed = 1; seed <= 400; seed++) {
        const random = mulberry(seed * 7919);
        const runs = Array.from({ length: 5 }, () => {
          let hits = 0;
          for (let i = 0; i < trials; i++) if (random() < share) hits++;
          return ratio(hits, trials);
        });
        const { low, high } = pooledInterval(runs, { trials: 5 * trials, counted: true });
        if (low <= share && share <= high) covered++;
      }
      expect(covered / 400, `${share} of ${trials}`).toBeGreaterThanOrEqual(0.92);
      expect(covered / 400, `${share} of ${trials}`).toBeLessThanOrEqual(0.98);
    }
  });
});

const logOdds = (share: number): number => Math.log(share / (1 - share));

/** A small generator of its own, so that the test does not lean on what it tests. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
