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

/** The bytes that `first` and then `read` bring (up to `most` at once), inflated. */
export function gunzipped(
  first: Buffer,
  read: (into: Buffer, at: number) => Promise<number>,
  most: number,
): ByteSource {
  async function* deflated(): AsyncGenerator<Buffer> {
    yield first;
    for (;;) {
      const chunk = Buffer.allocUnsafeSlow(most);
      const n = await read(chunk, 0);
      if (n === 0) return;
      yield chunk.subarray(0, n);
    }
  }
  const gunzip = createGunzip({ chunkSize: 1 << 20 });
  pipeline(Readable.from(deflated(), { objectMode: false }), gunzip, () => {});
  return chunkSource(gunzip as AsyncIterable<Buffer>);
}
