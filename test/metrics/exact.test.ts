import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hold, Model, PageGroup } from '../../src/config/plan.ts';
import { erlangB, poissonTail } from '../../src/harness/closed-forms/index.ts';
import type { Layout } from '../../src/layouts/index.ts';
import { measure } from '../../src/metrics/index.ts';
import { bias, modelled, notation, pick, recording, run, split } from './fixtures.ts';

const group = (parts: Partial<PageGroup>): PageGroup => ({ name: 'pages', count: 1, pins: [], ...parts });
const pins = (kind: string, rate: number, hold: Hold = { exponential: 1 }) => ({ kind, rate, hold });
const ordinary = (steady: number, rate = 0, hold: Hold = { exponential: 1 }) => ({ steady, rate, hold });

function measured(layout: Layout, pages: readonly PageGroup[], rest: Partial<Model> = {}) {
  const direction = !pages.some((page) => page.pins.some(({ kind }) => kind === 'pin' || kind === 'long'));
  const scenario = modelled([run(), run()], { pages, ...rest });
  return measure(layout, { ...scenario, observed: { ...scenario.observed, direction } });
}

const reason = (layout: Layout, pages: readonly PageGroup[], metric: string, of: string): string | undefined =>
  measured(layout, pages).unmeasured.find((gap) => gap.metric === metric && gap.of === of)?.reason;

