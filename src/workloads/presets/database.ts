import { sixteenJobs } from './jobs.ts';
import { asked, lognormal, preset, runs, steady } from './preset.ts';

export const database = preset(
  {
    id: 'database',
    title: 'Database doing direct I/O',
    description:
      'MariaDB with O_DIRECT through io_uring under sysbench. Pins on a page are the I/Os in flight on it, short-term: a read from disk pins for write, a write to disk pins for read. Each frame of the buffer pool has at most one request; a few buffers are shared by 16 jobs, as in a backup or a scan.',
    laws: ['in-flight', 'mappers'],
    comparisons: [
      { groups: ['buffer pool'], with: 'r1b', of: 'pin' },
      { groups: ['buffer pool'], with: 'r1', of: 'pin' },
      { groups: ['shared buffers'], with: 'a6', of: 'pin' },
    ],
  },
  (from) => ({
    ...runs(
      from,
      [10, 'twice the 5 s of r1b, and under 50,000 events a run'],
      [1, 'a tenth of the duration (layouts.schema.json)'],
    ),
    pages: [
      {
        name: 'buffer pool',
        count: from(256, 'r1b: 3,123 folios, which behave alike; 256 of them keep the run short'),
        ordinary: steady(from, 1, 'r1b: 1 ordinary reference (its one mapper) at 99.4 % of events'),
        pins: [
          {
            kind: 'write',
            or: ['write', 'write', 'write', 'write', 'read', 'read', 'read'],
            rate: from(
              2.58,
              'r1b: 2.57 pins a second on each of 3,123 folios, 5 of 8 for write: every 389 ms, of which 1.2 ms are held',
            ),
            hold: lognormal(
              from,
              [0.262e-3, 'r1b: p50 0.262 ms of either kind'],
              [1.41, 'r1b: p99 6.98 ms of either kind: ln(6.98 / 0.262) / 2.326'],
            ),
            sources: from(1, 'r1b: one request on each frame'),
            ifRefused: 'skip',
          },
        ],
      },
      {
        name: 'shared buffers',
        count: from(2, 'a6: 8 pages, which behave alike; 2 of them keep the run short'),
        ordinary: steady(from, 17, 'a6: 17 ordinary references at 89 % of events, 16 jobs map the page'),
        pins: sixteenJobs(from),
      },
    ],
    checks: asked(from, { fork: 0.05, reclaim: 0.5, migration: 0.45 }),
  }),
);
