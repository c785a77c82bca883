import { Directions } from '../events/directions.ts';
import { MOST_BEHIND, OrderError } from '../events/order.ts';
import type { RawEvents } from '../events/raw.ts';
import { ORDER_WINDOW } from '../events/raw-codes.ts';
import { MAX_SPAN } from '../harness/exact.ts';
import type { Domain } from '../layouts/domain.ts';
import { CSV_HEADER, CsvDecoder, CsvError } from '../workloads/readers/csv.ts';
import type { Decoded } from '../workloads/readers/decoded.ts';
import { detect, type Format } from '../workloads/readers/detect.ts';
import { type EventNames, unmatchedNames } from '../workloads/readers/event-names.ts';
import { KernelTextDecoder } from '../workloads/readers/kernel/text.ts';
import { lackedBy } from '../workloads/readers/other-tools.ts';
import { InputError } from './input-error.ts';
import { MAX_EXPANSION, type RecordingFile } from './lines.ts';
import { namePage, type PageNaming } from './page-names.ts';
import { type Aside, RecordingRemarks } from './recording-remarks.ts';

/** So many references may be taken and dropped however short the recording is; each is followed by itself. */
const FREE_REFERENCES = 2 ** 20;
/** Beyond that so many a line for each time that it may grow: 1000 by default, where a huge page of 2 MiB is 512. */
const REFERENCES_A_LINE = 5;

/** What bitpart reads, as a sentence. */
const readText = (csv: string): string =>
  `Read are ftrace and trace-cmd text of page_ref or of the pin probes, and ${csv}`;
const CSV_TEXT = `CSV with the header ${CSV_HEADER}`;

const lackedText = (line: string): string => {
  const lacked = lackedBy(line);
  return lacked === undefined ? '' : `; it lacks ${lacked} (traces/README.md says which fields are read)`;
};
const namesText = (names: ReadonlySet<string>): string =>
  names.size === 0
    ? ''
    : `: ${[...names].slice(0, 10).join(', ')}${names.size > 10 ? ', …' : ''}; events: says which take and drop pins`;

/** Names of events of other kinds that are kept to be shown. */
const MOST_NAMES = 1000;

/** The first line, from 1, that is not UTF-8. */
function badLine(block: Uint8Array): number {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  for (let line = 1, start = 0; start < block.length; line++) {
    const end = block.indexOf(10, start);
    try {
      utf8.decode(block.subarray(start, end < 0 ? block.length : end));
    } catch {
      return line;
    }
    if (end < 0) break;
    start = end + 1;
  }
  return 1;
}

/** Lines of a block become lines of the recording. Not in the generator: V8 does not optimise a loop in there. */
export function shiftLines(events: RawEvents, firstLine: number): void {
  const { line, length } = events;
  for (let i = 0; i < length; i++) line[i] = line[i]! + firstLine;
}

/** Decodes the blocks of one recording, whatever its format, and keeps what is to be said of it. */
export class RecordingReader {
  readonly #shown: string;
  readonly #isInput: boolean;
  readonly #takesProfiles: boolean;
  readonly #prefix: string;
  readonly #maxExpansion: number;
  readonly #domain: Domain | undefined;
  readonly #named: EventNames | undefined;
  format: Format | undefined;
  unreadable: { count: number; first?: { line: number; text: string } } = { count: 0 };
  #lines = 0;
  #entries = 0;
  #events = 0;
  #moved = 0;
  #lastByte = 10;
  #span = 0;
  #maxTime = Number.NEGATIVE_INFINITY;
  /** Of the last blocks: how many events came before each, and the latest time up to its end. */
  readonly #above: { readonly before: number; readonly maxTime: number }[] = [];
  #addressTop = -1;
  /** Names of events that are no references, or that the user named. */
  readonly #names = new Set<string>();
  readonly #remarks = new RecordingRemarks();
  #csv: CsvDecoder | undefined;

  /** `takesProfiles`: who reads it takes profiles too, as plain files. */
  constructor(
    {
      path,
      shown,
      prefix = '',
      maxExpansion = MAX_EXPANSION,
      domain,
      events,
    }: Partial<RecordingFile> & Pick<RecordingFile, 'shown'>,
    takesProfiles = true,
  ) {
    this.#isInput = path === '-';
    this.#takesProfiles = takesProfiles;
    this.#shown = shown;
    this.#prefix = prefix;
    this.#maxExpansion = maxExpansion;
    this.#domain = domain;
    this.#named = events;
  }

  get isPageRef(): boolean {
    return this.format?.kind === 'kernel' && this.format.format === 'page-ref';
  }

