import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareToBaseline } from '../../src/report/baseline.ts';
import { readBaseline } from '../../src/report/baseline-read.ts';
import { baselineText } from '../../src/report/baseline-text.ts';
import { absoluteText, baselineSentences, betterWords, relativeText } from '../../src/report/baseline-words.ts';
import { columns } from '../../src/report/columns.ts';
import type { Measurement, Results } from '../../src/report/results.ts';
import { fixture, renamed } from './fixture.ts';
import { HOSTILE } from './hostile.ts';

const RESULTS = fixture();
const compare = (now: Results, before: Results = RESULTS) => compareToBaseline(now, before, 'old/results.json');
type RowTest = (row: Measurement) => boolean;
const withRows = (change: (row: Measurement) => Measurement): Results => ({
  ...RESULTS,
  measurements: RESULTS.measurements.map(change),
});
const changing = (test: RowTest, parts: Partial<Measurement>): Results =>
  withRows((row) => (test(row) ? { ...row, ...parts } : row));
const at =
  (layout: string, scenario: string | null, metric: string, of: string): RowTest =>
  (row) =>
    row.layout === layout && row.scenario === scenario && row.metric === metric && row.of === of;

describe('a comparison with a baseline', () => {
  it('of a run with itself finds nothing', () => {
    const record = compare(fixture());
    expect(record).toMatchObject({ verdicts: [], requirements: [], changes: [], regressed: false });
    expect(record.rows).toEqual({
      compared: RESULTS.measurements.length + RESULTS.large.length,
      equal: RESULTS.measurements.length + RESULTS.large.length,
      appeared: [],
      disappeared: [],
    });
    expect(record.layouts).toEqual({ added: [], removed: [], redefined: [] });
    expect(record.scenarios).toEqual({ added: [], removed: [], redefined: [] });
  });

  it('says how much a number changed, absolutely and relatively, and which way is better', () => {
    const test = at('4/4/24', 'b2', 'refused', 'write');
    const [change, ...others] = compare(changing(test, { value: 0.75, low: 0.75, high: 0.75 })).changes;
    expect(others).toEqual([]);
    expect(change).toMatchObject({ way: 'worse', noise: false, absolute: 0.75 - 1088 / 2048 });
    expect(change?.relative).toBeCloseTo(0.75 / (1088 / 2048) - 1, 12);
    expect(absoluteText(change as NonNullable<typeof change>)).toBe('+21.9 points');
    expect(relativeText(change as NonNullable<typeof change>)).toBe('+41.2 %');
    expect(betterWords('refused')).toBe('lower is better');
    expect(betterWords('bits-left')).toBe('higher is better');
    expect(betterWords('peak')).toBe('');
  });

  it('takes the direction from the metric', () => {
    const lower = { value: -20, low: -20, high: -20 };
    const left = compare(changing(at('4/4/24', 'b2', 'bits-left', 'write'), lower));
    expect(left.changes[0]?.way).toBe('worse');
    expect(left.regressed).toBe(true);
    const peak = compare(changing(at('4/4/24', 'b2', 'peak', 'write'), { value: 99, low: 99, high: 99 }));
    expect(peak.changes[0]?.way).toBe('other');
    expect(peak.regressed).toBe(false);
    const refused = compare(changing(at('4/4/24', 'b2', 'refused', 'write'), { value: 0, low: 0, high: 0 }));
    expect(refused.changes[0]?.way).toBe('better');
    expect(refused.regressed).toBe(false);
  });

  it('tells noise from change by the intervals of estimates; exact numbers are never noise', () => {
    const test = at('4/4/24', 'rdma', 'refused', 'write');
    const row = RESULTS.measurements.find(test) as Measurement;
    const moved = (by: number) => ({ value: row.value + by, low: row.low + by, high: row.high + by });
    const width = row.high - row.low;
    expect(width).toBeGreaterThan(0);
    expect(compare(changing(test, moved(0.9 * width))).changes[0]).toMatchObject({ noise: true, way: 'worse' });
    expect(compare(changing(test, moved(0.9 * width))).regressed).toBe(false);
    expect(compare(changing(test, moved(1.1 * width))).changes[0]).toMatchObject({ noise: false, way: 'worse' });
    expect(compare(changing(test, moved(1.1 * width))).regressed).toBe(true);
    const exact = changing(at('4/4/24', 'b2', 'refused', 'write'), {
      value: 0.53125001,
      low: 0.53125001,
      high: 0.53125001,
    });
    expect(compare(exact).changes[0]).toMatchObject({ noise: false, way: 'worse' });
  });

  it('does not take the last digit of a quotient for a change', () => {
    const record = compare(withRows((row) => ({ ...row, value: row.value * (1 + Number.EPSILON) })));
    expect(record.changes).toEqual([]);
  });

  it('of now against before is the opposite of before against now', () => {
    const value = fc.double({ min: 0, max: 1, noNaN: true });
    const rows = fc.array(fc.tuple(value, value, value, value), { minLength: 1, maxLength: 8 });
    const made = (values: readonly (readonly [number, number])[]): Results => ({
      ...RESULTS,
      large: [],
      measurements: values.map(([a, b], i) => ({
        ...(RESULTS.measurements[0] as Measurement),
        of: `field ${i}`,
        metric: 'refused',
        value: a,
        low: a - b * a,
        high: a + b * (1 - a),
      })),
    });
    fc.assert(
      fc.property(rows, (pairs) => {
        const a = made(pairs.map(([x, y]) => [x, y]));
        const b = made(pairs.map(([, , x, y]) => [x, y]));
        const name = ({ of }: { of: string }) => of;
        const there = new Map(compare(b, a).changes.map((change) => [name(change), change]));
        const back = new Map(compare(a, b).changes.map((change) => [name(change), change]));
        expect([...there.keys()].sort()).toEqual([...back.keys()].sort());
        for (const [key, change] of there) {
          const other = back.get(key);
          expect(other?.absolute).toBe(-change.absolute);
          expect(other?.noise).toBe(change.noise);
          expect(other?.way).toBe(change.way === 'worse' ? 'better' : 'worse');
        }
      }),
    );
  });

  it('puts what is worse first, the largest first, and noise last', () => {
    const { changes } = compare(
      withRows((row) => {
        if (at('4/4/24', 'd1', 'refused', 'write')(row)) return { ...row, value: 0, low: 0, high: 0 };
        if (at('8/24', 'b2', 'refused', 'write')(row)) return { ...row, value: 0.1, low: 0.1, high: 0.1 };
        if (at('8/24', 'd1', 'refused', 'write')(row)) return { ...row, value: 0.5, low: 0.5, high: 0.5 };
        if (at('4/4/24', 'rdma', 'refused', 'write')(row)) return { ...row, value: row.value + 1e-6 };
        if (at('8/24', 'b2', 'peak', 'write')(row)) return { ...row, value: 33, low: 33, high: 33 };
        return row;
      }),
    );
    expect(changes.map(({ layout, scenario, metric }) => [layout, scenario, metric])).toEqual([
      ['8/24', 'd1', 'refused'],
      ['8/24', 'b2', 'refused'],
      ['4/4/24', 'd1', 'refused'],
      ['8/24', 'b2', 'peak'],
      ['4/4/24', 'rdma', 'refused'],
    ]);
  });

  it('names what was added, removed or means something else under the same name', () => {
    const before = renamed(['a', 'b', 'c'], ['x', 'y', 'z']);
    const now = renamed(['b', 'a', 'd'], ['x', 'z', 'w']);
    const record = compare(now, before);
    expect(record.layouts).toEqual({ added: ['d'], removed: ['c'], redefined: ['b', 'a'] });
    expect(record.scenarios.added).toEqual(['w']);
    expect(record.scenarios.removed).toEqual(['y']);
    const rehashed = {
      ...RESULTS,
      provenance: {
        ...RESULTS.provenance,
        inputs: RESULTS.provenance.inputs.map((input) =>
          input.path.includes('/d1.') ? { ...input, sha256: 'f'.repeat(64) } : input,
        ),
      },
    };
    expect(compare(rehashed).scenarios.redefined).toEqual(['d1']);
  });

  it('counts rows that came or went, and does not call that a regression', () => {
    const without = { ...RESULTS, measurements: RESULTS.measurements.filter((row) => row.metric !== 'saturated') };
    const rows = RESULTS.measurements.filter((row) => row.metric === 'saturated').length;
    expect(compare(without).rows.disappeared).toEqual([{ metric: 'saturated', rows }]);
    expect(compare(RESULTS, without).rows.appeared).toEqual([{ metric: 'saturated', rows }]);
    expect(compare(without).regressed).toBe(false);
  });

  it('is a regression where a layout no longer holds or a requirement is no longer met', () => {
    const judged = (holds: boolean, wasJudged = true): Results => ({
      ...RESULTS,
      verdicts: RESULTS.verdicts.map((verdict) => ({ ...verdict, judged: wasJudged, holds })),
    });
    expect(compare(judged(false), judged(true))).toMatchObject({ regressed: true });
    expect(compare(judged(false, false), judged(true)).verdicts[0]).toMatchObject({ after: 'not judged' });
    expect(compare(judged(true), judged(false))).toMatchObject({ regressed: false });
    const required = (met: boolean): Results => ({
      ...RESULTS,
      requirements: [
        { key: 'refused.pin', text: '<= 1', compare: '<=', bound: 1, layout: '8/24', judged: true, met, worst: null },
      ],
    });
    expect(compare(required(false), required(true))).toMatchObject({ regressed: true });
    expect(compare(required(true), required(false))).toMatchObject({ regressed: false });
  });

  describe('of requirements that changed', () => {
    const record = (key: string, bound: number, met = true, text = `<= ${bound}`) =>
      ({ key, text, compare: '<=', bound, layout: '8/24', judged: true, met, worst: null }) as const;
    const required = (requirements: Results['requirements'], holds: boolean, results = RESULTS): Results => ({
      ...results,
      requirements,
      verdicts: RESULTS.verdicts.map((verdict) =>
        verdict.layout === '8/24' ? { ...verdict, judged: true, holds } : verdict,
      ),
    });
    const before = required([record('refused.pin', 1), record('saturated.word', 0)], true);
    const sentences = (now: Results) => baselineSentences(compare(now, before), (id) => id).slice(1);

    it('names those that came, went and changed, and that a verdict changed for that reason alone', () => {
      const now = required([record('refused.pin', 0.1, false), record('peak.pin', 9)], false);
      expect(compare(now, before)).toMatchObject({
        required: {
          added: [{ key: 'peak.pin', text: '<= 9' }],
          removed: [{ key: 'saturated.word', text: '<= 0' }],
          changed: [{ key: 'refused.pin', before: '<= 1', after: '<= 0.1' }],
        },
        verdicts: [{ layout: '8/24', before: 'holds', after: 'does not hold', required: 'alone' }],
        // The other requirement is no longer the same: that it is missed is no change of the layout.
        requirements: [],
      });
      expect(sentences(now)).toEqual([
        'Required now and not before: peak.pin <= 9.',
        'Required before and not now: saturated.word <= 0.',
        'Required otherwise: refused.pin was <= 1, now <= 0.1.',
        'Verdict: 8/24 was “holds”, now “does not hold”, only because something else is required.',
      ]);
    });

    it.each([
      ['a number of the layout', changing(at('8/24', 'b2', 'peak', 'write'), { value: 33, low: 33, high: 33 })],
      ['a scenario', { ...RESULTS, scenarios: RESULTS.scenarios.slice(1) }],
    ])('does not say that it is the only reason where %s changed as well', (_, results) => {
      const now = required([record('refused.pin', 0.1, false)], false, results);
      expect(compare(now, before).verdicts).toEqual([
        { layout: '8/24', before: 'holds', after: 'does not hold', required: 'too' },
      ]);
      expect(sentences(now)).toContain(
        'Verdict: 8/24 was “holds”, now “does not hold”; something else is required, too.',
      );
    });

    it('says nothing of it where the same is required, however it is written', () => {
      const now = required([record('refused.pin', 1, false, '<= 10e-1'), record('saturated.word', 0)], false);
      expect(compare(now, before)).toMatchObject({
        required: { added: [], removed: [], changed: [] },
        verdicts: [{ layout: '8/24', before: 'holds', after: 'does not hold' }],
        requirements: [{ key: 'refused.pin', met: false }],
      });
      expect(compare(now, before).verdicts[0]).not.toHaveProperty('required');
    });
  });

  it('compares closed forms that are too small for a double by their logarithms', () => {
    const tiny = (log10: number) =>
      changing(at('4/4/24', 'rdma', 'refused', 'write'), { metric: 'refused-exact', value: 0, low: 0, high: 0, log10 });
    const [change] = compare(tiny(-1500), tiny(-1620)).changes;
    expect(change).toMatchObject({ way: 'worse', absolute: 0, noise: false });
    expect(absoluteText(change as NonNullable<typeof change>)).toBe('× 1e120');
  });
});

