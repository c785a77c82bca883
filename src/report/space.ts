import type { Model, Plan } from '../config/plan.ts';
import type { Profile } from '../harness/profile/profile.ts';
import type { Observed } from '../harness/tally.ts';
import { designSpace, type Layout } from '../layouts/index.ts';
import { type Survey, surveyExposure } from '../metrics/exposure/index.ts';
import { rowsByLayout } from '../metrics/require.ts';
import {
  basisOf,
  evaluateSpace,
  frontOf,
  type Judged,
  judgeSpace,
  leastSacrifices,
  nearestFirst,
  type Point,
  pinsOf,
  type RefusalCurve,
  refusalCurves,
  reserveOf,
  type Space,
  type Standing,
  standingOf,
} from '../metrics/space/index.ts';
import { exposedTo } from './exposed.ts';
import { hostileOf } from './judged.ts';
import type { Measurement } from './results.ts';
import type { SpaceJudged, SpacePlace, SpaceRecord, SpaceRequirements, SpaceStanding } from './space-record.ts';
import { thinned } from './space-words.ts';

/** What of a scenario the design space needs; of its folios only the small ones. */
export interface SpaceSource {
  readonly id: string;
  readonly observed: Observed;
  readonly runs: readonly { readonly small: { readonly profile: Profile } }[];
  readonly model?: Model;
}

export interface SpaceOptions {
  /** Default: 32, or 64 where every layout of the plan has 64 bits. */
  readonly word?: 32 | 64;
  /** Reserves of the ordinary field that splits may have. Default: all of the space, 0 … 4. */
  readonly reserves?: readonly number[];
}

/** The design space and all that is said of it. */
export interface ExploredSpace {
  readonly space: Space;
  readonly front: readonly (readonly Point[])[];
  readonly standings: readonly Standing[];
  /** undefined where the plan requires nothing. */
  readonly judged: readonly Judged[] | undefined;
  readonly curves: readonly RefusalCurve[];
  /** Absent where nothing is required of exposure. */
  readonly exposure?: Survey;
}

/** @param measurements of the plan's layouts on the same scenarios. */
export function exploreSpace(
  plan: Pick<Plan, 'layouts' | 'requirements' | 'attackers' | 'moves'>,
  sources: readonly SpaceSource[],
  measurements: readonly Measurement[],
  { word = wordOf(plan.layouts), reserves }: SpaceOptions = {},
): ExploredSpace {
  const basis = basisOf(sources.map((source) => ({ ...source, runs: source.runs.map(({ small }) => small.profile) })));
  const isWanted = (layout: Layout): boolean => {
    const reserve = reserveOf(layout);
    return reserves === undefined || reserve === undefined || reserves.includes(reserve);
  };
  const wanted = [...designSpace(word)].filter(isWanted);
  const space = evaluateSpace(word, basis, wanted);
  const { against } = exposedTo(plan);
  const isExposure = plan.requirements.some(({ metric }) => metric.startsWith('exposure-'));
  const front = frontOf(space.points);
  const rows = rowsByLayout(measurements);
  return {
    space,
    front,
    standings: plan.layouts.map((layout) => standingOf(layout, rows.get(layout.id) ?? [], space, front)),
    judged: plan.requirements.length === 0 ? undefined : judgeSpace(plan.requirements, space, against),
    curves: refusalCurves(basis.scenarios),
    ...(isExposure ? { exposure: surveyExposure(wanted, against.attacker, against) } : {}),
  };
}

/** How many of each list a record holds. */
export interface SpaceCaps {
  readonly places: number;
  readonly ids: number;
  readonly judged: number;
}

/** What results.json has of it; the command `space` prints everything. */
const REPORT_CAPS: SpaceCaps = { places: 80, ids: 5, judged: 10 };

