import type { Layout } from '../layouts/types.ts';
import { falsePositiveExact, refusedExact } from './exact.ts';
import { EXPOSURE_METRICS } from './exposure/rows.ts';
import { WARNING_METRICS } from './exposure/warning.ts';
import { bitsLeft, peak } from './headroom.ts';
import { callsRefused, pagesAtLimit, refused, saturated } from './limit-hits.ts';
import { falseNegative, falseNegativeTime, falsePositive, falsePositiveTime } from './misclassification.ts';
import { redZoneEntries, redZonePages, redZoneTime, warn } from './red-zone.ts';
import { guard, limit, limitHard } from './static.ts';
import { isOfDemand, type Metric } from './types.ts';

/** Every metric, in the order in which people read them. A later metric is a record of its own, added here. */
export const METRICS: readonly Metric[] = [
  limit,
  limitHard,
  warn,
  guard,
  peak,
  bitsLeft,
  refused,
  refusedExact,
  callsRefused,
  pagesAtLimit,
  saturated,
  redZonePages,
  redZoneTime,
  redZoneEntries,
  falsePositive,
  falsePositiveExact,
  falsePositiveTime,
  falseNegative,
  falseNegativeTime,
  ...EXPOSURE_METRICS,
  ...WARNING_METRICS,
];

const BY_ID = new Map(METRICS.map((metric) => [metric.id, metric]));

/** The record of a metric, or undefined where there is none of that id. */
export function metricOf(id: string): Metric | undefined {
  return BY_ID.get(id);
}

/** Every `metric.of` that a requirement on these layouts may name, sorted: for "did you mean". */
export function knownMetricKeys(layouts: readonly Layout[]): readonly string[] {
  const keys = layouts.flatMap((layout) =>
    METRICS.flatMap((metric) => metric.ofs(layout).map((of) => `${metric.id}.${of}`)),
  );
  return [...new Set(keys)].sort();
}

const OF_DEMAND: ReadonlySet<string> = new Set(METRICS.filter(isOfDemand).map(({ id }) => id));

/** Of these rows of a layout in a scenario none says how the layout fared, only what was wanted. */
export const sayOnlyDemand = (rows: readonly { readonly metric: string }[]): boolean =>
  rows.every(({ metric }) => OF_DEMAND.has(metric));
