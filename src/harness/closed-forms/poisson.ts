import { lnPoisson } from './loader.ts';
import { CERTAIN, fromLn, IMPOSSIBLE, type Probability } from './probability.ts';
import { checkedMean, checkedWhole, sumOfRatios } from './series.ts';

/**
 * P(X ≥ k) of a Poisson count: the chance that at least k references are held at once, where they arrive at random
 * and nobody is refused. At least 10 digits, however small.
 *
 * The side of the distribution that k is not on is summed from its largest term outwards (Abramowitz and Stegun
 * 26.4.21), so that nothing cancels.
 * @param k whole number; k ≤ 0 is certain.
 * @param mean 0 or more; infinite is certain.
 * @throws RangeError if k is not whole or the mean is negative or not a number.
 */
export function poissonTail(k: number, mean: number): Probability {
  checkedWhole('k', k, Number.NEGATIVE_INFINITY);
  checkedMean('mean', mean);
  if (k <= 0 || mean === Number.POSITIVE_INFINITY) return CERTAIN;
  if (mean === 0) return IMPOSSIBLE;
  if (mean < k) return fromLn(lnAtLeast(k, mean));
  return fromLn(Math.log1p(-Math.exp(lnAtMost(k - 1, mean))));
}

/**
 * ln P(X ≤ k) of a Poisson count, k ≥ 0 or −1 (never: −∞).
 * @throws RangeError as `poissonTail`.
 */
export function lnPoissonAtMost(k: number, mean: number): number {
  checkedWhole('k', k, -1);
  checkedMean('mean', mean);
  if (k === -1 || mean === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  if (mean === 0) return 0;
  return mean > k ? lnAtMost(k, mean) : Math.log1p(-Math.exp(lnAtLeast(k + 1, mean)));
}

/** ln P(X ≥ k) for 0 < mean < k. */
function lnAtLeast(k: number, mean: number): number {
  return lnPoisson(k, mean) + Math.log(sumOfRatios((j) => mean / (k + j)));
}

/** ln P(X ≤ k) for mean > k ≥ 0. */
function lnAtMost(k: number, mean: number): number {
  return lnPoisson(k, mean) + Math.log(sumOfRatios((j) => (k + 1 - j) / mean));
}
