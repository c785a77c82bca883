import type { Hold, Model, PageGroup } from '../../src/config/plan.ts';
import type { Layout } from '../../src/layouts/index.ts';
import { independentMoments } from '../../src/metrics/pooled.ts';
import { measureIn } from '../../src/report/measure-in.ts';
import type { Measurement } from '../../src/report/results.ts';
import { evaluateRun } from '../../src/workloads/evaluate-model.ts';
import { isClosedLoop } from '../../src/workloads/model/index.ts';
import { bias, notation, pick } from '../metrics/fixtures.ts';

/** A share whose true value a closed form knows, in models that are small enough for hundreds of seeds. */
export interface Case {
  readonly name: string;
  readonly layout: Layout;
  readonly model: Model;
  readonly metric: 'refused' | 'false-positive' | 'false-positive-time';
  readonly of: string;
  /** Fewer than 30 hits are expected: then the interval may be too wide, but not too narrow. */
  readonly few?: true;
}

const lognormal = (mean: number, sigma: number): Hold => ({
  lognormal: { median: mean / Math.exp(sigma ** 2 / 2), sigma },
});
const exponential = (mean: number): Hold => ({ exponential: mean });
const reads = (rate: number, hold: Hold): PageGroup['pins'][number] => ({ kind: 'read', rate, hold });
const writes = (rate: number, hold: Hold): PageGroup['pins'][number] => ({ kind: 'write', rate, hold });

function model(pages: readonly Partial<PageGroup>[], duration: number, parts: Partial<Model> = {}): Model {
  return {
    duration,
    warmup: duration / 2,
    seed: 1,
    runs: 5,
    pages: pages.map((group, i) => ({
      name: `pages ${i + 1}`,
      count: 2,
      ordinary: { steady: 1, rate: 0 },
      pins: [],
      ...group,
    })),
    ...parts,
  };
}

const mixed = (mean: number, sigma: number, load: number): Partial<PageGroup> => ({
  pins: [reads(load / mean, lognormal(mean, sigma)), writes(load / mean, lognormal(mean, sigma))],
});

