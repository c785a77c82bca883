import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { drawnOf } from '../../src/report/charts/busiest.ts';
import { completeSpec, type Form } from '../../src/report/charts/chart.ts';
import { buildCharts, CHARTS } from '../../src/report/charts/index.ts';
import { KIND_COLOURS } from '../../src/report/charts/palette.ts';
import { quantile } from '../../src/report/charts/pins-at-once.ts';
import { chartSvg } from '../../src/report/page/static-charts.ts';
import type { Results } from '../../src/report/results.ts';
import { busy, fixture, large, renamed } from './fixture.ts';
import { HOSTILE } from './hostile.ts';

const schema = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json'), 'utf8'),
);
const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: true });
addFormats.default(ajv);
ajv.addFormat('color-hex', /^#[0-9a-f]{3,8}$/i);
const isSpec = ajv.compile(schema);

/** Compiles and runs a spec; everything that Vega-Lite or Vega has to say about it. */
async function complaints(spec: TopLevelSpec): Promise<string[]> {
  const said: string[] = [];
  const say = (...parts: readonly unknown[]) => {
    said.push(parts.join(' '));
    return logger;
  };
  const logger = { level: () => logger, error: say, warn: say, info: say, debug: () => logger } as never;
  const view = new View(parse(compile(spec, { logger }).spec), { renderer: 'none', logger });
  await view.runAsync();
  view.finalize();
  return said;
}

const empty = (): Results => ({
  ...fixture(),
  scenarios: [],
  measurements: [],
  large: [],
  hits: [],
  unmeasured: [],
  verdicts: [],
});
const RESULTS: readonly (readonly [string, Results])[] = [
  ['the default', fixture()],
  ['requirements, closed forms and a baseline', busy()],
  ['one layout and one scenario', renamed(['4/4/24'], ['b2'])],
  ['no scenarios', empty()],
  ['200 layouts and 30 scenarios', large()],
  ['hostile names', renamed(HOSTILE, HOSTILE)],
];
const FORMS: readonly Form[] = ['wide', 'narrow'];

describe.each(RESULTS)('charts of %s', (_, results) => {
  it.each(CHARTS.map((chart) => [chart.name, chart] as const))(
    '%s is a Vega-Lite spec that compiles and runs without a word',
    async (_name, chart) => {
      const drawing = chart.draw(results);
      if (drawing === undefined) {
        expect(results.scenarios.length === 0 || chart.name === 'misclassified-checks').toBe(true);
        return;
      }
      for (const form of FORMS) {
        const spec = completeSpec(chart, drawing, form);
        expect(isSpec(JSON.parse(JSON.stringify(spec))), JSON.stringify(isSpec.errors?.slice(0, 3))).toBe(true);
        expect(await complaints(spec)).toEqual([]);
      }
    },
  );

  it('say what they show: a title, a subtitle with units, a description, a table', () => {
    for (const chart of CHARTS) {
      const drawing = chart.draw(results);
      if (drawing === undefined) continue;
      expect(drawing.subtitle.length).toBeGreaterThan(20);
      expect(drawing.description).not.toBe('');
      expect(drawing.tables.length).toBeGreaterThan(0);
      for (const table of drawing.tables) {
        for (const row of table.rows) {
          expect(row.length).toBe(table.columns.length);
          // Marks of direction are for sentences: a cell shows them as characters.
          for (const cell of row) expect(cell).not.toMatch(/[\u2068\u2069]/);
        }
      }
    }
  });

  it('stay small enough to read and to embed', () => {
    for (const { spec } of buildCharts(results)) expect(JSON.stringify(spec).length).toBeLessThan(1_000_000);
  });
});

const rowsOf = (name: string, results = fixture()) =>
  Object.values(CHARTS.find((chart) => chart.name === name)?.draw(results)?.datasets ?? {}).flat();
const cleaned = (text: unknown) => String(text).replaceAll(/[\u2068\u2069]/g, '');

describe('limit hits', () => {
  it('show zeros in a band of their own, never dropped', () => {
    const rows = rowsOf('limit-hits');
    const zeros = rows.filter((row) => row['share'] === 0);
    expect(zeros.length).toBeGreaterThan(50);
    expect(new Set(zeros.map((row) => row['place'])).size).toBe(1);
    const lowest = Math.min(...rows.filter((row) => Number(row['share']) > 0).map((row) => Number(row['place'])));
    expect(Number(zeros[0]?.['place'])).toBeLessThan(lowest - 0.5);
  });

  it('have a mark for every layout, scenario and kind that was measured', () => {
    const results = fixture();
    const measured = results.measurements.filter(
      (row) => row.metric === 'refused' && (row.of === 'read' || row.of === 'write'),
    );
    const rows = rowsOf('limit-hits').filter((row) => row['of'] !== 'pins of unknown direction');
    expect(rows.length).toBe(measured.length);
    expect(rows.map((row) => row['share']).sort()).toEqual(measured.map((row) => row.value).sort());
  });

  it('draw a share below the scale at its lower end, not as zero', () => {
    const results = fixture();
    const tiny = results.measurements.map((row) =>
      row.metric === 'refused' && row.of === 'write' && row.scenario === 'b2' && row.layout === '4/4/24'
        ? { ...row, value: 1e-9, numerator: 1, denominator: 1e9 }
        : row,
    );
    const rows = rowsOf('limit-hits', { ...results, measurements: tiny });
    const row = rows.find((entry) => entry['share'] === 1e-9);
    expect(row?.['place']).toBe(-6);
    expect(cleaned(row?.['text'])).toBe('4/4/24 in b2: 1e-9 (1 of 1,000,000,000) write pins refused');
  });

  it('say at that end, and below the chart, that smaller shares stand there, a closed form’s too', () => {
    const results = fixture();
    const known = results.measurements.flatMap((row) =>
      row.metric === 'refused' && row.of === 'read' && row.scenario === 'a1'
        ? [row, { ...row, metric: 'refused-exact', value: 1e-52 }]
        : [row],
    );
    const strokes = rowsOf('limit-hits', { ...results, measurements: known }).filter(
      (row) => row['place_exact'] !== undefined,
    );
    expect(strokes.length).toBeGreaterThan(0);
    expect(new Set(strokes.map((row) => row['place_exact']))).toEqual(new Set([-6]));
    expect(strokes[0]!['text']).toContain('closed form 1e-52');
    const chart = CHARTS.find(({ name }) => name === 'limit-hits')!;
    for (const form of ['wide', 'narrow'] as const) expect(JSON.stringify(chart.body(form))).toContain("'≤ 1e'");
    expect(chart.howToRead).toContain('at ≤ 1e−6 stands what is above zero and as small as that or smaller');
  });
});

describe('misclassification', () => {
  it('tells page-time and checks apart, and the three questions', () => {
    const panels = new Set(rowsOf('misclassified-time').map((row) => row['panel']));
    expect([...panels]).toEqual(
      expect.arrayContaining(['pinned: false yes', 'written: false yes', 'longterm: false yes']),
    );
    const scenarios = new Set(rowsOf('misclassified-checks').map((row) => row['scenario']));
    expect([...scenarios].sort()).toEqual(['database', 'rdma', 'shared libc page']);
  });

  it('draws false no only for questions in which one was seen', () => {
    const panels = new Set(rowsOf('misclassified-time').map((row) => String(row['panel'])));
    expect([...panels].filter((panel) => panel.endsWith('no'))).toEqual(['longterm: false no']);
    expect(CHARTS.find((chart) => chart.name === 'misclassified-checks')?.draw(fixture())?.subtitle).toMatch(
      /no false no was seen/,
    );
  });

  it('says of scenarios without checks that they are left out, of one and of several', () => {
    const chart = CHARTS.find(({ name }) => name === 'misclassified-checks')!;
    const results = fixture();
    const without = results.scenarios.find(
      ({ id }) => !results.measurements.some((row) => row.scenario === id && row.metric === 'false-positive'),
    )!;
    const withChecks = results.scenarios.filter((scenario) =>
      results.measurements.some((row) => row.scenario === scenario.id && row.metric === 'false-positive'),
    );
    const subtitle = (scenarios: typeof results.scenarios) => chart.draw({ ...results, scenarios })?.subtitle;
    expect(subtitle([...withChecks, without])).toContain('1 of 4 scenarios has no checks and is left out.');
    expect(subtitle([...withChecks, without, { ...without, id: 'another' }])).toContain(
      '2 of 5 scenarios have no checks and are left out.',
    );
  });
});

describe('where the bits go', () => {
  it('has a legend of the kinds that are there, and of no others', async () => {
    const svg = await chartSvg(fixture(), 'bits');
    // Names in the parts themselves are bold, and those of the layouts are no kinds.
    const said = [...svg.matchAll(/<text([^>]*)>([^<]*)</g)].flatMap(([, look = '', text = '']) =>
      look.includes('font-weight="600"') || !(text in KIND_COLOURS) ? [] : [text],
    );
    expect(said).toEqual(['ordinary', 'read', 'write', 'pin', 'long', 'short', 'sign']);
  });
});

describe('how often a limit is hit', () => {
  it('has a legend of the kinds that are there, and of no others', async () => {
    const results = fixture();
    const kinds = ['read pins', 'write pins', 'pins of unknown direction', 'lives saturated'];
    const legend = async (names: Readonly<Record<string, string>>, saturates: boolean) => {
      const measurements = results.measurements.flatMap((row) => {
        if (row.metric === 'saturated') return [{ ...row, value: saturates ? 0.5 : 0 }];
        if (row.metric !== 'refused') return [row];
        const of = names[row.of];
        return of === undefined ? [] : [{ ...row, of }];
      });
      const svg = await chartSvg({ ...results, measurements }, 'limit-hits');
      return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].flatMap(([, text = '']) => (kinds.includes(text) ? [text] : []));
    };
    expect(await legend({ read: 'read', write: 'write' }, false)).toEqual(['read pins', 'write pins']);
    expect(await legend({ write: 'write' }, false)).toEqual(['write pins']);
    expect(await legend({ read: 'pin' }, true)).toEqual(['pins of unknown direction', 'lives saturated']);
  });
});

