import { noMatching } from '../events/match.ts';
import type { RawEvents } from '../events/raw.ts';
import { MAX_SPAN } from '../harness/exact.ts';
import type { Layout } from '../layouts/types.ts';
import type { Evaluated } from '../workloads/evaluated.ts';
import { CsvDecoder, CsvError } from '../workloads/readers/csv.ts';
import type { Decoded } from '../workloads/readers/decoded.ts';
import { detect, type Format } from '../workloads/readers/detect.ts';
import { KernelTextDecoder } from '../workloads/readers/kernel-text.ts';
import { busiestOf } from './busiest.ts';
import { InputError } from './input-error.ts';
import { blocksOf, type FileFacts } from './lines.ts';
import { OrderError, Shard } from './shard.ts';

/** A recording as it is named: `path` to open it, `shown` in messages. */
export interface RecordingFile {
  readonly path: string;
  readonly shown: string;
}

export interface ReadOptions {
  /** Layouts that go through replay. */
  readonly replays: readonly Layout[];
  /** One population: large folios are treated like small ones. */
  readonly largeSame?: boolean;
  readonly onRead?: (bytes: number, total: number) => void;
}

/** One recording, read once. @throws InputError with file and line for whatever makes it unusable */
export async function evaluateRecording(
  file: RecordingFile,
  options: ReadOptions,
): Promise<{ evaluated: Evaluated; facts: FileFacts }> {
  const shard = new Shard(options.replays, options.largeSame);
  const facts: FileFacts = { sha256: '', bytes: 0, isGzip: false };
  const reader = new RecordingReader(file.shown);
  try {
    for await (const { events, refNames } of reader.read(blocksOf(file.path, file.shown, facts, options.onRead))) {
      shard.push(events, refNames);
    }
  } catch (error) {
    throw error instanceof OrderError ? new InputError(error.message, { file: file.shown, line: error.line }) : error;
  }
  const { first, last } = shard.flush();
  reader.checkWhole();
  if (last - first >= MAX_SPAN) {
    throw new InputError('spans more than 52 days: its clock was set, or two recordings were joined', {
      file: file.shown,
    });
  }
  const isEmpty = last < first;
  const { small, large, matching, seen } = shard.finish(isEmpty ? 0 : first, isEmpty ? 0 : last, reader.pageName);
  const busiest = await busiestOf(file, { small, large }, options.largeSame ?? false, isEmpty ? 0 : first);
  const evaluated: Evaluated = {
    format: reader.formatName + (facts.isGzip ? ', gzip' : ''),
    observed: {
      ordinary: seen.ordinary > 0,
      direction:
        seen.undirected === 0 && reader.format?.kind !== 'kernel' ? true : seen.undirected === 0 && !reader.isPageRef,
      pins: seen.pins > 0,
      checks: seen.checks > 0,
    },
    events: small.profile.events + large.profile.events,
    duration: isEmpty ? 0 : last - first,
    matching: matching ?? noMatching(),
    unreadable: reader.unreadable,
    runs: [{ small, large }],
    ...(busiest === undefined ? {} : { busiest }),
    notes: reader.notes(),
  };
  return { evaluated, facts };
}

/** Decodes the blocks of one recording, whatever its format, and keeps what is to be said of it. */
export class RecordingReader {
  readonly #shown: string;
  format: Format | undefined;
  unreadable: { count: number; first?: { line: number; text: string } } = { count: 0 };
  #lines = 0;
  #entries = 0;
  #other = 0;
  #lost = 0;
  #events = 0;
  #lastByte = 10;
  #addressTop = -1;
  #csv: CsvDecoder | undefined;

  constructor(shown: string) {
    this.#shown = shown;
  }

  get isPageRef(): boolean {
    return this.format?.kind === 'kernel' && this.format.format === 'page-ref';
  }

  get formatName(): string {
    if (this.format?.kind === 'csv') return 'exchange CSV';
    return this.isPageRef ? 'page_ref text' : 'kprobe text';
  }

