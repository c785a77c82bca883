import { drawnOf } from '../charts/busiest.ts';
import { count } from '../numbers.ts';
import type { Results, ScenarioRecord, Verdict } from '../results.ts';
import { chooseLayouts } from '../select.ts';

/**
 * Rows that a page embeds. Measured with 200 layouts and 30 scenarios read from recordings: 50,000 rows make a page of
 * 1.91 MB, 120,000 one of 2.09 MB; more than the bytes it is the time to unpack them that the reader feels.
 */
export const MOST_ROWS = 100_000;
/** Pieces of evidence per layout. */
const MOST_EVIDENCE = 24;

/** What the page shows of the results, and what it must say about the rest. */
export interface Reduced {
  readonly results: Results;
  /** Sentences; empty where the page has everything. */
  readonly notes: readonly string[];
}

/**
 * The results as far as one page can hold them: courses over time thinned, long lists of evidence cut, and beyond
 * `MOST_ROWS` rows whole layouts left out, never single rows of one that is shown.
 */
export function reduce(results: Results): Reduced {
  const rows = results.measurements.length + results.large.length + results.unmeasured.length;
  const most = Math.max(1, Math.floor((results.layouts.length * MOST_ROWS) / Math.max(1, rows)));
  const chosen = chooseLayouts(results, most);
  const notes: string[] = [];
  let kept = results;
  if (chosen.shown.length < chosen.total) {
    const ids = new Set(chosen.shown.map((layout) => layout.id));
    const ofKept = (entry: { readonly layout: string | null }) => entry.layout === null || ids.has(entry.layout);
    kept = {
      ...results,
      layouts: chosen.shown,
      measurements: results.measurements.filter(ofKept),
      large: results.large.filter(ofKept),
      unmeasured: results.unmeasured.filter(ofKept),
      hits: results.hits.filter(ofKept),
      requirements: results.requirements.filter(ofKept),
      verdicts: results.verdicts.filter(ofKept),
      ...(results.exposure && { exposure: results.exposure.filter(ofKept) }),
      ...(results.guards && { guards: results.guards.filter(ofKept) }),
      ...(results.space === undefined
        ? {}
        : { space: { ...results.space, named: results.space.named.filter(ofKept) } }),
    };
    notes.push(
      `This page has ${count(chosen.shown.length)} of ${count(chosen.total)} layouts, those that hold and then those that refuse least, because it embeds at most ${count(MOST_ROWS)} rows. results.json and results.csv have all.`,
    );
  }
  return {
    results: {
      ...kept,
      scenarios: kept.scenarios.map(({ busiest: _whole, ...scenario }, i) => {
        const busiest = drawnOf(kept.scenarios[i] as ScenarioRecord);
        return busiest === undefined ? scenario : { ...scenario, busiest };
      }),
      verdicts: kept.verdicts.map((verdict) => ({ ...verdict, evidence: firstOf(verdict.evidence) })),
    },
    notes,
  };
}

/** The worst, and how many more there are. */
function firstOf(evidence: Verdict['evidence']): Verdict['evidence'] {
  if (evidence.length <= MOST_EVIDENCE) return evidence;
  const text = `and ${count(evidence.length - MOST_EVIDENCE)} more, in results.json`;
  return [...evidence.slice(0, MOST_EVIDENCE), { scenario: null, metric: '', of: '', text }];
}
