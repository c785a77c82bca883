import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { goodWorld, LAYOUTS, RECORDING, type World } from './world.ts';

/** A kernel recording long enough that half of its gzip holds many whole lines. */
const KERNEL = Array.from({ length: 2000 }, (_, i) => {
  const time = (10 + i / 1000).toFixed(6);
  const folio = `0xffffea00${(0x1000 + i * 64).toString(16).padStart(8, '0')}`;
  return `  fio-${i % 7}  [000] ...1. ${time}: grab_fast: (f <- g) page=${folio} refs=1 flags=0x80000 folio=${folio} rc=1025 pf=0x0\n`;
}).join('');

const gzip = gzipSync(KERNEL);
const damaged = Uint8Array.from(gzip);
damaged.fill(0x55, gzip.length / 2, gzip.length / 2 + 200);
const noise = Uint8Array.from({ length: 4096 }, (_, i) => (i * 151 + (i >> 3) * 89) & 0xff);

/** What the scenario `bad` reads. */
const trace = (name: string): string => `${LAYOUTS}  - { name: bad, trace: ${name} }\n`;

interface Bad {
  readonly what: string;
  readonly layouts: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** What stderr says, the place included. */
  readonly says: readonly (string | RegExp)[];
}

const BAD: readonly Bad[] = [
  {
    what: 'an unknown key',
    layouts: LAYOUTS.replace('scenarios:', 'scenarois:'),
    says: ['layouts.yaml:5:1: unknown key "scenarois"', '^^^^^^^^^', 'try: scenarios'],
  },
  {
    what: 'an unknown key in a layout',
    layouts: LAYOUTS.replace('bias: 1024', 'bais: 1024'),
    says: [/layouts\.yaml:4:\d+: /, 'bais', 'bias'],
  },
  {
    what: 'a doubled key',
    layouts: `${LAYOUTS}layouts:\n  - 8/24\n`,
    says: ['layouts.yaml:7:1: the key "layouts" stands twice, first on line 1'],
  },
  {
    what: 'a wrong type',
    layouts: 'layouts:\n  - { name: x, fields: [{ bits: four, counts: [pin] }] }\n',
    says: [/layouts\.yaml:2:\d+: .*number.*"four"/],
  },
  { what: 'no YAML at all', layouts: 'layouts: [4/4/24\n', says: [/layouts\.yaml:\d+:\d+: /] },
  {
    what: 'an empty file',
    layouts: '',
    says: ['layouts.yaml:1:1: the file is empty: layouts is needed', 'try: layouts: [4/4/24]'],
  },
  {
    what: 'bits that do not add up',
    layouts: LAYOUTS.replace('4/4/24', '4/4/25'),
    says: ['layouts.yaml:3:5: 4 + 4 + 25 = 33 bits, the word has 32 or 64', '^^^^^^', 'try: 4/4/24'],
  },
  {
    what: 'two layouts of one name',
    layouts: LAYOUTS.replace('4/4/24', '{ name: LINUX Today, bias: 2048 }'),
    says: [/layouts\.yaml:4:\d+: two layouts are named "linux today": the other is on line 3/],
  },
  {
    what: 'a recording that is missing',
    layouts: trace('nowhere.csv'),
    says: [
      'layouts.yaml:7:25: the recording of scenario "bad": no such file',
      `  7 |   - { name: bad, trace: nowhere.csv }\n    |                         ${'^'.repeat(11)}\n`,
    ],
  },
  {
    what: 'a recording whose name is misspelt',
    layouts: trace('data/oen.csv'),
    files: { 'data/one.csv': '' },
    says: ['the recording of scenario "bad": no such file\n', 'try: data/one.csv'],
  },
  {
    what: 'a recording in a folder that is not there',
    layouts: trace('dtaa/one.csv'),
    says: ['the recording of scenario "bad": no such file: there is no folder dtaa/'],
  },
  {
    what: 'one layout instead of a list',
    layouts: 'layouts: 4/4/24\n',
    says: ['a list of layouts is needed here, not the text "4/4/24"', 'try: [4/4/24]'],
  },
  {
    what: 'a tab for indentation',
    layouts: 'layouts:\n\t- 4/4/24\n',
    says: ['layouts.yaml:2:1: not valid YAML: Tabs are not allowed as indentation', 'allowed: spaces'],
  },
  {
    what: 'a recording that is missing, beside another mistake',
    layouts: trace('nowhere.csv').replace('4/4/24', '4/4/25'),
    says: ['4 + 4 + 25 = 33 bits', 'the recording of scenario "bad": no such file', '2 problems in layouts.yaml'],
  },
  {
    what: 'a glob that matches nothing',
    layouts: trace('nowhere/*.csv'),
    says: ['layouts.yaml:7:25: the recording of scenario "bad": matches no file', 'nowhere/*.csv'],
  },
  {
    what: 'a recording that is empty',
    layouts: trace('bad.csv'),
    files: { 'bad.csv': '' },
    says: ['bad.csv:1: is empty. Read are ftrace and trace-cmd text', 'CSV with the header time_s,event,page,ref'],
  },
  {
    what: 'a recording that is empty, compressed',
    layouts: trace('bad.gz'),
    files: { 'bad.gz': gzipSync('') },
    says: ['bad.gz:1: is empty'],
  },
  {
    what: 'binary rubbish',
    layouts: trace('bad.bin'),
    files: { 'bad.bin': noise },
    says: [/^bad\.bin:1: is no recording that bitpart reads: .*binary/],
  },
  {
    what: 'binary rubbish, compressed',
    layouts: trace('bad.gz'),
    files: { 'bad.gz': gzipSync(noise) },
    says: [/^bad\.gz:1: is no recording that bitpart reads/],
  },
  {
    what: 'a recording that is cut off in the middle of its gzip',
    layouts: trace('bad.gz'),
    files: { 'bad.gz': gzip.subarray(0, gzip.length / 2) },
    says: [/^bad\.gz:\d{2,}: the gzip data is cut off; [\d,]+ lines were readable before that\. Copy it again/],
  },
  {
    what: 'a recording whose gzip is damaged',
    layouts: trace('bad.gz'),
    files: { 'bad.gz': damaged },
    says: [/^bad\.gz:\d+: the gzip data is corrupt/],
  },
  {
    what: 'kernel text that is cut off in a line',
    layouts: trace('bad.txt'),
    files: { 'bad.txt': KERNEL.slice(0, -20) },
    says: ['bad.txt:2000: the last line has no line end'],
  },
  {
    what: 'kernel text with fewer events than its header says',
    layouts: trace('bad.txt'),
    files: { 'bad.txt': `# tracer: nop\n#\n# entries-in-buffer/entries-written: 2001/2001   #P:2\n${KERNEL}` },
    says: ['bad.txt:2003: the header says 2,001 entries, 2,000 are there'],
  },
  {
    what: 'a word where a time should be',
    layouts: trace('bad.csv'),
    files: { 'bad.csv': RECORDING.replace('\n3,', '\nnoon,') },
    says: [/^bad\.csv:5:1: time "noon" is no decimal number of seconds/],
  },
  {
    what: 'a time before the line above it',
    layouts: trace('bad.csv'),
    files: { 'bad.csv': RECORDING.replace('\n3,', '\n1.5,') },
    says: [/^bad\.csv:5:1: time 1\.5 is before the line above it/],
  },
  {
    what: 'kernel text more than 10 ms out of order',
    layouts: trace('bad.txt'),
    files: { 'bad.txt': `${KERNEL}${KERNEL}` },
    says: [/^bad\.txt:2001: 1999\.0 ms earlier than a line above it/],
  },
  {
    what: 'CSV of another header',
    layouts: trace('bad.csv'),
    files: { 'bad.csv': RECORDING.replace('time_s', 'time') },
    says: ['it starts with the header "time,event,page,ref"; exchange', '; did you mean time_s,event,page,ref?\n'],
  },
  {
    what: 'an event of no name that is known',
    layouts: trace('bad.csv'),
    files: { 'bad.csv': RECORDING.replace('check', 'unget') },
    says: [/^bad\.csv:5:3: unknown event "unget"\. Events: get, put, pin-<kind or group>, unpin, level, check\n/],
  },
];

