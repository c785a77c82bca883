import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tally } from '../../src/harness/tally.ts';
import type { Layout, OnLimit } from '../../src/layouts/index.ts';
import { anyBias, anySplit } from '../layouts/arbitrary.ts';
import { recording, resolve, type Step } from './arbitrary.ts';
import { bias, replay, split } from './family.ts';
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
  /** Fields of 1 to 3 bits, and one that takes the rest: limits are hit all the time. */
  const narrowSplit: fc.Arbitrary<Layout> = fc
    .record({
      word: fc.constantFrom(32, 64),
      partition: fc.constantFrom<readonly (readonly string[])[]>(
        [['read'], ['write'], ['ordinary']],
        [['pin'], ['ordinary']],
        [['long'], ['short'], ['ordinary']],
        [['ordinary'], ['read-short'], ['read-long'], ['write-short'], ['write-long']],
        [['ordinary', 'read'], ['write']],
      ),
      widths: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 5, maxLength: 5 }),
      wide: fc.nat(4),
      policies: fc.array(fc.constantFrom<OnLimit>('fail', 'saturate', 'carry', 'wrap'), { minLength: 5, maxLength: 5 }),
      reserves: fc.array(fc.nat(2), { minLength: 5, maxLength: 5 }),
      warns: fc.array(fc.option(fc.nat(6)), { minLength: 5, maxLength: 5 }),
    })
    .map(({ word, partition, widths, wide, policies, reserves, warns }) => {
      const filler = wide % partition.length;
      const narrow = partition.reduce((sum, _, i) => (i === filler ? sum : sum + widths[i]!), 0);
      return split({
        id: 'narrow',
        fields: partition.map((counts, i) => {
          const bits = i === filler ? word - narrow : widths[i]!;
          const onLimit = policies[i]!;
          const reserve = onLimit === 'carry' || onLimit === 'wrap' ? 0 : reserves[i]! % bits;
          const warn = warns[i]!;
          const limit = 2 ** (bits - reserve) - 1;
          return { bits, counts, onLimit, reserve, ...(warn === null ? {} : { warn: 1 + (warn % limit) }) };
        }),
      });
    });
  /** Few pages, every kind of event, counts as small as the fields. */
  const lively: fc.Arbitrary<Step[]> = fc.array(
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
