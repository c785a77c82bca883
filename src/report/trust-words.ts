import { formatNumber, formatShare } from '../metrics/format.ts';
import { metricOf } from '../metrics/registry.ts';
import { count, list, plural } from './numbers.ts';
import type { CountersRecord, ScenarioRecord } from './results.ts';
import type { ClosedFormRow, ClosedFormWitness, MatchingShift, ReplayWitness, TrustRecord } from './trust-record.ts';

/** Names in a sentence, before "and so many more". */
const MOST_NAMES = 6;

/** The first witness: profile = replay. */
export function replaySentence({ compared, failed, layouts, scenarios }: ReplayWitness): string {
  if (compared === 0) return 'Nothing was read off a profile and replayed too.';
  const what = `${count(compared)} numbers of ${plural(layouts, 'layout')} on ${plural(scenarios, 'scenario')} were read off the profile and worked out again by replay of the word itself`;
  return failed === 0
    ? `${what}: all are equal, to the last integer.`
    : `${what}: ${count(failed)} ${failed === 1 ? 'differs' : 'differ'}. That is a bug in bitpart; please report it.`;
}

/** What was not held against replay, a sentence a reason. */
export const leftSentences = ({ left }: ReplayWitness): string[] =>
  left.map(
    ({ reason, layouts, scenarios }) =>
      `Not compared: ${list(layouts, MOST_NAMES)} on ${scenarios.length > MOST_NAMES ? plural(scenarios.length, 'scenario') : list(scenarios)}; ${reason}.`,
  );

/** The second witness: simulation within its interval of the closed form. */
export function closedFormSentence({ compared, different }: ClosedFormWitness): string {
  if (compared === 0) return 'No scenario is a model for which a closed form knows the true value.';
  const { inside, impossible, certain, seen } = different;
  const outside = different.compared - inside;
  const others = different.compared - impossible - certain - seen;
  const sentences = [
    `${plural(compared, 'share')} for which a closed form knows the true value ${compared === 1 ? 'is' : 'are'} ${plural(different.compared, 'different number')} (one where scenario, counts and closed form are the same: layouts and questions that count the same references): ${count(inside)} ${inside === 1 ? 'has' : 'have'} it in ${inside === 1 ? 'its' : 'their'} 95 % interval and ${outside === 0 ? 'none has' : `${count(outside)} ${outside === 1 ? 'has' : 'have'}`} not.`,
  ];
  if (impossible > 0) sentences.push(`In ${count(impossible)} both are 0, because it cannot happen.`);
  if (certain > 0) sentences.push(`In ${count(certain)} both are 1, because it always happens.`);
  sentences.push(
    seen === 0
      ? 'In none did the simulation see anything that chance could put outside.'
      : `In ${count(seen)} the simulation saw something, so about ${formatNumber(seen * 0.05, 2)} may be outside by chance (those of one stream share events, so misses come together).`,
  );
  if (others > 0) sentences.push(`Of the other ${count(others)} it saw none, and says only an upper bound.`);
  return sentences.join(' ');
}

