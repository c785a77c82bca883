import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { InputError } from './input-error.ts';

/** A file of the report: a path below the output folder, of names that bitpart chooses itself. */
export interface OutputFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes the files of a report so that a reader, or a run that is killed, never sees half of one: all are written beside
 * their places first, and then renamed, the first of the list last. Files of an earlier report in the same subfolders,
 * of the same ending, that this one does not have are removed.
 * @throws InputError where the folder cannot be written
 */
export async function writeReport(folder: string, files: readonly OutputFile[]): Promise<void> {
  const staging = join(folder, `.bitpart-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    const found = await stat(folder).catch(() => undefined);
    if (found !== undefined && !found.isDirectory())
      throw new InputError('is a file; the report needs a folder', { file: folder });
    for (const { name, text } of files) {
      const path = join(staging, name);
      if (!path.startsWith(staging + sep)) throw new Error(`a report file outside its folder: ${name}`);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    for (const { name } of [...files].reverse()) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await rename(join(staging, name), join(folder, name));
    }
    await removeStale(folder, files);
  } catch (error) {
    throw writeError(error, folder);
  } finally {
    await rm(staging, { recursive: true, force: true }).catch(() => {});
  }
}

/** Charts of an earlier report that this one does not have. */
async function removeStale(folder: string, files: readonly OutputFile[]): Promise<void> {
  const kept = new Set(files.map(({ name }) => name));
  const folders = new Set(files.map(({ name }) => dirname(name)).filter((name) => name !== '.'));
  for (const sub of folders) {
    for (const entry of await readdir(join(folder, sub))) {
      if (entry.endsWith('.vl.json') && !kept.has(`${sub}/${entry}`))
        await rm(join(folder, sub, entry), { force: true });
    }
  }
}

export function writeError(error: unknown, path: string): Error {
  if (error instanceof InputError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const said: Record<string, string> = {
    EACCES: 'may not be written (permission denied)',
    EPERM: 'may not be written (not permitted)',
    EROFS: 'may not be written (read-only file system)',
    ENOSPC: 'the disk is full; the last good report is as it was',
    EDQUOT: 'the disk quota is used up; the last good report is as it was',
    ENOTDIR: 'a part of the path is a file, not a folder',
    EEXIST: 'is a file; the report needs a folder',
    EISDIR: 'a folder stands where a file of the report belongs',
    ENAMETOOLONG: 'the path is too long',
  };
  return code !== undefined && Object.hasOwn(said, code)
    ? new InputError(said[code]!, { file: path })
    : error instanceof Error
      ? error
      : new Error(message);
}
