import { resolve } from 'node:path';
import type { EventChunk } from '../events/chunk.ts';
import { ChunkOrderer } from '../events/chunk-order.ts';
import { Matcher } from '../events/match.ts';
import { Orderer } from '../events/order.ts';
import { BESIDE_WINDOW, type OwnCounters } from '../events/own-counters.ts';
import { ORDER_WINDOW } from '../events/raw-codes.ts';
import { EXIT, type Io } from '../io.ts';
import { InputError } from '../node/input-error.ts';
import { blocksOf, noFacts, type RecordingFile } from '../node/lines.ts';
import { RecordingReader } from '../node/recording-reader.ts';
import { beforeNotes, NO_EVENT } from '../node/recording-remarks.ts';
import { isSameFile } from '../node/same-file.ts';
import { openText, type TextSink } from '../node/text-file.ts';
import { anonymousNames, type ExchangeNames, ExchangeWriter } from '../workloads/exchange.ts';
import { CSV_HEADER } from '../workloads/readers/csv.ts';
import { eventsOf, expansionOf } from './common.ts';
import type { ImportArgs } from './import.ts';

export async function runImport(args: ImportArgs, io: Io): Promise<number> {
  const expansion = expansionOf(args['max-expansion']);
  const path = args.file === '-' ? '-' : resolve(io.cwd, args.file);
  const shown = path === '-' ? 'standard input' : args.file;
  const output = args.output === undefined || args.output === '-' ? undefined : args.output;
  if (output !== undefined && (await isSameFile(path, resolve(io.cwd, output)))) {
    throw new InputError('is the recording itself: import writes another file and leaves its input as it is', {
      file: output,
    });
  }
  const sink = output === undefined ? standardOutput(io) : await openText(resolve(io.cwd, output), output);
  try {
    const said = await convert({ path, shown, ...expansion, ...eventsOf(args.events) }, args, sink, io);
    await sink.close();
    if (!args.quiet) io.err(said(output ?? 'Standard output'));
    return EXIT.done;
  } catch (error) {
    await sink.abandon();
    throw error;
  }
}

/** Reads the recording once and writes each block's rows before the next is read, so that memory follows what is held. */
async function convert(
  file: RecordingFile,
  { class: folios, anonymize }: ImportArgs,
  sink: TextSink,
  { signal }: Io,
): Promise<(output: string) => string> {
  const facts = noFacts();
  const reader = new RecordingReader(file, false);
  let text = `${CSV_HEADER}\n`;
  let left = 0;
  let writer: ExchangeWriter | undefined;
  const onChunk = (isLarge: boolean) => (chunk: EventChunk) => {
    if (folios !== 'same' && isLarge !== (folios === 'large')) left += chunk.length;
    else rows.push(chunk);
  };
  // Events of a page whose count is not understood yet come later than those of others; the CSV is in time order.
  const rows = new ChunkOrderer(BESIDE_WINDOW, (chunk) => {
    text += writer!.write(chunk);
  });
  const matcher = new Matcher({ small: onChunk(false), large: onChunk(true) }, folios === 'same');
  const written = folios === 'large' ? matcher.large : matcher.small;
  const names: ExchangeNames = {
    page(index) {
      const key = written.pages.keyOf(index);
      // Of one population, a half marks the large folio (events/match.ts).
      return reader.pageName(Math.floor(key)) + (folios === 'same' && key % 1 !== 0 ? ' (large)' : '');
    },
    task: (number) => matcher.taskNames[number] ?? '',
  };
  const orderer = new Orderer(ORDER_WINDOW, (raw, refNames, start, end) => matcher.feed(raw, refNames, start, end));
  for await (const { events, refNames } of reader.read(blocksOf(file, facts))) {
    writer ??= new ExchangeWriter({
      names: anonymize ? anonymousNames() : names,
      baseSeconds: !anonymize && reader.format?.kind === 'kernel' ? reader.format.baseSeconds : 0,
      origin: anonymize ? () => matcher.first : () => 0,
      observesOrdinary: () => matcher.seen.ordinary > 0,
    });
    signal?.throwIfAborted();
    try {
      orderer.push(events, refNames);
    } catch (error) {
      throw reader.located(error);
    }
    await sink.write(text);
    text = '';
  }
  orderer.flush();
  matcher.flush();
  rows.flush();
  reader.spanOf({ first: matcher.first, last: matcher.last });
  await sink.write(text + (writer?.end(matcher.last) ?? ''));
  const [rowCount, pages] = [writer?.rows ?? 0, writer?.pages ?? 0];
  return (output) =>
    [
      `${output}: ${rowCount.toLocaleString('en')} rows of ${pages.toLocaleString('en')} ${folios === 'same' ? '' : `${folios} `}folios, from ${reader.formatName}.`,
      ...losses(file.shown, reader, matcher.counters, left, folios, anonymize),
      '',
    ].join('\n');
}

/** What the format has no place for, in sentences. */
function losses(
  file: string,
  reader: RecordingReader,
  counters: OwnCounters,
  left: number,
  folios: ImportArgs['class'],
  anonymize: boolean,
): string[] {
  const other = folios === 'large' ? 'small' : 'large';
  return [
    ...(reader.isEmpty ? [`${file}: ${NO_EVENT}`] : []),
    ...(left > 0
      ? [
          `Left out: ${left.toLocaleString('en')} events of ${other} folios, which the CSV cannot tell apart (--class ${other}).`,
        ]
      : []),
    ...(reader.isPageRef
      ? ['page_ref does not tell reads from writes; the CSV says so of each pin, not of a recording without pins.']
      : []),
    ...[...reader.notes(), ...beforeNotes(counters)].map((note) => `Not in the CSV: ${note}`),
    ...(reader.unreadable.count > 0
      ? [`Not in the CSV: ${reader.unreadable.count.toLocaleString('en')} lines that could not be read.`]
      : []),
    ...(anonymize
      ? ['Pages and tasks have new names, and time starts at 0. How long and how often things happened is as it was.']
      : []),
  ];
}

function standardOutput(io: Io): TextSink {
  return {
    async write(text) {
      if (text === '') return;
      io.out(text);
      await io.drained?.();
    },
    close: async () => {},
    abandon: async () => {},
  };
}