/** The third witness: the counters that recordings show themselves, over those that are reconstructed. */
export function countersSentence(scenarios: readonly ScenarioRecord[]): string {
  const all = scenarios.flatMap(({ counters }) => (counters === undefined ? [] : [counters]));
  if (all.length === 0) return 'No recording shows counters of its own.';
  // The ordinary references of a probed folio are taken from the count that is compared.
  const ofPins = scenarios.reduce(
    (sum, { counters, format }) => sum + (format.includes('page_ref') ? 0 : (counters?.fromStart.compared ?? 0)),
    0,
  );
  const total = (of: (counters: CountersRecord) => number): number => all.reduce((sum, each) => sum + of(each), 0);
  const compared = total(({ fromStart }) => fromStart.compared);
  const equal = total(({ fromStart }) => fromStart.equal);
  const causes = [
    [total(({ beside }) => beside), 'at probes that fired beside their atomic operation'],
    [total(({ before }) => before), 'of pages that were pinned before the recording began'],
    [total(({ missing }) => missing), 'by operations that the recording lacks'],
  ] as const;
  const said = causes.flatMap(([n, cause]) => (n > 0 ? [`${count(n)} ${cause}`] : []));
  return [
    `${plural(all.length, 'recording')} ${all.length === 1 ? 'shows' : 'show'} counters of ${all.length === 1 ? 'its' : 'their'} own (rc, count, _pincount).`,
    compared === 0
      ? 'No page is seen from its start.'
      : `On pages seen from their start ${count(equal)} of ${count(compared)} are what bitpart reconstructs (${formatShare(equal / compared)}).`,
    ofPins === 0
      ? ''
      : `${ofPins === compared ? 'They' : `${count(ofPins)} of them, of kprobe recordings,`} are compared by the whole pins in the count, multiples of 1,024: ordinary references are taken from that very count, so that it says nothing of them.`,
    said.length === 0 ? 'Nothing differs.' : `Differences of all pages, by cause: ${list(said)}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** A recording's counters: compared and equal by kind of page, and the causes of what differs. */
export const counterCells = ({ fromStart, underWay, large, beside, before, missing }: CountersRecord): string[] => [
  ...[fromStart, underWay, large].map(({ compared, equal }) =>
    compared === 0 ? '–' : `${count(equal)} of ${count(compared)}`,
  ),
  count(beside),
  count(before),
  count(missing),
];

/** How much rests on the convention of which acquisition a drop ends. */
export function matchingSentence({ matching }: TrustRecord): string | undefined {
  const read = matching.flatMap(({ scenario, newestFirst }) => (newestFirst ? [{ scenario, ...newestFirst }] : []));
  if (read.length === 0) return undefined;
  const moved = read.filter(({ changed }) => changed > 0);
  const start = `Drops without a ref end the oldest pin that fits. Had each ended the newest instead,`;
  if (moved.length === 0) return `${start} no number of ${plural(read.length, 'recording')} would be another.`;
  const most = largestMove(matching, 'share');
  const example =
    most === undefined
      ? ''
      : `; at most ${moveText(most)} (${most.metric} of ${most.of}, ${most.layout}, ${most.scenario})`;
  return `${start} numbers of ${moved.length} of ${plural(read.length, 'recording')} would be others${example}.`;
}

/** How many drops had their kind told, and what the rules alone would have made of them. */
export function directedSentence(scenarios: readonly ScenarioRecord[]): string | undefined {
  const told = scenarios.filter(({ matching }) => matching.directed > 0);
  if (told.length === 0) return undefined;
  const directed = told.reduce((sum, { matching }) => sum + matching.directed, 0);
  const corrected = told.reduce((sum, { matching }) => sum + matching.corrected, 0);
  const names = list(
    told.map(({ id }) => id),
    MOST_NAMES,
  );
  const ambiguous = told.reduce((sum, { matching }) => sum + matching.ambiguous, 0);
  const alone =
    ambiguous === 0
      ? 'At none of them did the page hold a pin of another kind, so they do not test the rules.'
      : `At ${count(ambiguous)} of them the page held a pin of another kind too; for ${count(corrected)} of these (${formatShare(corrected / ambiguous)}) the rules alone would have ended one.`;
  return `Of ${plural(directed, 'drop')} in ${names} the source told the kind: a probe of the kernel that says which way the pin went, or an event unpin-<kind>. ${alone}`;
}

type Move = NonNullable<MatchingShift['newestFirst']>['moves'][number];

/** The largest move of a metric of this unit over all recordings. */
function largestMove(matching: readonly MatchingShift[], unit: 'share'): (Move & { scenario: string }) | undefined {
  let most: (Move & { scenario: string }) | undefined;
  for (const { scenario, newestFirst } of matching) {
    for (const move of newestFirst?.moves ?? []) {
      if (metricOf(move.metric)?.unit !== unit) continue;
      const size = Math.abs(move.newestFirst - move.value);
      if (most === undefined || size > Math.abs(most.newestFirst - most.value)) most = { ...move, scenario };
    }
  }
  return most;
}

/** `65.4 % → 90.4 %`; of other units as numbers. */
export function moveText({ metric, value, newestFirst }: Move): string {
  const text = (n: number): string => (metricOf(metric)?.unit === 'share' ? formatShare(n) : formatNumber(n));
  return `${text(value)} → ${text(newestFirst)}`;
}

/** A simulated share with its interval, beside the true value. */
export const closedFormCells = ({ value, low, high, exact, log10 }: ClosedFormRow): readonly string[] => [
  formatShare(value),
  `${formatShare(low)} to ${formatShare(high)}`,
  formatShare(exact, log10),
];

/** Everything in sentences, for a mail. */
export function trustSentences(trust: TrustRecord, scenarios: readonly ScenarioRecord[]): string[] {
  const more = [directedSentence(scenarios), matchingSentence(trust)];
  return [
    replaySentence(trust.replay),
    closedFormSentence(trust.closedForms),
    countersSentence(scenarios),
    ...more.filter((text) => text !== undefined),
  ];
}
