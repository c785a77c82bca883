import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dimension, parseCount, parseQuantity } from '../../src/config/index.ts';
import { LONGEST_SECONDS, quantityPattern } from '../../src/config/quantities.ts';

const value = (dimension: Dimension, input: number | string) => {
  const parsed = parseQuantity(dimension, input);
  return parsed.ok ? parsed.value : parsed.message;
};
const wrong = (dimension: Dimension, input: number | string) => {
  const parsed = parseQuantity(dimension, input);
  return parsed.ok ? parsed.value : [parsed.message, parsed.suggestion];
};

describe('a quantity', () => {
  it.each([
    ['duration', '1ns', 1e-9],
    ['duration', '7us', 7e-6],
    ['duration', '200ms', 0.2],
    ['duration', '3ms', 0.003],
    ['duration', '81.08s', 81.08],
    ['duration', '1.5min', 90],
    ['duration', '2h', 7200],
    ['duration', '1e-4s', 1e-4],
    ['duration', '2^10s', 1024],
    ['duration', '.5s', 0.5],
    ['duration', '0s', 0],
    ['rate', '50/s', 50],
    ['rate', '6/min', 0.1],
    ['rate', '2^22/s', 4_194_304],
    ['size', '8MiB', 8_388_608],
    ['size', '1B', 1],
    ['size', '2.5KiB', 2560],
    ['size', '1GiB', 2 ** 30],
  ] as const)('of %s %s is %d in base units', (dimension, text, base) => {
    expect(value(dimension, text)).toBe(base);
  });

  it('is the number times its unit, for every unit', () => {
    const units = {
      duration: { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1, min: 60 },
      rate: { '/s': 1, '/min': 1 / 60 },
      size: { B: 1, KiB: 1024, MiB: 2 ** 20, GiB: 2 ** 30 },
    };
    const each = Object.entries(units).flatMap(([dimension, all]) =>
      Object.entries(all).map(([name, base]) => ({ dimension: dimension as Dimension, name, base })),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...each),
        fc.double({ min: 0, max: 1e5, noNaN: true }),
        ({ dimension, name, base }, number) => {
          const parsed = parseQuantity(dimension, `${number}${name}`);
          expect(parsed.ok && Math.abs(parsed.value - number * base) <= 1e-15 * number * base).toBe(true);
        },
      ),
    );
  });
});

describe('a quantity that is none', () => {
  it('has no unit, also as a YAML number', () => {
    expect(wrong('duration', 60)).toEqual(['"60" has no unit; a duration is in ns, us, ms, s, min or h', '60s']);
    expect(wrong('rate', '1e-4')).toEqual(['"1e-4" has no unit; a rate is in /s or /min', '1e-4/s']);
    expect(wrong('size', '2^20')).toEqual(['"2^20" has no unit; a number of bytes is in B, KiB, MiB or GiB', '2^20B']);
  });

  it.each([
    ['duration', '60sec', '60s'],
    ['duration', '60S', '60s'],
    ['duration', '5m', '5min'],
    ['duration', '5minutes', '5min'],
    ['duration', '3µs', '3us'],
    ['duration', '3msec', '3ms'],
    ['rate', '5/sec', '5/s'],
    ['rate', '5Hz', '5/s'],
    ['size', '8MB', '8MiB'],
    ['size', '8kb', '8KiB'],
    ['size', '8mib', '8MiB'],
  ] as const)('has an unknown unit: %s %s, nearest %s', (dimension, text, suggestion) => {
    const [message, nearest] = wrong(dimension, text) as readonly string[];
    expect(message).toMatch(/^".+" is no unit of a (duration|rate|number of bytes); there are /);
    expect(nearest).toBe(suggestion);
  });

  it('has a unit of another kind of quantity', () => {
    expect(wrong('duration', '5MiB')).toEqual([
      '"MiB" is no unit of a duration; there are ns, us, ms, s, min or h',
      undefined,
    ]);
  });

  it('has a space, a sign, or is negative', () => {
    expect(wrong('duration', '60 s')).toEqual(['"60 s" has a space before its unit', '60s']);
    expect(wrong('duration', '+60s')).toEqual(['"+60s" has a sign', '60s']);
    expect(value('duration', '-5s')).toBe('"-5s" is negative; a duration is 0 or more');
  });

  it('is not finite or too big', () => {
    expect(value('rate', '1e400/s')).toBe('"1e400/s" is too big for a number');
    expect(value('size', '2^1024B')).toBe('"2^1024" is too big for a number');
    expect(value('size', '2^1023GiB')).toBe('"2^1023GiB" is too big for a number');
    expect(value('duration', '2502h')).toMatch(/is too long: times are whole nanoseconds below 2\^53/);
    expect(value('duration', '2501h')).toBe(2501 * 3600);
    expect(LONGEST_SECONDS * 1e9).toBe(2 ** 53);
    expect(value('rate', Number.POSITIVE_INFINITY)).toMatch(/is no rate/);
    expect(value('rate', Number.NaN)).toMatch(/is no rate/);
  });

  it('is a power of something else', () => {
    expect(value('rate', '10^3/s')).toBe('"10^3" is no power of 2; write 2^22, or a decimal such as 1e6');
  });

  it.each(['', ' ', 's', 'abc', '/s', '1_000s', '0x10s', 'NaNs', '1,5s', '1e', '--1s', '9'.repeat(1000)])(
    'is %j',
    (text) => {
      expect(typeof value('duration', text)).toBe('string');
    },
  );

  it('never throws, and accepts exactly what the pattern for editors accepts', () => {
    const text = fc.oneof(
      fc.string(),
      fc
        .tuple(
          fc.constantFrom('', '-', '+'),
          fc.oneof(
            fc.double({ min: 0, max: 1e6, noNaN: true }).map(String),
            fc.nat(40).map((n) => `2^${n}`),
          ),
          fc.constantFrom('', ' ', 's', 'ms', 'min', '/s', 'x'),
        )
        .map((p) => p.join('')),
    );
    const pattern = new RegExp(quantityPattern('duration'));
    fc.assert(
      fc.property(text, (t) => {
        const parsed = parseQuantity('duration', t);
        if (parsed.ok) expect(t.trim()).toMatch(pattern);
        else if (pattern.test(t)) expect(parsed.message).toMatch(/too (big|long)/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a count', () => {
  it.each([
    [512, 512],
    ['512', 512],
    ['2^10', 1024],
    [0, 0],
    [-0, 0],
  ] as const)('%s is %d', (input, count) => {
    expect(parseCount(input)).toEqual({ ok: true, value: count });
  });

  it.each([
    [1.5, 0, 10, '1.5 is no count; write a whole number, 0 to 10'],
    [-1, 0, 10, '-1 is out of range; write a whole number, 0 to 10'],
    [0, 1, 10_000, '0 is out of range; write a whole number, 1 to 10000'],
    ['many', 0, 2 ** 53 - 1, '"many" is no count; write a whole number, 0 to 2^53 - 1, such as 512 or 2^9'],
    ['5s', 0, 2 ** 62, '"5s" is no count; write a whole number, 0 to 2^62, such as 512 or 2^9'],
    ['3^5', 0, 10, '"3^5" is no power of 2; write 2^22, or a decimal such as 1e6'],
    ['2^9999', 0, 10, '"2^9999" is too big for a number'],
    [Number.NaN, 0, 10, 'NaN is no count; write a whole number, 0 to 10'],
  ] as const)('%s is none', (input, least, most, message) => {
    expect(parseCount(input, least, most)).toEqual({ ok: false, message });
  });
});
