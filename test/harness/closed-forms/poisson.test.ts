import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lnPoissonAtMost, poissonTail } from '../../../src/harness/closed-forms/index.ts';
import { lnPoisson } from '../../../src/harness/closed-forms/loader.ts';
import { expectDigits } from './digits.ts';

describe('the upper tail of a Poisson count', () => {
  it.each([
    [16, 1, '1.8677634631680655e-14'],
    [16, 2, '4.7996827572653579e-10'],
    [16, 5, '6.9008241855678403e-5'],
    [16, 8, '0.0082310109868448973'],
    [16, 10, '0.048740403303978704'],
    [4, 1, '0.018988156876153809'],
    [2, 1, '0.26424111765711536'],
    [64, 30, '4.6543110491496143e-8'],
    [256, 100, '7.0878823129281085e-39'],
  ])('P(X >= %i | %i) has the published digits', (k, mean, expected) => {
    expectDigits(poissonTail(k, mean).value, Number(expected));
  });

  it.each([
    [100, -635.119],
    [256, -284.751],
    [400, -148.728],
    [500, -92.846],
  ])('log10 P(X >= 1024 | %i) is %d', (mean, log10) => {
    expect(poissonTail(1024, mean).log10).toBeCloseTo(log10, 3);
  });

  it.each([
    [700, 1.3718e-30, 5],
    [800, 1.7705e-14, 5],
    [900, 2.7539e-5, 5],
    [1000, 0.22798, 5],
    [1024, 0.50416, 5],
  ])('P(X >= 1024 | %i) is %d', (mean, expected, digits) => {
    expectDigits(poissonTail(1024, mean).value, expected, digits);
  });

  it('P(X >= 1024 | 10) is about 1e-1620, which no double holds', () => {
    const tail = poissonTail(1024, 10);
    expect(tail.value).toBe(0);
    expect(Math.round(tail.log10)).toBe(-1620);
  });

  it('keeps its logarithm at the smallest mean that a double holds', () => {
    expect(poissonTail(1, 5e-324).log10).toBeCloseTo(Math.log10(5e-324), 6);
    expect(poissonTail(2, 5e-324).log10).toBeCloseTo(2 * Math.log10(5e-324) - Math.log10(2), 6);
  });

  it('differs from Erlang-B: at mean 10, P(X >= 15) is 0.0835', () => {
    expectDigits(poissonTail(15, 10).value, 0.0835, 3);
    expectDigits(poissonTail(16, 10).value, 0.0487, 3);
  });

  it('is certain from 0 on and impossible at mean 0', () => {
    expect(poissonTail(0, 5).value).toBe(1);
    expect(poissonTail(-3, 5).value).toBe(1);
    expect(poissonTail(1, 0)).toEqual({ value: 0, log10: Number.NEGATIVE_INFINITY });
    expect(poissonTail(0, 0).value).toBe(1);
    expect(poissonTail(7, Number.POSITIVE_INFINITY).value).toBe(1);
  });

  it('rejects a k that is not whole and a mean that is negative or not a number', () => {
    expect(() => poissonTail(0.5, 1)).toThrow(/k must be a whole number/);
    expect(() => poissonTail(Number.NaN, 1)).toThrow(/k must be a whole number/);
    expect(() => poissonTail(1, -1)).toThrow(/mean must be 0 or more/);
    expect(() => poissonTail(1, Number.NaN)).toThrow(/mean must be 0 or more/);
  });
});

describe('the lower side of a Poisson count', () => {
  it.each([
    [10, 5, 0.986304731402],
    [9, 5, 0.968171942694],
    [7, 4, 0.948866384207],
  ])('P(X <= %i; %i) has the published digits', (k, mean, expected) => {
    expectDigits(Math.exp(lnPoissonAtMost(k, mean)), expected);
  });

  it('P(X <= 3; 2) is 0.8571, as printed in tables', () => {
    expectDigits(Math.exp(lnPoissonAtMost(3, 2)), 0.8571, 4);
  });

  it('p(10; 10) is 0.1251 and p(15; 15) is 0.1024, as printed in tables', () => {
    expectDigits(Math.exp(lnPoisson(10, 10)), 0.1251, 4);
    expectDigits(Math.exp(lnPoisson(15, 15)), 0.1024, 4);
  });

  it('and the upper tail add up to 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.double({ min: 1e-3, max: 3000, noNaN: true }), (k, mean) => {
        expect(poissonTail(k, mean).value + Math.exp(lnPoissonAtMost(k - 1, mean))).toBeCloseTo(1, 12);
      }),
    );
  });

  it('sums its point probabilities', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.double({ min: 0.05, max: 150, noNaN: true }), (k, mean) => {
        let sum = 0;
        for (let i = k; i >= 0; i--) sum += Math.exp(lnPoisson(i, mean));
        expect(Math.exp(lnPoissonAtMost(k, mean)) / sum).toBeCloseTo(1, 11);
      }),
    );
  });
});
