import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { InputError } from './input-error.ts';

/** Bytes of decompressed text that are decoded at once: whole lines, so at most this and one line more. */
export const BLOCK = 4 << 20;
/** The longest line that is read. */
const MAX_LINE = 1 << 20;
/** How many times its size a compressed recording may grow, before it is taken for a bomb; real ones grow 10 to 40 times. */
const MAX_EXPANSION = 1000;

/** What reading a file has shown of it. */
export interface FileFacts {
  sha256: string;
  /** As on disk. */
  bytes: number;
  isGzip: boolean;
}

/** Blocks of whole lines of a file, decompressed; the last may lack its line end. `facts` is filled in when all is read. */
export async function* blocksOf(
  path: string,
  shown: string,
  facts: FileFacts,
  onRead?: (bytes: number, total: number) => void,
): AsyncGenerator<Uint8Array> {
  let size: number;
  try {
    const found = path === '-' ? undefined : await stat(path);
    if (found?.isDirectory()) throw new InputError('is a folder, not a recording', { file: shown });
    size = found?.size ?? 0;
  } catch (error) {
    throw readError(error, shown);
  }
  const source: ReadStream | NodeJS.ReadStream =
    path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 1 << 20 });
  const hash = createHash('sha256');
  let read = 0;
  async function* raw(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of source) {
        hash.update(chunk);
        read += chunk.length;
        onRead?.(read, size);
        yield chunk;
      }
    } catch (error) {
      throw readError(error, shown);
    }
  }
  const bytes = raw();
  let first = await bytes.next();
  // One read may bring a single byte of a pipe: two are needed to see what it is.
  while (!first.done && first.value.length < 2) {
    const more = await bytes.next();
    if (more.done) break;
    first = { done: false, value: Buffer.concat([first.value, more.value]) };
  }
  async function* all(): AsyncGenerator<Buffer> {
    if (!first.done) yield first.value;
    yield* bytes;
  }
  facts.isGzip = !first.done && first.value[0] === 0x1f && first.value[1] === 0x8b;
  let rest: Uint8Array = new Uint8Array(0);
  let lines = 0;
  let expanded = 0;
  try {
    for await (const chunk of facts.isGzip ? gunzipped(all()) : all()) {
      expanded += chunk.length;
      if (facts.isGzip && expanded > 64 << 20 && expanded > MAX_EXPANSION * Math.max(read, size)) {
        throw new InputError(`grows to more than ${MAX_EXPANSION} times its size: this is no recording`, {
          file: shown,
        });
      }
      let start = 0;
      if (rest.length > 0) {
        const end = chunk.indexOf(10);
        if (end < 0) {
          rest = Buffer.concat([rest, chunk]);
          if (rest.length > BLOCK + MAX_LINE) throw longLine(shown, lines);
          continue;
        }
      }
      const last = chunk.lastIndexOf(10);
      if (last >= 0 && rest.length + last + 1 >= BLOCK / 4) {
        const block =
          rest.length === 0 ? chunk.subarray(start, last + 1) : Buffer.concat([rest, chunk.subarray(0, last + 1)]);
        start = last + 1;
        lines += countLines(block, shown, lines);
        yield block;
        rest = start < chunk.length ? Uint8Array.prototype.slice.call(chunk, start) : new Uint8Array(0);
      } else {
        rest = rest.length === 0 ? Uint8Array.prototype.slice.call(chunk) : Buffer.concat([rest, chunk]);
      }
      if (rest.length > MAX_LINE && rest.indexOf(10) < 0) throw longLine(shown, lines);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code.startsWith('Z_')) {
      const what =
        code === 'Z_BUF_ERROR' ? 'the gzip data is cut off' : `the gzip data is corrupt (${(error as Error).message})`;
      throw new InputError(
        `${what}; ${(lines + countLines(rest, shown, lines)).toLocaleString('en')} lines were readable before that`,
        {
          file: shown,
          line: lines + countLines(rest, shown, lines) + 1,
        },
      );
    }
    throw readError(error, shown);
  }
  facts.sha256 = hash.digest('hex');
  facts.bytes = read;
  if (rest.length > 0) {
    countLines(rest, shown, lines);
    yield rest;
  }
}

async function* gunzipped(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 1 << 20 });
  const { pipeline } = await import('node:stream');
  const { Readable } = await import('node:stream');
  pipeline(Readable.from(source, { objectMode: false }), gunzip, () => {});
  yield* gunzip as AsyncIterable<Buffer>;
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

const longLine = (shown: string, lines: number): InputError =>
  new InputError(`the line is longer than ${MAX_LINE >> 20} MiB; this is no recording`, {
    file: shown,
    line: lines + 1,
  });

export function readError(error: unknown, shown: string): InputError {
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
