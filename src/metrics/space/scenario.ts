import { mergeProfiles, type Profile } from '../../harness/profile/profile.ts';
import { reachesSign } from '../../harness/profile/read.ts';
import { ProfileTables } from '../../harness/space/tables.ts';
import type { Observed } from '../../harness/tally.ts';
import type { Layout } from '../../layouts/types.ts';
import { secondsOf } from '../time.ts';
import type { SpaceScenario } from './types.ts';

/** What a field of a layout of the space is to a scenario: how many bits count read pins, write pins, or all pins. */
export type Pins =
  | { readonly family: 'read/write'; readonly read: number; readonly write: number }
  | { readonly family: 'pin'; readonly pin: number }
  | { readonly family: 'bias'; readonly exponent: number };

type Question = 'pinned' | 'written' | 'longterm';

/** A scenario with its tables, runs added up, and what shares are taken of. */
export class ScenarioTables {
  readonly id: string;
  readonly observed: Observed;
  readonly source: SpaceScenario;
  readonly tables: ProfileTables;
  /** Checks where there are any, else page-seconds; 0: nothing was observed. */
  readonly observedAmount: number;
  /** Wrong answers are counted at checks, not by page-time. */
  readonly byCheck: boolean;
  readonly #weights: 'checkWeights' | 'timeWeights';
  readonly #runs: readonly Profile[];

  constructor(source: SpaceScenario) {
    this.id = source.id;
    this.observed = source.observed;
    this.source = source;
    this.#runs = source.runs;
    const profile = source.runs.reduce((sum, run) => mergeProfiles(sum, run));
    this.tables = new ProfileTables(profile);
    this.byCheck = profile.checks > 0;
    this.#weights = this.byCheck ? 'checkWeights' : 'timeWeights';
    this.observedAmount = this.byCheck ? profile.checks : secondsOf(profile.pageTime);
  }

  /** Pins tried. */
  get pins(): number {
    return this.tables.pins;
  }

  /** The most references of a group held at once on one page, in any run. */
  peak(of: string): number {
    return this.tables.profile.peaks[of] ?? 0;
  }

  /** In some run a bias comes to the sign bit of its word, so that only replay can tell. */
  reachesSign(layout: Layout): boolean {
    return this.#runs.some((profile) => reachesSign(layout, profile));
  }

  /** Pins refused. */
  refused(pins: Pins): number {
    const { tables } = this;
    switch (pins.family) {
      case 'read/write':
        return tables.refusedBy('read', pins.read) + tables.refusedBy('write', pins.write);
      case 'pin':
        return tables.refusedBy('pin', pins.pin);
      case 'bias':
        return tables.refusedByBias;
    }
  }

  /** Checks, or page-seconds, with a wrong yes. */
  wrong(question: Question, pins: Pins): number {
    const weight = this.#wrongWeight(question, pins);
    return this.byCheck ? Number(weight) : secondsOf(weight);
  }

  #wrongWeight(question: Question, pins: Pins): bigint {
    const { tables } = this;
    if (pins.family === 'bias') return tables.biasWrong(question, this.#weights, pins.exponent);
    if (question === 'pinned') return 0n;
    if (pins.family === 'pin') return tables.mergedWrong(question, this.#weights, pins.pin);
    return question === 'longterm' ? tables.readWriteWrong(this.#weights, pins.read, pins.write) : 0n;
  }
}
