import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomEvents } from '../../src/bench/events.ts';
import type { EventChunk } from '../../src/events/chunk.ts';
import { ProfileEngine } from '../../src/harness/profile/engine.ts';
import { emptyProfile, mergeProfiles, type Profile, profileOf } from '../../src/harness/profile/profile.ts';
import { needsEvents, needsReplay, tallyOf } from '../../src/harness/profile/read.ts';
import type { Tally } from '../../src/harness/tally.ts';
import { type Layout, LONG, ORDINARY, SHORT } from '../../src/layouts/index.ts';
import { names, recording, resolve, type Step, still } from './arbitrary.ts';
import { FAMILY, notation, profile, replay, split, WARNED } from './family.ts';

const warning = (...fields: Parameters<typeof split>[0]['fields'][number][]): Layout => split({ id: 'warned', fields });

const unmethod = ({ method: _, ...tally }: Tally): Omit<Tally, 'method'> => tally;

/** The events of one page, in their order. */
function only(chunks: readonly EventChunk[], page: number): EventChunk {
  const rows = chunks.flatMap((chunk) =>
    Array.from({ length: chunk.length }, (_, i) => ({ chunk, i })).filter(({ i }) => chunk.page[i] === page),
  );
  const column = (name: 'time' | 'op' | 'page' | 'arg' | 'line' | 'task') =>
    rows.map(({ chunk, i }) => chunk[name]![i]!);
  return {
    length: rows.length,
    time: Float64Array.from(column('time')),
    op: Uint8Array.from(column('op')),
    page: Uint32Array.from(column('page')),
    arg: Uint32Array.from(column('arg')),
    line: Uint32Array.from(column('line')),
    task: Uint32Array.from(column('task')),
  };
}

