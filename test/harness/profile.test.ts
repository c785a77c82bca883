import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventChunk } from '../../src/events/chunk.ts';
import { ProfileEngine } from '../../src/harness/profile/engine.ts';
import { emptyProfile, mergeProfiles, type Profile, profileOf } from '../../src/harness/profile/profile.ts';
import { needsReplay, reachesSign, tallyOf } from '../../src/harness/profile/read.ts';
import { Replay } from '../../src/harness/replay.ts';
import type { Tally } from '../../src/harness/tally.ts';
import { type Layout, LONG, ORDINARY, SHORT } from '../../src/layouts/index.ts';
import { names, recording, resolve } from './arbitrary.ts';
import { notation, split } from './layouts.ts';

const longShort = (longBits: number, shortBits: number, ordinary: number, reserve: number): Layout =>
  split({
    id: `long ${longBits} short ${shortBits}`,
    fields: [
      { name: 'long', bits: longBits, counts: ['long'] },
      { name: 'short', bits: shortBits, counts: ['short'] },
      { name: 'ordinary', bits: ordinary, counts: ['ordinary'], reserve },
    ],
  });

export const FAMILY: readonly Layout[] = [
  '4/4/24',
  '2/6/24',
  '8/24',
  '1/1/30',
  '1/2/29+0',
  '3/1/18+10',
  '9/9/12+2',
  '12/20',
  '20/20/24',
  '1/1+30',
  '31/33',
  'bias 2',
  'bias 4',
  'bias 64',
  'bias 1024',
  'bias 2^12',
]
  .map(notation)
  .concat(longShort(1, 1, 30, 2), longShort(2, 4, 26, 14), longShort(9, 3, 20, 0), longShort(30, 10, 24, 1));

export function profile(chunks: readonly EventChunk[], end: number, from?: number): Profile {
  const engine = new ProfileEngine(from === undefined ? {} : { from });
  for (const chunk of chunks) engine.feed(chunk);
  return profileOf(engine, end, names, chunks.length);
}

export function replay(layout: Layout, chunks: readonly EventChunk[], end: number, from?: number): Tally {
  const engine = new Replay(layout, from);
  for (const chunk of chunks) engine.feed(chunk);
  return engine.finish(end, names);
}

const unmethod = ({ method: _, ...tally }: Tally): Omit<Tally, 'method'> => tally;

describe('profile = replay, to the last integer', () => {
  it('knows which layouts it can answer for', () => {
    expect(FAMILY.map(needsReplay)).toEqual(FAMILY.map(() => undefined));
    expect(needsReplay(notation('bias 1000'))).toMatch(/power of two/);
    expect([LONG, SHORT, ORDINARY].every((kinds) => kinds > 0)).toBe(true);
  });

  it('for every layout of the family, on random recordings', () => {
    fc.assert(
      fc.property(recording(), (steps) => {
        const { chunks, end } = resolve(steps);
        const one = profile(chunks, end);
        for (const layout of FAMILY) {
          if (reachesSign(layout, one)) continue;
          expect(unmethod(tallyOf(one, layout)), layout.id).toEqual(unmethod(replay(layout, chunks, end)));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('with a warm-up, at any moment of the recording', () => {
    fc.assert(
      fc.property(recording(), fc.double({ min: 0, max: 1, noNaN: true }), (steps, part) => {
        const { chunks, end } = resolve(steps);
        const from = Math.floor(end * part);
        const one = profile(chunks, end, from);
        for (const layout of FAMILY) {
          if (reachesSign(layout, one)) continue;
          expect(unmethod(tallyOf(one, layout)), layout.id).toEqual(unmethod(replay(layout, chunks, end, from)));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('with pins of unknown direction, for layouts that need not tell read from write', () => {
    const layouts = FAMILY.filter(
      (l) => l.family === 'bias' || l.fields.every((f) => f.name !== 'read' && f.name !== 'write'),
    );
    fc.assert(
      fc.property(recording({ undirected: true }), (steps) => {
        const { chunks, end } = resolve(steps);
        const one = profile(chunks, end);
        for (const layout of layouts) {
          if (reachesSign(layout, one)) continue;
          const [a, b] = [tallyOf(one, layout), replay(layout, chunks, end)];
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
