/** The design space of a word, from profiles: where each layout stands, the front, and what meets the requirements. */
export { MOST_BITS, type RefusalCurve, refusalCurves } from './curves.ts';
export { type Basis, basisOf, evaluateSpace, pinsOf, type Space } from './evaluate.ts';
export { dominates, frontOf } from './front.ts';
export {
  distanceTo,
  isOfSpace,
  type Judged,
  judgeSpace,
  leastSacrifices,
  type Miss,
  meetsAll,
  nearestFirst,
} from './judge.ts';
export { reserveOf, type Standing, standingOf } from './standing.ts';
export type * from './types.ts';
