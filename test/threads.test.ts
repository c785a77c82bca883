import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repeatRecording } from '../src/bench/recording.ts';

/** The built command: threads need the worker's script beside it. `npm test` builds before it tests. */
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const trace = fileURLToPath(new URL('../traces/a1_fio_uring_randrw_shmbuf.trace.txt.gz', import.meta.url));
let folder: string;
let layouts: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bitpart threads '));
  // Larger than what one thread reads by itself: 32 MB of text, 4 MB of gzip.
  repeatRecording(trace, join(folder, 'large.txt'), 36e6);
  const text = readFileSync(join(folder, 'large.txt'));
  writeFileSync(join(folder, 'large.txt.gz'), gzipSync(text, { level: 1 }));
  layouts = join(folder, 'layouts.yaml');
  writeFileSync(
    layouts,
    `layouts:
  - 4/4/24
  - 1/1/30
  - { name: two biases, bias: { long: 2^23, short: 2^27 } }
scenarios:
  - { name: text, trace: large.txt }
  - { name: gzip, trace: large.txt.gz }
  - { preset: rdma, runs: 2, duration: 5s }
`,
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const results = async (...args: string[]): Promise<Record<string, unknown>> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [cli, 'explore', layouts, '--out', join(folder, 'out'), '--json', '--no-cache', ...args],
    { maxBuffer: 1 << 28 },
  );
  const { provenance: _, ...rest } = JSON.parse(stdout) as Record<string, unknown>;
  return rest;
};

describe('the number of threads', () => {
  it('changes nothing in the results, for text, gzip and models, to the last digit', async () => {
    const one = await results('--jobs', '1');
    for (const jobs of ['2', '3', '4']) expect(await results('--jobs', jobs)).toEqual(one);
    const measurements = one['measurements'] as {
      scenario: string | null;
      metric: string;
      of: string;
      numerator: number;
    }[];
    const refused = measurements.filter(
      ({ scenario, metric, of }) => scenario === 'text' && metric === 'refused' && of === 'pin',
    );
    expect(refused.some(({ numerator }) => numerator > 0)).toBe(true);
  }, 120_000);

  it('changes nothing in what probes tell of drops, across the borders of blocks too', async () => {
    const probes = fileURLToPath(new URL('../traces/r8_direction_probes.trace.txt.gz', import.meta.url));
    repeatRecording(probes, join(folder, 'probes.txt'), 34e6);
    const profiles: string[] = [];
    for (const jobs of ['1', '2', '3', '4']) {
      const args = [cli, 'profile', 'probes.txt', '--jobs', jobs, '-o', `probes-${jobs}.json`];
      await promisify(execFile)(process.execPath, args, { cwd: folder });
      profiles.push(readFileSync(join(folder, `probes-${jobs}.json`), 'utf8'));
    }
    expect(new Set(profiles).size).toBe(1);
    const { matching } = JSON.parse(profiles[0]!) as { matching: Record<string, number> };
    const drops = matching['interrupt']! + matching['task']! + matching['oldest']!;
    expect(matching).toMatchObject({ ignored: 0, directed: (drops / 1168) * 1136 });
  }, 120_000);
});

describe('a large recording that is spoilt', () => {
  it('is refused with its line, whatever the number of threads', async () => {
    const text = readFileSync(join(folder, 'large.txt'), 'latin1').split('\n');
    const late = 200_000;
    text.splice(late, 0, text[10]!);
    writeFileSync(join(folder, 'late.txt'), text.join('\n'));
    for (const jobs of ['1', '2']) {
      const failed = await promisify(execFile)(process.execPath, [
        cli,
        'profile',
        join(folder, 'late.txt'),
        '--jobs',
        jobs,
      ]).catch((error: { code: number; stderr: string }) => error);
      expect(failed).toMatchObject({ code: 2 });
      expect(failed.stderr).toContain(`late.txt:${late + 1}: `);
    }
  }, 60_000);

  it('is refused where its gzip is cut off', async () => {
    const bytes = readFileSync(join(folder, 'large.txt.gz'));
    writeFileSync(join(folder, 'cut.gz'), bytes.subarray(0, Math.floor(bytes.length * 0.9)));
    expect(() => gunzipSync(readFileSync(join(folder, 'cut.gz')))).toThrow();
    const failed = await promisify(execFile)(process.execPath, [cli, 'profile', join(folder, 'cut.gz')]).catch(
      (error: { code: number; stderr: string }) => error,
    );
    expect(failed).toMatchObject({ code: 2 });
    expect(failed.stderr).toMatch(/cut\.gz:\d+: the gzip data is cut off/);
  }, 60_000);
});

describe('a run that is stopped', () => {
  const explore = (out: string) =>
    spawn(process.execPath, [cli, 'explore', layouts, '--out', out, '--quiet'], { stdio: 'ignore' });
  const ended = (child: ReturnType<typeof explore>): Promise<number | string | null> =>
    new Promise((done) => child.on('exit', (code, signal) => done(code ?? signal)));

  it('leaves the last report as it was, and the next run goes on', async () => {
    const out = join(folder, 'stopped');
    expect(await ended(explore(out))).toBe(0);
    const before = ['index.html', 'results.json', 'results.csv'].map((name) => readFileSync(join(out, name), 'utf8'));
    for (const [signal, after] of [
      ['SIGKILL', 200],
      ['SIGKILL', 700],
      ['SIGINT', 400],
    ] as const) {
      rmSync(join(out, '.cache'), { recursive: true, force: true });
      const child = explore(out);
      setTimeout(() => child.kill(signal), after);
      // Ctrl-C before the command has started ends it as any other program.
      expect(signal === 'SIGINT' ? [130, 'SIGINT'] : [signal]).toContain(await ended(child));
      expect(
        ['index.html', 'results.json', 'results.csv'].map((name) => readFileSync(join(out, name), 'utf8')),
      ).toEqual(before);
    }
    expect(await ended(explore(out))).toBe(0);
  }, 120_000);
});
