import { describe, expect, it } from 'vitest';
import type { Requirement } from '../../src/config/plan.ts';
import { evaluateRequirements, misses } from '../../src/metrics/index.ts';
import type { Measurement, Unmeasured } from '../../src/report/results.ts';

const require = (key: string, compare: Requirement['compare'], bound: number): Requirement => {
  const [metric = '', of = ''] = key.split('.');
  return { key, metric, of, compare, bound, text: `${compare} ${bound}` };
};

const row = (layout: string, scenario: string | null, key: string, value: number): Measurement => {
  const [metric = '', of = ''] = key.split('.');
  const exact = { value, low: value, high: value, numerator: null, denominator: null };
  return { layout, scenario, class: 'small', metric, of, ...exact, method: 'profile' };
};

const gap = (layout: string | null, scenario: string, key: string, reason = 'no checks'): Unmeasured => {
  const [metric = '', of = ''] = key.split('.');
  return { layout, scenario, class: 'small', metric, of, reason };
};

describe('a requirement', () => {
  it('is met where every row of the layout meets it', () => {
    const rows = [row('a', 'x', 'refused.pin', 0), row('a', 'y', 'refused.pin', 1e-4)];
    expect(evaluateRequirements([require('refused.pin', '<=', 1e-4)], [{ id: 'a' }], rows, [])).toEqual([
      {
        key: 'refused.pin',
        text: '<= 0.0001',
        compare: '<=',
        bound: 1e-4,
        layout: 'a',
        judged: true,
        met: true,
        // Met everywhere; y is where it comes nearest to being missed.
        worst: { scenario: 'y', value: 1e-4 },
      },
    ]);
  });

  it('is missed where one row misses it, and names the one that misses by most', () => {
    const rows = [
      row('a', 'x', 'refused.pin', 0.2),
      row('a', 'y', 'refused.pin', 0.5),
      row('a', 'z', 'refused.pin', 0),
    ];
    const [record] = evaluateRequirements([require('refused.pin', '<=', 1e-4)], [{ id: 'a' }], rows, []);
    expect(record).toMatchObject({ met: false, worst: { scenario: 'y', value: 0.5 } });
  });

  it('of a minimum names the smallest', () => {
    const rows = [row('a', 'x', 'bits-left.read', 1), row('a', 'y', 'bits-left.read', -2)];
    const [record] = evaluateRequirements([require('bits-left.read', '>=', 2)], [{ id: 'a' }], rows, []);
    expect(record?.worst).toEqual({ scenario: 'y', value: -2 });
  });

  it('of a static metric has no scenario', () => {
    const rows = [row('a', null, 'limit.ordinary', 1023)];
    const [record] = evaluateRequirements([require('limit.ordinary', '>=', 2 ** 20)], [{ id: 'a' }], rows, []);
    expect(record).toMatchObject({ met: false, worst: { scenario: null, value: 1023 } });
  });

  it('is judged for each layout on its own rows', () => {
    const rows = [row('a', 'x', 'refused.pin', 1), row('b', 'x', 'refused.pin', 0)];
    const records = evaluateRequirements([require('refused.pin', '==', 0)], [{ id: 'a' }, { id: 'b' }], rows, []);
    expect(records.map(({ layout, met }) => [layout, met])).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });

  it('of what could not be measured anywhere is not missed, and says why', () => {
    const [record] = evaluateRequirements(
      [require('false-positive.pinned', '<=', 0)],
      [{ id: 'a' }],
      [],
      [
        gap(null, 'x', 'false-positive.pinned'),
        gap('a', 'y', 'false-positive.pinned', 'direction unknown'),
        gap('b', 'z', 'false-positive.pinned'),
      ],
    );
    expect(record).toMatchObject({
      judged: false,
      met: true,
      worst: null,
      note: 'not judged: not measured in x (no checks); y (direction unknown)',
    });
  });

  it('that was measured in some scenarios only says where it was not', () => {
    const rows = [row('a', 'x', 'refused.pin', 0)];
    const [record] = evaluateRequirements([require('refused.pin', '<', 1)], [{ id: 'a' }], rows, [
      gap(null, 'y', 'refused.pin'),
    ]);
    expect(record).toMatchObject({ judged: true, met: true, note: 'not measured in y (no checks)' });
  });

  it('says once what several entries say, and leaves large folios out', () => {
    const once = gap(null, 'x', 'refused.read', 'none attempted');
    const large: Unmeasured = { ...gap(null, 'z', 'refused.read'), class: 'large' };
    const rows: Measurement[] = [{ ...row('a', 'x', 'refused.read', 1), class: 'large' }];
    const [record] = evaluateRequirements([require('refused.read', '<=', 0)], [{ id: 'a' }], rows, [once, once, large]);
    expect(record).toMatchObject({ met: true, note: 'not judged: not measured in x (none attempted)' });
  });

  it('of a field that a layout does not have says so', () => {
    const [record] = evaluateRequirements([require('limit.read', '>=', 15)], [{ id: '8/24' }], [], []);
    expect(record).toMatchObject({ judged: false, met: true, note: 'not judged: there is no limit.read here' });
  });
});

describe('a comparison', () => {
  it.each([
    ['<=', 1, false],
    ['<', 1, true],
    ['>=', 1, false],
    ['>', 1, true],
    ['==', 1, false],
    ['<=', 1.5, true],
    ['>=', 0.5, true],
    ['==', 0.5, true],
  ] as const)('%s 1 is missed by %d: %s', (compare, value, missed) => {
    expect(misses({ compare, bound: 1 }, { value })).toBe(missed);
  });

  it('is missed by what is no number', () => {
    for (const compare of ['<=', '<', '>=', '>', '=='] as const) {
      expect(misses({ compare, bound: 1 }, { value: Number.NaN })).toBe(true);
    }
  });
});
