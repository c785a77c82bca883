import {
  CERTAIN,
  engset,
  erlangB,
  fromLn,
  IMPOSSIBLE,
  lnErlangWeight,
  lnOf,
  type Probability,
  poissonTail,
  weightedMean,
} from '../harness/closed-forms/index.ts';
import { within } from '../harness/tally.ts';
import { type KindSet, kindSetOf, ORDINARY } from '../layouts/domain.ts';
import { limitNumber, limitOf, smallestBias } from '../layouts/limits.ts';
import type { BiasLayout, Field, Layout, SplitLayout } from '../layouts/types.ts';
import { kindsOf, questionsOf } from './names.ts';
import { lnNoneWithin, loadWithin, type Offered, offeredBy, type Stream, streamsWithin } from './offered.ts';
import { obstacleOfCounters, obstacleOfKinds } from './sight.ts';
import type { Figure, Gap, MeasuredScenario, ScenarioMetric, Subject } from './types.ts';
import { referencesOf } from './words.ts';

const STEADY = 'Steady state: a model starts in it, unless it has no warm-up.';

export const refusedExact: ScenarioMetric = {
  id: 'refused-exact',
  scope: 'scenario',
  method: 'closed-form',
  label: 'Refused, exactly',
  unit: 'share',
  direction: 'lower',
  definition: `The share of acquisitions refused on a field that fails at its limit, whatever the distribution of their holds: by Erlang-B where references arrive at random, by Engset where so many sources hold at most one each. ${STEADY}`,
  denominator: 'acquisitions of that kind or group attempted',
  source:
    'Erlang 1917, Engset 1918; ARCHITECTURE.md. Each stream of a field is refused alike; groups of pages are weighed by their arrivals.',
  howToRead:
    'Stands beside "refused": the simulation must be within its interval of it. It says how rare what the simulation never saw is.',
  ofs: kindsOf,
  compute: forModels((subject, offered) =>
    kindsOf(subject.layout).map((of) => {
      const set = kindSetOf(subject.layout.domain, of) ?? 0;
      const gap = unknownTo(subject, set);
      if (gap) return { of, ...gap };
      const wanted = offered.flatMap((group) =>
        group.streams.filter((stream) => within(stream.kinds, set)).map((stream) => ({ group, stream })),
      );
      if (wanted.length === 0)
        return { of, reason: `the model has no ${referencesOf(of)}`, anyLayout: true, isNothing: true };
      const { layout } = subject;
      if (layout.family === 'bias') {
        if (set === ORDINARY) return row(of, IMPOSSIBLE);
        return { of, reason: 'a bias refuses by the sign of its whole word: no closed form', anyLayout: false };
      }
      const parts = wanted.map(({ group, stream }) => {
        const probability = refusalOf(layout, group, stream);
        return { weight: group.pages * attemptsOf(stream, probability), probability };
      });
      return rowOfParts(of, parts);
    }),
  ),
};

export const falsePositiveExact: ScenarioMetric = {
  id: 'false-positive-exact',
  scope: 'scenario',
  method: 'closed-form',
  label: 'False positives, exactly',
  unit: 'share',
  direction: 'lower',
  definition: `The chance that a question is wrongly answered with yes at a random moment on a random page. Of a bias: nothing of the kind is held, and the ordinary references, a Poisson count, reach the bias, or other pins are held. Of a split: another kind of the same field is held. ${STEADY}`,
  denominator: 'random moments, which checks that arrive at random see too',
  source: 'Upper tail of the Poisson distribution, and the product form of the loss system.',
  howToRead: 'Stands beside "false-positive" and "false-positive-time". Carried as a logarithm: 1e-1620 is not 0.',
  ofs: questionsOf,
  compute: forModels((subject, offered) =>
    Object.entries(subject.layout.domain.questions).map(([of, question]) => {
      const gap = unknownTo(subject, question);
      if (gap) return { of, ...gap };
      const { layout } = subject;
      const parts: { weight: number; probability: Probability }[] = [];
      for (const group of offered) {
        const probability =
          layout.family === 'bias' ? wrongYesOfBias(layout, group, question) : wrongYesOfSplit(layout, group, question);
        if (typeof probability === 'string') return { of, reason: probability, anyLayout: false };
        parts.push({ weight: group.pages, probability });
      }
      return rowOfParts(of, parts);
    }),
  ),
};

