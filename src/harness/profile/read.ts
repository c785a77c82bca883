import { ACQUIRED, isPageReferences, LONG, ORDINARY, PIN, READ, SHORT, WRITE } from '../../layouts/domain.ts';
import { limitOf } from '../../layouts/limits.ts';
import type { Field, Layout } from '../../layouts/types.ts';
import { isPowerOfTwo } from '../../layouts/whole.ts';
import { type CounterTally, earlier, type QuestionTally, type Tally, worse } from '../tally.ts';
import { NO_BAND } from './bands.ts';
import type { Process } from './kinds.ts';
import type { FirstAndWorst, Profile } from './profile.ts';
import { type ExactWeights, mergedWeight, pairWeight } from './weights.ts';

const PROCESS_OF: ReadonlyMap<number, Process> = new Map([
  [PIN, 'pin'],
  [READ, 'read'],
  [WRITE, 'write'],
  [LONG, 'long'],
  [SHORT, 'short'],
]);

/** Why a profile cannot answer for a layout, so that it goes through replay; undefined where it can. */
export function needsReplay(layout: Layout): string | undefined {
  if (!isPageReferences(layout.domain)) return 'kinds of its own';
  if (layout.family === 'bias') {
    if (layout.terms.length > 1) return 'several biases';
    if (!Number.isInteger(Math.log2(layout.terms[0]!.bias))) return 'a bias that is no power of two';
    return undefined;
  }
  const pins: number[] = [];
  for (const field of layout.fields) {
    if (field.counts === ORDINARY) {
      if (field.onLimit !== 'saturate') return `an ordinary field that does not saturate (${field.onLimit})`;
      if (field.warn !== undefined && !isPowerOfTwo(field.warn)) return 'a warning level that is no power of two';
    } else {
      if (!PROCESS_OF.has(field.counts))
        return `the field ${field.name} counts other kinds than read, write, long, short or pin`;
      if (field.onLimit !== 'fail') return `a pin field that does not fail (${field.onLimit})`;
      if (field.warn !== undefined) return `a warning level on the pins of ${field.name}`;
      pins.push(field.counts);
    }
  }
  const partition = pins.reduce((a, b) => a | b, 0) === PIN && pins.length <= 2;
  return partition ? undefined : 'pin fields other than {pin}, {read, write} or {long, short}';
}

/**
 * A bias reaches the sign bit, where it refuses pins by the sum of all that the word holds: only replay follows that.
 * False while bias × pins + ordinary stays below 2^(word − 1) at the highest counts of the profile.
 */
export function reachesSign(layout: Layout, profile: Profile): boolean {
  if (layout.family !== 'bias') return false;
  return layout.terms[0]!.bias * profile.top.pins + profile.top.ordinary >= 2 ** (layout.word - 1);
}

/**
 * A field with a warning level saturates: from then on it is above it until the life ends, whatever is still held, which
 * only replay follows. False while every life keeps within the field's limit.
 */
function sticksAboveWarning(layout: Layout, profile: Profile): boolean {
  if (layout.family === 'bias') return false;
  return layout.fields.some(
    ({ warn, onLimit, ...width }) =>
      warn !== undefined && onLimit === 'saturate' && BigInt(profile.top.ordinary) > limitOf(width),
  );
}

/** Why this profile cannot answer for the layout, because of what was held; undefined where it can. */
export function needsEvents(layout: Layout, profile: Profile): string | undefined {
  if (reachesSign(layout, profile)) return 'its counts reach the sign bit of the word';
  return sticksAboveWarning(layout, profile)
    ? 'it saturates, and its warning lasts until the page is freed'
    : undefined;
}

/** What replay of the profiled events would report of the layout. @throws where `needsReplay` or `needsEvents` says so */
export function tallyOf(profile: Profile, layout: Layout): Tally {
  const reason = needsReplay(layout) ?? needsEvents(layout, profile);
  if (reason !== undefined) throw new Error(`${layout.id} goes through replay: ${reason}`);
  const common = {
    method: 'profile' as const,
    attempted: ACQUIRED.map((_, c) => profile.attempted[c] ?? 0),
    checks: profile.checks,
    pages: profile.pages,
    pageTime: profile.pageTime,
    lives: profile.lives,
  };
  if (layout.family === 'bias') {
    return {
      ...common,
      refused: ACQUIRED.map((_, c) => profile.bias.refused[c] ?? 0),
      counters: [{ pagesAtLimit: profile.bias.pages, saturatedLives: 0, ...hitsFrom([profile.bias.hits], 0) }],
      questions: biasQuestions(profile, Math.log2(layout.terms[0]!.bias)),
    };
  }
  const refused = ACQUIRED.map(() => 0);
  for (const field of layout.fields) {
    const process = PROCESS_OF.get(field.counts);
    if (process === undefined) continue;
    profile.arrivals[process].forEach((row, c) => {
      refused[c]! += sumFrom(row, usable(field));
    });
  }
  return {
    ...common,
    refused,
    counters: layout.fields.map((field) => counterOf(profile, field)),
    questions: splitQuestions(profile, layout.fields),
  };
}

