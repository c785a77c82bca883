import type { Domain, KindSet } from '../domain.ts';
import { kindSetOf, ORDINARY } from '../domain.ts';
import { limitOf, maximumOf, saturationValue } from '../limits.ts';
import type { BiasLayout, Field, Layout, SplitLayout } from '../types.ts';
import type { Machine, Step } from './types.ts';

/**
 * A layout as its policies say, one operation at a time: what replay does to the word of one page (harness/replay.ts; a
 * test holds the two together). A saturated field is known by its value, so that one with reserve 0 sticks as soon as it
 * is full. The word is freed when it comes to 0.
 */
export function machineOf(layout: Layout, start = 1n): Machine {
  const first = layout.domain.kinds[0]!;
  return {
    start,
    acquire: (word, kind = first) => acquire(layout, word, setOf(layout.domain, kind)),
    release: (word, kind = first) => release(layout, word, setOf(layout.domain, kind)),
  };
}

/** @throws RangeError for a name that the domain does not have. */
function setOf(domain: Domain, name: string): KindSet {
  const set = kindSetOf(domain, name);
  if (set === undefined) throw new RangeError(`${JSON.stringify(name)} is no kind or group of this layout`);
  return set;
}

export const modulo = (layout: Pick<Layout, 'word'>, word: bigint): bigint => BigInt.asUintN(layout.word, word);

export const fieldValue = (field: Field, word: bigint): bigint => (word >> BigInt(field.offset)) & maximumOf(field);

/** The word with one field set, and nothing else. */
export function withValue(field: Field, word: bigint, value: bigint): bigint {
  const shift = BigInt(field.offset);
  return (word & ~(maximumOf(field) << shift)) | ((value & maximumOf(field)) << shift);
}

/** @throws RangeError for a name that no field has. */
export function fieldNamed(layout: Layout, name: string): Field {
  const field = layout.family === 'split' ? layout.fields.find((one) => one.name === name) : undefined;
  if (!field) throw new RangeError(`no field ${JSON.stringify(name)}`);
  return field;
}

function acquire(layout: Layout, word: bigint, kinds: KindSet): Step {
  return layout.family === 'split'
    ? acquireField(layout, word, fieldOf(layout, kinds))
    : acquireBias(layout, word, kinds);
}

function release(layout: Layout, word: bigint, kinds: KindSet): Step {
  let after: bigint;
  if (layout.family === 'bias') after = modulo(layout, word - weightOf(layout, kinds));
  else {
    const field = fieldOf(layout, kinds);
    const value = fieldValue(field, word);
    if (field.onLimit === 'saturate' && isStuck(field, value)) return { word, outcome: 'saturated' };
    after =
      field.onLimit === 'wrap'
        ? withValue(field, word, value - 1n)
        : modulo(layout, word - (1n << BigInt(field.offset)));
  }
  return { word: after, outcome: after === 0n ? 'freed' : 'dropped' };
}

function acquireField(layout: SplitLayout, word: bigint, field: Field): Step {
  const value = fieldValue(field, word);
  const one = 1n << BigInt(field.offset);
  switch (field.onLimit) {
    case 'fail':
      return value >= limitOf(field) ? { word, outcome: 'refused' } : { word: word + one, outcome: 'taken' };
    case 'saturate':
      if (!isStuck(field, value) && value < limitOf(field)) return { word: word + one, outcome: 'taken' };
      return { word: withValue(field, word, saturationValue(field)), outcome: 'saturated' };
    case 'carry':
      return { word: modulo(layout, word + one), outcome: 'taken' };
    case 'wrap':
      return { word: withValue(field, word, value + 1n), outcome: 'taken' };
  }
}

const isStuck = (field: Field, value: bigint): boolean =>
  field.reserve > 0 ? value > limitOf(field) : value === limitOf(field);

function acquireBias(layout: BiasLayout, word: bigint, kinds: KindSet): Step {
  const isPin = (kinds & ORDINARY) === 0;
  if (isPin && BigInt.asIntN(layout.word, word) <= 0n) return { word, outcome: 'refused' };
  return { word: modulo(layout, word + weightOf(layout, kinds)), outcome: 'taken' };
}

function weightOf(layout: BiasLayout, kinds: KindSet): bigint {
  if (kinds & ORDINARY) return 1n;
  const term = layout.terms.find(({ counts }) => (kinds & ~counts) === 0);
  if (!term) throw new RangeError('a reference of kinds that no one term counts');
  return BigInt(term.bias);
}

function fieldOf(layout: SplitLayout, kinds: KindSet): Field {
  const field = layout.fields.find(({ counts }) => (kinds & ~counts) === 0);
  if (!field) throw new RangeError('a reference of kinds that no one field counts');
  return field;
}
