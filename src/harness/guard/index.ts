/** Many tasks on one word: how many it stands, in closed form, and every interleaving of a few on a small one. */

export { type Exploration, explore, type Step } from './explore.ts';
export { firstHazard, guardTasks, type Safe, safeTasks } from './formula.ts';
export * from './model.ts';
