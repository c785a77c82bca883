import type { CounterTally, QuestionTally, RedZoneTally, Tally } from './tally.ts';

/** A tally as JSON: times are decimal strings. */
export interface TallyJson extends Omit<Tally, 'pageTime' | 'questions' | 'counters'> {
  readonly pageTime: string;
  readonly counters: readonly (Omit<CounterTally, 'redZone'> & {
    readonly redZone?: Omit<RedZoneTally, 'time'> & { readonly time: string };
  })[];
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
  counters: tally.counters.map(({ redZone, ...counter }) =>
    redZone === undefined ? counter : { ...counter, redZone: { ...redZone, time: String(redZone.time) } },
  ),
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
  counters: json.counters.map(({ redZone, ...counter }) =>
    redZone === undefined ? counter : { ...counter, redZone: { ...redZone, time: BigInt(redZone.time) } },
  ),
  pageTime: BigInt(json.pageTime),
  questions: Object.fromEntries(
    Object.entries(json.questions).map(([name, q]) => [
      name,
      { ...q, falsePositiveTime: BigInt(q.falsePositiveTime), falseNegativeTime: BigInt(q.falseNegativeTime) },
    ]),
  ),
});
