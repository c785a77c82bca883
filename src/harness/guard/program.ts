import { HAZARDS, type Hazard } from './model.ts';

/** A set of hazards: bit i stands for HAZARDS[i]. */
export type HazardSet = number;

export const hazardBit = (hazard: Hazard): HazardSet => 1 << HAZARDS.indexOf(hazard);

/** Where a task is that has not begun, and one that has done its operation. Steps are 0, 1, … */
export const IDLE = -1;
export const DONE = -2;

/** Slots of a state that every program has; the counts of tasks by step follow from AT on. */
export const WORD = 0;
export const FINISHED = 1;
export const AT = 2;

export interface Action {
  /** As one says it of a task: "adds 1 to read". */
  readonly does: string;
  /** Steps between which it takes the task. */
  readonly from: number;
  readonly to: number;
}

/** Receives a state to which one task's next step leads; `to` is overwritten by the next. */
export type Emit = (to: readonly number[], action: number, hazards: HazardSet) => void;

/**
 * The states of a model, and the steps that lead from one to the next. A state is a row of whole numbers:
 *
 *     word · tasks that are done · tasks at each step of the protocol · what is truly held …
 *
 * Tasks are not told apart, only counted: what one can do, any other at its step can. The rest of the tasks are idle.
 */
export interface Program {
  /** Slot i holds a number below radices[i]. */
  readonly radices: readonly number[];
  /** How many slots count tasks by step. */
  readonly steps: number;
  /** What the tasks do, by the code that `next` emits. */
  readonly actions: readonly Action[];
  /** The word within its limits, and nobody inside the window. */
  starts(): Iterable<readonly number[]>;
  next(from: readonly number[], emit: Emit): void;
  /** True of a state that stands for more than one, because what is held is counted one by one only up to a cap. */
  isVague(state: readonly number[]): boolean;
}
