import type { Hold } from '../../config/plan.ts';

/**
 * Mean of a distribution of holds, in seconds. ∞ for a Pareto distribution of shape 1 or less, whose mean does not exist.
 */
export function meanHold(hold: Hold): number {
  if ('fixed' in hold) return hold.fixed;
  if ('exponential' in hold) return hold.exponential;
  if ('lognormal' in hold) return hold.lognormal.median * Math.exp(hold.lognormal.sigma ** 2 / 2);
  const { minimum, shape } = hold.pareto;
  return shape > 1 ? (minimum * shape) / (shape - 1) : Number.POSITIVE_INFINITY;
}
