import { describe, expect, it } from 'vitest';
import { explore, InputError, mergeProfileFiles, parseLayout, profile, tallyOf } from '../src/index.ts';
import { goodWorld, RECORDING } from './cli/world.ts';

describe('the library', () => {
  it('explore gives what the command prints, but for how it was called', async () => {
    const world = await goodWorld();
    const { out } = await world.run(['explore', '--json', '--reproducible', '--only', '4/4/24']);
    const printed = JSON.parse(out);
    const results = JSON.parse(
      JSON.stringify(
        await explore('layouts.yaml', { cwd: world.folder, reproducible: true, only: ['4/4/24'], jobs: 1 }),
      ),
    );
    expect(results.provenance.command).toBe('explore("layouts.yaml")');
    for (const key of ['layouts', 'scenarios', 'measurements', 'hits', 'verdicts'])
      expect(results[key], key).toEqual(printed[key]);
  });

  it('explore says what is wrong in the words of the command', async () => {
    const world = await goodWorld();
    const { err } = await world.run(['explore', '--only', '4/4/42']);
    const failed = explore('layouts.yaml', { cwd: world.folder, only: ['4/4/42'] });
    await expect(failed).rejects.toThrow(InputError);
    await expect(failed).rejects.toThrow(err.trimEnd());
  });

  it('profile reads a recording once, and profiles add up', async () => {
    const world = await goodWorld();
    const one = await profile([world.path('one.csv')], { jobs: 1 });
    const parsed = parseLayout('1/1/30');
    if (!parsed.ok) throw new Error('no layout');
    const refused = ({ evaluated }: typeof one): number =>
      tallyOf(evaluated.runs[0]!.small.profile, parsed.layout).refused.reduce((sum, n) => sum + n, 0);
    expect(refused(one)).toBe(1);
    expect(refused(mergeProfileFiles(one, one))).toBe(2);
    await expect(profile([world.path('none.csv')])).rejects.toThrow('no such file');
  });

  it('what takes a list takes one of it too', async () => {
    const world = await goodWorld();
    await world.write('two.csv', RECORDING);
    expect((await profile(world.path('one.csv'), { jobs: 1 })).inputs).toHaveLength(1);
    const { layouts, scenarios } = await explore(world.path('layouts.yaml'), {
      layout: '6/6/20',
      trace: world.path('two.csv'),
      only: '6/6/20',
    });
    expect(layouts.map(({ id }) => id)).toEqual(['6/6/20']);
    expect(scenarios.length).toBeGreaterThan(0);
  });
});
