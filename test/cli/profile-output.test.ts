import { execFileSync } from 'node:child_process';
import { linkSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { profileOutputOf } from '../../src/node/profile-output.ts';
import { goodWorld, RECORDING, type World } from './world.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const ONTO_INPUT = 'is one of the files to read';

let world: World;
beforeEach(async () => {
  world = await goodWorld();
  await world.run(['profile', 'one.csv', '-o', 'a.json']);
  await world.write('vic.gz', gzipSync(RECORDING));
});

/** Refused with exit 2 and these words, every file as it was. */
async function refused(argv: readonly string[], words: string): Promise<void> {
  const before = world.files();
  const { code, out, err } = await world.run(argv);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(words);
  expect(world.files()).toEqual(before);
}

describe('profile and merge', () => {
  it('leave a file as it is that they read, whatever it is called', async () => {
    linkSync(world.path('vic.gz'), world.path('hard.gz'));
    symlinkSync('vic.gz', world.path('soft.gz'));
    await refused(['profile', 'vic.gz', '-o', 'vic.gz'], `vic.gz: ${ONTO_INPUT}: profile writes another file`);
    await refused(['profile', 'vic.gz', '-o', './vic.gz'], ONTO_INPUT);
    await refused(['profile', 'vic.gz', '-o', 'hard.gz'], ONTO_INPUT);
    await refused(['profile', 'vic.gz', '-o', 'soft.gz'], ONTO_INPUT);
    await refused(['profile', 'one.csv', 'vic.gz', '-o', 'vic.gz'], ONTO_INPUT);
    await refused(['profile', '.', '-o', 'vic.gz'], ONTO_INPUT);
    await refused(['profile', '*.csv', '-o', 'one.csv'], ONTO_INPUT);
    await refused(['merge', 'a.json', '-o', 'a.json'], `a.json: ${ONTO_INPUT}: merge writes another file`);
  });

  it.each([
    ['a recording', RECORDING],
    ['a compressed file', gzipSync(RECORDING)],
    ['what a run found (results.json)', '{"schema":"bitpart/results@1"}'],
    ['another file', '{"schema":"mine/profile@1"}'],
    ['another file', 'a letter to somebody\n'],
    ['another file', Uint8Array.of(0, 1, 2)],
  ])('do not overwrite %s', async (what, content) => {
    await world.write('there', content);
    const words = `there: is ${what}, not a profile, and would be lost: name another file, or remove this one first`;
    await refused(['profile', 'one.csv', '-o', 'there'], words);
    await refused(['merge', 'a.json', '-o', 'there'], words);
  });

  it('say so before anything is read', async () => {
    await world.write('bad.csv', 'no recording\n');
    await refused(['profile', 'bad.csv', '-o', 'one.csv'], 'one.csv: is a recording');
    await refused(['merge', 'bad.csv', '-o', 'one.csv'], 'one.csv: is a recording');
  });

  it('overwrite an earlier profile, also one that was formatted anew, and an empty file', async () => {
    await world.write('empty', '');
    await world.write('pretty', JSON.stringify(JSON.parse(world.read('a.json')), null, 2));
    const { schema, ...rest } = JSON.parse(world.read('a.json'));
    await world.write('sorted', JSON.stringify({ ...rest, schema }));
    await world.write('old', '{"schema":"bitpart/profile@0"}');
    await world.run(['profile', 'one.csv', '-o', 'b.json']);
    for (const name of ['empty', 'pretty', 'sorted', 'old', 'b.json']) {
      expect((await world.run(['profile', 'one.csv', '-o', name])).code).toBe(0);
      expect(world.read(name)).toBe(world.read('a.json'));
    }
    expect((await world.run(['merge', 'a.json', '-o', 'b.json'])).code).toBe(0);
    expect(world.read('b.json')).toBe(world.read('a.json'));
  });

  it('write to a pipe, which stays one', () => {
    const profile = `"${process.execPath}" "${cli}" profile one.csv -o pipe`;
    const line = `mkfifo pipe; ${profile} & cat pipe; wait; test -p pipe && echo a pipe`;
    const said = execFileSync('sh', ['-c', line], { cwd: world.folder, encoding: 'utf8' });
    expect(said).toBe(`${world.read('a.json')}a pipe\n`);
  }, 60_000);

  // Not by a run: whoever may write to /dev could lose it by a mistake.
  it('take /dev/stdout for standard output', () => {
    expect(profileOutputOf('/dev/stdout', world.folder)).toBeUndefined();
    expect(profileOutputOf('stdout', world.folder)).toEqual({ path: world.path('stdout'), shown: 'stdout' });
  });
});
