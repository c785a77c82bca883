import { NORMAL_95, studentQuantile } from './student.ts';

/** 95 % interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** One run's count over its count. */
export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

/** Fewer hits (or misses) than these in all runs together: the spread between runs says too little by itself. */
const FEW = 30;
/** The same of independent moments of page-time, of which there are rather more than their bound says (pooled.ts). */
const FEW_MOMENTS = 10;

/** What the runs of a share were of. */
export interface Trials {
  /**
   * Over how many independent trials all runs together looked. Of counts: Σ denominators. Of page-time: pages × runs,
   * each of which gives a share within [0, 1]; such a share is above 0 at least as often as its mean, and its variance is
   * at most that of a coin of the same mean, so that the rules for no hit and for one run hold for it too.
   */
  readonly trials: number;
  /** Numerators are numbers of hits, not lengths of time. */
  readonly counted: boolean;
  /**
   * Of page-time: how many moments of all runs together say something new of a page, at least (pooled.ts). A share of
   * them is what a number of hits is of counts. Default: without end.
   */
  readonly independent?: number;
}

/**
 * 95 % interval of a pooled share Σ numerators / Σ denominators over independent runs (docs/definitions.md), inside [0, 1].
 *
 * - No hit in n trials: up to 3/n, because (1 − 3/n)^n ≤ e^−3 < 5 %. Hits only: down to 1 − 3/n.
 * - One run: Wilson's interval for a proportion.
 * - Otherwise the ratio estimator: Student's t over runs, with the residuals numerator − share · denominator, on the
 *   scale of log-odds (Korn and Graubard 1998). On the scale of the share itself it is too low too often: shares of few,
 *   clustered or long hits are skewed, and runs in which few of them fell look as if they agreed (docs/coverage.md). Where
 *   there are fewer than 30 hits or misses, runs may agree by chance, so it is widened to take Wilson's interval in; of
 *   page-time, where there are fewer than 10 independent moments of either.
 *
 * @param runs at least one; denominators ≥ 0, their sum > 0; 0 ≤ numerator ≤ denominator.
 */
export function pooledInterval(runs: readonly Ratio[], { trials, counted, independent }: Trials): Interval {
  const numerator = sum(runs.map((run) => run.numerator));
  const denominator = sum(runs.map((run) => run.denominator));
  const share = numerator / denominator;
  if (numerator <= 0) return { low: 0, high: Math.min(1, 3 / trials) };
  if (numerator >= denominator) return { low: Math.max(0, 1 - 3 / trials), high: 1 };
  if (runs.length < 2) return wilson(share, trials);
  const between = overRuns(runs, share, denominator);
  const moments = counted ? trials : (independent ?? Number.POSITIVE_INFINITY);
  const rarer = counted ? Math.min(numerator, denominator - numerator) : Math.min(share, 1 - share) * moments;
  if (rarer >= (counted ? FEW : FEW_MOMENTS)) return between;
  const within = wilson(share, moments);
  return { low: Math.min(between.low, within.low), high: Math.max(between.high, within.high) };
}

/** Wilson's score interval (1927) for a proportion seen in so many trials. */
export function wilson(share: number, trials: number): Interval {
  const z2 = NORMAL_95 ** 2 / trials;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = (Math.sqrt(z2) * Math.sqrt(share * (1 - share) + z2 / 4)) / (1 + z2);
  return clip(centre - half, centre + half, share);
}

/** 0 < share < 1. */
function overRuns(runs: readonly Ratio[], share: number, denominator: number): Interval {
  const squares = sum(runs.map((run) => (run.numerator - share * run.denominator) ** 2));
  const deviation = Math.sqrt((squares * runs.length) / (runs.length - 1)) / denominator;
  // The slope of the log-odds at the share turns its deviation into theirs.
  const half = (quantile(runs.length - 1) * deviation) / (share * (1 - share));
  const odds = share / (1 - share);
  return clip(shareOf(odds * Math.exp(-half)), shareOf(odds * Math.exp(half)), share);
}

const shareOf = (odds: number): number => (odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds));

/** Within [0, 1], and never without the share itself, whatever rounding does. */
function clip(low: number, high: number, share: number): Interval {
  return { low: Math.min(share, Math.max(0, low)), high: Math.max(share, Math.min(1, high)) };
}

const quantiles = new Map<number, number>();

function quantile(degrees: number): number {
  let value = quantiles.get(degrees);
  if (value === undefined) quantiles.set(degrees, (value = studentQuantile(0.975, degrees)));
  return value;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
