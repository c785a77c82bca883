import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model, PageGroup, PinStream } from '../../../src/config/plan.ts';
import { DROP, LEVEL } from '../../../src/events/chunk.ts';
import {
  expectedEvents,
  generateRun,
  isClosedLoop,
  type Loop,
  measuredUntil,
  modelPages,
  popularity,
} from '../../../src/workloads/model/index.ts';
import { eventsOf, type ModelEvent, referencesOf } from './events.ts';

const pin = (parts: Partial<PinStream>): PinStream => ({
  kind: 'read',
  rate: 20,
  hold: { exponential: 0.05 },
  ...parts,
});
const group = (parts: Partial<PageGroup> = {}): PageGroup => ({ name: 'pages', count: 1, pins: [], ...parts });
const model = (pages: readonly PageGroup[], parts: Partial<Model> = {}): Model => ({
  duration: 10,
  warmup: 1,
  seed: 1,
  runs: 1,
  pages,
  ...parts,
});
const taken = (events: readonly ModelEvent[]): number => events.filter(({ op }) => op < DROP).length;

const stream: fc.Arbitrary<PinStream> = fc
  .record({
    kind: fc.constantFrom('read', 'read-long', 'write', 'write-long', 'long'),
    rate: fc.double({ min: 0, max: 30, noNaN: true }),
    hold: fc.constantFrom({ fixed: 0.1 }, { exponential: 0.1 }, { lognormal: { median: 0.02, sigma: 1 } }),
    batch: fc.integer({ min: 1, max: 4 }),
    pages: fc.integer({ min: 1, max: 3 }),
    how: fc.constantFrom('random', 'phases', 'sources', 'both'),
    or: fc.constantFrom<string[][]>([], ['write'], ['write-long', 'read']),
    retries: fc.nat(2),
  })
  .map(({ how, retries, ...rest }) => ({
    ...rest,
    ...(how === 'phases' || how === 'both' ? { phases: { on: 0.2, off: 0.3 } } : {}),
    ...(how === 'sources' || how === 'both' ? { sources: 5 } : {}),
    ...(retries > 0 ? { retry: { times: retries, wait: { fixed: 0.01 }, factor: 2 } } : {}),
  }));
const anyModel: fc.Arbitrary<Model> = fc
  .record({
    seed: fc.nat(),
    duration: fc.double({ min: 0, max: 1, noNaN: true }),
    warmup: fc.constantFrom(0, 0.2),
    pages: fc.array(
      fc.record({
        name: fc.constant('pages'),
        count: fc.integer({ min: 3, max: 5 }),
        zipf: fc.constantFrom(0, 0, 1.2),
        ordinary: fc
          .record({
            steady: fc.nat(3),
            rate: fc.constantFrom(0, 10),
            hold: fc.constant({ exponential: 0.1 }),
            sources: fc.nat(3),
          })
          .map(({ sources, ...rest }) => (sources === 0 ? rest : { ...rest, sources })),
        pins: fc.array(stream, { maxLength: 3 }),
      }),
      { maxLength: 3 },
    ),
  })
  .map((any) => ({ ...any, runs: 1, checks: { rate: 2, by: { fork: 3 } } }));

/** Refuses by chance, and checks that it is asked about the last acquisition only. */
function moody(refusals: (n: number) => boolean): {
  loop: Loop;
  feed: (events: readonly ModelEvent[]) => void;
  calls: { taken: number; refused: number };
} {
  let last: ModelEvent | undefined;
  let asked = 0;
  const calls = { taken: 0, refused: 0 };
  return {
    loop: {
      admitted: (handle) => {
        if (last === undefined || last.op >= DROP || last.arg !== handle) throw new Error('asked of something else');
        return !refusals(asked++);
      },
      called: (_, isTaken) => {
        if (isTaken) calls.taken++;
        else calls.refused++;
      },
    },
    feed: (events) => {
      last = events.at(-1);
    },
    calls,
  };
}

