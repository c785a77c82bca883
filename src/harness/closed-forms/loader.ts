/**
 * Point probabilities in logarithms, without the loss of digits that a difference of two large log-gammas has: Loader,
 * "Fast and accurate computation of binomial probabilities" (2000). A probability of e^−3730 keeps 12 digits.
 */

const HALF_LN_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Below it `stirlingError` uses n! itself (a double holds it exactly up to 22!), from it on Stirling's series. */
const SERIES_FROM = 16;

/** ln n! − ln(√(2πn)·(n/e)^n) for whole n ≥ 1; what Stirling's formula leaves out. */
function stirlingError(n: number): number {
  if (n < SERIES_FROM) {
    let factorial = 1;
    for (let i = 2; i <= n; i++) factorial *= i;
    return Math.log(factorial) - (n + 0.5) * Math.log(n) + n - HALF_LN_TWO_PI;
  }
  const square = n * n;
  return (
    (1 / 12 -
      (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / square) / square) / square) / square) / square) /
    n
  );
}

/** ln n! for whole n ≥ 0. */
export function lnFactorial(n: number): number {
  return n === 0 ? 0 : stirlingError(n) + (n + 0.5) * Math.log(n) - n + HALF_LN_TWO_PI;
}

/** x·ln(x/mean) + mean − x for x, mean > 0: how far x is from the mean, without cancellation where they are close. */
function deviance(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * lnRatio(x, mean) - difference;
  // ln(x/mean) as 2·artanh(v), summed until it no longer changes; v² ≤ 0.01, so in at most a dozen terms.
  const v = difference / (x + mean);
  let sum = difference * v;
  let power = 2 * x * v;
  for (let j = 1; j < 100; j++) {
    power *= v * v;
    const next = sum + power / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** ln(a/b), also where the quotient itself is beyond what a double holds. */
function lnRatio(a: number, b: number): number {
  const ratio = a / b;
  return ratio > 0 && ratio < Number.POSITIVE_INFINITY ? Math.log(ratio) : Math.log(a) - Math.log(b);
}

/** ln P(X = k) of a Poisson count with mean > 0, whole k ≥ 0. */
export function lnPoisson(k: number, mean: number): number {
  if (k === 0) return -mean;
  return -stirlingError(k) - deviance(k, mean) - HALF_LN_TWO_PI - 0.5 * Math.log(k);
}

/**
 * ln P(X = k) of a binomial count: n trials, each with odds of success `odds` = p / (1 − p) > 0; whole 0 ≤ k ≤ n. Odds
 * rather than p, because 1 − p is lost where p is near 1.
 */
export function lnBinomial(k: number, n: number, odds: number): number {
  const yes = n * (odds / (1 + odds));
  const no = n / (1 + odds);
  if (k === 0) return -n * Math.log1p(odds);
  if (k === n) return -n * Math.log1p(1 / odds);
  return (
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    deviance(k, yes) -
    deviance(n - k, no) -
    HALF_LN_TWO_PI +
    0.5 * (Math.log(n) - Math.log(k) - Math.log(n - k))
  );
}
