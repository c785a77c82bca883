import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/node/input-error.ts';
import { makeFolder } from '../../src/node/make-folder.ts';

let parent: string;
const at = (name: string): string => join(parent, name);

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'bitpart-folder-'));
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

describe('makeFolder', () => {
  it('makes a folder with its parents, and leaves one that is there', async () => {
    for (const name of ['a/b/c', 'a/b/c', 'a', '.', 'a/b/../d']) {
      await makeFolder(at(name), name);
      expect(statSync(at(name)).isDirectory()).toBe(true);
    }
  });

  it('makes it once for all who ask at the same moment', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => makeFolder(at(`a/b/c/${i % 2}`), 'c')));
    expect(statSync(at('a/b/c/1')).isDirectory()).toBe(true);
  });

  it('follows a link to a folder', async () => {
    await makeFolder(at('real'), 'real');
    symlinkSync(at('real'), at('link'));
    await makeFolder(at('link'), 'link');
    await makeFolder(at('link/sub'), 'link/sub');
    expect(statSync(at('real/sub')).isDirectory()).toBe(true);
  });

  it('says where a file or a link to nothing is in the way', async () => {
    writeFileSync(at('file'), '');
    symlinkSync(at('nowhere'), at('dangling'));
    await expect(makeFolder(at('file'), 'file')).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeFolder(at('file/sub/sub'), 'file')).rejects.toMatchObject({ code: 'ENOTDIR' });
    for (const name of ['dangling', 'dangling/sub'])
      await expect(makeFolder(at(name), 'x')).rejects.toThrow(/^is a link to what is not there; a folder is needed$/);
  });

  it('ends where a folder takes no other, however deep', async () => {
    for (const path of ['/proc/none', '/proc/none/a/b', '/proc/self/none'])
      await expect(makeFolder(path, 'x')).rejects.toThrow(InputError);
  });
});
