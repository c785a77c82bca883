import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash, PageIndex } from '../../src/events/page-index.ts';

describe('pages get dense numbers in order of first appearance', () => {
  it('the same key the same number, whatever keys come between', () => {
    const key = fc.oneof(
      fc.nat(50),
      fc.integer({ min: 0, max: 2 ** 46 }).map((n) => n * 64),
      fc.nat(2 ** 20).map((n) => n + 0.5),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 2000 }), (keys) => {
        const index = new PageIndex();
        const expected = new Map<number, number>();
        for (const each of keys) {
          const page = each === 0 ? 0 : each; // −0 and 0 are one page
          if (!expected.has(page)) expected.set(page, expected.size);
          expect(index.intern(each)).toBe(expected.get(page));
        }
        expect(index.size).toBe(expected.size);
        for (const [page, number] of expected) expect(index.keyOf(number) + 0).toBe(page);
      }),
      { numRuns: 50 },
    );
  });

  it('hundreds of thousands of addresses', () => {
    const index = new PageIndex();
    const many = 300_000;
    for (let i = 0; i < many; i++) index.intern(0xea00_0000_0000 + i * 64);
    expect(index.size).toBe(many);
    for (let i = 0; i < many; i += 997) expect(index.intern(0xea00_0000_0000 + i * 64)).toBe(i);
    expect(index.size).toBe(many);
  });
});

describe('the hash of a key', () => {
  it.each([
    ['addresses of neighbouring folios', (i: number) => 0xea00_0000_0000 + i * 64],
    ['neighbouring pfns', (i: number) => 0x1000 + i],
    ['addresses 4 GiB apart', (i: number) => i * 2 ** 32],
  ])('spreads %s', (_, key) => {
    const slots = new Uint32Array(1024);
    for (let i = 0; i < 1024; i++) slots[hash(key(i)) & 1023]!++;
    // 1024 balls in 1024 boxes: about 1/e stay empty, and hardly ever are there 10 in one.
    expect(slots.filter((n) => n === 0).length).toBeLessThan(500);
    expect(Math.max(...slots)).toBeLessThan(12);
  });
});
