import type { Domain, KindSet } from './domain.ts';
import { nameOfKindSet, ORDINARY, PAGE_REFERENCES } from './domain.ts';
import { type Counter, coverageProblems, kindSetOfNames, quote } from './kinds.ts';
import { limitOf } from './limits.ts';
import type { Built, LayoutProblem } from './problem.ts';
import { DEFAULT_RESERVE, formatSplit } from './split-notation.ts';
import type { Field, OnLimit, SplitLayout } from './types.ts';
import { formatWhole, isExactWhole } from './whole.ts';

/** A field as somebody describes it; what is left out gets the choices of the mail (docs/definitions.md). */
export interface FieldSpec {
  /** Default: the shortest name of what it counts. */
  readonly name?: string;
  readonly bits: number;
  /** Kinds and groups. */
  readonly counts: readonly string[];
  /** Default: `saturate` where ordinary references are counted, else `fail`. */
  readonly onLimit?: OnLimit;
  /** Bits. Default: 2 where ordinary references are counted and saturate, else 0. */
  readonly reserve?: number;
  /** Count from which on the field warns, 1 … its limit. Default: it does not. */
  readonly warn?: number;
}

export interface SplitSpec {
  /** Default: the notation, for a layout that has one. */
  readonly id?: string;
  /** High to low. */
  readonly fields: readonly FieldSpec[];
  readonly domain?: Domain;
}

/** More have no room in any word. */
const MOST_FIELDS = 64;

export const ON_LIMITS: readonly OnLimit[] = ['fail', 'saturate', 'carry', 'wrap'];

function defaultOnLimit(counts: KindSet): OnLimit {
  return counts & ORDINARY ? 'saturate' : 'fail';
}

export function defaultReserve(counts: KindSet, onLimit: OnLimit): number {
  return counts & ORDINARY && onLimit === 'saturate' ? DEFAULT_RESERVE : 0;
}

/** A split with every check made: the problems are all that there are, in the order of the fields. */
export function buildSplit(spec: SplitSpec): Built<SplitLayout> {
  const domain = spec.domain ?? PAGE_REFERENCES;
  const problems: LayoutProblem[] = [];
  if (spec.fields.length === 0) {
    return { ok: false, problems: [{ path: ['fields'], message: 'a split has at least one field' }] };
  }
  if (spec.fields.length > MOST_FIELDS) {
    const message = `${spec.fields.length} fields of at least 1 bit each, the word has 32 or 64`;
    return { ok: false, problems: [{ path: ['fields'], message }] };
  }
  const total = spec.fields.reduce((sum, { bits }) => sum + bits, 0);
  const hasRightSum = total === 32 || total === 64;
  const drafts = spec.fields.map((field, i) => draft(domain, field, i, hasRightSum, problems));

  problems.push(...doubledNames(drafts));
  const counters: Counter[] = drafts.map((d, i) => ({ name: d.name, counts: d.counts, path: ['fields', i, 'counts'] }));
  const everything = (1 << domain.kinds.length) - 1;
  // An unknown name may be what is missing: "counted nowhere" would only repeat it.
  const known = drafts.every((d) => d.known);
  problems.push(...coverageProblems(domain, known ? everything : 0, counters, ['fields']));

  if (drafts.every((d) => d.whole) && !hasRightSum) problems.push(sumProblem(drafts, total));
  if (problems.length > 0) return { ok: false, problems };

  const fields = placeFields(drafts);
  const word = total as 32 | 64;
  const id = spec.id ?? formatSplit(fields);
  if (id === undefined) {
    return { ok: false, problems: [{ path: [], message: 'a layout without a notation of its own needs a name' }] };
  }
  return { ok: true, layout: { family: 'split', id, word, domain, fields } };
}

/** Offsets for fields given from high to low, so that they tile the word. */
function placeFields(fields: readonly Omit<Field, 'offset'>[]): readonly Field[] {
  let offset = fields.reduce((sum, field) => sum + field.bits, 0);
  return fields.map(({ name, bits, reserve, counts, onLimit, warn }) => {
    offset -= bits;
    return { name, bits, offset, reserve, counts, onLimit, ...(warn === undefined ? {} : { warn }) };
  });
}

interface Draft extends Omit<Field, 'offset'> {
  /** The width is a whole number of bits, 1…64. */
  readonly whole: boolean;
  /** Everything in its `counts` is a kind or a group. */
  readonly known: boolean;
}

