import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/node/input-error.ts';
import { lockFolder } from '../../src/node/lock.ts';

let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bitpart-lock-'));
  lock = join(folder, '.bitpart.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const left = (holder: object): void =>
  writeFileSync(lock, JSON.stringify({ token: 'old', since: '2026-01-01T00:00:00.000Z', ...holder }));

describe('the lock of a folder', () => {
  it('is held by one run at a time, and by another after it', async () => {
    const unlock = await lockFolder(folder, 'reports');
    await expect(lockFolder(folder, 'reports')).rejects.toThrow(
      /another run is writing its report here: process \d+, since 20\d\d-.*--out/,
    );
    await unlock();
    expect(readdirSync(folder)).toEqual([]);
    await (await lockFolder(folder, 'reports'))();
  });

  it('is given to exactly one of many that ask at once, with and without one left over', async () => {
    for (const before of [undefined, 2 ** 22 + 1]) {
      if (before !== undefined) left({ pid: before, host: hostname() });
      const asked = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder, 'reports')));
      const given = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(given).toHaveLength(1);
      for (const one of asked) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(InputError);
      await given[0]!();
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it('makes the folder and its parents', async () => {
    await (await lockFolder(join(folder, 'a', 'b'), 'a/b'))();
    expect(readdirSync(join(folder, 'a'))).toEqual(['b']);
  });

  it('left by a process that is gone is taken over', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    left({ pid: child.pid, host: hostname() });
    await (await lockFolder(folder, 'reports'))();
  });

  it('left by a process whose number another one has got is taken over', async () => {
    left({ pid: process.pid, host: hostname(), began: '1' });
    const taken = lockFolder(folder, 'reports');
    if (process.platform === 'linux') await (await taken)();
    else await expect(taken).rejects.toThrow(InputError);
  });

  it('of another host is respected while it is touched, and left over after ten minutes', async () => {
    left({ pid: 1, host: `not-${hostname()}` });
    await expect(lockFolder(folder, 'reports')).rejects.toThrow(/process 1 on not-.*remove \.bitpart\.lock/);
    const old = Date.now() / 1000 - 601;
    utimesSync(lock, old, old);
    await (await lockFolder(folder, 'reports'))();
  });

  it('that is rubbish is taken over', async () => {
    writeFileSync(lock, '{');
    await (await lockFolder(folder, 'reports'))();
  });

  it('of somebody else is not removed at the end', async () => {
    const unlock = await lockFolder(folder, 'reports');
    left({ pid: process.pid, host: hostname() });
    await unlock();
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ token: 'old' });
  });
});
