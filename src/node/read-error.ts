import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { suggest } from '../layouts/nearest.ts';
import { InputError } from './input-error.ts';

/** What keeps a file from being read. */
function readError(error: unknown, shown: string): InputError {
  if (error instanceof InputError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const said: Record<string, string> = {
    ENOENT: 'no such file',
    EACCES: 'may not be read (permission denied)',
    EISDIR: 'is a folder, not a recording',
    ENOTDIR: 'a part of the path is no folder',
    ENAMETOOLONG: 'the path is too long',
  };
  return new InputError(said[code ?? ''] ?? message, { file: shown });
}

/** Names of a folder that are compared. */
const MOST_NAMES = 2000;

/**
 * What keeps a file from being read; of one that is not there also that its folder is not there either, or which file of
 * that folder was probably meant.
 *
 * @param shown the path as the user wrote it; the suggestion is written alike.
 */
export async function openError(error: unknown, path: string, shown: string): Promise<InputError> {
  const found = readError(error, shown);
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return found;
  const folder = shown.slice(0, shown.length - basename(shown).length);
  const names = await readdir(dirname(path)).catch(() => undefined);
  if (names === undefined) return new InputError(`${found.message}: there is no folder ${folder}`, { file: shown });
  const meant = suggest(basename(path), names.slice(0, MOST_NAMES));
  return new InputError(found.message, {
    file: shown,
    ...(meant === undefined ? {} : { suggestion: `${folder}${meant}` }),
  });
}
