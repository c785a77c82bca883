import { createHash } from 'node:crypto';
import { fstatSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Domain } from '../layouts/domain.ts';
import { snapshotIs } from '../workloads/readers/detect.ts';
import type { EventNames } from '../workloads/readers/event-names.ts';
import { snapshotFile } from '../workloads/readers/snapshot.ts';
import { type ByteSource, chunkSource, fileSource, GzipTailError, gunzipped } from './byte-source.ts';
import { InputError } from './input-error.ts';
import { openError } from './read-error.ts';

/** Bytes that are read at once. */
const READ = 2 << 20;
/** The longest line that is read. */
const MAX_LINE = 1 << 20;
/** A block is at most what one read brings and a line that the one before it did not end. */
const BLOCK = READ + MAX_LINE;
/** How many times its size a compressed recording may grow before it is taken for a bomb; real ones grow 10 to 40 times. */
export const MAX_EXPANSION = 200;
/** Up to here it may grow whatever its size. */
const FREE_EXPANSION = 64 << 20;

/** What reading a file has shown of it. */
export interface FileFacts {
  sha256: string;
  /** As on disk. */
  bytes: number;
  isGzip: boolean;
  /** Lines before the block that was yielded last. */
  lines: number;
}

export const noFacts = (): FileFacts => ({ sha256: '', bytes: 0, isGzip: false, lines: 0 });

/** A recording as it is named: `path` to open it, `shown` in messages. */
export interface RecordingFile {
  readonly path: string;
  readonly shown: string;
  /** What stands before the names of its pages, where several recordings make a scenario: pages are named per file. */
  readonly prefix?: string;
  /** How many times its size it may grow (--max-expansion). Default: MAX_EXPANSION. */
  readonly maxExpansion?: number;
  /** What the kinds of its events are of; absent: page references. Only exchange CSV has others. */
  readonly domain?: Domain;
  /** Its events that take and drop pins, where they have other names than those bitpart knows. */
  readonly events?: EventNames;
}

/**
 * Blocks of whole lines of a file, decompressed; the last may lack its line end. `facts` is filled in when all is read.
 * A block is the reader's until the next is asked for: then its memory is used again, unless it was transferred to another
 * thread, which may put it into `spare` when it is done. What follows is read while the block is worked on.
 * @throws InputError for what cannot be read to its end: damaged gzip, a bomb, a line of more than a MiB
 */
