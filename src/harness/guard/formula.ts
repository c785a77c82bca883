import { limitOf, redZone } from '../../layouts/limits.ts';
import type { GuardField, GuardWord, Hazard, Operations, SplitGuard } from './model.ts';
import { GUARDED, protocolOf } from './model.ts';

/** So many tasks do no harm, whatever the order of their steps; one more can. `null`: no number of tasks does harm. */
export type Safe = bigint | null;

/**
 * How many tasks a word stands before a hazard, in closed form. `explore` confirms it, for every small word.
 *
 * A field of b bits with r reserved has the range M = 2^b, the limit L = 2^(b − r) − 1 and the red zone R = M − 1 − L. At
 * the start it holds at most L references. N is the number of tasks.
 *
 * **add-undo.** The field holds held + k, k the number of tasks inside the window. An addition is kept only below L, so
 * held ≤ L, and the sum can be M only if k ≥ R + 1. So R tasks are safe, and R + 1 that find L held are not: the sum is M,
 * the field reads 0 (`lost`) and the neighbour 1 more (`wrong`). All of them are then in the window, and whoever undoes
 * borrows the carry back. One more task, which finds 0 and keeps its reference, is needed before a field at the top of
 * the word comes to 0 by a release (`freed`: sum M + 1, then M). A field below others, with one operation a task, has
 * also to fill what is above it; with any number of operations it can, since each round of carry, acquire and undo
 * leaves more than L references held.
 *
 * **check-add.** Whoever read at most L − 1 adds. N tasks that all read L − 1 make it L − 1 + N, which is M for N = R + 2.
 * No task undoes, so the carry stays. Even a field without red zone therefore stands one task.
 *
 * **saturate.** Past L the field is set to S = 3M/4 = 3·2^(b − 2). From S on, 2^(b − 2) additions carry; without the set,
 * R + 1 ≥ M/2 + 1 would be needed. With one operation a task, one more task must have set S before, so 2^(b − 2) are
 * safe; tasks that go on set S and come again, so 2^(b − 2) − 1 are. Downwards there are 3·2^(b − 2) values, so releases
 * never come first. `freed` needs a carry to exactly 0, one more reference that is kept, and its release.
 *
 * **bias.** As a field of the whole word with L = 2^(b − 1) − 1, where each pin adds B and the old word may be L itself,
 * so that the word goes from L to L + N·B: M is reached for N·B ≥ R + 1 = 2^(b − 1) + 1. With `add-undo` and any number of
 * operations, the first of them is kept, and its task comes again.
 *
 * **frozen-bit.** What was added to a frozen word stays while less than 2^(b − 2); from there on each of N tasks adds its
 * amount a before it sets the word back: 2^(b − 2) − 1 + N·a ≥ 2^(b − 1) leaves the word.
 *
 * **compare-and-swap.** What is written was computed from what is there: no hazard with any number of tasks.
 *
 * A field of reserve 0 that saturates sticks at L = M − 1, which the next addition leaves: 0.
 *
 * Where tasks work on several fields, the first carry is that of the field with the smallest number: a carry from below
 * spares the field above one addition, and costs at least one. The number for `freed` is then that of one field worked on
 * alone, and no bound for several.
 */
export function safeTasks(word: GuardWord, hazard: Hazard, operations: Operations): Safe {
  switch (word.word) {
    case 'split':
      return ofSplit(word, hazard, operations);
    case 'bias':
      return ofBias(word.bits, BigInt(word.bias), word.protocol, hazard, operations);
    case 'frozen':
      return ofFrozen(word.bits, BigInt(word.amount), hazard, operations);
  }
}

/** The smallest number over carry, lost, freed and wrong. */
export function guardTasks(word: GuardWord, operations: Operations): Safe {
  return GUARDED.map((hazard) => safeTasks(word, hazard, operations)).reduce(fewer, null);
}

/** The first hazard of the guard's: the one that comes with one task more; the worst where several come at once. */
export function firstHazard(word: GuardWord, operations: Operations): Hazard | null {
  const guard = guardTasks(word, operations);
  if (guard === null) return null;
  return WORST.find((hazard) => safeTasks(word, hazard, operations) === guard) ?? null;
}

