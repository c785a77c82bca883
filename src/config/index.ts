/** layouts.yaml and the flags beside it, as a plan; and every problem with them. No files: text comes in. */
export { describePlan } from './describe.ts';
export { layoutsJsonSchema } from './json-schema.ts';
export { type Loaded, type LoadOptions, loadPlan, type Presets } from './load.ts';
export { applyOverrides, type Overrides } from './overrides.ts';
export type * from './plan.ts';
export { planToYaml } from './plan-yaml.ts';
export {
  mostImportant,
  type Painter,
  type Problem,
  placeOf,
  renderProblems,
  sortProblems,
  weightBelow,
} from './problems.ts';
export { type Dimension, parseCount, parseQuantity } from './quantities.ts';
export { printable } from './show.ts';
export { LARGEST_FILE, lineOfKey } from './source.ts';