describe('refusals by closed form', () => {
  it('at 8.108 erlang on a limit of 15 are 1 %', () => {
    const row = pick(
      measured(notation('4/4/24'), [group({ pins: [pins('read', 8.108)] })]).rows,
      'refused-exact',
      'read',
    );
    expect(row.value).toBeCloseTo(0.01, 5);
    expect(row).toMatchObject({
      method: 'closed-form',
      low: row.value,
      high: row.value,
      numerator: null,
      denominator: null,
    });
  });

  it('depend on the mean of the hold only', () => {
    const mean = 2;
    const holds: Hold[] = [
      { fixed: mean },
      { exponential: mean },
      { lognormal: { median: mean / Math.exp(0.5), sigma: 1 } },
      { pareto: { minimum: mean / 3, shape: 1.5 } },
    ];
    for (const hold of holds) {
      const { rows } = measured(notation('4/4/24'), [group({ pins: [pins('write', 4, hold)] })]);
      expect(pick(rows, 'refused-exact', 'write').value).toBeCloseTo(erlangB(15, 8).value, 12);
    }
  });

  it('weigh groups of pages by their arrivals, and streams of one field together', () => {
    const { rows } = measured(notation('2/6/24'), [
      group({ count: 3, pins: [pins('read', 2), pins('read-long', 1), pins('write', 5)] }),
      group({ count: 1, pins: [pins('read', 1)] }),
    ]);
    const busy = erlangB(3, 3).value;
    const calm = erlangB(3, 1).value;
    expect(pick(rows, 'refused-exact', 'read').value).toBeCloseTo((9 * busy + calm) / 10, 13);
    expect(pick(rows, 'refused-exact', 'read-long').value).toBeCloseTo(busy, 13);
    expect(pick(rows, 'refused-exact', 'pin').value).toBeCloseTo(
      (9 * busy + calm + 15 * erlangB(63, 5).value) / 25,
      13,
    );
  });

  it('are exactly 0 for ordinary references that saturate, and for those of a bias', () => {
    const pages = [group({ ordinary: ordinary(1, 5) })];
    expect(pick(measured(notation('4/4/24'), pages).rows, 'refused-exact', 'ordinary').value).toBe(0);
    expect(pick(measured(bias(1024), pages).rows, 'refused-exact', 'ordinary').value).toBe(0);
  });

  it('leave steady references their places in a field that fails', () => {
    const layout = split([
      { name: 'pin', bits: 28, counts: ['pin'] },
      { name: 'ordinary', bits: 4, counts: ['ordinary'], onLimit: 'fail', reserve: 0 },
    ]);
    const { rows } = measured(layout, [group({ ordinary: ordinary(10, 4) })]);
    expect(pick(rows, 'refused-exact', 'ordinary').value).toBeCloseTo(erlangB(5, 4).value, 13);
    const full = measured(layout, [group({ ordinary: ordinary(20, 4) })]);
    expect(pick(full.rows, 'refused-exact', 'ordinary').value).toBe(1);
  });

  it('too rare for a double are carried by their logarithm', () => {
    const row = pick(measured(notation('16/16'), [group({ pins: [pins('read', 1)] })]).rows, 'refused-exact', 'read');
    expect(row.value).toBe(0);
    expect(row.log10).toBeLessThan(-100_000);
  });

  it('say why there are none', () => {
    const layout = notation('4/4/24');
    expect(reason(layout, [group({ pins: [pins('write', 1)] })], 'refused-exact', 'read')).toBe(
      'the model has no read pins',
    );
    expect(reason(layout, [group({ pins: [pins('pin', 1)] })], 'refused-exact', 'pin')).toContain(
      'does not tell read pins',
    );
    expect(
      reason(
        layout,
        [group({ pins: [pins('read', 1, { pareto: { minimum: 1, shape: 1 } })] })],
        'refused-exact',
        'read',
      ),
    ).toContain('mean hold is infinite');
    expect(reason(bias(1024), [group({ pins: [pins('read', 1)] })], 'refused-exact', 'read')).toContain(
      'sign of its whole word',
    );
    const carrying = split([
      { name: 'pin', bits: 8, counts: ['pin'] },
      { name: 'ordinary', bits: 24, counts: ['ordinary'], onLimit: 'carry', reserve: 0 },
    ]);
    expect(reason(carrying, [group({ pins: [pins('read', 1)] })], 'refused-exact', 'read')).toBe(
      'the field ordinary may carry into pin: no closed form',
    );
  });

  it.each<[string, Partial<PageGroup>, string]>([
    ['batches', { pins: [{ ...pins('read', 1), batch: 2 }] }, 'several at a time'],
    ['phases', { pins: [{ ...pins('read', 1), phases: { on: 1, off: 1 } }] }, 'in phases'],
    ['sources in phases', { pins: [{ ...pins('read', 1), sources: 2, phases: { on: 1, off: 1 } }] }, 'wait for phases'],
    ['sources of several kinds', { pins: [{ ...pins('read', 1), sources: 2, or: ['write'] }] }, 'several kinds'],
    ['retries', { pins: [{ ...pins('read', 1), retry: { times: 1, wait: { fixed: 1 }, factor: 1 } }] }, 'tries again'],
    ['sources that go on', { pins: [{ ...pins('read', 1), sources: 20, ifRefused: 'skip' }] }, 'as if it held'],
    ['calls of several pages', { count: 4, pins: [{ ...pins('read', 1), pages: 2 }] }, 'pins several pages'],
    [
      'what shares a field with sources',
      { pins: [pins('read-long', 1), { ...pins('read', 1), sources: 3 }] },
      'finite sources share the field read',
    ],
    [
      'what shares a field with batches',
      { pins: [pins('read', 1), { ...pins('read-long', 1), batch: 2 }] },
      'several at a time',
    ],
    ['too many pages that differ', { count: 20_000, zipf: 1, pins: [pins('read', 1)] }, 'differ in popularity'],
  ])('are not there for %s, and say why', (_what, parts, why) => {
    expect(reason(notation('4/4/24'), [group(parts)], 'refused-exact', 'read')).toContain(why);
  });

  it('of batches are there again where nothing can be refused', () => {
    const sticky = split([
      { name: 'pin', bits: 8, counts: ['pin'], onLimit: 'saturate', reserve: 1 },
      { name: 'ordinary', bits: 24, counts: ['ordinary'] },
    ]);
    expect(
      pick(measured(sticky, [group({ pins: [{ ...pins('read', 1), batch: 2 }] })]).rows, 'refused-exact', 'read').value,
    ).toBe(0);
  });

  it('of finite sources are those of Engset, weighed by what the sources try', () => {
    const sources = (n: number) => group({ pins: [{ ...pins('read', 2, { fixed: 0.25 }), sources: n }] });
    const { rows } = measured(notation('1/3/28'), [sources(3)]);
    // One place, two other sources with odds 2 × 0.25: busy in 1 of 2 states that fit.
    expect(pick(rows, 'refused-exact', 'read').value).toBeCloseTo(1 / (1 + 1), 13);
    const both = measured(notation('1/3/28'), [sources(3), sources(2)]).rows;
    const [many, few] = [1 / 2, 0.5 / 1.5];
    const attempts = (n: number, refused: number): number => (2 * n) / (1 + 0.5 * (1 - refused));
    const expected = (attempts(3, many) * many + attempts(2, few) * few) / (attempts(3, many) + attempts(2, few));
    expect(pick(both, 'refused-exact', 'read').value).toBeCloseTo(expected, 13);
  });

  it('of arrivals that are of one of several kinds are those of each kind alone', () => {
    const { rows } = measured(notation('2/6/24'), [
      group({ pins: [{ ...pins('read', 4), or: ['write', 'read-long', 'write'] }] }),
    ]);
    expect(pick(rows, 'refused-exact', 'read').value).toBeCloseTo(erlangB(3, 2).value, 13);
    expect(pick(rows, 'refused-exact', 'write').value).toBeCloseTo(erlangB(63, 2).value, 13);
  });

  it('of a skewed group are the mean over its pages, weighed by their arrivals', () => {
    const { rows } = measured(notation('1/3/28'), [group({ count: 2, zipf: 1, pins: [pins('read', 3)] })]);
    const expected = (4 * erlangB(1, 4).value + 2 * erlangB(1, 2).value) / 6;
    expect(pick(rows, 'refused-exact', 'read').value).toBeCloseTo(expected, 13);
  });

  it('are no subject of a recording', () => {
    const { rows, unmeasured } = measure(notation('4/4/24'), recording());
    expect([...rows, ...unmeasured].some((entry) => entry.metric.endsWith('-exact'))).toBe(false);
  });
});

