import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Compared } from '../report/baseline.ts';
import { readBaseline } from '../report/baseline-read.ts';
import { InputError } from './input-error.ts';
import { openError } from './read-error.ts';

/**
 * The results.json of an earlier run.
 *
 * @param file as the user wrote it, relative to `cwd`.
 * @throws InputError where it is none, of another schema or cut off
 */
export async function loadBaseline(file: string, cwd: string): Promise<Compared> {
  let text: string;
  try {
    text = await readFile(resolve(cwd, file), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_STRING_TOO_LONG') throw new InputError('is too large to be read as one text', { file });
    if (code === 'EISDIR') throw new InputError('is a folder; a baseline is the results.json in it', { file });
    throw await openError(error, resolve(cwd, file), file);
  }
  const read = readBaseline(text);
  if (!read.ok) throw new InputError(read.problem, { file });
  return read.results;
}
