import { describe, expect, it } from 'vitest';
import { type Layout, LONG, layoutToYaml, SHORT } from '../../src/layouts/index.ts';
import { OPTIONS, PRESET, planOf, problemsOf, told } from './helpers.ts';

const DESIGN_EXAMPLE = `
layouts:
  - 4/4/24
  - 2/6/24
  - 8/24
  - { name: linux today, bias: 1024 }
  - { name: long and short, bias: { long: 2^23, short: 2^27 } }
  - name: red zone
    fields:
      - { name: read,     bits: 4,  counts: [read],     on-limit: fail }
      - { name: write,    bits: 6,  counts: [write],    on-limit: fail }
      - { name: ordinary, bits: 22, counts: [ordinary], on-limit: saturate, reserve: 12 }
scenarios:
  - { name: a6, trace: traces/a6.trace.txt.gz }
  - preset: rdma
  - name: shared libc page
    duration: 60s
    pages:
      - name: text
        count: 512
        ordinary: { steady: 300, rate: 50/s, hold: 200ms }
        pins:
          - { kind: read, rate: 100/s, hold: { exponential: 2ms } }
    checks: { rate: 5/s }
require:
  limit.ordinary: ">= 2^20"
  refused.pin: "<= 1e-4"
`;

const model = (pages: string, more = '') =>
  `layouts: [4/4/24]\nscenarios:\n  - name: m\n    duration: 10s\n${more}    pages: [${pages}]\n`;

