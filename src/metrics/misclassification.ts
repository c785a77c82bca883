import type { QuestionTally } from '../harness/tally.ts';
import { type Certain, certainAnswers } from '../layouts/certain.ts';
import { isPageReferences, ORDINARY } from '../layouts/domain.ts';
import type { Layout } from '../layouts/types.ts';
import { peaksOf } from './headroom.ts';
import { questionsOf } from './names.ts';
import { shareOfCounts, shareOfTime } from './pooled.ts';
import { obstacleOfCounters, obstacleOfKinds } from './sight.ts';
import {
  type Figure,
  type Gap,
  isGap,
  type MeasuredRun,
  type MeasuredScenario,
  type ScenarioMetric,
  type Subject,
} from './types.ts';

const TRUTH = "Truth is what is really held in the layout's own history: a refused pin is not held.";
const CHECKS = 'checks';
const TIME =
  'page-seconds observed: of a model, pages × measured time; of a recording, each page from its first event to the end';

export const falsePositive: ScenarioMetric = {
  id: 'false-positive',
  scope: 'scenario',
  label: 'False positives per check',
  unit: 'share',
  direction: 'lower',
  definition: `Checks at which the layout answered a question with yes although no reference of that kind was held. ${TRUTH}`,
  denominator: CHECKS,
  source: 'page_maybe_dma_pinned (docs/kernel-facts.md 1.2).',
  howToRead:
    'What it costs depends on who asked: a page copied at fork, not written back, not moved. Never a wrong result.',
  ofs: questionsOf,
  compute: perCheck((question) => question.falsePositiveChecks, 'yes'),
};

export const falseNegative: ScenarioMetric = {
  id: 'false-negative',
  scope: 'scenario',
  label: 'False negatives per check',
  unit: 'share',
  direction: 'lower',
  definition: `Checks at which the layout answered a question with no although a reference of that kind was held. ${TRUTH}`,
  denominator: CHECKS,
  source: '"False negatives are not acceptable" (docs/kernel-facts.md 1.2).',
  howToRead: 'Anything above 0 is a fault: a page that a device writes to is treated as if nobody held it.',
  ofs: questionsOf,
  compute: perCheck((question) => question.falseNegativeChecks, 'no'),
};

export const falsePositiveTime: ScenarioMetric = {
  id: 'false-positive-time',
  scope: 'scenario',
  label: 'False positives by time',
  unit: 'share',
  direction: 'lower',
  definition: `Page-time during which the layout would answer a question with yes although no reference of that kind is held. ${TRUTH}`,
  denominator: TIME,
  source: 'The same answers, weighed by the time for which they are given; docs/definitions.md.',
  howToRead:
    'The chance that a check at a random moment, on a random page, is answered wrongly. Needs no checks in the source.',
  ofs: questionsOf,
  compute: perTime((question) => question.falsePositiveTime, 'yes'),
};

export const falseNegativeTime: ScenarioMetric = {
  id: 'false-negative-time',
  scope: 'scenario',
  label: 'False negatives by time',
  unit: 'share',
  direction: 'lower',
  definition: `Page-time during which the layout would answer a question with no although a reference of that kind is held. ${TRUTH}`,
  denominator: TIME,
  source: 'The same answers, weighed by the time for which they are given; docs/definitions.md.',
  howToRead: 'Anything above 0 is a fault that a check at the wrong moment would run into.',
  ofs: questionsOf,
  compute: perTime((question) => question.falseNegativeTime, 'no'),
};

const NONE: QuestionTally = {
  falsePositiveChecks: 0,
  falseNegativeChecks: 0,
  falsePositiveTime: 0n,
  falseNegativeTime: 0n,
};

function perCheck(count: (question: QuestionTally) => number, answer: keyof Certain): ScenarioMetric['compute'] {
  const compute = perQuestion(answer, (of, scenario, ofRun) =>
    shareOfCounts(of, scenario, (run) => ({ numerator: count(ofRun(run)), denominator: run.tally.checks }), NO_CHECKS),
  );
  // Said first, and of every layout: where nobody asks it does not matter what else the source does not show.
  return (subject) =>
    subject.scenario.observed.checks
      ? compute(subject)
      : questionsOf(subject.layout).map((of) => ({ of, reason: NO_CHECKS, anyLayout: true, isNothing: true as const }));
}

const NO_CHECKS = 'there are no checks in this source';

function perTime(time: (question: QuestionTally) => bigint, answer: keyof Certain): ScenarioMetric['compute'] {
  return perQuestion(answer, (of, scenario, ofRun) =>
    shareOfTime(of, scenario, (run) => time(ofRun(run)), 'no page was observed for any length of time in this source'),
  );
}

type Share = (of: string, scenario: MeasuredScenario, ofRun: (run: MeasuredRun) => QuestionTally) => Figure | Gap;

/**
 * One share for each question of the domain, or why there is none. What cannot be wrong by the way the layout is made was
 * not merely not seen: it is 0, without the bound that a sample has.
 */
function perQuestion(answer: keyof Certain, share: Share): ScenarioMetric['compute'] {
  return ({ layout, scenario }: Subject) =>
    Object.entries(layout.domain.questions).map(([of, kinds]) => {
      const obstacle =
        obstacleOfKinds(scenario.observed, kinds) ?? obstacleOfCounters(layout, scenario.observed, kinds);
      if (obstacle) return { of, ...obstacle };
      const tallied = (run: MeasuredRun): boolean => Object.hasOwn(run.tally.questions, of);
      if (!scenario.runs.every(tallied))
        return { of, reason: 'this source cannot answer the question', anyLayout: false };
      const figure = share(of, scenario, (run) => run.tally.questions[of] ?? NONE);
      if (isGap(figure) || figure.value > 0) return figure;
      return certainAnswers(layout, kinds, ordinaryAtMost(layout, scenario))[answer]
        ? { ...figure, low: 0, high: 0 }
        : figure;
    });
}

/** Many times the most ordinary references that a page of the runs held: no other run of the model comes near that. */
function ordinaryAtMost({ domain }: Layout, scenario: MeasuredScenario): number {
  if (!isPageReferences(domain)) return Number.POSITIVE_INFINITY;
  const peaks = peaksOf(domain, scenario, ORDINARY);
  return 'reason' in peaks ? Number.POSITIVE_INFINITY : 1024 * peaks.high;
}
