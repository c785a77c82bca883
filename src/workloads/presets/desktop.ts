import { asked, preset, runs } from './preset.ts';

const COMES = 'assumed: a process that has gone is followed by another within 2 s';

export const desktop = preset(
  {
    id: 'desktop',
    title: 'Ordinary work without pins',
    description:
      'A machine on which packages are queried, programs compiled and archives packed: nobody pins anything. Ordinary references are mappers and a constant; what looks pinned is a false positive.',
    laws: ['mappers'],
    comparisons: [{ groups: ['anonymous memory', 'files', 'libraries'], with: 'r7', of: 'ordinary' }],
  },
  (from) => ({
    ...runs(from, [15, 'under 60,000 events a run'], [1.5, 'a tenth of the duration (layouts.schema.json)']),
    pages: [
      {
        name: 'anonymous memory',
        count: from(300, 'r7: ordinary counts of 2 or less at 60 % of events'),
        ordinary: {
          steady: from(1, 'r7: 1 ordinary reference at 25 % of events'),
          rate: from(0.5, COMES),
          hold: { exponential: from(0.2, 'assumed: a process lives for 0.2 s') },
          sources: from(6, 'r7: at most 7 on anonymous memory (traces/README.md)'),
        },
        pins: [],
      },
      {
        name: 'files',
        count: from(150, 'r7: half as many pages of files as of anonymous memory'),
        ordinary: {
          steady: from(2, 'r7: 2 ordinary references at 29 % of events: page cache and one mapper'),
          rate: from(0.5, COMES),
          hold: { exponential: from(0.4, 'assumed: a process that maps the file lives for 0.4 s') },
          sources: from(8, 'r7: p90 of pages of files is 10 (traces/README.md)'),
        },
        pins: [],
      },
      {
        name: 'libraries',
        count: from(15, 'r7: a tenth of the pages of files'),
        ordinary: {
          steady: from(6, 'r7: p99 of pages of files is 16, the highest count 19 (traces/README.md)'),
          rate: from(0.5, COMES),
          hold: { exponential: from(1, 'assumed: a process that maps a library lives for a second') },
          sources: from(13, 'r7: highest count 19, less the 6 that stay'),
        },
        pins: [],
      },
    ],
    checks: asked(from, { 'cow-fault': 0.1, reclaim: 0.1, migration: 0.05, 'write-back': 0.03 }),
  }),
);