describe('a good file', () => {
  it('is the example of the design', () => {
    const plan = planOf(DESIGN_EXAMPLE);
    expect(plan.layouts.map((l) => l.id)).toEqual([
      '4/4/24',
      '2/6/24',
      '8/24',
      'linux today',
      'long and short',
      'red zone',
    ]);
    expect(plan.layouts[4]).toMatchObject({
      terms: [
        { counts: LONG, bias: 2 ** 23 },
        { counts: SHORT, bias: 2 ** 27 },
      ],
    });
    expect(plan.layouts[5]).toMatchObject({
      fields: [{ offset: 28 }, { offset: 22 }, { offset: 0, reserve: 12, onLimit: 'saturate' }],
    });
    expect(plan.scenarios).toEqual([
      {
        id: 'a6',
        large: 'apart',
        source: 'recording',
        trace: 'traces/a6.trace.txt.gz',
        path: '/here/traces/a6.trace.txt.gz',
        at: { file: 'layouts.yaml', line: 14, column: 24, length: 22 },
      },
      { id: 'rdma', large: 'apart', source: 'model', preset: 'rdma', model: PRESET },
      {
        id: 'shared libc page',
        large: 'apart',
        source: 'model',
        model: {
          duration: 60,
          warmup: 6,
          seed: 1,
          runs: 5,
          pages: [
            {
              name: 'text',
              count: 512,
              ordinary: { steady: 300, rate: 50, hold: { fixed: 0.2 } },
              pins: [{ kind: 'read', rate: 100, hold: { exponential: 0.002 } }],
            },
          ],
          checks: { rate: 5 },
        },
      },
    ]);
    expect(plan.requirements).toEqual([
      { key: 'limit.ordinary', metric: 'limit', of: 'ordinary', compare: '>=', bound: 2 ** 20, text: '>= 2^20' },
      { key: 'refused.pin', metric: 'refused', of: 'pin', compare: '<=', bound: 1e-4, text: '<= 1e-4' },
    ]);
  });

  it('needs layouts only; sections that are empty or commented out are absent', () => {
    for (const text of [
      'layouts: [4/4/24]',
      'layouts: [4/4/24]\nscenarios:\nrequire:\n',
      'layouts: [4/4/24]\nscenarios: []\nrequire: {}',
    ]) {
      expect(planOf(text)).toMatchObject({ scenarios: [], requirements: [] });
    }
  });

  it('takes ids from the name, else the notation, the preset, the file name up to its first dot', () => {
    const plan = planOf(
      'layouts: [4/4/22+2, " 8/24 ", bias 2^20, { bias: 1024 }, { fields: [{ bits: 8, counts: [pin] }, { bits: 24, counts: [ordinary] }], name: x }]\n' +
        'scenarios: [{ trace: traces/a6_fio.trace.txt.gz }, { trace: host1/ }, { trace: "C:\\\\b\\\\c.csv" }, { trace: .hidden }, { trace: "-" }, { preset: rdma, name: long rdma }, { preset: database }]',
    );
    expect(plan.layouts.map((l) => l.id)).toEqual(['4/4/22+2', '8/24', 'bias 2^20', 'bias 1024', 'x']);
    expect(plan.scenarios.map((s) => s.id)).toEqual([
      'a6_fio',
      'host1',
      'c',
      '.hidden',
      'stdin',
      'long rdma',
      'database',
    ]);
  });

  it('changes a preset where it says so, and a new duration brings its own warm-up', () => {
    const plan = planOf(
      'layouts: [8/24]\nscenarios: [{ preset: rdma, duration: 20s, seed: 9, runs: 2^3, large: same }, { preset: database, warmup: 0s }]',
    );
    expect(plan.scenarios).toMatchObject([
      { large: 'same', model: { duration: 20, warmup: 2, seed: 9, runs: 8, pages: PRESET.pages } },
      { large: 'apart', model: { duration: 60, warmup: 0, seed: 3, runs: 4 } },
    ]);
  });

  it('knows every kind of hold, and fills in what a model leaves out', () => {
    const pins =
      '{ kind: pin, rate: 1/s, hold: { lognormal: { median: 1ms, sigma: 1.5 } } }, { kind: write-long, rate: 6/min, hold: { pareto: { minimum: 1ms, shape: 1.5 } } }';
    expect(planOf(model(`{ pins: [${pins}] }, { ordinary: { steady: 2^4 } }`)).scenarios[0]).toMatchObject({
      model: {
        warmup: 1,
        pages: [
          {
            name: 'pages 1',
            count: 1,
            pins: [
              { kind: 'pin', rate: 1, hold: { lognormal: { median: 0.001, sigma: 1.5 } } },
              { kind: 'write-long', rate: 0.1, hold: { pareto: { minimum: 0.001, shape: 1.5 } } },
            ],
          },
          { name: 'pages 2', ordinary: { steady: 16, rate: 0 }, pins: [] },
        ],
      },
    });
  });

  it('may have 64-bit words, names of 10,000 characters and names that look like an attack', () => {
    const long = 'n'.repeat(10_000);
    const plan = planOf(
      `layouts: [20/20/24, { bias: 2^40, word: 64 }, { name: ${long}, bias: 4 }, { name: "<script>alert(1)</script>", bias: 8 }, { name: ../../x, bias: 16 }, { name: constructor, bias: 32 }]`,
    );
    expect(plan.layouts.map((l) => [l.id, l.word])).toEqual([
      ['20/20/24', 64],
      ['bias 2^40 word 64', 64],
      [long, 32],
      ['<script>alert(1)</script>', 32],
      ['../../x', 32],
      ['constructor', 32],
    ]);
  });

  it('is a value: it can be sent to a worker', () => {
    const plan = planOf(DESIGN_EXAMPLE);
    expect(structuredClone(plan)).toEqual(plan);
  });
});

