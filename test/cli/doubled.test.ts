import { describe, expect, it } from 'vitest';
import { goodWorld, LAYOUTS, RECORDING, type World } from './world.ts';

const NOTE = 'Counted more than once, for the content is the same: ';

async function twoCopies(): Promise<World> {
  const world = await goodWorld(LAYOUTS.replace('one.csv', 'data'));
  await world.write('data/a.csv', RECORDING);
  await world.write('data/b.csv', RECORDING);
  return world;
}

describe('the same recording twice', () => {
  it('in a scenario counts twice, is named on stderr and in the report, and the run is done', async () => {
    const world = await twoCopies();
    for (const argv of [['explore'], ['explore', '--no-cache'], ['space', '--top', '1']]) {
      const { code, err } = await world.run(argv);
      expect(code).toBe(0);
      expect(err).toContain(`one: ${NOTE}data/a.csv and data/b.csv.\n`);
    }
    const [scenario] = world.results().scenarios;
    expect(scenario!.notes).toContain(`${NOTE}data/a.csv and data/b.csv.`);
    expect(scenario!.events).toBe(24);
    expect((await world.run(['explore', '--quiet'])).err).toBe('');
    const github = await world.run(['explore', '--format', 'github']);
    expect(github.out).toMatch(/::warning .*title=bitpart%3A counted more than once.*::one: Counted more than once/);
  });

  it('in two scenarios does not count twice', async () => {
    const world = await goodWorld(`${LAYOUTS}  - { name: two, trace: one.csv }\n`);
    expect(await world.run(['explore'])).toMatchObject({ code: 0, err: '' });
  });

  it('with a profile of it beside it is named with the profile', async () => {
    const world = await twoCopies();
    await world.write('data/b.csv', '');
    await world.run(['profile', 'data/a.csv', '-o', 'data/b.csv']);
    const { code, err } = await world.run(['explore']);
    expect(code).toBe(0);
    expect(err).toContain(`one: ${NOTE}data/a.csv and data/a.csv in data/b.csv.\n`);
  });

  it('as a recording and its profile beside it is named with both places by profile FOLDER and by explore', async () => {
    const world = await goodWorld(LAYOUTS.replace('one.csv', 'rec'));
    await world.write('rec/a.csv', RECORDING);
    await world.run(['profile', 'rec/a.csv', '-o', 'rec/a.csv.profile.json']);
    const both = `${NOTE}rec/a.csv and rec/a.csv in rec/a.csv.profile.json.\n`;
    for (const argv of [['rec'], ['rec/a.csv', 'rec/a.csv.profile.json'], ['rec/a.csv.profile.json', 'rec/a.csv']]) {
      const { code, err } = await world.run(['profile', ...argv, '-o', 'p.json']);
      expect(code).toBe(0);
      expect(err).toContain(
        `p.json: ${both}p.json: 24 events of 4 small and 0 large folios, 1 recording and 1 profile.\n`,
      );
    }
    expect((await world.run(['explore'])).err).toBe(`one: ${both}`);
    const twice = await world.run(['profile', 'rec/a.csv.profile.json', 'rec/a.csv.profile.json', '-o', 'p.json']);
    expect(twice.err).toContain(
      `${NOTE}rec/a.csv in rec/a.csv.profile.json and rec/a.csv in rec/a.csv.profile.json.\np.json: 24 events of 4 small and 0 large folios, 2 profiles.\n`,
    );
  });

  it('is not counted where profiles have a folder of their own: the recipe for a fleet of the README', async () => {
    const world = await goodWorld();
    await world.write('recordings/a.csv', RECORDING);
    await world.write('recordings/b.csv', RECORDING.replace('w2', 'w3'));
    await world.write('profiles/none', '');
    for (const name of ['a.csv', 'b.csv'])
      await world.run(['profile', `recordings/${name}`, '-o', `profiles/${name}.json`]);
    const merged = await world.run(['merge', 'profiles/a.csv.json', 'profiles/b.csv.json', '-o', 'fleet.profile.json']);
    expect(merged.err).not.toContain(NOTE);
    const { code, err } = await world.run(['explore', '--trace', 'fleet.profile.json', '--only', 'fleet']);
    expect([code, err]).toEqual([0, '']);
    expect(world.results().scenarios.map(({ id, events }) => [id, events])).toEqual([['fleet', 24]]);
    expect(world.results().layouts.length).toBe(3);
  });

  it('on the command line of profile is named', async () => {
    const world = await goodWorld();
    const { code, err } = await world.run(['profile', 'one.csv', 'one.csv', '-o', 'p.json']);
    expect(code).toBe(0);
    expect(err).toContain(
      `p.json: ${NOTE}one.csv and one.csv.\np.json: 24 events of 4 small and 0 large folios, 2 recordings.\n`,
    );
    // The profile remembers it.
    expect((await world.run(['explore', '--trace', 'p.json'])).err).toContain(`p: ${NOTE}one.csv and one.csv.`);
  });
});

describe('merge', () => {
  it('says what it wrote, and nothing where it wrote to standard output', async () => {
    const world = await goodWorld();
    await world.write('two.csv', RECORDING.replace('w2', 'w3'));
    for (const name of ['one', 'two']) await world.run(['profile', `${name}.csv`, '-o', `${name}.json`]);
    expect(await world.run(['merge', 'one.json', 'two.json', '-o', 'all.json'])).toEqual({
      code: 0,
      out: '',
      err: 'all.json: 24 events of 4 small and 0 large folios, 2 profiles of 2 recordings.\nNext: bitpart explore --trace all.json\n',
    });
    const { code, out, err } = await world.run(['merge', 'two.json', 'one.json']);
    expect([code, out, err]).toEqual([0, world.read('all.json'), '']);
  });

  it('of the same profile twice counts it twice and says so by name, in any order', async () => {
    const world = await goodWorld();
    await world.run(['profile', 'one.csv', '-o', 'a.json']);
    await world.write('b.json', world.read('a.json'));
    const { code, err } = await world.run(['merge', 'a.json', 'b.json', '-o', 'all.json']);
    expect(code).toBe(0);
    expect(err).toContain(`all.json: ${NOTE}one.csv in a.json and one.csv in b.json.\nall.json: 24 events`);
    expect((await world.run(['merge', 'b.json', 'a.json'])).out).toBe(world.read('all.json'));
    const same = await world.run(['merge', 'a.json', 'a.json']);
    expect(same.err).toBe(`${NOTE}one.csv in a.json and one.csv in a.json.\n`);
  });
});