/** Only a model has rates: of a recording there is neither a row nor anything missing. */
function forModels(
  compute: (subject: Subject, offered: readonly Offered[]) => readonly (Figure | Gap)[],
): ScenarioMetric['compute'] {
  return (subject) => (subject.scenario.model ? compute(subject, offeredBy(subject.scenario.model)) : []);
}

function unknownTo(
  { layout, scenario }: { layout: Layout; scenario: MeasuredScenario },
  set: KindSet,
): Omit<Gap, 'of'> | undefined {
  return obstacleOfKinds(scenario.observed, set) ?? obstacleOfCounters(layout, scenario.observed, set);
}

/** The share of a stream's arrivals that its field refuses on a page of the group, or why there is no closed form. */
function refusalOf(layout: SplitLayout, group: Offered, stream: Stream): Probability | string {
  const field = layout.fields.find((candidate) => within(stream.kinds, candidate.counts));
  if (!field) return 'no field counts these references';
  const disturbed = disturbedFrom(layout, field);
  if (disturbed !== undefined) return disturbed;
  if (field.onLimit !== 'fail') return IMPOSSIBLE;
  // References that are held throughout take their places for good.
  const places = limitNumber(limitOf(field)) - (field.counts & ORDINARY ? group.steady : 0);
  if (places <= 0) return CERTAIN;
  const sharing = streamsWithin(group.streams, field.counts);
  const obstacle = sharing.find(({ notAlone }) => notAlone !== undefined)?.notAlone;
  if (obstacle !== undefined) return obstacle;
  if (sharing.some(({ meanHold }) => meanHold === Number.POSITIVE_INFINITY)) return NO_STEADY_STATE;
  if (sharing.every(({ sources }) => sources === undefined)) {
    return erlangB(places, loadWithin(group.streams, field.counts));
  }
  if (sharing.length > 1) return `finite sources share the field ${field.name} with others: no closed form`;
  return engset(places, stream.sources!, stream.rate * stream.meanHold);
}

const NO_STEADY_STATE = 'the mean hold is infinite: there is no steady state';

/** Attempts per page and second. A source does not try while it holds, so it tries more often the more it is refused. */
function attemptsOf(stream: Stream, refused: Probability | string): number {
  if (stream.sources === undefined || typeof refused === 'string') return stream.rate;
  return (stream.rate * stream.sources) / (1 + stream.rate * stream.meanHold * (1 - refused.value));
}

/** Why a field does not behave as a loss system of its own, or undefined. */
function notLossSystem(layout: SplitLayout, field: Field): string | undefined {
  if (field.onLimit !== 'fail') return `the field ${field.name} does not refuse: no closed form`;
  return disturbedFrom(layout, field);
}

/** Why what is in a field is not only what it counts, or undefined. */
function disturbedFrom(layout: SplitLayout, field: Field): string | undefined {
  const below = layout.fields.slice(layout.fields.indexOf(field) + 1).find((lower) => lower.onLimit === 'carry');
  return below && `the field ${below.name} may carry into ${field.name}: no closed form`;
}

/**
 * The chance that a bias answers a question wrongly with yes. Pins and ordinary references are independent, and next to
 * none is refused, so that the ordinary count is Poisson, and of pins all that matters is how often none is held.
 */
