import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answers,
  decode,
  decodeNamed,
  encode,
  isNegative,
  isOverLimit,
  kindsSeen,
  type Layout,
  LONG,
  limitsOf,
  maximumOf,
  READ,
  SHORT,
  signedWord,
} from '../../src/layouts/index.ts';
import { anyBias, anyLayout, anySplit, layout } from './arbitrary.ts';

const word = (of: Layout) => fc.bigInt({ min: 0n, max: (1n << BigInt(of.word)) - 1n });
const withWord = (layouts: fc.Arbitrary<Layout>) => layouts.chain((l) => fc.tuple(fc.constant(l), word(l)));

describe('encode and decode', () => {
  it('are inverse: every word of a layout comes back from its counts', () => {
    fc.assert(
      fc.property(withWord(anyLayout), ([l, w]) => {
        expect(encode(l, decode(l, w))).toBe(w);
      }),
    );
  });

  it('are inverse: every count that a split has room for comes back from the word', () => {
    fc.assert(
      fc.property(
        anySplit,
        fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { minLength: 5, maxLength: 5 }),
        (l, random) => {
          if (l.family !== 'split') throw new Error('a split was asked for');
          const counts = l.fields.map((f, i) => random[i]! & maximumOf(f));
          expect(decode(l, encode(l, counts))).toEqual(counts);
        },
      ),
    );
  });

  it('are inverse for a bias as long as every count keeps its soft limit', () => {
    fc.assert(
      fc.property(
        anyBias,
        fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n }), { minLength: 5, maxLength: 5 }),
        (l, random) => {
          const counts = limitsOf(l).map((part, i) => random[i]! % (part.limit + 1n));
          expect(decode(l, encode(l, counts))).toEqual(counts);
        },
      ),
    );
  });

  it('put the fields where the mail has them', () => {
    expect(encode(layout('4/4/24'), [1n, 2n, 3n])).toBe(0x1200_0003n);
    expect(decode(layout('4/4/24'), 0xffff_ffffn)).toEqual([15n, 15n, 0xff_ffffn]);
    expect(encode(layout('bias 1024'), [2n, 5n])).toBe(2053n);
    expect(encode(layout('bias long=2^23 short=2^27'), [1n, 2n, 3n])).toBe(2n ** 27n + 2n ** 24n + 3n);
  });

  it('hold a 64-bit word beyond 2^53 to the last bit', () => {
    const l = layout('20/20/24');
    expect(encode(l, [0xf_ffffn, 1n, 1n])).toBe(0xffff_f000_0100_0001n);
    expect(decode(l, 0xffff_f000_0100_0001n)).toEqual([0xf_ffffn, 1n, 1n]);
    expect(decode(layout('bias 1024 word 64'), 2n ** 53n + 1025n)).toEqual([2n ** 43n + 1n, 1n]);
  });

  it('refuse what has no room', () => {
    expect(() => encode(layout('4/4/24'), [16n, 0n, 0n])).toThrow(
      'read: 16 has no room in 4 bits (at most 15; limit 15)',
    );
    expect(() => encode(layout('4/4/24'), [0n, -1n, 0n])).toThrow(RangeError);
    expect(() => encode(layout('4/4/24'), [0n, 0n])).toThrow('2 counts for a layout that has 3');
    expect(() => encode(layout('bias 1024'), [2n ** 22n, 0n])).toThrow(RangeError);
    for (const w of [-1n, 2n ** 32n])
      expect(() => decode(layout('bias 1024'), w)).toThrow('no unsigned word of 32 bits');
    expect(() => answers(layout('8/24'), 2n ** 32n)).toThrow(RangeError);
  });

  it('name each count, its limit, and whether it is above it', () => {
    const held = decodeNamed(layout('4/4/24'), 0x10c0_0000n);
    expect(held.map((h) => [h.name, h.value, h.limit, isOverLimit(h)])).toEqual([
      ['read', 1n, 15n, false],
      ['write', 0n, 15n, false],
      ['ordinary', 0xc0_0000n, 0x3f_ffffn, true],
    ]);
  });

  it('at exactly the limit are not above it; one more is', () => {
    const field = (value: bigint) => decodeNamed(layout('4/4/24'), value).find(({ name }) => name === 'ordinary')!;
    expect(isOverLimit(field(0x3f_ffffn))).toBe(false);
    expect(isOverLimit(field(0x40_0000n))).toBe(true);
  });
});

