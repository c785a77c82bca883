import { ACQUIRED, ACQUIRED_NAMES } from '../../layouts/domain.ts';
import { type Names, nameHit } from '../hits.ts';
import { type Demand, earlier, type Hit, worse } from '../tally.ts';
import { BANDS, bitLength } from './bands.ts';
import type { ProfileEngine } from './engine.ts';
import { PROCESSES, type Process } from './kinds.ts';
import { addWeight, type ExactWeights, noWeights, WEIGHT_NAMES } from './weights.ts';

/**
 * What one pass over a population of pages leaves: exact integers from which every layout of the family is read off
 * (read.ts). Profiles of disjoint pages add up: `merge` is associative and commutative, and `emptyProfile()` is its unit.
 * Lists end with their last entry that is not 0, so equal profiles are equal values.
 */
export interface Profile {
  readonly events: number;
  readonly pages: number;
  /** Nanoseconds × pages observed. */
  readonly pageTime: bigint;
  readonly checks: number;
  readonly lives: number;
  /** By class code (layouts/domain ACQUIRED). */
  readonly attempted: readonly number[];
  /** Per set of kinds that a field may count, per class code: arrivals by band. Refused by k usable bits: the sum from k on. */
  readonly arrivals: Readonly<Record<Process, readonly (readonly number[])[]>>;
  /** Pages by the highest band reached. */
  readonly pagesByBand: Readonly<Record<Process, readonly number[]>>;
  /** By band: the first and the worst of its arrivals. */
  readonly hits: Readonly<Record<Process | 'ordinary', readonly (FirstAndWorst | null)[]>>;
  /** Lives, and pages by the highest of their lives, by the bit length of the highest ordinary count. */
  readonly lifeMaxima: readonly number[];
  readonly pagesByLifeMax: readonly number[];
  /** By bit length: acquisitions, and levels that stand for several, that brought an ordinary count to it from below. */
  readonly ordinaryEntries: readonly number[];
  /** A bias below the sign bit: pins refused because the word was 0, by class code; pages; who. */
  readonly bias: { readonly refused: readonly number[]; readonly pages: number; readonly hits: FirstAndWorst | null };
  readonly timeWeights: ExactWeights;
  readonly checkWeights: ExactWeights;
  /** Most references of a kind or group held at once on one page, in measured time. */
  readonly peaks: Readonly<Record<string, number>>;
  /** Pages by that number: pairs, ascending; above 256 the number is rounded down to 5 significant bits. */
  readonly peakPages: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  /** The page that held the most pins at once in measured time; of equals the first by name. */
  readonly busiest: { readonly page: string; readonly pins: number } | null;
  /** Most pins, and ordinary references, held at once on one page, warm-up included. */
  readonly top: { readonly pins: number; readonly ordinary: number };
}

export interface FirstAndWorst {
  readonly first: Hit;
  readonly worst: Hit;
}

export function emptyProfile(): Profile {
  return {
    events: 0,
    pages: 0,
    pageTime: 0n,
    checks: 0,
    lives: 0,
    attempted: [],
    arrivals: perProcess(() => []),
    pagesByBand: perProcess(() => []),
    hits: { ...perProcess(() => []), ordinary: [] },
    lifeMaxima: [],
    pagesByLifeMax: [],
    ordinaryEntries: [],
    bias: { refused: [], pages: 0, hits: null },
    timeWeights: noWeights(),
    checkWeights: noWeights(),
    peaks: {},
    peakPages: {},
    busiest: null,
    top: { pins: 0, ordinary: 0 },
  };
}

