import type { KindSet } from '../layouts/domain.ts';

/**
 * What an engine reports of one layout on one source: exact integers only. Metrics read nothing else, so an engine may
 * be changed without touching them, and the tallies of different pages, runs and files add up.
 */
export interface Tally {
  readonly method: 'profile' | 'replay';
  /** Acquisitions tried, by class code (layouts/domain ACQUIRED), in recorded history. */
  readonly attempted: readonly number[];
  /** Of these, how many the layout refused. Void drops do not count. */
  readonly refused: readonly number[];
  /** Per counter, in the order of `split.fields`; one entry, the word, for a bias. */
  readonly counters: readonly CounterTally[];
  /** Per question of the domain. A question that the source cannot answer (direction not observed) is absent. */
  readonly questions: Readonly<Record<string, QuestionTally>>;
  /** Moments at which somebody asked. */
  readonly checks: number;
  /** Pages with at least one event, whether or not it took a reference. */
  readonly pages: number;
  /** Nanoseconds × pages observed: per page, its first event (or the end of warm-up) to the end of the source. */
  readonly pageTime: bigint;
  /** Lives of pages that ended, or were under way at the end (docs/definitions.md, "life"); counted from the first ordinary reference. */
  readonly lives: number;
  /** Of a model whose calls wait for the layout's answer: how they ended, by class code; tries of one call are one. */
  readonly calls?: { readonly attempted: readonly number[]; readonly refused: readonly number[] };
}

export interface CounterTally {
  /** Pages on which it refused, saturated, carried or wrapped; of a bias: refused a pin. */
  readonly pagesAtLimit: number;
  /** Lives in which it saturated; 0 for a counter that does not saturate. */
  readonly saturatedLives: number;
  /** Of a field with a warning level. */
  readonly redZone?: RedZoneTally;
  /** Nothing refused, saturated, carried or wrapped: both undefined. */
  readonly firstHit?: Hit;
  /** The hit when most references of the counter's kinds were wanted at once. */
  readonly worstHit?: Hit;
}

/** How often, and for how long, a field's value was at or above its warning level, in measured time. */
export interface RedZoneTally {
  /** Pages on which it was. */
  readonly pages: number;
  /** Acquisitions, or levels that stand for several, that brought it there from below. */
  readonly entries: number;
  /** Nanoseconds × pages. */
  readonly time: bigint;
}

/** Who hit a limit. */
export interface Hit {
  /** Nanoseconds from the source's first event (a model: from the end of warm-up). */
  readonly time: number;
  /** As the source names it: a folio's address, a pfn, text of the CSV, a model's group and index. */
  readonly page: string;
  /** 1-based line of the recording; 0 for a model. */
  readonly line: number;
  /** `comm-pid` where the recording says, else empty. */
  readonly task: string;
  /** References of the counter's kinds held at once on that page had nothing been refused, this one included. */
  readonly wanted: number;
}

export interface QuestionTally {
  /** Checks answered yes while no kind of the question was held; wrongly no while one was. */
  readonly falsePositiveChecks: number;
  readonly falseNegativeChecks: number;
  /** Nanoseconds × pages with the wrong answer. */
  readonly falsePositiveTime: bigint;
  readonly falseNegativeTime: bigint;
}

/**
 * What was seen of a source had nothing been refused: the same for every layout.
 */
export interface Demand {
  /** Kinds and groups seen with the most references held at once on one page; `ordinary` included where observed. */
  readonly peaks: Readonly<Record<string, number>>;
  readonly events: number;
  readonly pages: number;
  /** Acquisitions tried, by class code (layouts/domain ACQUIRED). */
  readonly attempted: readonly number[];
  /** How many pages had a peak of n references of a group: pairs [n, pages], n ascending. Groups: pin, read, write, long, short, ordinary. */
  readonly peakPages: Readonly<Record<string, readonly (readonly [number, number])[]>>;
}

/** What a source of events can show (docs/definitions.md); a metric that needs more is `unmeasured`. */
export interface Observed {
  /** The ordinary count is known at every moment. */
  readonly ordinary: boolean;
  /** Each pin is known to be for read or for write. */
  readonly direction: boolean;
  /** The source has pins at all. */
  readonly pins: boolean;
  /** The source has checks. */
  readonly checks: boolean;
}

export type PageClass = 'small' | 'large';

/** The kinds that a counter's class code stands for are all inside `set`. */
export const within = (kinds: KindSet, set: KindSet): boolean => (kinds & ~set) === 0;

/** The tally of the pages of both: everything adds up; of the hits the earliest and the worst stay. */
export function mergeTallies(a: Tally, b: Tally): Tally {
  const sum = (x: readonly number[], y: readonly number[]): number[] => x.map((n, i) => n + y[i]!);
  return {
    method: a.method,
    attempted: sum(a.attempted, b.attempted),
    refused: sum(a.refused, b.refused),
    counters: a.counters.map((counter, f) => mergeCounters(counter, b.counters[f]!)),
    questions: Object.fromEntries(
      Object.entries(a.questions).map(([name, q]): [string, QuestionTally] => {
        const r = b.questions[name]!;
        return [
          name,
          {
            falsePositiveChecks: q.falsePositiveChecks + r.falsePositiveChecks,
            falseNegativeChecks: q.falseNegativeChecks + r.falseNegativeChecks,
            falsePositiveTime: q.falsePositiveTime + r.falsePositiveTime,
            falseNegativeTime: q.falseNegativeTime + r.falseNegativeTime,
          },
        ];
      }),
    ),
    checks: a.checks + b.checks,
    pages: a.pages + b.pages,
    pageTime: a.pageTime + b.pageTime,
    lives: a.lives + b.lives,
    ...(a.calls && b.calls
      ? {
          calls: {
            attempted: sum(a.calls.attempted, b.calls.attempted),
            refused: sum(a.calls.refused, b.calls.refused),
          },
        }
      : {}),
  };
}

function mergeCounters(a: CounterTally, b: CounterTally): CounterTally {
  const firstHit =
    a.firstHit && b.firstHit ? (earlier(b.firstHit, a.firstHit) ? b.firstHit : a.firstHit) : (a.firstHit ?? b.firstHit);
  const worstHit =
    a.worstHit && b.worstHit ? (worse(b.worstHit, a.worstHit) ? b.worstHit : a.worstHit) : (a.worstHit ?? b.worstHit);
  return {
    pagesAtLimit: a.pagesAtLimit + b.pagesAtLimit,
    saturatedLives: a.saturatedLives + b.saturatedLives,
    ...(a.redZone && b.redZone
      ? {
          redZone: {
            pages: a.redZone.pages + b.redZone.pages,
            entries: a.redZone.entries + b.redZone.entries,
            time: a.redZone.time + b.redZone.time,
          },
        }
      : {}),
    ...(firstHit ? { firstHit } : {}),
    ...(worstHit ? { worstHit } : {}),
  };
}

/** Total orders over hits, so that merging does not depend on what is merged first. */
export const earlier = (a: Hit, b: Hit): boolean =>
  a.time !== b.time
    ? a.time < b.time
    : a.line !== b.line
      ? a.line < b.line
      : a.page !== b.page
        ? a.page < b.page
        : a.task < b.task;

export const worse = (a: Hit, b: Hit): boolean => (a.wanted !== b.wanted ? a.wanted > b.wanted : earlier(a, b));
