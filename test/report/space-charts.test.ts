import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { designSpace } from '../../src/layouts/space.ts';
import { designSpaceChart } from '../../src/report/charts/design-space.ts';
import { headroomChart } from '../../src/report/charts/headroom.ts';
import { MARGIN, namesBeside } from '../../src/report/charts/names-beside.ts';
import { refusalCurvesChart } from '../../src/report/charts/refusal-curves.ts';
import { heightOf, placeOf, reachOf } from '../../src/report/charts/share-axis.ts';
import { fixture, large } from './fixture.ts';

const share = fc.oneof(fc.constantFrom(0, 1, 1e-12, 0.5, 1 - 1e-12), fc.double({ min: 0, max: 1, noNaN: true }));

describe('the axis of shares', () => {
  it('never turns two shares round, and has 0 and 1 apart from all others', () => {
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 20 }), (shares) => {
        const reach = reachOf(shares);
        const sorted = [...shares].sort((a, b) => a - b).map((value) => ({ value, place: placeOf(value, reach) }));
        sorted.forEach(({ value, place }, i) => {
          expect(Number.isFinite(place)).toBe(true);
          if (i > 0) expect(place).toBeGreaterThanOrEqual(sorted[i - 1]!.place);
          if (value > 0) expect(place).toBeGreaterThan(placeOf(0, reach) + 0.45);
          if (value < 1) expect(place).toBeLessThan(placeOf(1, reach));
          const height = heightOf(value, reach);
          expect(height >= 0 && height <= 1).toBe(true);
        });
      }),
    );
  });

  it('reaches as far as the shares, two steps on either side at least, six at most', () => {
    expect(reachOf([0, 1])).toEqual({ lowest: -2, highest: 2 });
    expect(reachOf([0.0002, 0.995])).toEqual({ lowest: -4, highest: 3 });
    expect(reachOf([1e-9, 1 - 1e-9])).toEqual({ lowest: -6, highest: 6 });
  });

  it('has as much room near 1 as near 0', () => {
    const reach = reachOf([0.001, 0.999]);
    expect(placeOf(0.9, reach)).toBeCloseTo(-placeOf(0.1, reach), 12);
    expect(placeOf(0.5, reach)).toBe(0);
  });
});

describe('names beside marks', () => {
  const mark = fc.record({
    bits: fc.integer({ min: -4, max: 18 }),
    height: fc.constantFrom(0, 0.1, 0.5, 0.52, 0.9),
    label: fc.constantFrom('4/4/24', 'linux today', 'red zone'),
  });

  it('lie on no other name while there is room, and inside the panel', () => {
    fc.assert(
      fc.property(fc.uniqueArray(mark, { maxLength: 6, selector: (m) => `${m.bits} ${m.height}` }), (marks) => {
        const size = { width: 390, height: 270 };
        const spread = [-4, 18].map((bits) => ({ bits, height: 0.3 }));
        const boxes = namesBeside(marks, spread, size).map(({ align, dx, dy }, i) => {
          const { bits, height, label } = marks[i]!;
          const x = ((bits + 4 + MARGIN) / (22 + 2 * MARGIN)) * size.width + dx;
          const long = label.length * 6;
          const left = align === 'right' ? x - long : align === 'left' ? x : x - long / 2;
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left + long).toBeLessThanOrEqual(size.width);
          return { left, right: left + long, y: (1 - height) * size.height + dy };
        });
        boxes.forEach((a, i) => {
          for (const b of boxes.slice(i + 1)) {
            expect(a.left >= b.right || b.left >= a.right || Math.abs(a.y - b.y) >= 12 - 1e-9).toBe(true);
          }
        });
      }),
    );
  });

  it('stand beside their mark where nothing else is', () => {
    const [only] = namesBeside(
      [{ bits: 9, height: 0.5, label: 'x' }],
      [
        { bits: 0, height: 0.1 },
        { bits: 18, height: 0.1 },
      ],
      {
        width: 390,
        height: 270,
      },
    );
    expect(only).toEqual({ align: 'right', dx: -7, dy: 0 });
    expect(namesBeside([], [], { width: 1, height: 1 })).toEqual([]);
  });

  it.each([236, 390])('stay within two lines of their mark where marks crowd before a front, %i px wide', (width) => {
    // Those of the default run: of two at one height the right one found no room on its left within five lines.
    const reach = reachOf([0, 0.99542, 0.998]);
    const at = (label: string, bits: number, value: number) => ({ label, bits, height: heightOf(value, reach) });
    const named = [
      at('4/4/24', 8.68, 0.97717),
      at('2/6/24', 8.68, 0.99542),
      at('8/24', 8.68, 0.65387),
      at('linux today', -3.32, 0),
      at('one bias 2^23', 9.68, 0.65259),
      at('two biases', 9.68, 0.97571),
      at('red zone', -3.32, 0.97717),
    ];
    const front = [0.998, 0.995, 0.989, 0.977, 0.954, 0.91, 0.823, 0.654, 0.387, 0.098, 0].map((value, i) =>
      at('', 17.68 - i, value),
    );
    for (const { align, dx, dy } of namesBeside(named, front, { width, height: 270 })) {
      expect(Math.abs(dy)).toBeLessThanOrEqual(24);
      expect(dx).toBe(align === 'center' ? 0 : align === 'right' ? -7 : 7);
    }
  });
});

