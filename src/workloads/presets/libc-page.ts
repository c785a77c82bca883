import { preset } from './preset.ts';

export const libcPage = preset(
  {
    id: 'libc-page',
    title: 'libc page shared by hundreds of processes',
    description:
      'Pages of a library that 304 processes map, some of which come and go. Ordinary references are the mappers and a constant. Now and then somebody reads the page through process_vm_readv, a short read pin.',
  },
  (from) => ({
    duration: from(10, 'some 450 processes come and go, and under 50,000 events a run'),
    warmup: from(
      8,
      'more than five times the time for which a process maps the page, so that measuring starts in the steady state',
    ),
    seed: from(1, 'default (DESIGN 4.1)'),
    runs: from(5, 'default (DESIGN 4.1)'),
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
            hold: {
              lognormal: {
                median: from(0.559e-3, 'f (process_vm_readv): read pins, p50 0.559 ms'),
                sigma: from(1.22, 'f: read pins, p99 9.61 ms: ln(9.61 / 0.559) / 2.326'),
              },
            },
          },
        ],
      },
    ],
    checks: { rate: from(5, 'DESIGN 4.1, the shared libc page of its example; assumed: no recording counts who asks') },
  }),
);
