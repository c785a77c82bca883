import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { goodWorld, type World } from './world.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
/** Root may write everywhere, whatever a folder's mode says: that right can be given up, or all of root's. */
const isRoot = process.getuid?.() === 0;
const GIVE_UP = ['--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-dac_override,-dac_read_search'];
const canGiveUp = isRoot && spawnSync('setpriv', [...GIVE_UP, 'true']).status === 0;
/** Somebody who owns nothing here: where root becomes them, the sources have to be open to everybody. */
const NOBODY = 65534;

/** The built command in a folder that it may read and not write. */
function withoutRights(world: World, ...argv: string[]) {
  const options = { cwd: world.folder, encoding: 'utf8' } as const;
  if (canGiveUp) return spawnSync('setpriv', [...GIVE_UP, process.execPath, CLI, ...argv], options);
  const drop = `process.setgroups([]); process.setgid(${NOBODY}); process.setuid(${NOBODY});`;
  const preload = `data:text/javascript,${encodeURIComponent(isRoot ? drop : '')}`;
  return spawnSync(process.execPath, ['--import', preload, CLI, ...argv], options);
}

/** What is done in a world in which nobody may write into the folders. */
async function readOnly(world: World, names: readonly string[], work: () => void): Promise<void> {
  const modes = (mode: number) => {
    for (const name of ['.', ...names]) chmodSync(world.path(name), mode);
  };
  modes(0o555);
  try {
    work();
  } finally {
    modes(0o755);
  }
}

describe.skipIf(process.platform === 'win32')('a folder that may not be written', () => {
  it('is an error that says so, and nothing is written', async () => {
    const world = await goodWorld();
    const before = world.files();
    await readOnly(world, [], () => {
      const { status, stdout, stderr } = withoutRights(world, 'explore', '--jobs', '1');
      expect(stderr).toContain('reports: may not be written (permission denied)');
      expect([status, stdout]).toEqual([2, '']);
      // What only reads works there.
      expect(withoutRights(world, 'check').status).toBe(0);
      expect(withoutRights(world, 'profile', 'one.csv', '--jobs', '1').status).toBe(0);
    });
    expect(world.files()).toEqual(before);
  });

  it('of a report leaves the report as it was', async () => {
    const world = await goodWorld();
    await world.run(['explore', '--quiet']);
    const before = world.files('reports');
    await readOnly(world, ['reports', 'reports/charts'], () => {
      const { status, stderr } = withoutRights(world, 'explore', '--jobs', '1', '--only', '4/4/24');
      expect(stderr).toContain('reports: may not be written (permission denied)');
      expect(status).toBe(2);
    });
    expect(world.files('reports')).toEqual(before);
  });
});
