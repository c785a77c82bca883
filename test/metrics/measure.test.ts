import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinct, METRICS, measure } from '../../src/metrics/index.ts';
import { bias, counter, modelled, notation, pick, question, recording, run, split } from './fixtures.ts';

const FOUR = notation('4/4/24');
const LAYOUTS = [
  FOUR,
  notation('8/24'),
  bias(1024),
  bias([
    { name: 'long', bias: 2 ** 23 },
    { name: 'short', bias: 2 ** 27 },
  ]),
  split([
    { name: 'read', bits: 4, counts: ['read'], onLimit: 'saturate' },
    { name: 'rest', bits: 28, counts: ['write', 'ordinary'], onLimit: 'carry', reserve: 0 },
  ]),
];

describe('reasons why there is no number', () => {
  it('do not contradict each other: without checks or pins, it does not matter that directions are not told', () => {
    const source = recording(run(), { direction: false, pins: false, checks: false });
    const reasons = (metric: string) => [
      ...new Set(
        LAYOUTS.flatMap((layout) => measure(layout, source).unmeasured)
          .filter((gap) => gap.metric === metric && gap.of !== 'ordinary')
          .map(({ reason }) => reason.replace(/no .*pins/, 'no pins')),
      ),
    ];
    expect(reasons('false-positive')).toEqual(['there are no checks in this source']);
    expect(reasons('false-negative')).toEqual(['there are no checks in this source']);
    expect(reasons('refused')).toEqual(['no pins were attempted in this source']);
  });

  it('a refusal is told as what the system call returns, which differs for a bias', () => {
    expect(METRICS.find(({ id }) => id === 'refused')?.howToRead).toMatch(
      /-EAGAIN where a field is full, .*-ENOMEM under a bias/,
    );
  });
});