describe('false positives of a bias by closed form', () => {
  it('are the upper tail of the ordinary references, while nothing is pinned', () => {
    const pages = [
      group({ ordinary: ordinary(200, 400, { fixed: 2 }), pins: [pins('read', 0.5), pins('write', 0.25)] }),
    ];
    const tail = poissonTail(1024 - 200, 800).value;
    const { rows } = measured(bias(1024), pages);
    expect(pick(rows, 'false-positive-exact', 'pinned').value).toBeCloseTo(Math.exp(-0.75) * tail, 13);
    // Not written, and either read-pinned or looking pinned.
    const written = Math.exp(-0.25) * (1 - Math.exp(-0.5) * (1 - tail));
    expect(pick(rows, 'false-positive-exact', 'written').value).toBeCloseTo(written, 13);
  });

  it('cannot be where all mappers together stay below the bias', () => {
    const few = group({ ordinary: { ...ordinary(100, 1), sources: 923 } });
    expect(pick(measured(bias(1024), [few]).rows, 'false-positive-exact', 'pinned').value).toBe(0);
    const many = group({ ordinary: { ...ordinary(100, 1), sources: 924 } });
    expect(reason(bias(1024), [many], 'false-positive-exact', 'pinned')).toContain('finite sources');
    const over = group({ ordinary: { ...ordinary(1024, 1), sources: 1 } });
    expect(pick(measured(bias(1024), [over]).rows, 'false-positive-exact', 'pinned').value).toBe(1);
  });

  it('at 10 ordinary references are about 1e-1620, not 0', () => {
    const row = pick(
      measured(bias(1024), [group({ ordinary: ordinary(0, 10) })]).rows,
      'false-positive-exact',
      'pinned',
    );
    expect(row.value).toBe(0);
    expect(Math.round(row.log10!)).toBe(-1620);
  });

  it('count what is not pinned, however the pins come: batches, sources, calls of several pages', () => {
    const tail = poissonTail(1024 - 200, 800).value;
    const value = (stream: Partial<PageGroup['pins'][number]>, count = 1): number =>
      pick(
        measured(bias(1024), [
          group({ count, ordinary: ordinary(200, 400, { fixed: 2 }), pins: [{ ...pins('read', 0.5), ...stream }] }),
        ]).rows,
        'false-positive-exact',
        'pinned',
      ).value;
    expect(value({ batch: 3 })).toBeCloseTo(Math.exp(-0.5) * tail, 13);
    expect(value({ sources: 4 })).toBeCloseTo((1 / 1.5) ** 4 * tail, 13);
    expect(value({ pages: 4 }, 8)).toBeCloseTo(Math.exp(-0.5) * tail, 13);
    expect(value({ sources: 4, pages: 4 }, 8)).toBeCloseTo((1 - 0.5 / 3) ** 4 * tail, 13);
    const steady = group({ ordinary: ordinary(1), pins: [{ ...pins('read', 1), phases: { on: 1, off: 1 } }] });
    expect(reason(bias(1024), [steady], 'false-positive-exact', 'pinned')).toContain('in phases');
  });

  it('are certain where the steady references alone reach the bias', () => {
    const pages = [group({ ordinary: ordinary(1024) })];
    expect(pick(measured(bias(1024), pages).rows, 'false-positive-exact', 'pinned').value).toBe(1);
    expect(
      pick(measured(bias(1024), [group({ ordinary: ordinary(1023) })]).rows, 'false-positive-exact', 'pinned').value,
    ).toBe(0);
  });

  it('weigh groups by their pages', () => {
    const pages = [group({ count: 3, ordinary: ordinary(1) }), group({ count: 1, ordinary: ordinary(2000) })];
    expect(pick(measured(bias(1024), pages).rows, 'false-positive-exact', 'pinned').value).toBeCloseTo(0.25, 14);
  });

  it('say why there are none', () => {
    const two = bias([
      { name: 'long', bias: 2 ** 23 },
      { name: 'short', bias: 2 ** 27 },
    ]);
    const steady = [group({ ordinary: ordinary(1), pins: [pins('read', 1)] })];
    expect(reason(two, steady, 'false-positive-exact', 'pinned')).toContain('more than one bias');
    const unheld = [group({ pins: [pins('read', 1)] })];
    expect(reason(bias(1024), unheld, 'false-positive-exact', 'pinned')).toContain('count is 0');
    const heavy = [group({ ordinary: ordinary(1), pins: [pins('read', 2e6)] })];
    expect(reason(bias(1024), heavy, 'false-positive-exact', 'pinned')).toContain('near its sign');
  });
});

