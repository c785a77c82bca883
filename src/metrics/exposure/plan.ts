import { KERNEL_STACK } from './attackers.ts';
import { amountsOf, perTaskOf, reachOf, together } from './reach.ts';
import type { Need } from './threats.ts';
import type { Attacker, Limit, Move, PlanStep, Reach } from './types.ts';

/** References of one move, each worth `weight` units of the need. */
interface Candidate {
  readonly move: Move;
  readonly weight: number;
}

export interface Plan {
  readonly steps: readonly PlanStep[];
  readonly moves: readonly Move[];
  /** The limits that stop it short; empty where it is enough. */
  readonly stoppedBy: readonly string[];
  /** References that it comes to, which may be fewer than needed. */
  readonly references: number;
  /** Share of the need that they meet, 0 … 1. */
  readonly met: number;
}

/** The moves by which the attacker gains references of a need on a page, with what each reference is worth. */
function candidatesFor(
  need: Need,
  page: Reach,
  kindOf: (kind: string) => number,
  attacker: Attacker,
  moves: readonly Move[],
): readonly Candidate[] {
  return moves.flatMap((move) => {
    if (need.cannotFail && !move.cannotFail) return [];
    if (!move.reaches.includes(page) || !move.needs.every((thing) => attacker.has.includes(thing))) return [];
    const weights = need.parts.filter(({ kinds }) => kinds & kindOf(move.kind)).map(({ weight }) => Number(weight));
    return weights.length === 0 ? [] : [{ move, weight: Math.max(...weights) }];
  });
}

/**
 * The cheapest way to meet a need on a page: one move alone where one is enough (fewest references, then measured before
 * computed, timed before not, least charged, least memory), else several together; where all together are not enough,
 * what they come to.
 */
export function planFor(
  need: Need,
  page: Reach,
  kindOf: (kind: string) => number,
  attacker: Attacker,
  moves: readonly Move[],
): Plan {
  const candidates = candidatesFor(need, page, kindOf, attacker, moves);
  const units = Number(need.units);
  let best: PlanStep | undefined;
  let chosen: Move | undefined;
  for (const { move, weight } of candidates) {
    const references = Math.ceil(units / weight);
    if (references > cachedReach(move, attacker)) continue;
    const step = stepOf(move, references, attacker);
    if (best === undefined || order(step, best) < 0) [best, chosen] = [step, move];
  }
  if (best && chosen) return { steps: [best], moves: [chosen], stoppedBy: [], references: best.references, met: 1 };
  if (candidates.length === 0) return { steps: [], moves: [], stoppedBy: [NO_MOVE], references: 0, met: 0 };
  const most = cachedTogether(candidates, attacker);
  // What is a fraction of a reference is none.
  const isEnough = Math.floor(most.total + 1e-6) >= units;
  const scale = isEnough ? Math.min(1, units / most.total) : 1;
  const parts = candidates.flatMap(({ move }, i): [Move, number][] => {
    const share = most.references[i]! * scale;
    const references = isEnough ? Math.ceil(share - 1e-9) : Math.floor(share + 1e-9);
    return references > 0 ? [[move, references]] : [];
  });
  return {
    steps: parts.map(([move, references]) => stepOf(move, references, attacker)),
    moves: parts.map(([move]) => move),
    stoppedBy: isEnough ? [] : most.limits,
    references: parts.reduce((sum, [, references]) => sum + references, 0),
    met: isEnough ? 1 : most.total / units,
  };
}

/** In place of a limit: the attacker has no move at all that gains such references on such a page. */
export const NO_MOVE = 'no move';

/** Which of two steps that come to the same is the cheaper. */
function order(a: PlanStep, b: PlanStep): number {
  return (
    a.references - b.references ||
    rank(a) - rank(b) ||
    Number(a.seconds === null) - Number(b.seconds === null) ||
    a.charged - b.charged ||
    a.bytes - b.bytes
  );
}

const rank = ({ evidence }: PlanStep): number => (evidence === 'measured' ? 0 : 1);

/** The most units that the attacker can have of a need, over the pages. */
export function mostUnits(
  need: Need,
  pages: readonly Reach[],
  kindOf: (kind: string) => number,
  attacker: Attacker,
  moves: readonly Move[],
): number {
  const totals = pages.map((page) => {
    const candidates = candidatesFor(need, page, kindOf, attacker, moves);
    return candidates.length === 0 ? 0 : Math.floor(cachedTogether(candidates, attacker).total + 1e-6);
  });
  return Math.max(0, ...totals);
}

/** The attacker with what a plan uses taken off his limits. */
export function after(plan: Plan, attacker: Attacker): Attacker {
  const limits: Record<string, Limit> = { ...attacker.limits };
  plan.steps.forEach(({ references }, i) => {
    for (const [limit, amount] of Object.entries(amountsOf(plan.moves[i]!, attacker))) {
      const { value } = limits[limit]!;
      limits[limit] = { ...limits[limit]!, value: Math.max(0, value - amount * references) };
    }
  });
  return { ...attacker, limits };
}

function stepOf(move: Move, references: number, attacker: Attacker): PlanStep {
  const { charge, rate } = move;
  const tasks = Math.ceil(references / perTaskOf(move, attacker)) || 1;
  return {
    move: move.id,
    references,
    bytes: references * move.bytes + (move.perTask === undefined ? 0 : tasks * KERNEL_STACK),
    charged: references * charge.bytes,
    charge: charge.per === 'nothing' ? 'nothing' : `${charge.against} per ${charge.per}`,
    calls: Math.ceil(references / move.perCall),
    tasks,
    seconds: rate ? (references * rate.seconds) / rate.references : null,
    evidence: move.evidence,
    sources: move.sources,
  };
}

const reaches = new WeakMap<Attacker, WeakMap<Move, number>>();

/** `reachOf` once for each move and attacker: a design space asks it of every layout. */
function cachedReach(move: Move, attacker: Attacker): number {
  let ofAttacker = reaches.get(attacker);
  if (!ofAttacker) reaches.set(attacker, (ofAttacker = new WeakMap()));
  let reach = ofAttacker.get(move);
  if (reach === undefined) ofAttacker.set(move, (reach = reachOf(move, attacker).references));
  return reach;
}

const programmes = new WeakMap<Attacker, Map<string, ReturnType<typeof together>>>();
const numbers = new WeakMap<Move, number>();
let numbered = 0;

function cachedTogether(candidates: readonly Candidate[], attacker: Attacker): ReturnType<typeof together> {
  let ofAttacker = programmes.get(attacker);
  if (!ofAttacker) programmes.set(attacker, (ofAttacker = new Map()));
  const key = candidates.map(({ move, weight }) => `${numberOf(move)}*${weight}`).join(' ');
  let most = ofAttacker.get(key);
  if (!most) {
    most = together(
      candidates.map(({ move, weight }) => [move, weight] as const),
      attacker,
    );
    ofAttacker.set(key, most);
  }
  return most;
}

function numberOf(move: Move): number {
  let number = numbers.get(move);
  if (number === undefined) numbers.set(move, (number = ++numbered));
  return number;
}