describe('a file that is wrong', () => {
  it('says all of it at once: what others may follow from last, else in the order of the file', () => {
    const text = `layouts:
  - 4/4/25
  - { name: x, bais: 1024 }
  - name: red
    fields:
      - { name: read, bits: "4", counts: [red], on-limit: fial }
      - { name: write, bits: 6, counts: write }
scenarios:
  - preset: rmda
  - name: m
    duration: 60
    durations: 5
    pages:
      - count: 1.5
        pins:
          - { kind: raed, rate: 5 /s, hold: { exponential: 2sec } }
          - { kind: read, rate: 5/s, hold: { exponentail: 2s } }
require:
  refused.pin: "=< 1%"
`;
    expect(told(text)).toEqual([
      '19:16 "=< 1%" is no comparison: write <=, <, >=, > or == and a number, such as "<= 1e-4" or ">= 2^20" -> "<= 0.01"',
      '9:13 no preset is named "rmda" -> rdma',
      '11:15 "60" has no unit; a duration is in ns, us, ms, s, min or h -> 60s',
      '12:5 unknown key "durations" -> duration',
      '14:16 1.5 is no count; write a whole number, 1 to 2^53 - 1',
      '16:21 "raed" is no kind or group of pins; there are read-short, read-long, write-short, write-long, read, write, short, long, pin -> read',
      '16:33 "5 /s" has a space before its unit -> 5/s',
      '16:60 "sec" is no unit of a duration; there are ns, us, ms, s, min or h -> 2s',
      '17:46 unknown key "exponentail" -> exponential',
      '2:5 4 + 4 + 25 = 33 bits, the word has 32 or 64 -> 4/4/24',
      '3:16 unknown key "bais" -> bias',
      '6:29 a whole number of bits from 1 to 64 is needed here, such as 4, not the text "4"; write it without quotes',
      '6:43 "red" is no kind or group; there are ordinary, read-short, read-long, write-short, write-long, read, write, short, long, pin -> read',
      '6:59 fail, saturate, carry or wrap is needed here, not the text "fial" -> fail',
      '7:41 a list of kinds and groups is needed here, such as [read], not the text "write" -> [write]',
    ]);
  });

  it.each([
    ['', ['1:1 the file is empty: layouts is needed -> layouts: [4/4/24]']],
    ['# nothing\n', ['1:1 the file is empty: layouts is needed -> layouts: [4/4/24]']],
    ['scenarios: []', ['1:1 the key "layouts" is missing']],
    ['layouts: []', ['1:10 layouts is empty: there is nothing to compare']],
    ['layouts:\n', ['1:1 a list of layouts is needed here, not nothing']],
    ['layouts: 4/4/24', ['1:10 a list of layouts is needed here, not the text "4/4/24" -> [4/4/24]']],
    ['- 4/4/24', ['1:1 a map is needed here, not a list']],
    [
      'layouts: [5]',
      [
        '1:11 a layout is a notation such as 4/4/24, or a map with one of fields, bias, side and catalogue, not the number 5',
      ],
    ],
    [
      'layouts: [{ name: x }]',
      ['1:11 a layout is a notation such as 4/4/24, or a map with one of fields, bias, side and catalogue'],
    ],
    [
      'layouts: [{ bias: 1024, fields: [] }]',
      ['1:11 a layout is a notation such as 4/4/24, or a map with one of fields, bias, side and catalogue'],
    ],
    ['layouts: [{ bias: 1024, nmae: x }]', ['1:25 unknown key "nmae" -> name']],
    ['layouts: [{ bias: 1024, word: 48 }]', ['1:31 the word has 32 or 64 bits']],
    [
      'layouts: [{ bias: [1024] }]',
      [
        '1:19 a bias is needed here: a number such as 1024 or 2^23, or one for each group, such as { long: 2^23, short: 2^27 }, not a list',
      ],
    ],
    ['layouts: [{ bias: big }]', ['1:19 "big" is no count; write a whole number, 0 to 2^62, such as 512 or 2^9']],
    [
      'layouts: [{ bias: 1 }]',
      [
        '1:19 the bias 1 leaves ordinary references no room: 1 - 1 = 0; a bias is a whole number, 2 to 2^30 in a word of 32 bits',
      ],
    ],
    [
      'layouts: [{ bias: { long: 2^23, shrot: 2^27 } }]',
      [
        '1:40 "shrot" is no kind or group; there are ordinary, read-short, read-long, write-short, write-long, read, write, short, long, pin -> short',
      ],
    ],
    ['layouts: [{ bias: { long: 2^23 } }]', ['1:19 read-short and write-short are counted nowhere']],
    ['layouts: [{ name: "", bias: 4 }]', ['1:19 the name is empty']],
    ['layouts: [{ name: " ", bias: 4 }]', ['1:19 the name is empty']],
    ['layouts: [{ name: 5, bias: 4 }]', ['1:19 a name is needed here, not the number 5']],
    [
      'layouts: [{ fields: [{ bits: 32, counts: [ordinary, pin], reserve: 32 }] }]',
      [
        '1:68 field "ordinary+read-short+read-long+write-short+write-long" has no bit left to count with: 32 - 32 reserved = 0',
      ],
    ],
    [
      'layouts: [{ name: x, fields: [{ bits: 33, counts: [ordinary, pin] }] }]',
      [
        '1:30 33 = 33 bits, the word has 32 or 64 -> 32 bits for "ordinary+read-short+read-long+write-short+write-long" make 32',
      ],
    ],
    [
      'layouts: [{ fields: [{ bits: 32, counts: [ordinary, pin] }] }]',
      ['1:11 a layout without a notation of its own needs a name'],
    ],
    ['layouts: [4/4/24]\nlayouts: [8/24]', ['2:1 the key "layouts" stands twice, first on line 1']],
    ['layouts: [4/4/24]\nscenario: []', ['2:1 unknown key "scenario" -> scenarios']],
    ['layouts: [4/4/24]\nrequire: [x]', ['2:10 a map is needed here, not a list']],
    [
      'layouts: [4/4/24]\nrequire: { refused.pin: 5 }',
      ['2:25 a comparison such as "<= 1e-4" is needed here, not the number 5 -> "<= 5"'],
    ],
    [
      'layouts: [4/4/24]\nrequire: { limit.ordinary: 5 }',
      ['2:28 a comparison such as "<= 1e-4" is needed here, not the number 5 -> ">= 5"'],
    ],
  ])('%j', (text, problems) => {
    expect(told(text)).toEqual(problems);
  });

  it.each([
    [
      '{}',
      'a scenario is a recording (trace), a model that ships (preset) or one of your own (name, duration and pages); this one has neither trace, preset nor pages',
    ],
    [
      '{ trace: a, preset: rdma }',
      'a scenario is a recording (trace), a model that ships (preset) or one of your own (name, duration and pages); this one has trace and preset',
    ],
    [
      'a.gz',
      'a scenario is a recording (trace), a model that ships (preset) or one of your own (name, duration and pages), not the text "a.gz"',
    ],
    ['{ trace: "" }', 'the path is empty'],
    ['{ trace: a, lagre: same }', 'unknown key "lagre"'],
    ['{ trace: a, events: {} }', 'pin or unpin is needed here, or both'],
    ['{ trace: a, events: { pin: grab, pins: x } }', 'unknown key "pins"'],
    [
      '{ trace: a, events: { pin: "my grab" } }',
      'a name of an event has letters, digits and _; * stands for any of them, ? for one',
    ],
    ['{ trace: a, events: { unpin: [] } }', 'a list of names has at least one'],
    ['{ trcae: a }', 'unknown key "trcae"'],
    ['{ trace: a, large: some }', 'apart or same is needed here, not the text "some"'],
    ['{ preset: rdma, runs: 0 }', '0 is out of range; write a whole number, 1 to 10000'],
    ['{ preset: rdma, duration: 0s }', 'a duration is longer than 0'],
    ['{ preset: rdma, pages: [] }', 'unknown key "pages"'],
    ['{ name: m, pages: [{ ordinary: { steady: 1 } }] }', 'the key "duration" is missing'],
    ['{ name: m, duration: 1s, pages: [] }', 'a model has at least one group of pages'],
  ])('the scenario %s', (scenario, message) => {
    expect(problemsOf(`layouts: [4/4/24]\nscenarios: [${scenario}]`).map((p) => p.message)).toEqual([message]);
  });

  it.each([
    ['{ }', '5:13 a group of pages has ordinary references or pins; here nothing would happen'],
    ['{ ordinary: { rate: 5/s } }', '5:25 ordinary references that are taken at a rate need a hold'],
    ['{ ordinary: { steady: 1, hold: 5s } }', '5:44 a hold without a rate: nothing is taken that could be held'],
    [
      '{ name: a, ordinary: { steady: 1 } }, { name: A, ordinary: { steady: 1 } }',
      '5:59 two groups of pages are named "A"',
    ],
    [
      '{ pins: [{ kind: ordinary, rate: 1/s, hold: 1s }] }',
      '5:30 "ordinary" is no kind or group of pins; there are read-short, read-long, write-short, write-long, read, write, short, long, pin',
    ],
    ['{ pins: [{ kind: read, rate: 1/s }] }', '5:22 the key "hold" is missing'],
    ['{ pins: [{ kind: read, rate: 1/s, hold: 0s }] }', '5:53 a hold is longer than 0'],
    [
      '{ pins: [{ kind: read, rate: 1/s, hold: { lognormal: { median: 1s, sigma: 0 } } }] }',
      '5:87 sigma is greater than 0',
    ],
    [
      '{ pins: [{ kind: read, rate: 1/s, hold: { pareto: { minimum: 1s, shape: -1 } } }] }',
      '5:85 shape is greater than 0',
    ],
    [
      '{ pins: [{ kind: read, rate: 1/s, hold: [1s] }] }',
      '5:53 a hold is a time such as 200ms, or a map with exponential, lognormal or pareto, not a list',
    ],
  ])('the pages %s', (pages, problem) => {
    expect(told(model(pages))).toEqual([problem]);
  });

  it('names every key that exists beside one that does not', () => {
    expect(problemsOf('layouts: [{ bias: 4, x: 1 }]')[0]).toMatchObject({
      seen: 'x',
      allowed: 'name, domain, bias, word',
      length: 1,
    });
    expect(problemsOf('layouts: [4/4/24]\nscenarios: [preset: nothing]')[0]).toMatchObject({
      seen: 'nothing',
      allowed: 'rdma, database',
    });
  });

  it.each([
    [
      '{ name: b, domian: latch, fields: [{ bits: 1, counts: [writer] }, { bits: 31, counts: [reader] }] }',
      'name, domain, fields',
      'domain',
    ],
    ['{ name: b, domian: latch, bias: { writer: 1024 } }', 'name, domain, bias, word', 'domain'],
    ['{ name: b, domian: latch, side: { writer: 32 } }', 'name, domain, side', 'domain'],
    [
      '{ name: b, fileds: [{ bits: 8, counts: [pin] }, { bits: 24, counts: [ordinary] }] }',
      'name, domain, fields',
      'fields',
    ],
    ['{ name: b, domain: latch, filds: [{ bits: 32, counts: [reader] }] }', 'name, domain, fields', 'fields'],
    ['{ name: b, bais: 1024 }', 'name, domain, bias, word', 'bias'],
    ['{ name: b, shape: 1024 }', 'name, domain, fields, bias, word, side, catalogue', undefined],
  ])('tells of the misspelt key of %s and of nothing that follows from it', (entry, allowed, suggestion) => {
    const [first, ...others] = problemsOf(`layouts: [${entry}]\ndomains: [{ name: latch, kinds: [reader, writer] }]`);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ line: 1, message: expect.stringMatching(/^unknown key/), allowed });
    expect(first?.suggestion).toBe(suggestion);
  });

  it.each([
    ['stick', 'saturate'],
    ['-EAGAIN', 'fail'],
    ['overflow', 'carry'],
    ['wrp', 'wrap'],
    ['constructor', undefined],
  ])('says what is allowed in place of on-limit: %s, and what was meant', (word, suggestion) => {
    const field = `{ bits: 24, counts: [ordinary], on-limit: ${word} }`;
    const [first, ...others] = problemsOf(`layouts: [{ name: b, fields: [{ bits: 8, counts: [pin] }, ${field}] }]`);
    expect(others).toEqual([]);
    expect(first?.allowed).toBe('fail, saturate, carry, wrap');
    expect(first?.suggestion).toBe(suggestion);
  });

  it.each([
    ['maybe', undefined],
    ['yes', 'true'],
    ['off', 'false'],
    ['stick', undefined],
  ])('says what is allowed in place of hostile: %s, and what was meant', (word, suggestion) => {
    const [first, ...others] = problemsOf(`layouts: [4/4/24]\nscenarios: [{ preset: rdma, hostile: ${word} }]`);
    expect(others).toEqual([]);
    expect(first?.allowed).toBe('true, false');
    expect(first?.suggestion).toBe(suggestion);
  });

  it('does not tell that a warning level is beyond a limit that the right widths would change', () => {
    const layout = (bits: number, warn: string) =>
      `layouts: [{ name: b, fields: [{ bits: 20, counts: [pin] }, { bits: ${bits}, counts: [ordinary], warn: ${warn} }] }]`;
    expect(told(layout(11, '512'))).toEqual([expect.stringContaining('20 + 11 = 31 bits')]);
    expect(told(layout(12, '1024'))).toEqual([expect.stringContaining('warns at 1024')]);
  });

  it('tells of a kind that is none beside a key that has nothing to do with it', () => {
    expect(
      told('layouts: [{ nmae: b, fields: [{ bits: 8, counts: [pni] }, { bits: 24, counts: [ordinary] }] }]'),
    ).toEqual(['1:13 unknown key "nmae" -> name', expect.stringMatching(/^1:51 "pni" is no kind or group/)]);
  });

  it('does not tell of a key as missing that stands there misspelt', () => {
    expect(told('layouts: [4/4/24]\ndomains: [{ name: x, kidns: [a, b] }]')).toEqual([
      '2:22 unknown key "kidns" -> kinds',
    ]);
  });

  it('does not take a preset or a key from the prototype of an object', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
      expect(told(`layouts: [4/4/24]\n${name}: 1\nscenarios: [preset: ${name}]`)).toHaveLength(2);
    }
    expect(told('layouts: [{ __proto__: { bias: 4 } }]')[0]).toMatch(/"__proto__" is no key$/);
  });

  it('does not report again what the YAML reader has reported', () => {
    expect(told('layouts: [{ bias: 0x400 }, 010]')).toEqual([
      '1:19 "0x400" is not decimal: write 1024, or put it in quotes if it is a name',
      '1:28 "010" is 8-based to some programs and 10-based to others: write 10, or put it in quotes if it is a name',
    ]);
  });

  it('is only told where it is not YAML', () => {
    expect(told('layouts: [4/4/25\nscenarios: 5')).toEqual([expect.stringMatching(/not valid YAML/)]);
  });
});

