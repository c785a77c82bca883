import { describe, expect, it } from 'vitest';
import { NORMAL_95, studentQuantile } from '../../src/metrics/student.ts';

describe('the quantile of Student’s t', () => {
  it.each([
    [1, 12.7062047362],
    [2, 4.30265272991],
    [3, 3.18244630528],
    [4, 2.7764451052],
    [5, 2.57058183564],
    [9, 2.26215716285],
    [19, 2.09302405441],
    [29, 2.0452296421],
    [99, 1.98421695159],
  ])('for 95 %% with %i degrees of freedom is %d', (degrees, expected) => {
    expect(studentQuantile(0.975, degrees)).toBeCloseTo(expected, 9);
  });

  it('with one degree is the tangent of the Cauchy distribution', () => {
    for (const p of [0.6, 0.75, 0.9, 0.999]) {
      expect(studentQuantile(p, 1) / Math.tan(Math.PI * (p - 0.5))).toBeCloseTo(1, 12);
    }
  });

  it('with two degrees has a closed form', () => {
    for (const p of [0.6, 0.75, 0.9, 0.999]) {
      expect(studentQuantile(p, 2)).toBeCloseTo((2 * p - 1) * Math.sqrt(2 / (1 - (2 * p - 1) ** 2)), 10);
    }
  });

  it('tends to the normal quantile from above', () => {
    expect(studentQuantile(0.975, 100_000)).toBeGreaterThan(NORMAL_95);
    expect(studentQuantile(0.975, 100_000)).toBeCloseTo(NORMAL_95, 4);
  });

  it('is 0 in the middle', () => {
    expect(studentQuantile(0.5, 7)).toBeCloseTo(0, 12);
  });

  it('rejects what is no probability in the upper half, and no number of degrees', () => {
    expect(() => studentQuantile(1, 4)).toThrow(RangeError);
    expect(() => studentQuantile(0.4, 4)).toThrow(RangeError);
    expect(() => studentQuantile(Number.NaN, 4)).toThrow(RangeError);
    expect(() => studentQuantile(0.975, 0)).toThrow(RangeError);
    expect(() => studentQuantile(0.975, 1.5)).toThrow(RangeError);
  });
});
