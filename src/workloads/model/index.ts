export { expectedEvents, measuredFrom, measuredUntil, modelPages, nameOfModelPage, observedOf } from './describe.ts';
export { generateRun, type PageRange } from './generate.ts';
export { meanHold } from './hold.ts';
