import type { Model, Plan, Requirement } from '../config/plan.ts';
import type { Profile } from '../harness/profile/profile.ts';
import type { Observed } from '../harness/tally.ts';
import { type Domain, isPageReferences } from '../layouts/domain.ts';
import { designSpace, type Layout } from '../layouts/index.ts';
import { type Survey, surveyExposure } from '../metrics/exposure/index.ts';
import { rowsByLayout } from '../metrics/require.ts';
import {
  basisOf,
  evaluateSpace,
  frontOf,
  isOfSpace,
  type Judged,
  judgeSpace,
  leastSacrifices,
  meetsAll,
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
  /** What its kinds are of; absent: page references. */
  readonly domain?: Domain;
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
  /** undefined where the plan requires nothing of what is in the space. */
  readonly judged: readonly Judged[] | undefined;
  /** What it was held against, and what no layout of the space has anything of. */
  readonly required: readonly Requirement[];
  readonly elsewhere: readonly Requirement[];
  readonly apart: SpaceRecord['apart'];
  readonly curves: readonly RefusalCurve[];
  /** Absent where nothing is required of exposure. */
  readonly exposure?: Survey;
}

/**
 * The scenarios that the design space can be of: not those of somebody's own kinds, and where all layouts are of such kinds,
 * not those that have only the first of whatever kinds a layout has.
 */
export function ofPageReferences<T extends Pick<SpaceSource, 'domain' | 'runs'>>(
  layouts: readonly Layout[],
  sources: readonly T[],
): readonly T[] {
  const isOfPages = countingPages(layouts).length > 0;
  return sources.filter(({ domain, runs }) => domain === undefined && (isOfPages || runs.some(hasPins)));
}

const countingPages = (layouts: readonly Layout[]): readonly Layout[] =>
  layouts.filter(({ domain }) => isPageReferences(domain));

const hasPins = ({ small: { profile } }: SpaceSource['runs'][number]): boolean =>
  profile.attempted.some((count, code) => code > 0 && count > 0);

/** Whether there is something that the design space could be of: it is of page references. */
export function hasSpace(layouts: readonly Layout[], sources: readonly SpaceSource[]): boolean {
  return sources.length === 0 ? countingPages(layouts).length > 0 : ofPageReferences(layouts, sources).length > 0;
}

/** The layouts and scenarios of kinds of somebody's own, by domain. */
export function apartFrom(layouts: readonly Layout[], sources: readonly SpaceSource[]): SpaceRecord['apart'] {
  const nameOf = ({ name }: Domain): string => name ?? '';
  const own = layouts.filter(({ domain }) => !isPageReferences(domain));
  const others = sources.flatMap(({ id, domain }) => (domain === undefined ? [] : [{ id, domain }]));
  const domains = new Set([...own, ...others].map(({ domain }) => nameOf(domain)));
  const idsOf = (some: readonly { readonly id: string; readonly domain: Domain }[], name: string): readonly string[] =>
    some.filter(({ domain }) => nameOf(domain) === name).map(({ id }) => id);
  return [...domains].map((name) => ({ domain: name, layouts: idsOf(own, name), scenarios: idsOf(others, name) }));
}

/**
 * @param all scenarios of whatever kinds; those of somebody's own are left out.
 * @param measurements of the plan's layouts on the same scenarios.
 */