describe('ids', () => {
  it.each([
    [
      'layouts: [4/4/24, 4/4/24]',
      '1:19 two layouts are named "4/4/24": the other is on line 1 -> another name: 4/4/24 2',
    ],
    [
      'layouts: [{ name: x, bias: 4 }, { name: X, bias: 8 }]',
      '1:41 two layouts are named "X": the other is on line 1, where it is written "x" -> another name: X 2',
    ],
    ['layouts: [{ name: é, bias: 4 }, { name: "e\u0301", bias: 8 }]', expect.stringContaining('two layouts are named')],
    ['layouts: [{ name: 8/24, bias: 4 }, 8/24]', expect.stringContaining('two layouts are named "8/24"')],
    [
      'layouts: [8/24]\nscenarios: [{ trace: x/a.gz }, { trace: y/A.csv }]',
      '2:32 two scenarios are named "A": the other is on line 2, where it is written "a" -> another name: A 2',
    ],
    [
      'layouts: [8/24]\nscenarios: [preset: rdma, preset: rdma]',
      '2:27 two scenarios are named "rdma": the other is on line 2 -> another name: rdma 2',
    ],
  ])('that are equal without regard to case are refused: %s', (text, problem) => {
    expect(told(text)).toEqual([problem]);
  });

  it('collide also where one of the two is wrong otherwise', () => {
    expect(told('layouts: [{ name: x, bias: 1 }, { name: x, bias: 4 }]')).toHaveLength(2);
  });

  it('may be the same for a layout and a scenario', () => {
    expect(planOf('layouts: [{ name: rdma, bias: 4 }]\nscenarios: [preset: rdma]').scenarios).toHaveLength(1);
  });
});

