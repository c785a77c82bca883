import type { EventChunk } from '../events/chunk.ts';
import { ProfileEngine } from '../harness/profile/engine.ts';
import { type Profile, profileOf } from '../harness/profile/profile.ts';
import { needsReplay, reachesSign, tallyOf } from '../harness/profile/read.ts';
import { Replay } from '../harness/replay.ts';
import { designSpace, type Layout, parseNotation } from '../layouts/index.ts';
import { basisOf, evaluateSpace, frontOf } from '../metrics/space/index.ts';
import { randomEvents } from './events.ts';
import { against, fastest, type Row } from './measure.ts';

const layoutOf = (notation: string): Layout => {
  const built = parseNotation(notation);
  if (!built.ok) throw new Error(notation);
  return built.layout;
};

const ROUNDS = 6;
const names = { origin: 0, page: (page: number) => String(page), task: () => '' };

/** Million events a second of the fastest of some rounds over the same chunks, each round later than the one before. */
function rate(
  engine: { feed(chunk: EventChunk): void },
  made: ReturnType<typeof randomEvents>,
  rounds = ROUNDS,
): number {
  let best = 0;
  for (let round = 0; round < rounds; round++) {
    const seconds = fastest(1, () => {
      for (const chunk of made.chunks) engine.feed(chunk);
    });
    best = Math.max(best, made.events / seconds / 1e6);
    for (const chunk of made.chunks) for (let i = 0; i < chunk.length; i++) chunk.time[i]! += made.span;
  }
  return best;
}

/** The least that can be done with events: how many there were on each page, and when the last. */
class Histogram {
  readonly #events: Uint32Array;
  readonly #last: Float64Array;

  constructor(pages: number) {
    this.#events = new Uint32Array(pages);
    this.#last = new Float64Array(pages);
  }

  feed({ page: pages, time, length }: EventChunk): void {
    const events = this.#events;
    const last = this.#last;
    for (let i = 0; i < length; i++) {
      const page = pages[i]!;
      events[page] = events[page]! + 1;
      last[page] = time[i]!;
    }
  }
}

/** Profile against replay of one layout, on as many events over few pages and over many. */
export function engineRows(events: number): Row[] {
  const rows: Row[] = [];
  for (const [pages, label] of [
    [65_536, '64 Ki pages'],
    [4_194_304, '4 Mi pages'],
  ] as const) {
    const fresh = (): ReturnType<typeof randomEvents> => randomEvents(Math.max(events / ROUNDS, pages * 1.5), pages);
    const made = fresh();
    const rounds = pages > 100_000 ? 2 : ROUNDS;
    const note = `${rounds} × ${(made.events / 1e6).toFixed(1)} M events, pages in random order`;
    const histogram = rate(new Histogram(pages), made, rounds);
    rows.push({ name: `histogram of pages, ${label}`, value: histogram, unit: 'M events/s', note });
    const replay = rate(new Replay(layoutOf('4/4/24')), made, rounds);
    rows.push({
      name: `replay of one layout, ${label}`,
      value: replay,
      unit: 'M events/s',
      ...against('histogram of pages, time of replay / time of the histogram', histogram, histogram / replay),
    });
    for (const [name, everything] of [
      ['profile of every layout, refusals only', false],
      ['profile of every layout, everything', true],
    ] as const) {
      const value = rate(new ProfileEngine({ everything }), made, rounds);
      rows.push({
        name: `${name}, ${label}`,
        value,
        unit: 'M events/s',
        ...against('replay of one layout, time of the profile / time of replay', replay, replay / value),
      });
    }
  }
  return rows;
}

/** The whole 32-bit space read off one profile, against replay of each of its layouts (a sample, extrapolated). */
export function spaceRows(): Row[] {
  const made = randomEvents(500_000, 4096);
  const engine = new ProfileEngine();
  for (const chunk of made.chunks) engine.feed(chunk);
  const profile: Profile = profileOf(engine, made.span, names, made.events);
  const space = [...designSpace(32)].filter(
    (layout) => needsReplay(layout) === undefined && !reachesSign(layout, profile),
  );
  const seconds = fastest(5, () => {
    for (const layout of space) tallyOf(profile, layout);
  });
  const sample = space.filter((_, i) => i % Math.ceil(space.length / 12) === 0);
  const replays = fastest(1, () => {
    for (const layout of sample) {
      const replay = new Replay(layout);
      for (const chunk of made.chunks) replay.feed(chunk);
      replay.finish(made.span, names);
    }
  });
  const all = (replays / sample.length) * space.length;
  const source = {
    id: 'bench',
    observed: { ordinary: true, direction: true, pins: true, checks: false },
    runs: [profile],
  };
  const placed = fastest(5, () => {
    frontOf(evaluateSpace(32, basisOf([source])).points);
  });
  return [
    {
      name: 'the whole 32-bit space from one profile: headroom, refusals, wrong answers, and its front',
      value: placed * 1000,
      unit: 'ms',
      ...against(`replay of each layout, of ${(made.events / 1e6).toFixed(1)} M events: ms`, all * 1000, all / placed),
      note: `replay measured on ${sample.length} layouts, the rest extrapolated`,
    },
    {
      name: `${space.length} layouts of 32 bits, every tally read off one profile`,
      value: seconds * 1000,
      unit: 'ms',
      ...against(`replay of each, of ${(made.events / 1e6).toFixed(1)} M events: ms`, all * 1000, all / seconds),
      note: `replay measured on ${sample.length} layouts, the rest extrapolated`,
    },
  ];
}
