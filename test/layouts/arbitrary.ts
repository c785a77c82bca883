import fc from 'fast-check';
import {
  buildBias,
  buildSplit,
  type FieldSpec,
  type Layout,
  type OnLimit,
  parseNotation,
} from '../../src/layouts/index.ts';

/** Ways to share the five kinds of the default domain among fields. */
const PARTITIONS: readonly (readonly (readonly string[])[])[] = [
  [['read'], ['write'], ['ordinary']],
  [['pin'], ['ordinary']],
  [['long'], ['short'], ['ordinary']],
  [['read-short'], ['read-long'], ['write-short'], ['write-long'], ['ordinary']],
  [['ordinary', 'read'], ['write']],
  [['ordinary', 'pin']],
  [['write-long', 'read-short'], ['ordinary'], ['read-long', 'write-short']],
];

/** Widths for `count` fields that sum to the word, each at least 1. */
function widths(word: number, count: number): fc.Arbitrary<readonly number[]> {
  return fc
    .uniqueArray(fc.integer({ min: 1, max: word - 1 }), { minLength: count - 1, maxLength: count - 1 })
    .map((cuts) => [0, ...cuts.sort((a, b) => a - b), word])
    .map((edges) => edges.slice(1).map((edge, i) => edge - edges[i]!));
}

/** Every split that is possible: any sharing of the kinds, any widths, reserves and limits. */
export const anySplit: fc.Arbitrary<Layout> = fc
  .tuple(fc.constantFrom(32, 64), fc.constantFrom(...PARTITIONS))
  .chain(([word, partition]) =>
    fc.tuple(
      widths(word, partition.length),
      fc.constant(partition),
      fc.array(fc.constantFrom<OnLimit>('fail', 'saturate', 'carry', 'wrap'), { minLength: 5, maxLength: 5 }),
      fc.array(fc.nat(63), { minLength: 5, maxLength: 5 }),
      fc.array(fc.option(fc.nat(2 ** 31)), { minLength: 5, maxLength: 5 }),
      fc.option(
        fc.string({ minLength: 1 }).filter((s) => s.trim() !== ''),
        { nil: undefined },
      ),
    ),
  )
  .map(([bits, partition, onLimits, reserves, warns, id]) => {
    const fields = partition.map((counts, i): FieldSpec => {
      const onLimit = onLimits[i]!;
      const reserve = onLimit === 'carry' || onLimit === 'wrap' ? 0 : reserves[i]! % bits[i]!;
      const warn = warns[i]!;
      const limit = 2 ** (bits[i]! - reserve) - 1;
      return { bits: bits[i]!, counts, onLimit, reserve, ...(warn === null ? {} : { warn: 1 + (warn % limit) }) };
    });
    const built = buildSplit({ id: id ?? 'any split', fields });
    if (!built.ok) throw new Error(built.problems.map((p) => p.message).join('\n'));
    return built.layout;
  });

/** Fields of 1 to 3 bits, and one that takes the rest: limits are hit all the time. */
export const narrowSplit: fc.Arbitrary<Layout> = fc
  .record({
    word: fc.constantFrom(32, 64),
    partition: fc.constantFrom<readonly (readonly string[])[]>(
      [['read'], ['write'], ['ordinary']],
      [['pin'], ['ordinary']],
      [['long'], ['short'], ['ordinary']],
      [['ordinary'], ['read-short'], ['read-long'], ['write-short'], ['write-long']],
      [['ordinary', 'read'], ['write']],
    ),
    widths: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 5, maxLength: 5 }),
    wide: fc.nat(4),
    policies: fc.array(fc.constantFrom<OnLimit>('fail', 'saturate', 'carry', 'wrap'), { minLength: 5, maxLength: 5 }),
    reserves: fc.array(fc.nat(2), { minLength: 5, maxLength: 5 }),
    warns: fc.array(fc.option(fc.nat(6)), { minLength: 5, maxLength: 5 }),
  })
  .map(({ word, partition, widths, wide, policies, reserves, warns }) => {
    const filler = wide % partition.length;
    const narrow = partition.reduce((sum, _, i) => (i === filler ? sum : sum + widths[i]!), 0);
    const built = buildSplit({
      id: 'narrow',
      fields: partition.map((counts, i) => {
        const bits = i === filler ? word - narrow : widths[i]!;
        const onLimit = policies[i]!;
        const reserve = onLimit === 'carry' || onLimit === 'wrap' ? 0 : reserves[i]! % bits;
        const warn = warns[i]!;
        const limit = 2 ** (bits - reserve) - 1;
        return { bits, counts, onLimit, reserve, ...(warn === null ? {} : { warn: 1 + (warn % limit) }) };
      }),
    });
    if (!built.ok) throw new Error(built.problems.map((p) => p.message).join('\n'));
    return built.layout;
  });

/** Biases that grow by at least a factor of 2, powers of two or not. */
export const anyBias: fc.Arbitrary<Layout> = fc
  .tuple(
    fc.constantFrom(32, 64),
    fc.constantFrom(
      ['pin'],
      ['long', 'short'],
      ['write', 'read'],
      ['read-long', 'write-short', 'read-short', 'write-long'],
    ),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
    fc.boolean(),
    fc.option(
      fc.string({ minLength: 1 }).filter((s) => s.trim() !== ''),
      { nil: undefined },
    ),
  )
  .map(([word, names, steps, powers, id]) => {
    const most = word === 32 ? 6 : 12;
    let previous = 1;
    const bias = names.map((name, i) => {
      const exponent = 1 + steps[i]! * (most - 1);
      const factor = 2 ** (powers ? Math.floor(exponent) : exponent);
      // From the third term on each is a multiple of the one below it, as buildBias demands.
      previous = i < 2 ? Math.ceil(previous * factor) : previous * Math.ceil(factor);
      return { name, bias: previous };
    });
    const built = buildBias({ bias, word, ...(id === undefined ? {} : { id }) });
    if (!built.ok) throw new Error(built.problems.map((p) => p.message).join('\n'));
    return built.layout;
  });

export const anyLayout: fc.Arbitrary<Layout> = fc.oneof(anySplit, anyBias);

/** The layout of a notation that must be good. */
export function layout(text: string): Layout {
  const built = parseNotation(text);
  if (!built.ok) throw new Error(built.problems.map((p) => p.message).join('\n'));
  return built.layout;
}
