import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatNotation,
  limitsOf,
  ORDINARY,
  PIN,
  parseNotation,
  READ,
  sameLayout,
  WRITE,
} from '../../src/layouts/index.ts';
import { anyBias, layout } from './arbitrary.ts';

const problems = (text: string) => {
  const built = parseNotation(text);
  return built.ok ? [] : built.problems;
};
const message = (text: string) => problems(text).map((p) => p.message);

describe('notation of a split', () => {
  it('4/4/24 is read, write and ordinary, the ordinary field with 2 bits reserved', () => {
    expect(layout('4/4/24')).toMatchObject({
      family: 'split',
      id: '4/4/24',
      word: 32,
      fields: [
        { name: 'read', bits: 4, offset: 28, reserve: 0, counts: READ, onLimit: 'fail' },
        { name: 'write', bits: 4, offset: 24, reserve: 0, counts: WRITE, onLimit: 'fail' },
        { name: 'ordinary', bits: 24, offset: 0, reserve: 2, counts: ORDINARY, onLimit: 'saturate' },
      ],
    });
  });

  it('4/4/22+2 is 4/4/24 written out, and keeps the id as written', () => {
    expect(sameLayout(layout('4/4/22+2'), layout('4/4/24'))).toBe(true);
    expect(layout(' 4/4/22+2 ').id).toBe('4/4/22+2');
    expect(formatNotation(layout('4/4/22+2'))).toBe('4/4/24');
  });

  it('is not the same as another of as many fields, nor as a bias', () => {
    expect(sameLayout(layout('4/4/24'), layout('5/3/24'))).toBe(false);
    expect(sameLayout(layout('bias 1024'), layout('bias 512'))).toBe(false);
    expect(sameLayout(layout('8/24'), layout('bias 1024'))).toBe(false);
  });

  it('may have blanks around its parts and around the plus, and nothing else in them', () => {
    expect(sameLayout(layout('4 / 4 / 22 + 2'), layout('4/4/24'))).toBe(true);
    expect(problems('4/x4/24')).toMatchObject([{ path: [], message: expect.stringContaining('"x4"') }]);
    expect(problems('4/4x+2/24')).toMatchObject([{ path: [], message: expect.stringContaining('"4x+2"') }]);
    expect(problems('nonsense')).toMatchObject([{ path: [] }]);
  });

  it('8/24 is pin and ordinary', () => {
    expect(layout('8/24')).toMatchObject({
      fields: [
        { name: 'pin', bits: 8, offset: 24, counts: PIN },
        { bits: 24, reserve: 2 },
      ],
    });
  });

  it.each([
    ['4/4/24', [15n, 15n, 4_194_303n]],
    ['2/6/24', [3n, 63n, 4_194_303n]],
    ['4/4/24+0', [15n, 15n, 16_777_215n]],
    ['3+1/4/24', [7n, 15n, 4_194_303n]],
    ['16/16/32', [65_535n, 65_535n, 1_073_741_823n]],
    ['1/60+3', [1n, 2n ** 60n - 1n]],
  ])('%s has the limits %s', (text, limits) => {
    expect(limitsOf(layout(text)).map((l) => l.limit)).toEqual(limits);
  });

  it('every part may have a reserve, and every such layout comes back from its notation', () => {
    const part = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.option(fc.nat(6), { nil: undefined }));
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 2 }),
        fc.nat(6),
        fc.constantFrom(32, 64),
        (pins, reserve, word) => {
          const used = pins.reduce((sum, [bits, r]) => sum + bits + (r ?? 0), 0);
          fc.pre(word - used - reserve >= 1);
          const text = [
            ...pins.map(([b, r]) => (r === undefined ? `${b}` : `${b}+${r}`)),
            `${word - used - reserve}+${reserve}`,
          ].join('/');
          const first = layout(text);
          const canonical = formatNotation(first)!;
          expect(sameLayout(layout(canonical), first)).toBe(true);
          expect(formatNotation(layout(canonical))).toBe(canonical);
        },
      ),
    );
  });
});

