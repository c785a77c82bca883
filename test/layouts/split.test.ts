import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSplit, type FieldSpec, maximumOf, ORDINARY, PIN } from '../../src/layouts/index.ts';
import { anySplit } from './arbitrary.ts';

const read: FieldSpec = { name: 'read', bits: 4, counts: ['read'] };
const write: FieldSpec = { name: 'write', bits: 6, counts: ['write'] };
const ordinary: FieldSpec = { name: 'ordinary', bits: 22, counts: ['ordinary'] };

const problems = (fields: readonly FieldSpec[], id: string | undefined = 'x') => {
  const built = buildSplit({ id, fields });
  return built.ok ? [] : built.problems;
};

describe('a split in the long form', () => {
  it('takes the choices of the mail where nothing is said', () => {
    const built = buildSplit({ fields: [read, write, ordinary] });
    expect(built).toMatchObject({
      ok: true,
      layout: {
        id: '4/6/22',
        fields: [
          { onLimit: 'fail', reserve: 0, offset: 28 },
          { onLimit: 'fail', reserve: 0, offset: 22 },
          { onLimit: 'saturate', reserve: 2, offset: 0 },
        ],
      },
    });
  });

  it('reserves nothing by default in an ordinary field that does not saturate', () => {
    for (const onLimit of ['fail', 'carry', 'wrap'] as const) {
      const built = buildSplit({ id: 'x', fields: [read, write, { ...ordinary, onLimit }] });
      expect(built).toMatchObject({ ok: true, layout: { fields: [{}, {}, { onLimit, reserve: 0 }] } });
    }
  });

  it('names a field after what it counts', () => {
    const built = buildSplit({
      id: 'x',
      fields: [
        { bits: 8, counts: ['read', 'write'] },
        { bits: 24, counts: ['ordinary'] },
      ],
    });
    expect(built).toMatchObject({
      ok: true,
      layout: {
        fields: [
          { name: 'pin', counts: PIN },
          { name: 'ordinary', counts: ORDINARY },
        ],
      },
    });
  });

  it('tiles the word: no gap, no overlap, high to low', () => {
    fc.assert(
      fc.property(anySplit, (layout) => {
        if (layout.family !== 'split') throw new Error('a split was asked for');
        const masks = layout.fields.map((f) => maximumOf(f) << BigInt(f.offset));
        expect(masks.reduce((a, b) => a + b, 0n)).toBe((1n << BigInt(layout.word)) - 1n);
        expect(masks.reduce((a, b) => a | b, 0n)).toBe((1n << BigInt(layout.word)) - 1n);
        expect(layout.fields.at(-1)?.offset).toBe(0);
        expect(layout.fields.reduce((set, f) => set | f.counts, 0)).toBe(31);
      }),
    );
  });
});

