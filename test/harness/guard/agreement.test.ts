import { describe, expect, it } from 'vitest';
import {
  explore,
  type GuardWord,
  HAZARDS,
  type Hazard,
  type Operations,
  type SplitGuard,
  safeTasks,
} from '../../../src/harness/guard/index.ts';
import { biasesOf, fieldsOf, frozenOf, splitsOf } from './words.ts';

const OPERATIONS: readonly Operations[] = ['one', 'any'];
/** Where the formula says "any number", so many are tried. */
const ENOUGH = [1, 2, 3];

/** Where exploring and the formula disagree, and how often they were compared. */
function compare(words: Iterable<GuardWord>, mostTasks: number, hazards: readonly Hazard[] = HAZARDS) {
  const wrong: unknown[] = [];
  let compared = 0;
  let broken = 0;
  for (const word of words) {
    for (const operations of OPERATIONS) {
      for (const hazard of hazards) {
        const safe = safeTasks(word, hazard, operations);
        const numbers = safe === null ? ENOUGH : [Number(safe), Number(safe) + 1];
        for (const tasks of numbers.filter((n) => n >= 1 && n <= mostTasks)) {
          const { outcome } = explore({ word, tasks, operations }, hazard);
          const expected = safe === null || tasks <= safe ? 'safe' : 'broken';
          compared++;
          if (expected === 'broken') broken++;
          if (outcome !== expected) wrong.push({ word, hazard, operations, tasks, expected, outcome });
        }
      }
    }
  }
  return { wrong, compared, broken };
}

function* upTo<W>(most: number, words: (bits: number) => Iterable<W>): Generator<W> {
  for (let bits = 1; bits <= most; bits++) yield* words(bits);
}

describe('the formula and every interleaving agree', () => {
  it('on every split of up to 4 bits: each field, reserve, policy, protocol and hazard', () => {
    const { wrong, compared, broken } = compare(upTo(4, splitsOf), 12);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(9000);
    expect(broken).toBeGreaterThan(1000);
  });

  it('on words of 5 bits, with up to 18 tasks', () => {
    const one = (function* (): Generator<SplitGuard> {
      for (const word of splitsOf(5)) if (word.fields.length === 1) yield word;
    })();
    expect(compare(one, 18).wrong).toEqual([]);
  });

  it('on every bias of up to 6 bits, powers of two or not', () => {
    const { wrong, compared } = compare(upTo(6, biasesOf), 12);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(500);
  });

  it('on every frozen word of up to 6 bits', () => {
    const { wrong, compared } = compare(upTo(6, frozenOf), 9);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(150);
  });

  it('where tasks work on all fields: the first carry is that of the weakest field', () => {
    const words = (function* (): Generator<SplitGuard> {
      for (let bits = 2; bits <= 4; bits++) {
        for (const fields of fieldsOf(bits)) {
          const on = [...fields.keys()];
          yield { word: 'split', fields, on, protocol: 'add-undo' };
          yield { word: 'split', fields, on, protocol: 'check-add' };
          const mixed = fields.map((field, f) =>
            f === on.length - 1 ? { ...field, onLimit: 'saturate' as const } : field,
          );
          yield { word: 'split', fields: mixed, on, protocol: 'add-undo' };
        }
      }
    })();
    const { wrong, compared } = compare(words, 3, ['carry', 'lost', 'wrong']);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(500);
  });
});