function loopedEvents(
  any: Model,
  refusals: (n: number) => boolean,
): { events: ModelEvent[]; calls: { taken: number; refused: number } } {
  const { loop, feed, calls } = moody(refusals);
  const events: ModelEvent[] = [];
  for (const { length, time, op, page, arg } of generateRun(any, 0, undefined, loop)) {
    const part = Array.from({ length }, (_, i) => ({ time: time[i]!, op: op[i]!, page: page[i]!, arg: arg[i]! }));
    feed(part);
    events.push(...part);
  }
  return { events, calls };
}

const onPage = (events: readonly ModelEvent[], page: number): string[] =>
  events
    .filter((event) => event.page === page)
    .map(({ time, op, arg }) => (op === LEVEL ? `${time} level ${arg}` : `${time} ${op}`));

describe('the events of a model with bursts, skew, sources and calls of several pages', () => {
  it('are in time order on each page, from a level at 0 to the end, whatever is refused', () => {
    fc.assert(
      fc.property(anyModel, fc.nat(3), (any, modulus) => {
        const { events } = loopedEvents(any, (n) => modulus > 0 && n % (modulus + 1) === 0);
        const last = new Map<number, number>();
        for (const { time, op, page } of events) {
          expect(Number.isInteger(time)).toBe(true);
          expect(time).toBeLessThanOrEqual(measuredUntil(any));
          if (last.has(page)) {
            expect(time).toBeGreaterThanOrEqual(last.get(page)!);
            expect(op).not.toBe(LEVEL);
          } else expect([time, op]).toEqual([0, LEVEL]);
          last.set(page, time);
        }
        expect(last.size).toBe(modelPages(any));
      }),
    );
  });

  it('drop what is held, once, on its page and as its class, whatever is refused', () => {
    fc.assert(
      fc.property(anyModel, fc.nat(3), (any, modulus) => {
        referencesOf(loopedEvents(any, (n) => modulus > 0 && n % (modulus + 1) === 0).events);
      }),
    );
  });

  it('are the same whatever the range of pages that is asked for', () => {
    fc.assert(
      fc.property(anyModel, fc.nat(), (any, at) => {
        const pages = modelPages(any);
        const cut = at % (pages + 1);
        const all = eventsOf(any);
        const parts = [...eventsOf(any, 0, { from: 0, to: cut }), ...eventsOf(any, 0, { from: cut, to: pages })];
        for (let page = 0; page < pages; page++) expect(onPage(parts, page)).toEqual(onPage(all, page));
        expect(parts.length).toBe(all.length);
      }),
    );
  });

  it('are, where nothing is refused, those of nobody answering', () => {
    fc.assert(
      fc.property(anyModel, (any) => {
        expect(loopedEvents(any, () => false).events).toEqual(eventsOf(any));
      }),
    );
  });

  it('are as many as expected', () => {
    const pages = [
      group({ count: 8, zipf: 1, pins: [pin({ rate: 30 })] }),
      group({ count: 8, pins: [pin({ batch: 5 }), pin({ phases: { on: 0.1, off: 0.3 }, rate: 100 })] }),
      group({ count: 8, pins: [pin({ sources: 10, rate: 5, hold: { fixed: 0.1 } })] }),
      group({ count: 8, pins: [pin({ sources: 10, pages: 4, rate: 5, hold: { fixed: 0.1 } }), pin({ pages: 8 })] }),
    ];
    for (const any of pages.map((each) => model([each]))) {
      const events = eventsOf(any).length;
      expect(Math.abs(events / expectedEvents(any) - 1)).toBeLessThan(0.1);
    }
  });
});

