import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance, nearest, suggest } from '../../src/layouts/index.ts';

describe('distance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['wirte', 'write', 1],
    ['ca', 'abc', 3],
    ['a', 'a', 0],
  ])('of %j and %j is %i', (a, b, edits) => {
    expect(distance(a, b)).toBe(edits);
  });

  it('is symmetric, 0 only for equal texts, and at most the longer length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(distance(a, b)).toBe(distance(b, a));
        expect(distance(a, b) === 0).toBe(a === b);
        expect(distance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(distance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      }),
    );
  });
});

describe('nearest', () => {
  const keys = ['layouts', 'scenarios', 'require', 'duration', 'warmup', 'on-limit'];

  it.each([
    ['layout', 'layouts'],
    ['senarios', 'scenarios'],
    ['REQUIRE', 'require'],
    ['requires', 'require'],
    ['onLimit', 'on-limit'],
    ['on_limit', 'on-limit'],
    ['warm-up', 'warmup'],
    ['dur', 'duration'],
  ])('of %s is %s', (typed, meant) => {
    expect(suggest(typed, keys)).toBe(meant);
  });

  it('is nothing where nothing is near', () => {
    for (const typed of ['', '-', 'x', 'zzzzzz', 'bandwidth']) expect(suggest(typed, keys)).toBeUndefined();
    expect(suggest('a', [])).toBeUndefined();
  });

  it('gives the nearest first, and at most as many as asked for', () => {
    expect(nearest('a5', ['a1', 'a5', 'a6', 'b2'])).toEqual(['a5', 'a1', 'a6']);
    expect(nearest('a5', ['a1', 'a5', 'a6'], 1)).toEqual(['a5']);
  });

  it('takes no time for long names', () => {
    const long = 'x'.repeat(100_000);
    expect(nearest(`${long}y`, [long, 'y'])).toEqual([long]);
  });
});
