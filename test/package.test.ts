import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAYOUTS, RECORDING } from './cli/world.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const run = promisify(execFile);
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const json = (name: string) => JSON.parse(read(name));

/** An empty folder with what `npm install bitpart` puts there: the packed files, and the packages of its dependencies. */
let folder: string;
let packed: string[];
const bin = (): string => join(folder, 'node_modules', 'bitpart', json('package.json').bin.bitpart);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bitpart package '));
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
  packed = (JSON.parse(stdout) as { files: { path: string }[] }[])[0]!.files.map(({ path }) => path);
  for (const path of packed) {
    const to = join(folder, 'node_modules', 'bitpart', path);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(root, path), to);
  }
  for (const [path, { dev }] of Object.entries<{ dev?: boolean }>(json('package-lock.json').packages)) {
    if (path === '' || dev === true || !existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (!existsSync(join(folder, path))) symlinkSync(join(root, path), join(folder, path));
  }
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('has what it needs', () => {
    const { bin: commands, exports, types } = json('package.json');
    const named = [
      commands.bitpart,
      ...Object.values(exports).flatMap((entry) => Object.values(entry as object)),
      types,
    ];
    const files = [
      ...named
        .filter((name): name is string => typeof name === 'string' && name.startsWith('./'))
        .map((name) => name.slice(2)),
      'dist/worker.js',
      'dist/page-assets.json',
      'layouts.schema.json',
      'results.schema.json',
      'profile.schema.json',
      'examples/start/layouts.yaml',
      'record/pins.sh',
      'README.md',
      'LICENSE',
      'ARCHITECTURE.md',
      'CHANGELOG.md',
    ];
    for (const file of files) expect(packed).toContain(file);
    // Every path of a document or an example that stands in README.md.
    for (const [, path] of read('README.md').matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      if (/CONTRIBUTING|\.png$/.test(path!)) continue;
      expect(packed, path).toContain(path);
    }
  });

  it('has nothing else: no sources, tests, benchmarks, reports or caches', () => {
    for (const path of packed) {
      expect(path).toMatch(
        /^(dist\/(cli|index|worker|chunk-[\w-]+)\.js|dist\/page-assets\.json|dist\/types\/.*\.d\.ts|(traces|record|examples)\/.*|docs\/[\w-]+\.md|[\w.-]+\.(md|json|yaml)|LICENSE)$/,
      );
    }
    expect(packed.filter((path) => /(^|\/)\.|\.(test|map)\b|bench/.test(path))).toEqual([]);
  });

  it('names no folder of the machine that built it', () => {
    for (const path of packed.filter((name) => /^dist\/.*\.(js|json)$/.test(name)))
      expect(readFileSync(join(root, path), 'utf8').includes(root), path).toBe(false);
  });

  it('starts in an empty folder: init, then explore, then a report', async () => {
    const cwd = join(folder, 'empty');
    mkdirSync(cwd);
    const first = await run(process.execPath, [bin(), 'init'], { cwd });
    expect(first.stdout).toContain('Next: bitpart explore');
    const { stdout } = await run(process.execPath, [bin(), 'explore'], { cwd });
    expect(stdout).toContain('Report: reports/index.html');
    expect(readFileSync(join(cwd, 'reports', 'index.html'), 'utf8')).toContain('linux today');
  }, 120_000);
});

describe('--version and --help', () => {
  it('load yargs and nothing else: no vega, no zod, no yaml', () => {
    const seen = new Set<string>();
    const packages = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const text = readFileSync(join(root, 'dist', file), 'utf8');
      for (const [, from] of text.matchAll(/^(?:import|export)\b[^;]*?\bfrom\s*"([^"]+)";|^import\s*"([^"]+)";/gm)) {
        if (from?.startsWith('./') === true) visit(from.slice(2));
        else if (from !== undefined && !from.startsWith('node:')) packages.add(from);
      }
    };
    visit('cli.js');
    expect([...packages]).toEqual(['yargs']);
    expect(seen.size).toBeGreaterThan(0);
  });
});

