import type { Requirement } from '../../config/plan.ts';
import { demandOf } from '../../harness/profile/profile.ts';
import { kindSetOf } from '../../layouts/domain.ts';
import type { Layout } from '../../layouts/types.ts';
import type { Against } from '../exposure/types.ts';
import { metricOf } from '../registry.ts';
import { misses } from '../require.ts';
import { isGap, type Metric, type Unit } from '../types.ts';
import type { Basis, Space } from './evaluate.ts';
import type { ScenarioTables } from './scenario.ts';
import type { Point } from './types.ts';

/** A requirement that a layout misses, where it misses it by most. */
export interface Miss {
  readonly requirement: Requirement;
  /** null for a static metric. */
  readonly scenario: string | null;
  readonly value: number;
  /** How far beyond the bound, in doublings (bits); see `distanceTo`. */
  readonly distance: number;
}

/** A layout held against every requirement. */
export interface Judged {
  readonly point: Point;
  readonly misses: readonly Miss[];
  /**
   * Requirements that it does not miss, but cannot be said to meet: it has no number of them, or, in a
   * scenario in which it could have missed them, none.
   */
  readonly unjudged: readonly Requirement[];
}

/** Whether it is known to meet all that is required. */
export const meetsAll = ({ misses: missed, unjudged }: Judged): boolean => missed.length === 0 && unjudged.length === 0;

/** Metrics that depend on nothing but the fields, or the bias, that count what they are of. */
const OF_FIELDS: ReadonlySet<string> = new Set([
  'limit',
  'guard',
  'peak',
  'bits-left',
  'refused',
  'refused-exact',
  'pages-at-limit',
  'saturated',
  'false-positive',
  'false-positive-time',
  'false-positive-exact',
  'false-negative',
  'false-negative-time',
]);

/**
 * Every point of the space against every requirement, in every scenario, in the order of the points. The numbers come
 * from the metrics themselves, on tallies of the tables, so that a layout misses here what it misses in `explore`
 * (test/metrics/space/judge.test.ts); each is computed once for all layouts that are alike in the fields that it is of.
 */
export function judgeSpace(
  requirements: readonly Requirement[],
  space: Space,
  against: Against = {},
): readonly Judged[] {
  const judges = requirements.map((requirement) => judgeOf(requirement, space.basis, against));
  return space.points.map((point) => {
    const found = judges.map((judge) => judge(point.layout));
    return {
      point,
      misses: found.flatMap((verdict) => (typeof verdict === 'object' ? [verdict] : [])),
      unjudged: requirements.filter((_, i) => found[i] === 'unjudged'),
    };
  });
}

/**
 * The nearest to meeting all: fewest requirements missed, then the smallest sum of distances, then the order given.
 */
export function nearestFirst(judged: readonly Judged[]): readonly Judged[] {
  const far = ({ misses: missed }: Judged): number => missed.reduce((sum, { distance }) => sum + distance, 0);
  return judged
    .map((entry, order) => ({ entry, order, far: far(entry) }))
    .sort((a, b) => a.entry.misses.length - b.entry.misses.length || a.far - b.far || a.order - b.order)
    .map(({ entry }) => entry);
}

/**
 * What would have to be given up: of every set of requirements such that some layout misses just these and none misses
 * fewer of them, the nearest layout. Where the space has a layout that meets all, that is the only one.
 */
export function leastSacrifices(judged: readonly Judged[]): readonly Judged[] {
  const kept: { readonly keys: ReadonlySet<string>; readonly entry: Judged }[] = [];
  for (const entry of nearestFirst(judged)) {
    const keys = new Set(entry.misses.map(({ requirement }) => `${requirement.key} ${requirement.text}`));
    if (!kept.some((other) => [...other.keys].every((key) => keys.has(key)))) kept.push({ keys, entry });
  }
  return kept.map(({ entry }) => entry);
}

type Verdict = Miss | 'met' | 'unjudged';

/** Whether layouts of the space can have what a requirement is of: not the names of somebody's own fields or kinds. */
export function isOfSpace({ metric: id, of }: Requirement, layouts: readonly Layout[]): boolean {
  const metric = metricOf(id);
  return metric !== undefined && layouts.some((layout) => metric.ofs(layout).includes(of));
}

