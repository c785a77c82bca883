import { preset } from './preset.ts';

export const database = preset(
  {
    id: 'database',
    title: 'Database doing direct I/O',
    description:
      'MariaDB with O_DIRECT through io_uring under sysbench. Pins on a page are the I/Os in flight on it, short-term: a read from disk pins for write, a write to disk pins for read. Each frame of the buffer pool has its own I/O; a few buffers are shared by 16 jobs, as in a backup or a scan.',
  },
  (from) => ({
    duration: from(10, 'twice the 5 s of r1b, and under 50,000 events a run'),
    warmup: from(1, 'a tenth of the duration (DESIGN 4.1); holds are milliseconds'),
    seed: from(1, 'default (DESIGN 4.1)'),
    runs: from(5, 'default (DESIGN 4.1)'),
    pages: [
      {
        name: 'buffer pool',
        count: from(256, 'r1b: 3,123 folios, which behave alike; 256 of them keep the run short'),
        ordinary: {
          steady: from(1, 'r1b: 1 ordinary reference (its one mapper) at 80,018 of 80,522 events'),
          rate: from(0, 'r1b: constant'),
        },
        pins: [
          {
            kind: 'write',
            rate: from(1.61, 'r1b: 25,190 write pins on 3,123 folios in 5.01 s'),
            hold: {
              lognormal: {
                median: from(
                  0.206e-3,
                  'r1b: write pins, p50 0.206 ms (one I/O a folio at a time, so that matching leaves no doubt)',
                ),
                sigma: from(1.37, 'r1b: write pins, p99 5.04 ms: ln(5.04 / 0.206) / 2.326'),
              },
            },
          },
          {
            kind: 'read',
            rate: from(0.963, 'r1b: 15,063 read pins on 3,123 folios in 5.01 s'),
            hold: {
              lognormal: {
                median: from(0.952e-3, 'r1b: read pins, p50 0.952 ms'),
                sigma: from(1.16, 'r1b: read pins, p99 14.1 ms: ln(14.1 / 0.952) / 2.326'),
              },
            },
          },
        ],
      },
      {
        name: 'shared buffers',
        count: from(2, 'a6: 8 pages, which behave alike; 2 of them keep the run short'),
        ordinary: {
          steady: from(17, 'a6: 16 jobs map the page; 17 ordinary references at 30,315 of 34,180 events'),
          rate: from(0, 'a6: constant once the jobs run'),
        },
        pins: [
          {
            kind: 'write',
            rate: from(198, 'a6: 8,458 write pins on 8 pages in 5.34 s'),
            hold: {
              lognormal: {
                median: from(1.39e-3, 'a6: p50 1.39 ms of either kind'),
                sigma: from(1.18, 'a6: p99 21.7 ms of either kind: ln(21.7 / 1.39) / 2.326'),
              },
            },
          },
          {
            kind: 'read',
            rate: from(202, 'a6: 8,632 read pins on 8 pages in 5.34 s'),
            hold: {
              lognormal: {
                median: from(1.39e-3, 'a6: p50 1.39 ms of either kind'),
                sigma: from(1.18, 'a6: p99 21.7 ms of either kind: ln(21.7 / 1.39) / 2.326'),
              },
            },
          },
        ],
      },
    ],
    checks: {
      rate: from(1, 'assumed: no recording counts who asks; reclaim, migration and fork together once a second'),
    },
  }),
);
