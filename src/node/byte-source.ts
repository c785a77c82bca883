import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Where bytes come from. One read at a time. */
export interface ByteSource {
  /** Puts bytes into `into` from `at` to before `end` at most, and says how many; 0: there are no more. */
  read(into: Buffer, at: number, end: number): Promise<number>;
  close(): Promise<void>;
}

/** A file, or whatever else can be opened by its path. @throws as fs.open */
export async function fileSource(path: string): Promise<ByteSource> {
  const handle = await open(path);
  return {
    read: async (into, at, end) => (await handle.read(into, at, end - at, null)).bytesRead,
    close: () => handle.close(),
  };
}

/** What a stream brings. */
export function chunkSource(chunks: AsyncIterable<Buffer>): ByteSource {
  const iterator = chunks[Symbol.asyncIterator]();
  let chunk: Buffer = Buffer.alloc(0);
  return {
    read: async (into, at, end) => {
      while (chunk.length === 0) {
        const { value, done } = await iterator.next();
        if (done) return 0;
        chunk = value;
      }
      const n = chunk.copy(into, at, 0, Math.min(chunk.length, end - at));
      chunk = chunk.subarray(n);
      return n;
    },
    close: async () => {
      await iterator.return?.();
    },
  };
}

/** Behind the last member of gzip data stand so many bytes that are neither a member nor padding. */
export class GzipTailError extends Error {
  readonly bytes: number;

  constructor(bytes: number) {
    super(`${bytes} bytes behind the end of the gzip data`);
    this.bytes = bytes;
  }
}

/**
 * The bytes that `first` and then `read` bring (up to `most` at once), inflated.
 * @throws GzipTailError at the end, where gunzip stops without a word: a member is followed by something else
 */
export function gunzipped(
  first: Buffer,
  read: (into: Buffer, at: number) => Promise<number>,
  most: number,
): ByteSource {
  let length = 0;
  /** Behind the last byte that is not 0: gzip may be padded with zeros. */
  let content = 0;
  const note = (chunk: Buffer): void => {
    let end = chunk.length;
    while (end > 0 && chunk[end - 1] === 0) end--;
    if (end > 0) content = length + end;
    length += chunk.length;
  };
  async function* deflated(): AsyncGenerator<Buffer> {
    note(first);
    yield first;
    for (;;) {
      const chunk = Buffer.allocUnsafeSlow(most);
      const n = await read(chunk, 0);
      if (n === 0) return;
      note(chunk.subarray(0, n));
      yield chunk.subarray(0, n);
    }
  }
  const gunzip = createGunzip({ chunkSize: 1 << 20 });
  pipeline(Readable.from(deflated(), { objectMode: false }), gunzip, () => {});
  const source = chunkSource(gunzip as AsyncIterable<Buffer>);
  return {
    ...source,
    read: async (into, at, end) => {
      const n = await source.read(into, at, end);
      if (n === 0 && content > gunzip.bytesWritten) throw new GzipTailError(content - gunzip.bytesWritten);
      return n;
    },
  };
}
