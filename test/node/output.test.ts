import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/node/input-error.ts';
import { recoverReport, writeReport } from '../../src/node/output.ts';

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'bitpart-output-'));
  folder = join(parent, 'reports');
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

const report = (text: string) => [
  { name: 'index.html', text },
  { name: 'results.json', text },
  { name: 'charts/a.vl.json', text },
];

const files = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(parent, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(parent.length + 1), readFileSync(path, 'utf8')]),
  );

const whole = (text: string) => ({
  'reports/charts/a.vl.json': text,
  'reports/index.html': text,
  'reports/results.json': text,
});

/** A disk that answers so from the n-th file on. */
function failing(code: string, from: number): (path: string, text: string) => Promise<void> {
  let calls = 0;
  return async (path, text) => {
    if (++calls >= from) throw Object.assign(new Error(`${code}: injected`), { code });
    await writeFile(path, text);
  };
}

describe('writeReport', () => {
  it('writes all files, and nothing else', async () => {
    await writeReport(folder, report('new'));
    expect(files()).toEqual(whole('new'));
  });

  it.each([1, 2, 3, 4])('leaves the last report whole where the disk is full at write %i', async (at) => {
    await writeReport(folder, report('old'));
    await expect(writeReport(folder, report('new'), 'reports', failing('ENOSPC', at))).rejects.toThrow(
      /the disk is full/,
    );
    expect(files()).toEqual(whole('old'));
  });

  it.each([
    ['EACCES', 'permission denied'],
    ['EROFS', 'read-only file system'],
    ['EDQUOT', 'quota'],
  ])('says %s in words, as an error of the input', async (code, words) => {
    const failed = writeReport(folder, report('new'), 'reports', failing(code, 1));
    await expect(failed).rejects.toThrow(InputError);
    await expect(failed).rejects.toThrow(words);
  });

  it.each(['index.html', 'results.json', 'charts/a.vl.json'])(
    'changes nothing where a folder stands in the place of %s',
    async (name) => {
      await writeReport(folder, report('old'));
      rmSync(join(folder, name));
      mkdirSync(join(folder, name));
      const before = files();
      await expect(writeReport(folder, report('new'), 'reports')).rejects.toThrow(
        /is a folder that stands where a file of the report belongs/,
      );
      expect(files()).toEqual(before);
    },
  );

  it('changes nothing where a file stands in the place of a folder', async () => {
    writeFileSync(folder, 'mine');
    await expect(writeReport(folder, report('new'), 'reports')).rejects.toThrow(/is a file; the report needs a folder/);
    await expect(writeReport(join(folder, 'sub'), report('new'))).rejects.toThrow(/is a file, not a folder/);
    rmSync(folder);
    mkdirSync(folder);
    writeFileSync(join(folder, 'charts'), 'mine');
    await expect(writeReport(folder, report('new'))).rejects.toThrow(InputError);
    expect(files()).toEqual({ 'reports/charts': 'mine' });
  });

  it('never writes outside its folder', async () => {
    await expect(writeReport(folder, [{ name: '../evil', text: '' }])).rejects.toThrow(/outside its folder/);
    expect(files()).toEqual({});
  });
});

describe('recoverReport', () => {
  const staged = (names: readonly string[], texts: Readonly<Record<string, string>>): void => {
    const staging = join(folder, '.bitpart-1-killed');
    mkdirSync(join(staging, 'charts'), { recursive: true });
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(staging, name), text);
    if (names.length > 0) writeFileSync(join(staging, '.complete'), JSON.stringify(names));
  };
  const NAMES = ['index.html', 'results.json', 'charts/a.vl.json'];

  it('puts the rest of a report in place that was whole when its run was killed', async () => {
    await writeReport(folder, report('old'));
    writeFileSync(join(folder, 'charts', 'stale.vl.json'), 'old');
    writeFileSync(join(folder, 'charts', 'a.vl.json'), 'new');
    staged(NAMES, { 'index.html': 'new', 'results.json': 'new' });
    await recoverReport(folder);
    expect(files()).toEqual(whole('new'));
  });

  it('removes what was not whole', async () => {
    await writeReport(folder, report('old'));
    staged([], { 'index.html': 'new' });
    await recoverReport(folder);
    expect(files()).toEqual(whole('old'));
  });

  it('moves nothing out of the folder, whatever the list says', async () => {
    staged(['../../evil'], {});
    writeFileSync(join(folder, 'evil'), '');
    await recoverReport(folder);
    expect(files()).toEqual({ 'reports/evil': '' });
  });

  it('does nothing where there is no folder', async () => {
    await recoverReport(folder);
    expect(files()).toEqual({});
  });
});
