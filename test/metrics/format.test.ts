import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatCounts,
  formatInterval,
  formatNumber,
  formatShare,
  formatValue,
} from '../../src/metrics/index.ts';

describe('an interval', () => {
  it('has as many digits as tell its ends apart', () => {
    const interval = (low: number, high: number) => formatInterval('share', { value: low, low, high });
    expect(interval(0.8521, 0.8524)).toBe('85.21 % to 85.24 %');
    expect(interval(0.0097, 0.0103)).toBe('0.97 % to 1.03 %');
    expect(interval(0.99991, 0.999912)).toBe('99.991 % to 99.9912 %');
    expect(interval(3.21e-9, 3.22e-9)).toBe('3.21e-9 to 3.22e-9');
    expect(formatInterval('bits', { value: 13.7, low: 13.7012, high: 13.7034 })).toBe('13.701 to 13.703');
  });

  it('of what is no share is two ends, 0 and 1 too', () => {
    expect(formatInterval('bits', { value: 0, low: -1, high: 1 })).toBe('−1 to 1');
    expect(formatInterval('bits', { value: 1, low: 0.5, high: 2 })).toBe('0.5 to 2');
    // Of references three digits are said, however close they are.
    expect(formatInterval('references', { value: 1, low: 1.00001, high: 1.00002 })).toBe('1 to 1');
  });

  it('never looks like one number, however close its ends are', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 0.999, noNaN: true }), (low) => {
        const [a, b] = formatInterval('share', { value: low, low, high: low * (1 + 1e-9) }).split(' to ');
        expect(a).not.toBe(b);
      }),
    );
  });
});

describe('a count', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [4_194_303, '4,194,303'],
    [2_147_483_647, '2,147,483,647'],
    [-2_147_483_642, '−2,147,483,642'],
    [1234.5678, '1,234.568'],
    [2 ** 62, '4.6e18'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NaN, 'n/a'],
  ])('%d is written %s', (value, text) => {
    expect(formatCount(value)).toBe(text);
  });

  it('that is a bigint keeps all its digits', () => {
    expect(formatCount(2n ** 62n)).toBe('4,611,686,018,427,387,904');
    expect(formatCount(-1234n)).toBe('−1,234');
  });
});

describe('a number', () => {
  it.each([
    [0, '0'],
    [4.90689, '4.91'],
    [4, '4'],
    [0.001234, '0.00123'],
    [12345.6, '12,346'],
    [1.5e-9, '1.5e-9'],
    [9.99e-8, '1e-7'],
    [-2.5, '−2.5'],
  ])('%d is written %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('a share', () => {
  it.each([
    [0, '0 %'],
    [7232 / 8192, '88.3 %'],
    [0.05, '5 %'],
    [1.2e-5, '0.0012 %'],
    [0.01, '1 %'],
    [1, '100 %'],
    [0.999997, '99.9997 %'],
    [0.9996, '99.96 %'],
    [1 - 2 ** -53, 'nearly 100 %'],
    [3.2e-9, '3.2e-9'],
    [1e-300, '1e-300'],
  ])('of %d is written %s', (value, text) => {
    expect(formatShare(value)).toBe(text);
  });

  it('too small for a double is written by its logarithm', () => {
    expect(formatShare(0, -1620.0725684)).toBe('8.5e-1621');
    expect(formatShare(0, -1620)).toBe('1e-1620');
    expect(formatShare(0, -1619.001)).toBe('1e-1619');
    expect(formatShare(0, Number.NEGATIVE_INFINITY)).toBe('0 %');
  });

  it('is never written as 0 % or 100 % unless it is exactly that', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true, maxExcluded: true }), (value) => {
        expect(['0 %', '100 %', '0']).not.toContain(formatShare(value));
      }),
    );
  });
});

describe('a value in its unit', () => {
  it('says bits with two digits and a real minus sign', () => {
    expect(formatValue('bits', { value: 4.90689 })).toBe('4.91');
    expect(formatValue('bits', { value: -3.0116 })).toBe('−3.01');
    expect(formatValue('bits', { value: 4 })).toBe('4');
  });

  it('says references, tasks and shares', () => {
    expect(formatValue('references', { value: 4194303 })).toBe('4,194,303');
    expect(formatValue('tasks', { value: 4194304 })).toBe('4,194,304');
    expect(formatValue('share', { value: 0, log10: -1620 })).toBe('1e-1620');
  });
});

describe('an interval', () => {
  it('is not shown where the number is exact', () => {
    expect(formatInterval('share', { value: 0.1, low: 0.1, high: 0.1 })).toBe('');
  });

  it('of nothing seen is an upper bound, and of everything a lower one', () => {
    expect(formatInterval('share', { value: 0, low: 0, high: 0.00003 })).toBe('at most 0.003 %');
    expect(formatInterval('share', { value: 1, low: 0.97, high: 1 })).toBe('at least 97 %');
  });

  it('has both ends in the unit of the value', () => {
    expect(formatInterval('share', { value: 0.01, low: 0.0097, high: 0.0103 })).toBe('0.97 % to 1.03 %');
    expect(formatInterval('references', { value: 12, low: 8, high: 12 })).toBe('8 to 12');
  });
});

describe('the counts behind a share', () => {
  it('are written as count of count', () => {
    expect(formatCounts({ numerator: 7232, denominator: 8192 })).toBe('7,232 of 8,192');
    expect(formatCounts({ numerator: 1.500000001, denominator: 12345.678 })).toBe('1.5 of 12,346');
    expect(formatCounts({ numerator: null, denominator: null })).toBe('');
  });
});
