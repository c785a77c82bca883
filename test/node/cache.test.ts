import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadPlan } from '../../src/config/index.ts';
import { Cache, fromCacheText } from '../../src/node/cache.ts';
import { evaluatePlan } from '../../src/node/evaluate.ts';
import { Pool } from '../../src/node/pool.ts';
import { buildResults } from '../../src/report/build-results.ts';
import type { Results } from '../../src/report/results.ts';
import { PRESETS } from '../../src/workloads/presets/index.ts';
import { goodWorld, LAYOUTS, RECORDING, type World } from '../cli/world.ts';

const quiet = { started() {}, sized() {}, read() {}, finished() {} };
const SCENARIOS = `${LAYOUTS}  - { name: other, trace: other.csv }
  - { preset: rdma, name: model, duration: 100ms, runs: 2 }
`;

let world: World;
beforeEach(async () => {
  world = await goodWorld(SCENARIOS);
  copyFileSync(world.path('one.csv'), world.path('other.csv'));
  appendFileSync(world.path('other.csv'), '10,pin-write,A,w3\n');
});

interface Found {
  readonly results: Results;
  readonly fromCache: number;
}

/** What a run finds, of which so many scenarios are from the cache; another `build` is another version of bitpart. */
async function explored(text: string, folder: string, cached: boolean, build: string): Promise<Found> {
  const resolve = (path: string): string => join(folder, path);
  const { plan, problems } = loadPlan(text, { file: 'layouts.yaml', resolve, presets: PRESETS });
  if (!plan) throw new Error(JSON.stringify(problems));
  const cache = new Cache(cached ? world.path('cache') : undefined, build);
  const pool = new Pool(1);
  try {
    const scenarios = await evaluatePlan(plan, { pool, cache, watcher: quiet, withWitnesses: true });
    const provenance = { bitpart: '0', node: '', seed: 1, command: '', startedAt: '', duration_s: 0, inputs: [] };
    return { results: buildResults(plan, scenarios, provenance), fromCache: cache.hits };
  } finally {
    await pool.close();
  }
}

const explore = (text = SCENARIOS, { cached = true, build = 'one' } = {}): Promise<Found> =>
  explored(text, world.folder, cached, build);

const entries = (folder = 'cache'): string[] =>
  readdirSync(world.path(folder)).map((name) => join(world.path(folder), name));

it('what is said of it is a whole sentence, of one scenario too', () => {
  expect(fromCacheText(1, 1)).toBe('1 of 1 scenario is from the cache; --no-cache reads it again.');
  expect(fromCacheText(1, 3)).toBe('1 of 3 scenarios is from the cache; --no-cache reads it again.');
  expect(fromCacheText(3, 3)).toBe('3 of 3 scenarios are from the cache; --no-cache reads them again.');
});

