import { cpusForTasks, KERNEL_STACK, kernelDefaults, NR_CPUS_LIMIT } from './attackers.ts';
import { MOVES } from './moves.ts';
import { together } from './reach.ts';
import type { Attacker } from './types.ts';

/** What uses up a field of so many bits for ordinary references, saturation's own bits not among them. */
export interface OrdinaryBits {
  readonly bits: number;
  /** References that are one too many: 2^bits. */
  readonly references: number;
  /**
   * The machine from which on the kernel allows so many processes by default, each of which maps the page once: bytes of
   * memory (threads-max: an eighth of it for kernel stacks, kernel/fork.c) and CPUs (kernel.pid_max, kernel/pid.c). Null:
   * Linux has no so many processes.
   */
  readonly benign: { readonly memory: number; readonly cpus: number } | null;
  /**
   * The smallest machine on which an unprivileged user holds so many references: bytes of memory in powers of two from
   * `SMALLEST`, and the fewest CPUs with which so much is enough.
   */
  readonly hostile: { readonly memory: number; readonly cpus: number };
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

/** References that he holds at once on a machine of so many bytes and CPUs, by each way. */
function heldOn(memory: number, cpus: number): ReturnType<typeof together> {
  const attacker: Attacker = {
    id: 'user',
    name: 'an unprivileged user',
    limits: kernelDefaults(memory, cpus),
    has: [],
  };
  return together(
    WAYS.map((move) => [move, 1] as const),
    attacker,
  );
}

/** The law "ordinary = mappers and a constant", turned round: the machine on which a width is used up. */
export function ordinaryBits(bits: number): OrdinaryBits {
  const references = 2 ** bits;
  const processors = cpusForTasks(references);
  for (let memory = SMALLEST; memory <= LARGEST; memory *= 2) {
    if (heldOn(memory, NR_CPUS_LIMIT).total < references) continue;
    let cpus = 1;
    while (heldOn(memory, cpus).total < references) cpus++;
    const most = heldOn(memory, cpus);
    const moves = WAYS.map((move, i) => ({ id: move.id, n: most.references[i]! })).filter(({ n }) => n >= 1);
    return {
      bits,
      references,
      benign: processors === null ? null : { memory: references * 8 * KERNEL_STACK, cpus: processors },
      hostile: { memory, cpus },
      moves: moves.sort((a, b) => b.n - a.n).map(({ id }) => id),
    };
  }
  throw new RangeError(`no machine holds 2^${bits} references`);
}