describe('sizes', () => {
  it('shows the arithmetic of a model with too many events', () => {
    expect(told(model('{ count: 2^20, pins: [{ kind: read, rate: 1000/s, hold: 1ms }] }'))).toEqual([
      '5:13 about 1.15e11 events, at most 2^31 are simulated: 1.05e6 pages of "pages 1" x 22000 events in 11 s x 5 runs',
    ]);
  });

  it('counts checks, warm-up and runs', () => {
    const pages = '{ count: 1000, pins: [{ kind: read, rate: 10/s, hold: 1ms }] }';
    expect(planOf(model(pages, '    runs: 1000\n')).scenarios).toHaveLength(1);
    expect(told(model(pages, '    runs: 10000\n'))[0]).toMatch(/about 2\.20e9 events.*x 10000 runs$/);
    expect(told(model(pages, '    runs: 1000\n    checks: { rate: 1e4/s }\n'))[0]).toMatch(/about 1\.10e11 events/);
    expect(told(model(pages, '    runs: 1000\n    warmup: 10h\n'))[0]).toMatch(/events in 36010 s x 1000 runs$/);
  });

  it('shows the arithmetic of a model that holds too much, an infinite mean included', () => {
    expect(
      told(
        model('{ pins: [{ kind: read, rate: 1e7/s, hold: { pareto: { minimum: 1ms, shape: 1 } } }] }', '    runs: 1\n'),
      ),
    ).toEqual([
      '6:13 about 1.10e8 references held at once, at most 2^24 fit: 1 pages of "pages 1" x 1.10e8 (steady + rate x mean hold)',
    ]);
    expect(told(model('{ count: 2, ordinary: { steady: 2^24 } }', '    runs: 1\n'))[0]).toMatch(
      /about 3\.36e7 references held at once/,
    );
  });

  it('refuses more pages than fit, and times beyond 2^53 ns', () => {
    expect(
      told(
        model('{ count: 2^24, ordinary: { steady: 1 } }, { count: 1, ordinary: { steady: 1 } }', '    runs: 1\n'),
      )[0],
    ).toBe('6:12 1.68e7 + 1 = 1.68e7 pages, at most 2^24 are simulated');
    expect(told(model('{ ordinary: { steady: 1 } }', '    warmup: 9007190s\n'))).toEqual([
      '4:15 9.01e6 s of warm-up + 10 s are too long: times are whole nanoseconds below 2^53, which is 2501h',
    ]);
  });
});

