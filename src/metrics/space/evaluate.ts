import { PIN } from '../../layouts/domain.ts';
import { limitNumber, limitOf, limitsOf, ordinaryLimit } from '../../layouts/limits.ts';
import { designSpace } from '../../layouts/space.ts';
import type { Layout } from '../../layouts/types.ts';
import { isClosedLoop } from '../../workloads/model/stream.ts';
import { type Pins, ScenarioTables } from './scenario.ts';
import type { Excluded, Fewest, Point, SetAside, SpaceScenario, Worst } from './types.ts';

/** What decides where layouts stand: the same scenarios for each, or else one would be compared on events that another is spared. */
export interface Basis {
  readonly scenarios: readonly ScenarioTables[];
  /** Scenarios that count for refusals: they have pins and tell read from write, or, where none does, they have pins. */
  readonly refusals: readonly ScenarioTables[];
  /** For the question `pinned` (and `longterm`); for `written`. */
  readonly pinned: readonly ScenarioTables[];
  readonly written: readonly ScenarioTables[];
  /** Where most ordinary references were held at once; null where no scenario shows them. */
  readonly ordinary: { readonly scenario: string; readonly peak: number } | null;
  readonly setAside: readonly SetAside[];
  /** Ids of models of which each layout would have to be replayed. */
  readonly closedLoops: readonly string[];
  /** Why no layout of a family can be judged. */
  readonly unjudged: Readonly<Partial<Record<Pins['family'], Omit<Excluded, 'layout'>>>>;
}

/** The design space of a word on some scenarios. */
export interface Space {
  readonly word: 32 | 64;
  readonly basis: Basis;
  /** In the order of `designSpace`. */
  readonly points: readonly Point[];
  readonly excluded: readonly Excluded[];
}

const NO_DIRECTION = 'this source does not tell read pins from write pins';
const CLOSED_LOOP = 'refused calls do something else, which depends on the layout: each would have to be replayed';

/**
 * What the scenarios can be used for.
 *
 * A source that has pins but does not tell read from write counts for no layout's refusals, since it could only count
 * for those with one field for all pins; only where no source tells is it the splits into read and write that have no
 * point. A bias has none where a source does not show ordinary references, which share its word. The pin fields of a
 * split hold nothing else, so that its answer to `pinned` is right whatever a source shows; so is its answer to `written`
 * where it counts write pins apart. A model that is a closed loop has no one history that all layouts could be read off.
 */
export function basisOf(all: readonly SpaceScenario[]): Basis {
  const isLoop = ({ model }: SpaceScenario): boolean => model !== undefined && isClosedLoop(model);
  const sources = all.filter((source) => !isLoop(source));
  const scenarios = sources.map((source) => new ScenarioTables(source));
  const withPins = scenarios.filter(({ pins }) => pins > 0);
  const directed = withPins.filter(({ observed }) => observed.direction);
  const refusals = directed.length > 0 ? directed : withPins;
  const pinned = scenarios.filter(({ observedAmount }) => observedAmount > 0);
  const written = pinned.filter(({ observed }) => observed.direction);
  const setAside: SetAside[] = all.filter(isLoop).flatMap(({ id }) =>
    (['headroom', 'refused', 'wrong'] as const).map((objective) => ({
      scenario: id,
      objective,
      reason: CLOSED_LOOP,
    })),
  );
  for (const scenario of scenarios) {
    const aside = (objective: SetAside['objective'], reason: string): void => {
      setAside.push({ scenario: scenario.id, objective, reason });
    };
    const { observed } = scenario;
    if (!observed.ordinary) aside('headroom', 'this source does not show ordinary references');
    if (scenario.pins > 0 && !refusals.includes(scenario)) aside('refused', NO_DIRECTION);
    if (!pinned.includes(scenario)) aside('wrong', 'nothing was observed for any length of time');
    else if (scenario.pins > 0 && !written.includes(scenario)) aside('wrong', `written: ${NO_DIRECTION}`);
  }
  const blind = scenarios.filter(({ observed }) => !observed.ordinary).map(({ id }) => id);
  return {
    scenarios,
    refusals,
    pinned,
    written,
    ordinary: highest(
      scenarios.filter(({ observed }) => observed.ordinary),
      'ordinary',
    ),
    setAside,
    closedLoops: all.filter(isLoop).map(({ id }) => id),
    unjudged: {
      ...(withPins.length > 0 && directed.length === 0
        ? {
            'read/write': {
              reason: 'no scenario with pins tells read pins from write pins',
              scenarios: withPins.map(({ id }) => id),
            },
          }
        : {}),
      ...(blind.length > 0
        ? { bias: { reason: 'ordinary references, which share the word, are not shown', scenarios: blind } }
        : {}),
    },
  };
}

