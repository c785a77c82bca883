import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openFile } from '../../src/node/open-file.ts';

/** The only folder of programs, so that no real browser opens. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bitpart-open-'));
  vi.stubEnv('PATH', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(process.platform === 'win32')('opening a file in the browser', () => {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';

  it('hands the file on as one URL, whatever its name is, and reads it in no shell', async () => {
    const seen = join(folder, 'seen');
    writeFileSync(
      join(folder, opener),
      `#!/bin/sh\nprintf '%s\\n' "$#" "$@" > '${seen}.part'\n/bin/mv '${seen}.part' '${seen}'\n`,
    );
    chmodSync(join(folder, opener), 0o755);
    const file = join(folder, 'a $(touch x) "b" & c.html');
    expect(await openFile(file)).toBeUndefined();
    await expect.poll(() => existsSync(seen), { timeout: 30_000 }).toBe(true);
    expect(readFileSync(seen, 'utf8')).toBe(`1\n${pathToFileURL(file).href}\n`);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });

  it('says why it could not where there is no such program', async () => {
    expect(await openFile('/a.html')).toContain('ENOENT');
  });
});
