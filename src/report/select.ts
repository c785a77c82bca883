import { kindSetOf, nameOfKindSet, PAGE_REFERENCES } from '../layouts/domain.ts';
import { sayOnlyDemand } from '../metrics/registry.ts';
import { isOfOtherKinds } from './judged.ts';
import { plain } from './names.ts';
import type { LayoutRecord, Measurement, RequirementRecord, Results, ScenarioRecord, Verdict } from './results.ts';

/** Rows of the results by what they are about. */
export interface Index {
  /** All of a layout in a scenario, small folios, in the order of METRICS. */
  rows(layout: string, scenario: string | null): readonly Measurement[];
  get(
    layout: string,
    scenario: string | null,
    metric: string,
    of: string,
    size?: 'small' | 'large',
  ): Measurement | undefined;
  /** Every `of` of which the metric has a row for this layout and scenario, in the order of the rows. */
  of(layout: string, scenario: string | null, metric: string, size?: 'small' | 'large'): readonly Measurement[];
  verdict(layout: string): Verdict | undefined;
}

const indices = new WeakMap<Results, Index>();

/** The index of `results`; made once. */
export function indexOf(results: Results): Index {
  let index = indices.get(results);
  if (index === undefined) indices.set(results, (index = makeIndex(results)));
  return index;
}

/** Lets results that are a part of others be looked up in the index of the whole: for layouts and scenarios of the part. */
export function shareIndex(part: Results, whole: Results): void {
  indices.set(part, indexOf(whole));
}

function makeIndex(results: Results): Index {
  const sizes = { small: new Rows(results.measurements), large: new Rows(results.large) };
  const verdicts = new Map(results.verdicts.map((verdict) => [verdict.layout, verdict]));
  return {
    rows: (layout, scenario) => sizes.small.rows(layout, scenario),
    get: (layout, scenario, metric, of, size = 'small') =>
      sizes[size].rows(layout, scenario).find((row) => row.metric === metric && row.of === of),
    of: (layout, scenario, metric, size = 'small') =>
      sizes[size].rows(layout, scenario).filter((row) => row.metric === metric),
    verdict: (layout) => verdicts.get(layout),
  };
}

/**
 * Rows by layout and scenario. Its few dozen rows are looked through: a table by metric of each takes longer to make, where
 * there are 200 layouts and 30 scenarios, than all that is looked up.
 */
class Rows {
  readonly #rows = new Map<string, Map<string | null, Measurement[]>>();

  constructor(rows: readonly Measurement[]) {
    let from = 0;
    for (let i = 1; i <= rows.length; i++) {
      const { layout, scenario } = rows[from]!;
      const next = rows[i];
      if (next !== undefined && next.layout === layout && next.scenario === scenario) continue;
      // Those of one layout and scenario mostly stand together.
      const scenarios = entryOf(this.#rows, layout, () => new Map<string | null, Measurement[]>());
      const own = rows.slice(from, i);
      scenarios.set(scenario, scenarios.get(scenario)?.concat(own) ?? own);
      from = i;
    }
  }

  /** In the order of the rows. */
  rows(layout: string, scenario: string | null): readonly Measurement[] {
    return this.#rows.get(layout)?.get(scenario) ?? NONE;
  }
}

const NONE: readonly Measurement[] = [];

interface Entries<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function entryOf<K, V>(map: Entries<K, V>, key: K, make: () => V): V {
  let entry = map.get(key);
  if (entry === undefined) map.set(key, (entry = make()));
  return entry;
}

/** What layouts.yaml requires of a metric, each once, with what became of it by layout. */
export interface Required {
  readonly of: string;
  /** `refused.pin <= 1e-4`. */
  readonly text: string;
  readonly bound: number;
  readonly records: ReadonlyMap<string, RequirementRecord>;
}

export function requiredOf(results: Results, metric: string): readonly Required[] {
  const found = new Map<string, { of: string; text: string; bound: number; records: Map<string, RequirementRecord> }>();
  for (const record of results.requirements) {
    if (!record.key.startsWith(`${metric}.`)) continue;
    const text = plain(`${record.key} ${record.text}`);
    const known = found.get(text);
    if (known === undefined) {
      const records = new Map([[record.layout, record]]);
      found.set(text, { of: record.key.slice(metric.length + 1), text, bound: record.bound, records });
    } else known.records.set(record.layout, record);
  }
  return [...found.values()];
}

/** The name of a set of kinds given by names: `['read-short', 'read-long']` → `read`; unknown names are joined by `+`. */
export function groupName(counts: readonly string[]): string {
  let set = 0;
  for (const name of counts) {
    const kinds = kindSetOf(PAGE_REFERENCES, name);
    if (kinds === undefined) return counts.join('+');
    set |= kinds;
  }
  return set === 0 ? '' : nameOfKindSet(PAGE_REFERENCES, set);
}

/**
 * The row with the largest value (`by`) of those that it was given, and of equal ones the least certain: where nothing was
 * seen, the highest upper bound.
 */
class Worst {
  row: Measurement | undefined;
  readonly #by: (row: Measurement) => number;