describe('requirements', () => {
  const keys = (layouts: readonly Layout[]) =>
    layouts
      .flatMap((l) =>
        l.family === 'split' ? l.fields.map((f) => `limit.${f.name}`) : ['limit.pin', 'limit-hard.word'],
      )
      .concat('refused.long', 'refused.pin', 'refused.read');
  const require = (line: string, layouts = '4/4/24') =>
    told(`layouts: [${layouts}]\nrequire:\n  ${line}\n`, { metricKeys: keys });

  it.each([
    ['limit.red: ">= 1"', '3:3 "red" is nothing that limit is measured of in these layouts -> limit.read'],
    ['lmiit.read: ">= 1"', '3:3 "lmiit" is no metric -> limit.read'],
    ['limit: ">= 1"', '3:3 "limit" is no requirement: write metric.of, such as refused.pin -> limit.read'],
    ['refused: ">= 1"', '3:3 "refused" is no requirement: write metric.of, such as refused.pin -> refused.pin'],
    ['.pin: ">= 1"', '3:3 ".pin" is no requirement: write metric.of, such as refused.pin'],
    ['limit-hard.word: ">= 1"', '3:3 "limit-hard" is no metric -> limit.read'],
    [
      'limit.read: "1"',
      '3:15 "1" is no comparison: write <=, <, >=, > or == and a number, such as "<= 1e-4" or ">= 2^20" -> "<= 1"',
    ],
    [
      'limit.read: "=> 2^4"',
      '3:15 "=> 2^4" is no comparison: write <=, <, >=, > or == and a number, such as "<= 1e-4" or ">= 2^20" -> ">= 2^4"',
    ],
    [
      'limit.read: ">= 3^4"',
      '3:15 ">= 3^4" is no comparison: write <=, <, >=, > or == and a number, such as "<= 1e-4" or ">= 2^20"',
    ],
    ['limit.read: ">= 1e400"', expect.stringContaining('is no comparison')],
    ['limit.read: ">="', expect.stringContaining('is no comparison')],
  ])('%s', (line, problem) => {
    expect(require(line)).toEqual([problem]);
  });

  it('of a bias may be asked where a layout has one', () => {
    const plan = planOf(
      'layouts: [4/4/24, bias 1024]\nrequire: { limit-hard.word: "> 1", refused.read: "== -0.5", limit.pin: " <  2^2 " }',
      { metricKeys: keys },
    );
    expect(plan.requirements.map((r) => [r.metric, r.of, r.compare, r.bound])).toEqual([
      ['limit-hard', 'word', '>', 1],
      ['refused', 'read', '==', -0.5],
      ['limit', 'pin', '<', 4],
    ]);
  });

  it('of a field of a layout that could not be read are not doubted, but their metric is', () => {
    const problems = require('limit.mine: ">= 1"\n  lmiit.mine: ">= 1"', '4/4/24, 4/4/25');
    expect(problems).toEqual([
      '4:3 "lmiit" is no metric -> limit.mine',
      '1:19 4 + 4 + 25 = 33 bits, the word has 32 or 64 -> 4/4/24',
    ]);
  });

  it('are not checked for their names where nobody says what there is', () => {
    expect(
      planOf('layouts: [8/24]\nrequire: { anything.at all: "> 0" }', { metricKeys: () => [] }).requirements,
    ).toHaveLength(1);
    expect(OPTIONS.metricKeys).toBeUndefined();
  });
});

describe('a layout written as YAML', () => {
  it('gives the same layout again', () => {
    const first = planOf(DESIGN_EXAMPLE).layouts;
    const again = planOf(`layouts:\n${first.map((l) => layoutToYaml(l)).join('\n')}\n`).layouts;
    expect(again).toEqual(first);
  });
});
