import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { detect } from '../workloads/readers/detect.ts';
import { InputError } from './input-error.ts';
import type { RecordingFile } from './lines.ts';
import { writeError } from './output.ts';
import { openError } from './read-error.ts';
import { isSameFile } from './same-file.ts';

/** Where a profile goes: `shown` as the user named it. */
export interface ProfileOutput {
  readonly path: string;
  readonly shown: string;
}

/** Undefined: standard output. */
export const profileOutputOf = (output: string | undefined, cwd: string): ProfileOutput | undefined =>
  output === undefined || output === '-' || output === '/dev/stdout'
    ? undefined
    : { path: resolve(cwd, output), shown: output };

/**
 * A profile may be written there: onto no file that is read for it, and onto no other file than an earlier profile. For
 * before anything is read, which may take minutes.
 *
 * @param by the command that writes, for its messages
 * @throws InputError saying what would be lost, and what to do
 */
export async function checkProfileOutput(
  output: ProfileOutput | undefined,
  inputs: readonly RecordingFile[],
  by: string,
): Promise<void> {
  if (output === undefined) return;
  const { path, shown } = output;
  for (const input of inputs) {
    if (await isSameFile(input.path, path)) {
      throw new InputError(`is one of the files to read: ${by} writes another file and leaves its inputs as they are`, {
        file: shown,
      });
    }
  }
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size === 0) return;
  const other = await otherThanProfile(path, shown);
  if (other !== undefined) {
    throw new InputError(`is ${other}, not a profile, and would be lost: name another file, or remove this one first`, {
      file: shown,
    });
  }
}

/** What a file is that begins as no profile does, after "is ". */
async function otherThanProfile(path: string, shown: string): Promise<string | undefined> {
  const file = await open(path).catch(async (error) => {
    throw await openError(error, path, shown);
  });
  let head: Buffer;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256 << 10), 0, 256 << 10, 0);
    head = buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
  if (head[0] === 0x1f && head[1] === 0x8b) return 'a compressed file';
  // Other programs may have put its keys in another order.
  const text = head.toString('latin1');
  if (/^\s*\{/.test(text) && /"schema"\s*:\s*"bitpart\/profile@/.test(text)) return undefined;
  const { kind } = detect(head);
  if (kind === 'csv' || kind === 'kernel') return 'a recording';
  if (/^\s*\{\s*"schema"\s*:\s*"bitpart\/results@/.test(text)) return 'what a run found (results.json)';
  return 'another file';
}

/** Writes a profile beside its place and renames it; a pipe or a device takes it as it is. @throws InputError */
export async function writeProfile({ path, shown }: ProfileOutput, text: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  const isPlain = found === undefined || found.isFile() || found.isDirectory();
  const first = isPlain ? `${path}.${randomBytes(4).toString('hex')}.tmp` : path;
  try {
    await writeFile(first, text);
    if (isPlain) await rename(first, path);
  } catch (error) {
    if (isPlain) await rm(first, { force: true }).catch(() => {});
    throw writeError(error, shown);
  }
}