export async function* blocksOf(
  { path, shown, maxExpansion = MAX_EXPANSION }: RecordingFile,
  facts: FileFacts,
  onRead?: (bytes: number, total: number) => void,
  spare: ArrayBuffer[] = [],
): AsyncGenerator<Buffer> {
  const size = await sizeOf(path, shown);
  const hash = createHash('sha256');
  let read = 0;
  let file: ByteSource | undefined;
  let inflated: ByteSource | undefined;
  let pending: Promise<number> | undefined;
  const take = (): Buffer => Buffer.from(spare.pop() ?? new ArrayBuffer(BLOCK));
  let block = take();
  let filled = 0;
  let lines = 0;
  /** What was read last: it is hashed while what follows is read. */
  let unhashed = block.subarray(0, 0);
  try {
    file = path === '-' ? chunkSource(process.stdin) : await fileSource(path);
    const raw = async (into: Buffer, at: number): Promise<number> => {
      const reading = file!.read(into, at, Math.min(into.length, at + READ));
      hash.update(unhashed);
      const n = await reading;
      unhashed = into.subarray(at, at + n);
      read += n;
      onRead?.(read, size);
      return n;
    };
    // One read may bring a single byte of a pipe: two are needed to see what it is.
    for (let n = -1; filled < 2 && n !== 0; filled += n) n = await raw(block, filled);
    facts.isGzip = filled >= 2 && block[0] === 0x1f && block[1] === 0x8b;
    let fill = raw;
    if (facts.isGzip) {
      const source = gunzipped(Buffer.from(block.subarray(0, filled)), raw, READ);
      inflated = source;
      let expanded = 0;
      filled = 0;
      fill = async (into, at) => {
        const n = await source.read(into, at, Math.min(into.length, at + READ));
        expanded += n;
        if (expanded > FREE_EXPANSION && expanded > maxExpansion * Math.max(read, size)) {
          throw new InputError(
            `grows to more than ${maxExpansion} times its size, which recordings do not; if this one does, raise --max-expansion`,
            { file: shown },
          );
        }
        return n;
      };
    }
    for (;;) {
      let isEnd = false;
      while (filled <= MAX_LINE && !isEnd) {
        const n = await (pending ?? fill(block, filled));
        pending = undefined;
        filled += n;
        isEnd = n === 0;
      }
      const end = isEnd ? filled : block.lastIndexOf(10, filled - 1) + 1;
      if (end === 0 && !isEnd) throw longLine(shown, lines, block.subarray(0, filled));
      if (end === 0) break;
      const whole = block.subarray(0, end);
      const found = countLines(whole, shown, lines);
      if (filled - end > MAX_LINE) throw longLine(shown, lines + found);
      const next = take();
      const rest = block.copy(next, 0, end, filled);
      if (!isEnd) {
        pending = fill(next, rest);
        pending.catch(() => {}); // it is awaited above
      }
      facts.lines = lines;
      lines += found;
      yield whole;
      if (block.buffer.byteLength > 0) spare.push(block.buffer as ArrayBuffer);
      block = next;
      filled = rest;
      if (isEnd) break;
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (error instanceof GzipTailError) {
      throw new InputError(
        `${error.bytes.toLocaleString('en')} bytes behind the end of the gzip data are no gzip: it was damaged, or another file was put behind it`,
        { file: shown, line: lines + countLines(block.subarray(0, filled), shown, lines) },
      );
    }
    if (error instanceof InputError || !code.startsWith('Z_')) throw await openError(error, path, shown);
    // Of a first member this would not be said: its first bytes were seen to be those of gzip.
    if (code === 'Z_DATA_ERROR' && (error as Error).message === 'incorrect header check') {
      throw new InputError(
        'what stands behind the end of the gzip data is no gzip: it was damaged, or another file was put behind it',
        { file: shown },
      );
    }
    const what =
      code === 'Z_BUF_ERROR' ? 'the gzip data is cut off' : `the gzip data is corrupt (${(error as Error).message})`;
    const readable = lines + countLines(block.subarray(0, filled), shown, lines);
    throw new InputError(
      `${what}; ${code === 'Z_BUF_ERROR' ? '' : 'at least '}${readable.toLocaleString('en')} lines were readable before that. Copy it again from where it was recorded`,
      {
        file: shown,
        line: readable + 1,
      },
    );
  } finally {
    await pending?.catch(() => {});
    await inflated?.close();
    await file?.close();
  }
  if (!facts.isGzip && read < size) {
    throw new InputError(
      `became shorter while it was read: ${read.toLocaleString('en')} of ${size.toLocaleString('en')} bytes are left. Read it when nobody writes to it`,
      { file: shown, line: lines },
    );
  }
  facts.sha256 = hash.update(unhashed).digest('hex');
  facts.bytes = read;
}

function openedStandardInput(): Stats | undefined {
  try {
    return fstatSync(0);
  } catch {
    return undefined;
  }
}

/** Bytes of a file; 0 where that is not known before it is read. */
async function sizeOf(path: string, shown: string): Promise<number> {
  try {
    // A closed standard input is an empty one.
    const found = path === '-' ? openedStandardInput() : await stat(path);
    if (found?.isDirectory()) throw new InputError('is a folder, not a recording', { file: shown });
    return path === '-' ? 0 : (found?.size ?? 0);
  } catch (error) {
    throw await openError(error, path, shown);
  }
}

function countLines(block: Uint8Array, shown: string, before: number): number {
  let lines = 0;
  let at = 0;
  for (;;) {
    const end = block.indexOf(10, at);
    if (end < 0) break;
    if (end - at > MAX_LINE) throw longLine(shown, before + lines);
    lines++;
    at = end + 1;
  }
  return lines;
}

/** `head`: the file's beginning, where nothing of it was a line. */
function longLine(shown: string, lines: number, head?: Uint8Array): InputError {
  const file = lines > 0 || head === undefined ? undefined : snapshotFile(head.subarray(0, head.length & ~7));
  if (file !== undefined) return new InputError(`is ${snapshotIs(file)}`, { file: shown });
  return new InputError(`the line is longer than ${MAX_LINE >> 20} MiB; this is no recording`, {
    file: shown,
    line: lines + 1,
  });
}
