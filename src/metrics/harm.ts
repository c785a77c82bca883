import type { KindSet } from '../layouts/domain.ts';
import type { Layout } from '../layouts/types.ts';
import type { Measurement } from '../report/results.ts';
import { formatCount, formatCounts, formatValue } from './format.ts';
import { metricOf } from './registry.ts';
import { referencesOf } from './words.ts';

/** What a row above 0 does to people. */
export interface Harm {
  /** The worst is 0. */
  readonly rank: number;
  /** What the layout does, without numbers. */
  readonly verb: string;
}

const DENIES: Harm = { rank: 0, verb: 'denies references that are held' };
const REFUSES: Harm = { rank: 1, verb: 'refuses references' };
const LEAKS: Harm = { rank: 2, verb: 'saturates' };
const CLAIMS: Harm = { rank: 3, verb: 'claims references that nobody holds' };
const BLURS: Harm = { rank: 4, verb: 'cannot tell kinds of pins apart' };
const REACHES: Harm = { rank: 5, verb: 'reaches a limit' };

/**
 * False negatives come first, because "false positives are acceptable, but false negatives are not"
 * (Documentation/core-api/pin_user_pages.rst).
 */
const HARMS: Readonly<Record<string, Harm>> = {
  'false-negative': DENIES,
  'false-negative-time': DENIES,
  refused: REFUSES,
  saturated: LEAKS,
  'false-positive': CLAIMS,
  'false-positive-time': CLAIMS,
  'pages-at-limit': REACHES,
};

/**
 * The harm that a row above 0 tells of, or undefined where it tells of none. A yes to a question whose kinds share a
 * counter with others is no surprise: the layout was not made to tell them apart.
 */
export function harmOf(layout: Layout, { metric, of }: Pick<Measurement, 'metric' | 'of'>): Harm | undefined {
  const harm = Object.hasOwn(HARMS, metric) ? HARMS[metric] : undefined;
  return harm === CLAIMS && isShared(layout, layout.domain.questions[of] ?? 0) ? BLURS : harm;
}

/** Whether the row only tells of a question that the layout was not made to answer: its fields cannot tell. */
export const isBlur = (layout: Layout, row: Pick<Measurement, 'metric' | 'of'>): boolean =>
  harmOf(layout, row) === BLURS;

/** The questions that the fields of a layout cannot tell: some counter counts kinds of the question and others. */
export const cannotTell = (layout: Layout): readonly string[] =>
  Object.keys(layout.domain.questions).filter((name) => isShared(layout, layout.domain.questions[name] ?? 0));

/** Some counter counts kinds of the question and others. */
function isShared(layout: Layout, question: KindSet): boolean {
  const sets = layout.family === 'split' ? layout.fields : layout.terms;
  return sets.some(({ counts }) => (counts & question) !== 0 && (counts & ~question) !== 0);
}

/**
 * A row in words, to go on from "it": `refuses 7,232 of 8,192 write pins (88.3 %) in d1`.
 *
 * @param hostile the scenarios that are attacks, which are marked as such.
 */
export function sentence(row: Measurement, hostile: ReadonlySet<string>): string {
  const where = row.scenario === null ? '' : ` in ${row.scenario}${hostile.has(row.scenario) ? ' (hostile)' : ''}`;
  return `${predicate(row)}${where}`;
}

function predicate(row: Measurement): string {
  const unit = metricOf(row.metric)?.unit ?? 'references';
  const value = formatValue(unit, row);
  const counts = formatCounts(row);
  switch (row.metric) {
    case 'refused':
      return `refuses ${counts} ${referencesOf(row.of)} (${value})`;
    case 'refused-exact':
      return `refuses ${value} of ${referencesOf(row.of)} by closed form`;
    case 'saturated':
      return `saturates ${row.of} in ${counts} lives (${value})`;
    case 'pages-at-limit':
      return `reaches the limit of ${row.of} on ${counts} pages (${value})`;
    case 'red-zone':
      return `comes to the warning level of ${row.of} on ${counts} pages (${value})`;
    case 'red-zone-time':
      return `is at the warning level of ${row.of} for ${counts} page-seconds (${value})`;
    case 'red-zone-entries':
      return `sets off the warning of ${row.of} with ${counts} acquisitions (${value})`;
    case 'false-positive':
      return `wrongly answers ${row.of} with yes at ${counts} checks (${value})`;
    case 'false-negative':
      return `wrongly answers ${row.of} with no at ${counts} checks (${value})`;
    case 'false-positive-time':
      return `wrongly answers ${row.of} with yes for ${counts} page-seconds (${value})`;
    case 'false-negative-time':
      return `wrongly answers ${row.of} with no for ${counts} page-seconds (${value})`;
    case 'false-positive-exact':
      return `wrongly answers ${row.of} with yes ${value} of the time by closed form`;
    case 'peak':
      return `has ${formatCount(row.value)} ${referencesOf(row.of)} at once on one page`;
    case 'bits-left':
      return `has ${value} bits left in ${row.of}`;
    case 'limit':
      return `has a limit of ${value} for ${row.of}`;
    case 'limit-hard':
      return `has a hard limit of ${value}`;
    case 'guard':
      return `has a guard of ${value} tasks for ${row.of}`;
    default:
      return `has ${row.metric}.${row.of} ${value}`;
  }
}
