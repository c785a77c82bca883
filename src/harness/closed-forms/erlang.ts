import { lnFactorial, lnPoisson } from './loader.ts';
import { lnPoissonAtMost } from './poisson.ts';
import { CERTAIN, fromLn, IMPOSSIBLE, type Probability } from './probability.ts';
import { checkedMean, checkedWhole, sumOfRatios } from './series.ts';

/**
 * Erlang-B: the share of arrivals that a field with room for `limit` references refuses, where they arrive at random
 * (Poisson) and offer `load` = rate × mean hold. Exact for any distribution of holds (Erlang 1917; insensitivity:
 * Sevastyanov 1957).
 *
 * B = P(X = limit) / P(X ≤ limit) of a Poisson count with mean `load`: for a whole limit that is the same as the
 * usual recurrence 1/B(n) = 1 + n/load · 1/B(n−1), but takes √limit steps instead of limit.
 * @param limit whole number, 0 or more: references that fit.
 * @param load erlang, 0 or more; ∞ refuses all.
 * @throws RangeError if the limit is not whole or negative, or the load negative or not a number.
 */
export function erlangB(limit: number, load: number): Probability {
  checkedWhole('limit', limit, 0);
  checkedMean('load', load);
  if (limit === 0 || load === Number.POSITIVE_INFINITY) return CERTAIN;
  if (load === 0) return IMPOSSIBLE;
  if (load > limit) return fromLn(-Math.log(belowFull(limit, load)));
  return fromLn(lnPoisson(limit, load) - lnPoissonAtMost(limit, load));
}

/**
 * ln of 1 + load + load²/2! + … + load^limit/limit!: the weight of all states of a field with room for `limit`
 * references. Ratios of such weights give the chance of a set of states (product form of the loss system).
 * @throws RangeError as `erlangB`; also where the load is infinite.
 */
export function lnErlangWeight(limit: number, load: number): number {
  checkedWhole('limit', limit, 0);
  if (!(load >= 0 && load < Number.POSITIVE_INFINITY)) throw new RangeError(`load must be finite, 0 or more: ${load}`);
  if (load > limit) return limit * Math.log(load) - lnFactorial(limit) + Math.log(belowFull(limit, load));
  return load + lnPoissonAtMost(limit, load);
}

/** P(X ≤ limit) / P(X = limit) for load > limit, where the two cancel: summed from the full state down. */
function belowFull(limit: number, load: number): number {
  return sumOfRatios((j) => (limit + 1 - j) / load);
}
