import { ACQUIRED, LONG, PIN, READ, SHORT, WRITE } from '../../layouts/domain.ts';
import type { Field, Layout } from '../../layouts/types.ts';
import { BANDS, NO_BAND } from '../profile/bands.ts';
import type { Process } from '../profile/kinds.ts';
import { type Profile, perProcess } from '../profile/profile.ts';
import { needsReplay } from '../profile/read.ts';
import type { QuestionTally, Tally } from '../tally.ts';

/** Usable bits from which on no field refuses anything, and the last index of a list of sums. */
const MOST = NO_BAND + 1;
const SIDE = BANDS + 1;

const PROCESS_OF: ReadonlyMap<number, Process> = new Map([
  [PIN, 'pin'],
  [READ, 'read'],
  [WRITE, 'write'],
  [LONG, 'long'],
  [SHORT, 'short'],
]);

const WEIGHTS = ['timeWeights', 'checkWeights'] as const;
type WeightsOf = (typeof WEIGHTS)[number];

/** What of a question is answered wrongly with yes, in one of the two weights: nanoseconds × pages, or checks. */
interface Wrong {
  /** By the usable bits of the one field that counts all pins. */
  readonly written: readonly bigint[];
  readonly longterm: readonly bigint[];
  /** Of the two fields that count the pins between them: index first × 34 + second. */
  readonly readWriteLongterm: readonly bigint[];
  readonly longShortWritten: readonly bigint[];
  /** By the exponent of a bias: its ordinary references alone reach it. */
  readonly unpinned: readonly bigint[];
  /** Of any bias: pins are held, but none for write; but none long-term. */
  readonly biased: readonly [bigint, bigint];
}

/**
 * A profile with its sums made: what a layout comes to is then a few look-ups, where profile/read.ts adds up once more
 * for each layout. Made in well under a millisecond, of a few thousand numbers. `tally` is `tallyOf` without the hits,
 * to the last integer; test/harness/space/tables.test.ts holds it there.
 */
export class ProfileTables {
  readonly profile: Profile;
  /** Per process and class code, by usable bits: acquisitions refused. */
  readonly #refused: Readonly<Record<Process, readonly Float64Array[]>>;
  /** The same, all classes together. */
  readonly #refusedOfAll: Readonly<Record<Process, Float64Array>>;
  readonly #pages: Readonly<Record<Process, Float64Array>>;
  /** By usable bits: lives, and pages with such a life, whose ordinary count has more bits. */
  readonly #lives: Float64Array;
  readonly #lifePages: Float64Array;
  readonly #wrong: Readonly<Record<WeightsOf, Wrong>>;
  /** Pins tried, of whatever class. */
  readonly pins: number;
  /** Pins that a bias refused: its word was 0. */
  readonly refusedByBias: number;

