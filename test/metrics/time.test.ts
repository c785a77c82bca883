import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secondsOf } from '../../src/metrics/index.ts';

describe('nanoseconds as seconds', () => {
  it('are the double nearest to the exact quotient, beyond 2^53 too', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 80n), 2n ** 80n), (ns) => {
        const text = (ns < 0n ? -ns : ns).toString().padStart(10, '0');
        const exact = Number(`${ns < 0n ? '-' : ''}${text.slice(0, -9)}.${text.slice(-9)}`);
        expect(secondsOf(ns)).toBe(exact === 0 ? 0 : exact);
      }),
    );
  });

  it('round once where Number(ns) / 1e9 rounds twice', () => {
    const different = Array.from({ length: 2000 }, (_, i) => 2n ** 53n + BigInt(i) * 1_234_567_891n).filter(
      (ns) => secondsOf(ns) !== Number(ns) / 1e9,
    );
    expect(different.length).toBeGreaterThan(0);
    expect(secondsOf(0n)).toBe(0);
    expect(secondsOf(1n)).toBe(1e-9);
    expect(secondsOf(-1n)).toBe(-1e-9);
    expect(secondsOf(60_000_000_000n)).toBe(60);
  });
});
