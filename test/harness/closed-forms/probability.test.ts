import { describe, expect, it } from 'vitest';
import { CERTAIN, fromLn, IMPOSSIBLE, weightedMean } from '../../../src/harness/closed-forms/index.ts';

describe('a probability', () => {
  it('keeps its logarithm where its value underflows', () => {
    const rare = fromLn(-3730);
    expect(rare.value).toBe(0);
    expect(rare.log10).toBeCloseTo(-1619.918, 3);
  });

  it('above 1 by rounding counts as 1', () => {
    expect(fromLn(1e-16)).toEqual(CERTAIN);
    expect(fromLn(0)).toEqual(CERTAIN);
  });

  it('of an event that cannot happen is 0 with logarithm −∞', () => {
    expect(fromLn(Number.NEGATIVE_INFINITY)).toEqual(IMPOSSIBLE);
  });
});

describe('the mean of probabilities', () => {
  it('weighs each part', () => {
    const mean = weightedMean([
      { weight: 3, probability: fromLn(Math.log(0.1)) },
      { weight: 1, probability: fromLn(Math.log(0.5)) },
    ]);
    expect(mean.value).toBeCloseTo(0.2, 14);
  });

  it('does not underflow', () => {
    const mean = weightedMean([
      { weight: 1, probability: fromLn(-3730) },
      { weight: 1, probability: IMPOSSIBLE },
    ]);
    expect(mean.value).toBe(0);
    expect(mean.log10).toBeCloseTo(-3730 / Math.LN10 - Math.log10(2), 10);
  });

  it('of impossible events is impossible', () => {
    expect(weightedMean([{ weight: 1, probability: IMPOSSIBLE }])).toEqual(IMPOSSIBLE);
  });

  it('leaves out a part without weight', () => {
    expect(
      weightedMean([
        { weight: 0, probability: CERTAIN },
        { weight: 2, probability: IMPOSSIBLE },
      ]),
    ).toEqual(IMPOSSIBLE);
  });

  it('without any weight is an error', () => {
    expect(() => weightedMean([])).toThrow(RangeError);
    expect(() => weightedMean([{ weight: 0, probability: CERTAIN }])).toThrow(RangeError);
  });
});
