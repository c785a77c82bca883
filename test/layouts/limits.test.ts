import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BiasLayout,
  guardOf,
  limitJson,
  limitNumber,
  limitOf,
  limitsOf,
  maximumOf,
  redZone,
  saturationValue,
  termLimit,
  wordLimit,
} from '../../src/layouts/index.ts';
import { anyBias, anySplit, layout } from './arbitrary.ts';

const named = (text: string) => Object.fromEntries(limitsOf(layout(text)).map((l) => [l.name, l.limit]));

describe('limits', () => {
  it('are those of the issue', () => {
    expect(named('4/4/24')).toEqual({ read: 15n, write: 15n, ordinary: 4_194_303n });
    expect(named('2/6/24')).toEqual({ read: 3n, write: 63n, ordinary: 4_194_303n });
    expect(named('bias 1024')).toEqual({ pin: 2_097_151n, ordinary: 1023n });
    expect(wordLimit(layout('bias 1024') as BiasLayout)).toBe(2_147_483_647n);
    expect(wordLimit(layout('bias 1024 word 64') as BiasLayout)).toBe(2n ** 63n - 1n);
  });

  it('of two biases are bounded by the next one, the last by the sign', () => {
    expect(named('bias long=2^23 short=2^27')).toEqual({ short: 15n, long: 15n, ordinary: 8_388_607n });
    expect(named('bias long=1000 short=3500')).toEqual({ short: 613_565n, long: 2n, ordinary: 999n });
    expect(named('bias 2^62 word 64')).toEqual({ pin: 1n, ordinary: 2n ** 62n - 1n });
  });

  it('of a bias keep every smaller count out of the next term, and one more does not', () => {
    fc.assert(
      fc.property(anyBias, (bias) => {
        if (bias.family !== 'bias') throw new Error('a bias was asked for');
        bias.terms.forEach((term, i) => {
          const ceiling = BigInt(bias.terms[i + 1]?.bias ?? 2n ** BigInt(bias.word - 1));
          const limit = termLimit(bias, i);
          expect(limit).toBeGreaterThanOrEqual(1n);
          // With everything below it full up to one whole bias, the next term is not reached.
          expect(limit * BigInt(term.bias) + BigInt(term.bias) - 1n).toBeLessThan(ceiling);
          expect((limit + 1n) * BigInt(term.bias) + BigInt(term.bias) - 1n).toBeGreaterThanOrEqual(ceiling);
        });
      }),
    );
  });

  it('and red zone share the values of the field', () => {
    fc.assert(
      fc.property(anySplit, (split) => {
        if (split.family !== 'split') throw new Error('a split was asked for');
        for (const field of split.fields) {
          expect(limitOf(field) + redZone(field)).toBe(maximumOf(field));
          expect(limitOf(field)).toBe(2n ** BigInt(field.bits - field.reserve) - 1n);
          expect(limitOf(field)).toBeGreaterThanOrEqual(1n);
          const saturated = saturationValue(field);
          expect(saturated).toBeLessThanOrEqual(maximumOf(field));
          if (field.reserve > 0) {
            expect(saturated).toBeGreaterThan(limitOf(field));
            expect(maximumOf(field) + 1n - saturated).toBe(2n ** BigInt(field.bits - 2));
          } else expect(saturated).toBe(limitOf(field));
        }
      }),
    );
  });

  it('are numbers where a double holds them, and digits beyond', () => {
    expect(limitNumber(4_194_303n)).toBe(4_194_303);
    expect(limitJson(2n ** 53n - 1n)).toBe(Number.MAX_SAFE_INTEGER);
    expect(limitJson(2n ** 53n)).toBe('9007199254740992');
    expect(limitJson(2n ** 63n - 1n)).toBe('9223372036854775807');
  });

  it('of a term that is not there is an error', () => {
    expect(() => termLimit(layout('bias 1024') as BiasLayout, 1)).toThrow(RangeError);
  });
});

describe('guard', () => {
  const field = { bits: 24, reserve: 2 } as const;

  it('is 3 * 2^22 for 24 bits with 2 reserved where it fails, 2^22 where it saturates', () => {
    expect(guardOf({ ...field, onLimit: 'fail' })).toBe(3n * 2n ** 22n);
    expect(guardOf({ ...field, onLimit: 'saturate' })).toBe(2n ** 22n);
    expect(saturationValue(field)).toBe(3n * 2n ** 22n);
  });

  it('is 0 without a reserve, and where nothing is checked', () => {
    for (const onLimit of ['fail', 'saturate', 'carry', 'wrap'] as const)
      expect(guardOf({ bits: 4, reserve: 0, onLimit })).toBe(0n);
    expect(guardOf({ ...field, onLimit: 'carry' })).toBe(0n);
    expect(guardOf({ ...field, onLimit: 'wrap' })).toBe(0n);
  });

  it('is as many tasks as fit between the limit, or the saturated value, and the carry', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), fc.nat(), (bits, n) => {
        const reserve = 1 + (n % (bits - 1));
        const top = maximumOf({ bits });
        expect(limitOf({ bits, reserve }) + guardOf({ bits, reserve, onLimit: 'fail' })).toBe(top);
        expect(saturationValue({ bits, reserve }) + guardOf({ bits, reserve, onLimit: 'saturate' })).toBe(top + 1n);
      }),
    );
  });
});
