import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { goodWorld, LAYOUTS, type World } from './world.ts';

/** The command as it is built: signals and pipes are of a process. */
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
/** A model that is done at once, and one that takes minutes. */
const LONG = `${LAYOUTS}  - { preset: rdma, name: short, duration: 1s, runs: 1 }
  - { preset: rdma, name: long, duration: 20min, runs: 20 }
`;

let world: World;
beforeAll(async () => {
  world = await goodWorld(LONG);
});

const started = (...argv: string[]) =>
  spawn(process.execPath, [cli, ...argv], { cwd: world.folder, stdio: ['ignore', 'pipe', 'pipe'] });

describe('Ctrl-C', () => {
  it('stops a long run within two seconds with 130, leaves no lock and says how to go on', async () => {
    const child = started('explore');
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    // The short model is done, and kept; the long one is at work.
    const end = Date.now() + 30_000;
    const kept = (): boolean => {
      try {
        return readdirSync(world.path('reports/.cache')).some((name) => name.startsWith('read-'));
      } catch {
        return false;
      }
    };
    while (!kept()) {
      if (Date.now() > end) throw new Error(`nothing was kept: ${err}`);
      await new Promise((done) => setTimeout(done, 20));
    }
    const asked = Date.now();
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    expect(code).toBe(130);
    expect(Date.now() - asked).toBeLessThan(2000);
    expect(err).toContain('Interrupted; nothing was written, the last report is as it was.');
    expect(err).toMatch(/ (1 of 3 scenarios is|2 of 3 scenarios are) kept: the same command goes on from there\.\n$/);
    expect(readdirSync(world.path('reports'))).toEqual(['.cache']);
    expect(kept()).toBe(true);
  }, 60_000);

  it.each([
    ['no scenario is done', 'long.yaml', LONG.replace(/ {2}- \{ name: one.*\n| {2}- .*name: short.*\n/g, ''), []],
    ['nothing is kept', 'layouts.yaml', LONG, ['--no-cache']],
  ] as const)(
    'says nothing of going on where %s',
    async (_, file, layouts, flags) => {
      await world.write(file, layouts);
      const child = started('explore', file, '--out', `of-${file}`, ...flags);
      let err = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        err += text;
      });
      const end = Date.now() + 30_000;
      while (!existsSync(world.path(`of-${file}`))) {
        if (Date.now() > end) throw new Error(`nothing was begun: ${err}`);
        await new Promise((done) => setTimeout(done, 20));
      }
      await new Promise((done) => setTimeout(done, 500));
      child.kill('SIGINT');
      const [code] = await once(child, 'close');
      expect([code, err]).toEqual([130, 'Interrupted; nothing was written, the last report is as it was.\n']);
    },
    60_000,
  );

  it('ends a watch between two runs with 0', async () => {
    await world.write('short.yaml', LAYOUTS);
    const child = started('explore', 'short.yaml', '--watch', '--out', 'watched');
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
      if (text.includes('Ctrl-C stops.')) child.kill('SIGINT');
    });
    child.stdout.resume();
    const [code] = await once(child, 'close');
    expect([code, err.endsWith('Stopped.\n')]).toEqual([0, true]);
  }, 60_000);
});

describe('a reader that goes', () => {
  it.each([
    ['stdout', ['check', 'short.yaml']],
    ['stdout', ['space', 'short.yaml', '--json']],
    ['stderr', ['explore', 'none.yaml']],
  ] as const)(
    'of %s is no error: %j',
    async (name, argv) => {
      await world.write('short.yaml', LAYOUTS);
      const child = started(...argv);
      child[name].destroy();
      let other = '';
      child[name === 'stdout' ? 'stderr' : 'stdout'].setEncoding('utf8').on('data', (text: string) => {
        other += text;
      });
      const [code, signal] = await once(child, 'close');
      expect([code, signal]).toEqual([name === 'stdout' ? 0 : 2, null]);
      expect(other).not.toMatch(/EPIPE|did not expect|\n\s+at /);
    },
    60_000,
  );
});