describe('a split that cannot be', () => {
  it('does not add up', () => {
    expect(problems([{ ...read, bits: 7 }, write, ordinary])).toEqual([
      {
        path: ['fields'],
        message: '7 + 6 + 22 = 35 bits, the word has 32 or 64',
        suggestion: '19 bits for "ordinary" make 32',
      },
    ]);
  });

  it('warns at a level that it never comes to, or at none', () => {
    const wrong = (warn: number, reserve = 12) => problems([read, write, { ...ordinary, reserve, warn }]);
    expect(wrong(1024)).toEqual([
      {
        path: ['fields', 2, 'warn'],
        message:
          'field "ordinary" warns at 1024; a warning level is a whole number from 1 to the limit, 2^(22 - 12) - 1 = 1023',
        suggestion: '2^9',
      },
    ]);
    expect(wrong(0)[0]?.message).toMatch(/warns at 0; .* from 1 to the limit/);
    expect(wrong(1.5)[0]?.path).toEqual(['fields', 2, 'warn']);
    expect(wrong(-1)[0]?.path).toEqual(['fields', 2, 'warn']);
    expect(problems([{ ...read, warn: 16 }, write, ordinary])[0]?.message).toMatch(/the limit, 2\^4 - 1 = 15$/);
    expect(wrong(1)).toEqual([]);
    expect(wrong(1023)).toEqual([]);
    expect(wrong(2 ** 22, 0)).toHaveLength(1);
  });

  it('counts a kind nowhere', () => {
    expect(problems([{ ...read, bits: 10 }, ordinary])).toEqual([
      { path: ['fields'], message: 'write-short and write-long are counted nowhere' },
    ]);
    expect(
      problems([
        { bits: 8, counts: ['pin'] },
        { bits: 24, counts: ['long'] },
      ]).map((p) => p.message),
    ).toContain('ordinary is counted nowhere');
  });

  it('counts a kind twice', () => {
    expect(problems([read, { ...write, counts: ['write', 'read-long'] }, ordinary])).toEqual([
      { path: ['fields', 1, 'counts'], message: 'read-long is counted twice: in "read" and in "write"' },
    ]);
    expect(problems([read, { ...write, counts: ['write', 'write-long'] }, ordinary])).toEqual([
      { path: ['fields', 1, 'counts', 1], message: 'write-long is counted twice in this list' },
    ]);
  });

  it('names a kind that does not exist, and is not told besides that another is missing', () => {
    expect(problems([read, { ...write, counts: ['wirte'] }, ordinary])).toEqual([
      {
        path: ['fields', 1, 'counts', 0],
        message:
          '"wirte" is no kind or group; there are ordinary, read-short, read-long, write-short, write-long, read, write, short, long, pin',
        suggestion: 'write',
      },
    ]);
    for (const name of ['__proto__', 'toString', 'constructor'])
      expect(problems([read, { ...write, counts: [name] }, ordinary])).toHaveLength(1);
  });

  it('has two fields of one name, whatever their case', () => {
    expect(problems([read, { ...write, name: 'READ' }, ordinary])).toEqual([
      { path: ['fields', 1, 'name'], message: 'two fields are named "READ"' },
    ]);
  });

  it('has a field without bits, with half a bit, or with more than a word', () => {
    for (const bits of [0, -1, 0.5, 65, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(problems([{ ...read, bits }, write, ordinary])).toEqual([
        {
          path: ['fields', 0, 'bits'],
          message: `field "read" has ${bits} bits; a field has a whole number of bits, 1 to 64`,
        },
      ]);
    }
  });

  it('has a reserve that leaves nothing, that is negative, or that could never be used', () => {
    const with_ = (change: Partial<FieldSpec>) =>
      problems([read, write, { ...ordinary, ...change }]).map((p) => [p.path.at(-1), p.message]);
    expect(with_({ reserve: 22 })).toEqual([
      ['reserve', 'field "ordinary" has no bit left to count with: 22 - 22 reserved = 0'],
    ]);
    expect(with_({ reserve: 21 })).toEqual([]);
    expect(with_({ reserve: -1 })).toEqual([
      ['reserve', 'field "ordinary" reserves -1 bits; a reserve is a whole number of bits, 0 or more'],
    ]);
    expect(with_({ reserve: 1.5 })).toHaveLength(1);
    expect(with_({ reserve: 2, onLimit: 'wrap' })).toEqual([
      ['reserve', 'field "ordinary" reserves 2 bits, but one that is to wrap counts with all its bits'],
    ]);
  });

  it('has no field, a field that counts nothing, an empty name, or no name and no notation', () => {
    expect(problems([])).toEqual([{ path: ['fields'], message: 'a split has at least one field' }]);
    expect(problems([read, write, ordinary, { bits: 32, counts: [] }])).toEqual([
      { path: ['fields', 3, 'counts'], message: 'field "field 4" counts nothing' },
    ]);
    expect(problems([{ ...read, name: ' ' }, write, ordinary])).toEqual([
      { path: ['fields', 0, 'name'], message: 'the name of a field is empty' },
    ]);
    const unnamed = buildSplit({ fields: [read, write, { ...ordinary, onLimit: 'wrap' }] });
    expect(unnamed).toEqual({
      ok: false,
      problems: [{ path: [], message: 'a layout without a notation of its own needs a name' }],
    });
  });

  it('reports everything at once', () => {
    expect(
      problems([
        { ...read, bits: 0 },
        { ...write, counts: ['pin'] },
        { ...ordinary, reserve: 22 },
      ]).map((p) => p.path.join('.')),
    ).toEqual(['fields.0.bits', 'fields.2.reserve', 'fields.1.counts']);
  });
});
