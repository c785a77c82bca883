import fc from 'fast-check';
import type { EventChunk } from '../../src/events/chunk.ts';
import { Matcher, type MatchingCounts } from '../../src/events/match.ts';
import * as raw from '../../src/events/raw.ts';
import type { Domain } from '../../src/layouts/index.ts';

/** One raw event of a made-up recording. */
export interface Step {
  gap: number;
  page: number;
  what: 'pin' | 'unpin' | 'get' | 'put' | 'level' | 'check';
  kind: number;
  refs: number;
  level: number;
  task: number;
  interrupt: boolean;
  among: number;
  ref?: string;
}

/** A raw event 5 ns after the one before. */
export const still: Step = {
  gap: 5,
  page: 0,
  what: 'check',
  kind: 1,
  refs: 1,
  level: 0,
  task: 0,
  interrupt: false,
  among: 0,
};

const step = (pages: number, undirected: boolean): fc.Arbitrary<Step> =>
  fc.record(
    {
      gap: fc.oneof(fc.constant(0), fc.nat(1000), fc.nat(2 ** 40)),
      page: fc.nat(pages - 1),
      what: fc.oneof(
        { weight: 6, arbitrary: fc.constant('pin' as const) },
        { weight: 5, arbitrary: fc.constant('unpin' as const) },
        { weight: 2, arbitrary: fc.constantFrom('get', 'put', 'level', 'check') },
      ),
      kind: undirected ? fc.integer({ min: 1, max: 6 }) : fc.integer({ min: 1, max: 4 }),
      refs: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.integer({ min: 1, max: 400 })),
      level: fc.oneof(
        fc.nat(5),
        fc.nat(3000),
        fc.nat(2 ** 32 - 1),
        fc.constantFrom(0, 1023, 1024, 2 ** 22 - 1, 2 ** 22),
      ),
      task: fc.nat(2),
      interrupt: fc.boolean(),
      among: fc.constantFrom(0, 0, 0, 0b110, 0b11000, 0b10100),
      ref: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { nil: undefined, freq: 4 }),
    },
    { requiredKeys: ['gap', 'page', 'what', 'kind', 'refs', 'level', 'task', 'interrupt', 'among'] },
  ) as fc.Arbitrary<Step>;

/** More pins on a page than its line has bands for, dropped again, while its ordinary references come and go. */
const crowded = (undirected: boolean): fc.Arbitrary<Step[]> =>
  fc
    .tuple(
      fc.boolean(),
      fc.array(
        step(2, undirected).chain((one) =>
          fc
            .record({
              refs: fc.constantFrom(1, 2, 63, 64, 65, 127, 128, 129, 300),
              level: fc.constantFrom(0, 0, 1, 5),
              what: fc.constantFrom('pin', 'pin', 'pin', 'unpin', 'unpin', 'level', 'level', 'check'),
            })
            .map(({ refs, level, what }): Step => {
              const { ref: _, ...rest } = one;
              return { ...rest, refs, level, what: what as Step['what'] };
            }),
        ),
        { maxLength: 16 },
      ),
    )
    // Held at first, so that no bias refuses the first pin.
    .map(([isHeld, steps]) => [
      ...(isHeld ? [0, 1].map((page): Step => ({ ...still, page, what: 'level', level: 1 })) : []),
      ...steps,
    ]);

/** Pins that come and go one by one on pages that somebody holds all the time: what a busy machine does, and the loops of assembly/usual.ts are made for. */
const steady: fc.Arbitrary<Step[]> = fc
  .array(
    fc.record({
      gap: fc.constantFrom(0, 1, 1000),
      page: fc.nat(2),
      what: fc.constantFrom('pin', 'pin', 'unpin', 'unpin', 'unpin'),
      kind: fc.integer({ min: 1, max: 4 }),
      refs: fc.constantFrom(1, 1, 1, 2, 9),
      task: fc.nat(1),
    }),
    { minLength: 40, maxLength: 160 },
  )
  .map((steps): Step[] => [
    ...[0, 1, 2].map((page): Step => ({ ...still, page, what: 'level', level: 5 })),
    ...steps.map((one): Step => ({ ...still, ...one, what: one.what as Step['what'] })),
  ]);

/** Recordings with bursts, batches, orphans, missing refs, levels, empty pages, crowded pages; often 0 or 1 event. */
export const recording = (options: { undirected?: boolean } = {}): fc.Arbitrary<Step[]> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.array(step(1, options.undirected ?? false), { maxLength: 2 }) },
    { weight: 2, arbitrary: crowded(options.undirected ?? false) },
    { weight: 1, arbitrary: steady },
    { weight: 5, arbitrary: fc.array(step(2, options.undirected ?? false), { maxLength: 60 }) },
    { weight: 4, arbitrary: fc.array(step(20, options.undirected ?? false), { maxLength: 200 }) },
  );

/** Few pages, every kind of event, counts as small as the fields. */
export const lively: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    gap: fc.constantFrom(0, 1, 1000),
    page: fc.nat(1),
    what: fc.constantFrom('pin', 'pin', 'unpin', 'get', 'put', 'level', 'level', 'check'),
    kind: fc.integer({ min: 1, max: 4 }),
    refs: fc.integer({ min: 1, max: 3 }),
    level: fc.oneof(fc.constant(0), fc.nat(8)),
    task: fc.nat(2),
    interrupt: fc.boolean(),
    among: fc.constant(0),
  }),
  { maxLength: 60 },
);

const OPS = {
  pin: raw.RAW_PIN,
  unpin: raw.RAW_UNPIN,
  get: raw.RAW_GET,
  put: raw.RAW_PUT,
  level: raw.RAW_LEVEL,
  check: raw.RAW_CHECK,
};

/** Copies of the chunks, because a sink must not keep the columns. */
export function resolve(
  steps: readonly Step[],
  domain?: Domain,
): { chunks: EventChunk[]; end: number; counts: MatchingCounts } {
  const events = raw.rawEvents(Math.max(1, steps.length));
  const refNames: string[] = [];
  events.tasks.push('fio-1', 'fio-2', 'dd-3');
  let time = 0;
  steps.forEach((s, i) => {
    time += s.gap;
    events.time[i] = time;
    events.op[i] = OPS[s.what];
    events.flags[i] = (s.interrupt ? raw.FLAG_INTERRUPT : 0) | (s.ref === undefined ? 0 : raw.FLAG_REF);
    events.kinds[i] = s.what === 'pin' ? s.kind : s.what === 'unpin' ? s.among : 0;
    events.page[i] = s.page * 64;
    events.refs[i] = s.ref === undefined ? s.refs : 1;
    events.count[i] = s.level;
    events.task[i] = s.task;
    events.line[i] = i + 1;
    if (s.ref !== undefined) events.ref[i] = refNames.push(s.ref) - 1;
  });
  events.length = steps.length;
  const chunks: EventChunk[] = [];
  const keep = (chunk: EventChunk): void => {
    const { length } = chunk;
    chunks.push({
      length,
      time: chunk.time.slice(0, length),
      op: chunk.op.slice(0, length),
      page: chunk.page.slice(0, length),
      arg: chunk.arg.slice(0, length),
      line: chunk.line!.slice(0, length),
      task: chunk.task!.slice(0, length),
    });
  };
  const matcher = new Matcher({ small: keep, large: keep }, false, false, domain);
  matcher.feed(events, refNames);
  matcher.flush();
  return { chunks, end: time, counts: matcher.counts };
}

export const names = {
  origin: 0,
  page: (index: number): string => `page ${String(index).padStart(6, '0')}`,
  task: (number: number): string => `task ${number}`,
};
