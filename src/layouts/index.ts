/** Layouts of a word: pure arithmetic, without input or output, for Node and the browser. */
export { type BiasSpec, buildBias, formatBias } from './bias.ts';
export * from './domain.ts';
export { kindNames } from './kinds.ts';
export {
  guardOf,
  limitJson,
  limitNumber,
  limitOf,
  limitsOf,
  maximumOf,
  type NamedLimit,
  ordinaryLimit,
  redZone,
  saturationValue,
  smallestBias,
  termLimit,
  wordLimit,
} from './limits.ts';
export { distance, nearest, suggest } from './nearest.ts';
export { formatNotation, parseNotation, sameLayout } from './notation.ts';
export { type Part, partsOf } from './parts.ts';
export type { Built, LayoutProblem } from './problem.ts';
export { designSpace, SPACE_RESERVES, spaceSize } from './space.ts';
export { buildSplit, defaultOnLimit, defaultReserve, type FieldSpec, ON_LIMITS, type SplitSpec } from './split.ts';
export { DEFAULT_RESERVE, formatSplit } from './split-notation.ts';
export type * from './types.ts';
export { formatWhole, parseWhole } from './whole.ts';
export {
  answers,
  decode,
  decodeNamed,
  encode,
  type Held,
  isNegative,
  isOverLimit,
  kindsSeen,
  signedWord,
} from './word.ts';
export { layoutToYaml, yamlText } from './yaml.ts';