const WORST: readonly Hazard[] = ['freed', 'lost', 'wrong', 'carry'];

function ofSplit(word: SplitGuard, hazard: Hazard, operations: Operations): Safe {
  return word.on.map((f) => ofField(word, f, hazard, operations)).reduce(fewer, null);
}

function ofField(word: SplitGuard, f: number, hazard: Hazard, operations: Operations): Safe {
  const field = word.fields[f];
  if (!field) throw new RangeError(`no field ${f}: the word has ${word.fields.length}`);
  const isChecked = field.onLimit === 'fail' || field.onLimit === 'saturate';
  if (!isChecked) throw new RangeError(`a field that is to ${field.onLimit} is not checked`);
  const protocol = protocolOf(word, f);
  if (hazard === 'stale' || protocol === 'compare-and-swap') return null;
  // The field on top carries out of the word.
  if (hazard === 'wrong' && f === 0) return null;
  if (hazard === 'refused') return protocol === 'add-undo' ? (operations === 'one' ? 2n : 1n) : null;
  if (hazard === 'freed') return freedByField(word, f, operations);
  // Carry, lost and wrong come with the same addition.
  switch (protocol) {
    case 'add-undo':
      return redZone(field);
    case 'check-add':
      return redZone(field) + 1n;
    case 'saturate':
      return field.reserve === 0 ? 0n : quarter(field) - (operations === 'one' ? 0n : 1n);
  }
}

/** Before a release brings the whole word to 0 while references are held. */
function freedByField(word: SplitGuard, f: number, operations: Operations): Safe {
  const field = word.fields[f]!;
  // In units of the field: what lies above it when everybody there is at the limit, and the range of both together.
  let full = 0n;
  let offset = BigInt(field.bits);
  for (const above of word.fields.slice(0, f).reverse()) {
    full += limitOf(above) << offset;
    offset += BigInt(above.bits);
  }
  const range = 1n << offset;
  const toRange = range - full - limitOf(field);
  switch (protocolOf(word, f)) {
    case 'add-undo':
      // So many additions more and the word is 0; one more, and its undo brings it there.
      return operations === 'one' ? toRange : redZone(field) + 1n;
    case 'check-add':
      // From L - 1; and nobody undoes, so the release needs a task of its own.
      return operations === 'one' ? toRange + 2n : redZone(field) + 1n;
    case 'saturate': {
      const carries = (range - full) >> BigInt(field.bits);
      if (field.reserve > 0) return operations === 'one' ? carries * quarter(field) + 2n : quarter(field);
      // Without a red zone S = L is a count like any other: releases go on from it, of M references only M - 1.
      return operations === 'any' ? 0n : field.bits === 1 ? carries : carries + 1n;
    }
    case 'compare-and-swap':
      return null;
  }
}

function ofBias(
  bits: number,
  bias: bigint,
  protocol: 'add-undo' | 'check-add' | 'compare-and-swap',
  hazard: Hazard,
  operations: Operations,
): Safe {
  if (protocol === 'compare-and-swap' || hazard === 'stale' || hazard === 'wrong') return null;
  const red = 1n << BigInt(bits - 1);
  const steps = red / bias;
  if (hazard === 'refused') return null;
  const kept = protocol === 'add-undo' && operations === 'any' ? 1n : 0n;
  if (hazard !== 'freed') return steps - kept;
  // From the highest word within the limit that so many pins bring to exactly 0, one pin more and one pin dropped; with
  // check-add nobody undoes, so that one operation a task needs a task for the drop.
  return steps + 1n - kept + (protocol === 'check-add' && operations === 'one' ? 1n : 0n);
}

function ofFrozen(bits: number, amount: bigint, hazard: Hazard, operations: Operations): Safe {
  switch (hazard) {
    case 'carry':
    case 'freed':
      return (1n << BigInt(bits - 2)) / amount;
    case 'stale':
      return operations === 'one' ? 4n : 1n;
    default:
      return null;
  }
}

const quarter = (field: GuardField): bigint => 1n << BigInt(field.bits - 2);

const fewer = (a: Safe, b: Safe): Safe => (a === null ? b : b === null ? a : a < b ? a : b);
