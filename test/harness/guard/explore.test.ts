import { describe, expect, it } from 'vitest';
import {
  type Exploration,
  explore,
  type GuardModel,
  type GuardWord,
  HAZARDS,
  type SplitGuard,
  safeTasks,
} from '../../../src/harness/guard/index.ts';
import { biasesOf, field, frozenOf, splitsOf } from './words.ts';

function broken(exploration: Exploration) {
  if (exploration.outcome !== 'broken') throw new Error(`not broken: ${exploration.outcome}`);
  return exploration;
}

const pins = (reserve: number): SplitGuard => ({
  word: 'split',
  fields: [field(2, 0, 'fail', 'read'), field(2, reserve, 'fail', 'write')],
  on: [1],
  protocol: 'add-undo',
});

describe('the shortest counterexample', () => {
  it('of a pin field without reserve is one step of one task', () => {
    const { start, steps } = broken(explore({ word: pins(0), tasks: 1, operations: 'one' }, 'wrong'));
    expect(start).toBe('00 11');
    expect(steps).toEqual([
      {
        task: 'A',
        does: 'adds 1 to write, which was at its limit',
        before: '00 11',
        after: '01 00',
        counts: [1, 0],
        hazards: ['carry', 'lost', 'wrong'],
      },
    ]);
  });

  it('of a pin field with a red zone of 2 is three tasks at once', () => {
    const { steps } = broken(explore({ word: pins(1), tasks: 3, operations: 'any' }, 'carry'));
    expect(steps.map(({ task, after }) => [task, after])).toEqual([
      ['A', '00 10'],
      ['B', '00 11'],
      ['C', '01 00'],
    ]);
  });

  it('of saturation is one task that sets the field and as many as fit above it', () => {
    const word: SplitGuard = {
      word: 'split',
      fields: [field(1, 0, 'fail', 'pin'), field(3, 2, 'saturate', 'ordinary')],
      on: [1],
      protocol: 'add-undo',
    };
    const { steps } = broken(explore({ word, tasks: 3, operations: 'one' }, 'carry'));
    expect(steps.map(({ task, does, after }) => `${task} ${does}: ${after}`)).toEqual([
      'A adds 1 to ordinary, which was at its limit: holds a reference: 0 010',
      'A sets ordinary to 6: 0 110',
      'B adds 1 to ordinary, which was at its limit: holds a reference: 0 111',
      'C adds 1 to ordinary, which was at its limit: holds a reference: 1 000',
    ]);
    // Tasks that go on need one fewer: the first comes again.
    const again = broken(explore({ word, tasks: 2, operations: 'any' }, 'carry'));
    expect(again.steps).toHaveLength(4);
    expect(new Set(again.steps.map(({ task }) => task)).size).toBe(2);
  });

  it('of the frozen bit is the ABA race of its fourth version', () => {
    const word = { word: 'frozen', bits: 4, amount: 1, protocol: 'frozen-bit' } as const;
    const { steps } = broken(explore({ word, tasks: 2, operations: 'any' }, 'stale'));
    expect(steps.map(({ task, does }) => `${task} ${does}`)).toEqual([
      'A takes 1: drops the last reference',
      'B adds 1, finds the page in use: holds a reference',
      'B takes 1: drops the last reference',
      'A compares and swaps 0 for frozen: frees the page',
      'A allocates the page: sets the word to 1',
      'A takes 1: drops the last reference',
      'B compares and swaps 0 for frozen: frees the page, which has been reused',
    ]);
    expect(explore({ word, tasks: 1, operations: 'any' }, 'stale').outcome).toBe('safe');
  });

  it('is a chain: each step begins where the one before ended, and only the last brings the hazard', () => {
    const words: GuardWord[] = [...splitsOf(3), ...biasesOf(4), ...frozenOf(4)];
    let seen = 0;
    for (const word of words) {
      for (const hazard of HAZARDS) {
        const safe = safeTasks(word, hazard, 'any');
        if (safe === null || safe > 4n) continue;
        const { start, steps } = broken(explore({ word, tasks: Number(safe) + 1, operations: 'any' }, hazard));
        let at = start;
        for (const [i, step] of steps.entries()) {
          expect(step.before).toBe(at);
          at = step.after;
          expect(step.hazards.includes(hazard)).toBe(i === steps.length - 1);
        }
        const tasks = new Set(steps.map(({ task }) => task));
        expect(tasks.size).toBeLessThanOrEqual(Number(safe) + 1);
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(100);
  });
});

describe('an exploration', () => {
  // One of each protocol; the time that a whole run may take is the test's.
  const six = [field(2, 1, 'fail', 'read'), field(2, 0, 'fail', 'write'), field(2, 1, 'saturate', 'ordinary')];
  const words: readonly GuardWord[] = [
    { word: 'split', fields: [field(6, 2, 'fail')], on: [0], protocol: 'add-undo' },
    { word: 'split', fields: [field(6, 0, 'fail')], on: [0], protocol: 'check-add' },
    { word: 'split', fields: [field(6, 2, 'saturate')], on: [0], protocol: 'add-undo' },
    { word: 'split', fields: [field(6, 0, 'fail')], on: [0], protocol: 'compare-and-swap' },
    { word: 'split', fields: six, on: [0], protocol: 'add-undo' },
    { word: 'split', fields: six, on: [0, 1], protocol: 'compare-and-swap' },
    { word: 'bias', bits: 6, bias: 4, protocol: 'check-add' },
    { word: 'frozen', bits: 6, amount: 1, protocol: 'frozen-bit' },
  ];

  it.each(words.map((word) => [word.word, word.protocol, word] as const))(
    'of 3 tasks on 6 bits is done in 5 s and 40 MiB: %s, %s',
    (_word, _protocol, word) => {
      const { outcome, states } = explore({ word, tasks: 3, operations: 'any' }, 'carry', 2 ** 21);
      expect(outcome).toBe((safeTasks(word, 'carry', 'any') ?? 3n) >= 3n ? 'safe' : 'broken');
      expect(states).toBeGreaterThan(0);
    },
    5_000,
  );

  it('says that a model is too large, instead of running away', () => {
    const word: SplitGuard = { word: 'split', fields: [field(10, 2, 'fail')], on: [0], protocol: 'add-undo' };
    const large = explore({ word, tasks: 200, operations: 'any' }, 'carry', 1000);
    expect(large).toEqual({
      outcome: 'too-large',
      states: 1000,
      reason: expect.stringContaining('more than 1,000 states'),
    });
    const wide: SplitGuard = { ...word, fields: [field(12, 2, 'fail'), field(12, 2, 'fail')], on: [0, 1] };
    const unpackable = explore({ word: wide, tasks: 5000, operations: 'any' }, 'carry');
    expect(unpackable).toMatchObject({ outcome: 'too-large', states: 0 });
  });

  it('refuses models that are none', () => {
    const model: GuardModel = { word: pins(0), tasks: 0, operations: 'one' };
    expect(() => explore(model, 'carry')).toThrow(/1 task or more, not 0/);
    expect(() => explore({ ...model, tasks: 1.5 }, 'carry')).toThrow(RangeError);
    const wide: SplitGuard = { ...pins(0), fields: [field(25, 0, 'fail')], on: [0] };
    expect(() => explore({ ...model, tasks: 1, word: wide }, 'carry')).toThrow(/1 to 24 bits, not 25/);
    expect(() => explore({ ...model, tasks: 1, word: { ...pins(0), on: [2] } }, 'carry')).toThrow(/no field 2/);
    const carries: SplitGuard = { ...pins(0), fields: [{ ...field(2, 0, 'fail'), onLimit: 'wrap' }], on: [0] };
    expect(() => explore({ ...model, tasks: 1, word: carries }, 'carry')).toThrow(/wrap is not checked/);
  });

  it('needs no more states for tasks that are alike than for how many there are', () => {
    const word: SplitGuard = { word: 'split', fields: [field(4, 3, 'fail')], on: [0], protocol: 'add-undo' };
    const states = (tasks: number) => explore({ word, tasks, operations: 'any' }, 'carry').states;
    // Held 0 or 1, and 0 … n of n tasks in the window. One task alone cannot drop the reference from inside it.
    expect([1, 2, 3, 10].map(states)).toEqual([3, 6, 8, 22]);
  });
});
