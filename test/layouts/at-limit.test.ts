import { describe, expect, it } from 'vitest';
import { atLimitText, buildBias, type Layout, parseNotation, partsOf } from '../../src/layouts/index.ts';
import { layoutRecord } from '../../src/report/layout-record.ts';

const bias = (of: Readonly<Record<string, number>>): Layout => {
  const terms = Object.entries(of).map(([name, each]) => ({ name, bias: each }));
  const built = buildBias({ bias: terms, word: 32 });
  if (!built.ok) throw new Error('no such bias');
  return built.layout;
};
const split = (): Layout => {
  const built = parseNotation('4/4/24');
  if (!built.ok) throw new Error('no such split');
  return built.layout;
};
const textsOf = (layout: Layout) => partsOf(layout).map((part, i, parts) => atLimitText(part, parts[i - 1], false));

describe('what happens at a limit', () => {
  it('of a bias is what a reader sees in the numbers: a term carries, and the last of them into the sign', () => {
    expect(textsOf(bias({ long: 2 ** 23, short: 2 ** 27 }))).toEqual([
      'pins are refused while it is set',
      'carries into sign, so that pins are refused',
      'carries into short',
      'carries into long: reads as a pin',
    ]);
  });

  it('of a split is its policy', () => {
    expect(textsOf(split())).toEqual(['fail (-EAGAIN)', 'fail (-EAGAIN)', 'saturate (the page leaks)']);
  });

  it('is the same in check and in the report', () => {
    for (const layout of [split(), bias({ pin: 1024 }), bias({ long: 2 ** 23, short: 2 ** 27 })]) {
      const { fields } = layoutRecord(layout);
      expect(fields.map((field, i) => atLimitText(field, fields[i - 1], false))).toEqual(textsOf(layout));
    }
  });
});
