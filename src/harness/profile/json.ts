import { ACQUIRED, MOST_KINDS } from '../../layouts/domain.ts';
import type { Hit } from '../tally.ts';
import { BANDS } from './bands.ts';
import { type FirstAndWorst, type Profile, perProcess } from './profile.ts';
import { type ExactWeights, noWeights, WEIGHT_NAMES } from './weights.ts';

/** A profile as JSON: integers beyond 2^53 as decimal strings, weights as pairs [index, weight]. */
export type ProfileJson = ReturnType<typeof profileToJson>;

const exact = (value: bigint): number | string =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= -BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value.toString();

export function profileToJson(profile: Profile) {
  const weights = (from: ExactWeights): Record<string, [number, number | string][]> =>
    Object.fromEntries(
      WEIGHT_NAMES.filter((name) => from[name].size > 0).map((name) => [
        name,
        [...from[name]].sort((a, b) => a[0] - b[0]).map(([index, weight]) => [index, exact(weight)]),
      ]),
    );
  return {
    ...profile,
    pageTime: exact(profile.pageTime),
    timeWeights: weights(profile.timeWeights),
    checkWeights: weights(profile.checkWeights),
  };
}

/** What is wrong with something that is said to be a profile. */
export class ProfileFormatError extends Error {}

/** A value of a file as a message shows it: short, however long or deep it is. */
export function seen(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** The profile again. @throws ProfileFormatError naming the key, for whatever is not a profile's JSON */
export function profileFromJson(value: unknown, at = 'profile'): Profile {
  const from = record(value, at);
  const weights = (key: string): ExactWeights => {
    const sums = noWeights();
    const source = record(from[key], `${at}.${key}`);
    for (const name of Object.keys(source)) {
      const place = `${at}.${key}.${name}`;
      if (!(WEIGHT_NAMES as readonly string[]).includes(name)) throw new ProfileFormatError(`${place} is no weight`);
      const pairs = list(source[name], place);
      if (pairs.length === 0) throw new ProfileFormatError(`${place} has no weight, and is left out of a profile then`);
      for (const pair of pairs) {
        const [index, weight] = list(pair, place, 2);
        const to = sums[name as keyof typeof sums];
        const key = whole(index, place, (BANDS + 1) ** 2 - 1);
        // Of two the last would stand and the first be lost.
        if (to.has(key)) throw new ProfileFormatError(`${place} has two weights of ${key}`);
        const sum = big(weight, place);
        if (sum === 0n) throw new ProfileFormatError(`${place} has a weight of 0, which is left out of a profile`);
        to.set(key, sum);
      }
    }
    return sums;
  };
  const arrivals = record(from['arrivals'], `${at}.arrivals`);
  const byBand = record(from['pagesByBand'], `${at}.pagesByBand`);
  const hits = record(from['hits'], `${at}.hits`);
  const bias = record(from['bias'], `${at}.bias`);
  const top = record(from['top'], `${at}.top`);
  return {
    events: whole(from['events'], `${at}.events`),
    pages: whole(from['pages'], `${at}.pages`),
    pageTime: big(from['pageTime'], `${at}.pageTime`),
    checks: whole(from['checks'], `${at}.checks`),
    lives: whole(from['lives'], `${at}.lives`),
    attempted: wholes(from['attempted'], `${at}.attempted`, MOST_KINDS),
    arrivals: perProcess((process) =>
      list(arrivals[process], `${at}.arrivals.${process}`, ACQUIRED.length).map((row) =>
        wholes(row, `${at}.arrivals.${process}`, BANDS + 1),
      ),
    ),
    pagesByBand: perProcess((process) => wholes(byBand[process], `${at}.pagesByBand.${process}`, BANDS + 1)),
    hits: {
      ...perProcess((process) => hitList(hits[process], `${at}.hits.${process}`)),
      ordinary: hitList(hits['ordinary'], `${at}.hits.ordinary`),
    },
    lifeMaxima: wholes(from['lifeMaxima'], `${at}.lifeMaxima`, BANDS + 1),
    pagesByLifeMax: wholes(from['pagesByLifeMax'], `${at}.pagesByLifeMax`, BANDS + 1),
    ordinaryEntries: wholes(from['ordinaryEntries'], `${at}.ordinaryEntries`, BANDS + 1),
    bias: {
      refused: wholes(bias['refused'], `${at}.bias.refused`, ACQUIRED.length),
      pages: whole(bias['pages'], `${at}.bias.pages`),
      hits: bias['hits'] === null ? null : firstAndWorst(bias['hits'], `${at}.bias.hits`),
    },
    timeWeights: weights('timeWeights'),
    checkWeights: weights('checkWeights'),
    peaks: Object.fromEntries(
      Object.entries(record(from['peaks'], `${at}.peaks`)).map(([name, peak]) => [
        name,
        whole(peak, `${at}.peaks.${name}`),
      ]),
    ),
    peakPages: Object.fromEntries(
      Object.entries(record(from['peakPages'], `${at}.peakPages`)).map(([name, pairs]) => [
        name,
        list(pairs, `${at}.peakPages.${name}`).map((pair): [number, number] => {
          const [peak, pages] = wholes(pair, `${at}.peakPages.${name}`, 2);
          return [peak ?? 0, pages ?? 0];
        }),
      ]),
    ),
    busiest: from['busiest'] === null ? null : busiest(from['busiest'], `${at}.busiest`),
    top: { pins: whole(top['pins'], `${at}.top.pins`), ordinary: whole(top['ordinary'], `${at}.top.ordinary`) },
  };
}

function record(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ProfileFormatError(`${at} is no object`);
  return value as Record<string, unknown>;
}

function list(value: unknown, at: string, most = 100_000): unknown[] {
  if (!Array.isArray(value)) throw new ProfileFormatError(`${at} is no list`);
  if (value.length > most)
    throw new ProfileFormatError(`${at} has ${value.length} entries, at most ${most} are possible`);
  return value;
}

function whole(value: unknown, at: string, most: number = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most) {
    throw new ProfileFormatError(`${at} is ${seen(value)}, not a whole number from 0 to ${most}`);
  }
  return value;
}

const wholes = (value: unknown, at: string, most: number): number[] => list(value, at, most).map((n) => whole(n, at));

function big(value: unknown, at: string): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'string' && /^-?\d{1,40}$/.test(value)) return BigInt(value);
  throw new ProfileFormatError(`${at} is ${seen(value)}, not a whole number`);
}

function text(value: unknown, at: string): string {
  if (typeof value !== 'string') throw new ProfileFormatError(`${at} is no text`);
  return value;
}

function hitList(value: unknown, at: string): (FirstAndWorst | null)[] {
  return list(value, at, BANDS + 1).map((entry) => (entry === null ? null : firstAndWorst(entry, at)));
}

function firstAndWorst(value: unknown, at: string): FirstAndWorst {
  const from = record(value, at);
  return { first: hit(from['first'], `${at}.first`), worst: hit(from['worst'], `${at}.worst`) };
}

function hit(value: unknown, at: string): Hit {
  const from = record(value, at);
  const time = from['time'];
  if (typeof time !== 'number' || !Number.isFinite(time)) throw new ProfileFormatError(`${at}.time is no number`);
  return {
    time,
    page: text(from['page'], `${at}.page`),
    line: whole(from['line'], `${at}.line`),
    task: text(from['task'], `${at}.task`),
    wanted: whole(from['wanted'], `${at}.wanted`),
  };
}

function busiest(value: unknown, at: string): Profile['busiest'] {
  const from = record(value, at);
  return { page: text(from['page'], `${at}.page`), pins: whole(from['pins'], `${at}.pins`) };
}