describe('profile = replay, to the last integer', () => {
  it('knows which layouts it can answer for', () => {
    expect([...FAMILY, ...WARNED].map(needsReplay)).toEqual([...FAMILY, ...WARNED].map(() => undefined));
    expect(needsReplay(notation('bias 1000'))).toMatch(/power of two/);
    expect(needsReplay(warning({ bits: 24, counts: ['ordinary'], warn: 1000 }, { bits: 8, counts: ['pin'] }))).toMatch(
      /no power of two/,
    );
    expect(needsReplay(warning({ bits: 8, counts: ['pin'], warn: 4 }, { bits: 24, counts: ['ordinary'] }))).toMatch(
      /warning level on the pins/,
    );
    expect([LONG, SHORT, ORDINARY].every((kinds) => kinds > 0)).toBe(true);
  });

  it('sends a field that warns to replay where it saturates, because its warning stays', () => {
    const level = (n: number) =>
      resolve([
        { ...still, what: 'level', level: n },
        { ...still, what: 'check' },
      ]);
    const { chunks, end } = level(2 ** 12);
    const layout = WARNED.find(({ id }) => id === '8/24 reserve 12, warn 2048')!;
    expect(needsEvents(layout, profile(chunks, end))).toMatch(/warning lasts until the page is freed/);
    const below = level(2 ** 12 - 1);
    expect(needsEvents(layout, profile(below.chunks, below.end))).toBeUndefined();
    expect(tallyOf(profile(below.chunks, below.end), layout).counters[1]?.redZone).toEqual({
      pages: 1,
      entries: 1,
      time: 5n,
    });
  });

  it('for every layout of the family, on random recordings', () => {
    fc.assert(
      fc.property(recording(), (steps) => {
        const { chunks, end } = resolve(steps);
        const one = profile(chunks, end);
        for (const layout of [...FAMILY, ...WARNED]) {
          if (needsEvents(layout, one) !== undefined) continue;
          expect(unmethod(tallyOf(one, layout)), layout.id).toEqual(unmethod(replay(layout, chunks, end)));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('whatever the order of pages: those of a model come one after the other, each from its start', () => {
    fc.assert(
      fc.property(recording(), (steps) => {
        const { chunks, end } = resolve(steps);
        const pages = [...new Set(chunks.flatMap(({ page }) => [...page]))].reverse();
        const paged = pages.map((page) => only(chunks, page));
        const one = profile(paged, end);
        for (const layout of FAMILY) {
          if (needsEvents(layout, one) !== undefined) continue;
          expect(unmethod(tallyOf(one, layout)), layout.id).toEqual(unmethod(replay(layout, paged, end)));
          expect(unmethod(tallyOf(one, layout)), layout.id).toEqual(unmethod(replay(layout, chunks, end)));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('whether its loops work an event out, or it goes the long way; wherever in a recording their memory ends', () => {
    const way = (chunks: readonly EventChunk[], end: number, options: { mostBytes?: number; everything: boolean }) => {
      const engine = new ProfileEngine({ ...options, from: Math.floor(end / 16) });
      for (const chunk of chunks) engine.feed(chunk);
      return profileOf(engine, end, names, chunks.length);
    };
    fc.assert(
      fc.property(recording(), fc.boolean(), (steps, everything) => {
        const { chunks, end } = resolve(steps);
        expect(way(chunks, end, { everything })).toEqual(way(chunks, end, { mostBytes: 0, everything }));
      }),
      { numRuns: 200 },
    );
    // One pin after the other, so that each is the most so far, up to where the packed bands are full and beyond.
    for (const most of [1, 14, 15, 16, 30, 31, 62, 63, 64, 100, 126, 127, 128, 200]) {
      for (const kinds of [[1], [2, 3], [1, 4, 4]]) {
        const pins = Array.from({ length: most }, (_, i): Step => {
          const kind = kinds[i % kinds.length]!;
          return { ...still, gap: 10, what: 'pin', kind };
        });
        const held: Step[] = [{ ...still, what: 'level', level: 1 }, ...pins];
        const { chunks, end } = resolve([...held, { ...still, gap: 10, what: 'unpin' }, { ...still, gap: 10 }]);
        const usual = way(chunks, end, { everything: true });
        expect(usual, `${most} pins`).toEqual(way(chunks, end, { mostBytes: 0, everything: true }));
      }
    }
    const { chunks, span } = randomEvents(100_000, 20_000);
    for (const everything of [true, false]) {
      const usual = way(chunks, span, { everything });
      expect(usual.pages).toBe(20_000);
      // In pages of WebAssembly: none at all, the first of it, and about 2 MB, where the last chunks have no room.
      for (const most of [0, 3, 12, 30, 60]) {
        expect(way(chunks, span, { mostBytes: most * 65_536, everything }), `${most} pages`).toEqual(usual);
      }
    }
  });

  it('tells refusals and lives alike where it is to tell nothing else', () => {
    fc.assert(
      fc.property(recording(), (steps) => {
        const { chunks, end } = resolve(steps);
        const engine = new ProfileEngine({ everything: false });
        for (const chunk of chunks) engine.feed(chunk);
        const light = profileOf(engine, end, names, chunks.length);
        const one = profile(chunks, end);
        for (const layout of FAMILY) {
          if (needsEvents(layout, one) !== undefined) continue;
          const { attempted, refused, lives, pages } = tallyOf(one, layout);
          expect(tallyOf(light, layout), layout.id).toMatchObject({ attempted, refused, lives, pages });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('names the earliest of the worst hits, on whichever page it was', () => {
    const pin = (page: number, gap: number): Step => ({
      gap,
      page,
      what: 'pin',
      kind: 3,
      refs: 1,
      level: 0,
      task: 0,
      interrupt: false,
      among: 0,
    });
    // Page 1 holds two at 2 and three at 7; page 0, which comes after it here, three at 5.
    const { chunks, end } = resolve([pin(0, 0), pin(1, 1), pin(1, 1), pin(0, 2), pin(0, 1), pin(1, 2)]);
    const paged = [only(chunks, 1), only(chunks, 0)];
    const layout = notation('1/1/30');
    const read = tallyOf(profile(paged, end), layout);
    expect(read.counters[1]!.worstHit).toMatchObject({ time: 5, wanted: 3, page: 'page 000000' });
    expect(unmethod(read)).toEqual(unmethod(replay(layout, paged, end)));
  });

  it('with a warm-up, at any moment of the recording', () => {
    fc.assert(
      fc.property(recording(), fc.double({ min: 0, max: 1, noNaN: true }), (steps, part) => {
        const { chunks, end } = resolve(steps);
        const from = Math.floor(end * part);
        const one = profile(chunks, end, from);
        for (const layout of [...FAMILY, ...WARNED]) {
          if (needsEvents(layout, one) !== undefined) continue;
          expect(unmethod(tallyOf(one, layout)), layout.id).toEqual(unmethod(replay(layout, chunks, end, from)));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('of a bias that refused a pin of an empty page, and takes others while in history that pin is held', () => {
    const biases = FAMILY.filter(({ family }) => family === 'bias');
    const one = fc.record({
      gap: fc.integer({ min: 1, max: 9 }),
      what: fc.constantFrom('pin', 'pin', 'unpin', 'unpin', 'level', 'check'),
      kind: fc.integer({ min: 1, max: 4 }),
      level: fc.constantFrom(0, 0, 1),
      task: fc.nat(2),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 4, maxLength: 40 }), (steps) => {
        const { chunks, end } = resolve(steps.map((step) => ({ ...still, ...step }) as Step));
        const read = profile(chunks, end);
        for (const layout of biases) {
          expect(needsEvents(layout, read), layout.id).toBeUndefined();
          expect(unmethod(tallyOf(read, layout)), layout.id).toEqual(unmethod(replay(layout, chunks, end)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('with pins of unknown direction, for layouts that need not tell read from write', () => {
    const layouts = [...FAMILY, ...WARNED].filter(
      (l) => l.family === 'bias' || l.fields.every((f) => f.name !== 'read' && f.name !== 'write'),
    );
    fc.assert(
      fc.property(recording({ undirected: true }), (steps) => {
        const { chunks, end } = resolve(steps);
        const one = profile(chunks, end);
        // Which of its fields a pin takes is not known; that it was attempted is.
        const split = notation('4/4/24');
        expect(tallyOf(one, split).attempted).toEqual(replay(split, chunks, end).attempted);
        for (const layout of layouts) {
          if (needsEvents(layout, one) !== undefined) continue;
          const [a, b] = [tallyOf(one, layout), replay(layout, chunks, end)];
          expect(a.attempted, layout.id).toEqual(b.attempted);
          expect(a.refused, layout.id).toEqual(b.refused);
          expect(a.counters, layout.id).toEqual(b.counters);
          expect(a.questions['pinned'], layout.id).toEqual(b.questions['pinned']);
          expect(a.questions['longterm'], layout.id).toEqual(b.questions['longterm']);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('what was wanted at once', () => {
  it('is the highest count of each kind and group on one page, in measured time', () => {
    fc.assert(
      fc.property(recording({ undirected: true }), fc.double({ min: 0, max: 1, noNaN: true }), (steps, part) => {
        const { chunks, end } = resolve(steps);
        const from = Math.floor(end * part);
        expect(profile(chunks, end, from).peaks).toEqual(peaksOf(chunks, from));
      }),
      { numRuns: 300 },
    );
  });
});

/** The definition, on plain lists: the counts of each page after every event from `from` on, and those that it enters with. */
function peaksOf(chunks: readonly EventChunk[], from: number): Record<string, number> {
  const sets: Record<string, number[]> = {
    'read-short': [1],
    'read-long': [2],
    'write-short': [3],
    'write-long': [4],
    read: [1, 2],
    write: [3, 4],
    long: [2, 4, 6],
    short: [1, 3, 5],
    pin: [1, 2, 3, 4, 5, 6],
    ordinary: [0],
  };
  const peaks: Record<string, number> = {};
  const pages = new Map<number, number[]>();
  const see = (held: number[]): void => {
    for (const [name, classes] of Object.entries(sets)) {
      const sum = classes.reduce((n, c) => n + held[c]!, 0);
      if (sum > (peaks[name] ?? 0)) peaks[name] = sum;
    }
  };
  let entered = false;
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      if (!entered && chunk.time[i]! >= from) {
        entered = true;
        for (const held of pages.values()) see(held);
      }
      const held = pages.get(chunk.page[i]!) ?? [0, 0, 0, 0, 0, 0, 0];
      pages.set(chunk.page[i]!, held);
      const op = chunk.op[i]!;
      if (op < 8) held[op]!++;
      else if (op < 16) held[op - 8]!--;
      else if (op === 16) held[0] = chunk.arg[i]!;
      if (entered) see(held);
    }
  }
  if (!entered) for (const held of pages.values()) see(held);
  return Object.fromEntries(Object.entries(peaks).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('profiles add up', () => {
  const parts = fc.tuple(recording(), recording(), recording());
  const made = (steps: Parameters<typeof resolve>[0]): Profile => {
    const { chunks, end } = resolve(steps);
    return profile(chunks, end);
  };

  it('merge is associative and commutative, with the empty profile as unit', () => {
    fc.assert(
      fc.property(parts, (three) => {
        const [a, b, c] = three.map(made) as [Profile, Profile, Profile];
        expect(mergeProfiles(a, mergeProfiles(b, c))).toEqual(mergeProfiles(mergeProfiles(a, b), c));
        expect(mergeProfiles(a, b)).toEqual(mergeProfiles(b, a));
        // To the byte: the keys are in one order too.
        expect(Object.keys(mergeProfiles(a, b).peaks)).toEqual(Object.keys(mergeProfiles(b, a).peaks));
        expect(mergeProfiles(a, emptyProfile())).toEqual(a);
      }),
      { numRuns: 60 },
    );
  });

  it('the profile of disjoint pages is the merge of their profiles', () => {
    fc.assert(
      fc.property(recording(), (steps) => {
        const { chunks, end } = resolve(steps.map((s) => ({ ...s, ref: undefined as never })));
        const halves = [0, 1].map((odd) => {
          const engine = new ProfileEngine();
          for (const chunk of chunks) {
            const kept = [...Array(chunk.length).keys()].filter((i) => chunk.page[i]! % 2 === odd);
            engine.feed({
              length: kept.length,
              time: Float64Array.from(kept, (i) => chunk.time[i]!),
              op: Uint8Array.from(kept, (i) => chunk.op[i]!),
              page: Uint32Array.from(kept, (i) => chunk.page[i]!),
              arg: Uint32Array.from(kept, (i) => chunk.arg[i]!),
              line: Uint32Array.from(kept, (i) => chunk.line![i]!),
              task: Uint32Array.from(kept, (i) => chunk.task![i]!),
            });
          }
          return profileOf(engine, end, names, 0);
        });
        expect(mergeProfiles(halves[0]!, halves[1]!)).toEqual({ ...profile(chunks, end), events: 0 });
      }),
      { numRuns: 100 },
    );
  });
});
