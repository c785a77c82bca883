import { describe, expect, it } from 'vitest';
import { buildBias, type Layout } from '../../../src/layouts/index.ts';
import { fewest, threatsTo } from '../../../src/metrics/exposure/threats.ts';
import { notation, split } from './layouts.ts';

const twoTerms = (): Layout => {
  const built = buildBias({
    id: 'two terms',
    bias: [
      { name: 'long', bias: 2 ** 10 },
      { name: 'short', bias: 2 ** 20 },
    ],
  });
  if (!built.ok) throw new Error('two terms');
  return built.layout;
};

const carrying = split({
  id: 'carrying',
  fields: [
    { name: 'write', bits: 5, counts: ['write'], onLimit: 'carry' },
    { name: 'read', bits: 4, counts: ['read'], onLimit: 'carry' },
    { name: 'ordinary', bits: 23, counts: ['ordinary'], onLimit: 'wrap' },
  ],
});

/** Each threat with the fewest references of each of its ways, one list after the other: a way may need several. */
const waysTo = (layout: Layout): Record<string, number[][]> =>
  Object.fromEntries(
    threatsTo(layout)
      .filter(({ ways }) => ways.length > 0)
      .map(({ threat, of, ways }) => [
        `${threat}.${of}`,
        ways.map(({ needs }) => needs.map((need) => Number(fewest([need])))),
      ]),
  );

describe('threats', () => {
  it('to a split are what its fields do at their limits', () => {
    expect(waysTo(notation('4/6+2/20'))).toEqual({
      'deny.read': [[15]],
      'deny.write': [[63]],
      'saturate.ordinary': [[2 ** 18]],
      'carry.write': [[63]],
      'carry.ordinary': [[2 ** 18 - 1]],
    });
    expect(waysTo(notation('8/24+0'))).toEqual({
      'deny.read': [[255]],
      'deny.write': [[255]],
      'false-yes.written': [[1]],
      'saturate.ordinary': [[2 ** 24]],
    });
  });

  it('to fields that nothing looks after are carries, and that they are forgotten', () => {
    // 32 write pins, or 16 read pins for each of them, are beyond 5 bits.
    expect(waysTo(carrying)).toEqual({
      'false-yes.pinned': [[16]],
      'false-yes.written': [[16]],
      'carry.write': [[32]],
      'carry.read': [[16]],
      'wrap.write': [[32]],
      'wrap.read': [[16]],
      'wrap.ordinary': [[2 ** 23]],
    });
    const carry = threatsTo(carrying).find(({ threat, of }) => threat === 'carry' && of === 'write')!;
    expect(carry.ways[0]!.needs[0]).toMatchObject({ units: 512n, parts: [{ weight: 16n }, { weight: 1n }] });
  });

  it('to a bias are the sign, and what reads as one of a term', () => {
    const sign = [2 ** 21];
    expect(waysTo(notation('bias 1024'))).toEqual({
      'deny.read': [sign],
      'deny.write': [sign],
      'false-yes.pinned': [[1024]],
      'false-yes.written': [[1], [1024]],
      'carry.pin': [sign],
      'carry.ordinary': [[1024]],
      'sign.word': [sign],
      'wrap.word': [[2 ** 21, 2 ** 31]],
    });
    expect(waysTo(twoTerms())).toMatchObject({
      'false-yes.pinned': [[1024], [2 ** 20]],
      'false-yes.written': [[1], [1024], [1], [1024]],
      'carry.long': [[1024]],
      'carry.short': [[2048]],
      'carry.ordinary': [[1024]],
      'sign.word': [[2048]],
    });
  });

  it('are on shared pages, of denials of write pins on those that can be written, of the rest on their own too', () => {
    const shared = ['shared-writable', 'read-only-file', 'cow-shared'];
    for (const layout of [notation('4/6+2/20'), notation('8/24+0'), carrying, notation('bias 1024'), twoTerms()]) {
      for (const { threat, of, pages } of threatsTo(layout)) {
        const key = `${threat}.${of}`;
        const expected =
          key === 'deny.write'
            ? shared.slice(0, 2)
            : ['deny', 'false-yes', 'sign'].includes(threat)
              ? shared
              : ['own', ...shared];
        expect(pages, `${layout.id} ${key}`).toEqual(expected);
      }
    }
  });

  it('take as many tasks between adding and undoing as the red zone is wide, and one more', () => {
    const tasks = (text: string, of: string): number | undefined => {
      const found = threatsTo(notation(text)).find((one) => one.threat === 'carry' && one.of === of);
      const way = found?.ways[0];
      return way?.tasks === undefined ? undefined : Number(way.tasks);
    };
    // 8 bits of which 2 are reserved: 63 references, and 192 tasks fill the rest.
    expect(tasks('4/6+2/20', 'write')).toBe(193);
    expect(tasks('4/6+2/20', 'ordinary')).toBe(2 ** 18);
    expect(tasks('4/6+2/20', 'read')).toBeUndefined();
  });

  it('to deny pins of a bias are the references that make the word negative, and to a question nothing', () => {
    const hows = (layout: Layout, key: string): string[] =>
      threatsTo(layout)
        .find(({ threat, of }) => `${threat}.${of}` === key)!
        .ways.map(({ how }) => how());
    expect(hows(notation('bias 1024'), 'deny.read')).toEqual([
      '2,097,152 references of 1,024 make the word negative, and then every pin is refused.',
    ]);
    // The fewest are those of the largest bias.
    expect(hows(twoTerms(), 'deny.write')).toEqual([
      '2,048 references of 1,048,576 make the word negative, and then every pin is refused.',
    ]);
  });

  it('say what stops them where nothing brings them about', () => {
    const why = (layout: Layout, key: string): string | undefined =>
      threatsTo(layout)
        .find(({ threat, of }) => `${threat}.${of}` === key)
        ?.why();
    expect(why(carrying, 'deny.read')).toBe('No field refuses read pins.');
    expect(why(carrying, 'saturate.read')).toBe('read does not saturate: at its limit it is to carry.');
    expect(why(carrying, 'carry.ordinary')).toBe('ordinary wraps inside its own bits.');
    expect(why(notation('4/6+2/20'), 'wrap.read')).toContain('read refuses at its limit');
    expect(why(notation('4/6+2/20'), 'wrap.ordinary')).toContain('ordinary saturates at its limit');
    expect(why(notation('4/6+2/20'), 'sign.word')).toContain('from 8 references in read on');
    expect(why(notation('bias 1024'), 'saturate.word')).toContain('does not saturate');
  });
});
