import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engset, erlangB } from '../../../src/harness/closed-forms/index.ts';
import { expectDigits } from './digits.ts';

describe('Engset', () => {
  it('is exact for two sources that want one place', () => {
    // The arriving source sees the other holding with odds 1 : 1.
    expectDigits(engset(1, 2, 1).value, 0.5, 14);
    expectDigits(engset(3, 5, 0.5).value, 0.1, 14);
  });

  it('equals its recurrence 1/E(n) = 1 + n/((sources − n)·load) · 1/E(n−1)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 1, max: 120 }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (limit, more, load) => {
          const sources = limit + more;
          let inverse = 1;
          for (let n = 1; n <= limit; n++) inverse = 1 + (n / ((sources - n) * load)) * inverse;
          const e = engset(limit, sources, load);
          if (Number.isFinite(inverse)) expect(e.log10).toBeCloseTo(-Math.log10(inverse), 10);
          else expect(e.log10).toBeLessThan(-300);
        },
      ),
    );
  });

  it('refuses nothing where there are no more sources than places', () => {
    expect(engset(15, 15, 100)).toEqual({ value: 0, log10: Number.NEGATIVE_INFINITY });
    expect(engset(15, 0, 100).value).toBe(0);
    expect(engset(0, 0, 1).value).toBe(0);
  });

  it('refuses everything where nothing fits or the sources never let go', () => {
    expect(engset(0, 3, 0.5).value).toBe(1);
    expect(engset(2, 4, Number.POSITIVE_INFINITY).value).toBe(1);
    expect(engset(2, 4, 0).value).toBe(0);
  });

  it('tends to Erlang-B as ever more sources share the same load, from below', () => {
    const limit = 15;
    const load = 8.108;
    const at = (sources: number) => engset(limit, sources, load / sources).value;
    expect(at(20)).toBeLessThan(at(100));
    expect(at(100)).toBeLessThan(at(10_000));
    expect(at(10_000_000) / erlangB(limit, load).value).toBeCloseTo(1, 4);
  });

  it('keeps a probability that a double cannot hold as its logarithm', () => {
    const rare = engset(1000, 2000, 1e-3);
    expect(rare.value).toBe(0);
    // C(1999, 1000)·(1e-3)^1000 over a sum that is e^2 to a digit.
    expect(rare.log10).toBeGreaterThan(-2405);
    expect(rare.log10).toBeLessThan(-2395);
  });

  it('rejects counts that are not whole and a load that is negative', () => {
    expect(() => engset(1.5, 3, 1)).toThrow(/limit/);
    expect(() => engset(1, -3, 1)).toThrow(/sources/);
    expect(() => engset(1, 3, -1)).toThrow(/load/);
  });
});
