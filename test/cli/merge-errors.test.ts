import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { goodWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await goodWorld();
  await world.run(['profile', 'one.csv', '-o', 'a.json']);
  const a = world.read('a.json');
  await world.write('b.json', a);
  await world.write('own.json', a.replace('page-references', 'own'));
  await world.write('too.json', a.replace('page-references', 'own'));
  await world.write('z.json.gz', gzipSync(a));
  await world.write('hosts/a.json', a);
});

describe('merge says what it takes', () => {
  it.each([
    ['z.json.gz', ['a.json', 'z.json.gz'], 'is compressed, and a profile is a plain file: gunzip it'],
    ['hosts', ['hosts'], 'is a folder; merge takes profiles one by one'],
    ['hosts/', ['a.json', 'hosts/'], 'is a folder; merge takes profiles one by one'],
    ['hosts/*.json', ['hosts/*.json'], 'no such file; merge takes profiles one by one'],
    ['c.json', ['c.json'], 'no such file'],
    [
      'own.json',
      ['a.json', 'b.json', 'own.json'],
      '"own", not of "page-references" as a.json does: they do not add up',
    ],
    ['own.json', ['own.json', 'b.json'], '"own", not of "page-references" as b.json does: they do not add up'],
  ])('of %s in %j', async (file, names, words) => {
    const { code, out, err } = await world.run(['merge', ...names, '-o', 'all.json']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`${file}: `);
    expect(err).toContain(words);
    expect(() => world.read('all.json')).toThrow();
  });

  it('where no profile is of pages, of the one alone', async () => {
    const { err } = await world.run(['merge', 'own.json', 'too.json']);
    expect(err).toBe('own.json: counts the kinds of the domain "own", not of "page-references"\n');
  });

  it('and where the name of a file only looks like a glob, takes it', async () => {
    await world.write('h[1].json', world.read('a.json'));
    expect((await world.run(['merge', 'h[1].json'])).code).toBe(0);
  });
});

describe('a profile that is compressed', () => {
  it('is said to be one, with what to do, wherever a profile is taken', async () => {
    for (const argv of [
      ['explore', '--trace', 'z.json.gz'],
      ['profile', 'z.json.gz'],
    ]) {
      const { code, err } = await world.run(argv);
      expect(code).toBe(2);
      expect(err).toContain(
        'z.json.gz: is a profile that is compressed, and profiles are read as plain files: gunzip it',
      );
    }
    expect((await world.run(['import', 'z.json.gz'])).err).toBe('z.json.gz: is a profile, not a recording\n');
  });
});