/** Hits are refusals, wrong answers, or independent moments at which the answer would be wrong. */
export const CASES: readonly Case[] = [
  {
    name: '9 % of 100 attempts a run refused, 1 place',
    layout: notation('1/31'),
    model: model([{ count: 10, pins: [reads(10, exponential(0.01))] }], 1),
    metric: 'refused',
    of: 'read',
  },
  {
    name: '1 % refused, 15 places, exponential holds',
    layout: notation('4/4/24'),
    model: model([{ pins: [reads(810.8, exponential(0.01))] }], 0.5),
    metric: 'refused',
    of: 'read',
  },
  {
    name: '1 % refused, 15 places, lognormal holds, sigma 1',
    layout: notation('4/4/24'),
    model: model([{ pins: [writes(810.8, lognormal(0.01, 1))] }], 0.5),
    metric: 'refused',
    of: 'write',
  },
  {
    name: 'the same in 20 short runs',
    layout: notation('4/4/24'),
    model: model([{ pins: [reads(810.8, lognormal(0.01, 1))] }], 0.125, { runs: 20 }),
    metric: 'refused',
    of: 'read',
  },
  {
    name: '3 % refused, 31 places, fixed holds',
    layout: notation('5/27'),
    model: model([{ pins: [reads(2400, { fixed: 0.01 })] }], 0.3),
    metric: 'refused',
    of: 'pin',
  },
  {
    name: 'most refused, 3 places, Pareto holds',
    layout: notation('2/6/24'),
    model: model([{ pins: [reads(600, { pareto: { minimum: 0.01, shape: 1.8 } })] }], 0.5),
    metric: 'refused',
    of: 'read',
  },
  {
    name: 'pages of very different load (Zipf)',
    layout: notation('2/6/24'),
    model: model([{ count: 8, zipf: 1, pins: [reads(60, exponential(0.01))] }], 1),
    metric: 'refused',
    of: 'read',
  },
  {
    name: 'busy and calm pages together',
    layout: notation('2/6/24'),
    model: model(
      [
        { count: 1, pins: [reads(200, exponential(0.01))] },
        { count: 6, pins: [reads(20, lognormal(0.01, 1.5))] },
      ],
      1,
    ),
    metric: 'refused',
    of: 'read',
  },
  {
    name: 'six sources, three places (Engset, replay)',
    layout: notation('2/30'),
    model: model([{ pins: [{ ...reads(12, lognormal(0.05, 1)), sources: 6 }] }], 2),
    metric: 'refused',
    of: 'pin',
  },
  {
    name: 'wrong answers to checks, lognormal holds, sigma 1',
    layout: notation('2/30'),
    model: model([{ count: 4, ...mixed(0.01, 1, 0.3) }], 3, { checks: { rate: 10 } }),
    metric: 'false-positive',
    of: 'written',
  },
  {
    name: 'wrong answers of a bias to checks',
    layout: bias(16),
    model: model([{ ordinary: { steady: 4, rate: 600, hold: exponential(0.01) } }], 5, { checks: { rate: 200 } }),
    metric: 'false-positive',
    of: 'pinned',
  },
  {
    name: 'time with the wrong answer, lognormal holds, sigma 1',
    layout: notation('2/30'),
    model: model([mixed(0.1, 1, 0.3)], 10),
    metric: 'false-positive-time',
    of: 'written',
  },
  {
    name: 'the same, sigma 1.5',
    layout: notation('2/30'),
    model: model([mixed(0.1, 1.5, 0.3)], 20),
    metric: 'false-positive-time',
    of: 'written',
  },
  {
    name: 'the same, sigma 2: one hold in a hundred is 14 times the mean',
    layout: notation('2/30'),
    model: model([mixed(0.1, 2, 0.3)], 100),
    metric: 'false-positive-time',
    of: 'written',
  },
  {
    name: 'time with the wrong answer of a bias',
    layout: bias(16),
    model: model(
      [{ ordinary: { steady: 4, rate: 600, hold: exponential(0.01) }, pins: [writes(20, { fixed: 0.01 })] }],
      4,
    ),
    metric: 'false-positive-time',
    of: 'pinned',
  },
  {
    name: 'few hits: 1 % refused, 15 places, lognormal holds, sigma 1',
    layout: notation('4/4/24'),
    model: model([{ pins: [reads(810.8, lognormal(0.01, 1))] }], 0.15),
    metric: 'refused',
    of: 'read',
    few: true,
  },
  {
    name: 'few hits: time with the wrong answer, holds that outlast the run, sigma 2',
    layout: notation('2/30'),
    model: model([mixed(0.1, 2, 0.3)], 10),
    metric: 'false-positive-time',
    of: 'written',
    few: true,
  },
];

export interface Coverage {
  readonly name: string;
  readonly truth: number;
  /** Mean of the shares, and of the hits, over seeds. */
  readonly mean: number;
  readonly hits: number;
  /** Mean half width of the interval as a share of the truth. */
  readonly halfWidth: number;
  readonly seeds: number;
  readonly covered: number;
  /** Intervals that lie below the truth, and above it. */
  readonly below: number;
  readonly above: number;
}

/** How often the interval of a case holds the truth, over seeds 1 … n. */
export function coverageOf({ name, layout, model: any, metric, of }: Case, seeds: number): Coverage {
  let [covered, below, above, sum, hits, width] = [0, 0, 0, 0, 0, 0];
  let truth = Number.NaN;
  for (let seed = 1; seed <= seeds; seed++) {
    const rows = rowsOf(layout, { ...any, seed });
    truth = pick(rows, metric === 'refused' ? 'refused-exact' : 'false-positive-exact', of).value;
    const { value, low, high, numerator } = pick(rows, metric, of);
    if (high < truth) below++;
    else if (low > truth) above++;
    else covered++;
    sum += value;
    hits += metric === 'false-positive-time' ? value * independentMoments(any) : numerator!;
    width += (high - low) / 2 / truth;
  }
  const mean = sum / seeds;
  return { name, truth, mean, hits: hits / seeds, halfWidth: width / seeds, seeds, covered, below, above };
}

function rowsOf(layout: Layout, any: Model): readonly Measurement[] {
  const replays = isClosedLoop(any) ? [layout] : [];
  const runs = Array.from({ length: any.runs }, (_, run) => {
    const { population: small } = evaluateRun(any, run, replays);
    return { small, large: small };
  });
  const checks = (any.checks?.rate ?? 0) > 0;
  const observed = { ordinary: true, direction: true, pins: true, checks };
  return measureIn(layout, { id: 'model', observed, runs, model: any }, 'small').rows;
}
