import { CSV_HEADER } from './csv.ts';
import type { EventNames } from './event-names.ts';
import type { KernelReading } from './kernel/text.ts';
import { toolOf } from './other-tools.ts';
import { snapshotFile } from './snapshot.ts';

/** What the first bytes of a (decompressed) recording say it is. */
export type Format =
  | ({ readonly kind: 'kernel'; readonly entries?: Entries } & KernelReading)
  | { readonly kind: 'csv' }
  | { readonly kind: 'profile' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'tool'; readonly is: string }
  | { readonly kind: 'unknown'; readonly saw: string };

/** The header's `entries-in-buffer/entries-written`. */
export interface Entries {
  readonly inBuffer: number;
  readonly written: number;
}

const TEXT = new TextDecoder('latin1');
const EVENT_LINE = /^\s*\S.*?(?:\s|^)(\d+)(?:\.\d+|(us[ +!#*@$])): \w+:/;

/**
 * Looks at the head of a recording (256 KiB are enough; fewer bytes if it is shorter). `names`: events that take and drop
 * pins, as its user calls them; then only these do.
 */
export function detect(head: Uint8Array, names?: EventNames): Format {
  if (head.length === 0) return { kind: 'empty' };
  let start = 0;
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) start = 3;
  const text = TEXT.decode(head.subarray(start));
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    return { kind: 'unknown', saw: 'UTF-16 text; recordings are ASCII or UTF-8' };
  }
  const file = snapshotFile(head.subarray(0, head.length - (head.length % 8)));
  if (file !== undefined) return { kind: 'tool', is: snapshotIs(file) };
  const other = toolOf(text);
  if (other !== undefined && !/ (grab|grab_fast|put|page_ref_\w+): /.test(text)) return { kind: 'tool', is: other };
  const nul = text.indexOf('\0');
  if (nul >= 0) return { kind: 'unknown', saw: `binary data (a NUL at byte ${nul})` };
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  if (firstLine === CSV_HEADER) return { kind: 'csv' };
  if (/^\s*\{\s*"schema"\s*:\s*"bitpart\/profile@/.test(text)) return { kind: 'profile' };
  if (/^\s*\{\s*"schema"\s*:\s*"bitpart\/results@/.test(text)) {
    return { kind: 'tool', is: 'what a run found (results.json), not a recording; explore takes it as --baseline' };
  }
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
    ...(names === undefined ? sourcesIn(text) : { format: 'kprobe', names }),
    baseSeconds: base ?? 0,
    ...(entries ? { entries: { inBuffer: Number(entries[1]), written: Number(entries[2]) } } : {}),
  };
}

/** What a file of a snapshot is, after "is ". */
export const snapshotIs = (file: string): string =>
  `${file} of a snapshot: how often each page was mapped at one moment, and no events; bitpart snapshot reads it`;

/**
 * Which of the two sources the text has; of both, where struct page of pfn 0 is. Where nothing tells that, what the probes
 * saw cannot be put to the pages of page_ref, and page_ref, which has every operation, is read alone.
 */
function sourcesIn(text: string): Pick<KernelReading, 'format' | 'pages'> {
  if (!/\bpage_ref_\w+: /.test(text)) return { format: 'kprobe' };
  if (!/ (grab|grab_fast|put): .*\bfolio=0x/.test(text)) return { format: 'page-ref' };
  const pages = structPages(text);
  return pages === undefined ? { format: 'page-ref' } : { format: 'both', pages };
}

/** So many neighbours at least must agree on where struct page 0 is, and more than half of all. */
const AGREEING = 3;

/**
 * The low 48 bits of the address of struct page 0, from lines of one task beside each other that show the same pin or
 * drop, one by its pfn and the other by its address: address − 64 × pfn. Undefined: too few agree.
 */
function structPages(text: string): number | undefined {
  const votes = new Map<number, number>();
  let all = 0;
  let before: { task: string; refs: number; isPfn: boolean; at: number } | undefined;
  for (const line of text.split('\n')) {
    const task = /^\s*(\S.*?-\d+)\s/.exec(line)?.[1];
    const byPfn = / page_ref_\w+: pfn=0x([0-9a-f]+) .*\bval=(-?\d+)/.exec(line);
    const byAddress =
      / (?:grab|grab_fast|put): (?=.*\bfolio=0x[0-9a-f]*?([0-9a-f]{1,12})(?: |$))(?=.*\brefs=(\d+)).*\bflags=0x[0-9a-f]/.exec(
        line,
      );
    const val = Math.abs(Number(byPfn?.[2]));
    const refs = byPfn ? (val % 1024 === 0 ? val / 1024 : val / 1023) : Number(byAddress?.[2]);
    if (task === undefined || (byPfn === null && byAddress === null)) {
      before = undefined;
      continue;
    }
    const now = byPfn
      ? { task, refs, isPfn: true, at: Number(`0x${byPfn[1]}`) }
      : { task, refs, isPfn: false, at: Number(`0x${byAddress![1]}`) };
    if (before?.task === task && before.refs === refs && refs > 0 && before.isPfn !== now.isPfn) {
      const pages = now.isPfn ? before.at - 64 * now.at : now.at - 64 * before.at;
      all++;
      if (pages >= 0) votes.set(pages, (votes.get(pages) ?? 0) + 1);
    }
    before = now;
  }
  const [most] = [...votes].sort((a, b) => b[1] - a[1]);
  return most !== undefined && most[1] >= AGREEING && 2 * most[1] > all ? most[0] : undefined;
}
