import { describe, expect, it } from 'vitest';
import { measureStatic } from '../../src/metrics/index.ts';
import { bias, notation, pick, split } from './fixtures.ts';

const value = (layout: Parameters<typeof measureStatic>[0], metric: string, of: string): number =>
  pick(measureStatic(layout), metric, of).value;

describe('limits', () => {
  it('of 4/4/24 are 15, 15 and 4,194,303', () => {
    const layout = notation('4/4/24');
    expect(value(layout, 'limit', 'read')).toBe(15);
    expect(value(layout, 'limit', 'write')).toBe(15);
    expect(value(layout, 'limit', 'ordinary')).toBe(4_194_303);
  });

  it('of 2/6/24 are 3, 63 and 4,194,303', () => {
    const layout = notation('2/6/24');
    expect(value(layout, 'limit', 'read')).toBe(3);
    expect(value(layout, 'limit', 'write')).toBe(63);
    expect(value(layout, 'limit', 'ordinary')).toBe(4_194_303);
  });

  it('of bias 1024 are soft, 1,023 ordinary and 2,097,151 pins, with 2^31 − 1 as the hard limit of the word', () => {
    const layout = bias(1024);
    expect(value(layout, 'limit', 'ordinary')).toBe(1023);
    expect(value(layout, 'limit', 'pin')).toBe(2_097_151);
    expect(value(layout, 'limit-hard', 'word')).toBe(2_147_483_647);
  });

  it('of two biases end at the next larger bias', () => {
    const layout = bias([
      { name: 'long', bias: 2 ** 23 },
      { name: 'short', bias: 2 ** 27 },
    ]);
    expect(value(layout, 'limit', 'long')).toBe(15);
    expect(value(layout, 'limit', 'short')).toBe(15);
    expect(value(layout, 'limit', 'ordinary')).toBe(2 ** 23 - 1);
  });

  it('beyond 2^53 are the nearest double', () => {
    const layout = split([
      { name: 'pin', bits: 4, counts: ['pin'] },
      { name: 'ordinary', bits: 60, counts: ['ordinary'], reserve: 0 },
    ]);
    expect(value(layout, 'limit', 'ordinary')).toBe(2 ** 60);
  });

  it('a split has no hard limit', () => {
    expect(measureStatic(notation('4/4/24')).some((row) => row.metric === 'limit-hard')).toBe(false);
  });
});

describe('guard', () => {
  it('is 2^22 where 24 bits with 2 reserved saturate at 3/4 of their range', () => {
    expect(value(notation('4/4/24'), 'guard', 'ordinary')).toBe(2 ** 22);
  });

  it('is 3·2^22 where they fail, by adding and undoing', () => {
    const layout = split([
      { name: 'pin', bits: 8, counts: ['pin'] },
      { name: 'ordinary', bits: 24, counts: ['ordinary'], onLimit: 'fail', reserve: 2 },
    ]);
    expect(value(layout, 'guard', 'ordinary')).toBe(3 * 2 ** 22);
  });

  it('is 0 for a field without reserve', () => {
    expect(value(notation('4/4/24'), 'guard', 'read')).toBe(0);
  });
});

describe('static rows', () => {
  it('have no scenario, are exact and no ratio', () => {
    for (const layout of [notation('4/4/24'), notation('8/24'), bias(1024)]) {
      for (const row of measureStatic(layout)) {
        expect(row).toMatchObject({
          layout: layout.id,
          scenario: null,
          method: 'static',
          numerator: null,
          denominator: null,
        });
        expect(row.low).toBe(row.value);
        expect(row.high).toBe(row.value);
      }
    }
  });
});