describe('docs/library.md', () => {
  const blocks = [...read('docs/library.md').matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code!);

  it('has examples', () => expect(blocks.length).toBeGreaterThanOrEqual(4));

  it.each(
    [...blocks, ...[...read('README.md').matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code!)].map((code, i) => [
      i,
      code,
    ]),
  )(
    'example %i runs as it stands',
    async (i, code) => {
      const cwd = join(folder, `library-${i}`);
      mkdirSync(cwd);
      writeFileSync(join(cwd, 'layouts.yaml'), LAYOUTS);
      for (const name of ['one.csv', 'my.csv']) writeFileSync(join(cwd, name), RECORDING);
      writeFileSync(join(cwd, 'example.mjs'), `${code}\n`);
      const { stdout, stderr } = await run(process.execPath, ['example.mjs'], { cwd });
      expect(stderr).toBe('');
      if (code.includes('console.log')) expect(stdout).not.toBe('');
    },
    60_000,
  );

  it('says what it does: limits, a repaired notation, what is refused', async () => {
    const outputs = await Promise.all(
      blocks.map(
        async (_, i) => (await run(process.execPath, ['example.mjs'], { cwd: join(folder, `library-${i}`) })).stdout,
      ),
    );
    const said = outputs.join('\n');
    for (const text of [
      'read 15n',
      '4 + 4 + 25 = 33 bits',
      'try 4/4/24',
      '1/1/30 one read 1 of 3',
      '--only: no layout or scenario',
      '1/1/30 2 of ',
    ])
      expect(said).toContain(text);
  });

  it('has types: a strict TypeScript program that uses them compiles', async () => {
    const cwd = join(folder, 'typed');
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'package.json'), '{"type":"module"}');
    writeFileSync(
      join(cwd, 'use.ts'),
      `import { explore, type Layout, type Measurement, parseLayout, profile, type Results, tallyOf } from 'bitpart';
const parsed = parseLayout('4/4/24');
if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join());
const layout: Layout = parsed.layout;
const results: Results = await explore('layouts.yaml', { layout: [layout.id], reproducible: true });
const rows: readonly Measurement[] = results.measurements;
const { runs } = (await profile(['my.csv'])).evaluated;
export const refused: readonly number[] = tallyOf(runs[0]!.small.profile, layout).refused;
export const value: number | undefined = rows[0]?.value;
// @ts-expect-error seed is a number
await explore('layouts.yaml', { seed: '1' });
`,
    );
    const flags = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--skipLibCheck',
      'false',
      '--types',
      '',
    ];
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout } = await run(process.execPath, [tsc, ...flags, 'use.ts'], { cwd }).catch((error) => error);
    expect(stdout).toBe('');
  }, 60_000);
});

describe('the folder of the package', () => {
  it('is built with a hint where development packages are left out', async () => {
    const bare = mkdtempSync(join(tmpdir(), 'bitpart prepare '));
    try {
      mkdirSync(join(bare, 'scripts'));
      cpSync(join(root, 'scripts/prepare.js'), join(bare, 'scripts/prepare.js'));
      writeFileSync(join(bare, 'package.json'), '{"type":"module"}');
      const prepare = () => run(process.execPath, ['scripts/prepare.js'], { cwd: bare }).catch((error) => error);
      expect(await prepare()).toMatchObject({ code: 1, stderr: expect.stringContaining('without --omit=dev') });
      mkdirSync(join(bare, 'dist'));
      writeFileSync(join(bare, 'dist/cli.js'), '');
      const { code, stderr } = await prepare();
      expect([code, stderr]).toEqual([undefined, expect.stringContaining('the existing dist/ is used')]);
      expect(readdirSync(bare).sort()).toEqual(['dist', 'package.json', 'scripts']);
    } finally {
      rmSync(bare, { recursive: true, force: true });
    }
  });
});
