import type { Hit, Observed } from '../harness/tally.ts';
import type { CostRecord } from '../metrics/cost.ts';
import type {
  Attacker,
  ExposureRecord,
  GuardRecord,
  Move,
  RaceRecord,
  WarningRecord,
} from '../metrics/exposure/types.ts';
import type { BaselineRecord } from './baseline-record.ts';
import type { SpaceRecord } from './space-record.ts';
import type { TrustRecord } from './trust-record.ts';

/** The version of the shape of results.json; changed when a reader of the old shape would misread the new one. */
export const RESULTS_SCHEMA = 'bitpart/results@1';

/** The contract (results.schema.json): plain JSON, everything that the report, the table and the CSV show. */
export interface Results {
  readonly schema: typeof RESULTS_SCHEMA;
  readonly provenance: Provenance;
  readonly layouts: readonly LayoutRecord[];
  readonly scenarios: readonly ScenarioRecord[];
  /** One row per (layout, scenario, metric, of), zeros included; small folios, or all where `large: same`. */
  readonly measurements: readonly Measurement[];
  /** The same for large folios. */
  readonly large: readonly Measurement[];
  readonly unmeasured: readonly Unmeasured[];
  /** Who hit which limit. */
  readonly hits: readonly HitRecord[];
  readonly requirements: readonly RequirementRecord[];
  readonly verdicts: readonly Verdict[];
  /** The design space on the same scenarios; absent where there is no scenario. */
  readonly space?: SpaceRecord;
  /** Who attacks; the rows `exposure-*` are of the first. */
  readonly attackers?: readonly Attacker[];
  /** With what; absent: the moves that ship. */
  readonly moves?: readonly Move[];
  /** What each threat to a layout costs each attacker; of the first `MOST_EXPOSED` layouts, where there are more. */
  readonly exposure?: readonly ExposureRecord[];
  /** How many tasks each field stands, by update protocol; of as many layouts. */
  readonly guards?: readonly GuardRecord[];
  /** How each way to update goes wrong, step by step, on a small word. */
  readonly races?: readonly RaceRecord[];
  /** From the warning level of each field that has one to its limit, for each attacker; absent where no field warns. */
  readonly warnings?: readonly WarningRecord[];
  /** How far the numbers can be trusted; absent where there is no scenario. */
  readonly trust?: TrustRecord;
  /** How it differs from an earlier run; only where one was named. */
  readonly baseline?: BaselineRecord;
}

export interface Provenance {
  readonly bitpart: string;
  /** Version of Node; `any` where the run was to give the same bytes everywhere (`--reproducible`). */
  readonly node: string;
  readonly seed: number;
  readonly command: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly duration_s: number;
  /** SHA-256 of each input file, hex. */
  readonly inputs: readonly { readonly path: string; readonly sha256: string; readonly bytes: number }[];
  /** The layouts.yaml that was in effect, as YAML: presets and flags written out, defaults filled in. */
  readonly plan?: string;
  /** Absent where the run was to give the same bytes everywhere. */
  readonly machine?: MachineRecord;
}

/** On what it ran. */
export interface MachineRecord {
  /** Model of the first processor; `unknown` where the system does not say. */
  readonly cpu: string;
  /** That this process may use at once. */
  readonly threads: number;
  readonly memory_bytes: number;
  /** Name, release and architecture: `Linux 6.1.0 x64`. */
  readonly os: string;
}

export interface LayoutRecord {
  readonly id: string;
  readonly family: 'split' | 'bias';
  readonly word: 32 | 64;
  /** High to low. A bias has the rows `sign`, its terms by bias, and `ordinary`: the bits that each effectively has. */
  readonly fields: readonly FieldRecord[];
  /** As YAML that gives this layout again. */
  readonly yaml: string;
  /** Counters of their own beside the ordinary count, each a word for itself. */
  readonly apart?: true;
  /** Of a layout with kinds of its own; absent: page references. */
  readonly domain?: DomainRecord;
  readonly cost: Omit<CostRecord, 'layout'>;
}