let world: World;
let good: Record<string, string>;

beforeAll(async () => {
  world = await goodWorld();
  expect(await world.run(['explore', '--quiet', '--debug'])).toEqual({ code: 0, out: '', err: '' });
  good = world.files('reports');
  expect(Object.keys(good)).toContain('reports/index.html');
}, 60_000);

describe.each(BAD)('$what', ({ layouts, files, says }) => {
  it('is a clear error with its place, exit 2, and the last good report stays as it was', async () => {
    await world.write('layouts.yaml', layouts);
    for (const [name, content] of Object.entries(files ?? {})) await world.write(name, content);
    const { code, out, err } = await world.run(['explore', '--debug']);
    for (const text of says) {
      if (typeof text === 'string') expect(err).toContain(text);
      else expect(err).toMatch(text);
    }
    expect(err).not.toMatch(/did not expect|node:internal|\n\s+at /);
    expect([code, out]).toEqual([2, '']);
    expect(world.files('reports')).toEqual(good);
    // What is found while a recording is read has its own line, and then who asked for it.
    if (err.startsWith('bad.')) expect(err).toMatch(/\n {2}in scenario "bad", layouts\.yaml:7:25\n$/);
  });
});

describe('several problems', () => {
  it('of a file are said at once, the most important last', async () => {
    await world.write('layouts.yaml', 'layouts:\n  - 4/4/25\n  - { name: x, bias: 1 }\nscenarios: 7\nfoo: 1\n');
    const { code, err } = await world.run(['explore']);
    expect(err.match(/layouts\.yaml:\d+/g)).toEqual([4, 2, 3, 5].map((line) => `layouts.yaml:${line}`));
    expect(err).toContain('4 problems in layouts.yaml');
    expect(code).toBe(2);
  });

  it('of a recording that the command line names has no place in layouts.yaml', async () => {
    await world.write('layouts.yaml', LAYOUTS);
    await world.write('bad.csv', '');
    for (const argv of [
      ['explore', '--trace', 'bad.csv'],
      ['profile', 'bad.csv'],
    ])
      expect((await world.run(argv)).err).toMatch(/^bad\.csv:1: is empty[^\n]*\n$/);
  });

  it('a recording that is bad fails the run, even where all others are good', async () => {
    await world.write('layouts.yaml', `${trace('bad.csv')}  - { name: two, trace: one.csv }\n`);
    await world.write('bad.csv', 'time_s,event,page,ref\n0,gett,A,\n');
    const { code, err } = await world.run(['explore']);
    expect(err).toMatch(/^bad\.csv:2:3: unknown event "gett", did you mean get\?/);
    expect(code).toBe(2);
    expect(world.files('reports')).toEqual(good);
  });
});