export function exploreSpace(
  plan: Pick<Plan, 'layouts' | 'requirements' | 'attackers' | 'moves'>,
  all: readonly SpaceSource[],
  measurements: readonly Measurement[],
  { word = wordOf(countingPages(plan.layouts)), reserves }: SpaceOptions = {},
): ExploredSpace {
  const sources = ofPageReferences(plan.layouts, all);
  const basis = basisOf(sources.map((source) => ({ ...source, runs: source.runs.map(({ small }) => small.profile) })));
  const isWanted = (layout: Layout): boolean => {
    const reserve = reserveOf(layout);
    return reserves === undefined || reserve === undefined || reserves.includes(reserve);
  };
  const wanted = [...designSpace(word)].filter(isWanted);
  const space = evaluateSpace(word, basis, wanted);
  const { against } = exposedTo(plan);
  const required = plan.requirements.filter((requirement) => isOfSpace(requirement, wanted));
  const isExposure = plan.requirements.some(({ metric }) => metric.startsWith('exposure-'));
  const front = frontOf(space.points);
  const rows = rowsByLayout(measurements);
  return {
    space,
    front,
    standings: countingPages(plan.layouts).map((layout) => standingOf(layout, rows.get(layout.id) ?? [], space, front)),
    judged: required.length === 0 ? undefined : judgeSpace(required, space, against),
    required,
    elsewhere: plan.requirements.filter((requirement) => !required.includes(requirement)),
    apart: apartFrom(plan.layouts, all),
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

export function spaceRecord(explored: ExploredSpace, plan: Pick<Plan, 'scenarios'>, caps = REPORT_CAPS): SpaceRecord {
  const { space, front, standings, judged, curves, exposure, apart } = explored;
  const meeting = judged && new Set(judged.filter(meetsAll).map(({ point }) => point.layout.id));
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
    apart,
    front: {
      layouts: front.reduce((sum, group) => sum + group.length, 0),
      places: front.length,
      shown: thinned(front, caps.places).map((group) => placeOf(group, caps, meeting)),
    },
    named: standings.map((standing) => standingRecord(standing, caps)),
    curves,
    ...(judged === undefined ? {} : { requirements: requirementsOf(explored, judged, caps) }),
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
  meeting: ReadonlySet<string> | undefined,
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
    ...(meeting === undefined ? {} : { meets: group.some((point) => meeting.has(point.layout.id)) }),
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
  { required, elsewhere, front }: Pick<ExploredSpace, 'required' | 'elsewhere' | 'front'>,
  judged: readonly Judged[],
  caps: SpaceCaps,
): SpaceRequirements {
  const onFront = new Set(front.flat().map(({ layout }) => layout.id));
  const isBest = ({ point }: Judged): boolean => onFront.has(point.layout.id);
  const meeting = judged.filter(meetsAll);
  const open = judged.filter((entry) => entry.misses.length === 0 && !meetsAll(entry));
  const share = (worst: { readonly value: number } | null): number => worst?.value ?? 0;
  const bestFirst = (a: Judged, b: Judged): number =>
    a.unjudged.length - b.unjudged.length ||
    Number(isBest(b)) - Number(isBest(a)) ||
    share(a.point.refused) - share(b.point.refused) ||
    share(a.point.wrong) - share(b.point.wrong) ||
    b.point.headroom.value - a.point.headroom.value;
  const failing = nearestFirst(judged.filter((entry) => entry.misses.length > 0 && isBest(entry)));
  return {
    met: meeting.length,
    open: open.length,
    each: required.map((requirement) => {
      const { key, text } = requirement;
      const unjudged = judged.filter((entry) => entry.unjudged.includes(requirement)).length;
      const missed = judged.filter(({ misses }) => misses.some((miss) => miss.requirement === requirement)).length;
      return { key, text, met: judged.length - unjudged - missed, unjudged };
    }),
    elsewhere: elsewhere.map(({ key }) => key),
    meeting: meeting.sort(bestFirst).slice(0, caps.judged).map(judgedRecord),
    undecided: meeting.length > 0 ? [] : open.sort(bestFirst).slice(0, caps.judged).map(judgedRecord),
    failing: failing.slice(0, caps.judged).map(judgedRecord),
    nearest: meeting.length + open.length > 0 ? [] : leastSacrifices(judged).slice(0, caps.judged).map(judgedRecord),
  };
}

export function judgedRecord({ point, misses, unjudged }: Judged): SpaceJudged {
  return {
    layout: point.layout.id,
    misses: misses.map(({ requirement: { key, text }, scenario, value }) => ({ key, text, scenario, value })),
    unjudged: unjudged.map(({ key }) => key),
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