/** The profile of what an engine has been fed. `end`: time of the last event of any page; `events`: of the source. */
export function profileOf(engine: ProfileEngine, end: number, names: Names, events: number): Profile {
  engine.finish(end);
  const { capacity } = engine;
  const pagesByBand = perProcess(() => new Float64Array(BANDS + 1));
  const pagesByLifeMax = new Float64Array(BANDS + 1);
  const peaks = new Map<string, number>();
  const peakPages = new Map<string, Map<number, number>>();
  const groups = [...PROCESSES, 'ordinary'] as const;
  for (const group of groups) peakPages.set(group, new Map());
  let biasPages = 0;
  let busiest: Profile['busiest'] = null;
  for (let page = 0; page < capacity; page++) {
    if (!engine.isPage(page)) continue;
    PROCESSES.forEach((process, p) => {
      const top = engine.topBand(page, p);
      if (top > 0) pagesByBand[process][top - 1]!++;
    });
    const livesMax = engine.livesMax(page);
    if (livesMax > 0) pagesByLifeMax[bitLength(livesMax)]!++;
    if (engine.biasRefusedOn(page)) biasPages++;
    const pins = engine.peak(page, 0);
    if (pins > 0 && pins >= (busiest?.pins ?? 0)) busiest = busier(busiest, { page: names.page(page), pins });
    groups.forEach((group, g) => {
      const peak = g < PROCESSES.length ? engine.peak(page, g) : engine.ordinaryPeak(page);
      if (peak === 0) return;
      if (peak > (peaks.get(group) ?? 0)) peaks.set(group, peak);
      const rounded = rounded5(peak);
      const pages = peakPages.get(group)!;
      pages.set(rounded, (pages.get(rounded) ?? 0) + 1);
    });
  }
  engine.classPeaks.forEach((peak, c) => {
    const name = ACQUIRED_NAMES[c]!;
    if (c > 0 && c < 5 && peak > 0) peaks.set(name, peak);
  });
  const hitsOf = (keepers: readonly { first: unknown; worst: unknown }[]): (FirstAndWorst | null)[] =>
    trimmed(
      keepers.map((keeper) => {
        const { first, worst } = keeper as ProfileEngine['biasHits'];
        return first && worst ? { first: nameHit(first, names), worst: nameHit(worst, names) } : null;
      }),
      null,
    );
  return {
    events,
    pages: engine.pages,
    pageTime: BigInt(engine.pages) * BigInt(engine.pages === 0 ? 0 : end) - engine.observedFrom.value,
    checks: engine.checks,
    lives: engine.lives,
    attempted: trimmed(
      ACQUIRED.map((_, c) => (c === 0 ? engine.ordinaryAttempted : sumOf(engine.arrivals(0, c)))),
      0,
    ),
    arrivals: perProcess((_, p) =>
      trimmed(
        ACQUIRED.map((_kinds, c) => trimmed([...engine.arrivals(p, c)], 0)),
        (row) => row.length === 0,
      ),
    ),
    pagesByBand: perProcess((process) => trimmed([...pagesByBand[process]], 0)),
    hits: { ...perProcess((_, p) => hitsOf(engine.hits(p))), ordinary: hitsOf(engine.ordinaryHits) },
    lifeMaxima: trimmed([...engine.lifeMaxima], 0),
    pagesByLifeMax: trimmed([...pagesByLifeMax], 0),
    ordinaryEntries: trimmed([...engine.ordinaryEntries], 0),
    bias: {
      refused: trimmed([...engine.biasRefused], 0),
      pages: biasPages,
      hits: hitsOf([engine.biasHits])[0] ?? null,
    },
    timeWeights: engine.timeWeights,
    checkWeights: engine.checkWeights,
    peaks: Object.fromEntries([...peaks].sort(byName)),
    peakPages: Object.fromEntries(
      [...peakPages]
        .filter(([, pages]) => pages.size > 0)
        .map(([group, pages]) => [group, [...pages].sort((a, b) => a[0] - b[0])] as const)
        .sort(byName),
    ),
    busiest,
    top: { pins: engine.topPins, ordinary: engine.topOrdinary },
  };
}

