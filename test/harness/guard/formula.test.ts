import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstHazard, guardTasks, type SplitGuard, safeTasks } from '../../../src/harness/guard/index.ts';
import { guardOf } from '../../../src/layouts/index.ts';
import { field } from './words.ts';

const PID_MAX_LIMIT = 2n ** 22n;

/** 4/4/24, with tasks on one field. */
const today = (on: number, protocol: SplitGuard['protocol'] = 'add-undo'): SplitGuard => ({
  word: 'split',
  fields: [field(4, 0, 'fail', 'read'), field(4, 0, 'fail', 'write'), field(24, 2, 'saturate', 'ordinary')],
  on: [on],
  protocol,
});

describe('the guard', () => {
  it('of 24 bits with 2 reserved is 3 * 2^22 with add-then-undo', () => {
    const word: SplitGuard = {
      word: 'split',
      fields: [field(8, 0, 'fail'), field(24, 2, 'fail')],
      on: [1],
      protocol: 'add-undo',
    };
    expect(guardTasks(word, 'one')).toBe(3n * 2n ** 22n);
    expect(guardTasks(word, 'any')).toBe(3n * 2n ** 22n);
  });

  it('of 24 bits with 2 reserved is 2^22 where it saturates: one operation of each of PID_MAX_LIMIT tasks', () => {
    expect(guardTasks(today(2), 'one')).toBe(PID_MAX_LIMIT);
  });

  it('is one less where tasks go on: the one that saturated the field can be inside the window again', () => {
    expect(guardTasks(today(2), 'any')).toBe(PID_MAX_LIMIT - 1n);
  });

  it('of a pin field without reserve is 0: one task alone carries into its neighbour', () => {
    expect(guardTasks(today(1), 'one')).toBe(0n);
    expect(firstHazard(today(1), 'one')).toBe('lost');
    expect(guardTasks(today(1, 'check-add'), 'any')).toBe(1n);
  });

  it('of compare-and-swap has no end', () => {
    expect(guardTasks(today(1, 'compare-and-swap'), 'any')).toBeNull();
    expect(firstHazard(today(1, 'compare-and-swap'), 'any')).toBeNull();
  });

  it('of the bias of 1024 is 2^21 pins, half of PID_MAX_LIMIT', () => {
    const word = { word: 'bias', bits: 32, bias: 1024, protocol: 'check-add' } as const;
    expect(guardTasks(word, 'any')).toBe(2n ** 21n);
    expect(guardTasks(word, 'any')).toBeLessThan(PID_MAX_LIMIT);
    expect(guardTasks({ ...word, bias: 2 ** 23 }, 'any')).toBe(256n);
    expect(guardTasks({ ...word, bias: 2 ** 27 }, 'any')).toBe(16n);
  });

  it('of the frozen bit is 2^30, and 2^20 where each try is a pin of 1024', () => {
    const word = { word: 'frozen', bits: 32, amount: 1, protocol: 'frozen-bit' } as const;
    expect(guardTasks(word, 'any')).toBe(2n ** 30n);
    expect(guardTasks({ ...word, amount: 1024 }, 'any')).toBe(2n ** 20n);
    expect(safeTasks(word, 'stale', 'any')).toBe(1n);
  });

  it('is what layouts say of a field: guardOf', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.nat(),
        fc.constantFrom('fail', 'saturate'),
        (bits, n, onLimit) => {
          const own = field(bits, n % bits, onLimit as 'fail' | 'saturate');
          const word: SplitGuard = { word: 'split', fields: [field(2, 0, 'fail'), own], on: [1], protocol: 'add-undo' };
          expect(guardTasks(word, 'one')).toBe(guardOf(own));
        },
      ),
    );
  });

  it('never falls when a bit more is reserved', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 20 }),
        fc.constantFrom('fail', 'saturate'),
        fc.constantFrom('add-undo', 'check-add'),
        fc.constantFrom('one', 'any'),
        (count, reserve, onLimit, protocol, operations) => {
          const guard = (r: number) =>
            guardTasks(
              {
                word: 'split',
                fields: [field(1, 0, 'fail'), field(count + r, r, onLimit as 'fail')],
                on: [1],
                protocol: protocol as 'add-undo',
              },
              operations as 'one',
            );
          expect(guard(reserve + 1)! >= guard(reserve)!).toBe(true);
        },
      ),
    );
  });

  it('cannot be asked of a field that is not checked, or not there', () => {
    const carries: SplitGuard = { ...today(0), fields: [{ ...field(4, 0, 'fail'), onLimit: 'carry' }] };
    expect(() => guardTasks(carries, 'one')).toThrow(/carry is not checked/);
    expect(() => guardTasks({ ...today(0), on: [7] }, 'one')).toThrow(RangeError);
  });
});
