import type { KindSet } from './domain.ts';
import { ORDINARY } from './domain.ts';
import { limitOf, ordinaryLimit, termLimit, wordLimit } from './limits.ts';
import type { Layout, OnLimit } from './types.ts';
import { floorLog2 } from './whole.ts';

/** A row of the table of fields, and a piece of the picture of the word. */
export interface Part {
  readonly name: string;
  readonly counts: KindSet;
  readonly bits: number;
  readonly offset: number;
  readonly reserve: number;
  /** Of a bias: soft, and of `sign` the limit of the word. */
  readonly limit: bigint;
  /** Of a bias `none`: nothing stops a term at its soft limit. */
  readonly onLimit: OnLimit | 'none';
  /** Only of a bias: what one reference adds. */
  readonly bias?: number;
  /** The count from which on a field warns. */
  readonly warn?: number;
}

/**
 * The parts of the word from high to low; their bits tile it. Of a split: its fields. Of a bias: `sign`, its terms by
 * bias and `ordinary`, each with the bits that it has while its soft limit is kept (a bias b that is no power of two
 * begins at bit floor(log2 b)).
 */
export function partsOf(layout: Layout): readonly Part[] {
  if (layout.family === 'split') return layout.fields.map((field) => ({ ...field, limit: limitOf(field) }));
  const plain = { reserve: 0, onLimit: 'none' } as const;
  const parts: Part[] = [];
  let offset = 0;
  const place = (name: string, counts: KindSet, end: number, limit: bigint, bias: number): void => {
    parts.push({ name, counts, bits: end - offset, offset, limit, bias, ...plain });
    offset = end;
  };
  const ends = [...layout.terms.map((term) => floorLog2(term.bias)), layout.word - 1];
  place('ordinary', ORDINARY, ends[0]!, ordinaryLimit(layout), 1);
  layout.terms.forEach((term, i) => {
    place(term.name, term.counts, ends[i + 1]!, termLimit(layout, i), term.bias);
  });
  parts.push({ name: 'sign', counts: 0, bits: 1, offset, limit: wordLimit(layout), ...plain });
  return parts.reverse();
}
