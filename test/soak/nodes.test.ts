import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(root, 'dist/cli.js');
const VERSIONS = ['20', '22', '24'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bitpart-nodes-'));
  writeFileSync(
    join(folder, 'layouts.yaml'),
    `layouts:
  - 4/4/24
  - 1/1/30
  - { name: linux today, bias: 1024 }
  - { name: two biases, bias: { long: 2^23, short: 2^27 } }
scenarios:
  - { name: r5, trace: ${JSON.stringify(join(root, 'traces/r5_vivid_userptr.trace.txt.gz'))} }
  - { preset: rdma, runs: 2, duration: 5s }
  - name: skewed
    duration: 2s
    runs: 2
    pages:
      - { count: 50, zipf: 1.1, pins: [{ kind: read, rate: 200/s, hold: { lognormal: { median: 2ms, sigma: 1.5 } }, retry: { times: 5, wait: 1ms, factor: 1.7 } }] }
    checks: { rate: 5/s }
require: { refused.pin: "<= 1" }
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every file of a report with the hash of its bytes. Always the same folder: its name is in the report's command. */
async function report(version: string, jobs: string): Promise<Record<string, string>> {
  const flags = ['explore', '--reproducible', '--no-cache', '--quiet', '--jobs', jobs];
  await run('npx', ['-y', '-p', `node@${version}`, 'node', cli, ...flags], { cwd: folder });
  const reports = join(folder, 'reports');
  const files = readdirSync(reports, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const hashes = files.map((entry): [string, string] => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(reports.length + 1), createHash('sha256').update(readFileSync(path)).digest('hex')];
  });
  rmSync(reports, { recursive: true });
  return Object.fromEntries(hashes.sort());
}

describe('the same input gives the same bytes in every file of the report', () => {
  it('on every version of Node, for every number of threads', async () => {
    const first = await report(VERSIONS[0]!, '1');
    expect(Object.keys(first)).toContain('index.html');
    for (const version of VERSIONS)
      for (const jobs of ['1', '2', '4'])
        expect(await report(version, jobs), `Node ${version}, --jobs ${jobs}`).toEqual(first);
  });
});

describe('the package, installed from its archive into an empty folder', () => {
  it.each(VERSIONS)('leads from nothing to a report on Node %s', async (version) => {
    const cwd = mkdtempSync(join(tmpdir(), 'bitpart-install-'));
    try {
      const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', cwd], {
        cwd: root,
      });
      const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
      writeFileSync(join(cwd, 'package.json'), '{ "private": true }');
      await run('npm', ['install', '--no-audit', '--no-fund', `./${filename}`], { cwd });
      const bitpart = (...argv: string[]) =>
        run('npx', ['-y', '-p', `node@${version}`, 'node', 'node_modules/.bin/bitpart', ...argv], { cwd });
      await bitpart('init');
      expect((await bitpart('explore')).stdout).toContain('Report: reports/index.html');
      expect(readdirSync(join(cwd, 'reports'))).toContain('index.html');
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  });
});

describe('--version and --help', () => {
  it('take at most 0.15 s longer than bare node, each the best of twenty', async () => {
    const best = async (argv: readonly string[]): Promise<number> => {
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i < 20; i++) {
        const started = performance.now();
        await run(process.execPath, [...argv]);
        least = Math.min(least, performance.now() - started);
      }
      return least;
    };
    const bare = await best(['-e', '0']);
    for (const flag of ['--version', '--help']) expect((await best([cli, flag])) - bare).toBeLessThanOrEqual(150);
  });
});