const usable = (field: Field): number => field.bits - field.reserve;

function counterOf(profile: Profile, field: Field): CounterTally {
  const bits = usable(field);
  const process = PROCESS_OF.get(field.counts);
  if (process !== undefined) {
    return {
      pagesAtLimit: sumFrom(profile.pagesByBand[process], bits),
      saturatedLives: 0,
      ...hitsFrom(profile.hits[process], bits),
    };
  }
  return {
    pagesAtLimit: sumFrom(profile.pagesByLifeMax, bits + 1),
    saturatedLives: sumFrom(profile.lifeMaxima, bits + 1),
    ...(field.warn === undefined ? {} : { redZone: redZoneOf(profile, Math.log2(field.warn)) }),
    ...hitsFrom(profile.hits.ordinary, bits + 1),
  };
}

/** Where an ordinary count of 2^k and more warns, and the field never sticks. */
function redZoneOf(profile: Profile, k: number): NonNullable<CounterTally['redZone']> {
  const { unpinned, pinned } = profile.timeWeights;
  let time = 0n;
  for (const weights of [unpinned, pinned]) for (const [bits, weight] of weights) if (bits > k) time += weight;
  // Peaks above 256 are rounded down to 5 bits, which keeps their bit length.
  const peaks = profile.peakPages['ordinary'] ?? [];
  return {
    pages: peaks.reduce((sum, [peak, pages]) => (peak >= 2 ** k ? sum + pages : sum), 0),
    entries: profile.ordinaryEntries[k + 1] ?? 0,
    time,
  };
}

/** Fields that count just a question's kinds answer it exactly; the others by the weights gathered for them. */
function splitQuestions(profile: Profile, fields: readonly Field[]): Record<string, QuestionTally> {
  const bitsOf = (kinds: number): number | undefined => {
    const field = fields.find((f) => f.counts === kinds);
    return field === undefined ? undefined : usable(field);
  };
  const [pin, read, write, long, short] = [PIN, READ, WRITE, LONG, SHORT].map(bitsOf);
  const wrong = (question: 'written' | 'longterm', weights: ExactWeights): bigint => {
    if (pin !== undefined) return mergedWeight(question === 'written' ? weights.pinWritten : weights.pinLongterm, pin);
    if (read !== undefined && write !== undefined) {
      return question === 'written' ? 0n : pairWeight(weights.readWriteLongterm, read, write);
    }
    return question === 'longterm' ? 0n : pairWeight(weights.longShortWritten, long!, short!);
  };
  return {
    pinned: question(0n, 0n),
    written: question(wrong('written', profile.checkWeights), wrong('written', profile.timeWeights)),
    longterm: question(wrong('longterm', profile.checkWeights), wrong('longterm', profile.timeWeights)),
  };
}

/** A bias of 2^k is reached by ordinary references alone, or by a pin of any kind. */
function biasQuestions(profile: Profile, k: number): Record<string, QuestionTally> {
  const wrong = (weights: ExactWeights, other: number | undefined): bigint => {
    let sum = other === undefined ? 0n : (weights.biased.get(other) ?? 0n);
    for (const [bits, weight] of weights.unpinned) if (bits > k) sum += weight;
    return sum;
  };
  return Object.fromEntries(
    (['pinned', 'written', 'longterm'] as const).map((name, q) => [
      name,
      question(
        wrong(profile.checkWeights, q === 0 ? undefined : q - 1),
        wrong(profile.timeWeights, q === 0 ? undefined : q - 1),
      ),
    ]),
  );
}

const question = (checks: bigint, time: bigint): QuestionTally => ({
  falsePositiveChecks: Number(checks),
  falseNegativeChecks: 0,
  falsePositiveTime: time,
  falseNegativeTime: 0n,
});

function sumFrom(values: readonly number[], from: number): number {
  let sum = 0;
  for (let i = Math.min(from, NO_BAND + 1); i < values.length; i++) sum += values[i]!;
  return sum;
}

function hitsFrom(hits: readonly (FirstAndWorst | null)[], from: number): Pick<CounterTally, 'firstHit' | 'worstHit'> {
  let first: FirstAndWorst['first'] | undefined;
  let worst: FirstAndWorst['worst'] | undefined;
  for (const hit of hits.slice(from)) {
    if (hit === null) continue;
    if (first === undefined || earlier(hit.first, first)) first = hit.first;
    if (worst === undefined || worse(hit.worst, worst)) worst = hit.worst;
  }
  return first === undefined || worst === undefined ? {} : { firstHit: first, worstHit: worst };
}