export function spaceRecord(
  explored: ExploredSpace,
  plan: Pick<Plan, 'requirements' | 'scenarios'>,
  caps = REPORT_CAPS,
): SpaceRecord {
  const { space, front, standings, judged, curves, exposure } = explored;
  const failing =
    judged && new Set(judged.filter(({ misses }) => misses.length > 0).map(({ point }) => point.layout.id));
  const { points, excluded, basis, word } = space;
  const hostile = hostileOf(plan.scenarios);
  return {
    word,
    layouts: points.length + excluded.length,
    placed: points.length,
    excluded: [...groupBy(excluded, ({ reason }) => reason)].map(([reason, some]) => ({
      reason,
      count: some.length,
      layouts: some.slice(0, caps.ids).map(({ layout }) => layout.id),
      scenarios: [...new Set(some.flatMap(({ scenarios }) => scenarios))],
    })),
    scenarios: basis.scenarios.map(({ id }) => ({ id, ...(hostile.has(id) ? { hostile: true } : {}) })),
    setAside: basis.setAside,
    front: {
      layouts: front.reduce((sum, group) => sum + group.length, 0),
      places: front.length,
      shown: thinned(front, caps.places).map((group) => placeOf(group, caps, failing)),
    },
    named: standings.map((standing) => standingRecord(standing, caps)),
    curves,
    ...(judged === undefined ? {} : { requirements: requirementsOf(plan, judged, front, caps) }),
    ...(exposure === undefined
      ? {}
      : { exposure: { ...exposure, survivors: exposure.survivors.slice(0, Math.max(caps.ids, caps.judged)) } }),
  };
}

function wordOf(layouts: readonly Layout[]): 32 | 64 {
  return layouts.length > 0 && layouts.every(({ word }) => word === 64) ? 64 : 32;
}

export function placeOf(
  group: readonly Point[],
  caps: Pick<SpaceCaps, 'ids'>,
  failing: ReadonlySet<string> | undefined,
): SpacePlace {
  const [{ layout, headroom, refused, wrong, longterm, pinsLeft }] = group as readonly [Point];
  return {
    layout: layout.id,
    family: pinsOf(layout).family,
    reserve: reserveOf(layout) ?? null,
    equals: group.length - 1,
    equal: group.slice(1, 1 + caps.ids).map((point) => point.layout.id),
    headroom,
    refused,
    wrong,
    longterm,
    pinsLeft,
    ...(failing === undefined ? {} : { meets: group.some((point) => !failing.has(point.layout.id)) }),
  };
}

function standingRecord(standing: Standing, { ids }: SpaceCaps): SpaceStanding {
  const { layout, headroom, refused, wrong, missing, isUndominated, dominatedBy, atSameReserve } = standing;
  return {
    layout: layout.id,
    headroom,
    refused,
    wrong,
    missing: missing.slice(0, ids),
    isUndominated,
    dominators: dominatedBy.length,
    dominatedBy: thinned(dominatedBy, ids).map((point) => point.layout.id),
    atSameReserve: thinned(atSameReserve, ids).map((point) => point.layout.id),
  };
}

function requirementsOf(
  { requirements }: Pick<Plan, 'requirements'>,
  judged: readonly Judged[],
  front: readonly (readonly Point[])[],
  caps: SpaceCaps,
): SpaceRequirements {
  const onFront = new Set(front.flat().map(({ layout }) => layout.id));
  const isBest = ({ point }: Judged): boolean => onFront.has(point.layout.id);
  const meeting = judged.filter(({ misses }) => misses.length === 0);
  const share = (worst: { readonly value: number } | null): number => worst?.value ?? 0;
  const best = [...meeting].sort(
    (a, b) =>
      a.unjudged.length - b.unjudged.length ||
      Number(isBest(b)) - Number(isBest(a)) ||
      share(a.point.refused) - share(b.point.refused) ||
      share(a.point.wrong) - share(b.point.wrong) ||
      b.point.headroom.value - a.point.headroom.value,
  );
  const failing = nearestFirst(judged.filter((entry) => entry.misses.length > 0 && isBest(entry)));
  return {
    met: meeting.length,
    each: requirements.map((requirement) => ({
      key: requirement.key,
      text: requirement.text,
      met: judged.filter(({ misses }) => misses.every((miss) => miss.requirement !== requirement)).length,
      unjudged: judged.filter(({ unjudged }) => unjudged.includes(requirement.key)).length,
    })),
    meeting: best.slice(0, caps.judged).map(judgedRecord),
    failing: failing.slice(0, caps.judged).map(judgedRecord),
    nearest: meeting.length > 0 ? [] : leastSacrifices(judged).slice(0, caps.judged).map(judgedRecord),
  };
}

export function judgedRecord({ point, misses, unjudged }: Judged): SpaceJudged {
  return {
    layout: point.layout.id,
    misses: misses.map(({ requirement: { key, text }, scenario, value }) => ({ key, text, scenario, value })),
    unjudged,
  };
}

function groupBy<T>(all: readonly T[], key: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of all) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
