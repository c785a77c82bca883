import { beforeEach, describe, expect, it } from 'vitest';
import { goodWorld, LAYOUTS, RECORDING, type World } from './world.ts';

const PAGE_REF =
  '# tracer: nop\n x-1 [000] ..... 1.000001: page_ref_mod: pfn=0x40 flags=lru count=1026 mapcount=0 mapping=0000000000000000 mt=1 val=1024\n';
const note = (name: string): string =>
  `${name} (1 of 2 files) does not tell read pins from write pins, so the sum does not either; keep it apart.`;

let world: World;
beforeEach(async () => {
  world = await goodWorld(LAYOUTS.replace('one.csv', 'data'));
  await world.write('data/a.csv', RECORDING);
  await world.write('data/refs.txt', PAGE_REF);
});

describe('a recording that does not tell directions, added to one that does,', () => {
  it('is named by profile, also where the profile goes to standard output; the profile is what it was', async () => {
    const said = await world.run(['profile', 'data/a.csv', 'data/refs.txt']);
    expect(said).toMatchObject({ code: 0, err: `${note('data/refs.txt')}\n` });
    expect(JSON.parse(said.out)).toMatchObject({ observed: { direction: false } });
    expect(said.out).not.toContain('not tell read pins');
    expect((await world.run(['profile', 'data', '--quiet'])).err).toBe('');
  });

  it('is named by merge, by the name of its profile', async () => {
    for (const name of ['a.csv', 'refs.txt']) await world.run(['profile', `data/${name}`, '-o', `${name}.json`]);
    const { code, err } = await world.run(['merge', 'a.csv.json', 'refs.txt.json', '-o', 'all.json']);
    expect(code).toBe(0);
    expect(err).toMatch(/^all\.json: refs\.txt\.json \(1 of 2 files\) does not tell .*\nall\.json: \d+ events/);
    // Added up another way it is the same to the byte.
    await world.write('other.csv', RECORDING.replace('w2', 'w3'));
    await world.run(['profile', 'other.csv', '-o', 'other.csv.json']);
    await world.run(['merge', 'all.json', 'other.csv.json', '-o', 'left.json']);
    await world.run(['merge', 'other.csv.json', 'a.csv.json', '-o', 'part.json']);
    await world.run(['merge', 'refs.txt.json', 'part.json', '-o', 'right.json']);
    expect(world.read('left.json')).toBe(world.read('right.json'));
    expect((await world.run(['merge', 'a.csv.json', 'a.csv.json'])).err).not.toContain('does not tell');
    expect((await world.run(['merge', 'refs.txt.json', 'refs.txt.json'])).err).not.toContain('not tell');
  });

  it('is named as a remark on the scenario, from the cache too and of a profile beside a recording', async () => {
    for (const _ of ['read', 'from the cache']) {
      expect((await world.run(['explore'])).code).toBe(0);
      expect(world.results().scenarios[0]!.notes).toContain(note('data/refs.txt'));
    }
    await world.write('data/a.csv', '');
    await world.write('two.csv', RECORDING);
    await world.run(['profile', 'two.csv', '-o', 'data/a.csv']);
    expect((await world.run(['explore'])).code).toBe(0);
    expect(world.results().scenarios[0]!.notes).toContain(note('data/refs.txt'));
    await world.write('data/a.csv', RECORDING);
    await world.write('data/refs.txt', RECORDING.replace('w2', 'w3'));
    expect((await world.run(['explore'])).code).toBe(0);
    expect((world.results().scenarios[0]!.notes ?? []).join()).not.toContain('not tell');
  });
});