/** @param hasRightSum the widths make a word; else some field is to be wider or narrower, and its limit another. */
function draft(domain: Domain, spec: FieldSpec, index: number, hasRightSum: boolean, problems: LayoutProblem[]): Draft {
  const at = ['fields', index] as const;
  const { set: counts, problems: unknown } = kindSetOfNames(domain, spec.counts, [...at, 'counts']);
  problems.push(...unknown);
  const name = spec.name ?? (counts === 0 ? `field ${index + 1}` : nameOfKindSet(domain, counts));
  const onLimit = spec.onLimit ?? defaultOnLimit(counts);
  const reserve = spec.reserve ?? defaultReserve(counts, onLimit);

  if (name.trim() === '') problems.push({ path: [...at, 'name'], message: 'the name of a field is empty' });
  if (spec.counts.length === 0) {
    problems.push({ path: [...at, 'counts'], message: `field ${quote(name)} counts nothing` });
  }
  const whole = isBits(spec.bits, 1, 64);
  if (!whole) {
    problems.push({
      path: [...at, 'bits'],
      message: `field ${quote(name)} has ${spec.bits} bits; a field has a whole number of bits, 1 to 64`,
    });
  } else {
    const wrong = reserveProblems(spec, name, reserve, onLimit, at);
    problems.push(...(wrong.length > 0 ? wrong : warnProblems(spec, name, reserve, hasRightSum, at)));
  }
  const warn = spec.warn === undefined ? {} : { warn: spec.warn };
  return { name, bits: spec.bits, reserve, counts, onLimit, ...warn, whole, known: unknown.length === 0 };
}

/** A warning level that the field never comes to warns of nothing; one of 0 is passed by a field that holds nothing. */
function warnProblems(
  { warn, bits }: FieldSpec,
  name: string,
  reserve: number,
  isLimitKnown: boolean,
  at: readonly (string | number)[],
): readonly LayoutProblem[] {
  if (warn === undefined) return [];
  const limit = limitOf({ bits, reserve });
  if (isExactWhole(warn) && warn >= 1 && (BigInt(warn) <= limit || !isLimitKnown)) return [];
  const sum = reserve === 0 ? `${bits}` : `(${bits} - ${reserve})`;
  return [
    {
      path: [...at, 'warn'],
      message: `field ${quote(name)} warns at ${isExactWhole(warn) ? formatWhole(warn) : warn}; a warning level is a whole number from 1 to the limit, 2^${sum} - 1 = ${limit}`,
      ...(warn > Number(limit) && bits - reserve > 1 ? { suggestion: `2^${bits - reserve - 1}` } : {}),
    },
  ];
}

function reserveProblems(
  spec: FieldSpec,
  name: string,
  reserve: number,
  onLimit: OnLimit,
  at: readonly (string | number)[],
): readonly LayoutProblem[] {
  const path = spec.reserve === undefined ? [...at, 'bits'] : [...at, 'reserve'];
  if (!isBits(reserve, 0, 64)) {
    return [
      {
        path,
        message: `field ${quote(name)} reserves ${reserve} bits; a reserve is a whole number of bits, 0 or more`,
      },
    ];
  }
  if (reserve > 0 && (onLimit === 'carry' || onLimit === 'wrap')) {
    return [
      {
        path,
        message: `field ${quote(name)} reserves ${reserve} bits, but one that is to ${onLimit} counts with all its bits`,
        suggestion: 'reserve: 0',
      },
    ];
  }
  if (spec.bits - reserve >= 1) return [];
  const byDefault = spec.reserve === undefined ? ' (the default of an ordinary field)' : '';
  return [
    {
      path,
      message: `field ${quote(name)} has no bit left to count with: ${spec.bits} - ${reserve} reserved${byDefault} = ${spec.bits - reserve}`,
      ...(byDefault ? { suggestion: 'reserve: 0' } : {}),
    },
  ];
}

function doubledNames(drafts: readonly Draft[]): readonly LayoutProblem[] {
  const seen = new Set<string>();
  const problems: LayoutProblem[] = [];
  drafts.forEach((d, i) => {
    const key = d.name.toLowerCase();
    if (seen.has(key)) problems.push({ path: ['fields', i, 'name'], message: `two fields are named ${quote(d.name)}` });
    seen.add(key);
  });
  return problems;
}

function sumProblem(drafts: readonly Draft[], total: number): LayoutProblem {
  const word = total > 48 ? 64 : 32;
  const message = `${drafts.map((d) => d.bits).join(' + ')} = ${total} bits, the word has 32 or 64`;
  // The widest field is the one that can give or take a few bits.
  const widest = drafts.reduce((a, b) => (b.bits > a.bits ? b : a));
  const bits = widest.bits + word - total;
  return {
    path: ['fields'],
    message,
    ...(bits - widest.reserve >= 1 ? { suggestion: `${bits} bits for ${quote(widest.name)} make ${word}` } : {}),
  };
}

function isBits(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
