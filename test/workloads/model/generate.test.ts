import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hold, Model, PageGroup } from '../../../src/config/plan.ts';
import { CHECK, DROP, LEVEL } from '../../../src/events/chunk.ts';
import {
  expectedEvents,
  generateRun,
  meanHold,
  measuredUntil,
  modelPages,
} from '../../../src/workloads/model/index.ts';
import { eventsOf, type ModelEvent, referencesOf } from './events.ts';

const group = (parts: Partial<PageGroup> = {}): PageGroup => ({ name: 'pages', count: 1, pins: [], ...parts });
const model = (pages: readonly PageGroup[], parts: Partial<Model> = {}): Model => ({
  duration: 1,
  warmup: 0.1,
  seed: 1,
  runs: 1,
  pages,
  ...parts,
});

const hold: fc.Arbitrary<Hold> = fc.oneof(
  fc.double({ min: 0, max: 2, noNaN: true }).map((fixed) => ({ fixed })),
  fc.double({ min: 0, max: 2, noNaN: true }).map((exponential) => ({ exponential })),
  fc
    .record({ median: fc.double({ min: 0, max: 1, noNaN: true }), sigma: fc.double({ min: 0, max: 3, noNaN: true }) })
    .map((lognormal) => ({ lognormal })),
  fc
    .record({
      minimum: fc.double({ min: 0, max: 1, noNaN: true }),
      shape: fc.double({ min: 0.3, max: 5, noNaN: true }),
    })
    .map((pareto) => ({ pareto })),
);
const rate = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 40, noNaN: true }));
const kind = fc.constantFrom('read', 'read-long', 'write', 'write-long', 'pin', 'long', 'short');
const anyModel: fc.Arbitrary<Model> = fc
  .record({
    seed: fc.nat(),
    duration: fc.double({ min: 0, max: 1, noNaN: true }),
    warmup: fc.double({ min: 0, max: 0.3, noNaN: true }),
    checks: rate,
    pages: fc.array(
      fc.record({
        name: fc.string({ maxLength: 3 }),
        count: fc.nat(4),
        ordinary: fc.record({ steady: fc.nat(9), rate, hold }),
        pins: fc.array(fc.record({ kind, rate, hold }), { maxLength: 3 }),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ checks, ...rest }) => ({ ...rest, runs: 1, checks: { rate: checks } }));

/** What happens on a page, handles apart. */
const onPage = (events: readonly ModelEvent[], page: number): string[] =>
  events
    .filter((event) => event.page === page)
    .map(({ time, op, arg }) => (op === LEVEL ? `${time} level ${arg}` : `${time} ${op}`));

describe('the events of a run', () => {
  it('are in time order on each page, in whole nanoseconds, from a level at 0 to the end of the run', () => {
    fc.assert(
      fc.property(anyModel, (any) => {
        const events = eventsOf(any);
        const last = new Map<number, number>();
        for (const { time, op, page } of events) {
          expect(Number.isInteger(time)).toBe(true);
          expect(time).toBeLessThanOrEqual(measuredUntil(any));
          if (last.has(page)) {
            expect(time).toBeGreaterThanOrEqual(last.get(page)!);
            expect(op).not.toBe(LEVEL);
          } else {
            expect([time, op]).toEqual([0, LEVEL]);
          }
          last.set(page, time);
        }
        expect([...last.keys()]).toEqual(Array.from({ length: modelPages(any) }, (_, i) => i));
      }),
    );
  });

  it('drop what is held, once, on its page and as its class; handles stay as few as are held at once', () => {
    fc.assert(
      fc.property(anyModel, (any) => {
        const events = eventsOf(any);
        const references = referencesOf(events);
        let held = 0;
        let most = 0;
        let highest = -1;
        for (const { op, arg } of events) {
          if (op < DROP) {
            most = Math.max(most, ++held);
            highest = Math.max(highest, arg);
          } else if (op < LEVEL) held--;
        }
        expect(highest + 1).toBe(most);
        expect(references.filter(({ until }) => until === undefined).length).toBe(held);
      }),
    );
  });

  it('of a page are the same whatever the range of pages that is asked for', () => {
    fc.assert(
      fc.property(anyModel, fc.nat(), fc.nat(), (any, a, b) => {
        const pages = modelPages(any);
        const [from, to] = [a % (pages + 1), b % (pages + 1)].sort((x, y) => x - y) as [number, number];
        const all = eventsOf(any);
        const parts = [
          ...eventsOf(any, 0, { from: 0, to: from }),
          ...eventsOf(any, 0, { from, to }),
          ...eventsOf(any, 0, { from: to, to: pages }),
        ];
        for (let page = 0; page < pages; page++) expect(onPage(parts, page)).toEqual(onPage(all, page));
        expect(parts.length).toBe(all.length);
      }),
    );
  });

  it('of a page do not depend on what else is in the model', () => {
    const busy = group({ name: 'busy', count: 3, pins: [{ kind: 'read', rate: 50, hold: { exponential: 0.1 } }] });
    const alone = eventsOf(model([busy]));
    const more = eventsOf(
      model([{ ...busy, count: 5 }, group({ count: 7, ordinary: { steady: 3, rate: 9, hold: { fixed: 1 } } })]),
    );
    for (let page = 0; page < 3; page++) expect(onPage(more, page)).toEqual(onPage(alone, page));
  });

  it('are the same for the same seed and run, and others for another seed, run, group or page', () => {
    const pins = [{ kind: 'write', rate: 100, hold: { exponential: 0.02 } }];
    const two = model([group({ count: 2, pins }), group({ count: 2, pins })]);
    expect(eventsOf(two, 3)).toEqual(eventsOf(two, 3));
    const streams = [
      ...[0, 1, 2, 3].map((page) => onPage(eventsOf(two, 3), page)),
      onPage(eventsOf(two, 4), 0),
      onPage(eventsOf({ ...two, seed: 2 }, 3), 0),
      onPage(eventsOf({ ...two, seed: 1 + 2 ** 32 }, 3), 0),
    ].map((stream) => stream.join());
    expect(new Set(streams).size).toBe(streams.length);
  });

  it('of a page without arrivals are its level', () => {
    expect(eventsOf(model([group({ count: 2, ordinary: { steady: 7, rate: 0 } })]))).toEqual([
      { time: 0, op: LEVEL, page: 0, arg: 7 },
      { time: 0, op: LEVEL, page: 1, arg: 7 },
    ]);
    expect(eventsOf(model([]))).toEqual([]);
  });

  it('come in full chunks whose columns are used again', () => {
    const many = model([group({ count: 3, pins: [{ kind: 'read', rate: 20_000, hold: { fixed: 1e-4 } }] })]);
    const lengths: number[] = [];
    const columns = new Set<Float64Array>();
    for (const chunk of generateRun(many, 0)) {
      lengths.push(chunk.length);
      columns.add(chunk.time);
      expect(chunk.line).toBeUndefined();
    }
    expect(lengths.length).toBeGreaterThan(5);
    expect(new Set(lengths.slice(0, -1))).toEqual(new Set([16_384]));
    expect(columns.size).toBe(1);
  });
});

describe('the numbers of a run', () => {
  const SPAN = 11;
  const long = (pages: readonly PageGroup[], checks?: number): Model =>
    model(pages, { duration: 10, warmup: 1, ...(checks === undefined ? {} : { checks: { rate: checks } }) });
  /** Standard deviations between a count and the mean of its Poisson distribution. */
  const z = (count: number, mean: number): number => (count - mean) / Math.sqrt(mean);

  it('have the rates that the model says, of each stream and of checks', () => {
    const any = long(
      [
        group({
          count: 20,
          ordinary: { steady: 0, rate: 30, hold: { exponential: 0.1 } },
          pins: [
            { kind: 'read', rate: 90, hold: { exponential: 0.01 } },
            { kind: 'write-long', rate: 15, hold: { fixed: 0.5 } },
          ],
        }),
      ],
      8,
    );
    const events = eventsOf(any);
    const count = (op: number): number => events.filter((event) => event.op === op).length;
    expect(Math.abs(z(count(0), 20 * 30 * SPAN))).toBeLessThan(4);
    expect(Math.abs(z(count(1), 20 * 90 * SPAN))).toBeLessThan(4);
    expect(Math.abs(z(count(4), 20 * 15 * SPAN))).toBeLessThan(4);
    expect(Math.abs(z(count(CHECK), 20 * 8 * SPAN))).toBeLessThan(4);
    expect(count(2) + count(3)).toBe(0);
    expect(Math.abs(events.length - expectedEvents(any)) / Math.sqrt(2 * expectedEvents(any))).toBeLessThan(4);
  });

  it('are Poisson: the counts of pages vary as much as their mean, and gaps are exponential', () => {
    const pages = 2000;
    const events = eventsOf(long([group({ count: pages, pins: [{ kind: 'read', rate: 2, hold: { fixed: 0 } }] })]));
    const counts = new Float64Array(pages);
    const gaps: number[] = [];
    const last = new Map<number, number>();
    for (const { op, page, time } of events) {
      if (op !== 1) continue;
      counts[page]!++;
      gaps.push(time - (last.get(page) ?? 0));
      last.set(page, time);
    }
    const mean = 2 * SPAN;
    const chiSquare = counts.reduce((sum, n) => sum + (n - mean) ** 2 / mean, 0);
    expect(Math.abs(chiSquare - pages) / Math.sqrt(2 * pages)).toBeLessThan(4);
    // A gap is above its mean with chance 1/e; the last gap of a page is cut off, so take those that began in the first half.
    const first = gaps.length;
    const above = gaps.filter((gap) => gap > 0.5e9).length / first;
    expect(Math.abs(above - Math.exp(-1))).toBeLessThan(0.02);
  });

  it.each<[string, Hold, number]>([
    ['fixed', { fixed: 0.004 }, 0],
    ['exponential', { exponential: 0.004 }, 0.004],
    [
      'lognormal',
      { lognormal: { median: 0.002, sigma: 0.9 } },
      0.002 * Math.sqrt(Math.exp(0.81) * (Math.exp(0.81) - 1)),
    ],
    ['pareto', { pareto: { minimum: 0.001, shape: 3 } }, 0.001 * Math.sqrt(3 / (4 * 1))],
  ])('hold for the mean of a %s distribution', (_name, distribution, deviation) => {
    const events = eventsOf(long([group({ count: 10, pins: [{ kind: 'read', rate: 400, hold: distribution }] })]));
    const holds = referencesOf(events).flatMap(({ from, until }) =>
      until === undefined ? [] : [(until - from) / 1e9],
    );
    expect(holds.length).toBeGreaterThan(40_000);
    const mean = holds.reduce((sum, seconds) => sum + seconds, 0) / holds.length;
    // Half a nanosecond for rounding at each end; the few holds cut off by the end shift the mean by less than 1e-3 of it.
    expect(Math.abs(mean - meanHold(distribution))).toBeLessThan(
      (4 * deviation) / Math.sqrt(holds.length) + 1e-9 + 1e-3 * mean,
    );
  });

  it('hold with the quantiles of a lognormal distribution', () => {
    const median = 0.26e-3;
    const sigma = 1.31;
    const any = long([
      group({ count: 10, pins: [{ kind: 'write', rate: 400, hold: { lognormal: { median, sigma } } }] }),
    ]);
    const holds = referencesOf(eventsOf(any)).flatMap(({ from, until }) =>
      until === undefined ? [] : [(until - from) / 1e9],
    );
    const below = (seconds: number): number => holds.filter((held) => held <= seconds).length;
    const sd = (p: number): number => Math.sqrt(holds.length * p * (1 - p));
    expect(Math.abs(below(median) - 0.5 * holds.length) / sd(0.5)).toBeLessThan(4);
    expect(Math.abs(below(median * Math.exp(2.3263 * sigma)) - 0.99 * holds.length) / sd(0.99)).toBeLessThan(4);
  });

  it('hold exactly as long as a fixed hold says, to the nanosecond of either end', () => {
    const events = eventsOf(long([group({ pins: [{ kind: 'read', rate: 500, hold: { fixed: 0.0123 } }] })]));
    for (const { from, until } of referencesOf(events)) {
      // What is held at the start has a part of its hold behind it.
      if (from === 0) expect(until! - from).toBeLessThanOrEqual(0.0123e9 + 1);
      else if (until === undefined) expect(from).toBeGreaterThanOrEqual(11e9 - 0.0123e9 - 1);
      else expect(Math.abs(until - from - 0.0123e9)).toBeLessThanOrEqual(1);
    }
  });
});

describe('a model that is no model', () => {
  it.each<[string, Model, RegExp]>([
    ['of negative time', model([], { duration: -1 }), /lasts 0 s to/],
    ['longer than 52 days', model([], { duration: 86400 * 53 }), /lasts 0 s to 4503599 s/],
    ['with a page and a half', model([group({ count: 1.5 })]), /1.5 pages/],
    [
      'with a negative rate',
      model([group({ pins: [{ kind: 'read', rate: -1, hold: { fixed: 1 } }] })]),
      /rate must be finite/,
    ],
    ['with an endless rate', model([group()], { checks: { rate: Number.POSITIVE_INFINITY } }), /rate must be finite/],
    [
      'with a kind that does not exist',
      model([group({ pins: [{ kind: 'gup', rate: 1, hold: { fixed: 1 } }] })]),
      /no pin is of kind gup/,
    ],
    [
      'with a negative hold',
      model([group({ pins: [{ kind: 'read', rate: 1, hold: { fixed: -1 } }] })]),
      /hold must be 0 or longer/,
    ],
    [
      'with a negative sigma',
      model([group({ pins: [{ kind: 'read', rate: 1, hold: { lognormal: { median: 1, sigma: -1 } } }] })]),
      /sigma/,
    ],
    [
      'with shape 0',
      model([group({ pins: [{ kind: 'read', rate: 1, hold: { pareto: { minimum: 1, shape: 0 } } }] })]),
      /shape/,
    ],
    ['with arrivals that have no hold', model([group({ ordinary: { steady: 0, rate: 1 } })]), /have no hold/],
    ['with a negative level', model([group({ ordinary: { steady: -1, rate: 0 } })]), /steady references/],
    ['with a level beyond 32 bits', model([group({ ordinary: { steady: 2 ** 32, rate: 0 } })]), /steady references/],
  ])('%s is an error', (_name, bad, message) => {
    expect(() => eventsOf(bad)).toThrow(message);
  });

  it('and pages that it does not have are an error', () => {
    const two = model([group({ count: 2 })]);
    expect(() => eventsOf(two, 0, { from: 0, to: 3 })).toThrow(/not within the 2/);
    expect(() => eventsOf(two, 0, { from: 2, to: 1 })).toThrow(RangeError);
    expect(() => eventsOf(two, 0, { from: -1, to: 1 })).toThrow(RangeError);
    expect(eventsOf(two, 0, { from: 1, to: 1 })).toEqual([]);
  });
});
