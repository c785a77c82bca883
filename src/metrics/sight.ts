import type { Observed } from '../harness/tally.ts';
import { type KindSet, LONG, ORDINARY, SHORT } from '../layouts/domain.ts';
import type { Layout } from '../layouts/types.ts';
import type { Gap } from './types.ts';

/** Why a number cannot be had from a source. */
export type Obstacle = Omit<Gap, 'of'>;

/** The sets of kinds that a pin may turn out to be where its direction is not recorded (layouts/domain ACQUIRED). */
const UNKNOWN_DIRECTION: readonly KindSet[] = [SHORT, LONG];

/** The set has some of the other's kinds, but not all of them. */
const splits = (set: KindSet, other: KindSet): boolean => (set & other) !== 0 && (other & ~set) !== 0;

/**
 * Why a source cannot tell how many references of a set of kinds are held, or undefined where it can. A source
 * without any pin (`observed.pins`) tells just that: none is held, and what looks pinned is a false positive.
 */
export function obstacleOfKinds(observed: Observed, kinds: KindSet): Obstacle | undefined {
  if (kinds & ORDINARY && !observed.ordinary) return source('this source does not show ordinary references');
  if (!observed.direction && UNKNOWN_DIRECTION.some((unknown) => splits(kinds, unknown))) {
    return source('this source does not tell read pins from write pins');
  }
  return undefined;
}

/**
 * Why a source cannot tell what the counters of a layout that count any of these kinds hold, or undefined where it can.
 * A counter holds what it counts, and what fields below it carry into it.
 */
export function obstacleOfCounters(layout: Layout, observed: Observed, kinds: KindSet): Obstacle | undefined {
  const sets = setsBehind(layout, kinds);
  const all = sets.reduce((union, set) => union | set, 0);
  if (all & ORDINARY && !observed.ordinary) {
    return ofLayout(
      kinds === ORDINARY
        ? 'this source does not show ordinary references'
        : 'this source does not show ordinary references, which share a count with pins in this layout',
    );
  }
  if (!observed.direction && sets.some((set) => UNKNOWN_DIRECTION.some((unknown) => splits(set, unknown)))) {
    return ofLayout('this source does not tell read pins from write pins, which this layout counts apart');
  }
  return undefined;
}

/** The sets counted by the counters that the content of some kinds' counters depends on. */
function setsBehind(layout: Layout, kinds: KindSet): readonly KindSet[] {
  if (layout.family === 'bias') return [ORDINARY, ...layout.terms.map((term) => term.counts)];
  const sets: KindSet[] = [];
  layout.fields.forEach((field, i) => {
    const reached = field.counts & kinds;
    const carries = field.onLimit === 'carry' && layout.fields.slice(0, i).some((higher) => higher.counts & kinds);
    if (reached || carries) sets.push(field.counts);
  });
  return sets;
}

const source = (reason: string): Obstacle => ({ reason, anyLayout: true });
const ofLayout = (reason: string): Obstacle => ({ reason, anyLayout: false });
