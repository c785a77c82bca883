import { addMatching, type MatchingCounts, noMatching } from '../events/match.ts';
import { addOwnCounters, comparisons, noOwnCounters, type OwnCounters } from '../events/own-counters.ts';
import { contradictionIn } from '../harness/profile/agree.ts';
import { ProfileFormatError, profileFromJson, profileToJson, seen as shown } from '../harness/profile/json.ts';
import { mergeProfiles, type Profile } from '../harness/profile/profile.ts';
import { mergeTallies, type Observed } from '../harness/tally.ts';
import { type Evaluated, emptyPopulation, type Population } from './evaluated.ts';
import { addWitnessed } from './witness.ts';

/** Version of the file's shape; another version is refused, because its numbers would be misread. */
export const PROFILE_SCHEMA = 'bitpart/profile@1';
/** The kinds of reference that the numbers are of. Profiles of other domains do not add up with these. */
const DOMAIN = 'page-references';

/** It is a profile, of kinds that do not add up with those of others. */
export class OtherDomainError extends ProfileFormatError {}

/** A recording, or many that were merged, as a profile: what `bitpart profile` writes and `explore` reads. */
export interface ProfileFile {
  readonly evaluated: Evaluated;
  readonly inputs: readonly Input[];
}

export interface Input {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** No recording at all: the unit of `mergeProfileFiles`. */
export const emptyProfileFile = (): ProfileFile => ({
  evaluated: {
    format: '',
    observed: { ordinary: true, direction: true, pins: false, checks: false },
    events: 0,
    duration: 0,
    matching: noMatching(),
    unreadable: { count: 0 },
    runs: [{ small: emptyPopulation(), large: emptyPopulation() }],
    witnessed: [],
    newestFirst: { small: emptyPopulation(), large: emptyPopulation() },
    notes: [],
  },
  inputs: [],
});

/**
 * The profile of the pages of both. Associative and commutative: duration is the longer, formats, notes and inputs are
 * sets. Something is observed if it is observed in both; pins and checks are there if one has them.
 */
export function mergeProfileFiles(a: ProfileFile, b: ProfileFile): ProfileFile {
  const [x, y] = [a.evaluated, b.evaluated];
  const [r, s] = [x.runs[0]!, y.runs[0]!];
  const matching = { ...x.matching };
  addMatching(matching, y.matching);
  const counters = noOwnCounters();
  for (const each of [x.counters, y.counters]) if (each !== undefined) addOwnCounters(counters, each);
  const first = [x, y]
    .flatMap(({ unreadable }) => (unreadable.first === undefined ? [] : [unreadable.first]))
    .sort((p, q) => p.line - q.line || (p.text < q.text ? -1 : 1))[0];
  return {
    evaluated: {
      format: union(x.format.split(' + '), y.format.split(' + ')).join(' + '),
      observed: {
        ordinary: x.observed.ordinary && y.observed.ordinary,
        direction: x.observed.direction && y.observed.direction,
        pins: x.observed.pins || y.observed.pins,
        checks: x.observed.checks || y.observed.checks,
      },
      events: x.events + y.events,
      duration: Math.max(x.duration, y.duration),
      matching,
      ...(comparisons(counters) > 0 ? { counters } : {}),
      unreadable: { count: x.unreadable.count + y.unreadable.count, ...(first === undefined ? {} : { first }) },
      runs: [{ small: mergePopulations(r.small, s.small), large: mergePopulations(r.large, s.large) }],
      notes: union(x.notes, y.notes),
      ...bothLooked(x, y),
    },
    inputs: [...new Map([...a.inputs, ...b.inputs].map((input) => [`${input.path}\0${input.sha256}`, input])).entries()]
      .sort(([p], [q]) => (p < q ? -1 : 1))
      .map(([, input]) => input),
  };
}

/** What was replayed, and matched the other way round, where that was done of both. */
function bothLooked(x: Evaluated, y: Evaluated): Partial<Evaluated> {
  return {
    ...(x.witnessed && y.witnessed ? { witnessed: addWitnessed([x.witnessed, y.witnessed]) } : {}),
    ...(x.newestFirst && y.newestFirst
      ? {
          newestFirst: {
            small: mergePopulations(x.newestFirst.small, y.newestFirst.small),
            large: mergePopulations(x.newestFirst.large, y.newestFirst.large),
          },
        }
      : {}),
  };
}

/** Tallies of layouts that only one of the two has are left out: they would be of half the pages. */
export function mergePopulations(a: Population, b: Population): Population {
  const both = Object.keys(a.tallies).filter((id) => Object.hasOwn(b.tallies, id));
  return {
    profile: mergeProfiles(a.profile, b.profile),
    tallies: Object.fromEntries(both.map((id) => [id, mergeTallies(a.tallies[id]!, b.tallies[id]!)])),
  };
}

const union = (a: readonly string[], b: readonly string[]): string[] =>
  [...new Set([...a, ...b])].filter((text) => text !== '').sort();

export function profileFileToJson({ evaluated, inputs }: ProfileFile, version: string) {
  const { small, large } = evaluated.runs[0]!;
  return {
    schema: PROFILE_SCHEMA,
    domain: DOMAIN,
    bitpart: version,
    format: evaluated.format,
    observed: evaluated.observed,
    events: evaluated.events,
    duration: evaluated.duration,
    matching: evaluated.matching,
    counters: evaluated.counters ?? noOwnCounters(),
    unreadable: evaluated.unreadable,
    notes: evaluated.notes,
    inputs,
    small: profileToJson(small.profile),
    large: profileToJson(large.profile),
  };
}

/** The file again. @throws ProfileFormatError saying what is wrong with a file of another version, or of none */
export function profileFileFromText(text: string): ProfileFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProfileFormatError('is no JSON: it is no profile, or it was cut off or changed');
  }
  const from = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (from['schema'] !== PROFILE_SCHEMA) {
    const seen = typeof from['schema'] === 'string' ? from['schema'] : undefined;
    throw new ProfileFormatError(
      seen?.startsWith('bitpart/profile@')
        ? `is a profile of another version, ${shown(seen)}; this bitpart reads ${PROFILE_SCHEMA}: make it again from the recording`
        : `is no profile: "schema" is ${shown(from['schema'])}, not ${JSON.stringify(PROFILE_SCHEMA)}`,
    );
  }
  if (from['domain'] !== DOMAIN) {
    throw new OtherDomainError(
      `counts the kinds of the domain ${shown(from['domain'])}, not of ${JSON.stringify(DOMAIN)}`,
    );
  }
  const observed = object(from['observed'], 'observed');
  const matching = object(from['matching'], 'matching');
  const unreadable = object(from['unreadable'], 'unreadable');
  const counts: MatchingCounts = noMatching();
  const counters = ownCounters(object(from['counters'], 'counters'));
  for (const key of Object.keys(counts) as (keyof MatchingCounts)[])
    counts[key] = count(matching[key], `matching.${key}`);
  const first = unreadable['first'] === undefined ? undefined : object(unreadable['first'], 'unreadable.first');
  return {
    evaluated: {
      format: string(from['format'], 'format'),
      observed: {
        ordinary: flag(observed, 'ordinary'),
        direction: flag(observed, 'direction'),
        pins: flag(observed, 'pins'),
        checks: flag(observed, 'checks'),
      } satisfies Observed,
      events: count(from['events'], 'events'),
      duration: count(from['duration'], 'duration'),
      matching: counts,
      ...(comparisons(counters) > 0 ? { counters } : {}),
      unreadable: {
        count: count(unreadable['count'], 'unreadable.count'),
        ...(first === undefined
          ? {}
          : {
              first: {
                line: count(first['line'], 'unreadable.first.line'),
                text: string(first['text'], 'unreadable.first.text'),
              },
            }),
      },
      runs: [
        {
          small: { profile: agreed(from['small'], 'small'), tallies: {} },
          large: { profile: agreed(from['large'], 'large'), tallies: {} },
        },
      ],
      notes: array(from['notes'], 'notes').map((note) => string(note, 'notes')),
    },
    inputs: array(from['inputs'], 'inputs').map((entry) => {
      const input = object(entry, 'inputs');
      return {
        path: string(input['path'], 'inputs.path'),
        sha256: string(input['sha256'], 'inputs.sha256'),
        bytes: count(input['bytes'], 'inputs.bytes'),
      };
    }),
  };
}

