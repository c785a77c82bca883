import { type KindSet, ORDINARY } from '../../layouts/domain.ts';
import { limitNumber, limitsOf } from '../../layouts/limits.ts';
import type { Layout } from '../../layouts/types.ts';
import type { Measurement } from '../../report/results.ts';
import type { Basis, Space } from './evaluate.ts';
import { dominates, frontOf } from './front.ts';
import type { ScenarioTables } from './scenario.ts';
import type { Coordinates, Fewest, Point, Worst } from './types.ts';

/** Where a layout of layouts.yaml stands in the design space, whether it is one of its layouts or not. */
export interface Standing {
  readonly layout: Layout;
  /** As of a point; null where it could not be measured, see `missing`. */
  readonly headroom: Fewest | null;
  readonly refused: Worst | null;
  readonly wrong: Worst | null;
  /** Why it cannot be compared; empty where it can. */
  readonly missing: readonly string[];
  /** Nothing in the space dominates it. null where it cannot be compared. */
  readonly isUndominated: boolean | null;
  /** Points of the front that dominate it. */
  readonly dominatedBy: readonly Point[];
  /**
   * Of a split with a reserve: the best of the splits with that reserve that dominate it. A reserve takes headroom and
   * gives guard, which is on none of the axes, so that what dominates otherwise has none.
   */
  readonly atSameReserve: readonly Point[];
}

/**
 * @param rows of this layout alone, on the scenarios of the space, as `measure` makes them, from whatever engine.
 * @param front of the space's points.
 */
export function standingOf(
  layout: Layout,
  rows: readonly Measurement[],
  space: Space,
  front: readonly (readonly Point[])[],
): Standing {
  const missing: string[] = [];
  const own = rows.filter((row) => row.class === 'small');
  const byScenario = new Map<string | null, Measurement[]>();
  for (const row of own) {
    const group = byScenario.get(row.scenario);
    if (group === undefined) byScenario.set(row.scenario, [row]);
    else group.push(row);
  }
  const find = (scenario: string, metric: string, of: string): Measurement | undefined =>
    byScenario.get(scenario)?.find((row) => row.metric === metric && row.of === of);
  const headroom = headroomIn(layout, own, space.basis, missing);
  const refused = refusedIn(space.basis, find, missing);
  const wrong = wrongIn(layout, space.basis, find, missing);
  const base = { layout, headroom, refused, wrong, missing };
  if (headroom === null || missing.length > 0 || layout.word !== space.word) {
    return { ...base, isUndominated: null, dominatedBy: [], atSameReserve: [] };
  }
  const at: Coordinates = { headroom, refused, wrong };
  const dominatedBy = front.flat().filter((point) => dominates(point, at));
  const reserve = reserveOf(layout);
  const similar = space.points.filter((point) => reserveOf(point.layout) === reserve && dominates(point, at));
  return {
    ...base,
    isUndominated: dominatedBy.length === 0,
    dominatedBy,
    atSameReserve: reserve === undefined || reserve === 0 ? [] : frontOf(similar).flat(),
  };
}

/** Bits that the ordinary field of a split gives up; undefined for a bias. */
export function reserveOf(layout: Layout): number | undefined {
  if (layout.family === 'bias') return undefined;
  return layout.fields.find((field) => field.counts & ORDINARY)?.reserve;
}

type Find = (scenario: string, metric: string, of: string) => Measurement | undefined;

function headroomIn(
  layout: Layout,
  own: readonly Measurement[],
  { ordinary }: Basis,
  missing: string[],
): Fewest | null {
  const count = limitsOf(layout).find(({ counts }) => counts & ORDINARY)!;
  const of = count.name;
  if (ordinary === null) return { value: Math.log2(limitNumber(count.limit) + 1), scenario: null, of };
  let fewest: Fewest | null = null;
  for (const row of own) {
    if (row.metric !== 'bits-left' || row.of !== of) continue;
    if (fewest === null || row.value < fewest.value) fewest = { value: row.value, scenario: row.scenario, of };
  }
  if (fewest === null) missing.push(`no bits-left.${of}`);
  return fewest;
}

function refusedIn({ refusals }: Basis, find: Find, missing: string[]): Worst | null {
  let worst: Worst | null = null;
  for (const { id } of refusals) {
    const row = find(id, 'refused', 'pin');
    if (row === undefined) missing.push(`no refused.pin in ${id}`);
    else worst = worse(worst, row);
  }
  return worst;
}

function wrongIn(layout: Layout, basis: Basis, find: Find, missing: string[]): Worst | null {
  let worst: Worst | null = null;
  const ask = (scenario: ScenarioTables, question: string): void => {
    const suffix = scenario.byCheck ? '' : '-time';
    const rows = ['false-positive', 'false-negative'].flatMap(
      (wrong) => find(scenario.id, wrong + suffix, question) ?? [],
    );
    for (const row of rows) worst = worse(worst, row);
    if (rows.length > 0) return;
    if (isRightByItself(layout, layout.domain.questions[question] ?? 0)) {
      const none = { value: 0, numerator: 0, denominator: scenario.observedAmount };
      worst = worse(worst, { ...none, scenario: scenario.id, of: question });
    } else missing.push(`no false-positive${suffix}.${question} in ${scenario.id}`);
  };
  for (const scenario of basis.pinned) {
    ask(scenario, 'pinned');
    if (basis.written.includes(scenario)) ask(scenario, 'written');
  }
  return worst;
}

function worse(
  worst: Worst | null,
  { value, numerator, denominator, scenario, of }: Pick<Measurement, keyof Worst>,
): Worst {
  if (worst !== null && worst.value >= value) return worst;
  return { value, numerator: numerator ?? 0, denominator: denominator ?? 1, scenario: scenario ?? '', of };
}

/** The fields that answer a question hold nothing else and lose nothing: the answer is right whatever a source shows. */
function isRightByItself(layout: Layout, question: KindSet): boolean {
  if (layout.family === 'bias' || layout.fields.some(({ onLimit }) => onLimit === 'carry')) return false;
  return layout.fields.every(
    ({ counts, onLimit }) => (counts & question) === 0 || ((counts & ~question) === 0 && onLimit === 'fail'),
  );
}
