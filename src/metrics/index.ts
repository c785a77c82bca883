export {
  formatCount,
  formatCounts,
  formatInterval,
  formatNumber,
  formatShare,
  formatValue,
} from './format.ts';
export { pooledInterval, wilson } from './interval.ts';
export { distinct, measure, measureDemand, measureStatic } from './measure.ts';
export { knownMetricKeys, METRICS, metricOf } from './registry.ts';
export { evaluateRequirements, misses } from './require.ts';
export { secondsOf } from './time.ts';
export type { MeasuredRun, MeasuredScenario } from './types.ts';
export { holdsOnBenign, nearestOf, verdictsOf } from './verdict.ts';
export { referencesOf } from './words.ts';
