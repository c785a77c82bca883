import type { Plan, ScenarioPlan } from '../config/plan.ts';
import { entryToYaml } from '../layouts/catalogue/entry.ts';
import { distinct, measureStatic } from '../metrics/index.ts';
import type { Evaluated, Population } from '../workloads/evaluated.ts';
import { exposedTo } from './exposed.ts';
import { hostileOf, judged } from './judged.ts';
import { layoutRecord } from './layout-record.ts';
import { hasPageReferences, hasPages, type Measurable, measureIn } from './measure-in.ts';
import { count } from './numbers.ts';
import {
  type Distribution,
  type HitRecord,
  type Measurement,
  type Provenance,
  RESULTS_SCHEMA,
  type Results,
  type ScenarioRecord,
  type Unmeasured,
} from './results.ts';
import { exploreSpace, hasSpace, spaceRecord } from './space.ts';
import { trustRecord } from './trust.ts';

/** A scenario and what its events came to. */
export interface EvaluatedScenario {
  readonly plan: ScenarioPlan;
  readonly evaluated: Evaluated;
}

const CLASSES = ['small', 'large'] as const;

/** Everything that a run shows, from what was asked and what was found. */
export function buildResults(plan: Plan, scenarios: readonly EvaluatedScenario[], provenance: Provenance): Results {
  const results = measuredResults(plan, scenarios, provenance);
  const ofPages = scenarios.filter(({ evaluated }) => hasPageReferences(evaluated));
  if (ofPages.length === 0) return results;
  const sources = scenarios.map(measurableOf);
  return {
    ...results,
    trust: trustRecord(plan.layouts, ofPages, results),
    ...(hasSpace(plan.layouts, sources)
      ? { space: spaceRecord(exploreSpace(plan, sources, results.measurements), plan) }
      : {}),
  };
}

/** The same without the design space. */
export function measuredResults(plan: Plan, scenarios: readonly EvaluatedScenario[], provenance: Provenance): Results {
  const measurements: Measurement[] = [];
  const large: Measurement[] = [];
  const unmeasured: Unmeasured[] = [];
  const hits: HitRecord[] = [];
  const exposed = exposedTo(plan);
  const own = plan.layouts.map((layout) => ({
    layout,
    rows: [...measureStatic(layout, exposed.against)],
    unmeasured: [...exposed.gapsOf(layout)],
    unplaced: new Map<string, string>(),
  }));
  for (const { rows, unmeasured: gaps } of own) {
    measurements.push(...rows);
    unmeasured.push(...gaps);
  }
  for (const entry of scenarios) {
    const scenario = measurableOf(entry);
    for (const pages of CLASSES) {
      if (!hasPages(scenario, pages)) continue;
      for (const { layout, rows, unmeasured: gaps, unplaced } of own) {
        const found = measureIn(layout, scenario, pages);
        (pages === 'small' ? measurements : large).push(...found.rows);
        rows.push(...found.rows);
        gaps.push(...found.unmeasured);
        unmeasured.push(...found.unmeasured);
        hits.push(...found.hits);
        if (pages === 'small' && found.needsEvents !== undefined) unplaced.set(scenario.id, found.needsEvents);
      }
    }
  }
  const hostile = hostileOf(scenarios.map((scenario) => scenario.plan));
  const records = scenarios.map(({ plan: scenario, evaluated }) => scenarioRecord(scenario, evaluated));
  const judgements = own.map(({ layout, ...found }) =>
    judged(layout, plan.requirements, { ...found, hostile, scenarios: records }),
  );
  return {
    schema: RESULTS_SCHEMA,
    provenance,
    layouts: plan.layouts.map((layout) => ({ ...layoutRecord(layout), yaml: entryToYaml(layout) })),
    scenarios: records,
    measurements,
    large,
    unmeasured: distinct(unmeasured),
    hits,
    requirements: plan.requirements.flatMap((_, i) => judgements.map((judgement) => judgement.records[i]!)),
    verdicts: judgements.map(({ verdict }) => verdict),
    ...exposed.records(),
  };
}

/** What of a scenario is needed to measure a layout on it. */
export function measurableOf({ plan, evaluated }: EvaluatedScenario): Measurable {
  return {
    id: plan.id,
    observed: evaluated.observed,
    runs: evaluated.runs,
    ...(plan.source === 'model' ? { model: plan.model } : {}),
    ...(evaluated.domain === undefined ? {} : { domain: evaluated.domain }),
  };
}

function scenarioRecord(plan: ScenarioPlan, evaluated: Evaluated): ScenarioRecord {
  const runs = evaluated.runs;
  const pagesOf = (pages: 'small' | 'large'): number => runs[0]?.[pages].profile.pages ?? 0;
  return {
    id: plan.id,
    ...(plan.description === undefined ? {} : { description: plan.description }),
    ...(plan.hostile ? { hostile: true } : {}),
    source: plan.source,
    from: plan.source === 'recording' ? plan.trace : (plan.preset ?? 'layouts.yaml'),
    format: evaluated.format,
    observed: evaluated.observed,
    events: evaluated.events,
    pages: { small: pagesOf('small'), large: pagesOf('large') },
    duration_s: evaluated.duration / 1e9,
    runs: runs.length,
    matching: evaluated.matching,
    ...(evaluated.counters === undefined ? {} : { counters: evaluated.counters }),
    unreadable: evaluated.unreadable,
    distributions: CLASSES.flatMap((pages) =>
      distributionsOf(
        runs.map((run) => run[pages]),
        pages,
      ),
    ),
    notes: [...evaluated.notes, ...countlessPins(evaluated)],
    ...(evaluated.domain === undefined ? {} : { domain: evaluated.domain.name ?? '' }),
    ...(evaluated.busiest === undefined ? {} : { busiest: evaluated.busiest }),
  };
}

/**
 * A bias refuses a pin while the count is 0, as the kernel does (there such a page is free), and a split does not ask. A source
 * that leaves ordinary references out by oversight would so make biases look bad.
 */
function countlessPins({ observed, runs }: Evaluated): string[] {
  if (!observed.ordinary) return [];
  const sum = (of: (profile: Population['profile']) => readonly number[]): number =>
    runs.flatMap(({ small }) => of(small.profile)).reduce((a, b) => a + b, 0);
  const refused = sum(({ bias }) => bias.refused);
  if (refused === 0) return [];
  // The first class of acquisitions is that of ordinary references.
  const pins = sum(({ attempted }) => attempted.slice(1));
  return [
    `${count(refused)} of ${count(pins)} pins are of pages whose count is 0, nobody holding a reference: a bias refuses them, as the kernel does, and a split takes them. Where that is an oversight, give such pages an ordinary reference (an event level, or ordinary: { steady: 1 } in a model).`,
  ];
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
