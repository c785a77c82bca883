import type { Domain, KindSet } from './domain.ts';

/** What a field does with one acquisition more than its limit (docs/definitions.md). */
export type OnLimit = 'fail' | 'saturate' | 'carry' | 'wrap';

/** A run of bits in the word that counts the kinds of one set. */
export interface Field {
  readonly name: string;
  /** Width in bits, 1…64. */
  readonly bits: number;
  /** Position of the field's least significant bit; bit 0 is the word's least significant. */
  readonly offset: number;
  /** How many of its top bits are given up to saturation, 0…bits − 1. */
  readonly reserve: number;
  readonly counts: KindSet;
  readonly onLimit: OnLimit;
  /**
   * The count from which on the field is in the red zone as a policy: references are still served, and somebody looks for
   * who takes them (docs/kernel-facts.md 0, the reply of 16 January 2021). 1 … its limit; absent: nobody is warned.
   */
  readonly warn?: number;
}

interface LayoutBase {
  /** Unique without regard to case: the `name`, else the notation. */
  readonly id: string;
  /** Bits of the word: 32 or 64. */
  readonly word: 32 | 64;
  readonly domain: Domain;
}

/** A layout whose fields tile the word, from high to low. */
export interface SplitLayout extends LayoutBase {
  readonly family: 'split';
  readonly fields: readonly Field[];
  /** Counters of their own beside the ordinary count, each a word for itself (`side: …`): none has a neighbour. */
  readonly apart?: true;
}

/** One summand of a bias layout: an acquisition of a kind in `counts` adds `bias` to the word. */
export interface BiasTerm {
  /** A kind's or group's name: `pin`, `long`, … */
  readonly name: string;
  readonly counts: KindSet;
  /** 2 … 2^(word − 2). */
  readonly bias: number;
}

/** A layout of one counter; an ordinary reference adds 1. */
export interface BiasLayout extends LayoutBase {
  readonly family: 'bias';
  /** Smallest bias first; together they count every kind but ordinary, each once. */
  readonly terms: readonly BiasTerm[];
}

export type Layout = SplitLayout | BiasLayout;
