export {
  checkRate,
  expectedEvents,
  measuredFrom,
  measuredUntil,
  modelPages,
  nameOfModelPage,
  observedOf,
} from './describe.ts';
export { generateRun } from './generate.ts';
export { meanHold } from './hold.ts';
export type { Loop } from './loop.ts';
export { popularity } from './popularity.ts';
export type { PageRange } from './range.ts';
export { isClosedLoop } from './stream.ts';
