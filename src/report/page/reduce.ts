import { drawnOf } from '../charts/busiest.ts';
import { count } from '../numbers.ts';
import type { Results, ScenarioRecord, Verdict } from '../results.ts';
import { chooseLayouts } from '../select.ts';
import { packRows } from './embed.ts';

/**
 * Bytes that the rows of a page may take before they are compressed (to about a thirtieth): more than the bytes of the file
 * it is the time to unpack them that the reader feels. 200 layouts on 30 recordings take 12 MB.
 */
const MOST_BYTES = 16_000_000;
/** A row takes at least so many of them: a digit and a comma for each of its columns. */
const LEAST_BYTES = 12;
/** Pieces of evidence per layout. */
const MOST_EVIDENCE = 24;

/** What the page shows of the results, and what it must say about the rest. */
export interface Reduced {
  readonly results: Results;
  /** Sentences; empty where the page has everything. */
  readonly notes: readonly string[];
}

/**
 * The results as far as one page can hold them: courses over time thinned, long lists of evidence cut, and where rows would
 * take more than `mostBytes` whole layouts left out, never single rows of one that is shown. The last layout stays.
 */
export function reduce(results: Results, mostBytes = MOST_BYTES): Reduced {
  const known = fitting.get(results);
  if (known !== undefined && mostBytes >= MOST_BYTES) return known;
  const reduced = fitted(results, mostBytes);
  if (mostBytes === MOST_BYTES) fitting.set(results, reduced);
  return reduced;
}

/** The charts for readers without JavaScript are made of the same results as the page. */
const fitting = new WeakMap<Results, Reduced>();

function fitted(results: Results, mostBytes: number): Reduced {
  const { layouts, measurements, large, unmeasured } = results;
  // So many surely do not fit; more of them need not be written to be counted.
  const least = LEAST_BYTES * (measurements.length + large.length + unmeasured.length);
  let most = Math.min(layouts.length, Math.floor((layouts.length * mostBytes) / Math.max(1, least)));
  for (;;) {
    const reduced = cut(results, Math.max(1, most), mostBytes);
    const bytes = rowBytes(reduced.results);
    if (most <= 1 || bytes <= mostBytes) return reduced;
    most = Math.min(most - 1, Math.floor((most * mostBytes) / bytes));
  }
}

/** Of the rows as the page embeds them, before they are compressed. */
export function rowBytes(results: Results): number {
  return new TextEncoder().encode(JSON.stringify(packRows(results))).length;
}

function cut(results: Results, most: number, mostBytes: number): Reduced {
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
      `This page has ${count(chosen.shown.length)} of ${count(chosen.total)} layouts, those that hold and then those that refuse least, because the rows that it embeds may take no more than ${(mostBytes / 1e6).toPrecision(2)} MB before they are compressed. results.json and results.csv have all.`,
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
