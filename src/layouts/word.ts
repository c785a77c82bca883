import type { KindSet } from './domain.ts';
import { limitOf, limitsOf, maximumOf } from './limits.ts';
import type { BiasLayout, Layout, SplitLayout } from './types.ts';

/**
 * The word of a layout read and written, one word at a time, for pages that explain it. The hot loop of replay has
 * arithmetic of its own; a test holds the two together.
 *
 * A word is an unsigned bigint below 2^32 or 2^64. The counts of a word are listed as `limitsOf` lists the limits: the
 * fields of a split from high to low; the terms of a bias by falling bias, then `ordinary`.
 */

/** What one field, term or the ordinary references of a word hold. */
export interface Held {
  readonly name: string;
  readonly counts: KindSet;
  readonly value: bigint;
  readonly limit: bigint;
}

/**
 * The word that holds these counts.
 * @throws RangeError where a count is missing, negative, or has no room in its field (a bias: in the word).
 */
export function encode(layout: Layout, counts: readonly bigint[]): bigint {
  return layout.family === 'split' ? encodeSplit(layout, counts) : encodeBias(layout, counts);
}

/**
 * The counts that a word holds. For a split the inverse of `encode`. For a bias what the bits say: the largest term has
 * word / bias of them, unsigned, the next its share of the rest; that is what was added only while every count below a
 * term keeps its soft limit.
 * @throws RangeError where the word is negative or too wide.
 */
export function decode(layout: Layout, word: bigint): readonly bigint[] {
  checkWord(layout, word);
  if (layout.family === 'split') {
    return layout.fields.map((field) => (word >> BigInt(field.offset)) & maximumOf(field));
  }
  let rest = word;
  const counts = [...layout.terms].reverse().map((term) => {
    const bias = BigInt(term.bias);
    const count = rest / bias;
    rest %= bias;
    return count;
  });
  return [...counts, rest];
}

/** `decode`, with the name and the limit of each count. */
export function decodeNamed(layout: Layout, word: bigint): readonly Held[] {
  const values = decode(layout, word);
  return limitsOf(layout).map((part, i) => ({ ...part, value: values[i]! }));
}

/**
 * What the word answers to each question of the domain. A split says yes where a field that counts any kind of the
 * question is not 0. A bias says yes where such a term does: term i by (word mod next bias) ≥ its bias, the last by
 * word ≥ its bias, unsigned.
 * @throws RangeError where the word is negative or too wide.
 */
export function answers(layout: Layout, word: bigint): Record<string, boolean> {
  const yes = kindsSeen(layout, word);
  return Object.fromEntries(
    Object.entries(layout.domain.questions).map(([name, kinds]) => [name, (kinds & yes) !== 0]),
  );
}

/** Every kind that some field or term which is not empty may count. */
export function kindsSeen(layout: Layout, word: bigint): KindSet {
  checkWord(layout, word);
  if (layout.family === 'split') {
    const values = decode(layout, word);
    return layout.fields.reduce((set, field, i) => (values[i] === 0n ? set : set | field.counts), 0);
  }
  return layout.terms.reduce((set, term, i) => {
    const next = layout.terms[i + 1];
    const seen = next ? word % BigInt(next.bias) : word;
    return seen >= BigInt(term.bias) ? set | term.counts : set;
  }, 0);
}

/**
 * Whether the word of a bias is negative as a signed number: then further pins are refused, as they are at 0. A split
 * has no sign; its top bit belongs to a field.
 */
export function isNegative(layout: Layout, word: bigint): boolean {
  checkWord(layout, word);
  return layout.family === 'bias' && word >> BigInt(layout.word - 1) === 1n;
}

/** The word as the signed number that the kernel prints: −2,147,483,648 for 0x80000000. */
export function signedWord(layout: Pick<Layout, 'word'>, word: bigint): bigint {
  return BigInt.asIntN(layout.word, word);
}

/** Where a field's value stands: within its limit or above it, in the red zone. */
export function isOverLimit(held: Pick<Held, 'value' | 'limit'>): boolean {
  return held.value > held.limit;
}

function encodeSplit(layout: SplitLayout, counts: readonly bigint[]): bigint {
  checkCounts(layout.fields.length, counts);
  return layout.fields.reduce((word, field, i) => {
    const count = counts[i]!;
    const most = maximumOf(field);
    if (count > most) {
      throw new RangeError(
        `${field.name}: ${count} has no room in ${field.bits} bits (at most ${most}; limit ${limitOf(field)})`,
      );
    }
    return word | (count << BigInt(field.offset));
  }, 0n);
}

function encodeBias(layout: BiasLayout, counts: readonly bigint[]): bigint {
  checkCounts(layout.terms.length + 1, counts);
  const largestFirst = [...layout.terms].reverse();
  const word = counts.reduce((sum, count, i) => sum + count * BigInt(largestFirst[i]?.bias ?? 1), 0n);
  if (word >> BigInt(layout.word) !== 0n)
    throw new RangeError(`the sum ${word} has no room in a word of ${layout.word} bits`);
  return word;
}

function checkCounts(wanted: number, counts: readonly bigint[]): void {
  if (counts.length !== wanted) throw new RangeError(`${counts.length} counts for a layout that has ${wanted}`);
  const negative = counts.find((count) => count < 0n);
  if (negative !== undefined) throw new RangeError(`a count is 0 or more, not ${negative}`);
}

function checkWord(layout: Layout, word: bigint): void {
  if (word < 0n || word >> BigInt(layout.word) !== 0n) {
    throw new RangeError(`${word} is no unsigned word of ${layout.word} bits`);
  }
}
