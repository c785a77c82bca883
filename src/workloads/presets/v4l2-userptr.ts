import { asked, preset, registrations, runs, steady } from './preset.ts';

export const v4l2Userptr = preset(
  {
    id: 'v4l2-userptr',
    title: 'V4L2 streaming to and from user memory',
    description:
      'A camera and a video output that stream by USERPTR. Pins on a page are the queued buffers that it is in: one, long-term, for write where the device captures.',
    laws: ['registrations'],
    comparisons: [{ groups: ['capture buffer', 'output buffer'], with: 'r5', of: 'pin' }],
  },
  (from) => ({
    ...runs(from, [20, 'several rounds of each buffer'], [8, 'as long as a buffer is queued']),
    pages: [
      {
        name: 'capture buffer',
        count: from(151, 'r5: 604 pages, which behave alike; a quarter of them'),
        ordinary: steady(
          from,
          1,
          'r5: 1 ordinary reference at 27 % of events, 2 at 24 %, 0 at 49 %, while it is taken down',
        ),
        pins: [
          registrations(
            from,
            [1, 'r5: one buffer is queued on each page'],
            [7.82, 'r5: write pins, p50 7.82 s, p99 7.82 s'],
          ),
        ],
      },
      {
        name: 'output buffer',
        count: from(203, 'r5: 812 pages, which behave alike; a quarter of them'),
        ordinary: steady(from, 1, 'r5: 1 ordinary reference at 27 % of events'),
        pins: [
          {
            ...registrations(
              from,
              [1, 'r5: one buffer is queued on each page'],
              [1.42, 'r5: read pins, p50 1.42 s, p99 1.43 s'],
            ),
            kind: 'read-long',
          },
        ],
      },
    ],
    checks: asked(from, { fork: 0.05, reclaim: 0.1, migration: 0.05 }),
  }),
);
