import { asked, lognormal, preset, registrations, runs, steady } from './preset.ts';

export const attackerDioLibc = preset(
  {
    id: 'attacker-dio-libc',
    title: 'Attacker: direct I/O from a page of libc',
    hostile: true,
    description:
      'An unprivileged user writes a file with O_DIRECT from a read-only page of libc, 1,536 requests at a time. Each is a read pin on a page that every process shares; direct I/O is charged to nobody. A layout of few bits refuses the pins of all others; against a slow disk the same user reached 2,097,152 at once.',
    laws: ['in-flight'],
    comparisons: [{ groups: ['libc page'], with: 'g4', of: 'pin' }],
  },
  (from) => ({
    ...runs(
      from,
      [0.222, 'g4: the time from the first pin to the last'],
      [0.05, 'three times the 99th percentile of holds'],
    ),
    pages: [
      {
        name: 'libc page',
        count: from(1, 'g4: one page'),
        ordinary: steady(from, 7, 'g4: 7 ordinary references at 98 % of events'),
        pins: [
          {
            kind: 'read',
            rate: from(1000, 'g4: fitted to pins at once: a request that is done is followed by another within 1 ms'),
            hold: lognormal(from, [7e-3, 'g4: p50 7.00 ms'], [0.35, 'g4: p99 15.7 ms: ln(15.7 / 7) / 2.326']),
            sources: from(1536, 'g4: 1,536 requests in flight at most'),
            ifRefused: 'skip',
            phases: {
              on: from(
                0.002,
                'g4: fitted to pins at once (p50 564, p90 1,063, p99 1,432): requests are made in batches',
              ),
              off: from(0.012, 'g4: fitted to pins at once'),
            },
          },
        ],
      },
    ],
    checks: asked(from, { reclaim: 20, migration: 20 }),
  }),
);

export const attackerUringMemlock = preset(
  {
    id: 'attacker-uring-memlock',
    title: 'Attacker: as many io_uring registrations as memlock allows',
    hostile: true,
    description:
      'An unprivileged user registers one page as often as RLIMIT_MEMLOCK allows: 8 MiB are 2,048 registrations of 4 KiB, each a long-term write pin.',
    laws: ['registrations'],
    comparisons: [
      {
        groups: ['page of the attacker'],
        with: { peak: 2048, source: 'traces/README.md: stopped by RLIMIT_MEMLOCK' },
        of: 'pin',
      },
    ],
  },
  (from) => ({
    ...runs(from, [3, 'five rounds, and under 60,000 events a run'], [1, 'longer than a registration is held']),
    pages: [
      {
        name: 'page of the attacker',
        count: from(1, 'assumed: one page is enough'),
        ordinary: steady(from, 3, 'g3: 3 ordinary references at 80 % of events'),
        pins: [
          registrations(
            from,
            [2048, 'traces/README.md: 8 MiB of RLIMIT_MEMLOCK / 4 KiB'],
            [0.611, 'g3 (the same user, a huge page): p50 0.611 s'],
          ),
        ],
      },
    ],
    checks: asked(from, { reclaim: 5, migration: 5 }),
  }),
);

export const attackerRdma4Processes = preset(
  {
    id: 'attacker-rdma-4-processes',
    title: 'Attacker: RDMA regions of four processes',
    hostile: true,
    description:
      'RDMA charges pinned memory to each process, so that four processes of one user reach four times as many registrations of a shared page as RLIMIT_MEMLOCK allows to one: 8,192 long-term write pins.',
    laws: ['registrations'],
    comparisons: [
      {
        groups: ['page of the attacker'],
        with: { peak: 8192, source: 'traces/README.md: 4 processes reached 8,192' },
        of: 'pin',
      },
    ],
  },
  (from) => ({
    ...runs(
      from,
      [1, 'almost two rounds, and under 60,000 events a run'],
      [0.3, 'the regions are there from the start'],
    ),
    pages: [
      {
        name: 'page of the attacker',
        count: from(1, 'assumed: one page is enough'),
        ordinary: steady(from, 5, 'assumed: four mappers and a constant of 1'),
        pins: [
          registrations(
            from,
            [8192, 'traces/README.md: 4 processes × 2,048 regions of 4 KiB'],
            [0.573, 'd1: p50 0.573 s'],
          ),
        ],
      },
    ],
    checks: asked(from, { reclaim: 10, migration: 10 }),
  }),
);