describe('the cache beside the reports', () => {
  it('a second run reads nothing again, and finds the same', async () => {
    const first = await explore();
    expect(first.fromCache).toBe(0);
    expect(await explore()).toEqual({ ...first, fromCache: 3 });
  });

  it('nor does one with other layouts that the profile answers for', async () => {
    await explore();
    const text = SCENARIOS.replace('4/4/24', '2/6/24');
    const { results, fromCache } = await explore(text);
    expect(fromCache).toBe(3);
    const { results: anew } = await explore(text, { cached: false });
    // Witnesses are of what was read in this run.
    expect({ ...results, trust: anew.trust }).toEqual(anew);
  });

  it('layouts that need replay are replayed once', async () => {
    await explore();
    const carries =
      '{ name: carries, fields: [{ name: ordinary, bits: 24, counts: [ordinary] }, { name: pin, bits: 8, counts: [pin], on-limit: carry }] }';
    const text = SCENARIOS.replace('4/4/24', carries);
    const { results } = await explore(text, { cached: false });
    expect((await explore(text)).results).toEqual(results);
    expect(await explore(text)).toEqual({ results, fromCache: 3 });
  });

  it('a recording that is touched is read again, and it alone', async () => {
    const first = await explore();
    appendFileSync(world.path('one.csv'), '11,pin-write,B,w4\n');
    const { results, fromCache } = await explore();
    expect(fromCache).toBe(2);
    expect(results.scenarios[0]!.events).toBe(first.results.scenarios[0]!.events + 1);
    expect(results.scenarios.slice(1)).toEqual(first.results.scenarios.slice(1));
  });

  it('a recording that changes while it is read is not taken for what it was', async () => {
    const { plan } = loadPlan(SCENARIOS, { file: '', resolve: (path) => world.path(path), presets: PRESETS });
    const cache = new Cache(world.path('cache'), 'one');
    const pool = new Pool(1);
    let reads = 0;
    const watcher = {
      ...quiet,
      // All of it has been read, and none of it is kept yet.
      read() {
        if (reads++ === 0) writeFileSync(world.path('one.csv'), RECORDING.replaceAll('write', 'read'));
      },
    };
    await evaluatePlan({ ...plan!, scenarios: plan!.scenarios.slice(0, 1) }, { pool, cache, watcher });
    await pool.close();
    const { results } = await explore(SCENARIOS, { cached: false });
    expect((await explore()).results.scenarios[0]).toEqual(results.scenarios[0]);
  });

  it('another version of bitpart takes nothing from it', async () => {
    const { results } = await explore();
    expect(await explore(SCENARIOS, { build: 'two' })).toEqual({ results, fromCache: 0 });
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut off', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['emptied', () => Buffer.alloc(0)],
    ['with another digit', (bytes) => Buffer.from(bytes.toString('latin1').replace(/(\d)(\D*)$/, 'x$2'))],
    ['with other JSON', (bytes) => Buffer.from(bytes.toString('latin1').replace(/:\d+/, ':7123'))],
    ['of something else', () => Buffer.from('{"a":1}\n')],
  ])('entries %s are as if not there', async (_, spoilt) => {
    const { results } = await explore();
    for (const path of entries()) {
      const bytes = readFileSync(path);
      const other = spoilt(bytes);
      if (path.includes('/read-')) expect(other.equals(bytes)).toBe(false);
      writeFileSync(path, other);
    }
    expect(await explore()).toEqual({ results, fromCache: 0 });
    expect(await explore()).toEqual({ results, fromCache: 3 });
  });

  it('a run that is killed leaves what was complete, and the next goes on from it', async () => {
    const two = `${SCENARIOS}  - { preset: vfio, name: second, duration: 100ms, runs: 2 }\n`;
    await world.write('layouts.yaml', `${two}  - { preset: rdma, name: long, duration: 20min, runs: 20 }\n`);
    // The command as it is built: in sources nothing is cached.
    const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
    const argv = [cli, 'explore', '--jobs', '4'];
    const wait = async (until: () => boolean): Promise<string> => {
      const child = spawn(process.execPath, argv, { cwd: world.folder, stdio: ['ignore', 'ignore', 'pipe'] });
      let err = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        err += text;
      });
      const end = Date.now() + 60_000;
      while (child.exitCode === null && !until() && Date.now() < end) await new Promise((done) => setTimeout(done, 20));
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
      expect(until() || child.exitCode === 0, `came so far: ${err}`).toBe(true);
      return err;
    };
    const kept = (): number => {
      try {
        return entries('reports/.cache').filter((path) => path.includes('/read-')).length;
      } catch {
        return 0;
      }
    };
    await wait(() => kept() >= 2);
    await world.write('layouts.yaml', two);
    expect(await wait(() => false)).toMatch(/[2-4] of 4 scenarios are from the cache/);
  }, 130_000);

  it('holds every scenario that ships', async () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const text = readFileSync(join(root, 'layouts.yaml'), 'utf8');
    const { results } = await explored(text, root, true, 'one');
    expect(await explored(text, root, true, 'one')).toEqual({ results, fromCache: results.scenarios.length });
  }, 240_000);
});
