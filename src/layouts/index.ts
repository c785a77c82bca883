/** Layouts of a word: pure arithmetic, without input or output, for Node and the browser. */
export { atLimitText } from './at-limit.ts';
export { type BiasSpec, buildBias } from './bias.ts';
export * from './domain.ts';
export { kindNames } from './kinds.ts';
export {
  guardOf,
  limitJson,
  limitNumber,
  limitOf,
  limitsOf,
  maximumOf,
  redZone,
  saturationValue,
  termLimit,
  wordLimit,
} from './limits.ts';
export { distance, nearest, suggest } from './nearest.ts';
export { formatNotation, parseNotation, sameLayout } from './notation.ts';
export { type Part, partsOf } from './parts.ts';
export type { Built } from './problem.ts';
export { buildSide, type SideSpec } from './side.ts';
export { designSpace, spaceSize } from './space.ts';
export { buildSplit, type FieldSpec, ON_LIMITS, type SplitSpec } from './split.ts';
export type * from './types.ts';
export { formatWhole, parseWhole } from './whole.ts';
export {
  answers,
  decode,
  decodeNamed,
  encode,
  isNegative,
  isOverLimit,
  kindsSeen,
  signedWord,
} from './word.ts';
export { layoutToYaml, yamlText } from './yaml.ts';
