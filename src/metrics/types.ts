import type { Model } from '../config/plan.ts';
import type { Demand, Observed, PageClass, Tally } from '../harness/tally.ts';
import type { Layout } from '../layouts/types.ts';
import type { Against } from './exposure/types.ts';

/** What was wanted in one run of a source. */
export interface DemandRun {
  readonly demand: Demand;
}

/** What one run of a source came to. */
export interface MeasuredRun extends DemandRun {
  readonly tally: Tally;
}

/** What was wanted of one source, folios of one class. */
export interface DemandScenario {
  readonly id: string;
  readonly class: PageClass;
  readonly observed: Observed;
  /** One of a recording; as many of a model as it has runs. At least one. */
  readonly runs: readonly DemandRun[];
  /** What the runs were generated from. Absent: a recording, whose numbers are exact and have no interval. */
  readonly model?: Model;
}

/** What one layout met on one source, folios of one class. */
export interface MeasuredScenario extends DemandScenario {
  readonly runs: readonly MeasuredRun[];
}

/** What a metric is computed from. */
export interface Subject {
  readonly layout: Layout;
  readonly scenario: MeasuredScenario;
}

/** What a metric of what was wanted is computed from. */
export interface DemandSubject {
  readonly layout: Layout;
  readonly scenario: DemandScenario;
}

/** One row of a metric, before it is known which layout and scenario it belongs to. */
export interface Figure {
  /** Of what: a field, a kind or group, a question. */
  readonly of: string;
  readonly value: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly low: number;
  readonly high: number;
  readonly log10?: number;
}

/** Why there is no row. */
export interface Gap {
  readonly of: string;
  /** A clause without a full stop. */
  readonly reason: string;
  /** The reason lies in the source and holds whatever the layout. */
  readonly anyLayout: boolean;
  /** Nothing was there that could have gone wrong: none attempted, asked or observed. */
  readonly isNothing?: true;
}

/** References; bits; tasks; threats; seconds; or a share, 0 … 1, of its denominator. */
export type Unit = 'references' | 'bits' | 'tasks' | 'threats' | 'seconds' | 'share';

interface MetricBase {
  readonly id: string;
  /** For headings. */
  readonly label: string;
  readonly unit: Unit;
  /** Which way is better. */
  readonly direction: 'higher' | 'lower' | 'none';
  /** What the number is, in a sentence or two. */
  readonly definition: string;
  /** What a share is a share of; null where it is no share. */
  readonly denominator: string | null;
  /** Where the formula comes from. */
  readonly source: string;
  /** What to make of it. */
  readonly howToRead: string;
  /** Of what it may be, in a layout: fields, kinds and groups, questions. Each gets a row or a gap where it applies. */
  ofs(layout: Layout): readonly string[];
}

/** A metric of the layout alone. */
export interface StaticMetric extends MetricBase {
  readonly scope: 'static';
  /** @param against whom the layout has to stand; only `exposure-*` look at it. */
  compute(layout: Layout, against?: Against): readonly Figure[];
}

/** A metric of a layout on a source. */
export interface ScenarioMetric extends MetricBase {
  readonly scope: 'scenario';
  /** Set where the number does not come from the engine. */
  readonly method?: 'closed-form';
  compute(subject: Subject): readonly (Figure | Gap)[];
}

/** A metric of what was wanted of a source: there is a number even where only a replay would tell how the layout fared. */
export interface DemandMetric extends ScenarioMetric {
  readonly isOfDemand: true;
  compute(subject: DemandSubject): readonly (Figure | Gap)[];
}

export type Metric = StaticMetric | ScenarioMetric;

export const isOfDemand = (metric: Metric): metric is DemandMetric => 'isOfDemand' in metric;

export const isGap = (outcome: Figure | Gap): outcome is Gap => 'reason' in outcome;

/** A number that is known exactly. */
export function exactly(of: string, value: number): Figure {
  return { of, value, numerator: null, denominator: null, low: value, high: value };
}
