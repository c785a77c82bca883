import { comparisons } from '../events/own-counters.ts';
import type { Layout } from '../layouts/types.ts';
import type { Evaluated } from '../workloads/evaluated.ts';
import { busiestOf } from './busiest.ts';
import { blocksOf, type FileFacts, noFacts, type RecordingFile } from './lines.ts';
import { RecordingReader } from './recording-reader.ts';
import { beforeNotes, NO_EVENT, NO_TERM } from './recording-remarks.ts';
import { Shard, type ShardResult } from './shard.ts';

export interface ReadOptions {
  /** Layouts that go through replay. */
  readonly replays: readonly Layout[];
  /** Layouts that the profile answers for, replayed all the same where one thread reads the recording. Default: none. */
  readonly witnessed?: readonly Layout[];
  /** Match drops to the newest as well, where one thread reads the recording, and replay those of these layouts that are replayed. Default: no. */
  readonly bothWays?: readonly Layout[] | undefined;
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
    notes: [
      ...(reader.isEmpty ? [NO_EVENT] : []),
      ...reader.notes(),
      ...(reader.isPageRef && seen.pins > 0 ? [NO_TERM] : []),
      ...beforeNotes(counters),
    ],
    ...(file.domain === undefined ? {} : { domain: file.domain }),
  };
}
