import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPlan } from '../../src/config/index.ts';
import { tallyOf } from '../../src/harness/profile/read.ts';
import { type Layout, layoutToYaml, parseNotation, type SplitLayout, sameLayout } from '../../src/layouts/index.ts';
import type { EvaluatedScenario } from '../../src/report/build-results.ts';
import { packSource, unpackSource, type WhatIfSource } from '../../src/report/page/profiles.ts';
import { changeAtWorst } from '../../src/report/page/whatif/comparison.tsx';
import { measureLayout } from '../../src/report/page/whatif/measure.ts';
import {
  boundariesOf,
  decodeShape,
  encodeShape,
  inFamily,
  layoutOfShape,
  ordinaryOf,
  positionOf,
  rangeOf,
  SHAPE_FAMILIES,
  type Shape,
  type SplitShape,
  shapeOf,
  withBoundary,
  withBoundaryAt,
  withReserve,
  withWarn,
  withWord,
  wordOf,
} from '../../src/report/page/whatif/shape.ts';
import { decodeWhatIf, encodeWhatIf, ignoredInWhatIf, shownBy } from '../../src/report/page/whatif/state.ts';
import type { Results } from '../../src/report/results.ts';
import { keyFigures } from '../../src/report/select.ts';
import { terminalTable } from '../../src/report/terminal.ts';
import { evaluatedScenarios, layoutOf, REQUIREMENTS, resultsOf, sourceOf } from './evaluated.ts';

/** A few moves from some family in some word: what a person can reach. */
const shapes: fc.Arbitrary<Shape> = fc
  .tuple(
    fc.constantFrom(...SHAPE_FAMILIES),
    fc.constantFrom(32 as const, 64 as const),
    fc.record({ bits: fc.integer({ min: 1, max: 62 }), reserve: fc.integer({ min: 0, max: 20 }) }),
    fc.array(fc.tuple(fc.nat(1), fc.integer({ min: -3, max: 66 })), { maxLength: 4 }),
    fc.tuple(fc.nat(2), fc.nat(12)),
    fc.option(fc.nat(62), { nil: undefined }),
  )
  .map(([family, word, { bits, reserve }, moves, [field, more], warn]) => {
    const ordinary = { bits: Math.max(bits, reserve + 1), reserve };
    let shape = inFamily(family, { word, ordinary });
    if (shape.family === 'split') shape = withWarn(shape, warn);
    for (const [boundary, to] of moves) shape = withBoundary(shape, boundary % boundariesOf(shape), to);
    return shape.family === 'split' ? withReserve(shape, field % shape.fields.length, more) : shape;
  });

const isLayout = (shape: Shape): void => {
  const layout = layoutOfShape(shape);
  if (layout.family === 'bias') {
    expect(layout.terms[0]!.bias).toBeGreaterThanOrEqual(2);
    expect(layout.terms[0]!.bias).toBeLessThanOrEqual(2 ** (layout.word - 2));
  } else {
    let end: number = layout.word;
    for (const field of layout.fields) {
      expect(field.bits - field.reserve).toBeGreaterThanOrEqual(1);
      expect(field.warn ?? 1).toBeLessThan(2 ** (field.bits - field.reserve));
      expect(field.offset + field.bits).toBe(end);
      end = field.offset;
    }
    expect(end).toBe(0);
  }
};

