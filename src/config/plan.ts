import type { Layout } from '../layouts/types.ts';

/**
 * What layouts.yaml and the command line ask for, checked and with every default filled in. Quantities are in base
 * units: seconds, per second, bytes. Nothing in it is a function, so it can be sent to a worker or shown as YAML.
 */
export interface Plan {
  readonly layouts: readonly Layout[];
  readonly scenarios: readonly ScenarioPlan[];
  readonly requirements: readonly Requirement[];
}

export type ScenarioPlan = RecordingPlan | ModelPlan;

interface ScenarioBase {
  readonly id: string;
  /** `apart`: large folios are measured, but reported in `large[]`. `same`: one population. */
  readonly large: 'apart' | 'same';
}

export interface RecordingPlan extends ScenarioBase {
  readonly source: 'recording';
  /** As written in layouts.yaml (for messages). */
  readonly trace: string;
  /** The same, resolved against the file it is written in; a file, folder or glob. */
  readonly path: string;
  /** `file:line:column` of the entry, for messages; absent for `--trace`. */
  readonly at?: string;
}

export interface ModelPlan extends ScenarioBase {
  readonly source: 'model';
  /** Id of the preset it was made from. */
  readonly preset?: string;
  readonly model: Model;
}

export interface Model {
  /** Measured time, seconds. */
  readonly duration: number;
  /** Time before it in which nothing is measured, seconds. */
  readonly warmup: number;
  readonly seed: number;
  /** Independent runs, at least 1. */
  readonly runs: number;
  readonly pages: readonly PageGroup[];
  /** Poisson, per page and second; absent: no checks. */
  readonly checks?: { readonly rate: number };
}

/** `count` independent pages that behave alike. */
export interface PageGroup {
  readonly name: string;
  readonly count: number;
  readonly ordinary?: {
    /** References held throughout. */
    readonly steady: number;
    /** Further ones, Poisson, per page and second; 0: none. */
    readonly rate: number;
    readonly hold?: Hold;
  };
  readonly pins: readonly PinStream[];
}

/** Pins of one kind: Poisson arrivals, each held for a time of its own. */
export interface PinStream {
  /** A kind or group: `read`, `write-long`, `pin`, … */
  readonly kind: string;
  /** Per page and second. */
  readonly rate: number;
  readonly hold: Hold;
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
