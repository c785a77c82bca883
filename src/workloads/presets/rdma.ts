import { asked, preset, registrations, runs, steady } from './preset.ts';

export const rdma = preset(
  {
    id: 'rdma',
    title: 'RDMA server',
    description:
      'A server that registers memory with two adapters. Pins on a page are the registrations of it, one each, long-term and, of writable regions, for write (ib_umem_get): 128 on a buffer that every connection registers again, one on a buffer of its own.',
    laws: ['registrations'],
    comparisons: [
      { groups: ['shared buffer'], with: 'd1', of: 'pin' },
      { groups: ['private buffer'], with: 'd4', of: 'pin' },
    ],
  },
  (from) => ({
    ...runs(
      from,
      [10, 'long enough for 17 registrations of each place, short enough for under 50,000 events a run'],
      [1, 'longer than a registration is held'],
    ),
    pages: [
      {
        name: 'shared buffer',
        count: from(8, 'd1: 64 pages, which behave alike; 8 of them keep the run short'),
        ordinary: steady(from, 2, 'd1: 2 ordinary references at 94 % of events, 3 at the others'),
        pins: [registrations(from, [128, 'd1: 2 adapters × 64 regions'], [0.573, 'd1: p50 0.573 s, p99 0.603 s'])],
      },
      {
        name: 'private buffer',
        count: from(64, 'd4 (ib_write_bw): 64 pages'),
        ordinary: steady(from, 1, 'd4: 1 ordinary reference at 86 % of events'),
        pins: [registrations(from, [1, 'd4: one region'], [0.986, 'd4: p50 0.986 s, p99 0.992 s'])],
      },
    ],
    checks: asked(from, { fork: 0.2, reclaim: 0.5, migration: 0.3 }),
  }),
);
