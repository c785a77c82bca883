import { asked, preset, registrations, runs, steady } from './preset.ts';

export const ioUringFixed = preset(
  {
    id: 'io-uring-fixed',
    title: 'io_uring registered buffers',
    description:
      'Buffers that rings register (IORING_REGISTER_BUFFERS), so that I/O pins nothing more. Pins on a page are the registered buffers that it is in, here one a ring, always for write and long-term.',
    laws: ['registrations'],
    comparisons: [
      { groups: ['buffer of 4 rings'], with: 'b1', of: 'pin' },
      { groups: ['buffer of 32 rings'], with: 'b2', of: 'pin' },
    ],
  },
  (from) => ({
    ...runs(from, [20, 'several registrations of each ring'], [5, 'about as long as a registration is held']),
    pages: [
      {
        name: 'buffer of 4 rings',
        count: from(32, 'b1: 32 pages'),
        ordinary: steady(from, 5, 'b1: 1 to 5 ordinary references; 4 jobs map the page'),
        pins: [registrations(from, [4, 'b1: 4 jobs, a ring each'], [5.07, 'b1: p50 5.07 s, p99 5.09 s'])],
      },
      {
        name: 'buffer of 32 rings',
        count: from(64, 'b2: 64 pages'),
        ordinary: steady(from, 2, 'b2: 2 ordinary references at 99.9 % of events'),
        pins: [registrations(from, [32, 'b2: 32 rings'], [3.39, 'b2: p50 3.39 s, p99 3.74 s'])],
      },
    ],
    checks: asked(from, { fork: 0.2, reclaim: 0.5, migration: 0.3 }),
  }),
);