/** Kinds of somebody's own, sets of them by name, and what is asked: the first kind is what models call ordinary. */
export interface DomainRecord {
  readonly name: string;
  readonly kinds: readonly string[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly questions: Readonly<Record<string, readonly string[]>>;
  /** Kinds that are bits of state, which nobody acquires. */
  readonly state: readonly string[];
}

export interface FieldRecord {
  readonly name: string;
  readonly bits: number;
  readonly offset: number;
  readonly reserve: number;
  /** A decimal string beyond 2^53 − 1. */
  readonly limit: number | string;
  readonly counts: readonly string[];
  readonly onLimit: 'fail' | 'saturate' | 'carry' | 'wrap' | 'none';
  /** Only for a bias: what one reference adds. */
  readonly bias?: number;
  /** The count from which on the field warns. */
  readonly warn?: number;
}

export interface ScenarioRecord {
  readonly id: string;
  /** What it is, in one line of its author. */
  readonly description?: string;
  /** An attack: what is seen in it is told apart from ordinary load. */
  readonly hostile?: true;
  readonly source: 'recording' | 'model' | 'profile';
  /** Paths as written, or the preset, or `layouts.yaml`. */
  readonly from: string;
  /** In words: `kprobe text, gzip`, `model, 5 runs of 60 s`. */
  readonly format: string;
  readonly observed: Observed;
  readonly events: number;
  readonly pages: { readonly small: number; readonly large: number };
  readonly duration_s: number;
  readonly runs: number;
  readonly matching: MatchingRecord;
  /** Only of recordings that show counters of their own (rc, count, _pincount). */
  readonly counters?: CountersRecord;
  /** Lines of kernel text that could not be read, and the first of them. */
  readonly unreadable: { readonly count: number; readonly first?: { readonly line: number; readonly text: string } };
  readonly distributions: readonly Distribution[];
  /** What somebody should know of the source before believing its numbers, in sentences. */
  readonly notes?: readonly string[];
  /** Name of the domain whose kinds it has; absent: page references. */
  readonly domain?: string;
  readonly busiest?: Busiest;
}

/** How many drops each rule of docs/definitions.md matched. */
export interface MatchingRecord {
  readonly byRef: number;
  readonly interrupt: number;
  readonly task: number;
  readonly comm: number;
  readonly oldest: number;
  /** Drops of which nothing was held, refs unknown or on another page, refs still held. */
  readonly ignored: number;
  /** Events whose page count differed from the pins held by whole pins for less than 100 ms (a probe beside its atomic operation). */
  readonly beside: number;
  /** Drops of which the source told the kind (a probe of the kernel, `unpin-<kind>`): they ended a pin of that kind. */
  readonly directed: number;
  /** … whose page held a pin that may be of another kind too: only of these do the rules have to guess the kind. */
  readonly ambiguous: number;
  /** … for which the rules alone would have taken a pin of another kind. */
  readonly corrected: number;
}

/**
 * The recording's own counters against what bitpart reconstructs from its events (docs/definitions.md, "trust"). Every event that was
 * compared is equal, or counts under one cause: the three `compared` less the three `equal` are beside + before + missing.
 */
export interface CountersRecord {
  /** Small folios seen from their start: nothing was pinned before their first event; with page_ref, the count was 0. */
  readonly fromStart: ComparedRecord;
  /** The others: in use before the recording began. */
  readonly underWay: ComparedRecord;
  /** Large folios, by their `_pincount`. */
  readonly large: ComparedRecord;
  /** Differences of less than 100 ms, explained by pins that another CPU took or dropped: the probe fired beside its atomic operation. */
  readonly beside: number;
  /** On pages that were pinned before the recording began. */
  readonly before: number;
  /** Differences that last: operations that are not in the recording, which was filtered or lost events. */
  readonly missing: number;
}

/** Events at which a counter was compared, and those at which it was equal. */
export interface ComparedRecord {
  readonly compared: number;
  readonly equal: number;
}

/**
 * How many pages had at most n references of a group held at once: `pages[i]` pages peaked at `value[i]`. Above 256 values
 * are rounded down to 5 significant bits, at most 3 % less; the row `peak` is exact.
 */
export interface Distribution {
  readonly of: string;
  readonly class: 'small' | 'large';
  readonly value: readonly number[];
  readonly pages: readonly number[];
}

/** The page with the most pins at once, as steps: from `time_s[i]` on, `held[of][i]` references were held. */
export interface Busiest {
  readonly page: string;
  readonly class: 'small' | 'large';
  readonly time_s: readonly number[];
  readonly held: Readonly<Record<string, readonly number[]>>;
  /** Steps were merged to keep the chart small: each then shows the highest count within it. */
  readonly thinned: boolean;
}

export interface Measurement {
  readonly layout: string;
  /** null for a static row. */
  readonly scenario: string | null;
  readonly class: 'small' | 'large';
  readonly metric: string;
  readonly of: string;
  readonly value: number;
  /** null for a static row, and for one that is no ratio. Of page-time: page-seconds. */
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** 95 % interval; equal to value where exact. */
  readonly low: number;
  readonly high: number;
  /** Decimal logarithm of a closed form's value, where that is too small for a double (1e-1620): `value` is then 0. */
  readonly log10?: number;
  readonly method: 'profile' | 'replay' | 'closed-form' | 'static';
}

export interface Unmeasured {
  readonly layout: string | null;
  /** null: of the layout alone, a threat that no number of references brings about. */
  readonly scenario: string | null;
  readonly class: 'small' | 'large';
  readonly metric: string;
  readonly of: string;
  readonly reason: string;
  /** There was nothing that could have gone wrong: none attempted, asked or observed. */
  readonly nothing?: true;
}

export interface HitRecord {
  readonly layout: string;
  readonly scenario: string;
  readonly class: 'small' | 'large';
  /** The field, or `word` for a bias. */
  readonly of: string;
  readonly first: HitShown;
  readonly worst: HitShown;
}

export interface HitShown extends Omit<Hit, 'time'> {
  readonly time_s: number;
}

export interface RequirementRecord {
  readonly key: string;
  /** As written: `<= 1e-4`. */
  readonly text: string;
  readonly compare: '<=' | '<' | '>=' | '>' | '==';
  readonly bound: number;
  readonly layout: string;
  /**
   * False where nothing could be held against it anywhere, or where it was kept as far as was measured but only a replay of
   * the events would tell elsewhere: `met` is then true, because nothing misses it.
   */
  readonly judged: boolean;
  readonly met: boolean;
  /** The scenario in which it is missed by most, or comes nearest to that; null where nothing could be held against it. */
  readonly worst: { readonly scenario: string | null; readonly value: number } | null;
  /** Why it could not be judged, everywhere or in some scenarios; absent where every row was there. */
  readonly note?: string;
}

/** What was seen of a layout in scenarios of one sort: ordinary load, or attacks. */
export interface Seen {
  /** In which something that could tell against the layout was measured. */
  readonly scenarios: number;
  /** Of them, those with a refusal, a saturation, a limit reached or a false answer to a question that its fields can tell. */
  readonly harmed: number;
  /** Of them, those with a false yes to a question that its fields cannot tell; a scenario may be in both. */
  readonly blurred: number;
  /** Scenarios beside them in which nothing of the kind could be measured, although it may have happened. */
  readonly unmeasured: number;
}

/** What the first screen says of a layout, in words, and the rows that it rests on. */
export interface Verdict {
  readonly layout: string;
  /** False where nothing that could tell against the layout was measured: whether it holds is not known. */
  readonly judged: boolean;
  /** Never true where it was not judged. */
  readonly holds: boolean;
  /** Apart from what is required: on ordinary load, and under attack. */
  readonly benign: Seen;
  readonly hostile: Seen;
  /** Requirements that are missed without any attack: by the layout itself, or in a benign scenario. Absent: none. */
  readonly missedUnattacked?: number;
  /** Questions of which some field counts other kinds too: it answers yes while only those are held, by construction. */
  readonly cannotTell: readonly string[];
  /** In a few sentences: ordinary load, then attacks, then what its fields cannot tell. */
  readonly summary: string;
  /** What was seen, worst first: each names scenario, metric and of. */
  readonly evidence: readonly {
    readonly scenario: string | null;
    readonly metric: string;
    readonly of: string;
    readonly text: string;
  }[];
}
