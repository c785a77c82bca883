import { metricOf } from '../../metrics/registry.ts';
import { changeOf } from '../baseline-index.ts';
import type { Measurement, Results } from '../results.ts';

/** By what the table of rows can be sorted, by the id of the column. Values of different units are sorted all the same: choose a metric first. */
export const ROW_KEYS: Readonly<Record<string, (row: Measurement, results: Results) => string | number | undefined>> = {
  layout: (row) => row.layout,
  scenario: (row) => row.scenario ?? undefined,
  metric: (row) => metricOf(row.metric)?.label ?? row.metric,
  of: (row) => row.of,
  // What is too small for a double stands between zero and the smallest, by its logarithm.
  value: ({ value, log10 }) => (value === 0 && log10 !== undefined ? Number.MIN_VALUE * (1e6 + log10) : value),
  change: (row, results) => changeOf(row, results)?.absolute,
};

/** The columns by which the rows of these results can be sorted. */
export const rowColumnsOf = ({ baseline }: Results): readonly string[] =>
  Object.keys(ROW_KEYS).filter((column) => column !== 'change' || baseline !== undefined);
