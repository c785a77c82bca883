import { asked, lognormal, preset, registrations, runs, steady } from './preset.ts';

export const vmHost = preset(
  {
    id: 'vm-host',
    title: 'Host of virtual machines',
    description:
      'Guest memory of a host: with assigned devices every page is pinned once for each VFIO container, for as long as the guest runs; without, virtual disks pin a page for one request at a time; pages merged by KSM are shared by up to 256 guests.',
    laws: ['registrations', 'in-flight', 'mappers'],
    comparisons: [
      {
        groups: ['guest with two devices'],
        with: { peak: 2, source: 'one for each container (docs/kernel-facts.md 3, and the mail of 2021)' },
        of: 'pin',
      },
      { groups: ['guest with a virtual disk'], with: 'r4', of: 'pin' },
      {
        groups: ['merged by KSM'],
        with: { peak: 257, source: 'ksm_max_page_sharing is 256 (docs/kernel-facts.md 2.2), and one reference more' },
        of: 'ordinary',
      },
    ],
  },
  (from) => ({
    ...runs(from, [6, 'under 60,000 events a run'], [2, 'longer than a guest takes to start again']),
    pages: [
      {
        name: 'guest with two devices',
        count: from(64, 'd6: 64 pages of a mapped buffer'),
        ordinary: steady(from, 1, 'd6: 1 ordinary reference at 50 % of events'),
        pins: [
          registrations(
            from,
            [2, 'docs/kernel-facts.md 3: one for each container; two devices in containers of their own'],
            [5, 'assumed: short for a guest, so that some start and end in the run'],
          ),
        ],
      },
      {
        name: 'guest with a virtual disk',
        count: from(6, 'r4: 256 pages, which behave alike; 6 of them keep the run short'),
        ordinary: steady(from, 1, 'r4: 1 ordinary reference at 99.5 % of events'),
        pins: [
          {
            kind: 'read',
            or: ['write'],
            rate: from(860, 'r4: 379 pins a second on each page: every 2.64 ms, of which 1.48 ms are held'),
            hold: lognormal(
              from,
              [1.4e-3, 'r4: p50 1.40 ms of either kind'],
              [0.32, 'r4: mean 1.48 ms of either kind: √(2 ln(1.475 / 1.401))'],
            ),
            sources: from(1, 'r4: one request on each page'),
            ifRefused: 'skip',
          },
        ],
      },
      {
        name: 'merged by KSM',
        count: from(8, 'assumed: pages of zeros, kernels and libraries that all guests have'),
        ordinary: {
          steady: from(1, 'docs/kernel-facts.md 3: the tree of KSM'),
          rate: from(100, 'assumed: a page that was unmerged is merged again within some 10 ms'),
          hold: { exponential: from(5, 'assumed: a guest writes to it after 5 s on average') },
          sources: from(256, 'docs/kernel-facts.md 2.2: ksm_max_page_sharing is 256'),
        },
        pins: [],
      },
    ],
    checks: asked(from, { fork: 0.05, 'cow-fault': 0.2, reclaim: 0.5, migration: 0.5 }),
  }),
);