function judgeOf(requirement: Requirement, basis: Basis, against: Against): (layout: Layout) => Verdict {
  const metric = metricOf(requirement.metric);
  // A closed loop has a number of no layout.
  const isOpen = metric?.scope === 'scenario' && basis.closedLoops.length > 0;
  const known = new Map<string, Verdict>();
  return (layout) => {
    if (metric === undefined) return 'unjudged';
    const key = OF_FIELDS.has(metric.id) ? alike(layout, requirement.of) : layout.id;
    let verdict = known.get(key);
    if (verdict === undefined) {
      verdict = judged(requirement, metric, layout, { scenarios: basis.scenarios, against });
      if (verdict === 'met' && isOpen) verdict = 'unjudged';
      known.set(key, verdict);
    }
    return verdict;
  };
}

/** What requirements are held against. */
interface Load {
  readonly scenarios: readonly ScenarioTables[];
  readonly against: Against;
}

function judged(requirement: Requirement, metric: Metric, layout: Layout, load: Load): Verdict {
  let isJudged = false;
  let isOpen = false;
  let worst: Miss | undefined;
  for (const { scenario, value } of valuesOf(requirement.of, metric, layout, load)) {
    if (value === undefined) {
      isOpen = true;
      continue;
    }
    isJudged = true;
    if (!misses(requirement, { value })) continue;
    const distance = distanceTo(requirement, value, metric.unit);
    if (worst === undefined || Math.abs(value - requirement.bound) > Math.abs(worst.value - requirement.bound))
      worst = { requirement, scenario, value, distance };
  }
  return worst ?? (isJudged && !isOpen ? 'met' : 'unjudged');
}

/** `value` undefined: there is no number in a scenario in which it could have mattered. */
function valuesOf(
  of: string,
  metric: Metric,
  layout: Layout,
  { scenarios, against }: Load,
): readonly { readonly scenario: string | null; readonly value: number | undefined }[] {
  if (metric.scope === 'static') {
    const figure = metric.compute(layout, against).find((entry) => entry.of === of);
    return figure === undefined ? [] : [{ scenario: null, value: figure.value }];
  }
  return scenarios.flatMap(({ id, observed, source, tables }): { scenario: string; value: number | undefined }[] => {
    const run = { tally: tables.tally(layout), demand: demandOf(tables.profile) };
    const scenario = {
      id,
      class: 'small' as const,
      observed,
      runs: [run],
      ...(source.model ? { model: source.model } : {}),
    };
    const outcome = metric.compute({ layout, scenario }).find((entry) => entry.of === of);
    if (outcome === undefined) return [];
    if (!isGap(outcome)) return [{ scenario: id, value: outcome.value }];
    return outcome.isNothing ? [] : [{ scenario: id, value: undefined }];
  });
}

/** What layouts have in common that a metric of the given kinds, field or question cannot tell apart. */
function alike(layout: Layout, of: string): string {
  if (layout.family === 'bias') return `bias ${layout.terms[0]!.bias}`;
  const kinds = kindSetOf(layout.domain, of) ?? layout.domain.questions[of];
  const parts = layout.fields.map(({ bits, reserve, counts }) =>
    kinds === undefined || counts & kinds ? `${bits - reserve}+${reserve}` : '',
  );
  return parts.join('/');
}

/** Shares below a millionth are as good as nothing to a distance. */
const SMALLEST_SHARE = 2 ** -20;

/**
 * How far a value is from a bound, in doublings, so that distances of different metrics can be added: of bits the
 * difference, of counts |log2((value + 1) / (bound + 1))|, of shares the same with 2^−20 in place of 1.
 */
export function distanceTo({ bound }: Pick<Requirement, 'bound'>, value: number, unit: Unit): number {
  if (unit === 'bits') return Math.abs(value - bound);
  const least = unit === 'share' ? SMALLEST_SHARE : 1;
  // A bound may be below 0, where no count or share is.
  return Math.abs(Math.log2((value + least) / (Math.max(bound, 0) + least)));
}
