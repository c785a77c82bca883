import { asked, lognormal, preset, runs } from './preset.ts';

export const forkShared = preset(
  {
    id: 'fork-shared',
    title: 'Memory of a parent with 300 children',
    description:
      'A process forks 300 children that share its memory until they write. Ordinary references of a page are parent, children and a constant. Now and then one of them writes a file from the page with O_DIRECT: a short read pin, that a page shared by copy-on-write gets only after it was unshared.',
    laws: ['mappers'],
    comparisons: [
      {
        groups: ['page of the parent'],
        with: { peak: 305, source: 'fork300 snapshot: at most 304 mappers, and one more reference (traces/README.md)' },
        of: 'ordinary',
      },
    ],
  },
  (from) => ({
    ...runs(from, [10, 'every child ends and is replaced ten times'], [2, 'the children are there from the start']),
    pages: [
      {
        name: 'page of the parent',
        count: from(
          6,
          'fork300 snapshot: 1,218 small pages with at least 256 mappers, which behave alike; 6 of them keep the run short',
        ),
        ordinary: {
          steady: from(5, 'fork300 snapshot: 304 mappers at most, less 300 children; one more reference than mappers'),
          rate: from(100, 'assumed: a child that ends is replaced within some 10 ms'),
          hold: { exponential: from(1, 'assumed: a child lives for a second') },
          sources: from(300, 'fork300: 300 children'),
        },
        pins: [
          {
            kind: 'read',
            rate: from(2, 'assumed: somebody writes from the page twice a second'),
            hold: lognormal(
              from,
              [1.3e-3, 'a2: read pins, p50 1.30 ms'],
              [1.07, 'a2: read pins, p99 15.6 ms: ln(15.6 / 1.3) / 2.326'],
            ),
          },
        ],
      },
    ],
    checks: asked(from, { fork: 20, 'cow-fault': 10, reclaim: 1, migration: 1 }),
  }),
);
