import { needsReplay } from '../../../harness/profile/read.ts';
import { type KindSet, kindSetOf, nameOfKindSet, ORDINARY, PAGE_REFERENCES } from '../../../layouts/domain.ts';
import { formatNotation } from '../../../layouts/notation.ts';
import type { Field, Layout } from '../../../layouts/types.ts';

/**
 * The layouts that a page measures by itself, as what one can drag: a few widths and reserves, or the exponent of a bias.
 * A shape has no name; it is written in the hash of the page's address.
 */
export type Shape = SplitShape | BiasShape;

export interface SplitShape {
  readonly family: 'split';
  /** High to low; pins {read, write}, {long, short} or {pin}, and ordinary references, in any order. */
  readonly fields: readonly ShapeField[];
}

export interface ShapeField {
  readonly counts: Counts;
  /** Reserve included: at least `reserve` + 1. */
  readonly bits: number;
  readonly reserve: number;
  /** Of the ordinary field: it warns from 2^warn on; absent: never. At most `bits − reserve − 1`, which keeps 2^warn within the limit. */
  readonly warn?: number;
}

export interface BiasShape {
  readonly family: 'bias';
  readonly word: 32 | 64;
  /** A pin adds 2^exponent; 1 … word − 2. */
  readonly exponent: number;
}

const COUNTS = ['read', 'write', 'long', 'short', 'pin', 'ordinary'] as const;
type Counts = (typeof COUNTS)[number];

/** What a page offers to choose from, by what the fields count. */
export const SHAPE_FAMILIES = ['read / write / ordinary', 'pin / ordinary', 'long / short / ordinary', 'bias'] as const;
export type FamilyName = (typeof SHAPE_FAMILIES)[number];

const PARTITIONS: readonly string[] = ['read+write', 'long+short', 'pin'];

/** Bits that an ordinary field reserves unless told otherwise (docs/definitions.md). */
const RESERVE = 2;

const warning = (warn: number | undefined): { readonly warn?: number } => (warn === undefined ? {} : { warn });

/** Bits that a field cannot give up: its reserve, one to count with, and those of its warning level. */
const neededOf = ({ reserve, warn = 0 }: ShapeField): number => reserve + 1 + warn;

const setOf = (counts: Counts): KindSet => kindSetOf(PAGE_REFERENCES, counts) ?? 0;

export const wordOf = (shape: Shape): 32 | 64 =>
  shape.family === 'bias' ? shape.word : (shape.fields.reduce<number>((sum, { bits }) => sum + bits, 0) as 32 | 64);

export function familyOf(shape: Shape): FamilyName {
  if (shape.family === 'bias') return 'bias';
  const has = (counts: Counts): boolean => shape.fields.some((field) => field.counts === counts);
  return SHAPE_FAMILIES[has('pin') ? 1 : has('read') ? 0 : 2];
}

/** The shape of a layout, or why it has none: a profile is not enough to measure it. */
export function shapeOf(layout: Layout): Shape | string {
  const reason = needsReplay(layout);
  if (reason !== undefined) return reason;
  if (layout.family === 'bias') {
    return { family: 'bias', word: layout.word, exponent: Math.log2(layout.terms[0]!.bias) };
  }
  if (layout.apart) return 'counters beside the word';
  const fields = layout.fields.map(({ bits, reserve, counts, warn }): ShapeField | undefined => {
    const name = COUNTS.find((each) => setOf(each) === counts);
    return name === undefined ? undefined : { counts: name, bits, reserve, ...warning(warn && Math.log2(warn)) };
  });
  return fields.every((field) => field !== undefined) ? { family: 'split', fields } : 'fields of other kinds';
}

/**
 * The layout of a shape. Fields have the names of `like`, where that has fields of the same kinds in the same order.
 * Its id is that of `like` where nothing is changed, else its notation.
 */
