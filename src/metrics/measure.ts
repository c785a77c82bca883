import type { PageClass } from '../harness/tally.ts';
import type { Layout } from '../layouts/types.ts';
import type { Measurement, Unmeasured } from '../report/results.ts';
import type { Against } from './exposure/types.ts';
import { METRICS } from './registry.ts';
import { type Figure, isGap, type MeasuredScenario } from './types.ts';

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
  const rows: Measurement[] = [];
  const unmeasured: Unmeasured[] = [];
  for (const metric of METRICS) {
    if (metric.scope === 'static') continue;
    for (const outcome of metric.compute({ layout, scenario })) {
      if (isGap(outcome)) {
        unmeasured.push({
          layout: outcome.anyLayout ? null : layout.id,
          scenario: scenario.id,
          class: scenario.class,
          metric: metric.id,
          of: outcome.of,
          reason: outcome.reason,
        });
      } else {
        rows.push(
          rowOf(outcome, metric.id, layout.id, scenario.id, scenario.class, metric.method ?? first.tally.method),
        );
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
