import { describe, expect, it } from 'vitest';
import {
  buildBias,
  buildSplit,
  designSpace,
  type Layout,
  limitsOf,
  nameOfKindSet,
  parseNotation,
  sameLayout,
  spaceSize,
} from '../../src/layouts/index.ts';

const spaces = { 32: [...designSpace(32)], 64: [...designSpace(64)] } as const;

/** The layout built again from its own description with every check on. */
function rebuilt(layout: Layout): Layout {
  const built =
    layout.family === 'bias'
      ? buildBias({ bias: layout.terms, word: layout.word })
      : buildSplit({ fields: layout.fields.map((f) => ({ ...f, counts: [nameOfKindSet(layout.domain, f.counts)] })) });
  if (!built.ok) throw new Error(`${layout.id}: ${built.problems.map((p) => p.message).join('; ')}`);
  return built.layout;
}

describe('the design space', () => {
  it('has 2,210 layouts at 32 bits and 9,522 at 64', () => {
    expect(spaces[32]).toHaveLength(2210);
    expect(spaces[64]).toHaveLength(9522);
    expect([spaceSize(32), spaceSize(64)]).toEqual([2210, 9522]);
  });

  it('has 2035 splits into three, 145 into two and 30 biases at 32 bits', () => {
    const count = (test: (l: Layout) => boolean) => spaces[32].filter(test).length;
    expect(count((l) => l.family === 'split' && l.fields.length === 3)).toBe(2035);
    expect(count((l) => l.family === 'split' && l.fields.length === 2)).toBe(145);
    expect(count((l) => l.family === 'bias')).toBe(30);
  });

  it.each([32, 64] as const)('of %i bits has every layout once, each with a limit of at least 1 everywhere', (word) => {
    expect(new Set(spaces[word].map((l) => l.id)).size).toBe(spaces[word].length);
    for (const layout of spaces[word]) {
      expect(layout.word).toBe(word);
      for (const { limit } of limitsOf(layout)) if (limit < 1n) throw new Error(`${layout.id} has a limit of ${limit}`);
    }
  });

  it.each([32, 64] as const)('of %i bits has only what the builders accept, under its own notation', (word) => {
    for (const layout of spaces[word]) {
      const again = rebuilt(layout);
      if (again.id !== layout.id || !sameLayout(again, layout)) throw new Error(`${layout.id} is built as ${again.id}`);
      const parsed = parseNotation(layout.id);
      if (!parsed.ok || !sameLayout(parsed.layout, layout)) throw new Error(`${layout.id} does not parse to itself`);
    }
  });

  it('contains the layouts of the mail', () => {
    const ids = new Set(spaces[32].map((l) => l.id));
    for (const id of ['4/4/24', '2/6/24', '8/24', 'bias 1024', 'bias 2^23', '4/4/24+0']) expect(ids).toContain(id);
  });
});
