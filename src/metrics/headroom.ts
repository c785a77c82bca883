import { within } from '../harness/tally.ts';
import { acquiredOf, type Domain, type KindSet, kindSetOf, nameOfKindSet, ORDINARY } from '../layouts/domain.ts';
import { limitNumber, limitsOf } from '../layouts/limits.ts';
import { kindsOf, limitedOf } from './names.ts';
import { obstacleOfKinds } from './sight.ts';
import type { DemandMetric, DemandRun, DemandScenario, Figure, Gap } from './types.ts';

export const peak: DemandMetric = {
  id: 'peak',
  isOfDemand: true,
  scope: 'scenario',
  label: 'Peak',
  unit: 'references',
  direction: 'none',
  definition:
    'The most references of a kind or group held at once on one page, had nothing been refused. The same for every layout.',
  denominator: null,
  source:
    'The most held at once had nothing been refused. Of a model: the highest of its runs; low and high are the lowest and highest run, not an interval.',
  howToRead:
    'The demand. Where it is above the limit of a field that counts just these references, the field refused some, or saturated, carried or wrapped; of a model perhaps during warm-up, in which nothing is counted. A limit of a bias is soft: above it the count carries into what lies above, another kind of pin or the sign, and the word answers wrongly, or refuses pins while the sign is set.',
  ofs: kindsOf,
  compute: ({ layout, scenario }) =>
    kindsOf(layout).map((of) => {
      const peaks = peaksOf(layout.domain, scenario, kindSetOf(layout.domain, of) ?? 0);
      if ('reason' in peaks) return { of, ...peaks };
      return { of, value: peaks.high, numerator: null, denominator: null, low: peaks.low, high: peaks.high };
    }),
};

export const bitsLeft: DemandMetric = {
  id: 'bits-left',
  isOfDemand: true,
  scope: 'scenario',
  label: 'Bits left',
  unit: 'bits',
  direction: 'higher',
  definition:
    'log2((limit + 1) / (peak + 1)) of a field, or of a kind of a bias: how many bits the workload left unused at its peak.',
  denominator: null,
  source:
    'log2 of a ratio: bits. Of a model: at the highest peak of its runs; low and high are the runs with the highest and lowest peak.',
  howToRead: 'Each bit is a doubling of the load. 0: the limit was just reached. Below 0: so many bits are missing.',
  ofs: limitedOf,
  compute: ({ layout, scenario }) =>
    limitsOf(layout).map(({ name, counts, limit }): Figure | Gap => {
      // The counts of a bias share one word, so that none of them is known where the ordinary references are not.
      const obstacle = layout.family === 'bias' ? obstacleOfKinds(scenario.observed, ORDINARY) : undefined;
      if (obstacle) return { of: name, ...obstacle };
      const peaks = peaksOf(layout.domain, scenario, counts);
      if ('reason' in peaks) return { of: name, ...peaks };
      const left = (peak: number): number => Math.log2((limitNumber(limit) + 1) / (peak + 1));
      const value = left(peaks.high);
      return { of: name, value, numerator: null, denominator: null, low: value, high: left(peaks.low) };
    }),
};

/** Lowest and highest over the runs of what was held at once on one page. */
export function peaksOf(
  domain: Domain,
  scenario: DemandScenario,
  set: KindSet,
): { low: number; high: number } | Omit<Gap, 'of'> {
  const obstacle = obstacleOfKinds(scenario.observed, set);
  if (obstacle) {
    const isNothing = !scenario.observed.pins && (set & ORDINARY) === 0;
    return isNothing ? { ...obstacle, isNothing } : obstacle;
  }
  const name = nameOfKindSet(domain, set);
  const peaks = scenario.runs.map((run) => peakIn(domain, run, name, set));
  if (kindSetOf(domain, name) === undefined || peaks.includes(undefined)) {
    return { reason: `the references of ${name} together are not counted`, anyLayout: false };
  }
  const known = peaks as readonly number[];
  return { low: Math.min(...known), high: Math.max(...known) };
}

/** 0 where none was ever acquired; undefined where some were, but the engine did not count this set. */
function peakIn(domain: Domain, { demand }: DemandRun, name: string, set: KindSet): number | undefined {
  const peak = Object.hasOwn(demand.peaks, name) ? demand.peaks[name] : undefined;
  if (peak !== undefined) return peak;
  const classes = acquiredOf(domain);
  const acquired = demand.attempted.some((count, i) => count > 0 && within(classes[i] ?? 0, set));
  return acquired ? undefined : 0;
}
