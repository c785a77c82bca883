import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSplit, decode, type Layout, limitOf } from '../../src/layouts/index.ts';
import { readingOf, withCount } from '../../src/report/page/decoder/reading.ts';
import { binaryOf, hexOf, parseWord, wordOfBits } from '../../src/report/page/decoder/word-text.ts';
import { layoutOf } from './evaluated.ts';

const value = (text: string): bigint | string => {
  const parsed = parseWord(text);
  return parsed.ok ? parsed.value : parsed.message;
};

const words = fc.bigInt({ min: -(1n << 63n), max: (1n << 64n) - 1n });

describe('a word as typed', () => {
  it.each([
    ['1025', 1025n],
    ['0x401', 1025n],
    ['0X4_01', 1025n],
    ['0b100 0000 0001', 1025n],
    [' 4,194,303 ', 4194303n],
    ["4'194'303", 4194303n],
    ['-1', -1n],
    ['−1', -1n],
    ['-0x80000000', -2147483648n],
    ['0', 0n],
    ['-0', 0n],
    ['007', 7n],
    ['18446744073709551615', 2n ** 64n - 1n],
    ['-9223372036854775808', -(2n ** 63n)],
  ])('%j is %s', (text, expected) => expect(value(text)).toBe(expected));

  it.each([
    ['', 'type a word'],
    ['   ', 'type a word'],
    ['c0000000', '0xc0000000'],
    ['0xg', 'not a number'],
    ['0x', 'not a number'],
    ['0b2', '0x0b2'],
    ['--1', 'not a number'],
    ['1.5', 'not a number'],
    ['1e3', '0x1e3'],
    ['18446744073709551616', 'no room in 64 bits'],
    ['-9223372036854775809', 'no room in 64 bits'],
    ['1'.repeat(10_000), 'more than 200 characters'],
    ['__proto__', 'not a number'],
    ['<script>', 'not a number'],
  ])('%j is none, and the message says what would be', (text, message) => expect(value(text)).toContain(message));

  it('comes back from every spelling', () => {
    fc.assert(
      fc.property(words, (word) => {
        for (const bits of [32, 64] as const) {
          const fitting = wordOfBits(word, bits);
          if (typeof fitting === 'string') continue;
          expect(value(hexOf(fitting, bits))).toBe(fitting);
          expect(value(binaryOf(fitting, bits))).toBe(fitting);
          expect(hexOf(fitting, bits).replaceAll('_', '')).toHaveLength(2 + bits / 4);
          expect(BigInt.asUintN(bits, word)).toBe(fitting);
        }
        expect(value(word.toString())).toBe(word);
      }),
    );
  });

  it('has room in the word or says how many bits it needs', () => {
    expect(wordOfBits(2n ** 32n - 1n, 32)).toBe(2n ** 32n - 1n);
    expect(wordOfBits(2n ** 32n, 32)).toBe('needs 33 bits, and this word has 32');
    expect(wordOfBits(-1n, 32)).toBe(0xffffffffn);
    expect(wordOfBits(-(2n ** 31n), 32)).toBe(2n ** 31n);
    expect(wordOfBits(-(2n ** 31n) - 1n, 32)).toContain('less than −2^31');
  });
});

