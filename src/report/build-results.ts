import type { Plan, ScenarioPlan } from '../config/plan.ts';
import { demandOf } from '../harness/profile/profile.ts';
import type { Tally } from '../harness/tally.ts';
import { type Layout, layoutToYaml, limitJson, ORDINARY, partsOf } from '../layouts/index.ts';
import { distinct, evaluateRequirements, METRICS, measure, measureStatic, verdictsOf } from '../metrics/index.ts';
import { type Evaluated, type Population, tallyIn } from '../workloads/evaluated.ts';
import {
  type Distribution,
  type HitRecord,
  type LayoutRecord,
  type Measurement,
  type Provenance,
  RESULTS_SCHEMA,
  type Results,
  type ScenarioRecord,
  type Unmeasured,
} from './results.ts';

/** A scenario and what its events came to. */
export interface EvaluatedScenario {
  readonly plan: ScenarioPlan;
  readonly evaluated: Evaluated;
}

const CLASSES = ['small', 'large'] as const;

/** Everything that a run shows, from what was asked and what was found. */
export function buildResults(plan: Plan, scenarios: readonly EvaluatedScenario[], provenance: Provenance): Results {
  const measurements: Measurement[] = plan.layouts.flatMap((layout) => [...measureStatic(layout)]);
  const large: Measurement[] = [];
  const unmeasured: Unmeasured[] = [];
  const hits: HitRecord[] = [];
  for (const { plan: scenario, evaluated } of scenarios) {
    for (const pages of CLASSES) {
      const runs = evaluated.runs.map((run) => run[pages]);
      if (pages === 'large' && runs.every(({ profile }) => profile.pages === 0)) continue;
      for (const layout of plan.layouts) {
        const found = runs.map((population) => tallyIn(population, layout));
        const reason = found.find((tally) => typeof tally === 'string');
        if (reason !== undefined) {
          unmeasured.push(...nothingMeasured(layout, scenario.id, pages, reason));
          continue;
        }
        const tallies = found as Tally[];
        const measured = measure(layout, {
          id: scenario.id,
          class: pages,
          observed: observedIn(evaluated, runs),
          runs: tallies.map((tally, i) => ({ tally, demand: demandOf(runs[i]!.profile) })),
          ...(scenario.source === 'model' ? { model: scenario.model } : {}),
        });
        (pages === 'small' ? measurements : large).push(...measured.rows);
        unmeasured.push(...measured.unmeasured);
        hits.push(...hitsOf(layout, scenario.id, pages, tallies));
      }
    }
  }
  const records = evaluateRequirements(plan.requirements, plan.layouts, measurements, unmeasured);
  return {
    schema: RESULTS_SCHEMA,
    provenance,
    layouts: plan.layouts.map(layoutRecord),
    scenarios: scenarios.map(({ plan: scenario, evaluated }) => scenarioRecord(scenario, evaluated)),
    measurements,
    large,
    unmeasured: distinct(unmeasured),
    hits,
    requirements: records,
    verdicts: verdictsOf({
      layouts: plan.layouts,
      measurements,
      unmeasured,
      requirements: plan.requirements,
      records,
    }),
  };
}

/** Every row that the layout would have had, with the one reason why there is none. */
function nothingMeasured(layout: Layout, scenario: string, pages: 'small' | 'large', reason: string): Unmeasured[] {
  return METRICS.filter((metric) => metric.scope === 'scenario').flatMap((metric) =>
    metric.ofs(layout).map((of) => ({ layout: layout.id, scenario, class: pages, metric: metric.id, of, reason })),
  );
}

/** A class of folios may have no pins where the other has: what it has not seen it cannot have misjudged. */
function observedIn(evaluated: Evaluated, runs: readonly Population[]): Evaluated['observed'] {
  return { ...evaluated.observed, checks: runs.some(({ profile }) => profile.checks > 0) };
}

