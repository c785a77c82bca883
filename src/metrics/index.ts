export {
  formatCount,
  formatCounts,
  formatInterval,
  formatNumber,
  formatShare,
  formatValue,
} from './format.ts';
export { type Interval, pooledInterval, type Ratio, type Trials, wilson } from './interval.ts';
export { distinct, type Measured, measure, measureStatic } from './measure.ts';
export { knownMetricKeys, METRICS, metricOf } from './registry.ts';
export { evaluateRequirements, misses } from './require.ts';
export { secondsOf } from './time.ts';
export type { MeasuredRun, MeasuredScenario, Metric, ScenarioMetric, StaticMetric, Unit } from './types.ts';
export { type Evidence, type Findings, verdictsOf } from './verdict.ts';
export { referencesOf } from './words.ts';
