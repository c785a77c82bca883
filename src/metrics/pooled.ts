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
  if (denominator === 0) return { of, reason: nothing, anyLayout: true };
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
  if (denominator === 0n) return { of, reason: nothing, anyLayout: true };
  const runs = scenario.runs.map((run) => ({
    numerator: secondsOf(wrong(run)),
    denominator: secondsOf(run.tally.pageTime),
  }));
  const pages = total(scenario.runs.map((run) => run.tally.pages));
  return withInterval(of, scenario, runs, secondsOf(numerator), secondsOf(denominator), {
    trials: pages,
    counted: false,
  });
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