const cleaned = (text: unknown) => String(text).replaceAll(/[\u2068\u2069]/g, '');

describe('the design space', () => {
  const results = fixture();
  const drawing = designSpaceChart.draw(results)!;
  const rows = Object.values(drawing.datasets).flat();

  it('has every place of the front and every named layout in both panels', () => {
    for (const panel of ['pins refused', 'wrong answers']) {
      const own = rows.filter((row) => row['panel'] === panel);
      expect(own.filter((row) => row['role'] === 'front').length).toBe(results.space?.front.shown.length);
      expect(own.filter((row) => row['role'] === 'named').map((row) => row['label'])).toEqual(
        results.layouts.map(({ id }) => id),
      );
    }
  });

  it('says of a named layout where it stands, and what it is worst at', () => {
    const row = rows.find((entry) => entry['role'] === 'named' && entry['label'] === '2/6/24');
    expect(cleaned(row?.['text'])).toMatch(
      /^2\/6\/24: .* bits left, refuses .* of pins in .*; dominated by 4 of the front/,
    );
  });

  it('has a family in its legend only where the front has a place of it', () => {
    const { space } = results;
    const shown = (families: readonly string[]) => ({
      ...space!.front,
      shown: space!.front.shown.filter(({ family }) => families.includes(family)),
    });
    const drawn = (families: readonly string[], named = space!.named) => {
      const data = designSpaceChart.draw({ ...results, space: { ...space!, named, front: shown(families) } })!.datasets[
        'space'
      ]!;
      const marks = new Set(data.map((row) => row['series']));
      const legend = String(data[0]!['drawn']).split(',');
      expect(new Set(legend)).toEqual(marks);
      return legend;
    };
    const all = ['read and write pins apart', 'all pins together', 'a bias', 'in layouts.yaml'];
    expect(drawn(['read/write', 'pin', 'bias'])).toEqual(all);
    expect(drawn(['read/write', 'pin'])).toEqual(all.filter((name) => name !== 'a bias'));
    expect(drawn(['bias'], [])).toEqual(['a bias']);
    for (const form of ['wide', 'narrow'] as const) {
      const body = JSON.stringify(designSpaceChart.body(form));
      expect(body.match(/"legend":\{[^}]*/g)?.every((legend) => legend.includes("split(drawn, ',')"))).toBe(true);
    }
  });

  it('says which layouts were placed, how many, which not and why', () => {
    expect(cleaned(drawing.subtitle)).toMatch(
      /^Of 2,210 layouts of 32 bits 2,208 were placed; their front has 13 places\./,
    );
    expect(drawing.subtitle).toContain(' No place: 2 layouts, bias 2^29 and bias 2^30; beyond the sign bit.');
    const [excluded] = results.space!.excluded;
    const many = { ...results.space!, excluded: [{ ...excluded!, count: 10 }] };
    expect(designSpaceChart.draw({ ...results, space: many })!.subtitle).toContain(
      ' No place: 10 layouts such as bias 2^29; beyond the sign bit.',
    );
    expect(designSpaceChart.draw({ ...results, space: { ...many, excluded: [] } })!.subtitle).not.toContain('No place');
    // What the sentence on families says is what the space is made of.
    const [families, reserves, terms] = [new Set<string>(), new Set<number>(), new Set<number>()];
    for (const layout of designSpace(32)) {
      if (layout.family === 'bias') terms.add(layout.terms.length);
      else {
        families.add(layout.fields.map(({ name }) => name).join());
        reserves.add(layout.fields.at(-1)!.reserve);
      }
    }
    expect([...families]).toEqual(['read,write,ordinary', 'pin,ordinary']);
    expect([[...reserves], [...terms]]).toEqual([[0, 1, 2, 3, 4], [1]]);
    expect(designSpaceChart.howToRead).toContain(
      'three families of layouts: splits with one field for read pins and one for write pins, splits with one field for all pins, each with an ordinary field that gives up 0 to 4 of its bits to saturation, and one bias, every power of two. Splits by long and short pins, splits of other fields and several biases were not.',
    );
    expect(designSpaceChart.howToRead).not.toMatch(/Every layout|the same word/);
  });

  it('says where no layout of the front has a reserve that guard is on no axis, and only there', () => {
    const sentence =
      'No layout of the front has a reserve: it would take headroom and give guard, which is on no axis.';
    expect(drawing.subtitle).toContain(sentence);
    const { space } = results;
    const shown = space!.front.shown.map((place, i) => (i === 0 ? { ...place, reserve: 2 } : place));
    const reserved = designSpaceChart.draw({ ...results, space: { ...space!, front: { ...space!.front, shown } } })!;
    expect(reserved.subtitle).not.toContain('has a reserve');
  });

  it('is not drawn where nothing was placed', () => {
    const { space, ...without } = results;
    expect(designSpaceChart.draw(without)).toBeUndefined();
    expect(
      designSpaceChart.draw({ ...results, space: { ...space!, front: { layouts: 0, places: 0, shown: [] } } }),
    ).toBeUndefined();
  });

  it('names at most 12 of many layouts, and says so', () => {
    const many = designSpaceChart.draw(large())!;
    const named = Object.values(many.datasets)
      .flat()
      .filter((row) => row['role'] === 'named');
    expect(named.length).toBe(24);
    expect(many.subtitle).toMatch(/12 of 200 layouts are shown/);
  });
});

