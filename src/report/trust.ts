import { needsReplay } from '../harness/profile/read.ts';
import { isPageReferences } from '../layouts/domain.ts';
import type { Layout } from '../layouts/types.ts';
import { formatShare } from '../metrics/format.ts';
import { type Evaluated, replayedIn } from '../workloads/evaluated.ts';
import { identityOf, MOST_WITNESSED, measuredBothWays } from '../workloads/witness.ts';
import { type Measurable, measureIn } from './measure-in.ts';
import type { Measurement } from './results.ts';
import type { ClosedFormRow, ClosedFormWitness, MatchingShift, ReplayWitness, TrustRecord } from './trust-record.ts';

interface Source {
  readonly plan: { readonly id: string; readonly source: 'recording' | 'model' };
  readonly evaluated: Evaluated;
}

/** What the three witnesses say of this run, and what rests on how drops are matched. */
export const trustRecord = (
  layouts: readonly Layout[],
  sources: readonly Source[],
  { measurements, large }: { readonly measurements: readonly Measurement[]; readonly large: readonly Measurement[] },
): TrustRecord => ({
  replay: replayWitness(layouts, sources),
  closedForms: closedFormWitness(measurements),
  matching: matchingShifts(layouts, sources, [...measurements, ...large]),
});

const MOST_DISAGREEMENTS = 20;

/** What was replayed beside the profile, and what was not. */
function replayWitness(layouts: readonly Layout[], sources: readonly Source[]): ReplayWitness {
  const known = layouts.map((layout, index) => ({ layout, index, identity: identityOf(layout) }));
  const stood = { layouts: new Set<string>(), scenarios: new Set<string>(), compared: 0, failed: 0 };
  const disagreements: ReplayWitness['disagreements'][number][] = [];
  const left = new Map<string, { reason: string; layout: string; scenarios: string[] }>();
  for (const { plan, evaluated } of sources) {
    for (const { layout, index, identity } of known) {
      const found = evaluated.witnessed?.find((entry) => entry.identity === identity);
      if (found === undefined) {
        const reason = whyNot(layout, index, evaluated);
        const key = JSON.stringify([reason, layout.id]);
        const entry = left.get(key) ?? { reason, layout: layout.id, scenarios: [] };
        left.set(key, entry);
        entry.scenarios.push(plan.id);
        continue;
      }
      stood.layouts.add(layout.id);
      stood.scenarios.add(plan.id);
      stood.compared += found.compared;
      stood.failed += found.failed;
      disagreements.push(...found.disagreements.map((entry) => ({ layout: layout.id, scenario: plan.id, ...entry })));
    }
  }
  return {
    layouts: stood.layouts.size,
    scenarios: stood.scenarios.size,
    compared: stood.compared,
    failed: stood.failed,
    disagreements: disagreements.slice(0, MOST_DISAGREEMENTS),
    left: together([...left.values()]),
  };
}

/** Layouts that were left out for the same reason on the same scenarios make one entry. */
function together(
  left: readonly { reason: string; layout: string; scenarios: readonly string[] }[],
): ReplayWitness['left'] {
  const groups = new Map<string, { reason: string; layouts: string[]; scenarios: readonly string[] }>();
  for (const { reason, layout, scenarios } of left) {
    const key = JSON.stringify([reason, scenarios]);
    const group = groups.get(key) ?? { reason, layouts: [], scenarios };
    groups.set(key, group);
    group.layouts.push(layout);
  }
  return [...groups.values()];
}

/** Why a layout was not replayed beside the profile, as a clause. */
function whyNot(layout: Layout, index: number, { witnessed, runs, closedLoop }: Evaluated): string {
  const isReplayed =
    closedLoop === true ||
    !isPageReferences(layout.domain) ||
    needsReplay(layout) !== undefined ||
    runs.some(({ small, large }) => replayedIn(small, layout.id) ?? replayedIn(large, layout.id));
  if (isReplayed) return 'their numbers are those of replay itself';
  if (witnessed === undefined) return 'only the profile is here, not the events';
  if (witnessed.length === 0) return 'the recording is too large to be worked out twice';
  if (index >= MOST_WITNESSED)
    return `only the first ${MOST_WITNESSED} layouts that the profile answers for are replayed as well`;
  return 'the events were not read for them, because the cache holds their profile (--no-cache reads them)';
}

/** Which simulated metrics a closed form knows the true value of. */
const SIMULATED: Readonly<Record<string, readonly string[]>> = {
  'refused-exact': ['refused'],
  'false-positive-exact': ['false-positive', 'false-positive-time'],
};
const MOST_ROWS = 12;

