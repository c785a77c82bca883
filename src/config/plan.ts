import type { Domain } from '../layouts/domain.ts';
import type { Layout } from '../layouts/types.ts';
import type { Attacker, Move } from '../metrics/exposure/types.ts';
import type { EventNames } from '../workloads/readers/event-names.ts';

/**
 * What layouts.yaml and the command line ask for, checked and with every default filled in. Quantities are in base
 * units: seconds, per second, bytes. Nothing in it is a function, so it can be sent to a worker or shown as YAML.
 */
export interface Plan {
  readonly layouts: readonly Layout[];
  readonly scenarios: readonly ScenarioPlan[];
  readonly requirements: readonly Requirement[];
  /** Who attacks; the rows `exposure-*` are of the first. Absent: the unprivileged local user. */
  readonly attackers?: readonly Attacker[];
  /** With what. Absent: the moves that ship. */
  readonly moves?: readonly Move[];
}

export type ScenarioPlan = RecordingPlan | ModelPlan;

interface ScenarioBase {
  readonly id: string;
  /** `apart`: large folios are measured, but reported in `large[]`. `same`: one population. */
  readonly large: 'apart' | 'same';
  /** What it is, in one line. */
  readonly description?: string;
  /** An attack: what happens in it is told apart from ordinary load. Absent: no. */
  readonly hostile?: true;
}

export interface RecordingPlan extends ScenarioBase {
  readonly source: 'recording';
  /** As written in layouts.yaml (for messages). */
  readonly trace: string;
  /** The same, resolved against the file it is written in; a file, folder or glob. */
  readonly path: string;
  /** Where the path stands in layouts.yaml, for messages: the file as it was named, line and column from 1, and how long it is; absent for `--trace`. */
  readonly at?: { readonly file: string; readonly line: number; readonly column: number; readonly length: number };
  /** What its kinds are of; absent: page references. */
  readonly domain?: Domain;
  /** Its events that take and drop pins, where they have other names than those bitpart knows. */
  readonly events?: EventNames;
}

export interface ModelPlan extends ScenarioBase {
  readonly source: 'model';
  /** Id of the preset it was made from. */
  readonly preset?: string;
  readonly model: Model;
}

export interface Model {
  /** What its kinds are of; absent: page references. */
  readonly domain?: Domain;
  /** Measured time, seconds. */
  readonly duration: number;
  /** Time before it in which nothing is measured, seconds. */
  readonly warmup: number;
  readonly seed: number;
  /** Independent runs, at least 1. */
  readonly runs: number;
  readonly pages: readonly PageGroup[];
  /** Absent: no checks. */
  readonly checks?: Checks;
}

/** How often somebody asks the questions of a page: Poisson, per page and second. */
export interface Checks {
  /** By nobody in particular. */
  readonly rate: number;
  /** By those who are named, beside it. */
  readonly by?: Readonly<Partial<Record<Asker, number>>>;
}

/** Who asks whether a page is pinned, and does something else if it is. `fork`: of a process that has ever pinned. */
export type Asker = 'fork' | 'cow-fault' | 'reclaim' | 'migration' | 'write-back';

/** `count` pages that behave alike, independent unless a stream's calls pin several of them at once. */
export interface PageGroup {
  readonly name: string;
  readonly count: number;
  /** Page i (1, 2, …) gets a share of all arrivals that is proportional to 1/i^zipf; rates are the mean over pages. 0: alike. */
  readonly zipf?: number;
  readonly ordinary?: {
    /** References held throughout. */
    readonly steady: number;
    /** Further ones, Poisson, per page and second; 0: none. With `sources`: of each one that holds none. */
    readonly rate: number;
    readonly hold?: Hold;
    /** So many further ones at most: mappers, children, pipe slots. */
    readonly sources?: number;
  };
  readonly pins: readonly PinStream[];
}

/**
 * Pins of one kind, taken by calls: Poisson arrivals unless `phases` or `sources` say otherwise, each call's references
 * held for a time of its own and dropped together. With `pages` above 1, `sources` that do not skip, or `retry` a call waits
 * for the answer and does something else if it is refused (a closed loop): it goes through replay, layout by layout.
 */
export interface PinStream {
  /** A kind or group: `read`, `write-long`, `pin`, … */
  readonly kind: string;
  /** Further ones: each call is of one of them or of `kind`, all equally often. */
  readonly or?: readonly string[];
  /** Calls that pin a page, per page and second; with `sources`: attempts of each source, per second in which it holds none. */
  readonly rate: number;
  readonly hold: Hold;
  /** References that a call takes on each of its pages; default 1. */
  readonly batch?: number;
  /** Calls start only during phases that are on; mean lengths in seconds, exponentially distributed. */
  readonly phases?: { readonly on: number; readonly off: number };
  /** Pages that a call pins, one after the other; if one is refused, all are dropped and the call fails. Default 1. */
  readonly pages?: number;
  /** So many sources (of each page; of the group where calls pin several pages), each with at most one call under way. */
  readonly sources?: number;
  /** What a source does that is refused: default, it is idle and tries again at its rate; `skip`: it goes on as if it held. */
  readonly ifRefused?: 'skip';
  readonly retry?: Retry;
}

/** What a refused call does: it waits and tries again. */
export interface Retry {
  /** At most so many times, 1 or more. */
  readonly times: number;
  /** How long it waits the first time. */
  readonly wait: Hold;
  /** What each further wait is multiplied with; 1 or more. */
  readonly factor: number;
}

/** How long a reference is held; all times in seconds. */
export type Hold =
  | { readonly fixed: number }
  | { readonly exponential: number }
  | { readonly lognormal: { readonly median: number; readonly sigma: number } }
  | { readonly pareto: { readonly minimum: number; readonly shape: number } };

/** `metric.of` compared with a bound, in every scenario. */
export interface Requirement {
  /** As written: `refused.pin`. */
  readonly key: string;
  readonly metric: string;
  readonly of: string;
  readonly compare: '<=' | '<' | '>=' | '>' | '==';
  readonly bound: number;
  /** As written: `<= 1e-4`. */
  readonly text: string;
}