describe('measure', () => {
  it('gives exactly one row or one reason for everything that a metric may be of, and never NaN', () => {
    const counts = fc.array(fc.nat(50), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(
        fc.constantFrom(...LAYOUTS),
        fc.record({ ordinary: fc.boolean(), direction: fc.boolean(), pins: fc.boolean(), checks: fc.boolean() }),
        fc.array(fc.tuple(counts, fc.nat(5), fc.nat(3), fc.bigInt(0n, 5_000_000_000n)), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        fc.boolean(),
        (layout, observed, raw, isModel, isLoop) => {
          const runs = raw.map(([attempted, checks, lives, pageTime]) => {
            const refused = attempted.map((n) => n >> 1);
            const calls = isLoop ? { calls: { attempted, refused } } : {};
            return run({ attempted, refused, checks, lives, pageTime, pages: lives, ...calls }, { pin: 3 });
          });
          const scenario = isModel ? { ...modelled(runs), observed } : { ...recording(), observed, runs };
          const { rows, unmeasured } = measure(layout, scenario);
          for (const metric of METRICS) {
            if (metric.scope === 'static' || (metric.method && !isModel)) continue;
            // Where no call waits for the answer there is neither a row nor anything missing.
            if (metric.id === 'calls-refused' && !isLoop) {
              expect([...rows, ...unmeasured].some((entry) => entry.metric === metric.id)).toBe(false);
              continue;
            }
            for (const of of metric.ofs(layout)) {
              const here = [...rows, ...unmeasured].filter((entry) => entry.metric === metric.id && entry.of === of);
              expect(here.length, `${metric.id}.${of}`).toBe(1);
            }
          }
          for (const row of rows) {
            for (const number of [row.value, row.low, row.high]) expect(Number.isFinite(number)).toBe(true);
            expect(row.low).toBeLessThanOrEqual(row.value);
            expect(row.high).toBeGreaterThanOrEqual(row.value);
            if (row.denominator !== null) expect(row.value).toBe(row.numerator! / row.denominator);
            if (!isModel) expect(row.low === row.high).toBe(true);
          }
        },
      ),
    );
  });

  it('gives the refusals of d1 as counted: 7,232 of 8,192 write pins', () => {
    const d1 = recording(run({ attempted: [0, 0, 0, 0, 8192], refused: [0, 0, 0, 0, 7232] }, { write: 128, pin: 128 }));
    const { rows } = measure(FOUR, d1);
    expect(pick(rows, 'refused', 'write')).toEqual({
      layout: '4/4/24',
      scenario: 'd1',
      class: 'small',
      metric: 'refused',
      of: 'write',
      value: 7232 / 8192,
      numerator: 7232,
      denominator: 8192,
      low: 7232 / 8192,
      high: 7232 / 8192,
      method: 'profile',
    });
    expect(pick(rows, 'refused', 'pin').numerator).toBe(7232);
    expect(pick(rows, 'refused', 'long').denominator).toBe(8192);
    expect(pick(rows, 'peak', 'write').value).toBe(128);
    expect(pick(rows, 'peak', 'read').value).toBe(0);
    expect(pick(rows, 'bits-left', 'write').value).toBeCloseTo(Math.log2(16 / 129), 14);
    expect(pick(rows, 'bits-left', 'read').value).toBe(4);
  });

  it('has a row of value 0 where nothing was refused of what was attempted', () => {
    const { rows } = measure(FOUR, recording(run({ attempted: [0, 5], refused: [0, 0] })));
    expect(pick(rows, 'refused', 'read')).toMatchObject({ value: 0, numerator: 0, denominator: 5, low: 0, high: 0 });
  });

  it('has no row but a reason where nothing was attempted', () => {
    const { rows, unmeasured } = measure(FOUR, recording(run({ attempted: [0, 5] }), {}, 'b2'));
    expect(rows.some((row) => row.metric === 'refused' && row.of === 'write')).toBe(false);
    expect(unmeasured).toContainEqual({
      layout: null,
      scenario: 'b2',
      class: 'small',
      metric: 'refused',
      of: 'write',
      reason: 'no write pins were attempted in this source',
      nothing: true,
    });
  });

  it('has per-check rows only where there are checks, and by-time rows in any case', () => {
    const none = measure(FOUR, recording());
    expect(none.rows.some((row) => row.metric === 'false-positive')).toBe(false);
    expect(none.unmeasured.find((gap) => gap.metric === 'false-positive' && gap.of === 'pinned')?.reason).toBe(
      'there are no checks in this source',
    );
    expect(pick(none.rows, 'false-positive-time', 'pinned').value).toBe(0);
    const checked = measure(
      FOUR,
      recording(run({ checks: 40, questions: { written: question({ falsePositiveChecks: 10 }) } })),
    );
    expect(pick(checked.rows, 'false-positive', 'written')).toMatchObject({
      value: 0.25,
      numerator: 10,
      denominator: 40,
    });
  });

  it('gives page-time in page-seconds, to the nanosecond', () => {
    const written = question({ falsePositiveTime: 1_500_000_001n, falseNegativeTime: 1n });
    const { rows } = measure(
      notation('8/24'),
      recording(run({ pageTime: 60_000_000_000n, questions: { pinned: question(), written, longterm: question() } })),
    );
    expect(pick(rows, 'false-positive-time', 'written')).toMatchObject({ numerator: 1.500000001, denominator: 60 });
    expect(pick(rows, 'false-negative-time', 'written')).toMatchObject({ numerator: 1e-9, value: 1e-9 / 60 });
  });

  it('takes pages at the limit and saturated lives from the counters, in the order of the fields', () => {
    const counters = [
      counter({ pagesAtLimit: 7 }),
      counter({ pagesAtLimit: 0 }),
      counter({ pagesAtLimit: 3, saturatedLives: 2 }),
    ];
    const { rows } = measure(FOUR, recording(run({ counters, lives: 50 })));
    expect(pick(rows, 'pages-at-limit', 'read')).toMatchObject({ numerator: 7, denominator: 100 });
    expect(pick(rows, 'pages-at-limit', 'ordinary')).toMatchObject({ numerator: 3, denominator: 100 });
    expect(pick(rows, 'saturated', 'ordinary')).toMatchObject({ numerator: 2, denominator: 50 });
    expect(rows.some((row) => row.metric === 'saturated' && row.of === 'read')).toBe(false);
  });

  it('a bias has pages at the limit of its word, and nothing that saturates', () => {
    const { rows } = measure(bias(1024), recording(run({ counters: [counter({ pagesAtLimit: 4 })] })));
    expect(pick(rows, 'pages-at-limit', 'word')).toMatchObject({ numerator: 4, denominator: 100 });
    expect(rows.some((row) => row.metric === 'saturated')).toBe(false);
    expect(pick(rows, 'bits-left', 'ordinary').value).toBe(10);
  });

  it('keeps the class of folios and the method of the engine', () => {
    const large = { ...recording(run({ method: 'replay', attempted: [0, 1] })), class: 'large' as const };
    const { rows, unmeasured } = measure(FOUR, large);
    expect(rows.every((row) => row.class === 'large' && row.method === 'replay')).toBe(true);
    expect(unmeasured.every((gap) => gap.class === 'large')).toBe(true);
  });

  it('a scenario without runs is an error', () => {
    expect(() => measure(FOUR, { ...recording(), runs: [] })).toThrow(/has no runs/);
  });
});

describe('a source that does not tell read pins from write pins', () => {
  const r7 = recording(
    run(
      { attempted: [9, 0, 0, 0, 0, 20, 4], refused: [0, 0, 0, 0, 0, 5, 1] },
      { ordinary: 9, pin: 6, short: 5, long: 1 },
    ),
    {
      direction: false,
    },
  );

  it('has refusals of pin, short and long in a layout with one pin field', () => {
    const { rows, unmeasured } = measure(notation('8/24'), r7);
    expect(pick(rows, 'refused', 'pin')).toMatchObject({ numerator: 6, denominator: 24 });
    expect(pick(rows, 'refused', 'short')).toMatchObject({ numerator: 5, denominator: 20 });
    expect(pick(rows, 'refused', 'long')).toMatchObject({ numerator: 1, denominator: 4 });
    expect(rows.filter((row) => row.metric === 'refused').map((row) => row.of)).toEqual([
      'ordinary',
      'short',
      'long',
      'pin',
    ]);
    expect(unmeasured.find((gap) => gap.metric === 'refused' && gap.of === 'read')).toMatchObject({
      layout: null,
      reason: 'this source does not tell read pins from write pins',
    });
    expect(rows.some((row) => row.of === 'written')).toBe(false);
    expect(pick(rows, 'false-positive-time', 'pinned').value).toBe(0);
  });

  it('has none at all in a layout that counts them apart, not even of pin', () => {
    const { rows, unmeasured } = measure(FOUR, r7);
    const kept = rows.map((row) => `${row.metric}.${row.of}`);
    expect(kept).toEqual([
      'peak.ordinary',
      'peak.short',
      'peak.long',
      'peak.pin',
      'bits-left.ordinary',
      'refused.ordinary',
      'pages-at-limit.ordinary',
      'saturated.ordinary',
    ]);
    expect(unmeasured.find((gap) => gap.metric === 'refused' && gap.of === 'pin')).toMatchObject({
      layout: '4/4/24',
      reason: 'this source does not tell read pins from write pins, which this layout counts apart',
    });
  });

  it('has them in a layout with a bias for long and one for short', () => {
    const layout = bias([
      { name: 'long', bias: 2 ** 23 },
      { name: 'short', bias: 2 ** 27 },
    ]);
    const { rows } = measure(layout, r7);
    expect(pick(rows, 'refused', 'pin').denominator).toBe(24);
    expect(pick(rows, 'false-positive-time', 'longterm').value).toBe(0);
  });
});

describe('a source that does not show ordinary references', () => {
  const source = recording(run({ attempted: [0, 3, 0, 4], refused: [0, 1, 0, 0] }, { read: 2, write: 3, pin: 4 }), {
    ordinary: false,
  });

  it('leaves the pins of a split as they are', () => {
    const { rows, unmeasured } = measure(FOUR, source);
    expect(pick(rows, 'refused', 'read')).toMatchObject({ numerator: 1, denominator: 3 });
    expect(pick(rows, 'false-positive-time', 'written').value).toBe(0);
    for (const key of ['peak', 'bits-left', 'saturated', 'pages-at-limit', 'refused']) {
      expect(rows.some((row) => row.metric === key && row.of === 'ordinary')).toBe(false);
      expect(unmeasured.find((gap) => gap.metric === key && gap.of === 'ordinary')?.reason).toBe(
        'this source does not show ordinary references',
      );
    }
  });

  it('leaves nothing of a bias but what was held at once', () => {
    const { rows } = measure(bias(1024), source);
    expect(new Set(rows.map((row) => row.metric))).toEqual(new Set(['peak']));
  });

  it('leaves nothing of a pin field into which the ordinary field may carry', () => {
    const layout = split([
      { name: 'read', bits: 4, counts: ['read'] },
      { name: 'write', bits: 4, counts: ['write'] },
      { name: 'ordinary', bits: 24, counts: ['ordinary'], onLimit: 'carry', reserve: 0 },
    ]);
    const { rows, unmeasured } = measure(layout, source);
    expect(rows.some((row) => ['refused', 'false-positive-time', 'pages-at-limit'].includes(row.metric))).toBe(false);
    expect(unmeasured.find((gap) => gap.metric === 'refused' && gap.of === 'read')).toMatchObject({
      layout: 'test',
      reason: expect.stringContaining('share a count'),
    });
  });
});

describe('a source without any pin', () => {
  it('shows what wrongly looks pinned: c3 under a bias', () => {
    const pinned = question({ falsePositiveTime: 25_000_000_000n });
    const tallied = { questions: { pinned, written: pinned, longterm: pinned }, attempted: [20_000] };
    const { rows, unmeasured } = measure(
      bias(1024),
      recording(run(tallied, { ordinary: 10_240 }), { pins: false }, 'c3'),
    );
    expect(pick(rows, 'false-positive-time', 'pinned').value).toBe(0.25);
    expect(pick(rows, 'peak', 'pin').value).toBe(0);
    expect(pick(rows, 'bits-left', 'ordinary').value).toBeCloseTo(Math.log2(1024 / 10_241), 12);
    expect(unmeasured.find((gap) => gap.metric === 'refused' && gap.of === 'pin')?.reason).toBe(
      'no pins were attempted in this source',
    );
  });
});

describe('a model', () => {
  const runs = [10, 12, 8, 11, 9].map((refused) =>
    run({ attempted: [0, 1000], refused: [0, refused] }, { read: refused, pin: refused }),
  );

  it('pools its runs into one row with an interval around the pooled value', () => {
    const row = pick(measure(FOUR, modelled(runs)).rows, 'refused', 'read');
    expect(row).toMatchObject({ numerator: 50, denominator: 5000, value: 0.01 });
    // Standard deviation of 8…12 is 1.5811; t(0.975, 4) = 2.77645.
    const half = (2.7764451 * 1.5811388) / Math.sqrt(5) / 1000 / (0.01 * 0.99);
    const logOdds = (share: number): number => Math.log(share / (1 - share));
    expect(logOdds(0.01) - logOdds(row.low)).toBeCloseTo(half, 6);
    expect(logOdds(row.high) - logOdds(0.01)).toBeCloseTo(half, 6);
  });

  it('never shows a bare 0: no refusal in n attempts may be up to 3/n', () => {
    const none = [0, 0].map(() => run({ attempted: [0, 500] }));
    expect(pick(measure(FOUR, modelled(none)).rows, 'refused', 'read')).toMatchObject({
      value: 0,
      low: 0,
      high: 0.003,
    });
  });

  it('counts each page of each run as one trial of page-time', () => {
    const none = [0, 0].map(() => run({ pages: 50 }));
    expect(pick(measure(FOUR, modelled(none)).rows, 'false-positive-time', 'longterm')).toMatchObject({
      low: 0,
      high: 0.03,
    });
  });

  it('gives no bound to what cannot be wrong by the way the layout is made', () => {
    const { rows } = measure(FOUR, modelled([run({ pages: 50 }), run({ pages: 50 })]));
    for (const of of ['pinned', 'written'])
      expect(pick(rows, 'false-positive-time', of)).toMatchObject({ value: 0, low: 0, high: 0 });
    for (const of of ['pinned', 'written', 'longterm'])
      expect(pick(rows, 'false-negative-time', of)).toMatchObject({ value: 0, low: 0, high: 0 });
  });

  it('gives a peak as the highest run, with the lowest and highest run', () => {
    const { rows } = measure(FOUR, modelled(runs));
    expect(pick(rows, 'peak', 'read')).toMatchObject({ value: 12, low: 8, high: 12, numerator: null });
    const left = pick(rows, 'bits-left', 'read');
    expect(left.value).toBe(Math.log2(16 / 13));
    expect(left.low).toBe(left.value);
    expect(left.high).toBe(Math.log2(16 / 9));
  });
});

describe('bits left of a field that counts an unnamed set', () => {
  it('is unmeasured with the reason', () => {
    const layout = split([
      { name: 'mixed', bits: 8, counts: ['read-short', 'write-long'] },
      { name: 'rest', bits: 8, counts: ['read-long', 'write-short'] },
      { name: 'ordinary', bits: 16, counts: ['ordinary'] },
    ]);
    const { unmeasured } = measure(layout, recording());
    expect(unmeasured.find((gap) => gap.metric === 'bits-left' && gap.of === 'mixed')?.reason).toBe(
      'the references of read-short+write-long together are not counted',
    );
  });
});

describe('unmeasured entries of several layouts', () => {
  it('say once what holds for all of them', () => {
    const all = [FOUR, notation('2/6/24')].flatMap((layout) => measure(layout, recording()).unmeasured);
    const once = distinct(all);
    expect(once.length).toBe(all.length / 2);
    expect(once.every((gap) => gap.layout === null)).toBe(true);
  });
});
