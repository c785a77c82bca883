import { asked, lognormal, preset, runs, steady } from './preset.ts';

export const processVm = preset(
  {
    id: 'process-vm',
    title: 'process_vm_readv and process_vm_writev',
    description:
      'Eight processes read and write the memory of another. Pins on a page are the callers that are copying from or to it, short-term; one that is preempted holds on for milliseconds.',
    laws: ['in-flight'],
    comparisons: [{ groups: ['memory of the other'], with: 'f', of: 'pin' }],
  },
  (from) => ({
    ...runs(
      from,
      [0.544, 'f: the time from the first pin to the last'],
      [0.1, 'eight times the 99th percentile of holds'],
    ),
    pages: [
      {
        name: 'memory of the other',
        count: from(32, 'f: 32 pages'),
        ordinary: steady(from, 1, 'f: 1 ordinary reference at 97 % of events'),
        pins: [
          {
            kind: 'read',
            or: ['read', 'read', 'write'],
            rate: from(
              102,
              'f: 735 pins a second on each page by 8 callers: every 10.9 ms each, of which 1.1 ms are held',
            ),
            hold: lognormal(
              from,
              [0.243e-3, 'f: p50 0.243 ms of either kind'],
              [1.72, 'f: p99 12.8 ms and mean 1.09 ms of either kind'],
            ),
            sources: from(8, 'f: 8 callers'),
            ifRefused: 'skip',
          },
        ],
      },
    ],
    checks: asked(from, { fork: 2, reclaim: 2, migration: 1 }),
  }),
);
