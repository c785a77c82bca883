import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatWhole, parseWhole } from '../../src/layouts/index.ts';
import { floorLog2, isExactWhole, isPowerOfTwo } from '../../src/layouts/whole.ts';

describe('whole numbers', () => {
  it.each([
    ['0', 0],
    ['010', 10],
    ['1024', 1024],
    ['2^0', 1],
    ['2^23', 8_388_608],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['9223372036854775808', 2 ** 63],
  ])('%s is %d', (text, value) => {
    expect(parseWhole(text)).toBe(value);
  });

  it.each([
    '',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    ' 1',
    '2^',
    '3^2',
    '2^-1',
    '2^1024',
    '9007199254740993',
    '1'.repeat(401),
    'NaN',
  ])('%j is none', (text) => {
    expect(parseWhole(text)).toBeUndefined();
  });

  it('are written as powers from 2^16 on, in digits otherwise, and come back', () => {
    expect([1024, 65_535, 65_536, 65_537, 2 ** 63].map(formatWhole)).toEqual([
      '1024',
      '65535',
      '2^16',
      '65537',
      '2^63',
    ]);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.maxSafeNat(),
          fc.nat(1023).map((e) => 2 ** e),
        ),
        (n) => {
          expect(parseWhole(formatWhole(n))).toBe(n);
        },
      ),
    );
  });

  it('know their logarithm exactly, also just below a power', () => {
    for (let e = 1; e <= 53; e++) {
      expect(floorLog2(2 ** e)).toBe(e);
      expect(floorLog2(2 ** e - 1)).toBe(e - 1);
    }
    expect(isPowerOfTwo(0)).toBe(false);
    expect(isPowerOfTwo(Number.NaN)).toBe(false);
    expect(isPowerOfTwo(Number.POSITIVE_INFINITY)).toBe(false);
    expect(isPowerOfTwo(2 ** 52 + 1)).toBe(false);
    expect(isExactWhole(2 ** 53)).toBe(true);
    expect(isExactWhole(2 ** 53 + 2)).toBe(false);
    expect(isExactWhole(-1)).toBe(false);
  });
});