export function layoutOfShape(shape: Shape, like?: Layout): Layout {
  const domain = PAGE_REFERENCES;
  const word = wordOf(shape);
  const named = (layout: Layout): Layout => ({ ...layout, id: idOf(shape, layout, like) });
  if (shape.family === 'bias') {
    const terms = [{ name: 'pin', counts: setOf('pin'), bias: 2 ** shape.exponent }];
    const own = like?.family === 'bias' && like.terms.length === 1 ? like.terms[0]!.name : 'pin';
    return named({ family: 'bias', id: '', word, domain, terms: terms.map((term) => ({ ...term, name: own })) });
  }
  const names = namesFrom(shape, like);
  let offset: number = word;
  const fields = shape.fields.map(({ counts, bits, reserve, warn }, i): Field => {
    offset -= bits;
    const set = setOf(counts);
    const level = warn === undefined ? {} : { warn: 2 ** warn };
    return { name: names?.[i] ?? counts, bits, offset, reserve, counts: set, onLimit: onLimitOf(set), ...level };
  });
  return named({ family: 'split', id: '', word, domain, fields });
}

const onLimitOf = (counts: KindSet): 'fail' | 'saturate' => (counts === ORDINARY ? 'saturate' : 'fail');

function namesFrom(shape: SplitShape, like: Layout | undefined): readonly string[] | undefined {
  if (like?.family !== 'split' || like.fields.length !== shape.fields.length) return undefined;
  const isAlike = like.fields.every(
    (field, i) => nameOfKindSet(PAGE_REFERENCES, field.counts) === shape.fields[i]?.counts,
  );
  return isAlike ? like.fields.map((field) => field.name) : undefined;
}

function idOf(shape: Shape, layout: Layout, like: Layout | undefined): string {
  const own = like === undefined ? undefined : shapeOf(like);
  if (own !== undefined && typeof own !== 'string' && like !== undefined && encodeShape(own) === encodeShape(shape))
    return like.id;
  const notation = formatNotation(layout);
  if (notation !== undefined) return notation;
  // What no notation can say needs a name; this one reads as a notation would.
  return shape.family === 'bias'
    ? `bias 2^${shape.exponent}`
    : shape.fields
        .map(
          ({ counts, bits, reserve, warn }) =>
            `${counts} ${bits}${reserve > 0 ? ` - ${reserve}` : ''}${warn === undefined ? '' : ` warn 2^${warn}`}`,
        )
        .join(', ');
}

