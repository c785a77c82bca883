import type { CounterTally, QuestionTally, Tally } from './tally.ts';

/** A tally as JSON: times are decimal strings. */
export interface TallyJson extends Omit<Tally, 'pageTime' | 'questions'> {
  readonly pageTime: string;
  readonly questions: Readonly<
    Record<
      string,
      Omit<QuestionTally, 'falsePositiveTime' | 'falseNegativeTime'> & {
        falsePositiveTime: string;
        falseNegativeTime: string;
      }
    >
  >;
}

export const tallyToJson = (tally: Tally): TallyJson => ({
  ...tally,
  pageTime: String(tally.pageTime),
  questions: Object.fromEntries(
    Object.entries(tally.questions).map(([name, q]) => [
      name,
      { ...q, falsePositiveTime: String(q.falsePositiveTime), falseNegativeTime: String(q.falseNegativeTime) },
    ]),
  ),
});

/** Of what `tallyToJson` gave: a cache of one's own, so its shape is not checked again. */
export const tallyFromJson = (json: TallyJson): Tally => ({
  ...json,
  counters: json.counters as readonly CounterTally[],
  pageTime: BigInt(json.pageTime),
  questions: Object.fromEntries(
    Object.entries(json.questions).map(([name, q]) => [
      name,
      { ...q, falsePositiveTime: BigInt(q.falsePositiveTime), falseNegativeTime: BigInt(q.falseNegativeTime) },
    ]),
  ),
});