describe('a model starts in its steady state', () => {
  const atStart = (any: Model): number => eventsOf(any).filter(({ op, time }) => op < DROP && time === 0).length;

  it('with rate × mean hold references a page, whatever the stream', () => {
    const holds = [
      { fixed: 0.4 },
      { exponential: 0.4 },
      { lognormal: { median: 0.4 / Math.exp(0.5), sigma: 1 } },
      { pareto: { minimum: 0.2, shape: 2 } },
    ];
    for (const hold of holds) {
      const n = 4000;
      const held = atStart(
        model([group({ count: n, pins: [pin({ rate: 5, hold }), pin({ rate: 2.5, hold })] })], {
          duration: 0.01,
          warmup: 0.01,
        }),
      );
      expect(Math.abs(held - 3 * n) / Math.sqrt(3 * n)).toBeLessThan(4);
    }
    const sources = atStart(
      model([group({ count: 500, pins: [pin({ rate: 10, sources: 8, hold: { fixed: 0.3 } })] })], {
        duration: 0.01,
        warmup: 0.01,
      }),
    );
    expect(Math.abs(sources - 500 * 6) / Math.sqrt(500 * 8 * 0.75 * 0.25)).toBeLessThan(4);
  });

  it.each([
    ['fixed', { fixed: 0.4 }],
    ['exponential', { exponential: 0.4 }],
    ['lognormal', { lognormal: { median: 0.4 / Math.exp(2), sigma: 2 } }],
    ['Pareto', { pareto: { minimum: 0.4 / 6, shape: 1.2 } }],
  ])('and stays in it: %s holds', (_name, hold) => {
    // Holds of infinite variance: had it started empty, a tenth to a half would still be missing after a second.
    const n = 3000;
    const events = eventsOf(
      model([group({ count: n, pins: [pin({ rate: 5, hold })] })], { duration: 1, warmup: 0.001 }),
    );
    for (const moment of [0.25e9, 0.5e9, 1e9]) {
      const held = referencesOf(events).filter(
        ({ from, until }) => from <= moment && (until ?? Number.POSITIVE_INFINITY) > moment,
      ).length;
      expect(Math.abs(held - 2 * n) / Math.sqrt(2 * n), `${moment} ns`).toBeLessThan(4);
    }
  });

  it('but with nothing where there is no warm-up, no mean, or no phase before', () => {
    const n = 50;
    const pins = [pin({ rate: 100, hold: { fixed: 1 } })];
    expect(atStart(model([group({ count: n, pins })], { warmup: 0, duration: 0.1 }))).toBe(0);
    expect(
      atStart(
        model([group({ count: n, pins: [pin({ hold: { pareto: { minimum: 1, shape: 1 } } })] })], { duration: 0.1 }),
      ),
    ).toBe(0);
    expect(
      atStart(
        model([group({ count: n, pins: [pin({ phases: { on: 1, off: 1 }, hold: { fixed: 1 } })] })], { duration: 0.1 }),
      ),
    ).toBe(0);
  });
});

describe('popularity', () => {
  it('has mean 1 and falls as a power of the rank', () => {
    for (const exponent of [0, 0.5, 1, 2]) {
      const weights = popularity(1000, exponent);
      expect(weights.reduce((sum, weight) => sum + weight, 0) / 1000).toBeCloseTo(1, 12);
      expect(weights[9]! / weights[99]!).toBeCloseTo(10 ** exponent, 10);
    }
    expect(popularity(0, 1).length).toBe(0);
    expect(() => popularity(3, -1)).toThrow(/exponent/);
    expect(() => popularity(3, Number.NaN)).toThrow(RangeError);
  });

  it('is what pages of a skewed group get, alone and in calls of several pages', () => {
    for (const pages of [1, 2]) {
      const any = model([group({ count: 16, zipf: 1, pins: [pin({ rate: 200, pages, hold: { fixed: 0 } })] })]);
      const counts = new Float64Array(16);
      for (const { op, page } of eventsOf(any)) if (op < DROP) counts[page]!++;
      const weights = popularity(16, 1);
      for (let i = 0; i < 16; i++) {
        // A call of two pages starts at the first of them.
        const weight = pages === 1 ? weights[i]! : (weights[i]! + weights[(i + 15) % 16]!) / 2;
        const mean = 200 * 11 * weight;
        expect(Math.abs(counts[i]! - mean) / Math.sqrt(mean)).toBeLessThan(4);
      }
    }
  });
});