describe('the curves of refusals', () => {
  const results = fixture();
  const drawing = refusalCurvesChart.draw(results)!;
  const rows = Object.values(drawing.datasets).flat();

  it('have a mark for every number of bits of every curve', () => {
    const points = rows.filter((row) => row['role'] === 'refused');
    const expected = results.space!.curves.reduce((sum, { refused }) => sum + refused.length, 0);
    expect(points.length).toBe(expected);
    for (const row of points) expect(row['bits']).toBeGreaterThanOrEqual(1);
  });

  it('have the widths of the fields of layouts as rules, where their pins were seen, and none of biases', () => {
    const of = (kind: string) =>
      new Set(rows.filter((row) => row['role'] === 'width' && row['of'] === kind).map((row) => row['bits']));
    expect([of('read pins'), of('write pins'), of('all pins')]).toEqual([
      new Set([2, 4]),
      new Set([4, 6]),
      new Set([8]),
    ]);
    const seen = new Set(results.space!.curves.filter((curve) => curve.of === 'read').map((curve) => curve.scenario));
    const ruled = new Set(
      rows.filter((row) => row['role'] === 'width' && row['of'] === 'read pins').map((row) => row['scenario']),
    );
    expect(ruled).toEqual(seen);
  });

  it('say what a layout would refuse there', () => {
    const curve = results.space!.curves.find(({ of, needs }) => of === 'read' && needs > 4)!;
    const texts = rows.filter((row) => row['role'] === 'width' && row['bits'] === 4).map((row) => cleaned(row['text']));
    expect(curve.refused[3]).toBe(500);
    expect(texts).toContain(
      `4 bits for read pins in 4/4/24 and red zone: refused in ${curve.scenario} 500 of 4,096 (12.2 %)`,
    );
  });

  it('answer in words whether READ needs as many bits as R/W', () => {
    expect(drawing.subtitle).toMatch(
      /Of \d+ scenarios? with both, read pins need fewer bits than write pins in \d+( \(.+?\))?, as many in \d+ and more in \d+/,
    );
    expect(drawing.description).toMatch(/read pins need/);
  });

  it('are not drawn where no pins were seen', () => {
    expect(refusalCurvesChart.draw({ ...results, space: { ...results.space!, curves: [] } })).toBeUndefined();
  });
});

describe('what is at its worst in an attack', () => {
  it('is said to be, in subtitles, tables and texts of marks', () => {
    const { scenarios, ...results } = fixture();
    const attacked = {
      ...results,
      scenarios: scenarios.map((each) => ({ ...each, hostile: true as const })),
      space: { ...results.space!, scenarios: scenarios.map(({ id }) => ({ id, hostile: true as const })) },
    };
    for (const chart of [headroomChart, refusalCurvesChart, designSpaceChart]) {
      const said = (of: Parameters<typeof chart.draw>[0]) => {
        const { subtitle, datasets, tables } = chart.draw(of)!;
        const texts = Object.values(datasets)
          .flat()
          .flatMap(({ text }) => (typeof text === 'string' ? [text] : []));
        return { subtitle, texts: texts.join('\n'), cells: tables.flatMap(({ rows }) => rows.flat()).join('\n') };
      };
      expect(JSON.stringify(said(fixture())), chart.name).not.toContain('(hostile)');
      const { subtitle, texts, cells } = said(attacked);
      if (chart === refusalCurvesChart)
        expect(subtitle).toMatch(/refuse none: .*\(\u2068[^\u2069]+\u2069 \(hostile\)\)/u);
      else {
        expect(texts, chart.name).toMatch(/ in \u2068[^\u2069]+\u2069 \(hostile\)/u);
        expect(cells, chart.name).toMatch(/^(\w+, )?\w+ \(hostile\)$/m);
      }
    }
  });
});

describe('the design space where a filter hides scenarios', () => {
  it('says that its axes are of all, and of those that are hidden which are attacks', () => {
    const { space, ...results } = fixture();
    const all = results.scenarios.map(({ id }) => ({ id, hostile: true as const }));
    const drawn = (scenarios: typeof results.scenarios) =>
      designSpaceChart.draw({ ...results, scenarios, space: { ...space!, scenarios: all } })!;
    expect(drawn(results.scenarios).subtitle).toContain(`at its worst over all ${all.length} scenarios, small folios`);
    const { subtitle, tables } = drawn(results.scenarios.slice(0, 1));
    expect(subtitle).toContain(`at its worst over all ${all.length} scenarios, also those not shown, small folios`);
    expect(tables[0]!.rows.flat().join('\n')).toMatch(/ \(hostile\)$/m);
  });
});
