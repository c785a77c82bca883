import { preset } from './preset.ts';

export const rdma = preset(
  {
    id: 'rdma',
    title: 'RDMA server',
    description:
      'A server that registers memory with two adapters. Pins on a page are the registrations of it, one each, for write and long-term (ib_umem_get): 128 on a buffer that every connection registers again, one on a buffer of its own. The recording registers and drops them all at once; here they come and go, so that the same number is held on average.',
  },
  (from) => ({
    duration: from(10, 'long enough for 17 registrations of each place, short enough for under 50,000 events a run'),
    warmup: from(1, 'longer than a registration is held, so that measuring starts in the steady state'),
    seed: from(1, 'default (DESIGN 4.1)'),
    runs: from(5, 'default (DESIGN 4.1)'),
    pages: [
      {
        name: 'shared buffer',
        count: from(8, 'd1: 64 pages, which behave alike; 8 of them keep the run short'),
        ordinary: {
          steady: from(2, 'd1: 2 ordinary references at 15,360 of 16,384 events, 3 at the others'),
          rate: from(0, 'd1: constant'),
        },
        pins: [
          {
            kind: 'write-long',
            rate: from(223, 'd1: 2 adapters × 64 regions = 128 pins on a page, held 0.574 s: 128 / 0.574 a second'),
            hold: { fixed: from(0.574, 'd1: median 0.574 s, 99 % within 0.603 s (standard deviation 2 %)') },
          },
        ],
      },
      {
        name: 'private buffer',
        count: from(64, 'd4 (ib_write_bw): 64 pages'),
        ordinary: {
          steady: from(1, 'd4: 1 ordinary reference at 116 of 128 events'),
          rate: from(0, 'd4: constant'),
        },
        pins: [
          {
            kind: 'write-long',
            rate: from(1.01, 'd4: one region on each page, held 0.992 s: 1 / 0.992 a second keeps one held on average'),
            hold: { fixed: from(0.992, 'd4: median 0.992 s, 99 % within 0.992 s') },
          },
        ],
      },
    ],
    checks: {
      rate: from(1, 'assumed: no recording counts who asks; reclaim, migration and fork together once a second'),
    },
  }),
);