/** The profile of the pages of both. */
export function mergeProfiles(a: Profile, b: Profile): Profile {
  return {
    events: a.events + b.events,
    pages: a.pages + b.pages,
    pageTime: a.pageTime + b.pageTime,
    checks: a.checks + b.checks,
    lives: a.lives + b.lives,
    attempted: added(a.attempted, b.attempted),
    arrivals: perProcess((process) => {
      const rows = Math.max(a.arrivals[process].length, b.arrivals[process].length);
      return Array.from({ length: rows }, (_, c) => added(a.arrivals[process][c] ?? [], b.arrivals[process][c] ?? []));
    }),
    pagesByBand: perProcess((process) => added(a.pagesByBand[process], b.pagesByBand[process])),
    hits: {
      ...perProcess((process) => mergedHits(a.hits[process], b.hits[process])),
      ordinary: mergedHits(a.hits.ordinary, b.hits.ordinary),
    },
    lifeMaxima: added(a.lifeMaxima, b.lifeMaxima),
    pagesByLifeMax: added(a.pagesByLifeMax, b.pagesByLifeMax),
    ordinaryEntries: added(a.ordinaryEntries, b.ordinaryEntries),
    bias: {
      refused: added(a.bias.refused, b.bias.refused),
      pages: a.bias.pages + b.bias.pages,
      hits: mergedHit(a.bias.hits, b.bias.hits),
    },
    timeWeights: mergedWeights(a.timeWeights, b.timeWeights),
    checkWeights: mergedWeights(a.checkWeights, b.checkWeights),
    peaks: mergedRecords(a.peaks, b.peaks, (x, y) => Math.max(x ?? 0, y ?? 0)),
    peakPages: mergedRecords(a.peakPages, b.peakPages, (x, y) => {
      const pages = new Map(x ?? []);
      for (const [n, count] of y ?? []) pages.set(n, (pages.get(n) ?? 0) + count);
      return [...pages].sort((p, q) => p[0] - q[0]);
    }),
    busiest: busier(a.busiest, b.busiest),
    top: { pins: Math.max(a.top.pins, b.top.pins), ordinary: Math.max(a.top.ordinary, b.top.ordinary) },
  };
}

export function demandOf(profile: Profile): Demand {
  const { peaks, events, pages, attempted, peakPages } = profile;
  return { peaks, events, pages, attempted, peakPages };
}

export function perProcess<T>(make: (process: Process, index: number) => T): Record<Process, T> {
  return {
    pin: make('pin', 0),
    read: make('read', 1),
    write: make('write', 2),
    long: make('long', 3),
    short: make('short', 4),
  };
}

function busier(a: Profile['busiest'], b: Profile['busiest']): Profile['busiest'] {
  if (a === null || b === null) return a ?? b;
  if (a.pins !== b.pins) return a.pins > b.pins ? a : b;
  return a.page <= b.page ? a : b;
}

/** n, above 256 rounded down to 5 significant bits: at most 3 % less. */
export function rounded5(n: number): number {
  if (n <= 256) return n;
  const unit = 2 ** (Math.floor(Math.log2(n)) - 4);
  return Math.floor(n / unit) * unit;
}

const sumOf = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);

function trimmed<T>(values: T[], empty: T | ((value: T) => boolean)): T[] {
  const isEmpty = typeof empty === 'function' ? (empty as (value: T) => boolean) : (value: T) => value === empty;
  let length = values.length;
  while (length > 0 && isEmpty(values[length - 1]!)) length--;
  values.length = length;
  return values;
}

const byName = (a: readonly [string, unknown], b: readonly [string, unknown]): number => (a[0] < b[0] ? -1 : 1);

function added(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => (a[i] ?? 0) + (b[i] ?? 0));
}

function mergedHit(a: FirstAndWorst | null, b: FirstAndWorst | null): FirstAndWorst | null {
  if (a === null || b === null) return a ?? b;
  return {
    first: earlier(b.first, a.first) ? b.first : a.first,
    worst: worse(b.worst, a.worst) ? b.worst : a.worst,
  };
}

function mergedHits(
  a: readonly (FirstAndWorst | null)[],
  b: readonly (FirstAndWorst | null)[],
): (FirstAndWorst | null)[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => mergedHit(a[i] ?? null, b[i] ?? null));
}

function mergedWeights(a: ExactWeights, b: ExactWeights): ExactWeights {
  const sums = noWeights();
  for (const from of [a, b]) {
    for (const name of WEIGHT_NAMES) for (const [index, weight] of from[name]) addWeight(sums[name], index, weight);
  }
  return sums;
}

function mergedRecords<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  merge: (x: T | undefined, y: T | undefined) => T,
): Record<string, T> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return Object.fromEntries(names.map((name) => [name, merge(a[name], b[name])]));
}