describe('the curves of refusals', () => {
  it('say what their axes are', async () => {
    const svg = await chartSvg(fixture(), 'refusal-curves');
    expect(svg).toContain('>bits of the field<');
    expect(svg).toContain('>refused<');
  });
});

describe('headroom', () => {
  it('places limits and peaks so that their distance is bits-left', () => {
    const rows = rowsOf('headroom');
    const limit = rows.find((row) => row['role'] === 'limit' && row['layout'] === '4/4/24' && row['field'] === 'write');
    expect(limit?.['limit_bits']).toBe(4);
    const d1 = rows.find((row) => row['layout'] === '4/4/24' && row['field'] === 'write' && row['scenario'] === 'd1');
    expect(2 ** Number(d1?.['held_bits']) - 1).toBeCloseTo(128, 9);
    expect(d1?.['over']).toBe(true);
  });
});

describe('pins at once', () => {
  it('has every page of every distribution once, and the limits of the fields that count those pins', () => {
    const rows = rowsOf('pins-at-once');
    const writes = rows.filter((row) => row['role'] === 'pages' && row['of'] === 'write' && row['scenario'] === 'd1');
    expect(writes.reduce((sum, row) => sum + Number(row['pages']), 0)).toBe(67);
    const limits = rows
      .filter((row) => row['role'] === 'limit')
      .map((row) => `${row['of']} ${2 ** Number(row['bits']) - 1}`);
    expect(limits).toEqual(['read 3', 'read 15', 'write 15', 'write 63', 'pin 255']);
  });

  it('has the label of a smaller limit above those of larger ones, whose rules end below it', () => {
    const limits = rowsOf('pins-at-once').filter((row) => row['role'] === 'limit');
    expect(limits.map((row) => `${row['of']} ${row['limit']}: ${row['line']}`)).toEqual([
      'read 3: 1',
      'read 15: 0',
      'write 15: 1',
      'write 63: 0',
      'pin 255: 0',
    ]);
  });

  it('names a limit that lies far beyond the axis in its subtitle', () => {
    const subtitle = CHARTS.find((chart) => chart.name === 'pins-at-once')?.draw(fixture())?.subtitle ?? '';
    expect(cleaned(subtitle)).toMatch(/Far beyond the axis: limit 2,097,151 of pin: linux today/);
  });

  it('says that large peaks are rounded, where there are any', () => {
    const subtitle = (results: Results) =>
      cleaned(CHARTS.find((chart) => chart.name === 'pins-at-once')?.draw(results)?.subtitle ?? '');
    const withPeak = (peak: number): Results => ({
      ...fixture(),
      scenarios: fixture().scenarios.map((scenario) => ({
        ...scenario,
        distributions: scenario.distributions.map((each) => ({ ...each, value: [0, peak], pages: [1, 1] })),
      })),
    });
    expect(subtitle(withPeak(256))).not.toMatch(/rounded/);
    expect(subtitle(withPeak(257))).toMatch(/Above 256 peaks are rounded down, by 3 % at most/);
  });

  it('takes quantiles over pages, not over values', () => {
    const distribution = { of: 'pin', class: 'small', value: [0, 1, 9], pages: [98, 1, 1] } as const;
    expect([0, 0.5, 0.98, 0.99, 1].map((q) => quantile(distribution, q))).toEqual([0, 0, 0, 1, 9]);
  });
});

