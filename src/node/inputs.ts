import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { glob } from 'tinyglobby';
import { InputError } from './input-error.ts';
import type { RecordingFile } from './lines.ts';
import { openError } from './read-error.ts';

/** Files that one scenario may be made of. */
const MOST_FILES = 100_000;

/**
 * The recordings that a path names: itself, the files of a folder and its subfolders (dot files left out), or what a glob
 * matches; sorted by name, so that the order does not depend on the file system.
 * @throws InputError where there is none
 */
export async function recordingsOf(path: string, shown: string): Promise<RecordingFile[]> {
  if (path === '-') return [{ path, shown: 'standard input' }];
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return [{ path, shown }];
  // A recording may be read twice.
  if (found !== undefined && !found.isDirectory()) {
    throw new InputError('is a pipe or a device; a recording is a file, or - for standard input', { file: shown });
  }
  const isGlob = found === undefined && /[*?[{]/.test(path);
  if (found === undefined && !isGlob) {
    await stat(path).catch(async (error) => {
      throw await openError(error, path, shown);
    });
  }
  const paths = found?.isDirectory()
    ? await glob('**/*', { cwd: path, absolute: true, onlyFiles: true, dot: false, followSymbolicLinks: false })
    : await glob(path, { absolute: true, onlyFiles: true, dot: false, followSymbolicLinks: false });
  if (paths.length === 0) {
    if (isGlob) throw await unmatched(path, shown);
    throw new InputError('is a folder without files', { file: shown });
  }
  if (paths.length > MOST_FILES) {
    throw new InputError(`names ${paths.length} files; at most ${MOST_FILES} make a scenario`, { file: shown });
  }
  // Shown so that they can be opened from where the scenario's own path can: below the folder as it is written.
  const base = found?.isDirectory() ? path : plainPart(path);
  const written = found?.isDirectory() ? shown : plainPart(shown);
  return paths.sort().map((file) => ({ path: file, shown: join(written, relative(base, file)) }));
}

/** The folder in which a glob begins to choose, with its separator; empty where that is the current one. */
const plainPart = (glob: string): string => glob.replace(/[^\\/]*[*?[{].*$/, '');

/** Of a glob that matches nothing: also which of its folders is not there, if it is that. */
async function unmatched(path: string, shown: string): Promise<InputError> {
  const folder = plainPart(path);
  const isThere = folder === '' || (await stat(folder).catch(() => undefined))?.isDirectory() === true;
  if (isThere) return new InputError('matches no file', { file: shown });
  return new InputError(`matches no file: there is no folder ${plainPart(shown)}`, { file: shown });
}
