import type { Requirement } from '../config/plan.ts';
import { kindSetOf, nameOfKindSet } from '../layouts/domain.ts';
import type { Layout } from '../layouts/types.ts';
import type { Measurement, RequirementRecord, Unmeasured, Verdict } from '../report/results.ts';
import { formatCount } from './format.ts';
import { cannotTell, harmOf, sentence } from './harm.ts';
import { countersOf } from './names.ts';
import { evaluateRequirements, misses, rowsByLayout } from './require.ts';
import { plural, seenIn, seenSummary } from './seen.ts';

type Evidence = Verdict['evidence'][number];

/** What the verdicts rest on. */
export interface Findings {
  readonly layouts: readonly Layout[];
  /** Small folios; static rows too. */
  readonly measurements: readonly Measurement[];
  readonly unmeasured: readonly Unmeasured[];
  /** What layouts.yaml requires, and how each layout did. */
  readonly requirements: readonly Requirement[];
  readonly records: readonly RequirementRecord[];
  /** Ids of the scenarios that are attacks. */
  readonly hostile: ReadonlySet<string>;
}

/**
 * What to say of each layout, in the order given. With requirements, a layout holds where it meets them all. Without,
 * it holds where no refusal, false answer or saturation was seen. Where nothing was measured that could tell against it
 * (no scenario, only profiles of which it cannot be read off, only recordings that do not tell which field a pin takes), it
 * is not judged, and does not hold. Beside that strict
 * verdict it says what was seen on ordinary load, under attack, and of questions that the fields cannot tell.
 */
export function verdictsOf(findings: Findings): readonly Verdict[] {
  const byLayout = rowsByLayout(findings.measurements);
  return findings.layouts.map((layout) => verdictOf(layout, findings, byLayout.get(layout.id) ?? []));
}

function verdictOf(layout: Layout, findings: Findings, rows: readonly Measurement[]): Verdict {
  const gaps = findings.unmeasured.filter(
    (gap) => gap.class === 'small' && (gap.layout ?? layout.id) === layout.id && hidesHarm(layout, gap),
  );
  const seen = sightings(layout, rows);
  const scenarios = new Set(rows.flatMap((row) => (row.scenario === null ? [] : [row.scenario]))).size;
  const { hostile } = findings;
  const judgeable = rows.filter((row) => harmOf(layout, row) !== undefined);
  const isHostile = ({ scenario }: Pick<Measurement, 'scenario'>): boolean =>
    scenario !== null && hostile.has(scenario);
  const parts = {
    benign: seenIn(
      layout,
      judgeable.filter((row) => !isHostile(row)),
      seen.filter((row) => !isHostile(row)),
      gaps.filter((gap) => !isHostile(gap)),
    ),
    hostile: seenIn(layout, judgeable.filter(isHostile), seen.filter(isHostile), gaps.filter(isHostile)),
  };
  const records = findings.records.filter((record) => record.layout === layout.id);
  const missed = missedRows(findings.requirements, records, rows);
  const isRequired = findings.requirements.length > 0;
  // A requirement that is missed says enough; one that nothing could be held against leaves it open whether the layout holds.
  const judged = isRequired
    ? records.some((record) => !record.met) || records.every((record) => record.judged)
    : parts.benign.scenarios + parts.hostile.scenarios > 0;
  const good = isRequired ? records.every((record) => record.met) : seen.length === 0;
  const unattacked = rows.filter((row) => !isHostile(row));
  const missedUnattacked = evaluateRequirements(findings.requirements, [layout], unattacked, []).filter(
    ({ met }) => !met,
  ).length;
  const summary = isRequired
    ? requiredSummary(records, missed, hostile)
    : judged
      ? seenSummary(layout, seen, parts, hostile, gaps.length > 0)
      : unjudgedSummary(scenarios, gaps);
  const shown = new Set(missed.map(({ row }) => row));
  return {
    layout: layout.id,
    judged,
    holds: judged && good,
    ...parts,
    ...(missedUnattacked > 0 ? { missedUnattacked } : {}),
    cannotTell: cannotTell(layout),
    summary,
    evidence: [
      ...missed.map(({ requirement, row }) =>
        evidence(row, `misses ${requirement.key} ${requirement.text}: ${sentence(row, hostile)}`),
      ),
      ...seen.filter((row) => !shown.has(row)).map((row) => evidence(row, sentence(row, hostile))),
      ...unjudged(records),
      ...unseen(gaps),
      ...softLimits(layout, rows),
    ],
  };
}

