import { mkdirSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/node/lock.ts';
import { goodWorld, LAYOUTS } from './world.ts';

describe('two runs into one folder', () => {
  it('do not mix: the second says so and ends with 2, the first is not disturbed', async () => {
    const world = await goodWorld();
    await world.run(['explore', '--quiet']);
    const before = world.files('reports');
    const unlock = await lockFolder(world.path('reports'), 'reports');
    const { code, out, err } = await world.run(['explore']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      /^reports: another run is writing its report here: process \d+, .*name another folder with --out/,
    );
    await unlock();
    expect(world.files('reports')).toEqual(before);
    expect((await world.run(['explore', '--quiet'])).code).toBe(0);
  });

  it('at the same moment leave the report of one of them, whole', async () => {
    const world = await goodWorld();
    const runs = ['1/1/30', '4/4/24', 'linux today'].map((id) => world.run(['explore', '--quiet', '--only', id]));
    const codes = (await Promise.all(runs)).map(({ code }) => code);
    expect(codes.filter((code) => code === 0)).toHaveLength(1);
    expect(codes.filter((code) => code === 2)).toHaveLength(2);
    const only = ['1/1/30', '4/4/24', 'linux today'][codes.indexOf(0)]!;
    expect(world.results().layouts.map(({ id }) => id)).toEqual([only]);
    expect(world.read('reports/results.csv')).toContain(only);
    expect(readdirSync(world.path('reports')).filter((name) => /^\.bitpart/.test(name))).toEqual([]);
  });
});

describe('an output folder', () => {
  it.each([
    'with space',
    `with "quotes" and 'more'`,
    'with\nline end',
    'über/ö',
    '-dash',
    '$(touch x)',
    'a/../b',
    '%00',
  ])('may be named %j', async (name) => {
    const world = await goodWorld();
    const { code, err } = await world.run(['explore', '--quiet', `--out=${name}`]);
    expect([code, err]).toEqual([0, '']);
    expect(world.read(`${name}/index.html`)).toContain('4/4/24');
    const written = Object.keys(world.files()).filter((path) => !['layouts.yaml', 'one.csv'].includes(path));
    const folder = name === 'a/../b' ? 'b' : name;
    for (const path of written) expect(path.startsWith(`${folder}/`)).toBe(true);
  });

  it('whose name is too long is an error that says so, and nothing is written', async () => {
    const world = await goodWorld();
    const { code, err } = await world.run(['explore', '--out', 'x'.repeat(300)]);
    expect(code).toBe(2);
    expect(err).toContain('the path is too long');
    expect(Object.keys(world.files())).toEqual(['layouts.yaml', 'one.csv']);
  });

  it('in which a folder stands where a file belongs is an error, and the rest stays', async () => {
    const world = await goodWorld();
    await world.run(['explore', '--quiet', '--only', '4/4/24']);
    mkdirSync(world.path('other/results.json'), { recursive: true });
    const { code, err } = await world.run(['explore', '--out', 'other']);
    expect(code).toBe(2);
    expect(err).toContain('other/results.json: is a folder that stands where a file of the report belongs');
    expect(Object.keys(world.files('other'))).toEqual([]);
  });
});

describe('names of layouts and scenarios', () => {
  it('of 300 characters, with line ends and quotes, end in the report and in no file name', async () => {
    const names = ['x'.repeat(300), `a "b" 'c'`, 'one\ntwo', '..', '../up'];
    const layouts = names.map((name, i) => `  - { name: ${JSON.stringify(name)}, bias: ${2 ** (10 + i)} }\n`);
    const world = await goodWorld(LAYOUTS.replace('  - 4/4/24\n', layouts.join('')));
    expect((await world.run(['explore', '--quiet'])).code).toBe(0);
    expect(world.results().layouts.map(({ id }) => id)).toEqual(expect.arrayContaining(names));
    for (const path of Object.keys(world.files('reports')))
      expect(path).toMatch(/^reports\/(charts\/)?[\w-]+(\.[a-z]+)+$/);
  });

  it('that are equal without regard to case are an error', async () => {
    const world = await goodWorld(LAYOUTS.replace('4/4/24', '{ name: LINUX today, bias: 2048 }'));
    const { code, err } = await world.run(['explore']);
    expect(code).toBe(2);
    expect(err).toContain('two layouts are named');
  });
});
