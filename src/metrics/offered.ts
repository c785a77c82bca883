import type { Model, PageGroup, PinStream } from '../config/plan.ts';
import { within } from '../harness/tally.ts';
import { acquiredOf, classOf, type Domain, type KindSet, PAGE_REFERENCES } from '../layouts/domain.ts';
import { ordinaryStream } from '../workloads/model/describe.ts';
import { meanHold } from '../workloads/model/hold.ts';
import { popularity } from '../workloads/model/popularity.ts';

/** Arrivals of references of one class on a page. */
export interface Stream {
  /** What an arriving reference may be. */
  readonly kinds: KindSet;
  /** Calls per page and second, above 0; of finite sources: attempts of each one, per second in which it holds none. */
  readonly rate: number;
  /** Seconds; may be ∞. */
  readonly meanHold: number;
  /** Erlang: how many would be held on average had nothing been refused. May be ∞. */
  readonly load: number;
  /** ln of the chance that none is held at a random moment had nothing been refused; or why it is not known. */
  readonly lnNone: number | string;
  /** How many sources there are, each with at most one; undefined: arrivals at random (Poisson). */
  readonly sources: number | undefined;
  /** Why what a field refuses of it has no closed form of its own, or undefined. */
  readonly notAlone: string | undefined;
}

/** What a group of pages is offered. */
export interface Offered {
  /** Pages. */
  readonly pages: number;
  /** Ordinary references held throughout. */
  readonly steady: number;
  readonly streams: readonly Stream[];
}

/** Pages of different popularity that are worked out one by one: more of them would take seconds for each layout. */
const MOST_DIFFERENT = 10_000;

/** The load that a model offers to each of its groups of pages; each page of a skewed group is a group of its own. */
export function offeredBy(model: Model): readonly Offered[] {
  const { domain = PAGE_REFERENCES } = model;
  return model.pages.flatMap((group): Offered[] => {
    const steady = group.ordinary?.steady ?? 0;
    const zipf = group.zipf ?? 0;
    if (zipf === 0) return [{ pages: group.count, steady, streams: streamsOf(domain, group, 1) }];
    if (group.count > MOST_DIFFERENT) {
      const reason = `more than ${MOST_DIFFERENT.toLocaleString('en')} pages that differ in popularity: no closed form`;
      const streams = streamsOf(domain, group, 1).map((stream) => ({ ...stream, lnNone: reason, notAlone: reason }));
      return [{ pages: group.count, steady, streams }];
    }
    return Array.from(popularity(group.count, zipf), (weight) => ({
      pages: 1,
      steady,
      streams: streamsOf(domain, group, weight),
    }));
  });
}

/** `weight`: arrivals of the page as a multiple of the mean of its group. Finite sources are the same on every page. */
function streamsOf(domain: Domain, group: PageGroup, weight: number): readonly Stream[] {
  return [...ordinaryStream(group), ...group.pins].flatMap((stream): Stream[] => {
    if (stream.rate === 0) return [];
    const names = [stream.kind, ...(stream.or ?? [])];
    const one = { ...stream, rate: stream.rate / names.length };
    return names.flatMap((name): Stream[] => {
      const kinds = acquiredOf(domain)[classOf(domain, name) ?? (name === 'ordinary' ? 0 : -1)];
      if (kinds === undefined) return [];
      // Arrivals at random stay at random where each is of a kind by chance; a source is one whatever it holds.
      if (stream.sources === undefined) return [{ kinds, ...arrivals(one, weight) }];
      return [{ kinds, ...ofSources(stream, group, names.length) }];
    });
  });
}

function arrivals(stream: PinStream, weight: number): Omit<Stream, 'kinds'> {
  const { batch = 1, phases, pages = 1 } = stream;
  const rate = stream.rate * weight;
  const mean = meanHold(stream.hold);
  const calls = rate * mean * (phases ? phases.on / (phases.on + phases.off) : 1);
  const unknown = phases
    ? 'arrivals come in phases: no closed form'
    : pages > 1 && weight !== 1
      ? 'a call pins pages of different popularity: no closed form'
      : undefined;
  return {
    rate,
    meanHold: mean,
    load: calls * batch,
    lnNone: unknown ?? -calls,
    sources: undefined,
    notAlone: unknown ?? obstacleOf(stream),
  };
}

function ofSources(stream: PinStream, group: PageGroup, kinds: number): Omit<Stream, 'kinds'> {
  const { rate, batch = 1, pages = 1, sources = 1 } = stream;
  const mean = meanHold(stream.hold);
  const isSpread = group.pins.some((other) => (other.pages ?? 1) > 1);
  const onPage = isSpread ? pages / group.count : 1;
  const busy = (mean === Number.POSITIVE_INFINITY ? 1 : (rate * mean) / (1 + rate * mean)) * onPage;
  const unknown = stream.phases
    ? 'sources wait for phases: no closed form'
    : kinds > 1
      ? 'sources take pins of several kinds: no closed form'
      : isSpread && (group.zipf ?? 0) !== 0
        ? 'sources move between pages of different popularity: no closed form'
        : undefined;
  return {
    rate,
    meanHold: mean,
    load: (sources * batch * busy) / kinds,
    lnNone: unknown ?? sources * Math.log1p(-busy),
    sources,
    notAlone: unknown ?? obstacleOf(stream) ?? (isSpread ? 'sources move between pages: no closed form' : undefined),
  };
}

/** Why refusals of a stream have no closed form, whatever else is in its field. */
function obstacleOf({ batch = 1, pages = 1, retry, ifRefused }: PinStream): string | undefined {
  if (pages > 1) return 'a call pins several pages and fails as a whole: no closed form';
  if (batch > 1) return 'references are taken several at a time: no closed form';
  if (retry) return 'a refused call tries again: no closed form';
  if (ifRefused === 'skip') return 'a refused source goes on as if it held: no closed form';
  return undefined;
}

/** The streams whose references all lie inside a set of kinds. */
export const streamsWithin = (streams: readonly Stream[], set: KindSet): readonly Stream[] =>
  streams.filter((stream) => within(stream.kinds, set));

/** Erlang offered by the streams whose references all lie inside a set of kinds. */
export function loadWithin(streams: readonly Stream[], set: KindSet): number {
  return streamsWithin(streams, set).reduce((sum, stream) => sum + stream.load, 0);
}

/** ln of the chance that no reference inside a set of kinds is held, had nothing been refused; or why it is not known. */
export function lnNoneWithin(streams: readonly Stream[], set: KindSet): number | string {
  let sum = 0;
  for (const { lnNone } of streamsWithin(streams, set)) {
    if (typeof lnNone === 'string') return lnNone;
    sum += lnNone;
  }
  return sum;
}
