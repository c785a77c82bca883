import { metricOf } from '../metrics/registry.ts';
import type {
  BaselineRecord,
  Change,
  Estimate,
  MetricCount,
  Required,
  RequirementChange,
  StandingWord,
  VerdictChange,
} from './baseline-record.ts';
import type { Measurement, Results, Verdict } from './results.ts';

/** What a comparison needs of results; those of another run. */
export type Compared = Pick<
  Results,
  'provenance' | 'layouts' | 'scenarios' | 'measurements' | 'large' | 'requirements' | 'verdicts'
>;

/** Relative difference below which two exact numbers are the same: the last digits of a quotient. */
const ROUNDING = 1e-12;

/**
 * How results differ from those of an earlier run, row by row.
 *
 * Two estimates whose 95 % intervals overlap are noise, whichever way they point; rows whose low and high are their
 * value are exact, and any difference between two of them is a change.
 *
 * @param from the file of the earlier run, as the user wrote it.
 */
export function compareToBaseline(now: Compared, before: Compared, from: string): BaselineRecord {
  const layouts = membersOf(now.layouts, before.layouts, ({ word, fields }) => JSON.stringify([word, fields]));
  const hashes = [hashesOf(now), hashesOf(before)] as const;
  const scenarios = membersOf(now.scenarios, before.scenarios, ({ source, from: file, events }, side) =>
    JSON.stringify([source, source === 'model' ? '' : (hashes[side].get(file) ?? [file, events])]),
  );
  const inBoth = ({ layout, scenario }: Measurement): boolean =>
    layouts.both.has(layout) && (scenario === null || scenarios.both.has(scenario));
  const rowsNow = [...now.measurements, ...now.large].filter(inBoth);
  const rowsBefore = new Map([...before.measurements, ...before.large].filter(inBoth).map((row) => [keyOf(row), row]));
  const appeared: Measurement[] = [];
  const changes: Change[] = [];
  let compared = 0;
  for (const row of rowsNow) {
    const key = keyOf(row);
    const old = rowsBefore.get(key);
    if (old === undefined) {
      appeared.push(row);
      continue;
    }
    rowsBefore.delete(key);
    compared++;
    if (!isSame(row, old)) changes.push(changeOf(row, old));
  }
  const required = requiredChanges(now, before);
  const isRequiredAlike = [required.added, required.removed, required.changed].every((list) => list.length === 0);
  const areScenariosAlike = [scenarios.added, scenarios.removed, scenarios.redefined].every((ids) => ids.length === 0);
  const otherwise = new Set([
    ...layouts.redefined,
    ...[...changes, ...appeared, ...rowsBefore.values()].map(({ layout }) => layout),
  ]);
  const verdicts = verdictChanges(now.verdicts, before.verdicts).map((change): VerdictChange => {
    if (isRequiredAlike) return change;
    return { ...change, required: areScenariosAlike && !otherwise.has(change.layout) ? 'alone' : 'too' };
  });
  const requirements = requirementChanges(now, before);
  return {
    from,
    bitpart: before.provenance.bitpart,
    command: before.provenance.command,
    startedAt: before.provenance.startedAt,
    layouts: { added: layouts.added, removed: layouts.removed, redefined: layouts.redefined },
    scenarios: { added: scenarios.added, removed: scenarios.removed, redefined: scenarios.redefined },
    required,
    verdicts,
    requirements,
    rows: {
      compared,
      equal: compared - changes.length,
      appeared: countsOf(appeared),
      disappeared: countsOf([...rowsBefore.values()]),
    },
    changes: changes.sort((a, b) => rankOf(a) - rankOf(b) || sizeOf(b) - sizeOf(a)),
    regressed:
      changes.some((change) => change.way === 'worse' && !change.noise) ||
      verdicts.some((verdict) => verdict.before === 'holds') ||
      requirements.some(({ met }) => !met),
  };
}

interface Members {
  readonly both: ReadonlySet<string>;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly redefined: readonly string[];
}

/** @param identity what makes two of the same name the same; `side` 0 is now, 1 before. */
function membersOf<T extends { readonly id: string }>(
  now: readonly T[],
  before: readonly T[],
  identity: (member: T, side: 0 | 1) => string,
): Members {
  const old = new Map(before.map((member) => [member.id, member]));
  const current = new Set(now.map(({ id }) => id));
  const both = now.filter(({ id }) => old.has(id));
  return {
    both: new Set(both.map(({ id }) => id)),
    added: now.filter(({ id }) => !old.has(id)).map(({ id }) => id),
    removed: before.filter(({ id }) => !current.has(id)).map(({ id }) => id),
    redefined: both
      .filter((member) => identity(member, 0) !== identity(old.get(member.id) as T, 1))
      .map(({ id }) => id),
  };
}