/** A profile whose members do not contradict each other: what is read off one of them would not be true of the others. */
function agreed(value: unknown, at: string): Profile {
  const profile = profileFromJson(value, at);
  const contradiction = contradictionIn(profile);
  if (contradiction === undefined) return profile;
  throw new ProfileFormatError(`${at}.${contradiction}: they contradict each other`);
}

function ownCounters(from: Record<string, unknown>): OwnCounters {
  const counters = noOwnCounters();
  for (const key of ['fromStart', 'underWay', 'large'] as const) {
    const pages = object(from[key], `counters.${key}`);
    counters[key].compared = count(pages['compared'], `counters.${key}.compared`);
    counters[key].equal = count(pages['equal'], `counters.${key}.equal`);
  }
  for (const key of ['beside', 'before', 'missing'] as const) counters[key] = count(from[key], `counters.${key}`);
  return counters;
}

function object(value: unknown, at: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ProfileFormatError(`${at} is no object`);
}

function array(value: unknown, at: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new ProfileFormatError(`${at} is no list`);
}

function string(value: unknown, at: string): string {
  if (typeof value === 'string') return value;
  throw new ProfileFormatError(`${at} is no text`);
}

function count(value: unknown, at: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new ProfileFormatError(`${at} is ${shown(value)}, not a whole number`);
}

function flag(from: Record<string, unknown>, key: string): boolean {
  const value = from[key];
  if (typeof value === 'boolean') return value;
  throw new ProfileFormatError(`observed.${key} is neither true nor false`);
}
