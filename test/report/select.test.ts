import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Measurement, Results } from '../../src/report/results.ts';
import { indexOf, type KeyFigures, keyFigures } from '../../src/report/select.ts';
import { fixture } from './fixture.ts';

const RESULTS = fixture();
/** Few values, so that many are equal. */
const values = fc.record({ value: fc.constantFrom(0, 0.5, 1, 3), high: fc.constantFrom(3, 4) });
/** The results with other numbers in them, and their rows in another order. */
const others = fc
  .tuple(
    fc.array(values, { minLength: RESULTS.measurements.length, maxLength: RESULTS.measurements.length }),
    fc.boolean(),
  )
  .chain(([numbers, isMixed]) => {
    const rows = RESULTS.measurements.map((row, i): Measurement => ({ ...row, ...numbers[i]! }));
    return isMixed ? fc.shuffledSubarray(rows, { minLength: rows.length }) : fc.constant(rows);
  })
  .map((measurements): Results => ({ ...RESULTS, measurements }));

describe('the index of results', () => {
  it('finds the rows that a search through all of them finds, in any order of rows', () => {
    fc.assert(
      fc.property(others, (results) => {
        const index = indexOf(results);
        for (const [size, rows] of [['small', results.measurements] as const, ['large', results.large] as const]) {
          for (const { layout, scenario, metric, of } of rows) {
            const same = rows.filter(
              (row) => row.layout === layout && row.scenario === scenario && row.metric === metric,
            );
            expect(index.of(layout, scenario, metric, size)).toEqual(same);
            expect(index.get(layout, scenario, metric, of, size)).toBe(same.find((row) => row.of === of));
          }
        }
        expect(index.of('no such layout', null, 'limit')).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});

describe('key figures', () => {
  it('are the worst over the scenarios, and of equal ones the least certain', () => {
    const figures: [keyof KeyFigures, readonly string[], (row: Measurement) => boolean, sign: 1 | -1][] = [
      ['refused', ['refused'], ({ of }) => of === 'pin', 1],
      ['falseNo', ['false-negative', 'false-negative-time'], () => true, 1],
      ['saturated', ['saturated'], () => true, 1],
      ['ordinaryLeft', ['bits-left'], ({ of }) => of === 'ordinary', -1],
      ['pinsLeft', ['bits-left'], ({ of }) => of !== 'ordinary', -1],
    ];
    fc.assert(
      fc.property(others, (results) => {
        for (const layout of results.layouts) {
          const shown = keyFigures(results, layout);
          for (const [name, metrics, isOf, sign] of figures) {
            const rows = results.measurements.filter(
              (row) => row.layout === layout.id && row.scenario !== null && metrics.includes(row.metric) && isOf(row),
            );
            const worst = Math.max(...rows.map(({ value }) => sign * value));
            const equal = rows.filter(({ value }) => sign * value === worst);
            const found = shown[name] as Measurement | undefined;
            expect(found?.value).toBe(rows.length === 0 ? undefined : sign * worst);
            expect(found?.high).toBe(rows.length === 0 ? undefined : Math.max(...equal.map(({ high }) => high)));
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('tell yeses that the fields can tell from those that they cannot', () => {
    const ofs = RESULTS.measurements.filter(({ metric }) => metric === 'false-positive-time').map(({ of }) => of);
    expect(new Set(ofs).size).toBeGreaterThan(1);
    for (const untold of new Set(ofs)) {
      const verdicts = RESULTS.verdicts.map((verdict) => ({ ...verdict, cannotTell: [untold] }));
      const results: Results = { ...RESULTS, verdicts };
      const all = results.layouts.map((layout) => keyFigures(results, layout));
      const found = (name: 'blurred' | 'falseYes') => new Set(all.flatMap((figures) => figures[name]?.of ?? []));
      expect([...found('blurred')]).toEqual([untold]);
      expect(found('falseYes').size).toBeGreaterThan(0);
      expect(found('falseYes').has(untold)).toBe(false);
    }
  });
});