describe('a 0 in the heat maps', () => {
  it('of a recording is exact, of a model has a line to how often it may be, unless it cannot happen', () => {
    const results = fixture();
    const isModel = new Map(results.scenarios.map(({ id, source }) => [id, source === 'model']));
    const zeros = (name: string) => rowsOf(name, results).filter((row) => row['share'] === 0);
    for (const name of ['misclassified-time', 'misclassified-checks']) {
      const [exact, open] = [
        zeros(name).filter((row) => row['to'] === undefined),
        zeros(name).filter((row) => row['to'] !== undefined),
      ];
      expect([exact.length > 0 || name === 'misclassified-checks', open.length > 0]).toEqual([true, true]);
      for (const row of open) {
        expect(isModel.get(String(row['scenario']))).toBe(true);
        expect(Number(row['to'])).toBeGreaterThan(Number(row['from']));
        expect(cleaned(row['text'])).toContain('interval at most ');
      }
      for (const row of exact) expect(cleaned(row['text'])).not.toContain('interval');
    }
    const { howToRead } = CHARTS.find((chart) => chart.name === 'misclassified-time')!;
    expect(howToRead).not.toContain('exactly never');
    expect(howToRead).toContain(
      'at 0 none was seen, which is exact unless a line at the foot says that a model may have as many as the line reaches to;',
    );
  });
});

