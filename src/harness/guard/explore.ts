import { counterProgram } from './counter-program.ts';
import { frozenProgram } from './frozen-program.ts';
import type { GuardModel, Hazard } from './model.ts';
import { bitsOf, HAZARDS } from './model.ts';
import { AT, DONE, hazardBit, IDLE, type Program } from './program.ts';
import { BYTES_PER_STATE, FULL, StateSet } from './state-set.ts';

/** States that an exploration holds at the most unless told otherwise: 2^21, about 40 MiB. */
export const MOST_STATES = 2 ** 21;

/** One step of one task, as a row of the table that tells how a hazard comes about. */
export interface Step {
  /** `A`, `B`, … in the order in which the tasks begin. A task that goes on keeps its letter. */
  readonly task: string;
  readonly does: string;
  /** The word before and after, in binary, a blank between fields. */
  readonly before: string;
  readonly after: string;
  /** The counts in it, high to low: of each field, or the one of the word. */
  readonly counts: readonly number[];
  /** What came about with this step. */
  readonly hazards: readonly Hazard[];
}

/** What all interleavings of a model come to. */
export type Exploration =
  /** None brings the hazard about. */
  | { readonly outcome: 'safe'; readonly states: number }
  /** The steps are as few as there can be, from a word within its limits. */
  | { readonly outcome: 'broken'; readonly states: number; readonly start: string; readonly steps: readonly Step[] }
  /** It was given up, so that it says nothing. */
  | { readonly outcome: 'too-large'; readonly states: number; readonly reason: string };

/**
 * Goes through every interleaving of the tasks' steps, breadth first, from every word within its limits; tasks are merged
 * by where they are. Memory: at most `most` states of `BYTES_PER_STATE`, twice that while a table grows.
 * @throws RangeError for a model without tasks, or with a word of more than 24 bits.
 */
export function explore(model: GuardModel, hazard: Hazard, most = MOST_STATES): Exploration {
  const program = programOf(model);
  const packing = packingOf(program.radices);
  if (packing === undefined) {
    const reason = `a state of ${model.tasks} tasks on ${bitsOf(model.word)} bits does not fit into 53 bits`;
    return { outcome: 'too-large', states: 0, reason };
  }
  const { pack, unpack } = packing;
  const sought = hazardBit(hazard);
  const states = new StateSet(most);
  const tooLarge = (): Exploration => ({
    outcome: 'too-large',
    states: states.size,
    reason: `there are more than ${most.toLocaleString('en')} states (${Math.round((most * BYTES_PER_STATE) / 2 ** 20)} MiB)`,
  });
  for (const start of program.starts()) if (states.add(pack(start), -1) === FULL) return tooLarge();

  const from: number[] = program.radices.map(() => 0);
  let at = 0;
  let isFull = false;
  let isVague = false;
  let last: { readonly key: number } | undefined;
  const visit = (to: readonly number[], _action: number, hazards: number): void => {
    if (last !== undefined) return;
    const key = pack(to);
    if ((hazards & sought) !== 0) {
      if (program.isVague(to)) isVague = true;
      else last = { key };
      return;
    }
    if (states.add(key, at) === FULL) isFull = true;
  };
  for (; at < states.size; at++) {
    unpack(states.key(at), from);
    program.next(from, visit);
    if (last !== undefined) return broken(model, program, packing, states, at, last.key, sought);
    if (isFull) return tooLarge();
  }
  if (isVague) {
    const reason = 'the hazard was seen only where more references are held than are counted one by one';
    return { outcome: 'too-large', states: states.size, reason };
  }
  return { outcome: 'safe', states: states.size };
}

function programOf(model: GuardModel): Program {
  const { word, tasks, operations } = model;
  if (!Number.isInteger(tasks) || tasks < 1) throw new RangeError(`a model has 1 task or more, not ${tasks}`);
  const bits = bitsOf(word);
  if (!(bits >= 1 && bits <= 24)) throw new RangeError(`the word of a model has 1 to 24 bits, not ${bits}`);
  const ends = operations === 'one' ? DONE : IDLE;
  return word.word === 'frozen' ? frozenProgram(word, tasks, ends) : counterProgram(word, tasks, ends);
}

