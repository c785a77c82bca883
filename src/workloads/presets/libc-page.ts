import { asked, lognormal, preset, runs } from './preset.ts';

export const libcPage = preset(
  {
    id: 'libc-page',
    title: 'libc page shared by hundreds of processes',
    description:
      'Pages of a library that 304 processes map, some of which come and go. Ordinary references are the mappers and a constant. Now and then somebody reads the page through process_vm_readv, a short read pin.',
    laws: ['mappers'],
    comparisons: [
      {
        groups: ['text'],
        with: {
          peak: 307,
          source: 'exec300 snapshot: at most 304 mappers; e2: count − mapcount is 3 (traces/README.md)',
        },
        of: 'ordinary',
      },
    ],
  },
  (from) => ({
    ...runs(
      from,
      [10, 'some 450 processes come and go, and under 50,000 events a run'],
      [2, 'longer than a process maps the page'],
    ),
    pages: [
      {
        name: 'text',
        count: from(
          24,
          'exec300 snapshot: 248 pages with at least 256 mappers, which behave alike; 24 of them keep the run short',
        ),
        ordinary: {
          steady: from(
            243,
            'exec300 snapshot: at most 304 mappers, less the 64 that come and go; e2: a constant of 3 (count − mapcount)',
          ),
          rate: from(45.6, 'e2: 89 mappings of each libc page in 1.95 s'),
          hold: { exponential: from(1.4, 'e2: 64 mappers at once of those that came at 45.6 a second: 64 / 45.6') },
        },
        pins: [
          {
            kind: 'read',
            rate: from(2, 'assumed: a debugger, profiler or crash handler that looks now and then'),
            hold: lognormal(
              from,
              [0.243e-3, 'f (process_vm_readv): p50 0.243 ms'],
              [1.72, 'f: p99 12.8 ms and mean 1.09 ms'],
            ),
          },
        ],
      },
    ],
    checks: asked(from, { reclaim: 2, migration: 2, 'write-back': 1 }),
  }),
);
