import { describe, expect, it } from 'vitest';
import { countersOf, kindsOf, limitedOf, questionsOf } from '../../src/metrics/names.ts';
import { notation } from './fixtures.ts';

describe('what rows are named after', () => {
  it('are kinds and groups, questions, what has a limit, and what counts', () => {
    const layout = notation('4/4/24');
    expect(kindsOf(layout)).toEqual(expect.arrayContaining(['ordinary', 'read-short', 'write-long', 'pin', 'long']));
    expect(questionsOf(layout)).toEqual(['pinned', 'written', 'longterm']);
    expect(limitedOf(layout)).toEqual(['read', 'write', 'ordinary']);
    expect(countersOf(layout).map(({ name, counts }) => [name, counts])).toEqual([
      ['read', 0b00110],
      ['write', 0b11000],
      ['ordinary', 0b00001],
    ]);
  });

  it('of a bias is one word, which counts all kinds', () => {
    const layout = notation('bias 1024');
    expect(limitedOf(layout)).toContain('ordinary');
    expect(countersOf(layout)).toEqual([{ name: 'word', counts: 0b11111 }]);
  });
});
