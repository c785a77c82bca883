import type { Model } from '../src/config/plan.ts';
import type { EventChunk } from '../src/events/chunk.ts';
import { Matcher } from '../src/events/match.ts';
import { Orderer } from '../src/events/order.ts';
import { ORDER_WINDOW } from '../src/events/raw-codes.ts';
import { ProfileEngine } from '../src/harness/profile/engine.ts';
import { profileOf } from '../src/harness/profile/profile.ts';
import { tallyOf } from '../src/harness/profile/read.ts';
import { parseNotation } from '../src/layouts/index.ts';
import { blocksOf, noFacts } from '../src/node/lines.ts';
import { RecordingReader } from '../src/node/recording-reader.ts';
import { generateRun, measuredFrom, measuredUntil } from '../src/workloads/model/index.ts';
import { type Portrait, Portraitist, quantileOf } from '../src/workloads/portrait.ts';

/** Layouts whose refusals tell a preset from a recording. */
export const LAYOUTS = ['4/4/24', '2/6/24', '8/24'] as const;

/** What pages of a recording or a model have shown, in the numbers of docs/presets.md. */
export interface Seen {
  readonly seconds: number;
  readonly pages: number;
  /** Most pins on a page at once, and on how many pages so many were. */
  readonly peak: number;
  readonly pagesAtPeak: number;
  /** Pins on the page just after one was taken: p50, p90, p99. */
  readonly depth: readonly [number, number, number];
  readonly taken: number;
  /** Seconds: p50, p99. */
  readonly hold: readonly [number, number];
  /** Ordinary references: at most events, and the highest. */
  readonly ordinary: readonly [number, number];
  /** Pins refused, as a share of those attempted; null where none was attempted or the source does not tell. */
  readonly refused: Readonly<Record<string, number | null>>;
  /** Those that would be another, had each drop ended the newest pin that fits instead of the oldest. */
  readonly newestFirst?: Readonly<Record<string, number>>;
}

/** Pins that each layout refuses, as a share of those attempted; null where none was attempted or the source does not tell. */
function refusedOf(engine: ProfileEngine, start: number, end: number): Seen['refused'] {
  const profile = profileOf(engine, end, { origin: start, page: String, task: String }, 0);
  const undirected = (profile.attempted[5] ?? 0) + (profile.attempted[6] ?? 0) > 0;
  return Object.fromEntries(
    LAYOUTS.map((notation) => {
      const built = parseNotation(notation);
      if (!built.ok) throw new Error(`no notation: ${notation}`);
      const tally = tallyOf(profile, built.layout);
      const attempted = sumOf(tally.attempted.slice(1));
      const isBlind = undirected && built.layout.family === 'split' && built.layout.fields.length > 2;
      return [notation, attempted === 0 || isBlind ? null : rounded(sumOf(tally.refused.slice(1)) / attempted)];
    }),
  );
}

/** A portrait and what layouts refuse, of the same events. */
class Viewer {
  readonly #portraitist: Portraitist;
  readonly #engine: ProfileEngine;

  constructor(from = Number.NEGATIVE_INFINITY) {
    this.#portraitist = new Portraitist(from);
    this.#engine = new ProfileEngine({ from });
  }

  readonly feed = (chunk: EventChunk): void => {
    this.#portraitist.feed(chunk);
    this.#engine.feed(chunk);
  };

  finish(start: number, end: number): { readonly portrait: Portrait; readonly seen: Seen } {
    const portrait = this.#portraitist.finish(start, end);
    const [peak, pagesAtPeak] = portrait.peaks.at(-1) ?? [0, 0];
    const usual = portrait.ordinary.reduce((most, pair) => (pair[1] > most[1] ? pair : most), [0, 0] as const)[0];
    const depth = (share: number): number => quantileOf(portrait.depths, share);
    return {
      portrait,
      seen: {
        seconds: rounded(portrait.seconds),
        pages: portrait.pinnedPages,
        peak,
        pagesAtPeak,
        depth: [depth(0.5), depth(0.9), depth(0.99)],
        taken: portrait.held.taken,
        hold: [rounded(portrait.held.p50), rounded(portrait.held.p99)],
        ordinary: [usual, portrait.ordinary.at(-1)?.[0] ?? 0],
        refused: refusedOf(this.#engine, start, end),
      },
    };
  }
}

/** The small folios of a recording, and the SHA-256 of its file. @throws InputError for a file that is no recording */
export async function viewRecording(path: string) {
  const viewer = new Viewer();
  const matcher = new Matcher({ small: viewer.feed, large: () => {} });
  const other = new ProfileEngine({});
  const otherWay = new Matcher({ small: (chunk) => other.feed(chunk), large: () => {} }, false, true);
  const orderer = new Orderer(ORDER_WINDOW, (raw, names, start, end) => {
    matcher.feed(raw, names, start, end);
    otherWay.feed(raw, names, start, end);
  });
  const facts = noFacts();
  const reader = new RecordingReader({ path, shown: path });
  for await (const { events, refNames } of reader.read(blocksOf({ path, shown: path }, facts)))
    orderer.push(events, refNames);
  orderer.flush();
  matcher.flush();
  otherWay.flush();
  const { portrait, seen } = viewer.finish(matcher.first, matcher.last);
  const newestFirst = Object.entries(refusedOf(other, matcher.first, matcher.last)).filter(
    ([layout, share]) => share !== null && share !== seen.refused[layout],
  );
  return {
    portrait,
    seen: { ...seen, ...(newestFirst.length === 0 ? {} : { newestFirst: Object.fromEntries(newestFirst) }) } as Seen,
    sha256: facts.sha256,
  };
}

/** The pages of some groups of a model, in its first run. */
export function viewModel(model: Model, groups: readonly string[]) {
  const viewer = new Viewer(measuredFrom(model));
  let from = 0;
  for (const { name, count } of model.pages) {
    const range = { from, to: from + count };
    if (groups.includes(name)) for (const chunk of generateRun(model, 0, range)) viewer.feed(chunk);
    from += count;
  }
  return viewer.finish(measuredFrom(model), measuredUntil(model));
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Four digits: more would differ between machines for no reason that matters. */
const rounded = (value: number): number => Number(value.toPrecision(4));