describe('a baseline as text', () => {
  it('has the table first, and never a line wider than asked for', () => {
    const now = renamed(HOSTILE, HOSTILE);
    const before = { ...now, measurements: now.measurements.map((row) => ({ ...row, value: row.value / 3 })) };
    fc.assert(
      fc.property(fc.integer({ min: 72, max: 160 }), (width) => {
        for (const line of baselineText(compare(now, before), width, 10)) {
          expect(columns(line)).toBeLessThanOrEqual(width);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for.
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
        }
      }),
      { numRuns: 20 },
    );
    const [, header, first] = baselineText(
      compare(changing(at('8/24', 'b2', 'refused', 'write'), { value: 1 })),
      100,
      10,
    );
    expect(header).toMatch(/^ +layout +scenario +what +before +now +by$/);
    expect(first).toMatch(/^worse +8\/24 +b2 +refused\.write +0 % +100 % +\+100 points \(from 0\)$/);
  });

  it('says of which folios a number is, however narrow the terminal', () => {
    const [row] = RESULTS.measurements.filter(at('8/24', 'b2', 'false-positive-time', 'longterm'));
    const large = (value: number): Results => ({
      ...RESULTS,
      large: [{ ...row!, class: 'large', value, low: value, high: value }],
    });
    for (const width of [72, 100, 160]) {
      const [, , first] = baselineText(compare(large(0.2), large(0.1)), width, 10);
      expect(first, String(width)).toMatch(/^worse +8\/24 +b2 +large: fals/);
    }
  });

  it('says so where nothing changed', () => {
    expect(baselineText(compare(fixture()), 100, 10).join(' ')).toMatch(
      /All [\d,]+ rows that both runs have are equal\./,
    );
  });

  it('says which way is better, in words', () => {
    const text = baselineText(compare(changing(at('8/24', 'b2', 'refused', 'write'), { value: 1 })), 100, 10).join(' ');
    expect(text).toContain('refused: lower is better');
    expect(text).toMatch(/Of [\d,]+ rows that both runs have, [\d,]+ are equal; 1 worse\./);
  });

  it('names the layouts and scenarios that came and went', () => {
    const sentences = baselineSentences(
      compare(renamed(['a', 'd'], ['x']), renamed(['a', 'b', 'c'], ['x', 'y'])),
      (id) => id,
    );
    expect(sentences).toEqual(
      expect.arrayContaining(['Added layout: d.', 'Removed layouts: b and c.', 'Removed scenario: y.']),
    );
  });
});

