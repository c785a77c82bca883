import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/harness/words.ts';
import { bias } from './family.ts';

describe('the words of a bias', () => {
  for (const word of [32, 64] as const) {
    it(`of ${word} bits are read whole: pins times the bias and ordinary references`, () => {
      const words = wordsOf(bias({ id: 'b', word, bias: 1024 }));
      words.grow(3);
      words.add(2, 0, 5);
      words.add(2, -1, 700);
      expect([words.read(2, 0), words.read(1, 0)]).toEqual([5 * 1024 + 700, 0]);
      words.add(2, 0, -5);
      expect(words.read(2, 0)).toBe(700);
    });
  }
});
