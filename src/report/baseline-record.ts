/** How this run differs from an earlier one (`--baseline`): everything that its table, page and summary say. */
export interface BaselineRecord {
  /** The file, as written on the command line. */
  readonly from: string;
  /** Of the earlier run. */
  readonly bitpart: string;
  readonly command: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly layouts: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    /** The same name, other fields: its numbers compare two different layouts. */
    readonly redefined: readonly string[];
  };
  readonly scenarios: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    /** The same name, another input: a recording of another hash, or another source. */
    readonly redefined: readonly string[];
  };
  /** What layouts.yaml requires, where that is not what it required then. */
  readonly required: {
    readonly added: readonly Required[];
    readonly removed: readonly Required[];
    /** The same key, another bound or comparison. */
    readonly changed: readonly { readonly key: string; readonly before: string; readonly after: string }[];
  };
  /** Of layouts and scenarios of both runs: verdicts that are not what they were. */
  readonly verdicts: readonly VerdictChange[];
  /** Requirements of both runs that are met now and were not, or the other way round. */
  readonly requirements: readonly RequirementChange[];
  /** Rows of layouts and scenarios of both runs. */
  readonly rows: {
    readonly compared: number;
    readonly equal: number;
    /** Metrics of which this run has rows that the earlier one did not have, and the other way round. */
    readonly appeared: readonly MetricCount[];
    readonly disappeared: readonly MetricCount[];
  };
  /** Rows that differ: worse ones first, then better ones, then the others, then noise; in each, the largest first. */
  readonly changes: readonly Change[];
  /** A layout that held does not, a requirement that was met is missed, or a row is worse by more than noise. */
  readonly regressed: boolean;
}

export type StandingWord = 'holds' | 'does not hold' | 'not judged';

export interface VerdictChange {
  readonly layout: string;
  readonly before: StandingWord;
  readonly after: StandingWord;
  /** What is required is not what it was: `alone` where nothing else that the verdict rests on has changed; absent: it is. */
  readonly required?: 'alone' | 'too';
}

export interface Required {
  readonly key: string;
  /** As in layouts.yaml: `<= 1e-4`. */
  readonly text: string;
}

export interface RequirementChange {
  readonly key: string;
  readonly text: string;
  readonly layout: string;
  /** Met now; before it was missed, or the other way round. */
  readonly met: boolean;
}

export interface MetricCount {
  readonly metric: string;
  readonly rows: number;
}

export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** As in a measurement, where the value is too small for a double. */
  readonly log10?: number;
}

export interface Change {
  readonly layout: string;
  readonly scenario: string | null;
  readonly class: 'small' | 'large';
  readonly metric: string;
  readonly of: string;
  readonly before: Estimate;
  readonly after: Estimate;
  /** after − before, in the metric's unit. */
  readonly absolute: number;
  /** after / before − 1; null where before was 0, and for bits, which are a relation themselves. */
  readonly relative: number | null;
  /** By the metric's own direction; `other` where neither way is better. */
  readonly way: 'better' | 'worse' | 'other';
  /** Estimates whose 95 % intervals overlap: as likely the same number. Exact numbers are never noise. */
  readonly noise: boolean;
}
