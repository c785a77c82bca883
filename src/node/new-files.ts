import { lstat, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from './input-error.ts';
import { makeFolder } from './make-folder.ts';
import { writeError } from './output.ts';

/** A file that is to be written where there is none. */
export interface NewFile {
  /** Below the folder. */
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes files that are not there yet: all of them, or none where one of them is. Never overwrites anything, not even what
 * somebody writes in the same moment.
 *
 * @param shown the folder as the user named it
 * @throws InputError naming the files that are there, or why the folder cannot be written
 */
export async function writeNew(folder: string, shown: string, files: readonly NewFile[]): Promise<void> {
  const written: string[] = [];
  try {
    const there: string[] = [];
    for (const { name } of files) if (await exists(join(folder, name))) there.push(join(shown, name));
    if (there.length > 0)
      throw new InputError(`there already: ${there.join(', ')}. Nothing was written; name another folder`);
    for (const { name, content } of files) {
      const path = join(folder, name);
      await makeFolder(dirname(path), shown);
      await writeFile(path, content, { flag: 'wx' });
      written.push(path);
    }
  } catch (error) {
    await Promise.all(written.map((path) => rm(path, { force: true }).catch(() => {})));
    throw writeError(error, shown);
  }
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