describe('the busiest page', () => {
  type Held = Readonly<Record<string, readonly number[]>>;
  /** The fixture's results with one scenario of them, whose busiest page held this. */
  const holding = (held: Held): Results => {
    const results = fixture();
    const [scenario] = results.scenarios.filter(({ busiest }) => busiest !== undefined);
    const time_s = (Object.values(held)[0] ?? []).map((_, i) => i / 10);
    return { ...results, scenarios: [{ ...scenario!, busiest: { ...scenario!.busiest!, time_s, held } }] };
  };
  const drawn = (held: Held) => {
    const rows = rowsOf('busiest-page', holding(held));
    const limits = rows.filter((row) => row['role'] === 'limit');
    const courses = new Set(rows.filter((row) => row['role'] === 'course').map((row) => row['of']));
    expect(String(rows[0]?.['kinds']).split(',').sort()).toEqual([...courses].map(String).sort());
    return {
      courses: [...courses],
      limits: limits.flatMap((row) => cleaned(row['text']).match(/limit [\d,]+ of \w+/g) ?? []),
      rows,
    };
  };
  const none = [0, 0, 0];

  it('has rules only of fields that count just the pins of a line, and all pins apart where both directions were held', () => {
    const wave = [0, 32, 8];
    const write = drawn({ read: none, write: wave, pin: wave, long: none });
    expect(write.courses).toEqual(['write']);
    expect(write.limits).toEqual(['limit 15 of write', 'limit 15 of short', 'limit 63 of write']);
    const read = drawn({ read: wave, write: none, pin: wave, long: wave });
    expect(read.courses).toEqual(['read']);
    expect(read.limits).toEqual(['limit 3 of read', 'limit 15 of read', 'limit 15 of long']);
    const both = drawn({ read: [1, 3, 9], write: [2, 90, 0], pin: [3, 93, 9], long: none });
    expect(both.courses).toEqual(['pin', 'read', 'write']);
    expect(both.limits).toEqual([
      'limit 3 of read',
      'limit 15 of read',
      'limit 15 of write',
      'limit 15 of short',
      'limit 63 of write',
      'limit 255 of pin',
    ]);
    // A source that tells no direction: nothing is known of fields that count one.
    const undirected = drawn({ read: none, write: none, pin: [1, 90, 2], long: none });
    expect([undirected.courses, undirected.limits]).toEqual([['pin'], ['limit 15 of short', 'limit 255 of pin']]);
    // Of all pins nothing is known either.
    expect(drawn({ write: [1, 90, 2] }).limits).toEqual(['limit 15 of write', 'limit 63 of write']);
  });

  it('has rules of long and of short pins where they are all that the page held, and says whose limits are soft', () => {
    const limitsOf = (held: Held) => {
      const results = holding(held);
      const [like] = results.layouts;
      const field = (name: string, bias: number, counts: readonly string[]) => ({
        ...like!.fields[0]!,
        name,
        bits: 4,
        limit: 31,
        bias,
        counts,
      });
      const two = {
        ...like!,
        id: 'two biases',
        family: 'bias' as const,
        fields: [
          field('short', 2 ** 27, ['read-short', 'write-short']),
          field('long', 2 ** 23, ['read-long', 'write-long']),
        ],
      };
      const layouts = [...results.layouts, two];
      const drawing = CHARTS.find((chart) => chart.name === 'busiest-page')!.draw({ ...results, layouts })!;
      const soft = Object.values(drawing.datasets)
        .flat()
        .filter((row) => row['limit'] === 31);
      return {
        texts: soft.map((row) => cleaned(row['text'])),
        ids: soft.map((row) => drawing.layoutsOf!(row)),
        subtitle: cleaned(drawing.subtitle),
      };
    };
    const wave = [4, 40, 8];
    const long = limitsOf({ read: none, write: wave, pin: wave, long: wave });
    expect([long.texts, long.ids]).toEqual([['limit 31 of long: two biases (soft)'], [['two biases']]]);
    expect(long.subtitle).toContain(
      'Not drawn, because no panel has a line of just such pins: limit 3 of read: 2/6/24, limit 15 of read: 4/4/24 and red zone, limit 15 of short: long and short (soft) and limit 31 of short: two biases (soft).',
    );
    expect(limitsOf({ read: none, write: wave, pin: wave, long: none }).texts).toEqual([
      'limit 31 of short: two biases (soft)',
    ]);
    // Some long and some short: neither is a line.
    expect(limitsOf({ read: none, write: wave, pin: wave, long: [4, 4, 4] }).texts).toEqual([]);
  });

  it('names at each rule the limit, what the fields count and what layouts there is room for', () => {
    const { rows } = drawn({ read: [1, 3, 9], write: [2, 90, 0], pin: [3, 93, 9], long: none });
    const labels = rows.filter((row) => row['role'] === 'limit').map((row) => row['label']);
    expect(labels).toEqual([
      '3 read: 2/6/24',
      '15 read, write, short',
      '63 write: 2/6/24, red zone',
      '255 pin: 8/24, one bias 2^23',
    ]);
  });

  it('leaves a rule without its name where the rule below it is too near', () => {
    const results = fixture();
    const [like] = results.layouts;
    const widths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const layouts = widths.map((bits) => ({
      ...like!,
      id: `${bits}/x`,
      fields: [
        {
          ...like!.fields[0]!,
          name: 'pin',
          bits,
          limit: 2 ** bits - 1,
          counts: ['read-short', 'read-long', 'write-short', 'write-long'],
        },
      ],
    }));
    const held = { read: none, write: [0, 1000, 0], pin: [0, 1000, 0], long: none };
    const rows = rowsOf('busiest-page', { ...holding(held), layouts }).filter((row) => row['role'] === 'limit');
    expect(rows.length).toBe(widths.length);
    const named = rows.filter((row) => row['label'] !== '').map((row) => Number(row['bits']));
    expect(named.length).toBeGreaterThan(3);
    for (const [i, bits] of named.entries()) if (i > 0) expect(bits - named[i - 1]!).toBeGreaterThanOrEqual(1);
    expect(named.length).toBeLessThan(widths.length);
  });

  it('says in its table above which limits a line lies', () => {
    const [table] = CHARTS.find((chart) => chart.name === 'busiest-page')!.draw(
      holding({ read: [1, 3, 9], write: [2, 15, 0], pin: [3, 18, 9], long: none }),
    )!.tables;
    expect(table!.columns.at(-1)).toBe('Above');
    expect(table!.rows.map((row) => [row[2], cleaned(row.at(-1))])).toEqual([
      ['pin', 'limit 15 of short: long and short (soft)'],
      ['read', 'limit 3 of read: 2/6/24'],
      ['write', 'no limit'],
    ]);
  });

  it('is drawn the same of what the page keeps of the steps', () => {
    for (const held of [
      { ordinary: [1, 2, 3], read: none, write: [0, 32, 8], pin: [0, 32, 8], long: none },
      { ordinary: [1, 2, 3], read: [1, 3, 9], write: [2, 90, 0], pin: [3, 93, 9], long: [2, 90, 0] },
    ]) {
      const whole = holding(held);
      const scenarios = whole.scenarios.map((scenario) => ({ ...scenario, busiest: drawnOf(scenario)! }));
      expect(Object.keys(scenarios[0]!.busiest.held)).not.toContain('ordinary');
      expect(rowsOf('busiest-page', { ...whole, scenarios })).toEqual(rowsOf('busiest-page', whole));
    }
  });

  it('has the layout under change only in panels with a line of what it limits', () => {
    const chart = CHARTS.find(({ name }) => name === 'busiest-page')!;
    const [a, b] = [
      holding({ read: none, write: [0, 90, 0], pin: [0, 90, 0], long: none }),
      holding({ read: [3, 4, 5], write: [1, 1, 1], pin: [4, 5, 6], long: none }),
    ];
    const scenarios = [a!, b!].map(({ scenarios: [scenario] }, i) => ({ ...scenario!, id: `s${i}` }));
    const drawing = chart.draw({ ...a!, scenarios })!;
    const rules = (of: string) =>
      chart.live!(drawing, { label: 'mine', limits: [{ of, limit: 7 }] }).rows.map((row) => [row['panel'], row['of']]);
    expect(rules('read')).toEqual([['s1', 'read']]);
    expect(rules('write')).toEqual([
      ['s0', 'write'],
      ['s1', 'write'],
    ]);
    expect(rules('pin')).toEqual([
      ['s0', 'write'],
      ['s1', 'pin'],
    ]);
    expect(rules('short')).toEqual(rules('pin'));
    expect(rules('long')).toEqual([]);
  });

  it('tells nobody that a layout refuses wherever a line of it lies below the course', () => {
    const { howToRead } = CHARTS.find(({ name }) => name === 'busiest-page')!;
    expect(howToRead).toContain('A broken line is a limit of fields that count just the pins of a line in that panel.');
    expect(howToRead).toContain('A limit of a bias is soft');
  });

  it.each([1, 2, 3, 9, 130, 300, 70_000, 2 ** 21])(
    'has an axis to %i pins that ends at a tick, and is not half empty',
    (most) => {
      const results = fixture();
      const scenarios = results.scenarios
        .filter(({ busiest }) => busiest !== undefined)
        .map((scenario) => ({
          ...scenario,
          busiest: { ...scenario.busiest!, time_s: [0, 1], held: { write: [0, most] } },
        }));
      const rows = rowsOf('busiest-page', { ...results, scenarios });
      const bits = Math.max(...rows.map((row) => Number(row['bits'])));
      const { top_bits: top, step_bits: step } = rows[0] as Record<string, number>;
      expect(Number.isInteger(top! / step!)).toBe(true);
      expect(top).toBeGreaterThanOrEqual(bits);
      expect(top! - bits).toBeLessThan(step!);
      expect(top! / step!).toBeLessThanOrEqual(8);
    },
  );

  it('ends each course at the end of the scenario, and keeps its highest count when steps are merged', () => {
    const results = fixture();
    const long = Array.from({ length: 10_000 }, (_, i) => (i === 7_777 ? 99 : i % 3));
    const scenarios = results.scenarios.map((scenario) =>
      scenario.id === 'd1' && scenario.busiest !== undefined
        ? {
            ...scenario,
            busiest: { ...scenario.busiest, time_s: long.map((_, i) => i / 10_000), held: { write: long } },
          }
        : scenario,
    );
    const rows = rowsOf('busiest-page', { ...results, scenarios }).filter(
      (row) => row['panel'] === 'd1' && row['role'] === 'course',
    );
    expect(rows.length).toBeLessThan(200);
    expect(Math.max(...rows.map((row) => Number(row['held'])))).toBe(99);
    expect(rows.at(-1)?.['time_s']).toBe(1.5);
  });
});