  constructor(by: (row: Measurement) => number = (row) => row.value) {
    this.#by = by;
  }

  take(row: Measurement): void {
    const worst = this.row;
    const by = this.#by;
    if (worst === undefined || by(row) > by(worst) || (by(row) === by(worst) && row.high > worst.high)) this.row = row;
  }
}

/** Whose references the layouts count: those of pages, kinds of somebody's own, or some layouts these and some those. */
export function whoseKinds({ layouts }: Results): 'pages' | 'own' | 'both' {
  const own = layouts.filter(({ domain }) => domain !== undefined).length;
  return own === 0 ? 'pages' : own === layouts.length ? 'own' : 'both';
}

/** What the first screen and the terminal show of a layout: the worst of each over the scenarios, small folios. */
export interface KeyFigures {
  readonly layout: LayoutRecord;
  readonly verdict: Verdict | undefined;
  /** Pins refused / pins attempted; of kinds of somebody's own the kind or group that is refused most, of its own attempts. */
  readonly refused: Measurement | undefined;
  /** The largest share of answers no though held: any question, per check or per page-time. */
  readonly falseNo: Measurement | undefined;
  /** The largest share of answers yes though not held, but for questions that the layout's fields cannot tell. */
  readonly falseYes: Measurement | undefined;
  /** The same of the questions that they cannot tell. */
  readonly blurred: Measurement | undefined;
  /** Lives that saturated / lives. */
  readonly saturated: Measurement | undefined;
  /** Fewest bits left of the ordinary count. */
  readonly ordinaryLeft: Measurement | undefined;
  /** Fewest bits left of any field that counts pins; of kinds of somebody's own, of any field. */
  readonly pinsLeft: Measurement | undefined;
  /**
   * Scenarios in which only what was wanted is known, not how the layout fared: the figures but for the bits left are of the
   * others, and the worst of all is at least as bad.
   */
  readonly unplaced: number;
}

export function keyFigures(
  results: Results,
  layout: LayoutRecord,
  scenarios: readonly ScenarioRecord[] = results.scenarios,
): KeyFigures {
  // Charts and tables choose and sort by them again and again.
  const known = entryOf(figures, indexOf(results), () => new WeakMap<object, Map<string, KeyFigures>>());
  const ofLayouts = entryOf(known, scenarios, () => new Map<string, KeyFigures>());
  return entryOf(ofLayouts, layout.id, () => figuresOf(results, layout, scenarios));
}

/** By index, then by list of scenarios, then by id of layout. */
const figures = new WeakMap<Index, WeakMap<object, Map<string, KeyFigures>>>();

function figuresOf(results: Results, layout: LayoutRecord, scenarios: readonly ScenarioRecord[]): KeyFigures {
  const index = indexOf(results);
  const verdict = index.verdict(layout.id);
  const isOwn = layout.domain !== undefined;
  const ordinary = isOwn ? undefined : ordinaryName(layout);
  const untold = new Set(verdict?.cannotTell);
  const fewest = (row: Measurement) => -row.value;
  const refused = new Worst();
  const falseNo = new Worst();
  const falseYes = new Worst();
  const blurred = new Worst();
  const saturated = new Worst();
  const ordinaryLeft = new Worst(fewest);
  const pinsLeft = new Worst(fewest);
  let unplaced = 0;
  const kinds = layout.domain === undefined ? {} : { domain: layout.domain.name };
  for (const scenario of scenarios) {
    const rows = index.rows(layout.id, scenario.id);
    if (sayOnlyDemand(rows) && !isOfOtherKinds(kinds, scenario, rows.length)) unplaced++;
    for (const row of rows) {
      switch (row.metric) {
        case 'refused':
          if (isOwn || row.of === 'pin') refused.take(row);
          break;
        case 'false-negative':
        case 'false-negative-time':
          falseNo.take(row);
          break;
        case 'false-positive':
        case 'false-positive-time':
          (untold.has(row.of) ? blurred : falseYes).take(row);
          break;
        case 'saturated':
          saturated.take(row);
          break;
        case 'bits-left':
          (row.of === ordinary ? ordinaryLeft : pinsLeft).take(row);
          break;
      }
    }
  }
  return {
    layout,
    verdict,
    refused: refused.row,
    falseNo: falseNo.row,
    falseYes: falseYes.row,
    blurred: blurred.row,
    saturated: saturated.row,
    ordinaryLeft: ordinaryLeft.row,
    pinsLeft: pinsLeft.row,
    unplaced,
  };
}

/** The name of the field that counts ordinary references. */
function ordinaryName(layout: LayoutRecord): string {
  return layout.fields.find((field) => groupName(field.counts) === 'ordinary')?.name ?? 'ordinary';
}

/** Some of many, and how they were chosen, for a caption. */
export interface Selection<T> {
  readonly shown: readonly T[];
  readonly total: number;
}

/** Those that hold first, then by the share of pins refused at worst, those not judged last; at most `most`, in the order of the results. */
export function chooseLayouts(results: Results, most: number): Selection<LayoutRecord> {
  const total = results.layouts.length;
  if (total <= most) return { shown: results.layouts, total };
  const ranked = results.layouts.map((layout, order) => {
    const figures = keyFigures(results, layout);
    const { verdict, refused, falseNo } = figures;
    const rank = verdict?.holds ? -1 : verdict?.judged === false ? 3 : (refused?.value ?? 0) + (falseNo?.value ?? 0);
    return { layout, order, rank };
  });
  const best = ranked.sort((a, b) => a.rank - b.rank || a.order - b.order).slice(0, most);
  return { shown: best.sort((a, b) => a.order - b.order).map((entry) => entry.layout), total };
}

/** Those in which most pins were held at once on a page; at most `most`, in the order of the results. */
export function chooseScenarios(
  results: Results,
  most: number,
  eligible: (scenario: ScenarioRecord) => boolean = () => true,
): Selection<ScenarioRecord> {
  const candidates = results.scenarios.filter(eligible);
  if (candidates.length <= most) return { shown: candidates, total: candidates.length };
  const ranked = candidates.map((scenario, order) => ({ scenario, order, peak: peakOf(scenario, 'pin') }));
  const best = ranked.sort((a, b) => b.peak - a.peak || a.order - b.order).slice(0, most);
  return { shown: best.sort((a, b) => a.order - b.order).map((entry) => entry.scenario), total: candidates.length };
}

/** The most references of a group held at once on one small page; 0 if none was seen. */
function peakOf(scenario: ScenarioRecord, of: string): number {
  const seen = scenario.distributions.find((entry) => entry.of === of && entry.class === 'small');
  return seen === undefined ? 0 : Math.max(0, ...seen.value);
}