describe('a word as a layout reads it', () => {
  const notes = (notation: string | Layout, text: string): string => {
    const layout = typeof notation === 'string' ? layoutOf(notation) : notation;
    const reading = readingOf(layout, value(text) as bigint);
    return (typeof reading === 'string' ? reading : reading.notes.join(' ')).replaceAll(/[\u2068\u2069]/g, '');
  };
  const read = (notation: string, text: string) => {
    const reading = readingOf(layoutOf(notation), value(text) as bigint);
    if (typeof reading === 'string') throw new Error(reading);
    return { counts: reading.counts.map((held) => Number(held.value)), answers: reading.answers };
  };

  it('has its counts and its answers', () => {
    expect(read('4/4/24', '0x12000003')).toEqual({
      counts: [1, 2, 3],
      answers: { pinned: true, written: true, longterm: true },
    });
    expect(read('4/4/24', '0x10000003').answers).toEqual({ pinned: true, written: false, longterm: true });
    expect(read('bias 1024', '1025')).toEqual({
      counts: [1, 1],
      answers: { pinned: true, written: true, longterm: true },
    });
    expect(read('bias 1024', '1023').answers).toEqual({ pinned: false, written: false, longterm: false });
    expect(read('bias long=2^23 short=2^27', `${2 ** 27 + 5}`)).toEqual({
      counts: [1, 0, 5],
      answers: { pinned: true, written: true, longterm: false },
    });
  });

  it('says when a field is full, over its limit or saturated', () => {
    expect(notes('4/4/24', '0xf0000001')).toBe('read is full: the next pin that it counts fails.');
    expect(notes('4/4/24', '0x003fffff')).toBe('ordinary is full: the next reference that it counts saturates it.');
    expect(notes('4/4/24', '0x00400000')).toMatch(/ordinary is over its limit of 4,194,303.*never freed/);
    expect(notes('4/4/24', '0x00c00000')).toBe('ordinary is saturated: 3/4 of its range. The page is never freed.');
    expect(notes('3+1/4/24', '0x90000001')).toMatch(/read is over its limit of 7.*undo/);
    expect(notes('4/4/24+0', '0x00ffffff')).toMatch(/sticks/);
    expect(notes('4/4/24', '0x00000003')).toBe('');
  });

  it('says what a field does that carries or wraps', () => {
    const built = buildSplit({
      id: 'x',
      fields: [
        { bits: 4, counts: ['pin'], onLimit: 'wrap' },
        { bits: 28, counts: ['ordinary'], onLimit: 'carry' },
      ],
    });
    if (!built.ok) throw new Error('no layout');
    expect(notes(built.layout, '0xffffffff')).toMatch(
      /pin is full.*makes it 0.*ordinary is full.*carries into its neighbour/,
    );
  });

  it('says when the word of a bias is 0, negative, over a soft limit, or the same with ordinary references alone', () => {
    expect(notes('bias 1024', '0')).toMatch(/word is 0.*pin is refused/);
    expect(notes('bias 1024', '-1')).toMatch(/Negative as a signed number \(−1\): pins are refused/);
    expect(notes('bias 1024', '0xc0000000')).toContain('(−1,073,741,824): pins are refused');
    expect(notes('bias 1024', '1025')).toBe('It would be the same word with 1,025 ordinary references and no pin.');
    expect(notes('bias 1024', '1000')).toBe('');
    expect(notes('bias long=2^23 short=2^27', `${2 ** 27 * 15}`)).not.toMatch(/over its soft limit/);
  });

  it('says when it has no room in the layout', () => {
    expect(notes('4/4/24', '0x100000000')).toBe('needs 33 bits, and this word has 32');
    expect(notes('20/20/24', '0x100000000')).toBe('');
    expect(notes('side pin=32', '1')).toContain('words of their own');
  });

  it('with a count changed is the word of those counts, or says what has no room', () => {
    const layout = layoutOf('4/4/24');
    expect(withCount(layout, [1n, 2n, 3n], 0, 15n)).toBe(0xf2000003n);
    expect(withCount(layout, [1n, 2n, 3n], 0, 16n)).toMatch(/no room in 4 bits/);
    expect(withCount(layout, [1n, 2n, 3n], 2, -1n)).toMatch(/0 or more/);
    expect(withCount(layoutOf('bias 1024'), [1n, 1n], 0, 2n ** 22n)).toMatch(/no room in a word of 32 bits/);
  });

  it('is the same word again from its counts, whatever the word', () => {
    const layouts = ['4/4/24', '2+2/6/22', '8/24', 'bias 1024', 'bias long=2^23 short=2^27', '20/20/24'].map(layoutOf);
    fc.assert(
      fc.property(fc.constantFrom(...layouts), words, fc.nat(2), (layout, any, which) => {
        const word = BigInt.asUintN(layout.word, any);
        const reading = readingOf(layout, word);
        if (typeof reading === 'string') throw new Error(reading);
        const counts = reading.counts.map((held) => held.value);
        expect(counts).toEqual(decode(layout, word));
        const index = which % counts.length;
        expect(withCount(layout, counts, index, counts[index]!)).toBe(word);
        for (const [i, held] of reading.counts.entries()) {
          if (layout.family === 'split') expect(held.isOver).toBe(held.value > limitOf(layout.fields[i]!));
        }
      }),
    );
  });
});
