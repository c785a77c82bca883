import { CSV_HEADER } from './csv.ts';
import type { KernelFormat } from './kernel-text.ts';

/** What the first bytes of a (decompressed) recording say it is. */
export type Format =
  | { readonly kind: 'kernel'; readonly format: KernelFormat; readonly baseSeconds: number; readonly entries?: Entries }
  | { readonly kind: 'csv' }
  | { readonly kind: 'profile' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unknown'; readonly saw: string };

/** The header's `entries-in-buffer/entries-written`. */
export interface Entries {
  readonly inBuffer: number;
  readonly written: number;
}

const TEXT = new TextDecoder('latin1');
const EVENT_LINE = /^\s*\S.*?(?:\s|^)(\d+)(?:\.\d+|(us[ +!#*@$])): \w+:/;

/** Looks at the head of a recording (256 KiB are enough; fewer bytes if it is shorter). */
export function detect(head: Uint8Array): Format {
  if (head.length === 0) return { kind: 'empty' };
  let start = 0;
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) start = 3;
  const text = TEXT.decode(head.subarray(start));
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    return { kind: 'unknown', saw: 'UTF-16 text; recordings are ASCII or UTF-8' };
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) return { kind: 'unknown', saw: `binary data (a NUL at byte ${nul})` };
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  if (firstLine === CSV_HEADER) return { kind: 'csv' };
  if (/^\s*\{\s*"schema"\s*:\s*"bitpart\/profile@/.test(text)) return { kind: 'profile' };
  if (/^time_s\s*[,;\t]/i.test(firstLine) || (firstLine.includes('event') && firstLine.includes(','))) {
    return {
      kind: 'unknown',
      saw: `the header ${JSON.stringify(firstLine.slice(0, 80))}; exchange CSV starts with ${CSV_HEADER}`,
    };
  }
  let base: number | undefined;
  let lines = 0;
  let hasEntry = false;
  for (const line of text.split('\n')) {
    if (lines++ > 5000) break;
    if (line.startsWith('#')) continue;
    const match = EVENT_LINE.exec(line);
    if (!match) continue;
    hasEntry = true;
    const seconds = match[2] === undefined ? Number(match[1]) : Math.floor(Number(match[1]) / 1e6);
    base ??= seconds;
  }
  const isTracer = /^#\s*tracer:/m.test(text.slice(0, 4096));
  if (!hasEntry && !isTracer) {
    if (text.trim() === '') return { kind: 'empty' };
    return { kind: 'unknown', saw: `the line ${JSON.stringify(firstLine.slice(0, 80))}` };
  }
  const entries = /^#\s*entries-in-buffer\/entries-written:\s*(\d+)\/(\d+)/m.exec(text);
  return {
    kind: 'kernel',
    format: /\bpage_ref_\w+:/.test(text) ? 'page-ref' : 'kprobe',
    baseSeconds: base ?? 0,
    ...(entries ? { entries: { inBuffer: Number(entries[1]), written: Number(entries[2]) } } : {}),
  };
}
