import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tally } from '../../src/harness/tally.ts';
import { anyBias, anySplit, narrowSplit } from '../layouts/arbitrary.ts';
import { lively, recording, resolve } from './arbitrary.ts';
import { bias, replay } from './family.ts';
import { type NaiveTally, naiveTally } from './naive.ts';

describe('replay = the naive witness, to the last integer', () => {
  const unhit = ({ method: _, counters, ...tally }: Tally): NaiveTally => ({
    ...tally,
    counters: counters.map(({ pagesAtLimit, saturatedLives, redZone }) => ({
      pagesAtLimit,
      saturatedLives,
      ...(redZone === undefined ? {} : { redZone }),
    })),
  });
  const small = recording().map((all) =>
    all.map((step) => ({ ...step, refs: 1 + (step.refs % 8), level: step.level % 40 })),
  );
  const steps = fc.oneof({ weight: 2, arbitrary: lively }, { weight: 1, arbitrary: small });
  const part = fc.double({ min: 0, max: 1, noNaN: true });

  it.each([
    ['splits of narrow fields, any policy', narrowSplit, 500],
    ['any split', anySplit, 150],
    ['any bias', anyBias, 250],
  ])('%s', (_, layouts, numRuns) => {
    fc.assert(
      fc.property(layouts, steps, part, (layout, all, warmup) => {
        const { chunks, end } = resolve(all);
        const from = Math.floor(end * warmup);
        expect(unhit(replay(layout, chunks, end, from))).toEqual(naiveTally(layout, chunks, end, from));
      }),
      { numRuns },
    );
  });

  it('a bias that reaches the sign bit', () => {
    const large = fc
      .record({ word: fc.constantFrom(32, 64), below: fc.integer({ min: 2, max: 4 }) })
      .map(({ word, below }) => bias({ id: 'large', bias: 2 ** (word - below), word }));
    fc.assert(
      fc.property(large, steps, (layout, all) => {
        const { chunks, end } = resolve(all);
        expect(unhit(replay(layout, chunks, end, 0))).toEqual(naiveTally(layout, chunks, end, 0));
      }),
      { numRuns: 150 },
    );
  });
});
