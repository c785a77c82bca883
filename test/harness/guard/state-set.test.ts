import { describe, expect, it } from 'vitest';
import { FULL, SEEN, StateSet } from '../../../src/harness/guard/state-set.ts';

describe('a set of states', () => {
  it('keeps each with the one from which it was first reached, in their order, however many there are', () => {
    const states = new StateSet(1_000_000);
    const keyOf = (n: number): number => (n % 2 === 0 ? n : n * 2 ** 33 + n);
    for (let n = 0; n < 5000; n++) {
      expect(states.add(keyOf(n), n - 1)).toBe(n);
      expect(states.add(keyOf(n >> 1), 7)).toBe(SEEN);
    }
    expect(states.size).toBe(5000);
    for (let n = 0; n < 5000; n++) {
      expect([states.key(n), states.parent(n)]).toEqual([keyOf(n), n - 1]);
      expect(states.add(keyOf(n), 0)).toBe(SEEN);
    }
  });

  it('takes no more than it is to hold, and still knows those that it has', () => {
    const states = new StateSet(2);
    expect([5, 5, 2 ** 40, 6, 5, 2 ** 40, 6].map((key) => states.add(key, -1))).toEqual([
      0,
      SEEN,
      1,
      FULL,
      SEEN,
      SEEN,
      FULL,
    ]);
    expect([states.size, states.key(1), states.parent(0)]).toEqual([2, 2 ** 40, -1]);
  });
});