describe('a shape', () => {
  it('is always a layout, however it is moved', () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom(32 as const, 64 as const), (shape, word) => {
        isLayout(shape);
        isLayout(withWord(shape, word));
        expect(wordOf(withWord(shape, word))).toBe(word);
      }),
    );
  });

  it('is the same again from its text, from its layout and from the layout’s YAML', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        expect(decodeShape(encodeShape(shape))).toEqual(shape);
        const layout = layoutOfShape(shape);
        expect(shapeOf(layout)).toEqual(shape);
        const yaml = `layouts:\n${layoutToYaml(layout)}\n`;
        const { plan } = loadPlan(yaml, { file: 'layouts.yaml', resolve: (path) => path, presets: {} });
        expect(plan?.layouts.map((loaded) => [loaded.id, sameLayout(loaded, layout)])).toEqual([[layout.id, true]]);
      }),
    );
  });

  it('has boundaries that go where they are put, and no further than their neighbours let them', () => {
    fc.assert(
      fc.property(shapes, fc.nat(1), fc.integer({ min: -5, max: 70 }), (shape, which, at) => {
        const boundary = which % boundariesOf(shape);
        const moved = withBoundaryAt(shape, boundary, at);
        const { value, least, most } = rangeOf(moved, boundary);
        expect(value).toBeGreaterThanOrEqual(least);
        expect(value).toBeLessThanOrEqual(most);
        if (value > least && value < most) expect(positionOf(moved, boundary)).toBe(at);
        expect(wordOf(moved)).toBe(wordOf(shape));
      }),
    );
  });

  it.each([
    '',
    'read4',
    'read4_write4',
    'read4_write4_ordinary23',
    'read4_read4_ordinary24',
    'pin8_ordinary24-24',
    'bias0',
    'bias31',
    'bias63-64',
    'pin08_ordinary24x',
    'long4_write4_ordinary24',
    '__proto__',
    'read4_pin4_ordinary24',
    'read4_write4_ordinary24-2w22',
    'read4w2_write4_ordinary24-2',
  ])('is not read from %j', (text) => expect(decodeShape(text)).toBeUndefined());

  it('keeps the names of the layout that it started from, and its id while nothing is changed', () => {
    const mail = layoutOf('4/4/24') as SplitLayout;
    const like: Layout = {
      ...mail,
      id: 'the mail',
      fields: mail.fields.map((field) => ({ ...field, name: `GUP ${field.name}` })),
    };
    const shape = shapeOf(like) as Shape;
    expect(layoutOfShape(shape, like)).toEqual(like);
    const changed = layoutOfShape(withBoundary(shape, 0, 6), like);
    expect(changed.family === 'split' && changed.fields.map(({ name, bits }) => `${name} ${bits}`)).toEqual([
      'GUP read 6',
      'GUP write 2',
      'GUP ordinary 24',
    ]);
    expect(changed.id).not.toBe('the mail');
  });

  it('keeps the level at which the layout that it started from warns, whatever is moved', () => {
    const red = layoutOf('4/6/10+12') as SplitLayout;
    const like: Layout = {
      ...red,
      id: 'red zone',
      fields: red.fields.map((field) => (field.name === 'ordinary' ? { ...field, warn: 512 } : field)),
    };
    const shape = shapeOf(like) as SplitShape;
    expect(encodeShape(shape)).toBe('read4_write6_ordinary22-12w9');
    expect(layoutOfShape(shape, like)).toEqual(like);
    const warnOf = (moved: Shape): number | undefined => {
      const layout = layoutOfShape(moved, like);
      return layout.family === 'split' ? layout.fields.at(-1)?.warn : undefined;
    };
    expect(warnOf(withBoundary(shape, 0, 6))).toBe(512);
    // A boundary goes no further than the level lets it, as with a reserve.
    expect(rangeOf(shape, 1).most).toBe(6);
    expect(warnOf(withBoundary(shape, 1, 20))).toBe(512);
    expect(withReserve(shape, 2, 13)).toEqual(shape);
    expect(warnOf(withWord(withWord(shape, 64), 32))).toBe(512);
    expect(warnOf(inFamily('pin / ordinary', ordinaryOf(like)))).toBe(512);
    expect(warnOf(withWarn(shape, undefined))).toBeUndefined();
    expect(layoutOfShape(withBoundary(shape, 0, 6), like).id).toBe('read 6, write 4, ordinary 22 - 12 warn 2^9');
  });

  it('starts another family with the same ordinary bits', () => {
    expect(encodeShape(inFamily('pin / ordinary', ordinaryOf(layoutOf('4/6/10+12'))))).toBe('pin10_ordinary22-12');
    expect(encodeShape(inFamily('long / short / ordinary', ordinaryOf(layoutOf('8/24'))))).toBe(
      'long4_short4_ordinary24-2',
    );
    expect(encodeShape(inFamily('bias', ordinaryOf(layoutOf('4/4/24'))))).toBe('bias22');
    expect(encodeShape(inFamily('read / write / ordinary', ordinaryOf(layoutOf('bias 2^22'))))).toBe(
      'read4_write4_ordinary24-2',
    );
  });
});

