import { describe, expect, it } from 'vitest';
import {
  buildSide,
  formatNotation,
  layoutToYaml,
  limitsOf,
  parseNotation,
  partsOf,
  sameLayout,
} from '../../src/layouts/index.ts';
import { layout } from './arbitrary.ts';

const problems = (text: string) => {
  const built = parseNotation(text);
  return built.ok ? [] : built.problems.map(({ message }) => message);
};

describe('counters beside the word', () => {
  it('leave ordinary its 32 bits and have half of their range as red zone', () => {
    const side = layout('side pin=32');
    expect(side).toMatchObject({ family: 'split', word: 64, apart: true, id: 'side pin=32' });
    const named = Object.fromEntries(limitsOf(side).map(({ name, limit }) => [name, limit]));
    expect(named).toEqual({ pin: 2n ** 31n - 1n, ordinary: 2n ** 30n - 1n });
    expect(partsOf(layout('side read=16 write=16')).map(({ name, bits }) => [name, bits])).toEqual([
      ['read', 16],
      ['write', 16],
      ['ordinary', 32],
    ]);
  });

  it('are written as they are read, and are no split of one word', () => {
    for (const text of ['side pin=32', 'side read=12 write=20', 'side long=8 short=24']) {
      expect(formatNotation(layout(text))).toBe(text);
    }
    const inOneWord = layout('31+1/30+2');
    expect(sameLayout(layout('side pin=32'), inOneWord)).toBe(false);
    expect(sameLayout(layout('side pin=32'), layout('side: pin=32'))).toBe(true);
    expect(layoutToYaml(layout('side pin=32'))).toBe('  - { side: { pin: 32 } }');
    const named = buildSide({
      id: 'two counters',
      side: [
        { name: 'read', bits: 16 },
        { name: 'write', bits: 16 },
      ],
    });
    expect(named.ok && layoutToYaml(named.layout)).toBe('  - { name: two counters, side: { read: 16, write: 16 } }');
  });

  it('that are impossible are refused, with the arithmetic', () => {
    expect(problems('side pin=16')).toEqual(['16 = 16 bits of counters; beside a word of 32 bits they have 32']);
    expect(problems('side read=16 write=8')[0]).toMatch(/16 \+ 8 = 24 bits/);
    expect(problems('side ordinary=32')[0]).toMatch(/counted in the word/);
    expect(problems('side read=32')[0]).toMatch(/write-short and write-long are counted nowhere/);
    expect(problems('side reads=16 write=16')[0]).toMatch(/"reads" is no kind or group/);
    expect(problems('side pin=1 x=31')[0]).toMatch(/2 to 32/);
    expect(problems('side pin')[0]).toMatch(/"pin" is no counter/);
    expect(problems('side')[0]).toMatch(/at least one kind or group/);
  });
});
