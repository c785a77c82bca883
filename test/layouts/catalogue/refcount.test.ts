import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  REFCOUNT_MAX as MAX,
  type RefcountStep,
  refcountAdd,
  refcountAddNotZero,
  refcountAddNotZeroLimited,
  refcountDec,
  refcountSubAndTest,
  REFCOUNT_SATURATED as SAT,
} from '../../../src/layouts/catalogue/refcount.ts';

type Operation = (value: number) => RefcountStep;

const inc: Operation = (value) => refcountAdd(value, 1);
const add =
  (n: number): Operation =>
  (value) =>
    refcountAdd(value, n);
const incNotZero: Operation = (value) => refcountAddNotZero(value, 1);
const addNotZero =
  (n: number): Operation =>
  (value) =>
    refcountAddNotZero(value, n);
const dec: Operation = refcountDec;
const decAndTest: Operation = (value) => refcountSubAndTest(value, 1);
const subAndTest =
  (n: number): Operation =>
  (value) =>
    refcountSubAndTest(value, n);

/** The 17 cases of drivers/misc/lkdtm/refcount.c (docs/kernel-facts.md 1.5): what each operation leaves, and returns. */
const LKDTM: readonly [string, number, readonly (readonly [Operation, number, boolean?])[]][] = [
  [
    'INC_OVERFLOW',
    MAX - 1,
    [
      [dec, MAX - 2],
      [inc, MAX - 1],
      [inc, MAX],
      [inc, SAT],
    ],
  ],
  [
    'ADD_OVERFLOW',
    MAX - 1,
    [
      [dec, MAX - 2],
      [dec, MAX - 3],
      [dec, MAX - 4],
      [dec, MAX - 5],
      [add(4), MAX - 1],
      [add(4), SAT],
    ],
  ],
  ['INC_NOT_ZERO_OVERFLOW', MAX, [[incNotZero, SAT, true]]],
  ['ADD_NOT_ZERO_OVERFLOW', MAX, [[addNotZero(6), SAT, true]]],
  [
    'DEC_ZERO',
    2,
    [
      [dec, 1],
      [dec, SAT],
    ],
  ],
  ['DEC_NEGATIVE', 0, [[dec, SAT]]],
  ['DEC_AND_TEST_NEGATIVE', 0, [[decAndTest, SAT, false]]],
  ['SUB_AND_TEST_NEGATIVE', 3, [[subAndTest(5), SAT, false]]],
  [
    'INC_ZERO',
    0,
    [
      [incNotZero, 0, false],
      [inc, SAT],
    ],
  ],
  [
    'ADD_ZERO',
    0,
    [
      [addNotZero(3), 0, false],
      [add(3), SAT],
    ],
  ],
  ['INC_SATURATED', SAT, [[inc, SAT]]],
  ['DEC_SATURATED', SAT, [[dec, SAT]]],
  ['ADD_SATURATED', SAT, [[add(8), SAT]]],
  ['INC_NOT_ZERO_SATURATED', SAT, [[incNotZero, SAT, true]]],
  ['ADD_NOT_ZERO_SATURATED', SAT, [[addNotZero(7), SAT, true]]],
  ['DEC_AND_TEST_SATURATED', SAT, [[decAndTest, SAT, false]]],
  ['SUB_AND_TEST_SATURATED', SAT, [[subAndTest(8), SAT, false]]],
];

describe('refcount_t', () => {
  it('has the constants of the kernel', () => {
    expect(MAX).toBe(0x7fffffff);
    expect(SAT >>> 0).toBe(0xc0000000);
    expect(LKDTM).toHaveLength(17);
  });

  it.each(LKDTM)('does as LKDTM demands in REFCOUNT_%s', (_name, start, steps) => {
    let value = start;
    for (const [operation, after, returns] of steps) {
      const step = operation(value);
      expect(step.value).toBe(after);
      expect(step.returns).toBe(returns);
      // It warns exactly where it saturates a count that was good, or finds one that was not.
      expect(step.warning !== undefined).toBe(after === SAT);
      value = step.value;
    }
  });

  it('says why it saturates', () => {
    expect(inc(MAX).warning).toBe('saturated; leaking memory');
    expect(inc(0).warning).toBe('addition on 0; use-after-free');
    expect(subAndTest(5)(3).warning).toBe('underflow; use-after-free');
    expect(dec(1).warning).toBe('decrement hit 0; leaking memory');
    expect(decAndTest(1)).toEqual({ value: 0, returns: true });
  });

  it('is back at INT_MAX only by counting, as REFCOUNT_TIMING does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX }), fc.integer({ min: 1, max: MAX }), (value, more) => {
        const { value: sum, warning } = refcountAdd(value, more);
        if (value + more > MAX) expect([sum, warning]).toEqual([SAT, 'saturated; leaking memory']);
        else {
          expect([sum, warning]).toEqual([value + more, undefined]);
          expect(refcountSubAndTest(sum, more)).toEqual({ value, returns: false });
        }
      }),
    );
  });

  it('stays saturated whatever comes, until its memory is gone', () => {
    const operation = fc.constantFrom(inc, dec, incNotZero, decAndTest, add(1000), subAndTest(1000), addNotZero(MAX));
    fc.assert(
      fc.property(fc.array(operation), (operations) => {
        expect(operations.reduce((value, next) => next(value).value, SAT)).toBe(SAT);
      }),
    );
  });

  it('fails instead of saturating in the limited _acquire variants, so that at INT_MAX nothing is taken', () => {
    expect(refcountAddNotZeroLimited(MAX, 1)).toEqual({ value: MAX, returns: false });
    expect(refcountAddNotZero(MAX, 1)).toMatchObject({ value: SAT, returns: true });
    expect(refcountAddNotZeroLimited(10, 5, 14)).toEqual({ value: 10, returns: false });
    expect(refcountAddNotZeroLimited(10, 4, 14)).toEqual({ value: 14, returns: true });
    expect(refcountAddNotZeroLimited(0, 1)).toEqual({ value: 0, returns: false });
  });
});
