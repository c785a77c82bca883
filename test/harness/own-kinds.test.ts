import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OwnDemand } from '../../src/harness/own-demand.ts';
import { Replay } from '../../src/harness/replay.ts';
import { classOf, type Domain, type Layout, PAGE_REFERENCES } from '../../src/layouts/index.ts';
import { anyLayout } from '../layouts/arbitrary.ts';
import { names, recording, resolve, still } from './arbitrary.ts';
import { profile } from './family.ts';
import { naiveTally } from './naive.ts';

/** The kinds of a page under other names, in the same order: the same numbers must come out. */
const renamed: Domain = {
  name: 'renamed',
  kinds: ['a', 'b', 'c', 'd', 'e'],
  groups: Object.fromEntries(Object.entries(PAGE_REFERENCES.groups).map(([name, set]) => [`all-${name}`, set])),
  questions: PAGE_REFERENCES.questions,
};
const inRenamed = (layout: Layout): Layout => ({ ...layout, domain: renamed });

describe("kinds of one's own go through the same replay", () => {
  it('what a layout comes to does not depend on what its kinds are called', () => {
    fc.assert(
      fc.property(recording(), anyLayout, fc.double({ min: 0, max: 1, noNaN: true }), (steps, layout, part) => {
        const { chunks, end } = resolve(steps);
        const from = Math.floor(end * part);
        const tallies = [layout, inRenamed(layout)].map((one) => {
          const engine = new Replay(one, from);
          for (const chunk of chunks) engine.feed(chunk);
          return engine.finish(end, names);
        });
        const [pages, own] = tallies as [(typeof tallies)[0], (typeof tallies)[0]];
        expect(own).toEqual({ ...pages, attempted: pages.attempted.slice(0, 5), refused: pages.refused.slice(0, 5) });
      }),
      { numRuns: 200 },
    );
  });

  it('a question may ask for the first kind too, of a split and of a bias', () => {
    const domain: Domain = { ...renamed, questions: { first: 1, any: 0x1f, ...renamed.questions } };
    fc.assert(
      fc.property(recording(), anyLayout, (steps, layout) => {
        const { chunks, end } = resolve(
          steps.map((s) => ({ ...s, refs: 1 + (s.refs % 4), level: s.level % 20, among: 0 })),
        );
        const asked = { ...layout, domain };
        const engine = new Replay(asked);
        for (const chunk of chunks) engine.feed(chunk);
        const { questions } = engine.finish(end, names);
        expect(Object.keys(questions)).toEqual(expect.arrayContaining(['first', 'any']));
        expect(questions).toEqual(naiveTally(asked, chunks, end, Number.NEGATIVE_INFINITY).questions);
      }),
      { numRuns: 200 },
    );
  });

  it('what is wanted at once is what the profile says of the same kinds', () => {
    fc.assert(
      fc.property(recording(), fc.double({ min: 0, max: 1, noNaN: true }), (steps, part) => {
        const { chunks, end } = resolve(steps);
        const from = Math.floor(end * part);
        const engine = new OwnDemand(renamed, from);
        for (const chunk of chunks) engine.feed(chunk);
        const own = engine.finish(end);
        const pages = profile(chunks, end, from);
        const peaks = Object.fromEntries(
          Object.entries(pages.peaks).map(([name, peak]) => {
            const kind = PAGE_REFERENCES.kinds.indexOf(name);
            return [kind < 0 ? `all-${name}` : renamed.kinds[kind]!, peak];
          }),
        );
        expect(own.peaks).toEqual(peaks);
        expect(own.attempted.slice(0, 5)).toEqual([0, 1, 2, 3, 4].map((c) => pages.attempted[c] ?? 0));
        expect([own.pages, own.pageTime, own.checks]).toEqual([pages.pages, pages.pageTime, pages.checks]);
        expect(own.events).toBe(chunks.reduce((sum, { length }) => sum + length, 0));
      }),
      { numRuns: 200 },
    );
  });

  it('counts what is dropped on the page that drops it, and checks from when measuring starts', () => {
    const { chunks, end } = resolve([
      { ...still, what: 'level', level: 2 },
      { ...still, page: 1, what: 'level', level: 2 },
      { ...still, what: 'check' },
      { ...still, what: 'put' },
      { ...still, what: 'put' },
      { ...still, page: 1, what: 'pin', kind: 1 },
      { ...still, page: 1, what: 'check' },
    ]);
    const demandFrom = (from: number) => {
      const engine = new OwnDemand(renamed, from);
      for (const chunk of chunks) engine.feed(chunk);
      return engine.finish(end);
    };
    expect(demandFrom(0).peaks).toMatchObject({ a: 2, b: 1 });
    expect(demandFrom(0).checks).toBe(2);
    // The first check is at 15 ns; at 25 ns the first page is empty.
    expect(demandFrom(16).checks).toBe(1);
    expect(demandFrom(end).peaks).toMatchObject({ a: 2, b: 1 });
  });

  it('eight kinds, each in a field of its own, are what the naive witness says', () => {
    const eight: Domain = {
      name: 'eight',
      kinds: ['k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7'],
      groups: {},
      questions: { any: 0xff, last: 0x80, first: 1 },
    };
    const layout: Layout = {
      family: 'split',
      id: 'eight',
      word: 32,
      domain: eight,
      fields: eight.kinds.map((name, i) => ({
        name,
        bits: 4,
        offset: 4 * i,
        reserve: 1,
        counts: 1 << i,
        onLimit: i % 2 === 0 ? 'saturate' : 'fail',
        warn: 3,
      })),
    };
    expect(eight.kinds.map((kind) => classOf(eight, kind))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const kinds = fc.array(fc.nat(6), { minLength: 200, maxLength: 200 });
    fc.assert(
      fc.property(recording(), kinds, (steps, chosen) => {
        const { chunks, end } = resolve(
          steps.map((s, i) => ({
            ...s,
            kind: 1 + chosen[i % 200]!,
            refs: 1 + (s.refs % 4),
            level: s.level % 20,
            among: 0,
          })),
          eight,
        );
        const engine = new Replay(layout);
        for (const chunk of chunks) engine.feed(chunk);
        const { method: _, counters, ...tally } = engine.finish(end, names);
        expect({
          ...tally,
          counters: counters.map(({ pagesAtLimit, saturatedLives, redZone }) => ({
            pagesAtLimit,
            saturatedLives,
            redZone,
          })),
        }).toEqual(naiveTally(layout, chunks, end, Number.NEGATIVE_INFINITY));
      }),
      { numRuns: 200 },
    );
  });
});
