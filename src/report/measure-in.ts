import type { Model } from '../config/plan.ts';
import { demandOf } from '../harness/profile/profile.ts';
import type { Demand, Observed, PageClass, Tally } from '../harness/tally.ts';
import { type Domain, isPageReferences, ORDINARY } from '../layouts/domain.ts';
import type { Layout } from '../layouts/types.ts';
import { METRICS, measure, measureDemand } from '../metrics/index.ts';
import { type Population, tallyIn } from '../workloads/evaluated.ts';
import { isClosedLoop } from '../workloads/model/stream.ts';
import type { HitRecord, Measurement, Unmeasured } from './results.ts';

/** What is known of a scenario's pages: enough to measure any layout on it, in Node and in the page. */
export interface Measurable {
  readonly id: string;
  readonly observed: Observed;
  /** One of a recording; a model's independent runs. */
  readonly runs: readonly { readonly small: Population; readonly large: Population }[];
  /** What the runs were generated from; absent for a recording. */
  readonly model?: Model;
  /** What its kinds are of; absent: page references. */
  readonly domain?: Domain;
}

/** A layout on one scenario, folios of one class. */
export interface Found {
  readonly rows: readonly Measurement[];
  /** May say the same of whatever layout: see `distinct`. */
  readonly unmeasured: readonly Unmeasured[];
  readonly hits: readonly HitRecord[];
  /** Why it could not be measured how the layout fared, but only what was wanted: it needs the events, and only their profile is there. */
  readonly needsEvents?: string;
}

/** Whether the scenario has folios of the class; of small ones it always counts as having some. */
export const hasPages = ({ runs }: Measurable, pages: PageClass): boolean =>
  pages === 'small' || runs.some((run) => run[pages].profile.pages > 0);

/** What the design space and the page's own measuring are of: scenarios of kinds of somebody's own are not. */
export const hasPageReferences = ({ domain }: Pick<Measurable, 'domain'>): boolean => domain === undefined;

/** Everything that a layout comes to on the folios of one class of a scenario. */
export function measureIn(layout: Layout, scenario: Measurable, pages: PageClass): Found {
  const runs = scenario.runs.map((run) => run[pages]);
  const closedLoop = scenario.model !== undefined && isClosedLoop(scenario.model);
  const found = runs.map((population) =>
    tallyIn(population, layout, { isClosedLoop: closedLoop, domain: scenario.domain }),
  );
  const source = {
    id: scenario.id,
    class: pages,
    observed: observedIn(scenario, runs),
    ...(scenario.model === undefined ? {} : { model: scenario.model }),
  };
  const demands = runs.map(({ profile }) => demandIn(layout, scenario, demandOf(profile)));
  const reason = found.find((tally) => typeof tally === 'string');
  if (reason !== undefined) {
    // What was wanted is the same for every layout that counts the same kinds, as long as nobody waits for its answers.
    const isKnown = !closedLoop && scenario.domain === undefined && isPageReferences(layout.domain);
    const { rows, unmeasured } = isKnown
      ? measureDemand(layout, { ...source, runs: demands.map((demand) => ({ demand })) })
      : { rows: [], unmeasured: [] };
    const isThere = new Set([...rows, ...unmeasured].map(({ metric }) => metric));
    const gaps = nothingMeasured(layout, scenario.id, pages, reason).filter(({ metric }) => !isThere.has(metric));
    return { rows, unmeasured: [...unmeasured, ...gaps], hits: [], needsEvents: reason };
  }
  const tallies = found as Tally[];
  const { rows, unmeasured } = measure(layout, {
    ...source,
    runs: tallies.map((tally, i) => ({ tally, demand: demands[i]! })),
  });
  return { rows, unmeasured, hits: hitsOf(layout, scenario.id, pages, tallies) };
}

/** Of a layout with kinds of its own, what was ordinary is of its first kind: it is measured where nothing else was. */
function demandIn({ domain }: Layout, scenario: Measurable, demand: Demand): Demand {
  if (isPageReferences(domain) || scenario.domain !== undefined) return demand;
  const [first] = domain.kinds;
  const names = [first!, ...Object.keys(domain.groups).filter((name) => domain.groups[name] === ORDINARY)];
  const named = <T>(value: T | undefined): Readonly<Record<string, T>> =>
    value === undefined ? {} : Object.fromEntries(names.map((name) => [name, value]));
  return {
    ...demand,
    peaks: named(demand.peaks['ordinary']),
    peakPages: named(demand.peakPages['ordinary']),
  };
}

/** Every row that the layout would have had, with the one reason why there is none. */
function nothingMeasured(layout: Layout, scenario: string, pages: PageClass, reason: string): Unmeasured[] {
  return METRICS.filter((metric) => metric.scope === 'scenario').flatMap((metric) =>
    metric.ofs(layout).map((of) => ({ layout: layout.id, scenario, class: pages, metric: metric.id, of, reason })),
  );
}

/** A class of folios may have no checks where the other has: what it was not asked it cannot have misjudged. */
function observedIn({ observed }: Measurable, runs: readonly Population[]): Observed {
  return { ...observed, checks: runs.some(({ profile }) => profile.checks > 0) };
}

function hitsOf(layout: Layout, scenario: string, pages: PageClass, tallies: readonly Tally[]): HitRecord[] {
  const names = layout.family === 'split' ? layout.fields.map((field) => field.name) : ['word'];
  return names.flatMap((of, counter) => {
    // Of a model's runs the first run that hits speaks for all: they are alike.
    const found = tallies.map((tally) => tally.counters[counter]!).find(({ firstHit }) => firstHit !== undefined);
    if (found?.firstHit === undefined || found.worstHit === undefined) return [];
    const shown = ({ time, ...hit }: NonNullable<typeof found.firstHit>): HitRecord['first'] => ({
      time_s: time / 1e9,
      ...hit,
    });
    return [
      { layout: layout.id, scenario, class: pages, of, first: shown(found.firstHit), worst: shown(found.worstHit) },
    ];
  });
}
