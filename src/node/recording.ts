import { Directions } from '../events/directions.ts';
import { OrderError } from '../events/order.ts';
import { PIN_COUNTING_BIAS } from '../events/ordinary.ts';
import { comparisons, type OwnCounters } from '../events/own-counters.ts';
import type { RawEvents } from '../events/raw.ts';
import { MAX_SPAN } from '../harness/exact.ts';
import type { Domain } from '../layouts/domain.ts';
import type { Layout } from '../layouts/types.ts';
import type { Evaluated } from '../workloads/evaluated.ts';
import { CsvDecoder, CsvError } from '../workloads/readers/csv.ts';
import { type Decoded, type Moved, ORDER_WINDOW } from '../workloads/readers/decoded.ts';
import { detect, type Format } from '../workloads/readers/detect.ts';
import { type EventNames, unmatchedNames } from '../workloads/readers/event-names.ts';
import { KernelTextDecoder } from '../workloads/readers/kernel-text.ts';
import { lackedBy } from '../workloads/readers/other-tools.ts';
import { busiestOf } from './busiest.ts';
import { InputError } from './input-error.ts';
import { blocksOf, type FileFacts, MAX_EXPANSION, noFacts, type RecordingFile } from './lines.ts';
import { namePage, type PageNaming } from './page-names.ts';
import { Shard, type ShardResult } from './shard.ts';

export interface ReadOptions {
  /** Layouts that go through replay. */
  readonly replays: readonly Layout[];
  /** Layouts that the profile answers for, replayed all the same where one thread reads the recording. Default: none. */
  readonly witnessed?: readonly Layout[];
  /** Match drops to the newest as well, where one thread reads the recording. Default: no. */
  readonly bothWays?: boolean;
  /** One population: large folios are treated like small ones. */
  readonly onePopulation?: boolean;
  /** Read it once more for the steps of its busiest page, unless it is very large. Default: yes. */
  readonly withBusiest?: boolean;
  readonly onRead?: (bytes: number, total: number) => void;
}

export interface ReadRecording {
  readonly evaluated: Evaluated;
  readonly facts: FileFacts;
}

/** One recording, read once, in this thread. @throws InputError with file and line for whatever makes it unusable */
export async function evaluateRecording(file: RecordingFile, options: ReadOptions): Promise<ReadRecording> {
  const facts = noFacts();
  return evaluateBlocks(file, blocksOf(file, facts, options.onRead), facts, options);
}

/** The same, of blocks that are being read already. */
export async function evaluateBlocks(
  file: RecordingFile,
  blocks: AsyncIterable<Uint8Array>,
  facts: FileFacts,
  options: ReadOptions,
): Promise<ReadRecording> {
  const shard = new Shard(options.replays, options.onePopulation, options.witnessed, options.bothWays, file.domain);
  const reader = new RecordingReader(file);
  for await (const { events, refNames } of reader.read(blocks)) {
    try {
      shard.push(events, refNames);
    } catch (error) {
      throw reader.located(error);
    }
  }
  const span = reader.spanOf(shard.flush());
  const result = shard.finish(span.first, span.last, reader.pageName);
  return { evaluated: await concluded(file, reader, facts, result, span, options), facts };
}

/** What is known of a recording whose events have all been through a shard, or through several and been merged. */
export async function concluded(
  file: RecordingFile,
  reader: RecordingReader,
  facts: FileFacts,
  { small, large, matching, counters, seen, witnessed, newestFirst }: ShardResult,
  { first, last }: { first: number; last: number },
  options: ReadOptions,
): Promise<Evaluated> {
  const busiest =
    options.withBusiest === false || file.domain !== undefined
      ? undefined
      : await busiestOf(file, { small, large }, options.onePopulation ?? false, first, facts.bytes);
  return {
    format: reader.formatName + (facts.isGzip ? ', gzip' : ''),
    observed: {
      ordinary: seen.ordinary > 0,
      direction: file.domain !== undefined || (seen.undirected === 0 && !reader.isPageRef),
      pins: seen.pins > 0,
      checks: seen.checks > 0,
    },
    events: small.profile.events + large.profile.events,
    duration: last - first,
    matching,
    ...(comparisons(counters) > 0 ? { counters } : {}),
    unreadable: reader.unreadable,
    runs: [{ small, large }],
    witnessed,
    ...(newestFirst === undefined ? {} : { newestFirst }),
    ...(busiest === undefined ? {} : { busiest }),
    notes: [...reader.notes(), ...(reader.isPageRef && seen.pins > 0 ? [NO_TERM] : []), ...beforeNotes(counters)],
    ...(file.domain === undefined ? {} : { domain: file.domain }),
  };
}

const NO_TERM =
  'page_ref does not tell whether a pin is long-term (FOLL_LONGTERM): each counts as a short-term one, and what is said of long-term pins here says nothing. The probes of `record/pins.sh` tell it.';

