import type { Hold } from '../../config/plan.ts';
import type { Random } from './random.ts';

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

/** One hold drawn at random, in nanoseconds (not rounded). */
export type HoldSampler = (random: Random) => number;

/** @throws RangeError for a time that is negative, or a shape or sigma that is no distribution. */
export function holdSampler(hold: Hold): HoldSampler {
  if ('fixed' in hold) {
    const fixed = nanoseconds(hold.fixed);
    return () => fixed;
  }
  if ('exponential' in hold) {
    const mean = nanoseconds(hold.exponential);
    return (random) => mean * random.exponential();
  }
  if ('lognormal' in hold) {
    const median = nanoseconds(hold.lognormal.median);
    const { sigma } = hold.lognormal;
    if (!(sigma >= 0)) throw new RangeError(`sigma of a hold must be 0 or more: ${sigma}`);
    return (random) => median * Math.exp(sigma * random.normal());
  }
  const minimum = nanoseconds(hold.pareto.minimum);
  const { shape } = hold.pareto;
  if (!(shape > 0)) throw new RangeError(`the shape of a hold must be above 0: ${shape}`);
  return (random) => minimum * Math.exp(random.exponential() / shape);
}

function nanoseconds(seconds: number): number {
  if (!(seconds >= 0)) throw new RangeError(`a hold must be 0 or longer: ${seconds}`);
  return seconds * 1e9;
}
