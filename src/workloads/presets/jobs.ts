import type { PinStream } from '../../config/plan.ts';
import { type From, lognormal } from './preset.ts';

/** Parameters that no line of a recording states, chosen so that a model comes near to it. */
export const FITTED = 'fitted to pins at once and refusals';

/**
 * Requests of 16 jobs on a page of the buffer that they share (a6), in bursts when the disk completes many together. Each
 * job has at most one on the page.
 */
export function sixteenJobs(from: From): readonly PinStream[] {
  const hold = () =>
    lognormal(
      from,
      [1.39e-3, 'a6: p50 1.39 ms of either kind'],
      [1.21, 'a6: p99 21.6 ms and mean 3.0 ms of either kind'],
    );
  return [
    {
      kind: 'read',
      or: ['write'],
      rate: from(3333, `a6: ${FITTED}: those that wait for a burst come within 1 ms`),
      hold: hold(),
      sources: from(13, `a6: 13 of 16 jobs; ${FITTED}`),
      ifRefused: 'skip',
      phases: {
        on: from(0.001, `a6: ${FITTED}: all 16 for 0.8 % of the time`),
        off: from(0.2, `a6: ${FITTED}`),
      },
    },
    {
      kind: 'read',
      or: ['write'],
      rate: from(333, 'a6: 631 pins a second on each page, less those of the bursts'),
      hold: hold(),
      sources: from(3, 'a6: the other 3 of 16 jobs'),
      ifRefused: 'skip',
    },
  ];
}
