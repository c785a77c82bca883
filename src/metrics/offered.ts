import type { Model, PageGroup } from '../config/plan.ts';
import { within } from '../harness/tally.ts';
import { ACQUIRED, acquiredClassOf, type KindSet, ORDINARY } from '../layouts/domain.ts';
import { meanHold } from '../workloads/model/hold.ts';

/** Arrivals of references of one class on a page. */
export interface Stream {
  /** What an arriving reference may be. */
  readonly kinds: KindSet;
  /** Per page and second, above 0. */
  readonly rate: number;
  /** Erlang: rate × mean hold; how many would be held on average had nothing been refused. May be ∞. */
  readonly load: number;
}

/** What a group of pages is offered. */
export interface Offered {
  /** Pages. */
  readonly pages: number;
  /** Ordinary references held throughout. */
  readonly steady: number;
  readonly streams: readonly Stream[];
}

/** The load that a model offers to each of its groups of pages. */
export function offeredBy(model: Model): readonly Offered[] {
  return model.pages.map((group) => ({
    pages: group.count,
    steady: group.ordinary?.steady ?? 0,
    streams: streamsOf(group),
  }));
}

function streamsOf(group: PageGroup): readonly Stream[] {
  const streams: Stream[] = [];
  const { ordinary } = group;
  if (ordinary && ordinary.rate > 0 && ordinary.hold) {
    streams.push({ kinds: ORDINARY, rate: ordinary.rate, load: ordinary.rate * meanHold(ordinary.hold) });
  }
  for (const { kind, rate, hold } of group.pins) {
    const kinds = ACQUIRED[acquiredClassOf(kind) ?? -1];
    if (kinds === undefined || rate === 0) continue;
    streams.push({ kinds, rate, load: rate * meanHold(hold) });
  }
  return streams;
}

/** Erlang offered by the streams whose references all lie inside a set of kinds. */
export function loadWithin(streams: readonly Stream[], set: KindSet): number {
  return streams.reduce((sum, stream) => (within(stream.kinds, set) ? sum + stream.load : sum), 0);
}
