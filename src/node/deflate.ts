import { deflateSync } from 'node:zlib';

/** The text compressed (zlib), in base64: what the page's DecompressionStream reads. The same text gives the same bytes. */
export function deflated(text: string): string {
  return deflateSync(text, { level: 9 }).toString('base64');
}