const evidence = (
  { scenario, metric, of }: Pick<Measurement, 'scenario' | 'metric' | 'of'>,
  text: string,
): Evidence => ({
  scenario,
  metric,
  of,
  text,
});

/**
 * The rows that tell against a layout, worst first: wrong answers that nobody can survive, then refusals, leaks, pins
 * that are not there and pins that it was not made to tell apart; in each, the largest share first. Rows that say the same thing twice are left out.
 */
function sightings(layout: Layout, rows: readonly Measurement[]): readonly Measurement[] {
  const against = rows.filter((row) => row.scenario !== null && row.value > 0 && harmOf(layout, row) !== undefined);
  const told = tellingKinds(layout);
  const telling = against.filter((row) => {
    const same = (metrics: readonly string[], of?: string): boolean =>
      against.some(
        (other) => other.scenario === row.scenario && metrics.includes(other.metric) && (!of || other.of === of),
      );
    switch (row.metric) {
      case 'refused':
        return told.has(row.of);
      case 'false-positive-time':
        return !same(['false-positive'], row.of);
      case 'false-negative-time':
        return !same(['false-negative'], row.of);
      case 'pages-at-limit':
        return !same(['refused', 'saturated']);
      default:
        return true;
    }
  });
  const rank = (row: Measurement): number => harmOf(layout, row)?.rank ?? Number.POSITIVE_INFINITY;
  return telling.sort((a, b) => rank(a) - rank(b) || b.value - a.value);
}

/** Names of the kinds whose refusals say all that there is to say: of each counter as a whole, where that has a name. */
function tellingKinds(layout: Layout): ReadonlySet<string> {
  const { domain } = layout;
  const sets =
    layout.family === 'bias' ? layout.terms.map((term) => term.counts) : countersOf(layout).map((c) => c.counts);
  const names = sets.flatMap((set) => {
    const name = nameOfKindSet(domain, set);
    return kindSetOf(domain, name) === undefined ? domain.kinds.filter((_, i) => set & (1 << i)) : [name];
  });
  return new Set(names);
}

interface Missed {
  readonly requirement: Requirement;
  readonly row: Measurement;
}

/** For each requirement that is missed, the row that misses it by most. */
function missedRows(
  requirements: readonly Requirement[],
  records: readonly RequirementRecord[],
  rows: readonly Measurement[],
): readonly Missed[] {
  return requirements.flatMap((requirement) => {
    const record = records.find(({ key, text, met }) => !met && key === requirement.key && text === requirement.text);
    const row = rows.find(
      ({ scenario, metric, of, value }) =>
        metric === requirement.metric &&
        of === requirement.of &&
        scenario === record?.worst?.scenario &&
        value === record.worst.value &&
        misses(requirement, { value }),
    );
    return record && row ? [{ requirement, row }] : [];
  });
}

function requiredSummary(
  records: readonly RequirementRecord[],
  missed: readonly Missed[],
  hostile: ReadonlySet<string>,
): string {
  const failed = records.filter((record) => !record.met).length;
  const open = records.filter((record) => !record.judged);
  const [why] = open.flatMap(({ key, note }) =>
    note === undefined ? [] : [`: ${key}, ${note.replace(/^not judged: /, '')}`],
  );
  const rest = open.length > 0 ? `; ${open.length} could not be judged${why ?? ''}` : '';
  if (failed === 0) return `Meets ${records.length - open.length} of ${plural(records.length, 'requirement')}${rest}.`;
  const [first] = missed;
  const how = first
    ? `: ${first.requirement.key} ${first.requirement.text}, but it ${sentence(first.row, hostile)}`
    : '';
  return `Misses ${failed} of ${plural(records.length, 'requirement')}${how}${rest}.`;
}

