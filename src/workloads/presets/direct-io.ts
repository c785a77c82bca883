import { FITTED, sixteenJobs } from './jobs.ts';
import { asked, lognormal, preset, runs, steady } from './preset.ts';

export const directIo = preset(
  {
    id: 'direct-io',
    title: 'Direct I/O from buffers of one or of many jobs',
    description:
      'fio with O_DIRECT. Pins on a page are the I/Os in flight on it, short-term: a read from disk pins for write, a write to disk pins for read. Each job has at most one request on a page, so that as many pins as jobs share the buffer are possible at once; they meet in bursts, when the disk completes many requests together.',
    laws: ['in-flight', 'mappers'],
    comparisons: [
      { groups: ['buffer of 4 jobs'], with: 'a1', of: 'pin' },
      { groups: ['buffer of 16 jobs'], with: 'a6', of: 'pin' },
      { groups: ['buffer of one job'], with: 'a2', of: 'pin' },
    ],
  },
  (from) => ({
    ...runs(
      from,
      [1.3, 'some 30 phases on a page, and under 60,000 events a run'],
      [0.3, 'twenty times the longest usual hold'],
    ),
    pages: [
      {
        name: 'buffer of 4 jobs',
        count: from(32, 'a1: 32 pages'),
        ordinary: steady(from, 5, 'a1: 5 ordinary references at 99.5 % of events, 4 jobs map the page'),
        pins: [
          {
            kind: 'read',
            or: ['write'],
            rate: from(200, `a1: ${FITTED}; 5 ms between requests of a job while there is something to do`),
            hold: lognormal(
              from,
              [3.98e-3, 'a1: p50 3.98 ms of either kind'],
              [0.87, 'a1: p99 32 ms and mean 5.7 ms of either kind'],
            ),
            sources: from(4, 'a1: 4 jobs, one request each on a page'),
            ifRefused: 'skip',
            phases: {
              on: from(0.02, `a1: ${FITTED}: nothing is held for 57 % of the time, all four for 10 %`),
              off: from(0.025, `a1: ${FITTED}`),
            },
          },
        ],
      },
      {
        name: 'buffer of 16 jobs',
        count: from(8, 'a6: 8 pages'),
        ordinary: steady(from, 17, 'a6: 17 ordinary references at 89 % of events, 16 jobs map the page'),
        pins: sixteenJobs(from),
      },
      {
        name: 'buffer of one job',
        count: from(64, 'a2: 256 pages, which behave alike; 64 of them keep the run short'),
        ordinary: steady(from, 1, 'a2: 1 ordinary reference at all but 0.02 % of events'),
        pins: [
          {
            kind: 'read',
            or: ['write'],
            rate: from(93, 'a2: 72.5 pins a second on each page: every 13.8 ms, of which 3.05 ms are held'),
            hold: lognormal(
              from,
              [1.15e-3, 'a2: p50 1.15 ms of either kind'],
              [1.13, 'a2: p99 15.8 ms of either kind: ln(15.8 / 1.15) / 2.326'],
            ),
            sources: from(1, 'a2: one job, whose requests have buffers of their own'),
            ifRefused: 'skip',
          },
        ],
      },
    ],
    checks: asked(from, { fork: 0.5, reclaim: 1, migration: 0.5 }),
  }),
);
