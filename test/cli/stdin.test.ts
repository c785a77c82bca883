import { spawnSync } from 'node:child_process';
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
});