interface Packing {
  pack(state: readonly number[]): number;
  unpack(key: number, into: number[]): void;
}

/** States as numbers, in mixed radix; undefined where they would not all be exact. */
function packingOf(radices: readonly number[]): Packing | undefined {
  const total = radices.reduce((product, radix) => product * radix, 1);
  if (total > 2 ** 53) return undefined;
  return {
    pack(state) {
      let key = 0;
      for (let i = 0; i < radices.length; i++) key = key * radices[i]! + state[i]!;
      return key;
    },
    unpack(key, into) {
      let rest = key;
      for (let i = radices.length - 1; i >= 0; i--) {
        const radix = radices[i]!;
        const above = Math.floor(rest / radix);
        into[i] = rest - above * radix;
        rest = above;
      }
    },
  };
}

/** The way to a state, told: the steps are found again from the states on it, the last by the hazard that it brings. */
function broken(
  model: GuardModel,
  program: Program,
  packing: Packing,
  states: StateSet,
  parent: number,
  end: number,
  sought: number,
): Exploration {
  const keys = [end];
  for (let at = parent; at >= 0; at = states.parent(at)) keys.push(states.key(at));
  keys.reverse();
  const tasks = new Letters(program.steps);
  const steps: Step[] = [];
  const from: number[] = program.radices.map(() => 0);
  for (let i = 1; i < keys.length; i++) {
    packing.unpack(keys[i - 1]!, from);
    let found = false;
    program.next(from, (to, action, hazards) => {
      const isLast = i === keys.length - 1;
      if (found || packing.pack(to) !== keys[i] || (isLast && (hazards & sought) === 0)) return;
      found = true;
      const { does, from: origin, to: step } = program.actions[action]!;
      steps.push({
        task: tasks.take(origin, step, from, to),
        does,
        before: binary(model, from[0]!),
        after: binary(model, to[0]!),
        counts: countsIn(model, to[0]!),
        hazards: HAZARDS.filter((hazard) => (hazards & hazardBit(hazard)) !== 0),
      });
    });
  }
  packing.unpack(keys[0]!, from);
  return { outcome: 'broken', states: states.size, start: binary(model, from[0]!), steps };
}

/** Names for tasks that are counted, not told apart: whoever has waited longest at a step takes the next one. */
class Letters {
  readonly #steps: number;
  readonly #at = new Map<number, string[]>();
  #named = 0;

  constructor(steps: number) {
    this.#steps = steps;
  }

  /** The task that goes from one step to another as the states around it tell. */
  take(step: number, next: number, from: readonly number[], to: readonly number[]): string {
    const letter = this.#queue(step).shift() ?? this.#next();
    // What one task writes may send others elsewhere: their compare-and-swap is bound to fail.
    const moved: string[] = [];
    let into = IDLE;
    for (let s = 0; s < this.#steps; s++) {
      const by = to[AT + s]! - from[AT + s]! + (s === step ? 1 : 0) - (s === next ? 1 : 0);
      if (by < 0) moved.push(...this.#queue(s).splice(0, -by));
      else if (by > 0) into = s;
    }
    this.#queue(into).push(...moved);
    this.#queue(next).push(letter);
    return letter;
  }

  #queue(step: number): string[] {
    let queue = this.#at.get(step);
    if (!queue) this.#at.set(step, (queue = []));
    return queue;
  }

  #next(): string {
    const n = this.#named++;
    return n < 26 ? String.fromCharCode(65 + n) : `T${n + 1}`;
  }
}

function widthsOf(model: GuardModel): readonly number[] {
  return model.word.word === 'split' ? model.word.fields.map((field) => field.bits) : [bitsOf(model.word)];
}

function binary(model: GuardModel, word: number): string {
  const digits = word.toString(2).padStart(bitsOf(model.word), '0');
  let at = 0;
  return widthsOf(model)
    .map((bits) => digits.slice(at, (at += bits)))
    .join(' ');
}

function countsIn(model: GuardModel, word: number): readonly number[] {
  return binary(model, word)
    .split(' ')
    .map((digits) => Number.parseInt(digits, 2));
}