function hitsOf(layout: Layout, scenario: string, pages: 'small' | 'large', tallies: readonly Tally[]): HitRecord[] {
  const names = layout.family === 'split' ? layout.fields.map((field) => field.name) : ['word'];
  return names.flatMap((of, counter) => {
    // Of a model's runs the first run that hits speaks for all: they are alike.
    const found = tallies.map((tally) => tally.counters[counter]!).find(({ firstHit }) => firstHit !== undefined);
    if (found?.firstHit === undefined || found.worstHit === undefined) return [];
    const shown = ({ time, ...hit }: NonNullable<typeof found.firstHit>): HitRecord['first'] => ({
      time_s: time / 1e9,
      ...hit,
    });
    return [
      { layout: layout.id, scenario, class: pages, of, first: shown(found.firstHit), worst: shown(found.worstHit) },
    ];
  });
}

export function layoutRecord(layout: Layout): LayoutRecord {
  return {
    id: layout.id,
    family: layout.family,
    word: layout.word,
    fields: partsOf(layout).map(({ counts, limit, ...part }) => ({
      ...part,
      limit: limitJson(limit),
      counts: layout.domain.kinds.filter((_, i) => counts & (1 << i)),
    })),
    yaml: layoutToYaml(layout),
    cost: costOf(layout),
  };
}

/** DESIGN 3, "cost": what a layout asks of the code around it. */
function costOf(layout: Layout): LayoutRecord['cost'] {
  const bytesPerPage = (layout.word - 32) / 8;
  if (layout.family === 'bias') {
    const kinds = layout.terms.map((term) => term.name);
    return {
      bytesPerPage,
      unpinKnows: kinds.length === 1 ? 'that it is a pin' : `which of ${kinds.join(', ')} it is`,
      update: 'atomic add',
    };
  }
  const pins = layout.fields.filter((field) => field.counts !== ORDINARY);
  const tight = pins.filter((field) => field.onLimit === 'fail' && field.reserve === 0);
  return {
    bytesPerPage,
    unpinKnows: pins.length === 1 ? 'that it is a pin' : `which of ${pins.map((field) => field.name).join(', ')} it is`,
    update:
      tight.length > 0
        ? `compare-and-swap: ${tight.map((field) => field.name).join(', ')} ${tight.length === 1 ? 'has' : 'have'} no reserve, so an add that is undone would carry`
        : 'atomic add, checked and undone',
  };
}

function scenarioRecord(plan: ScenarioPlan, evaluated: Evaluated): ScenarioRecord {
  const runs = evaluated.runs;
  const pagesOf = (pages: 'small' | 'large'): number => runs[0]?.[pages].profile.pages ?? 0;
  return {
    id: plan.id,
    source: plan.source,
    from: plan.source === 'recording' ? plan.trace : (plan.preset ?? 'layouts.yaml'),
    format: evaluated.format,
    observed: evaluated.observed,
    events: evaluated.events,
    pages: { small: pagesOf('small'), large: pagesOf('large') },
    duration_s: evaluated.duration / 1e9,
    runs: runs.length,
    matching: evaluated.matching,
    unreadable: evaluated.unreadable,
    distributions: CLASSES.flatMap((pages) =>
      distributionsOf(
        runs.map((run) => run[pages]),
        pages,
      ),
    ),
    notes: evaluated.notes,
    ...(evaluated.busiest === undefined ? {} : { busiest: evaluated.busiest }),
  };
}

function distributionsOf(runs: readonly Population[], pages: 'small' | 'large'): Distribution[] {
  const groups = [...new Set(runs.flatMap(({ profile }) => Object.keys(profile.peakPages)))];
  return groups.map((of) => {
    const sums = new Map<number, number>();
    let total = 0;
    for (const { profile } of runs) {
      total += profile.pages;
      for (const [value, count] of profile.peakPages[of] ?? []) sums.set(value, (sums.get(value) ?? 0) + count);
    }
    const seen = [...sums.values()].reduce((a, b) => a + b, 0);
    if (total > seen) sums.set(0, total - seen);
    const sorted = [...sums].sort((a, b) => a[0] - b[0]);
    return { of, class: pages, value: sorted.map(([value]) => value), pages: sorted.map(([, count]) => count) };
  });
}
