import { ORDINARY } from '../../../layouts/domain.ts';
import { sameLayout } from '../../../layouts/notation.ts';
import type { Layout } from '../../../layouts/types.ts';
import { distinct, evaluateRequirements, METRICS, measureStatic, verdictsOf } from '../../../metrics/index.ts';
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
  const measurements: Measurement[] = [...measureStatic(layout)];
  const large: Measurement[] = [];
  const unmeasured: Unmeasured[] = [];
  const hits: HitRecord[] = [];
  const known = new Map(source.scenarios.map((scenario) => [scenario.id, scenario]));
  for (const { id, pages: folios } of results.scenarios) {
    for (const pages of CLASSES) {
      const scenario = known.get(id);
      if (scenario === undefined ? pages === 'large' && folios.large === 0 : !hasPages(scenario, pages)) continue;
      const found = foundIn(layout, scenario, id, pages, results);
      (pages === 'small' ? measurements : large).push(...found.rows);
      unmeasured.push(...found.unmeasured);
      hits.push(...found.hits);
    }
  }
  const { requirements } = source;
  const records = evaluateRequirements(requirements, [layout], measurements, unmeasured);
  return {
    schema: results.schema,
    provenance: results.provenance,
    layouts: [layoutRecord(layout)],
    scenarios: results.scenarios,
    measurements,
    large,
    unmeasured: distinct(unmeasured),
    hits,
    requirements: records,
    verdicts: verdictsOf({ layouts: [layout], measurements, unmeasured, requirements, records }),
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
  if (twin !== undefined) return rowsOf(twin, layout.id, id, pages, results);
  return found ?? { rows: [], hits: [], unmeasured: withoutProfile(layout, id, pages) };
}

/** Id of the layout of the report that is this one but for its id. */
export function twinOf(layout: Layout, { layouts }: Results): string | undefined {
  return layouts.find((record) => record.family === layout.family && sameLayout(layoutOfRecord(record), layout))?.id;
}

/** What the report says of one of its layouts on the folios of one class of a scenario, as if its id were `as`. */
function rowsOf(id: string, as: string, scenario: string, pages: 'small' | 'large', results: Results): Found {
  const isOf = (entry: { layout: string | null; scenario: string | null; class: string }): boolean =>
    (entry.layout === null || entry.layout === id) && entry.scenario === scenario && entry.class === pages;
  const renamed = <T extends { readonly layout: string | null }>(entry: T): T =>
    entry.layout === null ? entry : { ...entry, layout: as };
  return {
    rows: (pages === 'small' ? results.measurements : results.large).filter(isOf).map(renamed),
    unmeasured: results.unmeasured.filter(isOf).map(renamed),
    hits: results.hits.filter(isOf).map(renamed),
  };
}

/** Gaps of a scenario whose profile found no room in the page. */
function withoutProfile(layout: Layout, scenario: string, pages: 'small' | 'large'): Unmeasured[] {
  const reason = 'its profile found no room in this page; bitpart explore --layout measures it';
  return METRICS.filter((metric) => metric.scope === 'scenario').flatMap((metric) =>
    metric.ofs(layout).map((of) => ({ layout: layout.id, scenario, class: pages, metric: metric.id, of, reason })),
  );
}

/** Name of the field, or of what stands for one in a bias, that counts ordinary references. */
export const ordinaryOf = (layout: Layout): string =>
  layout.family === 'split' ? (layout.fields.find((field) => field.counts & ORDINARY)?.name ?? 'ordinary') : 'ordinary';