  /** How a page's key is written. */
  readonly pageName = (key: number): string => {
    if (this.#csv !== undefined) return this.#csv.pageNames[key]!;
    if (this.isPageRef) return `pfn 0x${key.toString(16)}`;
    const top = this.#addressTop > 0 ? this.#addressTop.toString(16) : '';
    return `folio 0x${top}${key.toString(16).padStart(top === '' ? 1 : 12, '0')}`;
  };

  /** Decoded events of each block; their lines count from 1. @throws InputError */
  async *read(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<{ events: RawEvents; refNames: readonly string[] }> {
    let decode: ((block: Uint8Array) => Decoded) | undefined;
    for await (const block of blocks) {
      if (decode === undefined) {
        this.format = detect(block.subarray(0, 256 << 10));
        decode = this.#decoder(this.format);
      }
      this.#lastByte = block[block.length - 1]!;
      let out: Decoded;
      try {
        out = decode(block);
      } catch (error) {
        if (!(error instanceof CsvError)) throw error;
        throw new InputError(error.message, { file: this.#shown, line: this.#lines + error.line + 1 });
      }
      this.#note(out);
      const { events } = out;
      for (let i = 0; i < events.length; i++) events.line[i]! += this.#lines + 1;
      this.#lines += out.lines;
      if (events.length > 0) yield { events, refNames: out.refNames };
    }
    if (decode === undefined) throw new InputError('is empty', { file: this.#shown });
  }

  #decoder(format: Format): (block: Uint8Array) => Decoded {
    switch (format.kind) {
      case 'kernel': {
        const decoder = new KernelTextDecoder(format.format, format.baseSeconds);
        return (block) => decoder.decode(block, 0, block.length);
      }
      case 'csv': {
        this.#csv = new CsvDecoder();
        const csv = this.#csv;
        const utf8 = new TextDecoder('utf-8', { fatal: true });
        let isFirst = true;
        return (block) => {
          let text: string;
          try {
            text = utf8.decode(block);
          } catch {
            throw new InputError('is not UTF-8 text', { file: this.#shown, line: this.#lines + 1 });
          }
          if (!isFirst) return csv.decode(text);
          isFirst = false;
          const headerEnd = text.indexOf('\n');
          // The header keeps its place as line 1, so that line numbers are those of the file.
          return csv.decode(headerEnd < 0 ? '\n' : `\n${text.slice(headerEnd + 1)}`);
        };
      }
      case 'empty':
        throw new InputError('is empty', { file: this.#shown });
      case 'profile':
        throw new InputError('is a profile, not a recording', { file: this.#shown });
      default:
        throw new InputError(
          `is no recording that bitpart reads: it starts with ${format.saw}. Read are ftrace and trace-cmd text of page_ref or of the pin probes, and CSV with the header time_s,event,page,ref`,
          { file: this.#shown, line: 1 },
        );
    }
  }

  #note(out: Decoded): void {
    if (out.firstUnreadable !== undefined && this.unreadable.first === undefined) {
      this.unreadable.first = { line: this.#lines + out.firstUnreadable.line + 1, text: out.firstUnreadable.text };
    }
    this.unreadable.count += out.unreadable;
    this.#entries += out.entries;
    this.#other += out.other;
    this.#lost += out.lost;
    this.#events += out.events.length;
    if (out.addressTop >= 0) this.#addressTop = out.addressTop;
  }

  /** The recording ends where it should. @throws InputError for one that was cut off, or that holds no event */
  checkWhole(): void {
    const { format } = this;
    const at = { file: this.#shown, line: this.#lines };
    if (format?.kind === 'kernel') {
      if (this.#lastByte !== 10) {
        throw new InputError('the last line has no line end: the recording was cut off there', at);
      }
      if (format.entries !== undefined && this.#entries + this.#lost < format.entries.inBuffer) {
        throw new InputError(
          `the header says ${format.entries.inBuffer.toLocaleString('en')} entries, ${this.#entries.toLocaleString('en')} are there: the recording was cut off after this line (a filtered one must not keep the line "# entries-in-buffer")`,
          at,
        );
      }
      if (this.#events === 0) {
        const first = this.unreadable.first;
        throw new InputError(
          first === undefined
            ? `holds no event that shows a page reference (${this.#other.toLocaleString('en')} of other kinds)`
            : `holds no event that can be read; the first line that cannot: ${JSON.stringify(first.text)}`,
          { file: this.#shown, line: first?.line ?? this.#lines },
        );
      }
    }
  }

  notes(): string[] {
    const notes: string[] = [];
    const { format } = this;
    if (format?.kind === 'kernel' && format.entries && format.entries.written > format.entries.inBuffer) {
      const gone = format.entries.written - format.entries.inBuffer;
      notes.push(
        `The tracer's buffer was too small: its ${gone.toLocaleString('en')} oldest events are gone. Pins taken before the first line are not seen; their drops are ignored.`,
      );
    }
    if (this.#lost > 0) {
      notes.push(
        `The tracer lost ${this.#lost.toLocaleString('en')} events: counts may be too high or too low by as many references.`,
      );
    }
    if (this.#other > 0) notes.push(`${this.#other.toLocaleString('en')} events of other kinds were passed over.`);
    return notes;
  }
}
