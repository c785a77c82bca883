import { within } from '../harness/tally.ts';
import { acquiredOf, type KindSet, ORDINARY } from '../layouts/domain.ts';
import type { Field, Layout } from '../layouts/types.ts';
import { shareOfCounts, shareOfTime } from './pooled.ts';
import { obstacleOfCounters } from './sight.ts';
import { exactly, type Figure, type Gap, type MeasuredRun, type ScenarioMetric, type StaticMetric } from './types.ts';
import { PAGES_SEEN } from './words.ts';

/** A field with a warning level, and its place in `Tally.counters`. */
export interface Warned {
  readonly field: Field;
  readonly level: number;
  readonly index: number;
}

/** The fields that warn: the red zone as a policy is their counts from the level on. */
export function warnedOf(layout: Layout): readonly Warned[] {
  if (layout.family === 'bias') return [];
  return layout.fields.flatMap((field, index) =>
    field.warn === undefined ? [] : [{ field, level: field.warn, index }],
  );
}

const names = (layout: Layout): readonly string[] => warnedOf(layout).map(({ field }) => field.name);
const SOURCE =
  'The reply of 16 January 2021: cap ordinary at what sane workloads need, keep bits above it as a red zone, and take whoever enters it for an attacker (docs/kernel-facts.md 0).';

export const warn: StaticMetric = {
  id: 'warn',
  scope: 'static',
  label: 'Warning level',
  unit: 'references',
  direction: 'none',
  definition:
    'The count from which on a field is in the red zone: references are still served, and somebody is warned.',
  denominator: null,
  source: SOURCE,
  howToRead: 'Above what benign workloads hold, and far enough below the limit that an attacker can still be stopped.',
  ofs: names,
  compute: (layout) => warnedOf(layout).map(({ field, level }) => exactly(field.name, level)),
};

type RedZone = NonNullable<MeasuredRun['tally']['counters'][number]['redZone']>;
const NONE: RedZone = { pages: 0, entries: 0, time: 0n };

/** One outcome for each field that warns, where the source shows what it holds. */
function ofWarned(
  { layout, scenario }: Parameters<ScenarioMetric['compute']>[0],
  outcome: (warned: Warned, zone: (run: MeasuredRun) => RedZone) => Figure | Gap,
): readonly (Figure | Gap)[] {
  return warnedOf(layout).map((warned) => {
    const obstacle = obstacleOfCounters(layout, scenario.observed, warned.field.counts);
    if (obstacle) return { of: warned.field.name, ...obstacle };
    return outcome(warned, ({ tally }) => tally.counters[warned.index]?.redZone ?? NONE);
  });
}

export const redZonePages: ScenarioMetric = {
  id: 'red-zone',
  scope: 'scenario',
  label: 'Pages in the red zone',
  unit: 'share',
  direction: 'lower',
  definition: 'Pages on which a field was at or above its warning level at any moment, of all pages seen.',
  denominator: PAGES_SEEN,
  source: SOURCE,
  howToRead: 'Of a benign workload each one is a false alarm: the level is too low for it. Of an attack, the alarm.',
  ofs: names,
  compute: (subject) =>
    ofWarned(subject, ({ field }, zone) =>
      shareOfCounts(
        field.name,
        subject.scenario,
        (run) => ({ numerator: zone(run).pages, denominator: run.tally.pages }),
        'no page was seen in this source',
      ),
    ),
};

export const redZoneTime: ScenarioMetric = {
  id: 'red-zone-time',
  scope: 'scenario',
  label: 'Time in the red zone',
  unit: 'share',
  direction: 'lower',
  definition:
    'Page-seconds during which a field was at or above its warning level, of those observed. A saturated field is, until the life of its page ends.',
  denominator: 'page-seconds observed',
  source: SOURCE,
  howToRead: 'How long somebody would be looking for an attacker.',
  ofs: names,
  compute: (subject) =>
    ofWarned(subject, ({ field }, zone) =>
      shareOfTime(field.name, subject.scenario, (run) => zone(run).time, 'no time passed in this source'),
    ),
};

export const redZoneEntries: ScenarioMetric = {
  id: 'red-zone-entries',
  scope: 'scenario',
  label: 'Entries into the red zone',
  unit: 'share',
  direction: 'lower',
  definition:
    'Acquisitions that brought a field to its warning level from below, of those attempted of the kinds that it counts. Where a source states levels of the ordinary count, a step up to or across the level is one entry.',
  denominator: 'acquisitions attempted of the kinds that the field counts',
  source: SOURCE,
  howToRead: 'How often the alarm goes off. A count that goes up and down about the level enters again and again.',
  ofs: names,
  compute: (subject) =>
    ofWarned(subject, ({ field }, zone) =>
      shareOfCounts(
        field.name,
        subject.scenario,
        (run) => ({ numerator: zone(run).entries, denominator: attemptedOf(subject.layout, run, field.counts) }),
        field.counts === ORDINARY
          ? 'no ordinary references were attempted in this source'
          : `no references of the field ${field.name} were attempted in this source`,
      ),
    ),
};

/** Acquisitions tried of the classes that lie inside a set of kinds. */
function attemptedOf({ domain }: Layout, { tally }: MeasuredRun, set: KindSet): number {
  const classes = acquiredOf(domain);
  return tally.attempted.reduce((sum, count, c) => (within(classes[c] ?? 0, set) ? sum + count : sum), 0);
}