describe('bursts', () => {
  it('take a batch at once and drop it at once', () => {
    const events = eventsOf(model([group({ count: 3, pins: [pin({ batch: 4 })] })]));
    const references = referencesOf(events);
    const calls = new Map<string, number>();
    for (const { page, from, until } of references) {
      const key = `${page} ${from} ${until}`;
      calls.set(key, (calls.get(key) ?? 0) + 1);
    }
    const ofMiddle = [...calls].filter(([key]) => !key.includes(' 0 '));
    expect(ofMiddle.length).toBeGreaterThan(400);
    for (const [, n] of ofMiddle) expect(n).toBe(4);
  });

  it('come in phases: as many as rate × the share of time that is on, and more varied than Poisson', () => {
    const n = 400;
    const events = eventsOf(
      model([group({ count: n, pins: [pin({ rate: 40, phases: { on: 0.5, off: 1.5 }, hold: { fixed: 0 } })] })]),
    );
    const counts = new Float64Array(n);
    for (const { op, page } of events) if (op < DROP) counts[page]!++;
    const mean = counts.reduce((sum, count) => sum + count, 0) / n;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / n;
    // Of an interrupted Poisson process it tends to 1 + 2·rate·(1/on)/(1/on + 1/off)² = 23.5; 11 s are 29 times its memory.
    expect(mean).toBeGreaterThan(0.9 * 40 * 0.25 * 11);
    expect(mean).toBeLessThan(1.1 * 40 * 0.25 * 11);
    expect(variance / mean).toBeGreaterThan(17);
    expect(variance / mean).toBeLessThan(30);
  });

  it('of sources wait for a phase: all that were idle come soon after it has begun', () => {
    const any = model([
      group({ pins: [pin({ sources: 12, rate: 1000, phases: { on: 0.02, off: 0.5 }, hold: { fixed: 0.1 } })] }),
    ]);
    const times = eventsOf(any)
      .filter(({ op }) => op < DROP)
      .map(({ time }) => time);
    expect(times.length).toBeGreaterThan(100);
    let gaps = 0;
    for (const [i, time] of times.entries()) if (i > 0 && time - times[i - 1]! > 0.05e9) gaps++;
    // Bursts of up to 12 within some milliseconds, and nothing between them.
    expect(times.length / gaps).toBeGreaterThan(8);
  });

  it('are of each of its kinds equally often', () => {
    const events = eventsOf(
      model([
        group({ count: 10, pins: [pin({ or: ['write', 'write', 'read-long'], rate: 100, hold: { fixed: 0 } })] }),
      ]),
    );
    const n = taken(events);
    for (const [code, share] of [
      [1, 0.25],
      [2, 0.25],
      [3, 0.5],
    ] as const) {
      const seen = events.filter(({ op }) => op === code).length;
      expect(Math.abs(seen - share * n) / Math.sqrt(n * share * (1 - share))).toBeLessThan(4);
    }
  });

  it('of one group whose calls pin several pages come together', () => {
    const events = eventsOf(
      model([group({ count: 2, pins: [pin({ rate: 50, pages: 2, phases: { on: 0.5, off: 5 } })] })]),
    );
    expect(onPage(events, 0).filter((line) => !line.includes('level'))).toEqual(
      onPage(events, 1).filter((line) => !line.includes('level')),
    );
  });
});

