import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { writeError } from './output.ts';

/** Text that goes out piece by piece. */
export interface TextSink {
  /** Resolves when more may come, so that a slow disk or reader does not fill memory. */
  write(text: string): Promise<void>;
  /** All is written: only now does the file bear its name. */
  close(): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

/**
 * A text file, compressed where its name ends in `.gz`, written beside its place and renamed at the end.
 * @throws InputError where it cannot be written, also from `write` and `close`
 */
export async function openText(path: string, shown: string): Promise<TextSink> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  const file = createWriteStream(temporary);
  try {
    await once(file, 'open');
  } catch (error) {
    throw writeError(error, shown);
  }
  let failure: unknown;
  const gzip = /\.gz$/i.test(path) ? createGzip() : undefined;
  gzip?.pipe(file);
  const into = gzip ?? file;
  const done = finished(file);
  done.catch((error) => {
    failure = error;
    gzip?.destroy();
  });
  const abandon = async (): Promise<void> => {
    gzip?.destroy();
    file.destroy();
    await rm(temporary, { force: true }).catch(() => {});
  };
  return {
    async write(text) {
      if (failure !== undefined) throw writeError(failure, shown);
      if (text !== '' && !into.write(text)) await Promise.race([once(into, 'drain'), done]);
      if (failure !== undefined) throw writeError(failure, shown);
    },
    async close() {
      try {
        into.end();
        await done;
        await rename(temporary, path);
      } catch (error) {
        throw writeError(error, shown);
      }
    },
    abandon,
  };
}