describe('answers', () => {
  it('of a split come from the fields that are not 0', () => {
    const l = layout('4/4/24');
    expect(answers(l, 0n)).toEqual({ pinned: false, written: false, longterm: false });
    expect(answers(l, 0x00ff_ffffn)).toEqual({ pinned: false, written: false, longterm: false });
    expect(answers(l, 0x1000_0000n)).toEqual({ pinned: true, written: false, longterm: true });
    expect(answers(l, 0x0100_0000n)).toEqual({ pinned: true, written: true, longterm: true });
  });

  it('of one field for read and write are always yes to written', () => {
    expect(answers(layout('8/24'), 1n << 24n)).toEqual({ pinned: true, written: true, longterm: true });
  });

  it('of a bias change at the bias', () => {
    const l = layout('bias 1024');
    expect(answers(l, 1023n).pinned).toBe(false);
    expect(answers(l, 1024n)).toEqual({ pinned: true, written: true, longterm: true });
  });

  it('of a negative word are still yes, because it is read unsigned', () => {
    const l = layout('bias 1024');
    expect(isNegative(l, 0x8000_0000n)).toBe(true);
    expect(isNegative(l, 0x7fff_ffffn)).toBe(false);
    expect(signedWord(l, 0x8000_0000n)).toBe(-2_147_483_648n);
    expect(answers(l, 0xffff_ffffn).pinned).toBe(true);
    expect(isNegative(layout('4/4/24'), 0xffff_ffffn)).toBe(false);
    expect(isNegative(layout('bias 1024 word 64'), 2n ** 63n)).toBe(true);
    expect(isNegative(layout('bias 1024 word 64'), 2n ** 32n)).toBe(false);
  });

  it('of two biases tell long from short, and the 16th long pin reads as a short one', () => {
    const l = layout('bias long=2^23 short=2^27');
    expect(kindsSeen(l, 2n ** 23n)).toBe(LONG);
    expect(kindsSeen(l, 2n ** 27n)).toBe(SHORT);
    expect(kindsSeen(l, 2n ** 27n + 2n ** 23n)).toBe(LONG | SHORT);
    expect(kindsSeen(l, 15n * 2n ** 23n)).toBe(LONG);
    expect(kindsSeen(l, 16n * 2n ** 23n)).toBe(SHORT);
    expect(answers(l, 2n ** 27n)).toEqual({ pinned: true, written: true, longterm: false });
  });

  it('say yes for every kind that is held while all counts keep their limits', () => {
    fc.assert(
      fc.property(
        anyLayout,
        fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n }), { minLength: 5, maxLength: 5 }),
        (l, random) => {
          const parts = limitsOf(l);
          const counts = parts.map((part, i) => random[i]! % (part.limit + 1n));
          const held = parts.reduce((set, part, i) => (counts[i]! > 0n ? set | part.counts : set), 0);
          // Ordinary references are not asked for by any question; a bias does not see them.
          expect(kindsSeen(l, encode(l, counts)) & ~1).toBe(held & ~1);
          for (const [question, yes] of Object.entries(answers(l, encode(l, counts)))) {
            expect(yes).toBe((held & l.domain.questions[question]!) !== 0);
          }
        },
      ),
    );
  });

  it('are of the domain, and read does not intersect written', () => {
    expect(READ & layout('4/4/24').domain.questions['written']!).toBe(0);
  });
});