/** Where a boundary may stand: the bits of the part on its left, from least to most. */
export interface Range {
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

/** How many boundaries can be moved: one between any two fields; of a bias the one between its pins and the ordinary count. */
export const boundariesOf = (shape: Shape): number => (shape.family === 'bias' ? 1 : shape.fields.length - 1);

/** The bits of the part left of a boundary. Of a bias: the bits in which pins are counted. */
export function rangeOf(shape: Shape, boundary: number): Range {
  if (shape.family === 'bias') {
    return { value: shape.word - 1 - shape.exponent, least: 1, most: shape.word - 2 };
  }
  const [left, right] = [shape.fields[boundary]!, shape.fields[boundary + 1]!];
  return { value: left.bits, least: neededOf(left), most: left.bits + right.bits - neededOf(right) };
}

/** The bit left of which a boundary stands: the lowest of the part on its left. */
export function positionOf(shape: Shape, boundary: number): number {
  if (shape.family === 'bias') return shape.exponent;
  return shape.fields.slice(boundary + 1).reduce((sum, { bits }) => sum + bits, 0);
}

/** The shape with so many bits left of a boundary, as near as its neighbours allow. */
export function withBoundary(shape: Shape, boundary: number, bits: number): Shape {
  const { value, least, most } = rangeOf(shape, boundary);
  const wanted = Math.max(least, Math.min(most, Math.round(bits)));
  if (wanted === value) return shape;
  if (shape.family === 'bias') return { ...shape, exponent: shape.word - 1 - wanted };
  const fields = shape.fields.map((field, i) => {
    if (i === boundary) return { ...field, bits: wanted };
    return i === boundary + 1 ? { ...field, bits: field.bits + value - wanted } : field;
  });
  return { ...shape, fields };
}

/** The shape with a boundary as near to left of bit `at` as its neighbours allow. */
export const withBoundaryAt = (shape: Shape, boundary: number, at: number): Shape =>
  withBoundary(shape, boundary, rangeOf(shape, boundary).value + positionOf(shape, boundary) - at);

/** The shape with so many bits of a field reserved, as far as one is left to count with, or those of its warning level. */
export function withReserve(shape: SplitShape, field: number, reserve: number): SplitShape {
  const fields = shape.fields.map((each, i) =>
    i === field ? { ...each, reserve: Math.max(0, Math.min(mostReserve(each), Math.round(reserve))) } : each,
  );
  return { ...shape, fields };
}

/** Bits of a field that can be reserved. */
export const mostReserve = (field: ShapeField): number => field.bits - neededOf({ ...field, reserve: 0 });

/** The exponent of the highest warning level that a field can have: the highest power of two within its limit. */
export const mostWarn = ({ bits, reserve }: ShapeField): number => bits - reserve - 1;

/** The shape whose ordinary field warns from 2^warn on, or from the next level within its limit; undefined: it does not. */
export function withWarn(shape: SplitShape, warn: number | undefined): SplitShape {
  const fields = shape.fields.map((field): ShapeField => {
    if (field.counts !== 'ordinary') return field;
    const { warn: _, ...others } = field;
    return warn === undefined ? others : { ...others, warn: Math.max(0, Math.min(mostWarn(field), Math.round(warn))) };
  });
  return { ...shape, fields };
}

export const withExponent = (shape: BiasShape, exponent: number): BiasShape => ({
  ...shape,
  exponent: Math.max(1, Math.min(shape.word - 2, Math.round(exponent))),
});

/** The shape in a word of another size: the ordinary references, or the pins of a bias, get or give the bits. */
export function withWord(shape: Shape, word: 32 | 64): Shape {
  const more = word - wordOf(shape);
  if (more === 0) return shape;
  if (shape.family === 'bias') return withExponent({ ...shape, word }, shape.exponent);
  if (more > 0) {
    const fields = shape.fields.map((field) =>
      field.counts === 'ordinary' ? { ...field, bits: field.bits + more } : field,
    );
    return { ...shape, fields };
  }
  return { ...shape, fields: shrunk(shape.fields, -more) };
}

/** Fields that give so many bits: first the ordinary one, down to what it needs, then the widest, then reserves, and the warning level at last. */
function shrunk(fields: readonly ShapeField[], bits: number): readonly ShapeField[] {
  const give: { -readonly [K in keyof ShapeField]: ShapeField[K] }[] = fields.map((field) => ({ ...field }));
  let left = bits;
  while (left > 0) {
    const spare = (field: ShapeField): number => field.bits - neededOf(field);
    const ordinary = give.find((field) => field.counts === 'ordinary' && spare(field) > 0);
    const widest = give.reduce((a, b) => (spare(b) > spare(a) ? b : a));
    const from = ordinary ?? widest;
    if (spare(from) > 0) from.bits--;
    else {
      const reserved = give.reduce((a, b) => (b.reserve > a.reserve ? b : a));
      if (reserved.reserve > 0) {
        reserved.bits--;
        reserved.reserve--;
      } else {
        const warned = give.reduce((a, b) => ((b.warn ?? 0) > (a.warn ?? 0) ? b : a));
        warned.bits--;
        warned.warn = (warned.warn ?? 0) - 1;
      }
    }
    left--;
  }
  return give;
}

/**
 * A shape of another family with, as far as can be, as many ordinary bits: from there one drags on. `from`: the layout
 * that is shown, whether the page can measure it or not.
 */
export function inFamily(
  family: FamilyName,
  from: { readonly word: 32 | 64; readonly ordinary: Omit<ShapeField, 'counts'> },
): Shape {
  const { word } = from;
  if (family === 'bias') {
    return withExponent({ family: 'bias', word, exponent: 1 }, from.ordinary.bits - from.ordinary.reserve);
  }
  const pins: readonly Counts[] =
    family === 'pin / ordinary'
      ? ['pin']
      : family === 'read / write / ordinary'
        ? ['read', 'write']
        : ['long', 'short'];
  const reserve = Math.min(from.ordinary.reserve, word - pins.length - 1);
  const ordinary = Math.max(reserve + 1, Math.min(word - pins.length, from.ordinary.bits));
  const rest = word - ordinary;
  const first = pins.length === 1 ? rest : Math.floor(rest / 2);
  const fields = pins.map((counts, i): ShapeField => ({ counts, bits: i === 0 ? first : rest - first, reserve: 0 }));
  const field: ShapeField = { counts: 'ordinary', bits: ordinary, reserve };
  const { warn } = from.ordinary;
  return { family: 'split', fields: [...fields, { ...field, ...warning(warn && Math.min(warn, mostWarn(field))) }] };
}

/** What a layout leaves to the ordinary references: what `inFamily` starts from. A bias reserves nothing; a split of it would. */
export function ordinaryOf(layout: Layout): { readonly word: 32 | 64; readonly ordinary: Omit<ShapeField, 'counts'> } {
  if (layout.family === 'bias') {
    const bits = Math.max(1, Math.floor(Math.log2(layout.terms[0]!.bias)));
    return { word: layout.word, ordinary: { bits: Math.min(layout.word - 2, bits + RESERVE), reserve: RESERVE } };
  }
  const field = layout.fields.find(({ counts }) => counts & ORDINARY);
  const warn = field?.warn === undefined ? undefined : Math.floor(Math.log2(field.warn));
  return { word: layout.word, ordinary: { bits: field?.bits ?? 1, reserve: field?.reserve ?? 0, ...warning(warn) } };
}

/** `read4_write6_ordinary22-2w9`: bits, then the reserve among them, then from which power of two on it warns; `bias23`, in a word of 64 bits `bias23-64`. */
export function encodeShape(shape: Shape): string {
  if (shape.family === 'bias') return `bias${shape.exponent}${shape.word === 64 ? '-64' : ''}`;
  return shape.fields
    .map(
      ({ counts, bits, reserve, warn }) =>
        `${counts}${bits}${reserve === 0 ? '' : `-${reserve}`}${warn === undefined ? '' : `w${warn}`}`,
    )
    .join('_');
}

/** The inverse; undefined where the text is of no shape. */
export function decodeShape(text: string): Shape | undefined {
  const bias = /^bias(\d{1,2})(-64)?$/.exec(text);
  if (bias !== null) {
    const shape: BiasShape = { family: 'bias', word: bias[2] === undefined ? 32 : 64, exponent: Number(bias[1]) };
    return withExponent(shape, shape.exponent).exponent === shape.exponent ? shape : undefined;
  }
  const fields: ShapeField[] = [];
  for (const part of text.split('_')) {
    const match = /^([a-z]{3,8})(\d{1,2})(?:-(\d{1,2}))?(?:w(\d{1,2}))?$/.exec(part);
    const counts = COUNTS.find((name) => name === match?.[1]);
    if (match === null || counts === undefined) return undefined;
    const [bits, reserve] = [Number(match[2]), Number(match[3] ?? 0)];
    const warn = match[4] === undefined ? undefined : Number(match[4]);
    const field: ShapeField = { counts, bits, reserve, ...warning(warn) };
    if (bits < neededOf(field) || (warn !== undefined && counts !== 'ordinary')) return undefined;
    fields.push(field);
  }
  const pins = fields.flatMap(({ counts }) => (counts === 'ordinary' ? [] : [counts]));
  const isWhole = PARTITIONS.includes([...pins].sort().join('+')) && fields.length === pins.length + 1;
  const word = fields.reduce((sum, { bits }) => sum + bits, 0);
  return isWhole && (word === 32 || word === 64) ? { family: 'split', fields } : undefined;
}
