import type { Survey } from '../metrics/exposure/survey.ts';

/**
 * Every layout of the design space of a word, on the scenarios, small folios: what ARCHITECTURE.md lets profiles say of each.
 * Definitions of the three axes: `Coordinates` in metrics/space.
 */
export interface SpaceRecord {
  readonly word: 32 | 64;
  /** Layouts in the space, and how many of them have a place: a point on the three axes. */
  readonly layouts: number;
  readonly placed: number;
  /** The others, by reason; some of their ids. */
  readonly excluded: readonly {
    readonly reason: string;
    readonly count: number;
    readonly layouts: readonly string[];
    /** Scenarios in which the reason lies, for some of the layouts. */
    readonly scenarios: readonly string[];
  }[];
  /** Where each axis is looked for at its worst: all scenarios of the run that a profile tells of, whatever a page shows. */
  readonly scenarios: readonly { readonly id: string; readonly hostile?: true }[];
  /** What a scenario does not count for. */
  readonly setAside: readonly {
    readonly scenario: string;
    readonly objective: 'headroom' | 'refused' | 'wrong';
    readonly reason: string;
  }[];
  /** Kinds of somebody's own, by the name of their domain: the space is of page references, so that these have no place in it. */
  readonly apart: readonly {
    readonly domain: string;
    readonly layouts: readonly string[];
    readonly scenarios: readonly string[];
  }[];
  readonly front: {
    /** Layouts on it, and places: layouts that are equal on all axes share one. */
    readonly layouts: number;
    readonly places: number;
    /** Most headroom first; where there are many, evenly some of them, both ends among them. */
    readonly shown: readonly SpacePlace[];
  };
  /** The layouts of layouts.yaml that count page references, in their order. */
  readonly named: readonly SpaceStanding[];
  readonly curves: readonly SpaceCurve[];
  /** Absent where layouts.yaml requires nothing. */
  readonly requirements?: SpaceRequirements;
  /** What an attacker leaves of the whole space; only where something is required of exposure. */
  readonly exposure?: Survey;
}

/** A share where it is worst. */
export interface SpaceShare {
  readonly value: number;
  readonly numerator: number;
  readonly denominator: number;
  readonly scenario: string;
  readonly of: string;
}

/** Bits left where they are fewest; `scenario` null where none shows such references. */
export interface SpaceBits {
  readonly value: number;
  readonly scenario: string | null;
  readonly of: string;
}

/** How a layout counts pins: in one field for read and one for write, in one for all, or by a bias. */
export type SpaceFamily = 'read/write' | 'pin' | 'bias';

export interface SpacePlace {
  readonly layout: string;
  readonly family: SpaceFamily;
  /** Bits that its ordinary field gives up to saturation; null for a bias. */
  readonly reserve: number | null;
  /** How many other layouts are equal to it, and some of them. */
  readonly equals: number;
  readonly equal: readonly string[];
  readonly headroom: SpaceBits;
  readonly refused: SpaceShare | null;
  readonly wrong: SpaceShare | null;
  /** Not on an axis. */
  readonly longterm: SpaceShare | null;
  readonly pinsLeft: SpaceBits | null;
  /** Whether it is known to meet every requirement; absent where there are none. */
  readonly meets?: boolean;
}

export interface SpaceStanding {
  readonly layout: string;
  readonly headroom: SpaceBits | null;
  readonly refused: SpaceShare | null;
  readonly wrong: SpaceShare | null;
  /** Why it cannot be compared; empty where it can. */
  readonly missing: readonly string[];
  /** Nothing in the space is better on one axis and no worse on the others; null where it cannot be compared. */
  readonly isUndominated: boolean | null;
  /** How many layouts of the front dominate it, and some of them. */
  readonly dominators: number;
  readonly dominatedBy: readonly string[];
  /** Of a split with a reserve: some of the best layouts with that reserve that dominate it. */
  readonly atSameReserve: readonly string[];
}

/** What fields of 1, 2, … usable bits would refuse of the pins of a group: `refused[i]` of `attempted` by i + 1 bits. */
export interface SpaceCurve {
  readonly scenario: string;
  readonly of: 'read' | 'write' | 'pin';
  readonly attempted: number;
  /** Ends with the first 0, at most at 16 bits. */
  readonly refused: readonly number[];
  /** The fewest bits that refuse nothing. */
  readonly needs: number;
}

export interface SpaceRequirements {
  /** Layouts of the space that are known to meet all. */
  readonly met: number;
  /** Layouts that miss none, but are not judged for all: see `unjudged`. */
  readonly open: number;
  /**
   * `met`: known to meet it. `unjudged`: neither miss it nor are known to meet it, for want of a number, be it in one
   * scenario in which it could have been missed.
   */
  readonly each: readonly {
    readonly key: string;
    readonly text: string;
    readonly met: number;
    readonly unjudged: number;
  }[];
  /** Keys of those that are not in `each`: no layout of the space has what they are of. */
  readonly elsewhere: readonly string[];
  /** Some of those that meet all: of the front first, then those that refuse least. */
  readonly meeting: readonly SpaceJudged[];
  /** Where none is known to meet all: some of those that miss none, those first that are judged for most. */
  readonly undecided: readonly SpaceJudged[];
  /** Some of the front that miss some, nearest first. */
  readonly failing: readonly SpaceJudged[];
  /** Where all miss some: of every least set of requirements that would have to be given up the nearest layout. */
  readonly nearest: readonly SpaceJudged[];
}

export interface SpaceJudged {
  readonly layout: string;
  /** Where each requirement is missed by most. */
  readonly misses: readonly {
    readonly key: string;
    readonly text: string;
    readonly scenario: string | null;
    readonly value: number;
  }[];
  /** Requirements that it does not miss, but is not known to meet. */
  readonly unjudged: readonly string[];
}
