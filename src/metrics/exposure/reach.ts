import { KERNEL_STACK } from './attackers.ts';
import type { Attacker, Move, Use } from './types.ts';

/** Limits of which every task takes one. */
export const TASK_LIMITS = ['nproc', 'pids'] as const;

/** References that one task holds at most; Infinity where it may hold any number; 0 where it can hold none. */
export function perTaskOf(move: Move, attacker: Attacker): number {
  const { perTask } = move;
  if (perTask === undefined) return Number.POSITIVE_INFINITY;
  if (typeof perTask === 'number') return perTask;
  const limit = attacker.limits[perTask.limit];
  return limit ? Math.floor(limit.value / amountOf(perTask, attacker)) : Number.POSITIVE_INFINITY;
}

/** What one reference takes of a limit. */
function amountOf({ amount, dividedBy }: Use, attacker: Attacker): number {
  if (dividedBy === undefined) return amount;
  return amount / (attacker.limits[dividedBy]?.value ?? Number.POSITIVE_INFINITY);
}

/** How much of each limit of the attacker one reference takes: kernel memory, tasks, and what the move uses. */
export function amountsOf(move: Move, attacker: Attacker): Readonly<Record<string, number>> {
  const amounts: Record<string, number> = { memory: move.bytes };
  const perTask = perTaskOf(move, attacker);
  if (Number.isFinite(perTask)) {
    for (const limit of TASK_LIMITS) amounts[limit] = 1 / perTask;
    amounts['memory']! += KERNEL_STACK / perTask;
  }
  for (const use of move.uses) amounts[use.limit] = (amounts[use.limit] ?? 0) + amountOf(use, attacker);
  return Object.fromEntries(Object.entries(amounts).filter(([limit]) => limit in attacker.limits));
}

/** The references that a move gives by itself, and the limits that stop it there; Infinity where nothing does. */
export function reachOf(
  move: Move,
  attacker: Attacker,
): { readonly references: number; readonly limits: readonly string[] } {
  let references = Number.POSITIVE_INFINITY;
  let limits: string[] = [];
  for (const [limit, amount] of Object.entries(amountsOf(move, attacker))) {
    if (amount === 0) continue;
    const room = Math.floor(attacker.limits[limit]!.value / amount + 1e-9);
    if (room < references) [references, limits] = [room, [limit]];
    else if (room === references) limits.push(limit);
  }
  return { references, limits };
}

/** The most that moves give together. */
export interface Together {
  /** Σ weight × references; Infinity where some move has no end. */
  readonly total: number;
  /** References by move, in the order given; fractions of one are possible. */
  readonly references: readonly number[];
  /** Limits that are used up. */
  readonly limits: readonly string[];
}

/**
 * The most that several moves give together, each reference of a move counting `weight`, while all draw on the same
 * limits: a linear programme, solved by the simplex method with Bland's rule, which ends.
 */
export function together(moves: readonly (readonly [Move, number])[], attacker: Attacker): Together {
  const amounts = moves.map(([move]) => amountsOf(move, attacker));
  const endless = amounts.findIndex((amount) => Object.values(amount).every((a) => a === 0));
  if (endless >= 0) {
    const references = moves.map((_, i) => (i === endless ? Number.POSITIVE_INFINITY : 0));
    return { total: Number.POSITIVE_INFINITY, references, limits: [] };
  }
  const limits = [...new Set(amounts.flatMap((amount) => Object.keys(amount)))];
  const count = moves.length;
  // Rows: one limit each, in units of its value; columns: moves, slacks, right-hand side.
  const rows = limits.map((limit, r) => {
    const value = attacker.limits[limit]!.value;
    const own = amounts.map((amount) => (amount[limit] ?? 0) / (value || 1));
    return [...own, ...limits.map((_, s) => (s === r ? 1 : 0)), value === 0 ? 0 : 1];
  });
  const gain = [...moves.map(([, weight]) => weight), ...limits.map(() => 0), 0];
  const basis = limits.map((_, r) => count + r);
  const least = 1e-12 * Math.max(...moves.map(([, weight]) => weight));
  for (;;) {
    const entering = gain.findIndex((g, j) => j < count + limits.length && g > least);
    if (entering < 0) break;
    let leaving = -1;
    let best = Number.POSITIVE_INFINITY;
    rows.forEach((row, r) => {
      if (row[entering]! <= 1e-300) return;
      const ratio = row.at(-1)! / row[entering]!;
      if (ratio < best || (ratio === best && basis[r]! < basis[leaving]!)) [best, leaving] = [ratio, r];
    });
    // Every move uses some limit, so that none can grow without end.
    if (leaving < 0) throw new RangeError('a move without a limit');
    pivot(rows, gain, leaving, entering);
    basis[leaving] = entering;
  }
  const references = moves.map((_, i) => {
    const r = basis.indexOf(i);
    return r < 0 ? 0 : rows[r]!.at(-1)!;
  });
  const total = moves.reduce((sum, [, weight], i) => sum + weight * references[i]!, 0);
  const tight = limits.filter((_, r) => !basis.includes(count + r) && gain[count + r]! < -least);
  return { total, references, limits: tight };
}

function pivot(rows: number[][], gain: number[], leaving: number, entering: number): void {
  const by = rows[leaving]!;
  const scale = by[entering]!;
  for (let j = 0; j < by.length; j++) by[j]! /= scale;
  for (const row of [...rows, gain]) {
    if (row === by || row[entering] === 0) continue;
    const factor = row[entering]!;
    for (let j = 0; j < by.length; j++) row[j]! -= factor * by[j]!;
    row[entering] = 0;
  }
}
