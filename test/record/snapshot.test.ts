import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSnapshot } from '../../src/workloads/readers/snapshot.ts';
import { RECORD } from './fake-kernel.ts';

let root = '';
let env: Record<string, string> = {};
const counts = new Uint8Array(BigUint64Array.of(3n, 300n, 0n).buffer);
const flags = new Uint8Array(BigUint64Array.of(1n << 5n, (1n << 5n) | (1n << 11n), 1n << 20n).buffer);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bitpart-snapshot-'));
  for (const folder of ['proc', 'bin', 'work']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'proc/kpagecount'), counts);
  writeFileSync(join(root, 'proc/kpageflags'), flags);
  command('id', 'echo 0');
  env = { PATH: `${join(root, 'bin')}:${process.env.PATH}`, PROC: join(root, 'proc') };
});
afterEach(() => rmSync(root, { recursive: true }));

const command = (name: string, script: string): void =>
  writeFileSync(join(root, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
const run = (...args: string[]) =>
  spawnSync('sh', [join(RECORD, 'snapshot.sh'), ...args], { cwd: join(root, 'work'), env, encoding: 'utf8' });
const files = (): string[] => readdirSync(join(root, 'work')).sort();

describe('snapshot.sh', () => {
  it('writes both files of a moment, which the reader reads', () => {
    const { status, stderr } = run('now');
    expect(status).toBe(0);
    expect(stderr).toContain('3 page frames');
    expect(files()).toEqual(['now.kpagecount.gz', 'now.kpageflags.gz']);
    const [a, b] = files().map((name) => gunzipSync(readFileSync(join(root, 'work', name)))) as [Buffer, Buffer];
    expect(readSnapshot(a, b).max).toBe(300);
  });

  it('names them by date where no name is given', () => {
    run();
    expect(files()[0]).toMatch(/^snapshot-\d{8}T\d{6}Z\.kpagecount\.gz$/);
  });

  it.each([
    ['without root', () => command('id', 'echo 1000'), ['now'], 'needs root'],
    [
      'without the files of the kernel',
      () => rmSync(join(root, 'proc/kpageflags')),
      ['now'],
      'CONFIG_PROC_PAGE_MONITOR',
    ],
    [
      'files of different lengths',
      () => writeFileSync(join(root, 'proc/kpageflags'), flags.subarray(8)),
      ['now'],
      '3 and 2 page frames',
    ],
    ['two names', () => {}, ['now', 'then'], 'takes one name'],
    ['an option', () => {}, ['--all'], 'no option --all'],
  ])('refuses %s, and leaves nothing', (_, prepare, args, message) => {
    prepare();
    const { status, stderr } = run(...args);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
    expect(files()).toEqual([]);
  });

  it('leaves a file that is there already alone', () => {
    writeFileSync(join(root, 'work/now.kpageflags.gz'), 'mine');
    const { status } = run('now');
    expect(status).toBe(2);
    expect(files()).toEqual(['now.kpageflags.gz']);
    expect(readFileSync(join(root, 'work/now.kpageflags.gz'), 'utf8')).toBe('mine');
  });

  it('interrupted, it leaves nothing', async () => {
    command('wc', 'echo it-reads >&2; sleep 1; echo 24');
    const child = spawn('sh', [join(RECORD, 'snapshot.sh'), 'now'], {
      cwd: join(root, 'work'),
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.once('data', () => child.kill('SIGTERM'));
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status).toBe(143);
    expect(files()).toEqual([]);
  });
});
