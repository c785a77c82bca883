import type { Requirement } from '../config/plan.ts';
import { isPageReferences } from '../layouts/domain.ts';
import type { Layout } from '../layouts/types.ts';
import { evaluateRequirements, metricOf, verdictsOf } from '../metrics/index.ts';
import { isOfDemand } from '../metrics/types.ts';
import type { Measurement, RequirementRecord, Unmeasured, Verdict } from './results.ts';

/** What was found of one layout, small folios and large ones together. */
export interface FindingsOf {
  readonly rows: readonly Measurement[];
  readonly unmeasured: readonly Unmeasured[];
  /** Scenarios in which nothing could be measured of the layout, and why: only a replay of the events would tell. */
  readonly unplaced: ReadonlyMap<string, string>;
  /** Ids of the scenarios that are attacks. */
  readonly hostile: ReadonlySet<string>;
  /** Of all scenarios. */
  readonly scenarios: readonly OfKinds[];
}

/** Ids of the scenarios that are attacks. */
export const hostileOf = (
  scenarios: readonly { readonly id: string; readonly hostile?: true }[],
): ReadonlySet<string> => new Set(scenarios.flatMap(({ id, hostile }) => (hostile ? [id] : [])));

export interface Judged {
  /** One for each requirement, in their order. */
  readonly records: readonly RequirementRecord[];
  readonly verdict: Verdict;
}

/**
 * Judges a layout by what was found of it and nothing else: a gap of another layout that would hold of any may not be one
 * of this, which has a reason of its own. So a layout is judged alike in a run with others, in one without, and in the page.
 */
export function judged(layout: Layout, requirements: readonly Requirement[], found: FindingsOf): Judged {
  const measurements = found.rows.filter((row) => row.class === 'small');
  const { unmeasured, unplaced } = ofItsKinds(layout, found);
  const records = evaluateRequirements(requirements, [layout], measurements, unmeasured).map((record) =>
    keptAsFarAsMeasured(record, unplaced, unmeasured),
  );
  const { hostile } = found;
  const [verdict] = verdictsOf({ layouts: [layout], measurements, unmeasured, requirements, records, hostile });
  return { records, verdict: asFarAsMeasured(verdict!, unplaced) };
}

/** What a scenario's kinds are called, of somebody's own; absent: page references. */
interface OfKinds {
  readonly id: string;
  readonly domain?: string | undefined;
}

/** Whether a scenario is of other kinds than a layout, of which it has no row: nothing could ever be held against it there. */
export const isOfOtherKinds = (
  layout: { readonly domain?: string | undefined },
  scenario: OfKinds,
  rows: number,
): boolean => rows === 0 && scenario.domain !== layout.domain;

/** What could not be measured, where there are scenarios of the layout's own kinds: only of those. */
function ofItsKinds(layout: Layout, found: FindingsOf): Pick<FindingsOf, 'unmeasured' | 'unplaced'> {
  const { rows, unmeasured, unplaced, scenarios } = found;
  const own = isPageReferences(layout.domain) ? {} : { domain: layout.domain.name ?? '' };
  const measured = new Set(rows.map(({ scenario }) => scenario));
  const others = new Set(
    scenarios.filter((each) => isOfOtherKinds(own, each, measured.has(each.id) ? 1 : 0)).map(({ id }) => id),
  );
  if (others.size === scenarios.length) return { unmeasured, unplaced };
  return {
    unmeasured: unmeasured.filter(({ scenario }) => scenario === null || !others.has(scenario)),
    unplaced: new Map([...unplaced].filter(([id]) => !others.has(id))),
  };
}

/**
 * What is required everywhere is not judged where it was kept as far as was measured, and elsewhere only a replay would tell,
 * or the source does not tell (read pins from write pins, ordinary references); not where there was nothing to be refused or
 * answered wrongly.
 */
function keptAsFarAsMeasured(
  record: RequirementRecord,
  unplaced: ReadonlyMap<string, string>,
  unmeasured: readonly Unmeasured[],
): RequirementRecord {
  const metric = metricOf(record.key.slice(0, record.key.indexOf('.')));
  if (!record.judged || !record.met || metric?.scope !== 'scenario') return record;
  const isHidden = (gap: Unmeasured): boolean =>
    gap.class === 'small' && gap.scenario !== null && !gap.nothing && `${gap.metric}.${gap.of}` === record.key;
  // What was wanted at once is known of a scenario that would have to be replayed, too.
  const isOpen = (unplaced.size > 0 && !isOfDemand(metric)) || unmeasured.some(isHidden);
  return isOpen
    ? { ...record, judged: false, note: `not judged: ${record.note ?? `not measured in ${namesOf(unplaced)}`}` }
    : record;
}

/** The first of the scenarios, and how many more. */
function namesOf(unplaced: ReadonlyMap<string, string>): string {
  const [first] = unplaced.keys();
  return unplaced.size === 1 ? String(first) : `${first} and ${unplaced.size - 1} more`;
}

/**
 * What fails somewhere fails; but nothing holds that could not be measured everywhere. Those scenarios are named, and the
 * verdict is left open.
 */
function asFarAsMeasured(verdict: Verdict, unplaced: ReadonlyMap<string, string>): Verdict {
  const [first] = unplaced;
  if (first === undefined || (!verdict.judged && !verdict.holds)) return verdict;
  const [, reason] = first;
  return {
    ...verdict,
    judged: !verdict.holds,
    holds: false,
    summary: `${verdict.summary.replace(/\.$/, '')}; not measured in ${namesOf(unplaced)}: ${reason}.`,
  };
}
