import type { BaselineRecord, Change } from './baseline-record.ts';
import {
  absoluteText,
  baselineSentences,
  betterWords,
  estimateText,
  NOISE_WORDS,
  relativeText,
  wayWords,
} from './baseline-words.ts';
import { type TextColumn, textTable, wrap } from './columns.ts';
import { plain, shown } from './names.ts';
import { count } from './numbers.ts';

const HEADS: readonly TextColumn[] = [
  { title: '', side: 'end' },
  { title: 'layout', side: 'end', least: 6 },
  { title: 'scenario', side: 'end', least: 6 },
  { title: 'what', side: 'end', least: 10 },
  { title: 'before', side: 'start' },
  { title: 'now', side: 'start' },
  { title: 'by', side: 'start' },
];

/**
 * What changed against the baseline, as lines of plain text: the table of the rows that changed most, then the rest in
 * sentences.
 *
 * @param width columns, at least 40.
 * @param most rows of the table; noise is only counted.
 */
export function baselineText(record: BaselineRecord, width: number, most: number): string[] {
  const changes = record.changes.filter((change) => !change.noise);
  const table = textTable(HEADS, changes.slice(0, most).map(cells), width);
  const better = [...new Set(changes.slice(0, most).map(({ metric }) => metric))].flatMap((metric) => {
    const words = betterWords(metric);
    return words === '' ? [] : [`${metric}: ${words}`];
  });
  return [
    ...wrap(`Against ${plain(record.from)} (bitpart ${plain(record.bitpart)}, ${plain(record.startedAt)}):`, width),
    ...(changes.length === 0 ? [] : table),
    ...(changes.length > most ? [`and ${count(changes.length - most)} more; results.json has all.`] : []),
    ...(better.length === 0 ? [] : wrap(`Which way is better: ${better.join('; ')}.`, width)),
    ...baselineSentences(record, (id) => shown(id, 30)).flatMap((sentence) => wrap(plain(sentence), width)),
    ...(record.changes.some((change) => change.noise) ? wrap(NOISE_WORDS, width) : []),
  ];
}

const cells = (change: Change): string[] => {
  const relative = relativeText(change);
  return [
    wayWords(change),
    shown(change.layout, 40),
    change.scenario === null ? '–' : shown(change.scenario, 40),
    // In front, because a narrow terminal cuts the end.
    `${change.class === 'large' ? 'large: ' : ''}${change.metric}.${shown(change.of, 20)}`,
    estimateText(change.metric, change.before),
    estimateText(change.metric, change.after),
    `${absoluteText(change)}${relative === '' ? '' : ` (${relative})`}`,
  ];
};