describe('the file of a baseline', () => {
  const problemOf = (text: string) => {
    const read = readBaseline(text);
    return read.ok ? 'none' : read.problem;
  };

  it('is read if it is the results.json of a run', () => {
    expect(problemOf(JSON.stringify(RESULTS))).toBe('none');
    expect(problemOf(JSON.stringify(renamed(HOSTILE, HOSTILE)))).toBe('none');
  });

  it('is refused with a reason where it is another file, another schema or cut off', () => {
    expect(problemOf('')).toMatch(/^is empty/);
    expect(problemOf('layouts:\n')).toMatch(/^is cut off or is no JSON/);
    expect(problemOf('[]')).toMatch(/no results\.json of bitpart/);
    expect(problemOf('null')).toMatch(/no results\.json of bitpart/);
    expect(problemOf('{"schema":"vega"}')).toMatch(/no results\.json of bitpart/);
    expect(problemOf('{"schema":"bitpart/results@2"}')).toMatch(
      /"bitpart\/results@2", this bitpart reads "bitpart\/results@1"/,
    );
    expect(problemOf('{"schema":"bitpart/results@1"}')).toMatch(/provenance is missing/);
    const broken = { ...RESULTS, measurements: [...RESULTS.measurements.slice(0, 3), { layout: 'x' }] };
    expect(problemOf(JSON.stringify(broken))).toMatch(/measurements\[3\]\.scenario is missing/);
  });

  it('cut off anywhere is never taken for a whole one', () => {
    const text = JSON.stringify(renamed(['a'], ['x']));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 1 }), (length) => {
        expect(readBaseline(text.slice(0, length)).ok).toBe(false);
      }),
    );
  });
});
