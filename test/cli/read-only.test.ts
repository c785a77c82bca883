import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { goodWorld, type World } from './world.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
/** Somebody who owns nothing here; root may write everywhere, so root becomes them. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

/** The built command in a folder that it may read and not write. Run by root, the sources have to be open to everybody. */
function asNobody(world: World, ...argv: string[]) {
  const drop = `process.setgroups([]); process.setgid(${NOBODY}); process.setuid(${NOBODY});`;
  const preload = `data:text/javascript,${encodeURIComponent(isRoot ? drop : '')}`;
  return spawnSync(process.execPath, ['--import', preload, CLI, ...argv], { cwd: world.folder, encoding: 'utf8' });
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
      const { status, stdout, stderr } = asNobody(world, 'explore', '--jobs', '1');
      expect(stderr).toContain('reports: may not be written (permission denied)');
      expect([status, stdout]).toEqual([2, '']);
      // What only reads works there.
      expect(asNobody(world, 'check').status).toBe(0);
      expect(asNobody(world, 'profile', 'one.csv', '--jobs', '1').status).toBe(0);
    });
    expect(world.files()).toEqual(before);
  });

  it('of a report leaves the report as it was', async () => {
    const world = await goodWorld();
    await world.run(['explore', '--quiet']);
    const before = world.files('reports');
    await readOnly(world, ['reports', 'reports/charts'], () => {
      const { status, stderr } = asNobody(world, 'explore', '--jobs', '1', '--only', '4/4/24');
      expect(stderr).toContain('reports: may not be written (permission denied)');
      expect(status).toBe(2);
    });
    expect(world.files('reports')).toEqual(before);
  });
});
