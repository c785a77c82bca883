import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { goodWorld, RECORDING, type World } from './world.ts';

/** The command as it is built: standard input is of a process. */
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let world: World;
beforeAll(async () => {
  world = await goodWorld();
});

const said = (argv: readonly string[], input: string | Uint8Array = RECORDING): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...argv], {
    cwd: world.folder,
    input,
    encoding: 'utf8',
  });
  expect([status, stderr.includes('mistake in bitpart')], stderr).toEqual([0, false]);
  return stdout;
};
const events = (profile: string): number => (JSON.parse(profile) as { events: number }).events;

describe('standard input, named -', () => {
  it('is profiled, alone or beside a file, compressed or not, before or after a flag', () => {
    const one = events(said(['profile', 'one.csv']));
    expect(one).toBeGreaterThan(5);
    expect(events(said(['profile', '-']))).toBe(one);
    expect(events(said(['profile', '-', '-o', '-'], gzipSync(RECORDING)))).toBe(one);
    expect(events(said(['profile', '-o', '-', 'one.csv', '-']))).toBe(2 * one);
  });

  it('is imported as a file is', () => {
    expect(said(['import', '-', '--quiet'])).toBe(said(['import', 'one.csv', '--quiet']));
  });

  it('is explored', () => {
    said(['explore', '--trace', '-', '--quiet']);
    const [file, input] = world.results().scenarios;
    expect([input!.events, input!.pages]).toEqual([file!.events, file!.pages]);
  });

  it.each(['plain', 'compressed'])('is no place for a profile, %s, which is said', (form) => {
    const profile = said(['profile', 'one.csv']);
    const input = form === 'plain' ? profile : gzipSync(profile);
    for (const argv of [
      ['explore', '--trace', '-'],
      ['profile', '-'],
    ]) {
      const { status, stderr } = spawnSync(process.execPath, [cli, ...argv], {
        cwd: world.folder,
        input,
        encoding: 'utf8',
      });
      const words = 'standard input: is a profile, which is read from its file only: name the file';
      expect([status, stderr]).toEqual([2, expect.stringContaining(words)]);
    }
  });

  it('ends the run where it is wrong, whatever else is still to be read', () => {
    for (let i = 0; i < 3; i++) {
      // Nothing is cached: the other scenario is looked at while this one fails.
      const argv = ['explore', '--trace', '-', '--no-cache', '--out', `fresh-${i}`, '--jobs', '2'];
      const input = 'time_s,event,page,ref\nx,get,a,\n';
      const { status, stderr } = spawnSync(process.execPath, [cli, ...argv], {
        cwd: world.folder,
        input,
        encoding: 'utf8',
        timeout: 30_000,
      });
      expect([status, stderr]).toEqual([2, expect.stringContaining('standard input:2:1: time "x" is no decimal')]);
    }
  });

  it('is not waited for where something else is wrong', async () => {
    await world.write('wrong.csv', 'time_s,event,page,ref\nx,get,a,\n');
    const child = spawn(process.execPath, [cli, 'explore', '--trace', '-', '--trace', 'wrong.csv', '--jobs', '2'], {
      cwd: world.folder,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    // It is held open, and nothing comes.
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
    const [code] = (await once(child, 'exit')) as [number | null];
    clearTimeout(late);
    expect([code, err]).toEqual([2, expect.stringContaining('wrong.csv:2:1: time "x" is no decimal')]);
  });
});
