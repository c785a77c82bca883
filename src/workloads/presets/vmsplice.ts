import { asked, preset, runs } from './preset.ts';

export const vmsplice = preset(
  {
    id: 'vmsplice',
    title: 'vmsplice of a shared page into pipes',
    description:
      'A page of a library that one process splices into every slot of 40 pipes. vmsplice takes references, not pins: each slot is one more ordinary reference, until the pipe is drained. No pin is ever held, and a bias of 1024 reads the page as pinned all the same.',
    laws: ['pipes'],
    comparisons: [{ groups: ['libc page in pipes'], with: 'c3', of: 'ordinary' }],
  },
  (from) => ({
    ...runs(
      from,
      [0.6, 'one round of all pipes, and under 60,000 events a run'],
      [0.1, 'the slots are full from the start'],
    ),
    pages: [
      {
        name: 'libc page in pipes',
        count: from(1, 'c3: one page'),
        ordinary: {
          steady: from(7, 'c3: highest count 10,247, less the slots'),
          rate: from(1000, 'assumed: a slot that is drained is filled within some milliseconds'),
          hold: { fixed: from(0.61, 'c3: the pipes are drained after 0.61 s (traces/README.md)') },
          sources: from(10_240, 'c3: 40 pipes × 256 slots'),
        },
        pins: [],
      },
    ],
    checks: asked(from, { reclaim: 5, migration: 5 }),
  }),
);
