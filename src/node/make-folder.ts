import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from './input-error.ts';

/**
 * Makes a folder with its parents, if it is not there. Node's own `recursive` never ends where a folder is there and takes
 * none, as in /proc, which says of a new one that it does not exist.
 *
 * @param path absolute
 * @param shown what the user named, for messages
 * @throws InputError where a folder takes no other; else as fs.mkdir
 */
export async function makeFolder(path: string, shown: string): Promise<void> {
  const error = await tried(path, shown);
  if (error === undefined) return;
  const parent = dirname(path);
  if (error.code !== 'ENOENT' || parent === path) throw error;
  await makeFolder(parent, shown);
  const again = await tried(path, shown);
  if (again?.code === 'ENOENT')
    throw new InputError(`no folder can be made in ${parent}, which is no folder of a disk; name another place`, {
      file: shown,
    });
  if (again !== undefined) throw again;
}

/** Why the folder could not be made, unless it is there. */
async function tried(path: string, shown: string): Promise<NodeJS.ErrnoException | undefined> {
  try {
    await mkdir(path);
    return undefined;
  } catch (error) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) return undefined;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && found === undefined)
      throw new InputError('is a link to what is not there; a folder is needed', { file: shown });
    return error as NodeJS.ErrnoException;
  }
}