describe('notation of a bias', () => {
  it.each(['bias 1024', 'bias:1024', 'bias=1024', 'bias 2^10', 'BIAS 1024', 'bias pin=1024'])(
    '%s is linux today',
    (text) => {
      expect(layout(text)).toMatchObject({
        family: 'bias',
        word: 32,
        terms: [{ name: 'pin', counts: PIN, bias: 1024 }],
      });
      expect(formatNotation(layout(text))).toBe('bias 1024');
    },
  );

  it.each(['bias long=2^23 short=2^27', 'bias short:2^27,long:2^23', 'bias: long=8388608, short=134217728'])(
    '%s has two biases',
    (text) => {
      expect(layout(text)).toMatchObject({
        terms: [
          { name: 'long', bias: 2 ** 23 },
          { name: 'short', bias: 2 ** 27 },
        ],
      });
      expect(formatNotation(layout(text))).toBe('bias long=2^23 short=2^27');
    },
  );

  it('says the word where it has 64 bits', () => {
    expect(layout('bias 2^40 word 64')).toMatchObject({ word: 64, terms: [{ bias: 2 ** 40 }] });
  });

  it('comes back from its notation', () => {
    fc.assert(
      fc.property(anyBias, (bias) => {
        expect(sameLayout(layout(formatNotation(bias)!), bias)).toBe(true);
      }),
    );
  });
});

describe('a notation that cannot be', () => {
  it('shows the sum and the notation that would have been right', () => {
    expect(problems('4/4/25')).toEqual([
      { path: [], message: '4 + 4 + 25 = 33 bits, the word has 32 or 64', suggestion: '4/4/24' },
    ]);
    expect(problems('4/4/20')[0]).toMatchObject({
      message: '4 + 4 + 20 = 28 bits, the word has 32 or 64',
      suggestion: '4/4/24',
    });
    expect(problems('4/4/22+3')[0]).toMatchObject({
      message: '4 + 4 + 25 = 33 bits, the word has 32 or 64',
      suggestion: '4/4/21+3',
    });
    expect(problems('30/30')[0]).toMatchObject({ suggestion: '30/34' });
    expect(problems('70/2+0')[0]?.suggestion).toBeUndefined();
  });

  it('shows the reserve that leaves nothing', () => {
    expect(problems('30/2')).toEqual([
      {
        path: [],
        message:
          'field "ordinary" has no bit left to count with: 2 - 2 reserved (the default of an ordinary field) = 0',
        suggestion: '2+0',
      },
    ]);
    expect(message('4/4/0+24')).toEqual(['field "ordinary" has no bit left to count with: 24 - 24 reserved = 0']);
  });

  it('reports every mistake, not only the first', () => {
    expect(message('0/4/2')).toEqual([
      'field "read" has 0 bits; a field has a whole number of bits, 1 to 64',
      'field "ordinary" has no bit left to count with: 2 - 2 reserved (the default of an ordinary field) = 0',
    ]);
    expect(message('a/b/24')).toHaveLength(2);
    expect(message('4/1/2')).toEqual([
      'field "ordinary" has no bit left to count with: 2 - 2 reserved (the default of an ordinary field) = 0',
      '4 + 1 + 2 = 7 bits, the word has 32 or 64',
    ]);
  });

  it.each([
    '',
    'x',
    '4',
    '4/4/4/20',
    '4//24',
    '-4/36',
    '4.5/27.5',
    '4/4/24+',
    '1e1/22',
    '4/4/24 ; rm',
    'bias',
    'bias -1',
    'bias 1.5',
    'bias long',
    'bias long=2^23',
    'bias pin=4 pin=8',
    'bias 1024 word 48',
    'bias 2^1024',
    '9'.repeat(100_000),
  ])('refuses %.30s in words, on one line', (text) => {
    expect(problems(text).length).toBeGreaterThan(0);
    for (const each of message(text)) expect(each).toMatch(/^[^\n]{10,400}$/);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9+/^ bias=]*$/)), (text) => {
        const built = parseNotation(text);
        expect(built.ok || built.problems.length > 0).toBe(true);
      }),
    );
  });
});

describe('numbers with something else than slashes between them', () => {
  it.each([
    ['8-24', '8/24'],
    ['4-4-24', '4/4/24'],
    ['4:4:22+2', '4/4/22+2'],
    ['4, 4, 24', '4/4/24'],
    ['4 4 24', '4/4/24'],
    ['8\\24', '8/24'],
    ['4-4-25', undefined],
    ['24', undefined],
    ['1-2-3-26', undefined],
    ['8--24', undefined],
  ])('%s may have been meant as %s', (text, suggestion) => {
    const built = parseNotation(text);
    expect(built.ok).toBe(false);
    if (!built.ok) expect(built.problems[0]?.suggestion).toBe(suggestion);
  });
});
