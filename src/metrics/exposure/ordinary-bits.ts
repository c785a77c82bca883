import { KERNEL_STACK, kernelDefaults, PID_MAX_LIMIT } from './attackers.ts';
import { MOVES } from './moves.ts';
import { together } from './reach.ts';
import type { Attacker } from './types.ts';

/** What uses up a field of so many bits for ordinary references, saturation's own bits not among them. */
export interface OrdinaryBits {
  readonly bits: number;
  /** References that are one too many: 2^bits. */
  readonly references: number;
  /**
   * Bytes of memory from which on the kernel allows so many processes by default, each of which maps the page once
   * (threads-max: an eighth of memory for kernel stacks, kernel/fork.c). Null: Linux has no so many processes.
   */
  readonly benign: number | null;
  /** Bytes of memory of the smallest machine, in powers of two from `SMALLEST`, on which an unprivileged user holds so many references. */
  readonly hostile: number;
  /** The moves by which he does on that machine, most references first. */
  readonly moves: readonly string[];
}

/** The smallest machine that is looked at, bytes. */
export const SMALLEST = 2 ** 20;
/** Nobody has a larger machine: 2^57 bytes are all that x86-64 can address. */
const LARGEST = 2 ** 57;

/** Moves that gain ordinary references on a page that everybody maps, without devices or capabilities. */
const WAYS = MOVES.filter(
  ({ kind, reaches, needs }) => kind === 'ordinary' && reaches.includes('read-only-file') && needs.length === 0,
);

/** The law "ordinary = mappers and a constant", turned round: the machine on which a width is used up. */
export function ordinaryBits(bits: number): OrdinaryBits {
  const references = 2 ** bits;
  for (let memory = SMALLEST; memory <= LARGEST; memory *= 2) {
    const attacker: Attacker = { id: 'user', name: 'an unprivileged user', limits: kernelDefaults(memory), has: [] };
    const most = together(
      WAYS.map((move) => [move, 1] as const),
      attacker,
    );
    if (most.total < references) continue;
    const moves = WAYS.map((move, i) => ({ id: move.id, n: most.references[i]! })).filter(({ n }) => n >= 1);
    return {
      bits,
      references,
      benign: references > PID_MAX_LIMIT ? null : references * 8 * KERNEL_STACK,
      hostile: memory,
      moves: moves.sort((a, b) => b.n - a.n).map(({ id }) => id),
    };
  }
  throw new RangeError(`no machine holds 2^${bits} references`);
}
