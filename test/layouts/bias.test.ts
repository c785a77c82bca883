import { describe, expect, it } from 'vitest';
import { type BiasSpec, buildBias, LONG, PIN, SHORT } from '../../src/layouts/index.ts';

const problems = (spec: BiasSpec) => {
  const built = buildBias(spec);
  return built.ok ? [] : built.problems;
};
const message = (spec: BiasSpec) => problems(spec).map((p) => p.message);

describe('a bias', () => {
  it('of one number counts every pin', () => {
    expect(buildBias({ bias: 1024 })).toMatchObject({
      ok: true,
      layout: { id: 'bias 1024', word: 32, terms: [{ name: 'pin', counts: PIN, bias: 1024 }] },
    });
  });

  it('of several has the smallest first', () => {
    const bias = [
      { name: 'short', bias: 2 ** 27 },
      { name: 'long', bias: 2 ** 23 },
    ];
    expect(buildBias({ id: 'two', bias })).toMatchObject({
      ok: true,
      layout: {
        id: 'two',
        terms: [
          { name: 'long', counts: LONG, bias: 2 ** 23 },
          { name: 'short', counts: SHORT, bias: 2 ** 27 },
        ],
      },
    });
  });

  it('may be as large as leaves one pin below the sign bit', () => {
    expect(problems({ bias: 2 ** 30 })).toEqual([]);
    expect(problems({ bias: 2 ** 62, word: 64 })).toEqual([]);
    expect(problems({ bias: 2 })).toEqual([]);
  });
});

describe('a bias that cannot be', () => {
  it('is smaller than 2', () => {
    expect(message({ bias: 1 })).toEqual([
      'the bias 1 leaves ordinary references no room: 1 - 1 = 0; a bias is a whole number, 2 to 2^30 in a word of 32 bits',
    ]);
    expect(message({ bias: 0 })).toHaveLength(1);
  });

  it('is no whole number', () => {
    for (const bias of [1.5, -4, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(message({ bias })[0]).toMatch(/is not a whole number; a bias is a whole number/);
    }
    expect(message({ bias: 2 ** 53 + 2, word: 64 })[0]).toMatch(/beyond 2\^53 and no power of two/);
  });

  it('is too big for its word, with the arithmetic', () => {
    expect(problems({ bias: 2 ** 31 })).toEqual([
      {
        path: ['bias'],
        message:
          'the bias 2^31 leaves room for no pin below the sign bit: 2^31 / 2^31 - 1 = 0; a bias is a whole number, 2 to 2^30 in a word of 32 bits',
        suggestion: 'word: 64',
      },
    ]);
    expect(message({ bias: 2 ** 30 + 1 })).toHaveLength(1);
    expect(message({ bias: 2 ** 32 })[0]).toMatch(/- 1 < 0;/);
    expect(problems({ bias: 2 ** 63, word: 64 })[0]?.suggestion).toBeUndefined();
  });

  it('has two terms that cannot be told apart', () => {
    const bias = (long: number, short: number) => ({
      bias: [
        { name: 'long', bias: long },
        { name: 'short', bias: short },
      ],
    });
    expect(problems(bias(1024, 1024))).toEqual([
      { path: ['bias', 'short'], message: '"long" and "short" have the same bias, 1024: nothing can tell them apart' },
    ]);
    expect(problems(bias(1024, 1500))).toEqual([
      {
        path: ['bias', 'short'],
        message: '1024 (long) has room for no pin below 1500 (short): 1500 / 1024 - 1 = 0',
        suggestion: '2048 or more',
      },
    ]);
    expect(problems(bias(3000, 1000))).toEqual([]);
    expect(problems(bias(1024, 2048))).toEqual([]);
  });

  it('has three terms of which the largest is no multiple of the one below', () => {
    const bias = (large: number) => ({
      bias: [
        { name: 'long', bias: 1000 },
        { name: 'read-short', bias: 3500 },
        { name: 'write-short', bias: large },
      ],
    });
    expect(problems(bias(3500 * 3))).toEqual([]);
    expect(problems(bias(10_000))).toEqual([
      {
        path: ['bias', 'write-short'],
        message:
          '10000 (write-short) is no multiple of 3500 (read-short), so that the remainder by which long is read would count it too',
        suggestion: '10500',
      },
    ]);
  });

  it('counts a kind twice or nowhere, or an ordinary reference', () => {
    expect(message({ bias: [{ name: 'long', bias: 1024 }] })).toEqual([
      'read-short and write-short are counted nowhere',
    ]);
    expect(
      message({
        bias: [
          { name: 'pin', bias: 2 ** 10 },
          { name: 'long', bias: 2 ** 20 },
        ],
      }),
    ).toEqual(['read-long and write-long are counted twice: in "pin" and in "long"']);
    expect(
      message({
        bias: [
          { name: 'pin', bias: 1024 },
          { name: 'ordinary', bias: 2 },
        ],
      }),
    ).toEqual(['an ordinary reference always adds 1; "ordinary" cannot have a bias']);
  });

  it('names a group that does not exist', () => {
    expect(
      problems({
        bias: [
          { name: 'longterm', bias: 2 ** 23 },
          { name: 'short', bias: 2 ** 27 },
        ],
      }),
    ).toMatchObject([{ path: ['bias', 'longterm'], suggestion: 'long' }]);
  });

  it('has no term, or a word of another size', () => {
    expect(message({ bias: [] })).toEqual(['a bias has a number, or one for each group']);
    expect(message({ bias: 1024, word: 48 })).toEqual(['a word of 48 bits; a word has 32 or 64']);
  });
});

describe('more biases than there are kinds', () => {
  it('are one problem, of the bias', () => {
    const bias = Array.from({ length: 6 }, (_, i) => ({ name: `kind ${i}`, bias: 2 ** (2 + i) }));
    expect(buildBias({ bias })).toEqual({
      ok: false,
      problems: [{ path: ['bias'], message: '6 biases for 4 kinds of pin' }],
    });
  });
});
