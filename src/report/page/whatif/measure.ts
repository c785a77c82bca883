import { sameLayout } from '../../../layouts/notation.ts';
import type { Layout } from '../../../layouts/types.ts';
import { METRICS, measureStatic } from '../../../metrics/index.ts';
import { sayOnlyDemand } from '../../../metrics/registry.ts';
import { exposedTo } from '../../exposed.ts';
import { hostileOf, judged } from '../../judged.ts';
import { layoutOfRecord, layoutRecord } from '../../layout-record.ts';
import { type Found, hasPages, type Measurable, measureIn } from '../../measure-in.ts';
import type { HitRecord, Measurement, Results, Unmeasured } from '../../results.ts';
import type { WhatIfSource } from '../profiles.ts';

const CLASSES = ['small', 'large'] as const;

/**
 * The results that a run would have had with this layout as its only one, by the functions that make the results in
 * Node, from the profiles that the page has. Where a profile is not enough, the rows are those of a layout of the report
 * that is the same but for its id; without one they are gaps that say why.
 */
export function measureLayout(layout: Layout, source: WhatIfSource, results: Results): Results {
  const exposed = exposedTo({ ...results, layouts: [layout] });
  const measurements: Measurement[] = [...measureStatic(layout, exposed.against)];
  const large: Measurement[] = [];
  const unmeasured: Unmeasured[] = [...exposed.gapsOf(layout)];
  const hits: HitRecord[] = [];
  const unplaced = new Map<string, string>();
  const known = new Map(source.scenarios.map((scenario) => [scenario.id, scenario]));
  for (const { id, pages: folios } of results.scenarios) {
    for (const pages of CLASSES) {
      const scenario = known.get(id);
      if (scenario === undefined ? pages === 'large' && folios.large === 0 : !hasPages(scenario, pages)) continue;
      const found = foundIn(layout, scenario, id, pages, results);
      (pages === 'small' ? measurements : large).push(...found.rows);
      unmeasured.push(...found.unmeasured);
      hits.push(...found.hits);
      if (pages === 'small' && found.needsEvents !== undefined) unplaced.set(id, found.needsEvents);
    }
  }
  const { records, verdict } = judged(layout, source.requirements, {
    rows: [...measurements, ...large],
    unmeasured,
    unplaced,
    hostile: hostileOf(results.scenarios),
    scenarios: results.scenarios,
  });
  return {
    schema: results.schema,
    provenance: results.provenance,
    layouts: [layoutRecord(layout)],
    scenarios: results.scenarios,
    measurements,
    large,
    unmeasured,
    hits,
    requirements: records,
    verdicts: [verdict],
  };
}

/** The results as far as they are of one layout of the report. */
export function resultsOfLayout(id: string, results: Results): Results {
  const isOf = (entry: { readonly layout: string | null }): boolean => entry.layout === id;
  return {
    ...results,
    layouts: results.layouts.filter((layout) => layout.id === id),
    measurements: results.measurements.filter(isOf),
    large: results.large.filter(isOf),
    unmeasured: results.unmeasured.filter((entry) => entry.layout === null || isOf(entry)),
    hits: results.hits.filter(isOf),
    requirements: results.requirements.filter(isOf),
    verdicts: results.verdicts.filter(isOf),
    ...(results.exposure && { exposure: results.exposure.filter(isOf) }),
    ...(results.guards && { guards: results.guards.filter(isOf) }),
  };
}

function foundIn(
  layout: Layout,
  scenario: Measurable | undefined,
  id: string,
  pages: 'small' | 'large',
  results: Results,
): Found {
  const found = scenario === undefined ? undefined : measureIn(layout, scenario, pages);
  if (found !== undefined && found.needsEvents === undefined) return found;
  const twin = twinOf(layout, results);
  if (twin === undefined) return found ?? withoutProfile(layout, id, pages);
  const reported = rowsOf(twin, layout, id, pages, results);
  // The run had no more than its profile either.
  const reason = sayOnlyDemand(reported.rows) ? found?.needsEvents : undefined;
  return reason === undefined ? reported : { ...reported, needsEvents: reason };
}

/** Id of the layout of the report that is this one but for its id. */
export function twinOf(layout: Layout, { layouts }: Results): string | undefined {
  return layouts.find((record) => record.family === layout.family && sameLayout(layoutOfRecord(record), layout))?.id;
}

/** What the report says of one of its layouts on the folios of one class of a scenario, as if its id were that of `layout`. */
function rowsOf(id: string, layout: Layout, scenario: string, pages: 'small' | 'large', results: Results): Found {
  const isOf = (entry: { layout: string | null; scenario: string | null; class: string }): boolean =>
    entry.layout === id && entry.scenario === scenario && entry.class === pages;
  const renamed = <T extends { readonly layout: string | null }>(entry: T): T => ({ ...entry, layout: layout.id });
  const rows = (pages === 'small' ? results.measurements : results.large).filter(isOf);
  const gaps = results.unmeasured.filter(isOf);
  // A gap of any layout is one of this where it has neither a row nor a reason of its own.
  const key = ({ metric, of }: { metric: string; of: string }): string => `${metric}.${of}`;
  const told = new Set([...rows, ...gaps].map(key));
  const asked = new Set(METRICS.flatMap((metric) => metric.ofs(layout).map((of) => `${metric.id}.${of}`)));
  const shared = results.unmeasured.filter(
    (entry) =>
      entry.layout === null &&
      entry.scenario === scenario &&
      entry.class === pages &&
      asked.has(key(entry)) &&
      !told.has(key(entry)),
  );
  return {
    rows: rows.map(renamed),
    unmeasured: [...gaps.map(renamed), ...shared],
    hits: results.hits.filter(isOf).map(renamed),
  };
}

/** A scenario whose profile found no room in the page. */
function withoutProfile(layout: Layout, scenario: string, pages: 'small' | 'large'): Found {
  const reason = 'its profile found no room in this page; bitpart explore --layout measures it';
  const unmeasured = METRICS.filter((metric) => metric.scope === 'scenario').flatMap((metric) =>
    metric.ofs(layout).map((of) => ({ layout: layout.id, scenario, class: pages, metric: metric.id, of, reason })),
  );
  return { rows: [], hits: [], unmeasured, needsEvents: reason };
}