const hashesOf = ({ provenance }: Compared): ReadonlyMap<string, string> =>
  new Map(provenance.inputs.map(({ path, sha256 }) => [path, sha256]));

/** JSON keeps any two different names apart, whatever characters they hold. */
const keyOf = ({ layout, scenario, class: pages, metric, of }: Measurement): string =>
  JSON.stringify([layout, scenario, pages, metric, of]);

function isSame(a: Estimate, b: Estimate): boolean {
  return isClose(a.value, b.value) && isClose(a.log10 ?? 0, b.log10 ?? 0);
}

const isClose = (a: number, b: number): boolean =>
  a === b || Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));

const estimateOf = ({ value, low, high, log10 }: Measurement): Estimate => ({
  value,
  low,
  high,
  ...(log10 === undefined ? {} : { log10 }),
});

function changeOf(after: Measurement, before: Measurement): Change {
  const { layout, scenario, class: pages, metric, of } = after;
  const absolute = after.value - before.value;
  const growth = absolute === 0 ? (after.log10 ?? 0) - (before.log10 ?? 0) : absolute;
  const direction = metricOf(metric)?.direction ?? 'none';
  const isEstimate = after.low !== after.high || before.low !== before.high;
  return {
    layout,
    scenario,
    class: pages,
    metric,
    of,
    before: estimateOf(before),
    after: estimateOf(after),
    absolute,
    relative: before.value > 0 && metricOf(metric)?.unit !== 'bits' ? after.value / before.value - 1 : null,
    way: direction === 'none' ? 'other' : growth > 0 === (direction === 'higher') ? 'better' : 'worse',
    noise: isEstimate && after.low <= before.high && before.low <= after.high,
  };
}

const rankOf = ({ noise, way }: Change): number => (noise ? 3 : way === 'worse' ? 0 : way === 'better' ? 1 : 2);

/** Shares by their difference; other units by how much they grew, so that a limit does not outweigh everything. */
function sizeOf({ metric, absolute, relative }: Change): number {
  return metricOf(metric)?.unit === 'share' ? 1 + Math.abs(absolute) : Math.min(1, Math.abs(relative ?? 1));
}

function countsOf(rows: readonly Measurement[]): readonly MetricCount[] {
  const counts = new Map<string, number>();
  for (const { metric } of rows) counts.set(metric, (counts.get(metric) ?? 0) + 1);
  return [...counts].map(([metric, n]) => ({ metric, rows: n }));
}

/** Files of before the word `judged` was there judged everything. */
export const standingOf = ({ judged, holds }: Pick<Verdict, 'holds'> & Partial<Verdict>): StandingWord =>
  judged === false ? 'not judged' : holds ? 'holds' : 'does not hold';

function verdictChanges(now: readonly Verdict[], before: readonly Verdict[]): readonly VerdictChange[] {
  const old = new Map(before.map((verdict) => [verdict.layout, standingOf(verdict)]));
  return now.flatMap((verdict) => {
    const was = old.get(verdict.layout);
    const after = standingOf(verdict);
    return was === undefined || was === after ? [] : [{ layout: verdict.layout, before: was, after }];
  });
}

type Requirement = Compared['requirements'][number];

/** How it is written does not matter: `<= 1e-4` is `<= 0.0001`. */
const boundOf = ({ compare, bound }: Requirement): string => JSON.stringify([compare, bound]);

function requiredChanges(now: Compared, before: Compared): BaselineRecord['required'] {
  // One record for each layout; layouts.yaml has each key once.
  const [current, old] = [now, before].map(
    ({ requirements }) => new Map(requirements.map((record) => [record.key, record])),
  ) as [Map<string, Requirement>, Map<string, Requirement>];
  const only = (these: Map<string, Requirement>, others: Map<string, Requirement>): Required[] =>
    [...these.values()].filter(({ key }) => !others.has(key)).map(({ key, text }) => ({ key, text }));
  return {
    added: only(current, old),
    removed: only(old, current),
    changed: [...current.values()].flatMap((record) => {
      const was = old.get(record.key);
      if (was === undefined || boundOf(was) === boundOf(record)) return [];
      return [{ key: record.key, before: was.text, after: record.text }];
    }),
  };
}

function requirementChanges(now: Compared, before: Compared): readonly RequirementChange[] {
  const nameOf = (record: Requirement): string => JSON.stringify([record.key, boundOf(record), record.layout]);
  const old = new Map(before.requirements.map((record) => [nameOf(record), record.met]));
  return now.requirements.flatMap((record) => {
    const { key, text, layout, met } = record;
    const was = old.get(nameOf(record));
    return was === undefined || was === met ? [] : [{ key, text, layout, met }];
  });
}
