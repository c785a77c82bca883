import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf, partsOf } from '../../src/layouts/index.ts';
import { anyLayout, layout } from './arbitrary.ts';

describe('the parts of a word', () => {
  it('of linux today are sign, 21 bits of pins and 10 of ordinary references', () => {
    expect(partsOf(layout('bias 1024')).map((p) => [p.name, p.bits, p.offset, p.limit, p.onLimit, p.bias])).toEqual([
      ['sign', 1, 31, 2_147_483_647n, 'none', undefined],
      ['pin', 21, 10, 2_097_151n, 'none', 1024],
      ['ordinary', 10, 0, 1023n, 'none', 1],
    ]);
  });

  it('of a split are its fields', () => {
    expect(partsOf(layout('2/6/24')).map((p) => [p.name, p.bits, p.offset, p.reserve, p.limit, p.onLimit])).toEqual([
      ['read', 2, 30, 0, 3n, 'fail'],
      ['write', 6, 24, 0, 63n, 'fail'],
      ['ordinary', 24, 0, 2, 4_194_303n, 'saturate'],
    ]);
  });

  it('tile the word from high to low, and have the limits that limitsOf has', () => {
    fc.assert(
      fc.property(anyLayout, (l) => {
        const parts = partsOf(l);
        let top: number = l.word;
        for (const part of parts) {
          expect(part.bits).toBeGreaterThanOrEqual(1);
          expect(part.offset + part.bits).toBe(top);
          top = part.offset;
        }
        expect(top).toBe(0);
        const limits = parts.filter((p) => p.counts !== 0).map(({ name, counts, limit }) => ({ name, counts, limit }));
        expect(limits).toEqual(limitsOf(l));
      }),
    );
  });
});
