/** How differences are said in words: the same in the terminal, the page and the summary. */
import { formatNumber, formatShare, formatValue } from '../metrics/format.ts';
import { metricOf } from '../metrics/registry.ts';
import type { BaselineRecord, Change, Estimate, Required, VerdictChange } from './baseline-record.ts';
import { count, list, plural } from './numbers.ts';

export const wayWords = ({ noise, way }: Pick<Change, 'noise' | 'way'>): string =>
  noise ? 'noise' : way === 'other' ? 'changed' : way;

/** Which way is better: `lower is better`; empty where neither is. */
export function betterWords(metric: string): string {
  const direction = metricOf(metric)?.direction ?? 'none';
  return direction === 'none' ? '' : `${direction} is better`;
}

export const estimateText = (metric: string, estimate: Estimate): string =>
  formatValue(metricOf(metric)?.unit ?? 'references', estimate);

/** `+2.7 points`, `−0.3 bits`, `+12`; of numbers too small for a double, `× 1e-120`. */
export function absoluteText({ metric, absolute, before, after }: Change): string {
  const unit = metricOf(metric)?.unit ?? 'references';
  const sign = absolute > 0 ? '+' : absolute < 0 ? '−' : '';
  const size = Math.abs(absolute);
  if (absolute === 0) return `× 1e${Math.round((after.log10 ?? 0) - (before.log10 ?? 0))}`;
  if (unit === 'share') return `${sign}${points(size)}`;
  return `${sign}${unit === 'bits' ? `${formatNumber(size)} bits` : unit === 'seconds' ? formatValue(unit, { value: size }) : formatNumber(size, 4)}`;
}

const points = (size: number): string => `${formatShare(size).replace(' %', '')} points`;

/** `+3.1 %`, `× 12`; `from 0` where there was nothing to compare with. */
export function relativeText({ metric, relative, before, after }: Change): string {
  if (relative === null) {
    const isNothing = before.value === 0 && before.log10 === undefined && after.log10 === undefined;
    return isNothing && metricOf(metric)?.unit !== 'bits' ? 'from 0' : '';
  }
  if (relative >= 9) return `× ${formatNumber(relative + 1)}`;
  return `${relative > 0 ? '+' : '−'}${formatShare(Math.abs(relative))}`;
}

/** Which rows differ, in a sentence: `Of 2,861 rows that both have, 2,845 are equal; 12 worse, 3 better, 1 noise.` */
export function countsSentence({ rows, changes }: BaselineRecord): string {
  if (rows.compared === 0) return 'No row is in both runs.';
  if (changes.length === 0) return `All ${plural(rows.compared, 'row')} that both runs have are equal.`;
  const of = (word: string): string => {
    const n = changes.filter((change) => wayWords(change) === word).length;
    return n === 0 ? '' : `${count(n)} ${word === 'noise' ? 'within noise' : word}`;
  };
  const kinds = ['worse', 'better', 'changed', 'noise'].map(of).filter((text) => text !== '');
  return `Of ${plural(rows.compared, 'row')} that both runs have, ${count(rows.equal)} ${rows.equal === 1 ? 'is' : 'are'} equal; ${list(kinds)}.`;
}

/** Everything but the rows, a sentence each; names as they are. */
export function baselineSentences(record: BaselineRecord, name: (id: string) => string): readonly string[] {
  const { layouts, scenarios, rows } = record;
  const named = (words: string, ids: readonly string[]): string[] =>
    ids.length === 0 ? [] : [`${words}: ${list(ids.map(name), 8)}.`];
  const members = (verb: string, what: string, ids: readonly string[]): string[] =>
    named(`${verb} ${ids.length === 1 ? what : `${what}s`}`, ids);
  const metrics = (verb: string, counts: BaselineRecord['rows']['appeared']): string[] =>
    counts.length === 0
      ? []
      : [
          `${verb}: ${list(
            counts.map(({ metric, rows: n }) => `${metric} (${plural(n, 'row')})`),
            8,
          )}.`,
        ];
  return [
    countsSentence(record),
    ...requiredSentences(record),
    ...record.verdicts.map(
      (change) =>
        `Verdict: ${name(change.layout)} was “${change.before}”, now “${change.after}”${requiredWords(change)}.`,
    ),
    ...record.requirements.map(
      ({ key, text, layout, met }) =>
        `Requirement ${key} ${text}: ${name(layout)} ${met ? 'meets it now' : 'misses it now'}.`,
    ),
    ...members('Added', 'layout', layouts.added),
    ...members('Removed', 'layout', layouts.removed),
    ...named('The same name, other fields', layouts.redefined),
    ...members('Added', 'scenario', scenarios.added),
    ...members('Removed', 'scenario', scenarios.removed),
    ...named('The same name, another input', scenarios.redefined),
    ...metrics('Measured now and not before', rows.appeared),
    ...metrics('Measured before and not now', rows.disappeared),
  ];
}

/** What is required now and was not, or the other way round. */
function requiredSentences({ required: { added, removed, changed } }: BaselineRecord): string[] {
  const texts = (requirements: readonly Required[]): string =>
    list(
      requirements.map(({ key, text }) => `${key} ${text}`),
      8,
    );
  return [
    ...(added.length === 0 ? [] : [`Required now and not before: ${texts(added)}.`]),
    ...(removed.length === 0 ? [] : [`Required before and not now: ${texts(removed)}.`]),
    ...changed.map(({ key, before, after }) => `Required otherwise: ${key} was ${before}, now ${after}.`),
  ];
}

/** Whether a verdict changed because of what is required. */
export const requiredWords = ({ required }: VerdictChange): string =>
  required === undefined
    ? ''
    : required === 'alone'
      ? ', only because something else is required'
      : '; something else is required, too';

export const NOISE_WORDS =
  'Noise: estimates of models whose 95 % intervals overlap. Recordings and closed forms are exact, so that any difference is a change.';
