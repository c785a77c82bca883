import type { TopLevelSpec } from 'vega-lite';
import type { Results } from '../results.ts';
import { bitsChart } from './bits.ts';
import { busiestChart } from './busiest.ts';
import type { Chart } from './chart.ts';
import { completeSpec, drawingOf } from './chart.ts';
import { designSpaceChart } from './design-space.ts';
import { headroomChart } from './headroom.ts';
import { limitHitsChart } from './limit-hits.ts';
import { misclassifiedChecksChart, misclassifiedTimeChart } from './misclassification.ts';
import { pinsAtOnceChart } from './pins-at-once.ts';
import { refusalCurvesChart } from './refusal-curves.ts';

/** Every chart, in the order of the page. */
export const CHARTS: readonly Chart[] = [
  limitHitsChart,
  pinsAtOnceChart,
  refusalCurvesChart,
  designSpaceChart,
  headroomChart,
  misclassifiedTimeChart,
  misclassifiedChecksChart,
  busiestChart,
  bitsChart,
];

/** The charts for which the results hold something, each as a complete Vega-Lite spec with its data: `charts/<name>.vl.json`. */
export function buildCharts(results: Results): { readonly name: string; readonly spec: TopLevelSpec }[] {
  return CHARTS.flatMap((chart) => {
    const drawing = drawingOf(chart, results);
    return drawing === undefined ? [] : [{ name: chart.name, spec: completeSpec(chart, drawing, 'wide') }];
  });
}