  constructor(profile: Profile) {
    this.profile = profile;
    this.#refused = perProcess((process) => ACQUIRED.map((_, c) => sumsFrom(profile.arrivals[process][c] ?? [])));
    this.#refusedOfAll = perProcess((process) =>
      Float64Array.from({ length: MOST + 1 }, (_, bits) => total(this.#refused[process].map((row) => row[bits]!))),
    );
    this.#pages = perProcess((process) => sumsFrom(profile.pagesByBand[process]));
    this.#lives = sumsFrom(profile.lifeMaxima);
    this.#lifePages = sumsFrom(profile.pagesByLifeMax);
    this.#wrong = { timeWeights: wrongIn(profile, 'timeWeights'), checkWeights: wrongIn(profile, 'checkWeights') };
    this.pins = total(profile.attempted.slice(1));
    this.refusedByBias = total(profile.bias.refused);
  }

  /** Pins that a field of so many usable bits refuses, which counts a process's kinds. */
  refusedBy(process: Process, bits: number): number {
    return this.#refusedOfAll[process][Math.min(bits, MOST)]!;
  }

  /** Wrong yes to `written` or `longterm` where one field of so many usable bits counts all pins. */
  mergedWrong(question: 'written' | 'longterm', weights: WeightsOf, bits: number): bigint {
    return this.#wrong[weights][question][Math.min(bits, NO_BAND)]!;
  }

  /** Wrong yes to `longterm` of a field for read and one for write pins. */
  readWriteWrong(weights: WeightsOf, read: number, write: number): bigint {
    return this.#wrong[weights].readWriteLongterm[pairAt(read, write)]!;
  }

  /** Wrong yes of the bias 2^exponent, below the sign bit. */
  biasWrong(question: 'pinned' | 'written' | 'longterm', weights: WeightsOf, exponent: number): bigint {
    const { unpinned, biased } = this.#wrong[weights];
    const alone = unpinned[Math.min(exponent + 1, MOST)]!;
    return question === 'pinned' ? alone : alone + biased[question === 'written' ? 0 : 1];
  }

  /**
   * What `tallyOf` says of the layout, but for the hits of its counters. Whether a bias reaches the sign bit is for the
   * caller to ask, of each run by itself: the highest counts of several runs never stood together in one word.
   * @throws where `needsReplay` says so
   */
  tally(layout: Layout): Tally {
    const { profile } = this;
    const reason = needsReplay(layout);
    if (reason !== undefined) throw new Error(`${layout.id} goes through replay: ${reason}`);
    const common = {
      method: 'profile' as const,
      attempted: ACQUIRED.map((_, c) => profile.attempted[c] ?? 0),
      checks: profile.checks,
      pages: profile.pages,
      pageTime: profile.pageTime,
      lives: profile.lives,
    };
    if (layout.family === 'bias') {
      const exponent = Math.log2(layout.terms[0]!.bias);
      return {
        ...common,
        refused: ACQUIRED.map((_, c) => profile.bias.refused[c] ?? 0),
        counters: [{ pagesAtLimit: profile.bias.pages, saturatedLives: 0 }],
        questions: this.#questions((question, weights) => this.biasWrong(question, weights, exponent)),
      };
    }
    const counted = layout.fields.map((field) => ({ process: PROCESS_OF.get(field.counts), bits: usable(field) }));
    return {
      ...common,
      refused: ACQUIRED.map((_, c) =>
        total(
          counted.map(({ process, bits }) =>
            process === undefined ? 0 : this.#refused[process][c]![Math.min(bits, MOST)]!,
          ),
        ),
      ),
      counters: counted.map(({ process, bits }) =>
        process === undefined
          ? {
              pagesAtLimit: this.#lifePages[Math.min(bits + 1, MOST)]!,
              saturatedLives: this.#lives[Math.min(bits + 1, MOST)]!,
            }
          : { pagesAtLimit: this.#pages[process][Math.min(bits, MOST)]!, saturatedLives: 0 },
      ),
      questions: this.#splitQuestions(layout.fields),
    };
  }

  #splitQuestions(fields: readonly Field[]): Record<string, QuestionTally> {
    const bitsOf = (kinds: number): number | undefined => {
      const field = fields.find((f) => f.counts === kinds);
      return field === undefined ? undefined : usable(field);
    };
    const [pin, read, write, long, short] = [PIN, READ, WRITE, LONG, SHORT].map(bitsOf);
    return this.#questions((question, weights) => {
      if (question === 'pinned') return 0n;
      if (pin !== undefined) return this.mergedWrong(question, weights, pin);
      if (read !== undefined && write !== undefined) {
        return question === 'longterm' ? this.readWriteWrong(weights, read, write) : 0n;
      }
      return question === 'written' ? this.#wrong[weights].longShortWritten[pairAt(long!, short!)]! : 0n;
    });
  }

  #questions(
    wrong: (question: 'pinned' | 'written' | 'longterm', weights: WeightsOf) => bigint,
  ): Record<string, QuestionTally> {
    return Object.fromEntries(
      (['pinned', 'written', 'longterm'] as const).map((name) => [
        name,
        {
          falsePositiveChecks: Number(wrong(name, 'checkWeights')),
          falseNegativeChecks: 0,
          falsePositiveTime: wrong(name, 'timeWeights'),
          falseNegativeTime: 0n,
        },
      ]),
    );
  }
}

const usable = (field: Field): number => field.bits - field.reserve;

const pairAt = (first: number, second: number): number => Math.min(first, NO_BAND) * SIDE + Math.min(second, NO_BAND);

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** sums[k] = Σ values[i], i ≥ k, for k up to MOST. */
function sumsFrom(values: readonly number[]): Float64Array {
  const sums = new Float64Array(MOST + 1);
  for (let i = MOST - 1; i >= 0; i--) sums[i] = sums[i + 1]! + (values[i] ?? 0);
  return sums;
}

function weightsFrom(values: ReadonlyMap<number, bigint>): bigint[] {
  const sums = new Array<bigint>(MOST + 1).fill(0n);
  for (let i = MOST - 1; i >= 0; i--) sums[i] = sums[i + 1]! + (values.get(i) ?? 0n);
  return sums;
}

/** sums[i × 34 + j] = Σ values[p × 34 + q], p ≥ i, q ≥ j. */
function pairWeightsFrom(values: ReadonlyMap<number, bigint>): bigint[] {
  const sums = new Array<bigint>(SIDE * SIDE).fill(0n);
  if (values.size === 0) return sums;
  for (let i = SIDE - 1; i >= 0; i--) {
    let row = 0n;
    for (let j = SIDE - 1; j >= 0; j--) {
      row += values.get(i * SIDE + j) ?? 0n;
      sums[i * SIDE + j] = row + (i + 1 < SIDE ? sums[(i + 1) * SIDE + j]! : 0n);
    }
  }
  return sums;
}

function wrongIn(profile: Profile, which: WeightsOf): Wrong {
  const weights = profile[which];
  return {
    written: weightsFrom(weights.pinWritten),
    longterm: weightsFrom(weights.pinLongterm),
    readWriteLongterm: pairWeightsFrom(weights.readWriteLongterm),
    longShortWritten: pairWeightsFrom(weights.longShortWritten),
    unpinned: weightsFrom(weights.unpinned),
    biased: [weights.biased.get(0) ?? 0n, weights.biased.get(1) ?? 0n],
  };
}
