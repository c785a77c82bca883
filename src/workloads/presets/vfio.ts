import { asked, preset, registrations, runs, steady } from './preset.ts';

export const vfio = preset(
  {
    id: 'vfio',
    title: 'VFIO device assignment',
    description:
      'Two groups of devices whose user maps one buffer for DMA again and again. Pins on a page are the maps of it, one for each container and alias, for write and long-term.',
    laws: ['registrations'],
    comparisons: [{ groups: ['mapped buffer'], with: 'd6', of: 'pin' }],
  },
  (from) => ({
    ...runs(
      from,
      [10, 'long enough for 17 maps of each place, short enough for under 50,000 events a run'],
      [1, 'longer than a map is held'],
    ),
    pages: [
      {
        name: 'mapped buffer',
        count: from(16, 'd6: 64 pages, which behave alike; 16 of them keep the run short'),
        ordinary: steady(from, 2, 'd6: 2 ordinary references at 50 % of events, 1 at the others'),
        pins: [registrations(from, [64, 'd6: 2 groups × 32 maps'], [0.563, 'd6: p50 0.563 s, p99 0.698 s'])],
      },
    ],
    checks: asked(from, { fork: 0.2, reclaim: 0.5, migration: 0.3 }),
  }),
);
