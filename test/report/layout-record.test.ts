import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildBias, buildSplit, designSpace, type Layout, type parseNotation } from '../../src/layouts/index.ts';
import { layoutOfRecord, layoutRecord } from '../../src/report/layout-record.ts';

const built = (result: ReturnType<typeof parseNotation>): Layout => {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.layout;
};

/** Through JSON, as results.json has it. */
const again = (layout: Layout): Layout => layoutOfRecord(JSON.parse(JSON.stringify(layoutRecord(layout))));

describe('a layout as a record', () => {
  it('is the same layout again: notations', () => {
    const all = [...designSpace(32), ...designSpace(64)];
    fc.assert(
      fc.property(fc.constantFrom(...all), (layout) => {
        expect(again(layout)).toEqual(layout);
      }),
    );
  });

  it('is the same layout again: names, kinds and limits of one’s own', () => {
    const fields = [
      { name: '__proto__', bits: 3, counts: ['read-short', 'write-long'], onLimit: 'carry' as const },
      { name: 'b', bits: 9, counts: ['long'], reserve: 2 },
      { name: 'c', bits: 20, counts: ['ordinary', 'write-short'], onLimit: 'wrap' as const },
    ];
    const odd = built(
      buildSplit({
        id: 'odd',
        fields: fields.map((field, i) => (i === 1 ? { ...field, counts: ['read-long'] } : field)),
      }),
    );
    expect(again(odd)).toEqual(odd);
  });

  it('is the same layout again: several biases, and one beyond 2^53', () => {
    for (const bias of [
      [
        { name: 'short', bias: 2 ** 27 },
        { name: 'long', bias: 1000 },
      ],
      2 ** 62,
      1024,
    ] as const) {
      const layout = built(buildBias({ bias, word: bias === 2 ** 62 ? 64 : 32 }));
      expect(again(layout)).toEqual(layout);
    }
  });
});
