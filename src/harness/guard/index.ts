/** Many tasks on one word: how many it stands, in closed form, and every interleaving of a few on a small one. */

export {
  REFCOUNT_MAX,
  REFCOUNT_SATURATED,
  type RefcountStep,
  type RefcountWarning,
  refcountAdd,
  refcountAddNotZero,
  refcountAddNotZeroLimited,
  refcountDec,
  refcountSubAndTest,
} from '../../layouts/catalogue/refcount.ts';
export { type Exploration, explore, MOST_STATES, type Step } from './explore.ts';
export { firstHazard, guardTasks, type Safe, safeTasks } from './formula.ts';
export * from './model.ts';
