import { describe, expect, it } from 'vitest';
import { bits, bitsLeft, count, intervalOf, list, moment, plural, seconds, shareOf } from '../../src/report/numbers.ts';
import type { Measurement } from '../../src/report/results.ts';

const row = (parts: Partial<Measurement>): Measurement => ({
  layout: 'a',
  scenario: 'b',
  class: 'small',
  metric: 'refused',
  of: 'pin',
  value: 0,
  numerator: 0,
  denominator: 1,
  low: 0,
  high: 0,
  method: 'profile',
  ...parts,
});

describe('numbers as they are shown', () => {
  it('counts have commas, beyond 2^53 too', () => {
    expect(count(4_194_303)).toBe('4,194,303');
    expect(count('4611686018427387903')).toBe('4,611,686,018,427,387,903');
    expect(count(0)).toBe('0');
  });

  it('bits have one decimal, more where they would be 0 and are not, and never a minus zero', () => {
    expect([12.34, 12, 1, -6.6, -0.04, 0].map(bits)).toEqual([
      '12.3 bits',
      '12 bits',
      '1 bit',
      '−6.6 bits',
      '−0.04 bits',
      '0 bits',
    ]);
    expect(bitsLeft(8.7)).toBe('8.7 bits left');
    expect(bitsLeft(-3)).toBe('3 bits short');
  });

  it('times are in the unit that suits them', () => {
    expect([0, 0.703, 0.017, 1.2e-6, 3e-9, 60].map(seconds)).toEqual([
      '0 s',
      '0.703 s',
      '17 ms',
      '1.2 µs',
      '3 ns',
      '60 s',
    ]);
    expect(moment(0.0123456)).toBe('0.012346 s');
  });

  it('a share stands with its counts, and zero is a count alone', () => {
    expect(shareOf(row({ value: 1088 / 2048, numerator: 1088, denominator: 2048 }))).toBe('53.1 % (1,088 of 2,048)');
    expect(shareOf(row({ numerator: 0, denominator: 2048 }))).toBe('0 of 2,048');
    expect(shareOf(row({ value: 0.5, numerator: null, denominator: null }))).toBe('50 %');
  });

  it('an exact value has no interval', () => {
    expect(intervalOf(row({ value: 0.5, low: 0.5, high: 0.5 }))).toBe('');
    expect(intervalOf(row({ value: 0.01, low: 0.0097, high: 0.0103 }))).toBe(', 95 % interval 0.97 % to 1.03 %');
  });

  it('lists end in “and”, long ones in a number', () => {
    expect(list([])).toBe('');
    expect(list(['a'])).toBe('a');
    expect(list(['a', 'b', 'c'])).toBe('a, b and c');
    expect(list(['a', 'b', 'c', 'd', 'e'], 3)).toBe('a, b and 3 more');
    expect(plural(1, 'layout')).toBe('1 layout');
    expect(plural(0, 'layout')).toBe('0 layouts');
  });
});
