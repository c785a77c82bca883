import { asked, preset, registrations, runs, steady } from './preset.ts';

export const sendZc = preset(
  {
    id: 'send-zc',
    title: 'Zero-copy send',
    description:
      'io_uring SEND_ZC. From registered buffers it pins nothing more than the registration: one long-term write pin for each ring. Plain SEND_ZC and MSG_ZEROCOPY take references, not pins, until the peer has acknowledged what was sent.',
    laws: ['registrations'],
    comparisons: [
      { groups: ['registered buffer'], with: 'r3g', of: 'pin' },
      {
        groups: ['plain buffer'],
        with: { peak: 42, source: 'traces/README.md: counts up to 42 seen' },
        of: 'ordinary',
      },
    ],
  },
  (from) => ({
    ...runs(from, [20, 'ten registrations of each ring'], [2, 'as long as a registration is held']),
    pages: [
      {
        name: 'registered buffer',
        count: from(4, 'r3g: 4 pages'),
        ordinary: steady(from, 2, 'r3g: 2 ordinary references at 92 % of events'),
        pins: [registrations(from, [16, 'r3g: 16 rings'], [2.02, 'r3g: p50 2.02 s, p99 2.03 s'])],
      },
      {
        name: 'plain buffer',
        count: from(2, 'r3g: 4 pages with registered buffers, of which 2 keep the run short'),
        ordinary: {
          steady: from(2, 'r3g: 2 ordinary references at 92 % of events'),
          rate: from(100, 'assumed: the sender sends again within some 10 ms'),
          hold: { fixed: from(0.1, 'assumed: acknowledged within 100 ms') },
          sources: from(40, 'traces/README.md: counts up to 42, less the 2 that are there anyway'),
        },
        pins: [],
      },
    ],
    checks: asked(from, { fork: 0.2, reclaim: 0.5, migration: 0.3 }),
  }),
);