/** Simulated rows beside the closed form of the same layout, scenario and kind or question. */
function closedFormWitness(measurements: readonly Measurement[]): ClosedFormWitness {
  const keyOf = (row: Measurement, metric: string): string =>
    JSON.stringify([row.layout, row.scenario, metric, row.of]);
  const byKey = new Map(measurements.map((row) => [keyOf(row, row.metric), row]));
  const different = new Map<string, ClosedFormRow & { shares: number }>();
  let compared = 0;
  let inside = 0;
  for (const exact of measurements) {
    for (const metric of SIMULATED[exact.metric] ?? []) {
      const row = byKey.get(keyOf(exact, metric));
      if (row === undefined || row.scenario === null) continue;
      const { layout, scenario, of, value, low, high } = row;
      const log10 = exact.log10 === undefined ? {} : { log10: exact.log10 };
      const own = { shares: 1, layout, scenario, metric, of, value, low, high, exact: exact.value, ...log10 };
      compared++;
      if (isInside(own)) inside++;
      // Closed forms that differ only in digits that nobody writes are held against one simulated number all the same.
      const written = formatShare(exact.value, exact.log10);
      const key = JSON.stringify([scenario, metric, row.numerator, row.denominator, value, written, isInside(own)]);
      const known = different.get(key);
      if (known === undefined) different.set(key, own);
      else known.shares++;
    }
  }
  const numbers = [...different.values()];
  const impossible = numbers.filter((row) => row.value === 0 && isExactly0(row));
  const certain = numbers.filter(({ value, exact }) => value === 1 && exact === 1);
  const seen = numbers.filter((row) => row.value > 0 && !certain.includes(row));
  return {
    compared,
    inside,
    different: {
      compared: numbers.length,
      inside: numbers.filter(isInside).length,
      impossible: impossible.length,
      certain: certain.length,
      seen: seen.length,
    },
    outside: numbers.filter((row) => !isInside(row)).slice(0, MOST_ROWS),
    rows: seen.slice(0, MOST_ROWS),
  };
}

const isInside = ({ exact, low, high }: ClosedFormRow): boolean => exact >= low && exact <= high;
/** A share too small for a double is carried by its logarithm, and is not 0. */
const isExactly0 = ({ exact, log10 = Number.NEGATIVE_INFINITY }: ClosedFormRow): boolean =>
  exact === 0 && log10 === Number.NEGATIVE_INFINITY;

/** What every row of a recording would be, had each drop without a ref ended the newest acquisition instead of the oldest. */
function matchingShifts(
  layouts: readonly Layout[],
  sources: readonly Source[],
  measurements: readonly Measurement[],
): MatchingShift[] {
  return sources.flatMap(({ plan, evaluated }): MatchingShift[] => {
    const { interrupt, task, comm, oldest } = evaluated.matching;
    const drops = interrupt + task + comm + oldest;
    if (plan.source === 'model' || drops === 0 || !evaluated.observed.pins) return [];
    const { newestFirst } = evaluated;
    if (newestFirst === undefined) {
      const isProfile = evaluated.witnessed === undefined;
      const reason = isProfile
        ? 'only the profile is here, not the events'
        : 'the recording is too large to be worked out twice';
      return [{ scenario: plan.id, drops, newestFirst: null, reason }];
    }
    const before = new Map(
      measurements.filter(({ scenario }) => scenario === plan.id).map((row) => [keyOfRow(row), row] as const),
    );
    const other: Measurable = {
      id: plan.id,
      observed: evaluated.observed,
      runs: [newestFirst],
    };
    const moves = new Map<string, NonNullable<MatchingShift['newestFirst']>['moves'][number]>();
    const refused: { layout: string; value: number; newestFirst: number }[] = [];
    let compared = 0;
    let changed = 0;
    const classes = newestFirst.large.profile.pages > 0 ? (['small', 'large'] as const) : (['small'] as const);
    for (const layout of measuredBothWays(layouts)) {
      for (const row of classes.flatMap((pages) => measureIn(layout, other, pages).rows)) {
        const was = before.get(keyOfRow(row));
        if (was === undefined) continue;
        compared++;
        if (was.value === row.value) continue;
        changed++;
        const { metric, of } = row;
        const move = { metric, layout: layout.id, of, class: row.class, value: was.value, newestFirst: row.value };
        if (metric === 'refused' && of === 'pin' && row.class === 'small')
          refused.push({ layout: layout.id, value: was.value, newestFirst: row.value });
        const most = moves.get(metric);
        if (most === undefined || sizeOf(move) > sizeOf(most)) moves.set(metric, move);
      }
    }
    const sorted = [...moves.values()].sort((a, b) => sizeOf(b) - sizeOf(a));
    return [{ scenario: plan.id, drops, newestFirst: { compared, changed, moves: sorted, refused } }];
  });
}

const keyOfRow = ({ layout, class: pages, metric, of }: Measurement): string =>
  JSON.stringify([layout, pages, metric, of]);
const sizeOf = ({ value, newestFirst }: { value: number; newestFirst: number }): number =>
  Math.abs(newestFirst - value);
