import type { BaselineRecord, Change } from './baseline-record.ts';
import type { Measurement, Results } from './results.ts';

type Key = Pick<Measurement, 'layout' | 'scenario' | 'class' | 'metric' | 'of'>;

const indices = new WeakMap<BaselineRecord, ReadonlyMap<string, Change>>();

const keyOf = ({ layout, scenario, class: pages, metric, of }: Key): string =>
  JSON.stringify([layout, scenario, pages, metric, of]);

/** How a row differs from the baseline; undefined where it does not, or where there is no baseline. */
export function changeOf(row: Key, { baseline }: Pick<Results, 'baseline'>): Change | undefined {
  if (baseline === undefined || baseline.changes.length === 0) return undefined;
  let index = indices.get(baseline);
  if (index === undefined) {
    index = new Map(baseline.changes.map((change) => [keyOf(change), change]));
    indices.set(baseline, index);
  }
  return index.get(keyOf(row));
}
