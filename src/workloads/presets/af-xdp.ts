import { asked, preset, registrations, runs, steady } from './preset.ts';

export const afXdp = preset(
  {
    id: 'af-xdp',
    title: 'AF_XDP sockets',
    description:
      'Sockets that receive packets into user memory. Pins on a page are the sockets whose umem it is in, for write and long-term; the kernel drops them from a work queue.',
    laws: ['registrations'],
    comparisons: [{ groups: ['umem of 64 sockets', 'umem of 16 sockets'], with: 'r6', of: 'pin' }],
  },
  (from) => ({
    ...runs(from, [10, 'some 18 registrations of each socket'], [1.3, 'longer than a socket is open']),
    pages: [
      {
        name: 'umem of 64 sockets',
        count: from(16, 'r6: 64 pages, which behave alike; 16 of them keep the run short'),
        ordinary: steady(from, 2, 'r6: 2 ordinary references at 48 % of events, 0 at 41 %, while it is taken down'),
        pins: [registrations(from, [64, 'r6: 64 sockets'], [0.542, 'r6: p50 0.542 s, p99 1.28 s'])],
      },
      {
        name: 'umem of 16 sockets',
        count: from(16, 'r6: 16 sockets had 64 pages too, most of them the same'),
        ordinary: steady(from, 2, 'r6: 2 ordinary references at 48 % of events'),
        pins: [registrations(from, [16, 'r6: 16 sockets'], [0.542, 'r6: p50 0.542 s, p99 1.28 s'])],
      },
    ],
    checks: asked(from, { fork: 0.2, reclaim: 0.5, migration: 0.3 }),
  }),
);
