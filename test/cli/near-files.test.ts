import { beforeAll, describe, expect, it } from 'vitest';
import { goodWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await goodWorld();
  await world.write('data/host1.profile.json', '{}');
  await world.write('data/layouts.yaml', 'layouts: [4/4/24]\n');
});

describe('a file that is not there', () => {
  it.each([
    [['profile', 'oen.csv'], 'oen.csv: no such file; did you mean one.csv?'],
    [['import', './oen.csv'], './oen.csv: no such file; did you mean ./one.csv?'],
    [
      ['merge', 'data/hots1.profile.json'],
      'data/hots1.profile.json: no such file; did you mean data/host1.profile.json?',
    ],
    [['explore', '--baseline', 'data/host1.profil.json'], 'did you mean data/host1.profile.json?'],
    [['explore', 'layout.yaml'], 'layout.yaml: no such file; did you mean layouts.yaml?'],
    [['check', 'data'], 'data: is a folder; bitpart reads a layouts.yaml; did you mean data/layouts.yaml?'],
    [['profile', 'zzzzzzzz.gz'], 'zzzzzzzz.gz: no such file\n'],
    [['profile', 'dtaa/one.csv'], 'dtaa/one.csv: no such file: there is no folder dtaa/\n'],
    [
      ['explore', '--trace', 'oen.csv'],
      '--trace: the recording of scenario "oen": no such file\n  allowed: a path relative to the working directory\n  try: one.csv\n',
    ],
  ])('%j is told with the nearest name in its folder', async (argv, said) => {
    const { code, out, err } = await world.run(argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
  });
});
