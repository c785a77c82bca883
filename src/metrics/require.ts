import type { Requirement } from '../config/plan.ts';
import type { Layout } from '../layouts/types.ts';
import type { Measurement, RequirementRecord, Unmeasured } from '../report/results.ts';

/**
 * Judges each requirement on each layout: one record per pair, in that order.
 *
 * A requirement is missed only where a row misses it: `met` is false exactly then, and `worst` is the row that misses
 * by most. What is compared is the row's value, not its interval. A layout without any such row is not judged: `judged`
 * is false, `met` is true, because nothing misses, and `note` says why nothing is there. A scenario in which the number could not be
 * measured is in `note` too. Rows and gaps of large folios are not looked at.
 */
export function evaluateRequirements(
  requirements: readonly Requirement[],
  layouts: readonly Pick<Layout, 'id'>[],
  rows: readonly Measurement[],
  unmeasured: readonly Unmeasured[],
): readonly RequirementRecord[] {
  const byLayout = rowsByLayout(rows);
  return requirements.flatMap((requirement) =>
    layouts.map(({ id }) => judge(requirement, id, byLayout.get(id) ?? [], unmeasured)),
  );
}

/** The rows of each layout, in their order. */
export function rowsByLayout(rows: readonly Measurement[]): ReadonlyMap<string, readonly Measurement[]> {
  const byLayout = new Map<string, Measurement[]>();
  for (const row of rows) {
    const own = byLayout.get(row.layout);
    if (own) own.push(row);
    else byLayout.set(row.layout, [row]);
  }
  return byLayout;
}

/** Whether a row misses a requirement of its metric and of. */
export function misses(requirement: Pick<Requirement, 'compare' | 'bound'>, row: Pick<Measurement, 'value'>): boolean {
  switch (requirement.compare) {
    case '<=':
      return !(row.value <= requirement.bound);
    case '<':
      return !(row.value < requirement.bound);
    case '>=':
      return !(row.value >= requirement.bound);
    case '>':
      return !(row.value > requirement.bound);
    case '==':
      return row.value !== requirement.bound;
  }
}

function judge(
  requirement: Requirement,
  layout: string,
  rows: readonly Measurement[],
  unmeasured: readonly Unmeasured[],
): RequirementRecord {
  const asked = (entry: { metric: string; of: string }): boolean =>
    entry.metric === requirement.metric && entry.of === requirement.of;
  const own = rows.filter((row) => row.class === 'small' && asked(row));
  const gaps = unmeasured.filter((gap) => gap.class === 'small' && (gap.layout ?? layout) === layout && asked(gap));
  let worst: Measurement | undefined;
  for (const row of own) {
    if (!worst || byHowMuch(requirement, row) > byHowMuch(requirement, worst)) worst = row;
  }
  const note = noteOf(requirement, own.length, gaps);
  return {
    key: requirement.key,
    text: requirement.text,
    compare: requirement.compare,
    bound: requirement.bound,
    layout,
    judged: own.length > 0,
    met: worst === undefined || !misses(requirement, worst),
    worst: worst ? { scenario: worst.scenario, value: worst.value } : null,
    ...(note === undefined ? {} : { note }),
  };
}

/** How far a row is beyond the bound, on the side that the requirement forbids; below 0 as far as it is from that. */
function byHowMuch({ compare, bound }: Requirement, { value }: Measurement): number {
  switch (compare) {
    case '<=':
    case '<':
      return value - bound;
    case '>=':
    case '>':
      return bound - value;
    case '==':
      return Math.abs(value - bound);
  }
}

function noteOf(requirement: Requirement, rows: number, gaps: readonly Unmeasured[]): string | undefined {
  const byReason = new Map<string, Set<string | null>>();
  for (const { scenario, reason } of gaps) byReason.set(reason, (byReason.get(reason) ?? new Set()).add(scenario));
  const where = [...byReason]
    .map(([reason, scenarios]) => (scenarios.has(null) ? reason : `${fewOf([...scenarios])} (${reason})`))
    .join('; ');
  if (rows > 0) return gaps.length > 0 ? `not measured in ${where}` : undefined;
  if (gaps.every(({ scenario }) => scenario === null) && gaps.length > 0) return `not judged: ${where}`;
  if (gaps.length > 0) return `not judged: not measured in ${where}`;
  return `not judged: there is no ${requirement.key} here`;
}

/** Scenarios that are named in a note. */
const MOST_NAMED = 3;

function fewOf(scenarios: readonly (string | null)[]): string {
  const more = scenarios.length - MOST_NAMED;
  return more > 1 ? `${scenarios.slice(0, MOST_NAMED).join(', ')} and ${more} more` : scenarios.join(', ');
}