function wrongYesOfBias(layout: BiasLayout, group: Offered, question: KindSet): Probability | string {
  if (layout.terms.length > 1) return 'no closed form for more than one bias';
  const bias = smallestBias(layout);
  const pins = layout.terms.reduce((set, term) => set | term.counts, 0);
  const asked = lnNoneWithin(group.streams, question);
  const others = lnNoneWithin(group.streams, pins & ~question);
  if (typeof asked === 'string') return asked;
  if (typeof others === 'string') return others;
  const ordinary = loadWithin(group.streams, ORDINARY);
  const word = group.steady + ordinary + bias * loadWithin(group.streams, pins);
  if (word === Number.POSITIVE_INFINITY) return NO_STEADY_STATE;
  if (word >= 2 ** (layout.word - 2)) return 'the word comes near its sign: no closed form';
  if (group.steady === 0 && streamsWithin(group.streams, pins).length > 0)
    return 'a bias refuses a pin of a page whose count is 0: no closed form';
  const looksPinned = ordinaryReach(bias, group);
  if (typeof looksPinned === 'string') return looksPinned;
  if (others === 0) return fromLn(lnOf(looksPinned) + asked);
  // Some other pin is held, or the ordinary references reach the bias.
  const wrong = -Math.expm1(others + Math.log1p(-looksPinned.value));
  return fromLn(Math.log(wrong) + asked);
}

/** The chance that a page has at least so many ordinary references, or why there is no closed form. */
function ordinaryReach(count: number, group: Offered): Probability | string {
  const streams = streamsWithin(group.streams, ORDINARY);
  if (streams.every(({ sources }) => sources === undefined)) {
    return poissonTail(count - group.steady, loadWithin(group.streams, ORDINARY));
  }
  const most = streams.reduce((sum, { sources = Number.POSITIVE_INFINITY }) => sum + sources, group.steady);
  if (most < count) return IMPOSSIBLE;
  return group.steady >= count ? CERTAIN : 'ordinary references of finite sources: no closed form';
}

/**
 * The chance that a split answers a question wrongly with yes: no reference of the question is held, but another is in
 * a field that counts some of them. In the loss system the states of a field have weights load^n/n!, whose sums are
 * known; what is not asked about alone has the sum at its own load.
 */
function wrongYesOfSplit(layout: SplitLayout, group: Offered, question: KindSet): Probability | string {
  const fields = layout.fields.filter((field) => field.counts & question);
  for (const field of fields) {
    const reason = notLossSystem(layout, field);
    if (reason !== undefined) return reason;
    if (field.counts & ORDINARY) return `the field ${field.name} counts ordinary references too: no closed form`;
  }
  // Nothing but what is asked about comes to these fields, however it comes.
  if (fields.every((field) => streamsWithin(group.streams, field.counts & ~question).length === 0)) return IMPOSSIBLE;
  let lnOthersOnly = 0;
  let lnAll = 0;
  for (const field of fields) {
    const sharing = streamsWithin(group.streams, field.counts);
    const obstacle = sharing.find(({ notAlone }) => notAlone !== undefined)?.notAlone;
    if (obstacle !== undefined) return obstacle;
    if (sharing.some(({ sources }) => sources !== undefined))
      return `finite sources share the field ${field.name} with others: no closed form`;
    const load = loadWithin(group.streams, field.counts);
    if (load === Number.POSITIVE_INFINITY) return NO_STEADY_STATE;
    const places = limitNumber(limitOf(field));
    lnAll += lnErlangWeight(places, load);
    lnOthersOnly += lnErlangWeight(places, loadWithin(group.streams, field.counts & ~question));
  }
  return fromLn(Math.log(Math.expm1(lnOthersOnly)) - lnAll);
}

type Part = { readonly weight: number; readonly probability: Probability | string };

function rowOfParts(of: string, parts: readonly Part[]): Figure | Gap {
  const known: { weight: number; probability: Probability }[] = [];
  for (const { weight, probability } of parts) {
    if (typeof probability === 'string') return { of, reason: probability, anyLayout: false };
    known.push({ weight, probability });
  }
  if (!known.some((part) => part.weight > 0))
    return { of, reason: 'the model has no pages', anyLayout: true, isNothing: true };
  return row(of, weightedMean(known));
}

/** The smallest double with all its digits; a value below it is carried by its logarithm. */
const SMALLEST_NORMAL = 2 ** -1022;

function row(of: string, { value, log10 }: Probability): Figure {
  const tiny = value < SMALLEST_NORMAL && log10 > Number.NEGATIVE_INFINITY;
  return { of, value, numerator: null, denominator: null, low: value, high: value, ...(tiny ? { log10 } : {}) };
}
