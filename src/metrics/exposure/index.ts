/** What an attacker needs to make a layout misbehave: attackers and moves as data, threats, and the cheapest plans. */
export {
  ATTACKERS,
  LOCAL_USER,
  NR_CPUS_LIMIT,
  PID_MAX_LIMIT,
  RDMA_USER,
  SERVER_USER,
} from './attackers.ts';
export { attackerProblems, moveProblems } from './check.ts';
export { type ExposureOptions, exposureOf, openThreats, openTo } from './exposure.ts';
export { guardRecords, reserveFor } from './guards.ts';
export { MEASURED_MOVES, MOVES } from './moves.ts';
export { raceRecords } from './races.ts';
export { amountsOf, perTaskOf, reachOf, type Together, together } from './reach.ts';
export { EXPOSURE_METRICS, exposureAgainst, exposureGaps, exposureRows } from './rows.ts';
export { type Survey, surveyExposure } from './survey.ts';
export type * from './types.ts';
export { REACHES } from './types.ts';
export { warningGaps, warningsOf } from './warning.ts';
