import { expect } from 'vitest';

/** The two numbers agree to so many significant digits: their difference is at most half a unit of the last one. */
export function expectDigits(actual: number, expected: number, digits = 10): void {
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(expected))) - digits + 1);
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(unit / 2);
}
