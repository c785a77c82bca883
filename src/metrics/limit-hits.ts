import { within } from '../harness/tally.ts';
import { acquiredOf, type KindSet, kindSetOf, ORDINARY } from '../layouts/domain.ts';
import type { Layout } from '../layouts/types.ts';
import { countersOf, kindsOf } from './names.ts';
import { shareOfCounts } from './pooled.ts';
import { obstacleOfCounters, obstacleOfKinds } from './sight.ts';
import type { MeasuredRun, ScenarioMetric } from './types.ts';
import { PAGES_SEEN, referencesOf } from './words.ts';

export const refused: ScenarioMetric = {
  id: 'refused',
  scope: 'scenario',
  label: 'Refused',
  unit: 'share',
  direction: 'lower',
  definition: 'Acquisitions of a kind or group that the layout refused, of those attempted in recorded history.',
  denominator: 'acquisitions of that kind or group attempted',
  source: 'Counted event by event; docs/definitions.md.',
  howToRead:
    'In the kernel a refused pin is a system call that failed: with -EAGAIN where a field is full, with -ENOMEM under a bias, whose count is then not positive. 0 of few attempts says less than 0 of many: see the interval.',
  ofs: kindsOf,
  compute: ({ layout, scenario }) =>
    kindsOf(layout).map((of) => {
      const set = kindSetOf(layout.domain, of) ?? 0;
      const nothing = `no ${referencesOf(of)} were attempted in this source`;
      // Of no pins at all it does not matter whether the source would have told their kind.
      if (!scenario.observed.pins && (set & ORDINARY) === 0)
        return { of, reason: nothing, anyLayout: true, isNothing: true };
      const obstacle = obstacleOfKinds(scenario.observed, set) ?? obstacleOfCounters(layout, scenario.observed, set);
      if (obstacle) return { of, ...obstacle };
      return shareOfCounts(
        of,
        scenario,
        ({ tally }) => ({
          numerator: countOf(layout, tally.refused, set),
          denominator: countOf(layout, tally.attempted, set),
        }),
        nothing,
      );
    }),
};

export const callsRefused: ScenarioMetric = {
  id: 'calls-refused',
  scope: 'scenario',
  label: 'Calls refused',
  unit: 'share',
  direction: 'lower',
  definition:
    'Calls that failed for good, of those made: one of their pages was refused, what they had was dropped, and no retry was left. Only of models whose calls wait for the answer (several pages a call, sources, retries).',
  denominator: 'calls for pins of that kind or group, their retries not counted apart',
  source: 'pin_user_pages rolls back (docs/kernel-facts.md 1.1).',
  howToRead:
    'What a program sees as a failed system call. One refused page fails a call of many, so this may be far above "refused"; retries bring it below.',
  ofs: kindsOf,
  compute: ({ layout, scenario }) => {
    if (scenario.runs.every(({ tally }) => tally.calls === undefined)) return [];
    return kindsOf(layout).map((of) => {
      const set = kindSetOf(layout.domain, of) ?? 0;
      const obstacle = obstacleOfKinds(scenario.observed, set) ?? obstacleOfCounters(layout, scenario.observed, set);
      if (obstacle) return { of, ...obstacle };
      return shareOfCounts(
        of,
        scenario,
        ({ tally: { calls } }) => ({
          numerator: calls === undefined ? 0 : countOf(layout, calls.refused, set),
          denominator: calls === undefined ? 0 : countOf(layout, calls.attempted, set),
        }),
        `no calls for ${referencesOf(of)} that wait for the answer were made in this source`,
      );
    });
  },
};

export const pagesAtLimit: ScenarioMetric = {
  id: 'pages-at-limit',
  scope: 'scenario',
  label: 'Pages at the limit',
  unit: 'share',
  direction: 'lower',
  definition:
    'Pages on which a field refused, saturated, carried or wrapped at least once, of all pages seen. Of a bias, whose one counter is its word: pages on which it refused a pin, because the whole count was not positive.',
  denominator: PAGES_SEEN,
  source: 'Counted event by event; docs/definitions.md.',
  howToRead:
    'Tells one busy page from a field that is too small for many. A soft limit of a bias refuses nothing, so pages beyond it are not counted here: bits left below 0 and wrong answers show them.',
  ofs: (layout) => countersOf(layout).map(({ name }) => name),
  compute: ({ layout, scenario }) =>
    countersOf(layout).map(({ name: of, counts }, i) => {
      const obstacle = obstacleOfCounters(layout, scenario.observed, counts);
      if (obstacle) return { of, ...obstacle };
      return shareOfCounts(
        of,
        scenario,
        ({ tally }) => ({ numerator: tally.counters[i]?.pagesAtLimit ?? 0, denominator: tally.pages }),
        'no page was seen in this source',
      );
    }),
};

export const saturated: ScenarioMetric = {
  id: 'saturated',
  scope: 'scenario',
  label: 'Saturated lives',
  unit: 'share',
  direction: 'lower',
  definition:
    'Lives of pages in which a field that saturates went beyond its limit, of all lives. A life lasts from the ordinary count leaving 0 to its returning to 0.',
  denominator: 'lives of pages',
  source: 'Counted life by life; docs/definitions.md, life.',
  howToRead: 'Each one is a page that is never freed again: memory leaked, but nothing overwritten.',
  ofs: (layout) =>
    layout.family === 'split'
      ? layout.fields.filter((field) => field.onLimit === 'saturate').map((field) => field.name)
      : [],
  compute: ({ layout, scenario }) => {
    if (layout.family === 'bias') return [];
    return layout.fields.flatMap((field, i) => {
      if (field.onLimit !== 'saturate') return [];
      const obstacle =
        obstacleOfKinds(scenario.observed, ORDINARY) ?? obstacleOfCounters(layout, scenario.observed, field.counts);
      if (obstacle) return [{ of: field.name, ...obstacle }];
      const ofRun = ({ tally }: MeasuredRun) => ({
        numerator: tally.counters[i]?.saturatedLives ?? 0,
        denominator: tally.lives,
      });
      return [shareOfCounts(field.name, scenario, ofRun, 'no page had an ordinary reference in this source')];
    });
  },
};

/** Acquisitions, by class code, of the classes that lie inside a set of kinds. */
function countOf({ domain }: Layout, byClass: readonly number[], set: KindSet): number {
  const classes = acquiredOf(domain);
  return byClass.reduce((sum, count, i) => (within(classes[i] ?? 0, set) ? sum + count : sum), 0);
}
