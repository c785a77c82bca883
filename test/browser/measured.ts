/** A report of 200 layouts and 30 scenarios, measured as a run measures them. */
import type { EvaluatedScenario } from '../../src/report/build-results.ts';
import type { WhatIfSource } from '../../src/report/page/profiles.ts';
import type { Results } from '../../src/report/results.ts';
import { evaluatedScenarios, layoutOf, resultsOf, sourceOf } from '../report/evaluated.ts';

const SCENARIOS = 30;
/** Read, write and ordinary of 13 to 22 ordinary bits; biases; pin and ordinary of 64 bits. */
const LAYOUTS = [
  ...Array.from({ length: 10 }, (_, i) => 22 - i).flatMap((ordinary) =>
    Array.from({ length: 31 - ordinary }, (_, i) => `${i + 1}/${31 - ordinary - i}/${ordinary}`),
  ),
  ...Array.from({ length: 19 }, (_, i) => `bias 2^${i + 2}`),
  ...Array.from({ length: 60 }, (_, i) => `${i + 1}/${63 - i}`),
].slice(0, 200);

export interface Measured {
  readonly results: Results;
  readonly source: WhatIfSource;
  readonly scenarios: readonly EvaluatedScenario[];
}

/** Scenarios are few recordings and a model, again and again under other names. */
export async function measured(): Promise<Measured> {
  const layouts = LAYOUTS.map(layoutOf);
  const few = await evaluatedScenarios(layouts);
  const scenarios = Array.from({ length: SCENARIOS }, (_, i): EvaluatedScenario => {
    const { plan, evaluated } = few[i % few.length]!;
    return { plan: { ...plan, id: `${plan.id} ${i + 1}` }, evaluated };
  });
  return { results: resultsOf(layouts, scenarios), source: sourceOf(scenarios), scenarios };
}
