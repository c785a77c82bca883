import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB, lnErlangWeight } from '../../../src/harness/closed-forms/index.ts';
import { expectDigits } from './digits.ts';

/** Loads at which Erlang-B is the probability at the head of the column (docs/kernel-facts.md 5.1). */
const PROBABILITIES = [1e-9, 1e-6, 1e-4, 1e-3, 0.01, 0.05, 0.1];
const LOADS = `
1 0.000000001000000001 0.000001000001000001 0.00010001000100010001 0.001001001001001001 0.010101010101010101 0.052631578947368421 0.11111111111111111
3 0.0018182222363262498 0.018282281038956603 0.086819752516127301 0.19383726448790337 0.45548530095894662 0.899395523605893 1.270776326681915
7 0.17961731164544535 0.50476903085097606 1.054116812457605 1.5785997558959295 2.5009396773387012 3.7378160452292565 4.6661922722562734
15 1.8218594730055163 3.1560478412954562 4.781067285293312 6.0771816008514408 8.1080427971844519 10.632723266883754 12.483792177892442
31 8.323826574135682 11.537815291461625 14.936737182198569 17.442044022571805 21.191151930131907 25.772644194742993 29.173985701009133
63 26.738476902861671 32.905495999031457 38.990975046817591 43.313228869325603 49.687803102006959 57.589660996222302 63.66253696633223
255 172.78832756365118 189.72440621848506 205.55251557916519 216.57787735850973 233.16871224422472 255.70668281061626 275.15622495827353
`
  .trim()
  .split('\n')
  .map((line) => line.split(' ').map(Number));

describe('Erlang-B', () => {
  it.each(LOADS)('gives the published probabilities at limit %s to 10 digits', (limit, ...loads) => {
    loads.forEach((load, i) => {
      expectDigits(erlangB(limit!, load).value, PROBABILITIES[i]!);
    });
  });

  it('gives the published values at given loads to 10 digits', () => {
    expectDigits(erlangB(15, 5).value, Number('1.5725628630091551e-4'));
    expectDigits(erlangB(15, 10).value, Number('0.036496945472370793'));
    expectDigits(erlangB(15, 15).value, Number('0.18031639914322272'));
    expectDigits(erlangB(15, 100).value, Number('0.85171795512010453'));
    expectDigits(erlangB(7, 1).value, Number('7.2992700729927007e-5'));
    expect(erlangB(15, 8.108).value).toBeCloseTo(0.01, 5);
  });

  it('gives the exact fractions 1/2, 1/16 and 4/19', () => {
    expectDigits(erlangB(1, 1).value, 1 / 2, 15);
    expectDigits(erlangB(3, 1).value, 1 / 16, 15);
    expectDigits(erlangB(3, 2).value, 4 / 19, 15);
  });

  it('with limit 1 is load / (1 + load)', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), (load) => {
        expectDigits(erlangB(1, load).value, load / (1 + load), 12);
      }),
    );
  });

  it('equals its recurrence 1/B(n) = 1 + n/load · 1/B(n−1)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.double({ min: 0.01, max: 2000, noNaN: true }), (limit, load) => {
        expectLog(erlangB(limit, load).log10, -recurrenceLog10(limit, load));
      }),
    );
  });

  it('equals its recurrence for millions of references, below, at and above the load', () => {
    for (const load of [1e6, 2 ** 21 - 1, 2 ** 21, 2.2e6, 4e6]) {
      expectLog(erlangB(2 ** 21 - 1, load).log10, -recurrenceLog10(2 ** 21 - 1, load), 1e-9);
    }
  });

  it('never rises with the limit and never falls with the load', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.double({ min: 1e-6, max: 6000, noNaN: true }),
        fc.double({ min: 1, max: 2, noNaN: true }),
        (limit, load, factor) => {
          const b = erlangB(limit, load).log10;
          expect(erlangB(limit + 1, load).log10).toBeLessThanOrEqual(b);
          expect(erlangB(limit, load * factor).log10).toBeGreaterThanOrEqual(b - 1e-12 * Math.abs(b) - 1e-14);
        },
      ),
    );
  });

  it('keeps a probability that a double cannot hold as its logarithm', () => {
    const b = erlangB(2 ** 22 - 1, 8);
    expect(b.value).toBe(0);
    expect(b.log10).toBeLessThan(-2e7);
    expect(b.log10).toBeGreaterThan(-3e7);
  });

  it('refuses everything at limit 0 and nothing at load 0', () => {
    expect(erlangB(0, 5)).toEqual({ value: 1, log10: 0 });
    expect(erlangB(0, 0)).toEqual({ value: 1, log10: 0 });
    expect(erlangB(15, 0)).toEqual({ value: 0, log10: Number.NEGATIVE_INFINITY });
    expect(erlangB(15, -0).value).toBe(0);
    expect(erlangB(15, Number.POSITIVE_INFINITY).value).toBe(1);
  });

  it('rejects a limit that is not whole and a load that is negative or not a number', () => {
    expect(() => erlangB(1.5, 1)).toThrow(/limit/);
    expect(() => erlangB(-1, 1)).toThrow(/limit/);
    expect(() => erlangB(Number.NaN, 1)).toThrow(/limit/);
    expect(() => erlangB(15, -1)).toThrow(/load|mean/);
    expect(() => erlangB(15, Number.NaN)).toThrow(/load|mean/);
  });
});

describe('the weight of a loss system', () => {
  it('is the sum of load^n/n! up to the limit', () => {
    expectDigits(Math.exp(lnErlangWeight(3, 2)), 1 + 2 + 2 + 8 / 6, 13);
    expectDigits(Math.exp(lnErlangWeight(0, 7)), 1, 13);
    expectDigits(Math.exp(lnErlangWeight(60, 1)), Math.E, 13);
    expect(lnErlangWeight(15, 0)).toBe(0);
  });

  it.each([0, 1, 2, 14, 15, 16, 17, 40, 120])('is that sum also where the load is above the limit of %s', (limit) => {
    for (const load of [limit + 0.5, limit + 1, 2 * limit + 3, 7 * limit + 1]) {
      // From the full state down, each term of the one before: nothing overflows.
      let [full, sum, term] = [0, 1, 1];
      for (let n = 1; n <= limit; n++) full += Math.log(load / n);
      for (let n = limit; n >= 1; n--) sum += term *= n / load;
      expectDigits(lnErlangWeight(limit, load), full + Math.log(sum), 12);
    }
  });

  it('gives Erlang-B as the weight of the full state', () => {
    const full = 15 * Math.log(10) - Math.log(1307674368000);
    expectDigits(Math.exp(full - lnErlangWeight(15, 10)), Number('0.036496945472370793'));
  });
});

/** log10 of 1/B by the recurrence, with the exponent carried apart. */
function recurrenceLog10(limit: number, load: number): number {
  let inverse = 1;
  let one = 1;
  let exponent = 0;
  for (let n = 1; n <= limit; n++) {
    inverse = one + (n / load) * inverse;
    if (inverse > 2 ** 500) {
      inverse /= 2 ** 500;
      one /= 2 ** 500;
      exponent += 500;
    }
  }
  return Math.log10(inverse) + exponent * Math.LOG10E * Math.LN2;
}

function expectLog(actual: number, expected: number, relative = 1e-11): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.max(1, Math.abs(expected)));
}