/** Pins that were there before the recording, which it does not show. */
export const beforeNotes = ({ before }: OwnCounters): string[] =>
  before === 0
    ? []
    : [
        `At ${before.toLocaleString('en')} events a page has pins that were taken before the recording began: they are not among its pins until the end, so pins at once and refusals are too low there, and each counts as ${PIN_COUNTING_BIAS.toLocaleString('en')} ordinary references of a small folio.`,
      ];

/** So many references may be taken and dropped however short the recording is; each is followed by itself. */
const FREE_REFERENCES = 2 ** 20;
/** Beyond that so many a line for each time that it may grow: 1000 by default, where a huge page of 2 MiB is 512. */
const REFERENCES_A_LINE = 5;

/** As many bytes as struct pages lie apart at most, as a rule (Documentation/arch/x86/x86_64/mm.rst: the virtual memory map). */
const LARGEST_MEMMAP = 2 ** 40;
/** From so long on, ns, a time in which nothing happens is told, where it is most of the recording. */
const LONG_GAP = 600e9;

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
  readonly #prefix: string;
  readonly #maxExpansion: number;
  readonly #domain: Domain | undefined;
  readonly #named: EventNames | undefined;
  format: Format | undefined;
  unreadable: { count: number; first?: { line: number; text: string } } = { count: 0 };
  #lines = 0;
  #entries = 0;
  #other = 0;
  #lost = 0;
  #zeroPins = 0;
  #contextless = 0;
  #events = 0;
  #moved = 0;
  #lastByte = 10;
  #heads = 0;
  #negative = 0;
  #span = 0;
  #gap = { by: 0, line: 0 };
  #lowest = Number.POSITIVE_INFINITY;
  #highest = Number.NEGATIVE_INFINITY;
  #maxTime = Number.NEGATIVE_INFINITY;
  #addressTop = -1;
  /** Names of events that are no references, or that the user named. */
  readonly #names = new Set<string>();
  readonly #both = { pageRef: { taken: 0, dropped: 0 }, probes: { taken: 0, dropped: 0 } };
  #csv: CsvDecoder | undefined;

  constructor({ shown, prefix = '', maxExpansion = MAX_EXPANSION, domain, events }: Omit<RecordingFile, 'path'>) {
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
        throw new InputError(error.message, { file: this.#shown, line: this.#lines + error.line + 1 });
      }
      const firstLine = this.note(out, out.events.length, block[block.length - 1]!);
      const { events } = out;
      shiftLines(events, firstLine);
      if (events.length > 0) yield { events, refNames: out.refNames };
    }
    if (decode === undefined) throw new InputError('is empty', { file: this.#shown, line: 1 });
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
        throw new InputError('is empty', { file: this.#shown, line: 1 });
      case 'tool':
        throw new InputError(`is ${format.is}`, { file: this.#shown });
      case 'profile':
        throw new InputError('is a profile, not a recording', { file: this.#shown });
      default:
        throw new InputError(
          `is no recording that bitpart reads: it starts with ${format.saw}. Read are ftrace and trace-cmd text of page_ref or of the pin probes, and CSV with the header time_s,event,page,ref`,
          { file: this.#shown, line: 1 },
        );
    }
  }

  /** Takes down what a decoded block says beside its events; returns the number of its first line. @throws InputError */
  note(out: Omit<Decoded, 'events' | 'refNames'>, events: number, lastByte: number): number {
    this.#noteGap(out);
    this.#checkOrder(out);
    this.#lastByte = lastByte;
    if (out.firstUnreadable !== undefined && this.unreadable.first === undefined) {
      this.unreadable.first = { line: this.#lines + out.firstUnreadable.line + 1, text: out.firstUnreadable.text };
    }
    this.unreadable.count += out.unreadable;
    this.#entries += out.entries;
    this.#other += out.other;
    this.#lost += out.lost;
    this.#zeroPins += out.zeroPins;
    this.#contextless += out.contextless;
    this.#events += events;
    if (out.addressTop >= 0) this.#addressTop = out.addressTop;
    const firstLine = this.#lines + 1;
    this.#lines += out.lines;
    this.#moved += out.moved;
    this.#heads += out.heads;
    this.#negative += out.negative;
    this.#lowest = Math.min(this.#lowest, out.lowest);
    this.#highest = Math.max(this.#highest, out.highest);
    for (const name of out.names) if (this.#names.size < MOST_NAMES) this.#names.add(name);
    for (const source of ['pageRef', 'probes'] as const) {
      this.#both[source].taken += out.both[source].taken;
      this.#both[source].dropped += out.both[source].dropped;
    }
    const most = REFERENCES_A_LINE * this.#maxExpansion;
    if (this.#moved > FREE_REFERENCES && this.#moved > most * this.#lines) {
      throw new InputError(
        `${this.#moved.toLocaleString('en')} references are taken and dropped up to here, more than ${most.toLocaleString('en')} a line; if that is right, raise --max-expansion`,
        { file: this.#shown, line: this.#lines },
      );
    }
    return firstLine;
  }

  /** Which source counted, of a recording that has two. */
  #bothNote(): string {
    const { pageRef, probes } = this.#both;
    const text = ({ taken, dropped }: Moved): string =>
      `${taken.toLocaleString('en')} taken and ${dropped.toLocaleString('en')} dropped`;
    const pages = this.format?.kind === 'kernel' ? (this.format.pages ?? 0) : 0;
    const same = pageRef.taken === probes.taken && pageRef.dropped === probes.dropped;
    return [
      `Both the probes and page_ref show pins: each counts once, by the probes, which tell read from write (${text(probes)}, of small folios; page_ref has ${same ? 'the same' : text(pageRef)}).`,
      `What else page_ref shows of a page counts for its address: struct page of pfn 0 is at 0x${(this.#addressTop < 0 ? '' : this.#addressTop.toString(16)) + pages.toString(16).padStart(12, '0')}, from neighbouring events of both.`,
    ].join(' ');
  }

  /** The longest time in which nothing happens, in this block or before it. */
  #noteGap({ gap, minTime, minLine }: Omit<Decoded, 'events' | 'refNames'>): void {
    if (minTime - this.#maxTime > this.#gap.by && this.#maxTime > Number.NEGATIVE_INFINITY)
      this.#gap = { by: minTime - this.#maxTime, line: this.#lines + minLine + 1 };
    if (gap.by > this.#gap.by) this.#gap = { by: gap.by, line: this.#lines + gap.line + 1 };
  }

  /** Events more than the window earlier than one before them are not put in order, in this block or across blocks. */
  #checkOrder(out: Omit<Decoded, 'events' | 'refNames'>): void {
    if (this.format?.kind !== 'kernel') return;
    const across = this.#maxTime - out.minTime;
    const late = across >= ORDER_WINDOW ? { line: out.minLine, by: across } : out.late;
    if (late !== undefined) {
      throw this.located(new OrderError(this.#lines + late.line + 1, late.by));
    }
    this.#maxTime = Math.max(this.#maxTime, out.maxTime);
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
            ? `holds no event that shows a page reference (${this.#other.toLocaleString('en')} of other kinds${namesText(this.#names)})`
            : `holds no event that can be read; the first line that cannot: ${JSON.stringify(first.text)}${lackedText(first.text)}`,
          { file: this.#shown, line: first?.line ?? this.#lines },
        );
      }
    }
  }

  /** Exchange CSV whose last cell may have been cut off. */
  get #cutCell(): boolean {
    return this.format?.kind === 'csv' && this.#events > 0 && this.#lastByte !== 10;
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
    if (this.#isBoth) notes.push(this.#bothNote());
    if (this.#lost > 0) {
      notes.push(
        `The tracer lost ${this.#lost.toLocaleString('en')} events: counts may be too high or too low by as many references.`,
      );
    }
    if (this.#negative > 0) {
      notes.push(
        `At ${this.#negative.toLocaleString('en')} events a page's count is negative: it went past 2^31 − 1, or below 0. It is read as the unsigned number that it is too, as the kernel does where it asks whether a page is pinned.`,
      );
    }
    if (this.#heads > 1) {
      notes.push(
        `The file has ${this.#heads} heads of a tracer: several recordings were joined. What one of them held at its end counts as held on, and a page of one machine as that of another with the same address.`,
      );
    }
    if (this.#highest - this.#lowest > LARGEST_MEMMAP) {
      notes.push(
        'Folios lie farther apart than the struct pages of one machine as a rule do (1 TiB with page tables of 4 levels): where recordings of two machines were mixed, tasks and pages of equal names count as one.',
      );
    }
    if (this.#gap.by > LONG_GAP && 2 * this.#gap.by > this.#span) {
      notes.push(
        `Nothing happens for ${Math.round(this.#gap.by / 1e9).toLocaleString('en')} s before line ${this.#gap.line.toLocaleString('en')}, more than half of the recording: its clock was set, the machine slept, or recordings were joined. What is held then counts as held for so long, so shares of time say little.`,
      );
    }
    if (this.#cutCell) {
      notes.push(
        'The last line has no line end: if the file was cut off there, its last cell is not whole, and a drop may have found no reference.',
      );
    }
    if (this.#zeroPins > 0) {
      notes.push(
        `${this.#zeroPins.toLocaleString('en')} pins and drops of the page of zeros are left out: the kernel takes them without counting them.`,
      );
    }
    if (this.#contextless > 0) {
      notes.push(
        `${this.#contextless.toLocaleString('en')} drops have no flags column, so whether an interrupt made them is not known: they are matched as those of the task they name. \`trace-cmd report -l\` and tracefs \`trace\` have it.`,
      );
    }
    if (this.#other > 0) notes.push(`${this.#other.toLocaleString('en')} events of other kinds were passed over.`);
    return notes;
  }
}
