import { describe, expect, it } from 'vitest';
import { evaluateRequirements, measure, measureStatic, verdictsOf } from '../../src/metrics/index.ts';
import { counter, notation, pick, recording, run, split } from './fixtures.ts';

/** Its read and ordinary fields warn; read is in `counters` at 0, ordinary at 2. */
const warned = split([
  { name: 'read', bits: 4, counts: ['read'], warn: 8 },
  { name: 'write', bits: 4, counts: ['write'] },
  { name: 'ordinary', bits: 24, counts: ['ordinary'], warn: 1000 },
]);
const zone = (pages: number, entries: number, time: bigint) => counter({ redZone: { pages, entries, time } });
const seen = run({
  // By class: ordinary, then read-short, read-long, write-short, write-long.
  attempted: [50, 30, 10, 7, 7],
  counters: [zone(3, 5, 2_000_000_000n), counter(), zone(20, 40, 100_000_000_000n)],
});

describe('the red zone of a field that warns', () => {
  const { rows, unmeasured } = measure(warned, recording(seen));

  it('has its level, and no field that does not warn has one', () => {
    const levels = measureStatic(warned).filter(({ metric }) => metric === 'warn');
    expect(levels.map(({ of, value }) => [of, value])).toEqual([
      ['read', 8],
      ['ordinary', 1000],
    ]);
    const fields = new Set(rows.filter(({ metric }) => metric.startsWith('red-zone')).map(({ of }) => of));
    expect(fields).toEqual(new Set(['read', 'ordinary']));
    const others = [...measureStatic(notation('4/4/24')), ...measure(notation('4/4/24'), recording(seen)).rows];
    expect(others.some(({ metric }) => /red-zone|warn/.test(metric))).toBe(false);
  });

  it('is reached on so many of the pages seen', () => {
    expect(pick(rows, 'red-zone', 'read')).toMatchObject({ numerator: 3, denominator: 100, value: 0.03 });
    expect(pick(rows, 'red-zone', 'ordinary')).toMatchObject({ numerator: 20, denominator: 100, value: 0.2 });
  });

  it('lasts for so much of the page-time', () => {
    expect(pick(rows, 'red-zone-time', 'read').value).toBeCloseTo(0.02, 12);
    expect(pick(rows, 'red-zone-time', 'ordinary').value).toBeCloseTo(1, 12);
  });

  it('is entered by so many of the acquisitions that the field counts', () => {
    expect(pick(rows, 'red-zone-entries', 'read')).toMatchObject({ numerator: 5, denominator: 40 });
    expect(pick(rows, 'red-zone-entries', 'ordinary')).toMatchObject({ numerator: 40, denominator: 50 });
    expect(unmeasured.filter(({ metric }) => metric.startsWith('red-zone'))).toEqual([]);
  });

  it('is 0 where nothing of it was kept', () => {
    const none = measure(warned, recording(run({ attempted: [50, 30, 10, 7, 7] })));
    for (const of of ['read', 'ordinary']) {
      expect(pick(none.rows, 'red-zone', of).numerator).toBe(0);
      expect(pick(none.rows, 'red-zone-time', of).value).toBe(0);
    }
  });

  it('of read pins is not known where the source does not tell them from write pins, and of ordinary references it is', () => {
    const unsure = measure(warned, recording(seen, { direction: false }));
    expect(unsure.rows.filter(({ metric }) => metric === 'red-zone').map(({ of }) => of)).toEqual(['ordinary']);
    for (const metric of ['red-zone', 'red-zone-time', 'red-zone-entries']) {
      const gap = unsure.unmeasured.find((one) => one.metric === metric && one.of === 'read');
      expect(gap?.reason, metric).toContain('does not tell read pins from write pins');
    }
  });

  it('is named by what misses a requirement on it', () => {
    const said = (metric: string, of: string): string => {
      const requirements = [{ key: `${metric}.${of}`, metric, of, compare: '==', bound: 0, text: '== 0' } as const];
      const records = evaluateRequirements(requirements, [warned], rows, []);
      const found = {
        layouts: [warned],
        measurements: rows,
        unmeasured,
        requirements,
        records,
        hostile: new Set<string>(),
      };
      return verdictsOf(found)[0]!.summary;
    };
    expect(said('red-zone', 'read')).toContain('comes to the warning level of read on 3 of 100 pages (3 %)');
    expect(said('red-zone-time', 'read')).toContain('is at the warning level of read for 2 of 100 page-seconds (2 %)');
    expect(said('red-zone-entries', 'read')).toContain('sets off the warning of read with 5 of 40 acquisitions');
  });
});
