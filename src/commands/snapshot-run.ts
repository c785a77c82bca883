import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { EXIT, type Io } from '../io.ts';
import { suggest } from '../layouts/nearest.ts';
import { InputError } from '../node/input-error.ts';
import { openError } from '../node/read-error.ts';
import { textTable } from '../report/columns.ts';
import { count } from '../report/numbers.ts';
import {
  mappedAtLeast,
  readSnapshot,
  type Snapshot,
  SnapshotError,
  snapshotFile,
} from '../workloads/readers/snapshot.ts';
import type { SnapshotArgs } from './snapshot.ts';

/** The largest file that is read, inflated: 8 bytes a page, so 512 GiB of memory. */
const LARGEST = 1 << 30;

export async function runSnapshot(args: SnapshotArgs, io: Io): Promise<number> {
  const bound = args['at-least'];
  if (!Number.isInteger(bound) || bound < 1)
    throw new InputError(`--at-least takes a whole number, 1 or more, not ${bound}`);
  const names = await filesOf(args.files, io);
  // One after the other: where both are wrong it is always the same one that is named.
  const files: { readonly name: string; readonly bytes: Awaited<ReturnType<typeof bytesOf>> }[] = [];
  for (const name of names) files.push({ name, bytes: await bytesOf(name, io) });
  const [first, second] = files as [(typeof files)[number], (typeof files)[number]];
  // By content, so that their order does not matter.
  const [counts, flags] = snapshotFile(first.bytes) === 'kpageflags' ? [second, first] : [first, second];
  let read: Snapshot;
  try {
    read = readSnapshot(counts.bytes, flags.bytes);
  } catch (error) {
    throw error instanceof SnapshotError
      ? new InputError(error.message, { file: `${counts.name} and ${flags.name}` })
      : error;
  }
  const most = mappedAtLeast(read, bound);
  if (args.json) io.out(`${JSON.stringify({ ...read, atLeast: { mapcount: bound, ...most } })}\n`);
  else io.out(`${[...tableOf(read, io.width), '', ...sentences(read, bound, most)].join('\n')}\n`);
  return EXIT.done;
}

/** One name stands for its two files; two names are they. @throws InputError for any other number of names */
async function filesOf(names: readonly string[], io: Io): Promise<readonly string[]> {
  if (names.length === 2) return names;
  const [name] = names;
  if (names.length !== 1 || name === undefined)
    throw new InputError(`a snapshot is two files, kpagecount and kpageflags, not ${names.length}`);
  const stem = name.replace(/\.kpage(count|flags)(\.gz)?$/, '');
  return [await fileOf(stem, 'kpagecount', io), await fileOf(stem, 'kpageflags', io)];
}

/** One of the two files of a snapshot, compressed or not. @throws InputError */
async function fileOf(stem: string, what: string, io: Io): Promise<string> {
  const plain = `${stem}.${what}`;
  for (const file of [plain, `${plain}.gz`]) if (await isThere(resolve(io.cwd, file))) return file;
  throw await missing(stem, what, io);
}

/** A snapshot of which a file is not there, and whose files are, of a name near to it. */
async function missing(stem: string, what: string, io: Io): Promise<InputError> {
  const inFolder = await readdir(dirname(resolve(io.cwd, stem))).catch((): string[] => []);
  const stems = inFolder.flatMap((file) => /^(.*)\.kpagecount(?:\.gz)?$/.exec(file)?.[1] ?? []);
  const meant = suggest(basename(stem), stems);
  return new InputError(`no such file, and no ${stem}.${what}`, {
    file: `${stem}.${what}.gz`,
    ...(meant === undefined || meant === basename(stem) ? {} : { suggestion: join(dirname(stem), meant) }),
  });
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function bytesOf(name: string, io: Io): Promise<Uint8Array> {
  try {
    const path = resolve(io.cwd, name);
    if ((await stat(path)).size > LARGEST) throw tooLarge(name);
    const bytes = await readFile(path);
    if (bytes.length > LARGEST) throw tooLarge(name);
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
    return await promisify(gunzip)(bytes, { maxOutputLength: LARGEST });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(name);
    if (code.startsWith('Z_')) throw new InputError('the gzip data is cut off or corrupt', { file: name });
    throw await openError(error, resolve(io.cwd, name), name);
  }
}

const tooLarge = (name: string): InputError =>
  new InputError(`is larger than ${LARGEST >> 30} GiB, which is the snapshot of 512 GiB of memory`, { file: name });

const HEADS = ['type', 'pages', 'small', 'large folios', 'mapped', 'most'] as const;

function tableOf({ types }: Snapshot, width: number): string[] {
  const rows = types
    .filter(({ pages }) => pages > 0)
    .map(({ type, pages, small, largeFolios, mapped, max }) => [
      type,
      ...[pages, small, largeFolios, mapped, max].map(count),
    ]);
  return textTable(
    HEADS.map((title, i) => ({ title, side: i === 0 ? 'end' : 'start' })),
    rows,
    width,
  );
}

function sentences(
  { pfns, max, notes }: Snapshot,
  bound: number,
  { pages, small, inLarge, largeFolios }: ReturnType<typeof mappedAtLeast>,
): string[] {
  const large = `${count(inLarge)} in ${count(largeFolios)} large ${largeFolios === 1 ? 'folio' : 'folios'}`;
  return [
    `${count(pfns)} page frames. Mapped ${count(bound)} times or more: ${count(pages)} pages, ${count(small)} of them small and ${large}. The most is ${count(max)}.`,
    ...notes,
  ];
}
