import { asked, lognormal, preset, runs, steady } from './preset.ts';

export const gupTest = preset(
  {
    id: 'gup-test',
    title: 'gup_test -j 16',
    description:
      "The kernel's own test of get_user_pages: 16 threads pin the same region, fast and long-term, for read and for write. As many pins as threads are possible on a page; on two processors, where a thread drops its pins before it is preempted, few meet.",
    laws: ['in-flight'],
    comparisons: [{ groups: ['region'], with: 'r2', of: 'pin' }],
  },
  (from) => ({
    ...runs(
      from,
      [0.889, 'r2: the time from the first pin to the last'],
      [0.1, 'ten times the 99th percentile of holds'],
    ),
    pages: [
      {
        name: 'region',
        count: from(224, 'r2: 669 pages, which behave alike; a third of them'),
        ordinary: steady(from, 1, 'r2: 1 ordinary reference at 98 % of events'),
        pins: [
          {
            kind: 'read',
            or: ['read-long', 'write', 'write-long'],
            rate: from(
              4.54,
              'r2: 72.3 pins a second on each page by 16 threads: every 221 ms each, of which 0.9 ms are held',
            ),
            hold: lognormal(
              from,
              [0.671e-3, 'r2: p50 0.671 ms of all kinds'],
              [0.77, 'r2: mean 0.902 ms of all kinds: √(2 ln(0.902 / 0.671))'],
            ),
            sources: from(16, 'r2: 16 threads'),
            ifRefused: 'skip',
          },
        ],
      },
    ],
    checks: asked(from, { fork: 0.5, reclaim: 0.5, migration: 0.5 }),
  }),
);
