import { describe, expect, it } from 'vitest';
import { CASES, coverageOf } from '../soak/cases.ts';

const SEEDS = 60;
const QUICK = ['9 % of 100 attempts a run refused, 1 place', 'busy and calm pages together', 'the same, sigma 1.5'];

/** A smaller version of `npm run soak`, which has all cases and 400 seeds, and writes docs/coverage.md. */
describe('the 95 % interval of a model', () => {
  it('holds the truth in 92 to 98 % of 180 seeds of three cases', () => {
    const cases = CASES.filter(({ name }) => QUICK.includes(name));
    expect(cases).toHaveLength(QUICK.length);
    const found = cases.map((each) => coverageOf(each, SEEDS));
    for (const { hits, mean, truth } of found) {
      expect(hits).toBeGreaterThanOrEqual(30);
      expect(Math.abs(mean / truth - 1)).toBeLessThan(0.05);
    }
    const covered = found.reduce((sum, coverage) => sum + coverage.covered, 0) / (SEEDS * cases.length);
    expect(covered).toBeGreaterThanOrEqual(0.92);
    expect(covered).toBeLessThanOrEqual(0.98);
  });

  it('is not too narrow where few long holds decide everything', () => {
    const few = CASES.find(({ few: isFew, metric }) => isFew && metric === 'false-positive-time')!;
    const { covered, hits } = coverageOf(few, SEEDS);
    expect(hits).toBeLessThan(30);
    expect(covered / SEEDS).toBeGreaterThanOrEqual(0.94);
  });
});
