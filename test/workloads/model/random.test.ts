import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/workloads/model/random.ts';

describe('random numbers', () => {
  it('repeat for the same key and differ for keys that differ anywhere, high bits included', () => {
    const start = (...key: number[]): string => {
      const random = new Random(...key);
      return [random.uint32(), random.uint32(), random.uint32()].join();
    };
    expect(start(1, 2, 3)).toBe(start(1, 2, 3));
    const keys = [[1, 2, 3], [1, 2, 4], [1, 3, 2], [2, 1, 3], [1 + 2 ** 32, 2, 3], [1, 2, 3, 0], [0], [0, 0], [1, 2]];
    expect(new Set(keys.map((key) => start(...key))).size).toBe(keys.length);
  });

  it('start anew after restart', () => {
    const random = new Random(5);
    const first = random.uint32();
    random.uint32();
    random.restart(5);
    expect(random.uint32()).toBe(first);
  });

  it('never leave [0, 1) and fill it evenly', () => {
    const random = new Random(42);
    const bins = new Float64Array(100);
    const draws = 200_000;
    let outside = 0;
    for (let i = 0; i < draws; i++) {
      const u = random.unit();
      if (!(u >= 0 && u < 1)) outside++;
      bins[Math.floor(u * 100)]!++;
    }
    expect(outside).toBe(0);
    const chiSquare = bins.reduce((sum, n) => sum + (n - draws / 100) ** 2 / (draws / 100), 0);
    expect(Math.abs(chiSquare - 99) / Math.sqrt(2 * 99)).toBeLessThan(4);
  });

  it('set each of the 32 bits half of the time', () => {
    const random = new Random(7, 7);
    const draws = 50_000;
    const set = new Float64Array(32);
    for (let i = 0; i < draws; i++) {
      const value = random.uint32();
      for (let bit = 0; bit < 32; bit++) if ((value >>> bit) & 1) set[bit]!++;
    }
    for (const count of set) expect(Math.abs(count - draws / 2) / Math.sqrt(draws / 4)).toBeLessThan(4.5);
  });

  it('of neighbouring streams are not correlated', () => {
    const draws = 20_000;
    let sum = 0;
    for (let i = 0; i < draws; i++)
      sum += (new Random(1, 0, 0, i).unit() - 0.5) * (new Random(1, 0, 0, i + 1).unit() - 0.5);
    // The product has variance 1/144.
    expect(Math.abs(sum) / Math.sqrt(draws / 144)).toBeLessThan(4);
  });

  it('that are normal have mean 0, variance 1 and 5 % beyond 1.96', () => {
    const random = new Random(9);
    const draws = 100_000;
    let sum = 0;
    let squares = 0;
    let beyond = 0;
    for (let i = 0; i < draws; i++) {
      const x = random.normal();
      sum += x;
      squares += x * x;
      if (Math.abs(x) > 1.959964) beyond++;
    }
    expect(Math.abs(sum) / Math.sqrt(draws)).toBeLessThan(4);
    expect(Math.abs(squares - draws) / Math.sqrt(2 * draws)).toBeLessThan(4);
    expect(Math.abs(beyond - 0.05 * draws) / Math.sqrt(0.05 * 0.95 * draws)).toBeLessThan(4);
  });
});
