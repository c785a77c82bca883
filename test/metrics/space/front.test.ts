import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Coordinates, dominates, frontOf } from '../../../src/metrics/space/index.ts';

interface Named extends Coordinates {
  readonly name: number;
}

const at = (name: number, headroom: number, refused: number | null, wrong: number | null): Named => {
  const share = (value: number | null) =>
    value === null ? null : { value, numerator: value, denominator: 1, scenario: 's', of: 'pin' };
  const fewest = { value: headroom, scenario: 's', of: 'ordinary' };
  return { name, headroom: fewest, refused: share(refused), wrong: share(wrong) };
};

/** Few values, so that ties and equals are common; −0 and shares that differ in the last digit among them. */
const value = fc.constantFrom(0, -0, 0.1 + 0.2, 0.3, 0.5, 1);
const points = fc
  .array(fc.tuple(fc.constantFrom(-3, -0, 0, 1, 7.5), value, value), { maxLength: 40 })
  .map((all) => all.map(([headroom, refused, wrong], i) => at(i, headroom, refused, wrong)));

/** The definition, word for word: no worse anywhere, better somewhere. */
const beats = (a: Named, b: Named): boolean => {
  const axes: readonly (readonly [number, number])[] = [
    [-a.headroom.value, -b.headroom.value],
    [a.refused!.value, b.refused!.value],
    [a.wrong!.value, b.wrong!.value],
  ];
  return axes.every(([x, y]) => x <= y) && axes.some(([x, y]) => x < y);
};

describe('the front', () => {
  it('has every point that none dominates, and no other', () => {
    fc.assert(
      fc.property(points, (all) => {
        const expected = all.filter((point) => !all.some((other) => beats(other, point))).map(({ name }) => name);
        const found = frontOf(all).flat();
        expect(found.map(({ name }) => name).sort((a, b) => a - b)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps equals together, in their order, and nothing else', () => {
    fc.assert(
      fc.property(points, (all) => {
        const keys = frontOf(all).map((group) => {
          expect(group.map(({ name }) => name)).toEqual(group.map(({ name }) => name).sort((a, b) => a - b));
          const own = group.map((p) => JSON.stringify([p.headroom.value + 0, p.refused!.value, p.wrong!.value]));
          expect(new Set(own.map((key) => key.replaceAll('-0', '0'))).size).toBe(1);
          return own[0];
        });
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 500 },
    );
  });

  it('dominance is what the definition says, so never of itself and never both ways', () => {
    fc.assert(
      fc.property(points, (all) => {
        for (const a of all.slice(0, 8)) {
          for (const b of all.slice(0, 8)) {
            expect(dominates(a, b)).toBe(beats(a, b));
            expect(dominates(a, b) && dominates(b, a)).toBe(false);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('goes from most headroom to least', () => {
    const front = frontOf([
      at(0, 1, 0, 0),
      at(1, 9, 0.5, 0),
      at(2, 4, 0.2, 0.1),
      at(3, 4, 0.2, 0.1),
      at(4, 3, 0.9, 0.9),
    ]);
    expect(front.map((group) => group.map(({ name }) => name))).toEqual([[1], [2, 3], [0]]);
  });

  it('does without an axis on which nothing was measured', () => {
    const front = frontOf([at(0, 1, null, 0.2), at(1, 2, null, 0.2), at(2, 1, null, 0.1)]);
    expect(front.map((group) => group.map(({ name }) => name))).toEqual([[1], [2]]);
    expect(frontOf([])).toEqual([]);
  });
});