function unjudgedSummary(scenarios: number, gaps: readonly Unmeasured[]): string {
  const [gap] = gaps;
  if (gap !== undefined) return `Not judged: in no scenario could it be measured; in ${gap.scenario}, ${gap.reason}.`;
  if (scenarios === 0) return 'Not judged: no scenario was measured, only its limits are known.';
  return 'Not judged: no scenario shows anything that could tell against it.';
}

/** Requirements that nothing could be held against. */
function unjudged(records: readonly RequirementRecord[]): readonly Evidence[] {
  return records.flatMap(({ key, note }) => {
    if (note === undefined) return [];
    const dot = key.indexOf('.');
    return [{ scenario: null, metric: key.slice(0, dot), of: key.slice(dot + 1), text: `${key}: ${note}` }];
  });
}

/**
 * Whether something could have gone wrong unseen: not where nothing was attempted or asked, which is a gap in per-check
 * rows and refusals of whatever layout.
 */
function hidesHarm(layout: Layout, gap: Unmeasured): boolean {
  return harmOf(layout, gap) !== undefined && (gap.layout !== null || gap.metric.endsWith('-time'));
}

/** What could not be seen: the first reason of each scenario. */
function unseen(gaps: readonly Unmeasured[]): readonly Evidence[] {
  const seen = new Set<string | null>();
  return gaps.flatMap((gap) => {
    if (seen.has(gap.scenario)) return [];
    seen.add(gap.scenario);
    return [evidence(gap, `not everything could be measured in ${gap.scenario}: ${gap.reason}`)];
  });
}

/** A bias stops nowhere: how far it can be trusted. */
function softLimits(layout: Layout, rows: readonly Measurement[]): readonly Evidence[] {
  if (layout.family !== 'bias') return [];
  const row = rows.find(({ metric, of }) => metric === 'limit' && of === 'ordinary');
  return row
    ? [
        evidence(
          row,
          `looks pinned from ${formatCount(row.value + 1)} ordinary references on (soft limit ${formatCount(row.value)})`,
        ),
      ]
    : [];
}

/**
 * Whether nothing was seen against the layout on ordinary load, but for questions that its fields cannot tell, and nothing
 * that is required is missed without an attack.
 */
export const holdsOnBenign = ({ judged, benign, missedUnattacked = 0 }: Verdict): boolean =>
  judged && missedUnattacked === 0 && benign.scenarios > 0 && benign.harmed === 0 && benign.unmeasured === 0;

/**
 * The layouts that come nearest to holding where none does, in the order given: those that miss the fewest requirements; of
 * them those that come through the most benign scenarios, then the most hostile ones, then leave the fewest questions open.
 * Empty where one holds, or none was judged.
 */
export function nearestOf(verdicts: readonly Verdict[], records: readonly RequirementRecord[]): readonly Verdict[] {
  if (verdicts.some(({ holds }) => holds)) return [];
  const missed = new Map<string, number>();
  for (const { layout, met } of records) if (!met) missed.set(layout, (missed.get(layout) ?? 0) + 1);
  const clean = ({ scenarios, harmed }: Verdict['benign']): number => scenarios - harmed;
  const lacks = ({ layout, benign, hostile, cannotTell: open }: Verdict): readonly number[] => [
    missed.get(layout) ?? 0,
    -clean(benign),
    -clean(hostile),
    open.length,
  ];
  const inOrder = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((order, value, i) => (order === 0 ? value - b[i]! : order), 0);
  const candidates = verdicts.filter(({ judged }) => judged);
  const best = candidates.map(lacks).sort(inOrder)[0];
  return candidates.filter((verdict) => inOrder(lacks(verdict), best!) === 0);
}
