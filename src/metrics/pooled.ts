import type { Model } from '../config/plan.ts';
import { ordinaryStream } from '../workloads/model/describe.ts';
import { meanResidual } from '../workloads/model/hold.ts';
import { pooledInterval, type Ratio, type Trials } from './interval.ts';
import { secondsOf } from './time.ts';
import type { Figure, Gap, MeasuredRun, MeasuredScenario } from './types.ts';

/** A count over a count, of each run added up; a gap with the given reason where there is nothing to divide by. */
export function shareOfCounts(
  of: string,
  scenario: MeasuredScenario,
  count: (run: MeasuredRun) => Ratio,
  nothing: string,
): Figure | Gap {
  const runs = scenario.runs.map(count);
  const numerator = total(runs.map((run) => run.numerator));
  const denominator = total(runs.map((run) => run.denominator));
  if (denominator === 0) return { of, reason: nothing, anyLayout: true, isNothing: true };
  return withInterval(of, scenario, runs, numerator, denominator, { trials: denominator, counted: true });
}

/** Page-time over page-time, in page-seconds; the sums are whole nanoseconds until the last step. */
export function shareOfTime(
  of: string,
  scenario: MeasuredScenario,
  wrong: (run: MeasuredRun) => bigint,
  nothing: string,
): Figure | Gap {
  const numerator = scenario.runs.reduce((sum, run) => sum + wrong(run), 0n);
  const denominator = scenario.runs.reduce((sum, run) => sum + run.tally.pageTime, 0n);
  if (denominator === 0n) return { of, reason: nothing, anyLayout: true, isNothing: true };
  const runs = scenario.runs.map((run) => ({
    numerator: secondsOf(wrong(run)),
    denominator: secondsOf(run.tally.pageTime),
  }));
  const pages = total(scenario.runs.map((run) => run.tally.pages));
  return withInterval(of, scenario, runs, secondsOf(numerator), secondsOf(denominator), {
    trials: pages,
    counted: false,
    ...(scenario.model ? { independent: independentMoments(scenario.model) } : {}),
  });
}

/**
 * How many moments of all runs of a model say something new of their page: measured time over twice the time for which a
 * page remembers what it held (the integrated autocorrelation time of a mean over time), at least one a page and run. What
 * remembers longest decides: the reference whose holds have the longest mean residual, or a phase.
 */
export function independentMoments(model: Model): number {
  return model.pages.reduce((sum, group) => {
    const memory = [...ordinaryStream(group), ...group.pins].reduce((longest, { hold, phases, rate }) => {
      if (rate === 0) return longest;
      const phase = phases ? (phases.on * phases.off) / (phases.on + phases.off) : 0;
      return Math.max(longest, phase, meanResidual(hold));
    }, 0);
    return sum + model.runs * group.count * Math.max(1, model.duration / (2 * memory));
  }, 0);
}

function withInterval(
  of: string,
  scenario: MeasuredScenario,
  runs: readonly Ratio[],
  numerator: number,
  denominator: number,
  trials: Trials,
): Figure {
  const value = numerator / denominator;
  const interval = scenario.model ? pooledInterval(runs, trials) : { low: value, high: value };
  return { of, value, numerator, denominator, ...interval };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