describe('the state of the what-if control', () => {
  const ids = ['4/4/24', 'bias 1024', '8/24', ':odd_name4', '__proto__'];
  const results = { layouts: ids.map((id) => ({ ...resultsOf([layoutOf('4/4/24')], []).layouts[0]!, id })) };

  it('is the same again from its text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.option(shapes), (from, shape) => {
        const state = { from, shape };
        expect(decodeWhatIf(encodeWhatIf(state, results), results)).toEqual(state);
      }),
    );
  });

  it('is nothing where it is the default, and anything senseless is as if not there', () => {
    expect(encodeWhatIf({ from: '4/4/24', shape: null }, results)).toBe('');
    expect(decodeWhatIf('nonsense:no such layout', results)).toEqual({ from: '4/4/24', shape: null });
    expect(
      ignoredInWhatIf('nonsense:no such layout', results).map((text) => text.replaceAll(/[\u2068\u2069]/g, '')),
    ).toEqual(['a layout nonsense to change', 'a layout no such layout to start from']);
    for (const text of ['', 'bias9', ':4/4/24', 'bias9:4/4/24']) expect(ignoredInWhatIf(text, results)).toEqual([]);
    expect(decodeWhatIf('bias9:no such layout', results)).toEqual({
      from: '4/4/24',
      shape: { family: 'bias', word: 32, exponent: 9 },
    });
    expect(decodeWhatIf('', { layouts: [] })).toBeUndefined();
  });
});

