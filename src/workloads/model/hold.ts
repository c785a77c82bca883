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

/**
 * Mean of what is left of a hold that is found under way, in seconds: E[H²] / (2 E[H]). So long a page remembers on average
 * what it held. ∞ for a Pareto distribution of shape 2 or less; 0 for holds of length 0.
 */
export function meanResidual(hold: Hold): number {
  if ('fixed' in hold) return hold.fixed / 2;
  if ('exponential' in hold) return hold.exponential;
  if ('lognormal' in hold) return (meanHold(hold) * Math.exp(hold.lognormal.sigma ** 2)) / 2;
  const { minimum, shape } = hold.pareto;
  return shape > 2 ? (minimum * (shape - 1)) / (2 * (shape - 2)) : Number.POSITIVE_INFINITY;
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

/**
 * What is left of a hold that is found under way at a random moment: its distribution in the steady state, with density
 * P(hold > t) / mean (renewal theory: Cox 1962, section 5.3). A hold is found with a chance that is proportional to its
 * length, and at a moment that is spread evenly over it.
 * @throws RangeError as `holdSampler`; also where the mean is infinite, because there is no steady state then.
 */
export function residualSampler(hold: Hold): HoldSampler {
  if (meanHold(hold) === Number.POSITIVE_INFINITY) throw new RangeError('holds of infinite mean have no steady state');
  // An exponential hold has no memory.
  if ('exponential' in hold) return holdSampler(hold);
  const found = holdSampler(foundUnderWay(hold));
  return (random) => random.unit() * found(random);
}

/** The distribution of holds, each counted as often as it is long. */
function foundUnderWay(hold: Exclude<Hold, { readonly exponential: number }>): Hold {
  if ('fixed' in hold) return hold;
  if ('lognormal' in hold) {
    const { median, sigma } = hold.lognormal;
    return { lognormal: { median: median * Math.exp(sigma ** 2), sigma } };
  }
  return { pareto: { minimum: hold.pareto.minimum, shape: hold.pareto.shape - 1 } };
}

function nanoseconds(seconds: number): number {
  if (!(seconds >= 0)) throw new RangeError(`a hold must be 0 or longer: ${seconds}`);
  return seconds * 1e9;
}
