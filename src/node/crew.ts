import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, type TransferListItem, Worker } from 'node:worker_threads';
import { addMatching } from '../events/match.ts';
import { addOwnCounters, noOwnCounters } from '../events/own-counters.ts';
import { mergePopulations } from '../workloads/profile-file.ts';
import type { CrewAnswer, CrewCall, CrewReply } from './crew-member.ts';
import { blocksOf, noFacts, type RecordingFile } from './lines.ts';
import { concluded, evaluateBlocks, type ReadOptions, type ReadRecording } from './recording.ts';
import { RecordingReader } from './recording-reader.ts';
import type { ShardResult } from './shard.ts';
import { unpackError } from './tasks.ts';
import { whenEnded } from './thread-end.ts';

/** Blocks that a thread may have to decode: the next is there when it is done with one. More of them gained nothing. */
const AT_ONCE = 2;
/** Blocks that are decoded, or being decoded, and not noted yet, per thread. */
const AHEAD = 4;

/**
 * One large recording on several threads. This thread reads (and inflates) blocks of whole lines, and hashes the file.
 * Each block is decoded by the thread that has least to do, and cut into shards of pages. Every other thread owns a shard:
 * decoding takes more than half of the time, and each shard more costs the cutting. Its owner gets its part of every block
 * from the thread that decoded it, and feeds the parts in the order of the recording. So every page sees its events as one
 * thread would, and the result is the same to the byte.
 */
export async function evaluateOnThreads(
  file: RecordingFile,
  options: ReadOptions,
  threads: number,
): Promise<ReadRecording> {
  const facts = noFacts();
  const spare: ArrayBuffer[] = [];
  const blocks = blocksOf(file, facts, options.onRead, spare);
  const reader = new RecordingReader(file);
  const first = await blocks.next();
  const whole = (async function* () {
    if (!first.done) yield first.value;
    yield* blocks;
  })();
  const format = first.done ? undefined : reader.begin(first.value);
  // References of exchange CSV have names that hold across pages, so its pages cannot be told apart before matching.
  if (format?.kind !== 'kernel' || !hasScript()) return evaluateBlocks(file, whole, facts, options);

  const crew = Array.from({ length: threads }, () => new Member());
  const shards = Math.ceil(threads / 2);
  const owners = crew.slice(0, shards);
  try {
    await Promise.all(
      waysBetween(threads).map((peers, place) =>
        crew[place]!.call(
          {
            call: 'open',
            reading: format,
            place,
            shards,
            peers,
            replays: options.replays,
            onePopulation: options.onePopulation ?? false,
          },
          peers.filter((peer) => peer !== undefined),
        ),
      ),
    );
    /** Blocks in their order, and those of them that are still being decoded. */
    const decoding: Promise<{ decoded: CrewReply<'decode'>; lastByte: number }>[] = [];
    const running = new Set<Promise<void>>();
    let hasFailed = false;
    const absorb = async (): Promise<void> => {
      const { decoded, lastByte } = await decoding.shift()!;
      reader.note(decoded.about, decoded.events, lastByte);
    };
    const mayDecode = (member: Member): boolean => member.calls < AT_ONCE;
    let count = 0;
    for await (const bytes of whole) {
      while (!hasFailed && !crew.some(mayDecode)) await Promise.race(running);
      // What goes wrong is told in the order of the blocks; those after it may wait for it for ever.
      while (hasFailed || decoding.length > AHEAD * threads) await absorb();
      const lastByte = bytes[bytes.length - 1]!;
      const decoded = idlest(crew.filter(mayDecode))
        .call({ call: 'decode', bytes, block: count++, firstLine: facts.lines + 1 }, [bytes.buffer as ArrayBuffer])
        .then((reply) => {
          spare.push(reply.memory);
          return { decoded: reply, lastByte };
        });
      decoding.push(decoded);
      const ended = decoded
        .catch(() => {
          hasFailed = true;
        })
        .then(() => {
          running.delete(ended);
        });
      running.add(ended);
    }
    while (decoding.length > 0) await absorb();
    const spans = await Promise.all(owners.map((member) => member.call({ call: 'flush', blocks: count })));
    const span = reader.spanOf({
      first: Math.min(...spans.map((s) => s.first)),
      last: Math.max(...spans.map((s) => s.last)),
    });
    const results = await Promise.all(
      owners.map((member) => member.call({ call: 'finish', ...span, naming: reader.naming })),
    );
    const merged = results.reduce(mergeShards);
    return { evaluated: await concluded(file, reader, facts, merged, span, options), facts };
  } catch (error) {
    throw reader.located(error);
  } finally {
    await blocks.return(undefined); // the file is closed
    await Promise.all(crew.map((member) => member.close()));
  }
}

/** The one with the fewest calls to answer; of several the last, because the first own shards. */
const idlest = (crew: readonly Member[]): Member => crew.reduce((a, b) => (b.calls <= a.calls ? b : a));

/** For each thread its ends of the ways to all others. */
function waysBetween(threads: number): (MessagePort | undefined)[][] {
  const ways = Array.from({ length: threads }, () => new Array<MessagePort | undefined>(threads).fill(undefined));
  for (let a = 0; a < threads; a++) {
    for (let b = a + 1; b < threads; b++) {
      const { port1, port2 } = new MessageChannel();
      ways[a]![b] = port1;
      ways[b]![a] = port2;
    }
  }
  return ways;
}

function mergeShards(a: ShardResult, b: ShardResult): ShardResult {
  const matching = { ...a.matching };
  addMatching(matching, b.matching);
  const counters = noOwnCounters();
  for (const shard of [a, b]) addOwnCounters(counters, shard.counters);
  return {
    small: mergePopulations(a.small, b.small),
    large: mergePopulations(a.large, b.large),
    matching,
    counters,
    seen: {
      pins: a.seen.pins + b.seen.pins,
      undirected: a.seen.undirected + b.seen.undirected,
      ordinary: a.seen.ordinary + b.seen.ordinary,
      checks: a.seen.checks + b.seen.checks,
    },
    witnessed: [],
  };
}

const script = (): string => fileURLToPath(new URL('./worker.js', import.meta.url));
const hasScript = (): boolean => existsSync(script());

/** A thread of the crew, and the calls to it that are not answered yet. */
class Member {
  readonly #worker = new Worker(script());
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #next = 0;
  /** Why it is no longer there. */
  #ended: Error | undefined;

  constructor() {
    this.#worker.on('message', (answer: CrewAnswer) => {
      const waiting = this.#waiting.get(answer.crew);
      this.#waiting.delete(answer.crew);
      if ('error' in answer) waiting?.reject(unpackError(answer.error));
      else waiting?.resolve(answer.reply as never);
    });
    whenEnded(this.#worker, (error) => {
      this.#ended = error;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    });
  }

  /** Calls that are not answered yet. */
  get calls(): number {
    return this.#waiting.size;
  }

  call<C extends CrewCall>(call: C, transfer: readonly TransferListItem[] = []): Promise<CrewReply<C['call']>> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      const crew = this.#next++;
      this.#waiting.set(crew, { resolve, reject });
      this.#worker.postMessage({ crew, ...call }, transfer);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
