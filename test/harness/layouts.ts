import { type Built, buildBias, buildSplit, type Layout, parseNotation } from '../../src/layouts/index.ts';

const built = (result: Built): Layout => {
  if (!('layout' in result)) throw new Error(JSON.stringify(result));
  return result.layout;
};

export const notation = (text: string): Layout => built(parseNotation(text));
export const split = (...args: Parameters<typeof buildSplit>): Layout => built(buildSplit(...args) as Built);
export const bias = (...args: Parameters<typeof buildBias>): Layout => built(buildBias(...args) as Built);