  get #isBoth(): boolean {
    return this.format?.kind === 'kernel' && this.format.format === 'both';
  }

  get formatName(): string {
    if (this.format?.kind === 'csv') return 'exchange CSV';
    if (this.#isBoth) return 'kprobe and page_ref text';
    return this.isPageRef ? 'page_ref text' : 'kprobe text';
  }

  /** Exchange CSV without an event: kernel text without any is an error. */
  get isEmpty(): boolean {
    return this.format?.kind === 'csv' && this.#events === 0;
  }

  /** How a page's key is written. */
  readonly pageName = (key: number): string => {
    if (this.#csv !== undefined) return this.#prefix + this.#csv.pageNames[key]!;
    return namePage(this.naming, key);
  };

  get naming(): PageNaming {
    const prefix = this.#prefix;
    return this.isPageRef ? { by: 'pfn', prefix } : { by: 'folio', prefix, top: this.#addressTop };
  }

  /** Decoded events of each block; their lines count from 1. @throws InputError */
  async *read(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<{ events: RawEvents; refNames: readonly string[] }> {
    let decode: ((block: Uint8Array) => Decoded) | undefined;
    for await (const block of blocks) {
      decode ??= this.#decoder(this.begin(block));
      let out: Decoded;
      try {
        out = decode(block);
      } catch (error) {
        if (!(error instanceof CsvError)) throw error;
        const { message, line, column } = error;
        throw new InputError(message, { file: this.#shown, line: this.#lines + line + 1, column: column + 1 });
      }
      const firstLine = this.note(out, out.events.length, block[block.length - 1]!);
      const { events } = out;
      shiftLines(events, firstLine);
      if (events.length > 0) yield { events, refNames: out.refNames };
    }
    if (decode === undefined) throw this.#emptyError();
  }

  /** Looks at the first block for what the recording is. @throws InputError for what bitpart does not read */
  begin(first: Uint8Array): Format {
    this.format = detect(first.subarray(0, 256 << 10), this.#named);
    return this.format;
  }

  #decoder(format: Format): (block: Uint8Array) => Decoded {
    switch (format.kind) {
      case 'kernel': {
        if (this.#domain !== undefined) {
          throw new InputError(
            `holds page references, not the kinds of ${JSON.stringify(this.#domain.name ?? '')}: only exchange CSV can have kinds of one's own`,
            { file: this.#shown, line: 1 },
          );
        }
        const decoder = new KernelTextDecoder(format);
        const directions = new Directions();
        return (block) => {
          const out = decoder.decode(block, 0, block.length);
          directions.decide(out.events, out.probes);
          return out;
        };
      }
      case 'csv': {
        if (this.#named !== undefined) {
          throw new InputError('is exchange CSV, whose events have fixed names; events: names those of kernel text', {
            file: this.#shown,
            line: 1,
          });
        }
        this.#csv = new CsvDecoder(this.#domain);
        const csv = this.#csv;
        const utf8 = new TextDecoder('utf-8', { fatal: true });
        let isFirst = true;
        return (block) => {
          let text: string;
          try {
            text = utf8.decode(block);
          } catch {
            throw new InputError('is not UTF-8 text', { file: this.#shown, line: this.#lines + badLine(block) });
          }
          if (!isFirst) return csv.decode(text);
          isFirst = false;
          const headerEnd = text.indexOf('\n');
          // The header keeps its place as line 1, so that line numbers are those of the file.
          return csv.decode(headerEnd < 0 ? '\n' : `\n${text.slice(headerEnd + 1)}`);
        };
      }
      case 'empty':
        throw this.#emptyError();
      case 'tool':
        throw new InputError(`is ${format.is}`, { file: this.#shown });
      case 'profile':
        throw this.#profileError();
      default: {
        const isCsv = format.saw.includes(CSV_HEADER);
        throw new InputError(
          `is no recording that bitpart reads: it starts with ${format.saw}. ${readText(isCsv ? 'exchange CSV' : CSV_TEXT)}`,
          { file: this.#shown, line: 1, ...(isCsv ? { suggestion: CSV_HEADER } : {}) },
        );
      }
    }
  }

  /** Of a profile that is not read as one. */
  #profileError(): InputError {
    const file = this.#shown;
    if (!this.#takesProfiles) return new InputError('is a profile, not a recording', { file });
    if (this.#isInput) return new InputError('is a profile, which is read from its file only: name the file', { file });
    return new InputError('is a profile that is compressed, and profiles are read as plain files: gunzip it', { file });
  }

  #emptyError(): InputError {
    return new InputError(`is empty. ${readText(CSV_TEXT)}`, { file: this.#shown, line: 1 });
  }

  /** Takes down what a decoded block says beside its events; returns the number of its first line. @throws InputError */
  note(out: Aside, events: number, lastByte: number): number {
    this.#remarks.note(out, this.#lines, this.#maxTime);
    this.#checkOrder(out, events);
    this.#lastByte = lastByte;
    if (out.firstUnreadable !== undefined && this.unreadable.first === undefined) {
      this.unreadable.first = { line: this.#lines + out.firstUnreadable.line + 1, text: out.firstUnreadable.text };
    }
    this.unreadable.count += out.unreadable;
    this.#entries += out.entries;
    this.#events += events;
    if (out.addressTop >= 0) this.#addressTop = out.addressTop;
    const firstLine = this.#lines + 1;
    this.#lines += out.lines;
    this.#moved += out.moved;
    for (const name of out.names) if (this.#names.size < MOST_NAMES) this.#names.add(name);
    const most = REFERENCES_A_LINE * this.#maxExpansion;
    if (this.#moved > FREE_REFERENCES && this.#moved > most * this.#lines) {
      throw new InputError(
        `${this.#moved.toLocaleString('en')} references are taken and dropped up to here, more than ${most.toLocaleString('en')} a line; if that is right, raise --max-expansion`,
        { file: this.#shown, line: this.#lines },
      );
    }
    return firstLine;
  }

  /**
   * Events more than the window earlier than one before them are not put in order, in this block or across blocks; nor are
   * those that are behind too many. The latter is said here, of all pages, because a shard sees only some of them.
   */
  #checkOrder(out: Aside, events: number): void {
    if (this.format?.kind !== 'kernel') return;
    const end = this.#events + events;
    while (this.#above.length > 1 && end - this.#above[1]!.before >= MOST_BEHIND) this.#above.shift();
    const [first] = this.#above;
    const isBehind = first !== undefined && end - first.before >= MOST_BEHIND && out.minTime < first.maxTime;
    const across = this.#maxTime - out.minTime;
    const late = across >= ORDER_WINDOW || isBehind ? { line: out.minLine, by: across } : out.late;
    if (late !== undefined) {
      throw this.located(new OrderError(this.#lines + late.line + 1, late.by));
    }
    this.#maxTime = Math.max(this.#maxTime, out.maxTime);
    if (events > 0) this.#above.push({ before: this.#events, maxTime: this.#maxTime });
  }

  /** What is wrong in the order of events, as an error of this file; another error as it is. */
  located(error: unknown): unknown {
    if (error instanceof OrderError || (error instanceof InputError && error.file === undefined)) {
      const { message, line } = error;
      return new InputError(message, { file: this.#shown, ...(line === undefined ? {} : { line }) });
    }
    return error;
  }

  /** First and last event of all, 0 and 0 where there is none. @throws InputError as checkWhole */
  spanOf({ first, last }: { first: number; last: number }): { first: number; last: number } {
    this.checkWhole();
    this.#span = last - first;
    if (last < first) return { first: 0, last: 0 };
    if (last - first < MAX_SPAN) return { first, last };
    throw new InputError('spans more than 52 days: its clock was set, or two recordings were joined', {
      file: this.#shown,
    });
  }

  /** The recording ends where it should. @throws InputError for one that was cut off, or that holds no event */
  checkWhole(): void {
    const { format } = this;
    const at = { file: this.#shown, line: this.#lines };
    if (format?.kind === 'kernel') {
      if (this.#lastByte !== 10) {
        throw new InputError('the last line has no line end: the recording was cut off there', at);
      }
      if (format.entries !== undefined && this.#entries < format.entries.inBuffer) {
        throw new InputError(
          `the header says ${format.entries.inBuffer.toLocaleString('en')} entries, ${this.#entries.toLocaleString('en')} are there: the recording was cut off after this line (a filtered one must not keep the line "# entries-in-buffer")`,
          at,
        );
      }
      const unmatched = this.#named === undefined ? undefined : unmatchedNames(this.#named, [...this.#names]);
      if (unmatched !== undefined) throw new InputError(unmatched, at);
      if (this.#events === 0) {
        const first = this.unreadable.first;
        throw new InputError(
          first === undefined
            ? `holds no event that shows a page reference (${this.#remarks.other.toLocaleString('en')} of other kinds${namesText(this.#names)})`
            : `holds no event that can be read; the first line that cannot: ${JSON.stringify(first.text)}${lackedText(first.text)}`,
          { file: this.#shown, line: first?.line ?? this.#lines },
        );
      }
    }
  }

  /** What somebody should know of it, in sentences. */
  notes(): string[] {
    return this.#remarks.notes({
      format: this.format,
      span: this.#span,
      addressTop: this.#addressTop,
      hasCutCell: this.format?.kind === 'csv' && !this.isEmpty && this.#lastByte !== 10,
    });
  }
}
