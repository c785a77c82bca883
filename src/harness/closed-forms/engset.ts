import { lnBinomial } from './loader.ts';
import { CERTAIN, fromLn, IMPOSSIBLE, type Probability } from './probability.ts';
import { checkedMean, checkedWhole, sumOfRatios } from './series.ts';

/**
 * Engset: the share of attempts that a field with room for `limit` references refuses, where each of `sources` holds
 * at most one (Engset 1918). An arriving source sees the others only, so this is
 * P(X = limit) / P(X ≤ limit) of a binomial count over sources − 1; exact for any distribution of holds.
 * @param limit whole number, 0 or more: references that fit.
 * @param sources whole number, 0 or more. With no more sources than fit, nothing is ever refused.
 * @param load erlang that one idle source offers = rate of attempts while idle × mean hold; 0 or more.
 * @throws RangeError if limit or sources is not whole or negative, or the load negative or not a number.
 */
export function engset(limit: number, sources: number, load: number): Probability {
  checkedWhole('limit', limit, 0);
  checkedWhole('sources', sources, 0);
  checkedMean('load', load);
  if (sources <= limit || load === 0) return IMPOSSIBLE;
  if (limit === 0 || load === Number.POSITIVE_INFINITY) return CERTAIN;
  const others = sources - 1;
  // How much likelier one more held reference would be; at most 1 from the most likely count on.
  const step = ((others - limit) / (limit + 1)) * load;
  if (step > 1) return fromLn(-Math.log(sumOfRatios((j) => (limit + 1 - j) / ((others - limit + j) * load))));
  const full = lnBinomial(limit, others, load);
  if (step === 0) return fromLn(full);
  const above = full + Math.log(step * sumOfRatios((j) => ((others - limit - j) / (limit + 1 + j)) * load));
  return fromLn(full - Math.log1p(-Math.exp(above)));
}
