/**
 * 1 + r(1) + r(1)·r(2) + …, for ratios that fall and are at most 1: a distribution summed from its largest term, as a
 * multiple of that term. Ends when a term no longer changes the sum, or at a ratio ≤ 0 (the end of the range).
 */
export function sumOfRatios(ratio: (j: number) => number): number {
  let sum = 1;
  let term = 1;
  for (let j = 1; ; j++) {
    const r = ratio(j);
    if (!(r > 0)) return sum;
    term *= r;
    const next = sum + term;
    // The terms still to come add up to less than term·r/(1 − r); they must not count either.
    if (next === sum || (r < 1 && (term * r) / (1 - r) < sum * 1e-17)) return next;
    sum = next;
  }
}

/** @throws RangeError unless it is a whole number ≥ least (−0 counts as 0). */
export function checkedWhole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(
      `${name} must be a whole number${least > Number.NEGATIVE_INFINITY ? `, ${least} or more` : ''}: ${value}`,
    );
  }
}

/** @throws RangeError unless it is ≥ 0; ∞ is allowed. */
export function checkedMean(name: string, value: number): void {
  if (!(value >= 0)) throw new RangeError(`${name} must be 0 or more: ${value}`);
}