/** Every layout of the design space, in the order in which `designSpace` yields them. */
export function evaluateSpace(word: 32 | 64, basis: Basis, layouts: Iterable<Layout> = designSpace(word)): Space {
  const points: Point[] = [];
  const excluded: Excluded[] = [];
  const known = new Map<string, PinPart>();
  for (const layout of layouts) {
    const pins = pinsOf(layout);
    const obstacle = basis.unjudged[pins.family] ?? beyondSign(layout, basis);
    if (obstacle !== undefined) {
      excluded.push({ layout, ...obstacle });
      continue;
    }
    // The reserve is of no account to pins, so that most layouts share what they do to them with four others.
    const key = keyOf(pins);
    let part = known.get(key);
    if (part === undefined) known.set(key, (part = pinPart(layout, pins, basis)));
    points.push({ layout, headroom: headroomOf(layout, basis), ...part });
  }
  return { word, basis, points, excluded };
}

/** How a layout of the space counts pins. */
export function pinsOf(layout: Layout): Pins {
  if (layout.family === 'bias') return { family: 'bias', exponent: Math.log2(layout.terms[0]!.bias) };
  const [first, second] = layout.fields;
  return first!.counts === PIN
    ? { family: 'pin', pin: first!.bits }
    : { family: 'read/write', read: first!.bits, write: second!.bits };
}

const keyOf = (pins: Pins): string =>
  pins.family === 'read/write'
    ? `${pins.read}/${pins.write}`
    : pins.family === 'pin'
      ? `${pins.pin}`
      : `bias ${pins.exponent}`;

type PinPart = Omit<Point, 'layout' | 'headroom'>;

function pinPart(layout: Layout, pins: Pins, basis: Basis): PinPart {
  let refused: Worst | null = null;
  const all = { numerator: 0, denominator: 0 };
  for (const scenario of basis.refusals) {
    const numerator = scenario.refused(pins);
    refused = worse(refused, numerator, scenario.pins, scenario.id, 'pin');
    all.numerator += numerator;
    all.denominator += scenario.pins;
  }
  let wrong: Worst | null = null;
  let longterm: Worst | null = null;
  const ask = (worst: Worst | null, question: 'pinned' | 'written' | 'longterm', scenario: ScenarioTables): Worst =>
    worse(worst, scenario.wrong(question, pins), scenario.observedAmount, scenario.id, question);
  for (const scenario of basis.pinned) {
    wrong = ask(wrong, 'pinned', scenario);
    if (basis.written.includes(scenario)) wrong = ask(wrong, 'written', scenario);
    if (pins.family !== 'read/write' || scenario.observed.direction) longterm = ask(longterm, 'longterm', scenario);
  }
  return {
    refused,
    wrong,
    longterm,
    pinsLeft: pinsLeftOf(layout, pins, basis),
    refusedInAll: basis.refusals.length > 0 ? all : null,
  };
}

function worse(worst: Worst | null, numerator: number, denominator: number, scenario: string, of: string): Worst {
  const value = numerator / denominator;
  return worst !== null && worst.value >= value ? worst : { value, numerator, denominator, scenario, of };
}

function headroomOf(layout: Layout, { ordinary }: Basis): Fewest {
  const limit = layout.family === 'bias' ? ordinaryLimit(layout) : limitOf(layout.fields.at(-1)!);
  const value = Math.log2((limitNumber(limit) + 1) / ((ordinary?.peak ?? 0) + 1));
  return { value, scenario: ordinary?.scenario ?? null, of: 'ordinary' };
}

function pinsLeftOf(layout: Layout, pins: Pins, { scenarios }: Basis): Fewest | null {
  const seen = pins.family === 'read/write' ? scenarios.filter(({ observed }) => observed.direction) : scenarios;
  let fewest: Fewest | null = null;
  for (const { name: of, limit } of limitsOf(layout).slice(0, -1)) {
    const peak = highest(seen, of);
    if (peak === null) return null;
    const value = Math.log2((limitNumber(limit) + 1) / (peak.peak + 1));
    if (fewest === null || value < fewest.value) fewest = { value, scenario: peak.scenario, of };
  }
  return fewest;
}

function highest(scenarios: readonly ScenarioTables[], of: string): { scenario: string; peak: number } | null {
  let found: { scenario: string; peak: number } | null = null;
  for (const scenario of scenarios) {
    const peak = scenario.peak(of);
    if (found === null || peak > found.peak) found = { scenario: scenario.id, peak };
  }
  return found;
}

function beyondSign(layout: Layout, { scenarios }: Basis): Omit<Excluded, 'layout'> | undefined {
  if (layout.family !== 'bias') return undefined;
  const where = scenarios.filter((scenario) => scenario.reachesSign(layout)).map(({ id }) => id);
  return where.length === 0
    ? undefined
    : { reason: 'beyond the sign bit, where only replay could tell', scenarios: where };
}