describe('what the page measures', () => {
  const own = ['4/4/24', '3/5/24', '8/24', 'bias 1024', 'bias 2^28', 'bias long=2^23 short=2^27'].map(layoutOf);
  let scenarios: EvaluatedScenario[];
  let results: Results;
  let source: WhatIfSource;

  beforeAll(async () => {
    scenarios = await evaluatedScenarios(own);
    results = JSON.parse(JSON.stringify(resultsOf(own, scenarios))) as Results;
    // What the page has: through JSON, and without the tallies of what was replayed.
    source = unpackSource(JSON.parse(JSON.stringify(packSource(sourceOf(scenarios)))));
  }, 120_000);

  const ofLayout = (all: Results, id: string): Partial<Results> => {
    const isOf = ({ layout }: { layout: string | null }): boolean => layout === null || layout === id;
    return {
      layouts: all.layouts.filter((layout) => layout.id === id),
      measurements: all.measurements.filter(isOf),
      large: all.large.filter(isOf),
      hits: all.hits.filter(isOf),
      requirements: all.requirements.filter(isOf),
      verdicts: all.verdicts.filter(isOf),
      unmeasured: all.unmeasured.filter(isOf),
    };
  };
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  /** Without the engine: where one run comes to the sign bit Node replays all, and the page reads the others off. */
  const numbers = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll('"method":"replay"', '"method":"profile"'));

  /** Everything that the report says of the layout; gaps that hold of any layout may be those of others only. */
  const expectReported = (inPage: Results, id: string): void => {
    const { unmeasured: gaps, ...found } = ofLayout(numbers(inPage) as Results, id);
    const { unmeasured: reported, ...expected } = ofLayout(numbers(results) as Results, id);
    expect(found, id).toEqual(expected);
    const own = (entries: typeof gaps): typeof gaps => entries!.filter(({ layout }) => layout === id);
    expect(own(gaps), id).toEqual(own(reported));
    expect(reported, id).toEqual(expect.arrayContaining([...gaps!]));
  };

  it('is what Node measures, of random layouts: every row, gap, hit, requirement and verdict', {
    timeout: 120_000,
  }, () => {
    let readable = 0;
    fc.assert(
      fc.property(shapes, (shape) => {
        const layout = { ...layoutOfShape(shape), id: 'the layout' };
        // Without replay Node has no more than the page: scenarios in which a bias comes to the sign bit are gaps in both.
        const inNode = resultsOf([layout], scenarios);
        const inPage = measureLayout(layout, source, { ...results, layouts: [] });
        expect(plain(ofLayout(inPage, layout.id))).toEqual(plain(ofLayout(inNode, layout.id)));
        readable += inPage.measurements.length;
      }),
      { numRuns: 80 },
    );
    expect(readable).toBeGreaterThan(80 * 50);
  });

  it('is what results.json says of a layout of the report, replayed ones too', () => {
    for (const layout of own) {
      expectReported(measureLayout(layout, source, results), layout.id);
    }
    // The test would show nothing if no layout had needed the report's rows.
    const methods = new Set(results.measurements.map(({ layout, method }) => `${layout} ${method}`));
    expect(methods).toContain('bias long=2^23 short=2^27 replay');
    expect(methods).toContain('bias 2^28 replay');
    expect(methods).toContain('4/4/24 profile');
  });

  it('says why, where only replay could tell', () => {
    const layout = layoutOf('bias 2^29');
    const inPage = measureLayout(layout, source, results);
    const reasons = new Set(inPage.unmeasured.filter(({ layout: of }) => of !== null).map(({ reason }) => reason));
    expect([...reasons].join()).toMatch(/sign bit of the word.*only their profile is here/);
    expect(() => tallyOf(source.scenarios[0]!.runs[0]!.small.profile, layout)).toThrow('replay');
  });

  it('leaves the verdict open where a scenario could not be measured and nothing else tells against the layout', () => {
    const none = { ...source, requirements: [{ ...REQUIREMENTS[1]!, bound: 1 }] };
    const { verdicts, requirements } = measureLayout(layoutOf('bias 2^29'), none, { ...results, layouts: [] });
    expect(requirements.every(({ met }) => met)).toBe(true);
    expect(verdicts[0]).toMatchObject({ judged: false, holds: false });
    expect(verdicts[0]!.summary).toBe(
      'Meets 0 of 1 requirement; 1 could not be judged: refused.pin, not measured in b2, busy pages (its counts reach the sign bit of the word: that needs replay of the events, and only their profile is here); e3 (no pins were attempted in this source).',
    );
    expect(requirements).toMatchObject([{ key: 'refused.pin', judged: false }]);
    // Without requirements too.
    const free = measureLayout(layoutOf('bias 2^29'), { ...source, requirements: [] }, { ...results, layouts: [] });
    expect(free.verdicts[0]).toMatchObject({ holds: false });
    expect(free.verdicts[0]!.summary).toMatch(
      /; not measured in b2 and 1 more: its counts reach the sign bit of the word/,
    );
    // What is missed elsewhere is missed.
    const strict = { ...source, requirements: [{ ...REQUIREMENTS[0]!, bound: 2 ** 31 }] };
    expect(measureLayout(layoutOf('bias 2^29'), strict, { ...results, layouts: [] }).verdicts[0]).toMatchObject({
      judged: true,
      holds: false,
    });
  });

  it('knows what was wanted also where only replay could tell how the layout fared, and that the worst is at least so bad', () => {
    const id = 'bias 2^28';
    const inPage = measureLayout(layoutOf(id), source, { ...results, layouts: [] });
    const headroom = (all: Results) =>
      [...all.measurements, ...all.large]
        .filter(({ layout, metric }) => layout === id && (metric === 'peak' || metric === 'bits-left'))
        .map(({ method: _, ...row }) => row);
    expect(headroom(inPage)).toEqual(headroom(results));
    const open = ({ measurements }: Results) =>
      new Set(
        measurements
          .filter(({ layout, metric }) => layout === id && metric === 'pages-at-limit')
          .map((row) => row.scenario),
      );
    expect([...open(results)].length).toBeGreaterThan([...open(inPage)].length);
    const [now, was] = [inPage, results].map((all) => keyFigures(all, all.layouts.find((layout) => layout.id === id)!));
    expect(now!.unplaced).toBe(results.scenarios.length - open(inPage).size);
    expect(was!.unplaced).toBe(results.scenarios.length - open(results).size);
    expect([now!.pinsLeft?.value, now!.ordinaryLeft?.value]).toEqual([was!.pinsLeft?.value, was!.ordinaryLeft?.value]);
    expect(now!.refused!.value).toBeLessThan(was!.refused!.value);
    // Where less is known than before, nothing is better.
    expect(changeAtWorst('better', now!.unplaced, 0)).toBe('other');
    expect(changeAtWorst('worse', now!.unplaced, 0)).toBe('worse');
    expect(changeAtWorst('worse', 0, 1)).toBe('other');
    expect(changeAtWorst('better', 0, 0)).toBe('better');
    expect(terminalTable(inPage, { width: 100, paint: (_, text) => text })).toMatch(
      /≥ \d.*\n[\s\S]*≥ x: the worst where it could be/,
    );
    const lines = terminalTable(results, { width: 100, paint: (_, text) => text }).split('\n');
    expect(lines.filter((line) => line.includes('≥')).map((line) => line.split('  ')[0])).toEqual([
      id,
      '≥ x: the worst where it could be measured; of other scenarios it is not known (see “Not measured”).',
    ]);
  });

  it('uses the report’s rows for a layout that is the same under another name', () => {
    const twin: Layout = { ...layoutOf('bias 2^28'), id: 'renamed' };
    const inPage = measureLayout(twin, source, results);
    const of = (all: Results, id: string) =>
      all.measurements.filter(({ layout }) => layout === id).map(({ layout: _, ...row }) => row);
    expect(numbers(of(inPage, 'renamed'))).toEqual(numbers(of(results, 'bias 2^28')));
    expect(inPage.measurements.some(({ method }) => method === 'replay')).toBe(true);
  });

  it('says so where a scenario’s profile found no room in the page', () => {
    const few = { ...source, scenarios: source.scenarios.filter(({ id }) => id !== 'a5') };
    expectReported(measureLayout(own[0]!, few, results), '4/4/24');
    const changed = measureLayout(layoutOf('5/3/24'), few, results);
    const gaps = changed.unmeasured.filter(({ scenario }) => scenario === 'a5');
    expect(new Set(gaps.map(({ class: folios }) => folios))).toEqual(new Set(['small', 'large']));
    expect(gaps.every(({ reason }) => reason.includes('found no room'))).toBe(true);
    expect(changed.measurements.some(({ scenario }) => scenario === 'a5')).toBe(false);
  });

  it('is judged by the requirements of layouts.yaml', () => {
    const inPage = measureLayout(layoutOf('10/10/10+2'), source, results);
    expect(inPage.requirements.map(({ key, met }) => [key, met])).toEqual([
      ['limit.ordinary', false],
      ['refused.pin', true],
    ]);
    expect(inPage.verdicts[0]).toMatchObject({ holds: false });
    expect(REQUIREMENTS).toHaveLength(2);
  });

  it('shows a layout of the report as it is until it is changed', () => {
    const state = decodeWhatIf(':bias long=2^23 short=2^27', results)!;
    const { layout, shape } = shownBy(state, results);
    expect(layout.id).toBe('bias long=2^23 short=2^27');
    expect(shape).toBe('several biases');
    const notation = parseNotation('3/5/24');
    expect(
      notation.ok && shownBy({ from: '4/4/24', shape: shapeOf(notation.layout) as Shape }, results).layout.id,
    ).toBe('3/5/24');
  });
});
