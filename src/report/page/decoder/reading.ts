import { ORDINARY } from '../../../layouts/domain.ts';
import { saturationValue, smallestBias } from '../../../layouts/limits.ts';
import type { BiasLayout, Layout, SplitLayout } from '../../../layouts/types.ts';
import { answers, decodeNamed, encode, type Held, isNegative, isOverLimit, signedWord } from '../../../layouts/word.ts';
import { quoted } from '../../names.ts';
import { count } from '../../numbers.ts';
import { wordOfBits } from './word-text.ts';

/** What a layout makes of a word. */
export interface Reading {
  /** Unsigned. */
  readonly word: bigint;
  /** High to low; the terms of a bias by falling bias, then its ordinary references. */
  readonly counts: readonly (Held & { readonly isOver: boolean })[];
  /** By question. */
  readonly answers: Readonly<Record<string, boolean>>;
  /** What somebody should know of the word, in sentences. */
  readonly notes: readonly string[];
}

/** What a layout makes of a value, or why it is no word of the layout. */
export function readingOf(layout: Layout, value: bigint): Reading | string {
  if (layout.family === 'split' && layout.apart) return 'is not all of it: its pins are counted in words of their own';
  const word = wordOfBits(value, layout.word);
  if (typeof word === 'string') return word;
  const counts = decodeNamed(layout, word).map((held) => ({ ...held, isOver: isOverLimit(held) }));
  const notes = layout.family === 'split' ? notesOfSplit(layout, counts) : notesOfBias(layout, word, counts);
  return { word, counts, answers: answers(layout, word), notes };
}

/** The word with one of its counts changed, or why there is no such word. */
export function withCount(layout: Layout, counts: readonly bigint[], index: number, value: bigint): bigint | string {
  try {
    return encode(
      layout,
      counts.map((each, i) => (i === index ? value : each)),
    );
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function notesOfSplit(layout: SplitLayout, counts: readonly Held[]): string[] {
  return layout.fields.flatMap((field, i) => {
    const { value, limit } = counts[i]!;
    const name = quoted(field.name, 30);
    if (value < limit) return [];
    const what = field.counts === ORDINARY ? 'reference' : 'pin';
    if (value === limit) {
      switch (field.onLimit) {
        case 'fail':
          return [`${name} is full: the next ${what} that it counts fails.`];
        case 'saturate':
          return [
            field.reserve === 0
              ? `${name} is at its limit, where it sticks: saturated, or about to be.`
              : `${name} is full: the next ${what} that it counts saturates it.`,
          ];
        case 'carry':
          return [`${name} is full: the next ${what} that it counts carries into its neighbour.`];
        case 'wrap':
          return [`${name} is full: the next ${what} that it counts makes it 0.`];
      }
    }
    const above = `${name} is over its limit of ${count(limit.toString())}, in its red zone`;
    if (field.onLimit === 'saturate') {
      return [
        value === saturationValue(field)
          ? `${name} is saturated: 3/4 of its range. The page is never freed.`
          : `${above}: saturated. The page is never freed.`,
      ];
    }
    return [`${above}: tasks that will undo what they added are at work.`];
  });
}

function notesOfBias(layout: BiasLayout, word: bigint, counts: readonly Held[]): string[] {
  if (word === 0n) return ['The word is 0: nobody holds the page, and a pin is refused.'];
  const notes: string[] = [];
  if (isNegative(layout, word)) {
    const below = (-signedWord(layout, word)).toString();
    notes.push(`Negative as a signed number (−${count(below)}): pins are refused.`);
  }
  for (const { name, value, limit, counts: kinds } of counts) {
    if (kinds !== ORDINARY && value > limit && !isNegative(layout, word)) {
      notes.push(
        `${quoted(name, 30)} is over its soft limit of ${count(limit.toString())}: it counts as the next one.`,
      );
    }
  }
  if (word >= BigInt(smallestBias(layout))) {
    notes.push(`It would be the same word with ${count(word.toString())} ordinary references and no pin.`);
  }
  return notes;
}