describe('the bits', () => {
  it('of every layout fill the word without gaps', () => {
    for (const layout of fixture().layouts) {
      const parts = rowsOf('bits').filter((row) => row['layout'] === layout.id);
      const sorted = [...parts].sort((a, b) => Number(a['low']) - Number(b['low']));
      expect(sorted[0]?.['low']).toBe(0);
      expect(sorted.at(-1)?.['high']).toBe(32);
      for (let i = 1; i < sorted.length; i++) expect(sorted[i]?.['low']).toBe(sorted[i - 1]?.['high']);
    }
  });

  it('show the reserve apart', () => {
    const reserve = rowsOf('bits').filter((row) => row['part'] === 'reserve' && row['layout'] === 'red zone');
    expect(reserve).toEqual([expect.objectContaining({ low: 10, high: 22, field: 'ordinary' })]);
  });
});

describe('the palette', () => {
  const luminance = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string) => {
    const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const css = readFileSync(new URL('../../src/report/page/css/theme.css', import.meta.url), 'utf8');

  it.each(Object.entries(KIND_COLOURS))('%s carries white text, and stands out on both grounds', (name, colour) => {
    expect(contrast(colour, '#ffffff')).toBeGreaterThanOrEqual(4.5);
    const [, light, dark = ''] = new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css) ?? [];
    expect(light).toBe(colour);
    expect(contrast(dark, '#14171b')).toBeGreaterThanOrEqual(4.5);
    expect(css).toContain(`.plot [fill="${colour}"]`);
    expect(css).toContain(`.plot [stroke="${colour}"]`);
  });
});