describe('false positives of a split by closed form', () => {
  it('of a field for reads and writes are the states with reads only', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 0.01, max: 30, noNaN: true }),
        fc.double({ min: 0.01, max: 30, noNaN: true }),
        (bits, read, write) => {
          const { rows } = measured(notation(`${bits}/${32 - bits}`), [
            group({ pins: [pins('read', read), pins('write', write)] }),
          ]);
          expect(
            pick(rows, 'false-positive-exact', 'written').value / readsOnly(2 ** bits - 1, read, write),
          ).toBeCloseTo(1, 10);
          expect(pick(rows, 'false-positive-exact', 'pinned').value).toBe(0);
        },
      ),
    );
  });

  it('are exactly 0 where each question has its own field', () => {
    const { rows } = measured(notation('4/4/24'), [group({ pins: [pins('read', 3), pins('write', 2)] })]);
    expect(pick(rows, 'false-positive-exact', 'written')).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(pick(rows, 'false-positive-exact', 'written').log10).toBeUndefined();
  });

  it('are exactly 0 where nothing but what is asked about comes to the field, however it comes', () => {
    const { rows } = measured(notation('8/24'), [group({ pins: [{ ...pins('write', 3), sources: 300 }] })]);
    expect(pick(rows, 'false-positive-exact', 'written').value).toBe(0);
    const mixed = [group({ pins: [pins('read', 1), { ...pins('write', 3), sources: 300 }] })];
    expect(reason(notation('8/24'), mixed, 'false-positive-exact', 'written')).toContain('finite sources');
  });

  it('of long-term pins in a read and a write field are the states with short ones only', () => {
    const { rows } = measured(notation('1/1/30'), [
      group({ pins: [pins('read', 1), pins('read-long', 2), pins('write', 3)] }),
    ]);
    // Read field of one place: empty 1, short 1, long 2 of 4. Write field: empty 1, short 3 of 4.
    expect(pick(rows, 'false-positive-exact', 'longterm').value).toBeCloseTo((2 / 4) * (4 / 4) - (1 / 4) * (1 / 4), 13);
  });

  it('say why there are none', () => {
    const sticky = split([
      { name: 'pin', bits: 8, counts: ['pin'], onLimit: 'saturate', reserve: 1 },
      { name: 'ordinary', bits: 24, counts: ['ordinary'] },
    ]);
    expect(reason(sticky, [group({ pins: [pins('read', 1)] })], 'false-positive-exact', 'pinned')).toContain(
      'does not refuse',
    );
  });
});

/** Weight of the states with at least one read and no write, by adding up every state. */
function readsOnly(limit: number, read: number, write: number): number {
  let all = 0;
  let wrong = 0;
  for (let r = 0; r <= limit; r++) {
    for (let w = 0; r + w <= limit; w++) {
      const weight = (read ** r / factorial(r)) * (write ** w / factorial(w));
      all += weight;
      if (r > 0 && w === 0) wrong += weight;
    }
  }
  return wrong / all;
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
