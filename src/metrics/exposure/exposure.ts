import type { PageClass } from '../../harness/tally.ts';
import { limitJson } from '../../layouts/limits.ts';
import type { Layout } from '../../layouts/types.ts';
import { formatCount } from '../format.ts';
import { LOCAL_USER } from './attackers.ts';
import { reserveFor } from './guards.ts';
import { MOVES } from './moves.ts';
import { after, mostUnits, NO_MOVE, type Plan, planFor } from './plan.ts';
import { TASK_LIMITS } from './reach.ts';
import { fewest, type Need, type Threat, threatsTo, type Way } from './threats.ts';
import type { Attacker, ExposureRecord, Move, PlanStep, Reach } from './types.ts';

/** Where an attack does most harm, all else being equal: first where the attacker needs least. */
const WORST_FIRST: readonly Reach[] = ['read-only-file', 'cow-shared', 'shared-writable', 'own'];

export interface ExposureOptions {
  readonly moves?: readonly Move[];
  /** Folios that the layout counts; default small. */
  readonly class?: PageClass;
}

/** What each threat to a layout costs an attacker: one record a threat, possible or not. */
export function exposureOf(
  layout: Layout,
  attacker: Attacker = LOCAL_USER,
  options: ExposureOptions = {},
): readonly ExposureRecord[] {
  const means = meansOf(layout, attacker, options);
  return threatsTo(layout).map((threat) => recordOf(layout, threat, means));
}

/** The threats that are open to an attacker, as `deny.read`; none for a layout that survives. Quicker than the records. */
export function openTo(
  layout: Layout,
  attacker: Attacker = LOCAL_USER,
  options: ExposureOptions = {},
): readonly string[] {
  const means = meansOf(layout, attacker, options);
  return threatsTo(layout)
    .filter((threat) => bestAttempt(threat, means)?.stoppedBy.length === 0)
    .map(({ threat, of }) => `${threat}.${of}`);
}

/** How many threats are open, of the records of a layout. */
export function openThreats(records: readonly ExposureRecord[]): number {
  return records.filter(({ verdict }) => verdict === 'open').length;
}

interface Means {
  readonly attacker: Attacker;
  readonly moves: readonly Move[];
  /** The set that holds a move's kind; empty where the layout's domain has no such kind. */
  readonly kindOf: (kind: string) => number;
}

function meansOf(layout: Layout, attacker: Attacker, options: ExposureOptions): Means {
  const folios = options.class ?? 'small';
  const { kinds } = layout.domain;
  return {
    attacker,
    moves: (options.moves ?? MOVES).filter((move) => move.folios.includes(folios)),
    kindOf: (kind) => (kinds.includes(kind) ? 1 << kinds.indexOf(kind) : 0),
  };
}

/** One way on one kind of page, as far as the attacker gets. */
interface Attempt {
  readonly way: Way;
  readonly page: Reach;
  /** One for each need, up to the first that cannot be met. */
  readonly plans: readonly Plan[];
  readonly stoppedBy: readonly string[];
  readonly references: number;
}

function recordOf(layout: Layout, threat: Threat, means: Means): ExposureRecord {
  const { attacker } = means;
  const base = {
    layout: layout.id,
    attacker: attacker.id,
    threat: threat.threat,
    of: threat.of,
    label: threat.label(),
  };
  const attempt = bestAttempt(threat, means);
  if (!attempt) {
    const nothing = { pages: [], plan: [], bytes: 0, charged: 0, seconds: null, safe: '' };
    return { ...base, references: null, how: threat.why(), verdict: 'impossible', ...nothing };
  }
  const { way, plans } = attempt;
  const steps = plans.flatMap((plan) => plan.steps);
  const used = plans.flatMap((plan) => plan.moves);
  const isOpen = attempt.stoppedBy.length === 0;
  const isTimed = steps.length > 0 && steps.every(({ seconds }) => seconds !== null);
  return {
    ...base,
    references: limitJson(fewest(way.needs)),
    ...(way.tasks === undefined ? {} : { tasks: limitJson(way.tasks) }),
    how: way.how(),
    verdict: isOpen ? 'open' : 'stopped',
    ...(isOpen ? {} : { stoppedBy: stopOf(attempt, attacker) }),
    pages: threat.pages.filter((page) => used.every((move) => move.reaches.includes(page))),
    plan: steps,
    bytes: total(steps, ({ bytes }) => bytes),
    charged: total(steps, ({ charged }) => charged),
    seconds: isTimed ? total(steps, ({ seconds }) => seconds!) : null,
    safe: isOpen ? safetyOf(layout, threat, way, means) : '',
  };
}

/** The cheapest of all ways on all pages; undefined where there is no way. */
function bestAttempt(threat: Threat, means: Means): Attempt | undefined {
  let best: Attempt | undefined;
  for (const way of threat.ways) {
    for (const page of WORST_FIRST) {
      if (!threat.pages.includes(page)) continue;
      const attempt = attemptOn(page, way, means);
      if (!best || isCheaper(attempt, best)) best = attempt;
    }
  }
  return best;
}

