import type { PageClass } from '../harness/tally.ts';
import type { Layout } from '../layouts/types.ts';
import type { Measurement, Unmeasured } from '../report/results.ts';
import type { Against } from './exposure/types.ts';
import { METRICS } from './registry.ts';
import {
  type DemandScenario,
  type Figure,
  type Gap,
  isGap,
  isOfDemand,
  type MeasuredScenario,
  type ScenarioMetric,
} from './types.ts';

export interface Measured {
  /** One for each (metric, of) that applies and could be measured; zeros included. */
  readonly rows: readonly Measurement[];
  /** The others, with the reason. `layout` is null where the reason holds whatever the layout: see `distinct`. */
  readonly unmeasured: readonly Unmeasured[];
}

/** The rows of a layout by itself, and against an attacker. */
export function measureStatic(layout: Layout, against: Against = {}): readonly Measurement[] {
  return METRICS.flatMap((metric) =>
    metric.scope === 'static'
      ? metric.compute(layout, against).map((figure) => rowOf(figure, metric.id, layout.id, null, 'small', 'static'))
      : [],
  );
}

/**
 * What a layout came to on a source: every metric, of everything that it may be of.
 * @throws RangeError for a scenario without runs.
 */
export function measure(layout: Layout, scenario: MeasuredScenario): Measured {
  const [first] = scenario.runs;
  if (!first) throw new RangeError(`scenario ${scenario.id} has no runs`);
  return gathered(
    layout,
    scenario,
    METRICS.flatMap((metric) => (metric.scope === 'static' ? [] : [metric])),
    (metric) => metric.compute({ layout, scenario }),
    first.tally.method,
  );
}

/** What was wanted of a source, beside the limits of a layout of which no more is known there than its profile. */
export const measureDemand = (layout: Layout, scenario: DemandScenario): Measured =>
  gathered(layout, scenario, METRICS.filter(isOfDemand), (metric) => metric.compute({ layout, scenario }), 'profile');

function gathered<M extends ScenarioMetric>(
  layout: Layout,
  scenario: DemandScenario,
  metrics: readonly M[],
  compute: (metric: M) => readonly (Figure | Gap)[],
  method: Measurement['method'],
): Measured {
  const rows: Measurement[] = [];
  const unmeasured: Unmeasured[] = [];
  for (const metric of metrics) {
    for (const outcome of compute(metric)) {
      if (isGap(outcome)) {
        unmeasured.push({
          layout: outcome.anyLayout ? null : layout.id,
          scenario: scenario.id,
          class: scenario.class,
          metric: metric.id,
          of: outcome.of,
          reason: outcome.reason,
          ...(outcome.isNothing ? { nothing: true as const } : {}),
        });
      } else {
        rows.push(rowOf(outcome, metric.id, layout.id, scenario.id, scenario.class, metric.method ?? method));
      }
    }
  }
  return { rows, unmeasured };
}

/** Without the repetitions that entries for whatever layout have once several layouts were measured. */
export function distinct(unmeasured: readonly Unmeasured[]): readonly Unmeasured[] {
  const seen = new Map<string, Unmeasured>();
  for (const entry of unmeasured) {
    const key = JSON.stringify([entry.layout, entry.scenario, entry.class, entry.metric, entry.of]);
    if (!seen.has(key)) seen.set(key, entry);
  }
  return [...seen.values()];
}

function rowOf(
  figure: Figure,
  metric: string,
  layout: string,
  scenario: string | null,
  pages: PageClass,
  method: Measurement['method'],
): Measurement {
  const { of, value, numerator, denominator, low, high, log10 } = figure;
  // Written out: thousands of these are made while somebody drags a boundary in the page.
  return log10 === undefined
    ? { layout, scenario, class: pages, metric, of, value, numerator, denominator, low, high, method }
    : { layout, scenario, class: pages, metric, of, value, numerator, denominator, low, high, log10, method };
}
