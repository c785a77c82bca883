/** layouts.yaml and the flags beside it, as a plan; and every problem with them. No files: text comes in. */
export { describeHold, describeLayout, describePlan } from './describe.ts';
export { idKey, idOfPath } from './ids.ts';
export { layoutsJsonSchema } from './json-schema.ts';
export { type Loaded, type LoadOptions, loadPlan, type Presets } from './load.ts';
export { MOST_EVENTS, MOST_HELD, MOST_PAGES } from './models.ts';
export { applyOverrides, type OverrideOptions, type Overrides } from './overrides.ts';
export type * from './plan.ts';
export { type Painter, type Part, type Problem, placeOf, renderProblems, sortProblems } from './problems.ts';
export { type Dimension, type Parsed, parseCount, parseQuantity } from './quantities.ts';
export { printable, quoted } from './show.ts';
export { LARGEST_FILE } from './source.ts';