describe('a closed loop', () => {
  const engset = model([group({ pins: [pin({ sources: 3, rate: 10, hold: { exponential: 0.1 } })] })]);

  it('is a model whose calls ask', () => {
    expect(isClosedLoop(engset)).toBe(true);
    expect(isClosedLoop(model([group({ pins: [pin({ retry: { times: 1, wait: { fixed: 1 }, factor: 1 } })] })]))).toBe(
      true,
    );
    expect(isClosedLoop(model([group({ count: 2, pins: [pin({ pages: 2 })] })]))).toBe(true);
    expect(isClosedLoop(model([group({ zipf: 1, pins: [pin({ batch: 2, phases: { on: 1, off: 1 } })] })]))).toBe(false);
    expect(isClosedLoop(model([group({ pins: [pin({ sources: 3, rate: 0 })] })]))).toBe(false);
    expect(isClosedLoop(model([group({ pins: [pin({ sources: 3, ifRefused: 'skip' })] })]))).toBe(false);
  });

  it('is none where ordinary references have sources, and these are never more', () => {
    const ordinary = { steady: 2, rate: 50, hold: { exponential: 0.1 }, sources: 5 };
    const any = model([group({ count: 2, ordinary, pins: [pin({})] })]);
    expect(isClosedLoop(any)).toBe(false);
    const held = [0, 0];
    let most = 0;
    for (const { op, page } of eventsOf(any)) {
      if (op === 0) most = Math.max(most, ++held[page]!);
      else if (op === DROP) held[page]!--;
    }
    expect(most).toBe(5);
  });

  it('never has more references than sources', () => {
    let held = 0;
    for (const { op } of eventsOf(engset)) {
      if (op < DROP) held++;
      else if (op < LEVEL) held--;
      expect(held).toBeLessThanOrEqual(3);
    }
  });

  it('drops all pages of a call, the last first, when one of them is refused', () => {
    const any = model([group({ count: 4, pins: [pin({ pages: 4, rate: 8, hold: { fixed: 0.01 } })] })], { warmup: 0 });
    let n = 0;
    const { events, calls } = loopedEvents(any, () => n++ === 2);
    const [first] = [events.findIndex(({ op }) => op < DROP)];
    const start = events[first]!.page;
    const steps = events
      .slice(first, first + 6)
      .map(({ op, page, time }) => `${op < DROP ? '+' : '-'}${(page - start + 4) % 4} ${time - events[first]!.time}`);
    expect(steps).toEqual(['+0 0', '+1 0', '+2 0', '-2 0', '-1 0', '-0 0']);
    expect(calls.refused).toBe(1);
    expect(calls.taken).toBeGreaterThan(10);
  });

  it('tries again after waits that grow, and gives up after the last', () => {
    const retry = { times: 3, wait: { fixed: 0.001 }, factor: 2 };
    const any = model([group({ pins: [pin({ rate: 0.5, retry })] })], { warmup: 0, duration: 20 });
    const { events, calls } = loopedEvents(any, () => true);
    const tries = events.filter(({ op }) => op < DROP).map(({ time }) => time);
    expect(tries.length).toBe(4 * calls.refused);
    expect(calls.refused).toBeGreaterThan(2);
    const gaps = tries.slice(1, 4).map((time, i) => time - tries[i]!);
    for (const [i, gap] of gaps.entries()) expect(Math.abs(gap - 1e6 * 2 ** i)).toBeLessThanOrEqual(1);
  });

  it('of sources that are always refused goes on trying at the rate of idle ones', () => {
    const { events, calls } = loopedEvents({ ...engset, warmup: 0 }, () => true);
    const mean = 3 * 10 * 10;
    expect(Math.abs(taken(events) - mean) / Math.sqrt(mean)).toBeLessThan(4);
    expect(calls).toEqual({ taken: 0, refused: taken(events) });
  });
});

describe('a stream that is none', () => {
  it.each<[string, Partial<PinStream>, RegExp]>([
    ['with a batch of 0', { batch: 0 }, /batch/],
    ['with half a page a call', { pages: 0.5 }, /pages that a call pins/],
    ['with more pages a call than there are', { pages: 5 }, /1 to 4/],
    ['with no sources', { sources: 0 }, /sources/],
    ['that may be of no kind', { or: ['gup'] }, /no pin is of kind gup/],
    ['with phases that are never on', { phases: { on: 0, off: 1 } }, /on above 0/],
    ['with phases without end', { phases: { on: 1, off: Number.POSITIVE_INFINITY } }, /finite/],
    ['with waits that shrink', { retry: { times: 1, wait: { fixed: 1 }, factor: 0.5 } }, /factor of 1 or more/],
    ['with a retry no time', { retry: { times: 0, wait: { fixed: 1 }, factor: 2 } }, /retries/],
    ['that skips without sources', { ifRefused: 'skip' }, /can skip/],
    ['that skips several pages', { ifRefused: 'skip', sources: 2, pages: 2 }, /can skip/],
    ['of ordinary references', { kind: 'ordinary' }, /no pin is of kind ordinary/],
  ])('%s is an error', (_name, parts, message) => {
    expect(() => eventsOf(model([group({ count: 4, pins: [pin(parts)] })]))).toThrow(message);
  });
});
