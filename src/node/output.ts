import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { InputError } from './input-error.ts';
import { makeFolder } from './make-folder.ts';

/** A file of the report: a path below the output folder, of names that bitpart chooses itself. */
export interface OutputFile {
  readonly name: string;
  readonly text: string;
}

/** Folders in which a report is written beside its place; a file of this name in one says that all of it is there. */
const STAGING = '.bitpart-';
const COMPLETE = '.complete';

/**
 * Writes the files of a report so that a reader, or a run that is killed, never sees half of one: all are written beside
 * their places first, and then renamed, the first of the list last. A run that is killed between two renames leaves the
 * rest whole beside their places, and the next run puts them there. Files of an earlier report in the same subfolders, of
 * the same ending, that this one does not have are removed. The folder is locked by the caller (node/lock).
 *
 * @param shown the folder as the user named it
 * @param write how a file is written; tests pass a disk that is full
 * @throws InputError where the folder cannot be written; the last report is as it was then
 */
export async function writeReport(
  folder: string,
  files: readonly OutputFile[],
  shown = folder,
  write: (path: string, text: string) => Promise<void> = writeFile,
): Promise<void> {
  const staging = join(folder, `${STAGING}${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    const found = await stat(folder).catch(() => undefined);
    if (found !== undefined && !found.isDirectory())
      throw new InputError('is a file; the report needs a folder', { file: shown });
    for (const { name, text } of files) {
      const path = join(staging, name);
      if (!path.startsWith(staging + sep)) throw new Error(`a report file outside its folder: ${name}`);
      await makeFolder(dirname(path), shown);
      await write(path, text);
    }
    await write(join(staging, COMPLETE), JSON.stringify(files.map(({ name }) => name)));
    // Whatever might be in the way of the last file is found before the first is put in its place.
    for (const { name } of files) await clear(folder, name, shown);
    const names = files.map(({ name }) => name);
    await putInPlace(staging, folder, names);
    await removeStale(folder, names);
  } catch (error) {
    throw writeError(error, shown);
  } finally {
    await rm(staging, { recursive: true, force: true }).catch(() => {});
  }
}

/**
 * What runs that were killed have left in the folder: a report that was whole is put in its place, anything else is
 * removed. The folder is locked by the caller. Never throws: a folder that cannot be read says so when it is written.
 */
export async function recoverReport(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isDirectory() || !entry.name.startsWith(STAGING)) continue;
    const staging = join(folder, entry.name);
    try {
      const names = JSON.parse(await readFile(join(staging, COMPLETE), 'utf8')) as string[];
      if (!names.every((name) => join(staging, name).startsWith(staging + sep))) continue;
      const left = names.filter((name) => existsSync(join(staging, name)));
      await putInPlace(staging, folder, left);
      await removeStale(folder, names);
    } catch {
      // No report that is whole.
    } finally {
      await rm(staging, { recursive: true, force: true }).catch(() => {});
    }
  }
}

async function clear(folder: string, name: string, shown: string): Promise<void> {
  const path = join(folder, name);
  await makeFolder(dirname(path), shown);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) {
    throw new InputError('is a folder that stands where a file of the report belongs', { file: join(shown, name) });
  }
}

/** Renames the files, the first of the list last. */
async function putInPlace(staging: string, folder: string, names: readonly string[]): Promise<void> {
  for (const name of [...names].reverse()) await rename(join(staging, name), join(folder, name));
}

/** Charts of an earlier report that this one does not have. */
async function removeStale(folder: string, names: readonly string[]): Promise<void> {
  const kept = new Set(names);
  const folders = new Set(names.map((name) => dirname(name)).filter((name) => name !== '.'));
  for (const sub of folders) {
    for (const entry of await readdir(join(folder, sub))) {
      if (entry.endsWith('.vl.json') && !kept.has(`${sub}/${entry}`))
        await rm(join(folder, sub, entry), { force: true });
    }
  }
}

export function writeError(error: unknown, path: string): Error {
  if (error instanceof InputError) return error;
  const { code, message, path: at } = error as NodeJS.ErrnoException;
  const said: Record<string, string> = {
    EACCES: 'may not be written (permission denied)',
    EPERM: 'may not be written (not permitted)',
    EROFS: 'may not be written (read-only file system)',
    ENOSPC: 'the disk is full; the last good report is as it was',
    EDQUOT: 'the disk quota is used up; the last good report is as it was',
    ENOENT: existsSync(dirname(at ?? path)) ? 'no file can be made there' : 'its folder does not exist',
    ENOTDIR: 'a part of the path is a file, not a folder',
    EEXIST: 'is a file; the report needs a folder',
    EISDIR: 'a folder stands where a file belongs',
    ENAMETOOLONG: 'the path is too long',
    ELOOP: 'its links lead in a circle',
    EIO: 'could not be written (input/output error); the last good report is as it was',
  };
  return code !== undefined && Object.hasOwn(said, code)
    ? new InputError(said[code]!, { file: path })
    : error instanceof Error
      ? error
      : new Error(message);
}