function attemptOn(page: Reach, way: Way, { attacker, moves, kindOf }: Means): Attempt {
  const plans: Plan[] = [];
  let left = attacker;
  for (const need of way.needs) {
    const plan = planFor(need, page, kindOf, left, moves);
    plans.push(plan);
    if (plan.met < 1) break;
    if (plans.length < way.needs.length) left = after(plan, left);
  }
  const stoppedBy = [...plans.at(-1)!.stoppedBy];
  const tasks = tasksOf(attacker);
  if (way.tasks !== undefined && tasks < way.tasks) {
    const tightest = TASK_LIMITS.filter((limit) => Number(tasks) === Math.floor(attacker.limits[limit]?.value ?? -1));
    stoppedBy.push(...tightest.filter((limit) => !stoppedBy.includes(limit)));
  }
  return { way, page, plans, stoppedBy, references: total(plans, ({ references }) => references) };
}

/** How many tasks the attacker can have; 2^53 where nothing bounds them. */
function tasksOf(attacker: Attacker): bigint {
  return BigInt(Math.floor(Math.min(...TASK_LIMITS.map((limit) => attacker.limits[limit]?.value ?? 2 ** 53))));
}

/** Open before stopped; then what takes least, or comes nearest. */
function isCheaper(a: Attempt, b: Attempt): boolean {
  const isOpen = a.stoppedBy.length === 0;
  if (isOpen !== (b.stoppedBy.length === 0)) return isOpen;
  if (!isOpen) {
    const [near, other] = [a, b].map(({ plans }) => plans.length + plans.at(-1)!.met);
    return near! > other!;
  }
  if (a.references !== b.references) return a.references < b.references;
  const cost = (attempt: Attempt, of: (step: PlanStep) => number): number =>
    total(
      attempt.plans.flatMap((plan) => plan.steps),
      of,
    );
  const byCharge = cost(a, ({ charged }) => charged) - cost(b, ({ charged }) => charged);
  return (byCharge || cost(a, ({ bytes }) => bytes) - cost(b, ({ bytes }) => bytes)) < 0;
}

function total<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}

function stopOf({ way, stoppedBy, references }: Attempt, attacker: Attacker): NonNullable<ExposureRecord['stoppedBy']> {
  if (stoppedBy.includes(NO_MOVE)) {
    return { limits: [], allows: references, text: 'no known move of this attacker gains such references there' };
  }
  const names = stoppedBy.map((limit) => attacker.limits[limit]?.name ?? limit).join(' and ');
  const tasks = tasksOf(attacker);
  if (way.tasks !== undefined && tasks < way.tasks) {
    const text = `${names}: ${formatCount(tasks)} of ${formatCount(way.tasks)} tasks`;
    return { limits: stoppedBy, allows: Number(tasks), text };
  }
  const text = `${names}: ${formatCount(references)} of ${formatCount(fewest(way.needs))} references`;
  return { limits: stoppedBy, allows: references, text };
}

/** What would have to change, with the number that this attacker makes it. */
function safetyOf(layout: Layout, threat: Threat, way: Way, means: Means): string {
  const { bound, remedy } = way;
  if (!bound) return remedy;
  const text = boundText(layout, threat, way, means);
  return remedy === '' ? `${text[0]!.toUpperCase()}${text.slice(1)}.` : `${remedy} ${text}.`;
}

function boundText(layout: Layout, threat: Threat, { needs, bound, field }: Way, means: Means): string {
  const { attacker, moves, kindOf } = means;
  const need = needs[0]!;
  const most = (counted: Need): number => mostUnits(counted, threat.pages, kindOf, attacker, moves);
  switch (bound) {
    case 'tasks': {
      const tasks = tasksOf(attacker);
      const bits = field ? reserveFor(field, tasks) : null;
      return `${bits ?? 'more'} reserved bits stand the ${formatCount(tasks)} tasks that this attacker may have, compare-and-swap any number`;
    }
    case 'limit': {
      const reach = most(need);
      return `a limit above ${formatCount(reach)} (${bitsFor(reach)} bits) is out of this attacker's reach by the moves as they are listed`;
    }
    case 'bias-above':
      return `a bias above ${formatCount(most(need))} is out of this attacker's reach by the moves as they are listed`;
    default: {
      // The word is what fills up: each pin would have to take less of it.
      const pins = most({ ...need, parts: need.parts.map((part) => ({ ...part, weight: 1n })) });
      const highest = (word: 32 | 64): bigint => ((1n << BigInt(word - 1)) - 1n) / BigInt(Math.max(1, pins));
      const largest = layout.family === 'bias' ? BigInt(layout.terms.at(-1)!.bias) : 1n;
      const wider = layout.word === 32 && highest(64) >= largest ? ', or a word of 64 bits,' : '';
      if (highest(layout.word) < 2n)
        return `no bias keeps this attacker's ${formatCount(pins)} references below the sign`;
      return `a bias of at most ${formatCount(highest(layout.word))}${wider} keeps this attacker's ${formatCount(pins)} references below the sign`;
    }
  }
}

/** Bits with which to count beyond so many references. */
export function bitsFor(references: number): number {
  let bits = 1;
  while (2 ** bits - 1 <= references) bits++;
  return bits;
}