describe('a layouts.yaml that cannot be read', () => {
  it.each([
    ['that is not there', 'none.yaml', /^none\.yaml: no such file/],
    ['that is a folder', '.', /^\.: is a folder; bitpart reads a layouts\.yaml/],
    [
      'that is compressed',
      'mine.gz',
      /^mine\.gz: is compressed, as recordings are, not a .* explore --trace mine\.gz /,
    ],
    ['that is a recording', 'mine.txt', /^mine\.txt: is a recording, not a layouts\.yaml: .* --trace mine\.txt /],
  ])('%s', async (_, name, says) => {
    await world.write('mine.gz', gzipSync(KERNEL));
    await world.write('mine.txt', KERNEL);
    const { code, err } = await world.run(['explore', name]);
    expect(err).toMatch(says);
    expect(code).toBe(2);
    expect(world.files('reports')).toEqual(good);
  });
});

describe('an output folder that cannot be one', () => {
  it('is an error that names it', async () => {
    await world.write('layouts.yaml', LAYOUTS);
    await world.write('file', 'kept');
    const { code, err } = await world.run(['explore', '--out', 'file']);
    expect(err).toMatch(/file: .*(is a file|part of the path)/);
    expect(code).toBe(2);
    expect(world.read('file')).toBe('kept');
  });
});

describe.each(['<script>alert(1)</script>', '../../x', '..', '/etc/x', 'a\\b:c*?"<>|', '\u001b[31mred', 'con'])(
  'a layout, field and scenario named %j',
  (name) => {
    it('shows as text and writes nothing outside the report', async () => {
      const inner = await goodWorld();
      const quoted = JSON.stringify(name);
      await inner.write(
        'deep/er/layouts.yaml',
        `layouts:
  - name: ${quoted}
    fields:
      - { name: ${quoted}, bits: 8, counts: [pin] }
      - { bits: 24, counts: [ordinary] }
scenarios:
  - { name: ${quoted}, trace: one.csv }
`,
      );
      await inner.write('deep/er/one.csv', RECORDING.replaceAll(',A,', `,"${name.replaceAll('"', '""')}",`));
      const before = Object.keys(inner.files());
      const { code, out, err } = await inner.run(['explore', 'deep/er/layouts.yaml', '--out', 'deep/er/reports']);
      expect([code, err]).toEqual([0, '']);
      const written = Object.keys(inner.files()).filter((path) => !before.includes(path));
      expect(written.filter((path) => !path.startsWith('deep/er/reports/'))).toEqual([]);
      // Files have the names that bitpart gives them, and no others.
      const names = readdirSync(inner.path('deep/er/reports'));
      expect(names).toEqual(expect.arrayContaining(['charts', 'index.html', 'results.csv', 'results.json']));
      for (const each of names) expect(each).toMatch(/^[a-z]+(\.[a-z]+)?$/);
      for (const chart of readdirSync(inner.path('deep/er/reports/charts')))
        expect(chart).toMatch(/^[\w-]+\.vl\.json$/);
      const results = inner.results('deep/er/reports/results.json');
      expect([results.layouts[0]!.id, results.scenarios[0]!.id]).toEqual([name, name]);
      const page = inner.read('deep/er/reports/index.html');
      expect(page).not.toContain('<script>alert(1)');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that none of them reaches the terminal is the claim
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    });
  },
);
