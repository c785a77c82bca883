import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * A large recording made of a shipped one: its lines again and again, times shifted so that they go on, pages shifted so
 * that 64 repetitions have pages of their own. Returns its size in bytes.
 */
export function repeatRecording(source: string, target: string, bytes: number): number {
  const lines = gunzipSync(readFileSync(source))
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const match = /^(.*?\s)(\d+)\.(\d{6}): (.*)$/.exec(line);
      if (match === null) throw new Error(`no time in ${line}`);
      const [, before, seconds, micros, after] = match as unknown as [string, string, string, string, string];
      return { before, time: Number(seconds + micros), after: after.split(/(0xffffea[0-9a-f]{10})/) };
    });
  const span = lines[lines.length - 1]!.time - lines[0]!.time + 1000;
  const file = openSync(target, 'w');
  let size = 0;
  try {
    for (let repetition = 0; size < bytes; repetition++) {
      const pages = BigInt(repetition % 64) * 0x1000_0000n;
      const text = lines
        .map(({ before, time, after }) => {
          const at = time + repetition * span;
          const shifted = after.map((part, i) => (i % 2 === 1 ? `0x${(BigInt(part) + pages).toString(16)}` : part));
          return `${before}${Math.floor(at / 1e6)}.${String(at % 1e6).padStart(6, '0')}: ${shifted.join('')}\n`;
        })
        .join('');
      writeSync(file, text, null, 'latin1');
      size += text.length;
    }
  } finally {
    closeSync(file);
  }
  return size;
}
