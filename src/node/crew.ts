import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, type TransferListItem, Worker } from 'node:worker_threads';
import { addMatching } from '../events/match.ts';
import { addOwnCounters, noOwnCounters } from '../events/own-counters.ts';
import { mergePopulations } from '../workloads/profile-file.ts';
import { AHEAD, type CrewAnswer, type CrewCall, CrewMember, type CrewReply } from './crew-member.ts';
import { InputError } from './input-error.ts';
import { blocksOf, noFacts, type RecordingFile } from './lines.ts';
import { concluded, evaluateBlocks, type ReadOptions, type ReadRecording } from './recording.ts';
import { RecordingReader } from './recording-reader.ts';
import type { ShardResult } from './shard.ts';
import { whenEnded } from './thread-end.ts';
import { unpackError } from './thread-error.ts';

/** Blocks that another thread may have to decode: the next are there when it is done with one. */
const AT_ONCE = 2;

/**
 * One large recording on several threads, of which this is the first. It reads (and inflates) blocks of whole lines, and
 * hashes the file; a block is decoded by another thread, or here where they all have enough to do, and cut into shards of
 * pages. Half of the threads, not this one, own a shard: decoding takes more than half of the time, and each shard more
 * costs the cutting. Its owner gets its part of every block from the thread that decoded it, and feeds the parts in the
 * order of the recording. So every page sees its events as one thread would, and the result is the same to the byte.
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
  if (format?.kind !== 'kernel' || threads === 1 || !hasScript()) return evaluateBlocks(file, whole, facts, options);

  const here = new Here();
  const others = Array.from({ length: threads - 1 }, () => new Thread());
  const crew = [...others, here];
  // Where one is gone, the others may wait for it for ever.
  const end = (error: Error): void => {
    for (const member of crew) member.end(error);
  };
  for (const { worker } of others) whenEnded(worker, end);
  const shards = Math.floor(threads / 2);
  const owners: Member[] = crew.slice(0, shards);
  try {
    /** Those of the others that are there. */
    const ready: Member[] = [];
    const opened = waysBetween(threads).map(async (peers, place) => {
      const member = crew[place]!;
      await member.call(
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
      );
      if (member !== here) ready.push(member);
    });
    for (const each of opened) each.catch(end);
    /** Blocks in their order. */
    const decoding: Promise<{ decoded: CrewReply<'decode'>; lastByte: number }>[] = [];
    let hasFailed = false;
    const absorb = async (): Promise<void> => {
      const { decoded, lastByte } = await decoding.shift()!;
      reader.note(decoded.about, decoded.events, lastByte);
    };
    let count = 0;
    const flushed = async (): Promise<CrewReply<'flush'>[]> =>
      earliest(await Promise.allSettled(owners.map((member) => member.call({ call: 'flush', blocks: count }))));
    const next = async (): Promise<IteratorResult<Uint8Array>> => {
      try {
        return await whole.next();
      } catch (error) {
        // What is wrong with the blocks before comes first.
        while (decoding.length > 0) await absorb();
        await flushed();
        throw error;
      }
    };
    for (let read = await next(); !read.done; read = await next()) {
      const bytes = read.value;
      // What goes wrong is told in the order of the blocks; those after it may wait for it for ever.
      // Nor are more of them on their way than may be ahead of a shard.
      while (hasFailed || decoding.length > AHEAD * threads) await absorb();
      const lastByte = bytes[bytes.length - 1]!;
      const member = idlest(ready.filter(({ calls }) => calls < AT_ONCE)) ?? here;
      const decoded = member
        .call({ call: 'decode', bytes, block: count++, firstLine: facts.lines + 1 }, [bytes.buffer as ArrayBuffer])
        .then((reply) => {
          if (member !== here) spare.push(reply.memory);
          return { decoded: reply, lastByte };
        });
      decoding.push(decoded);
      decoded.catch(() => {
        hasFailed = true;
      });
    }
    while (decoding.length > 0) await absorb();
    const spans = await flushed();
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
    for (const member of crew) member.close();
  }
}

/** All answers; where there are errors the one with the first line of the recording, whoever was the first to find his. */
function earliest<T>(answers: readonly PromiseSettledResult<T>[]): T[] {
  const errors = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as Error] : []));
  const lineOf = (error: Error): number => (error instanceof InputError ? (error.line ?? 0) : 0);
  if (errors.length > 0) throw errors.reduce((a, b) => (lineOf(b) < lineOf(a) ? b : a));
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
}

/** The one with the fewest calls to answer; of several the last, because the first own shards. */
const idlest = (crew: readonly Member[]): Member | undefined =>
  crew.length === 0 ? undefined : crew.reduce((a, b) => (b.calls <= a.calls ? b : a));

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

/** One of the crew, and the calls to it that are not answered yet. */
abstract class Member {
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #next = 0;
  /** Why it is no longer there. */
  #ended: Error | undefined;

  /** Calls that are not answered yet. */
  get calls(): number {
    return this.#waiting.size;
  }

  call<C extends CrewCall>(call: C, transfer: readonly TransferListItem[] = []): Promise<CrewReply<C['call']>> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      const crew = this.#next++;
      this.#waiting.set(crew, { resolve, reject });
      this.ask({ crew, ...call }, transfer);
    });
  }

  /** Nothing is answered any more. */
  end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  protected answered(
    crew: number,
    settle: (waiting: { resolve: (value: never) => void; reject: (error: Error) => void }) => void,
  ): void {
    const waiting = this.#waiting.get(crew);
    this.#waiting.delete(crew);
    if (waiting !== undefined) settle(waiting);
  }

  protected abstract ask(call: CrewCall & { crew: number }, transfer: readonly TransferListItem[]): void;
  /** It ends by itself then: nobody waits for it. */
  abstract close(): void;
}

/** This thread. What it is asked to decode it has decoded when the call returns; the answer may come later. */
class Here extends Member {
  readonly #member = new CrewMember();

  protected ask(call: CrewCall & { crew: number }): void {
    this.#member.answer(call).then(
      ({ reply }) => this.answered(call.crew, ({ resolve }) => resolve(reply as never)),
      (error) => this.answered(call.crew, ({ reject }) => reject(error)),
    );
  }

  close(): void {
    this.#member.leave();
  }
}

/** Another thread. */
class Thread extends Member {
  readonly worker = new Worker(script());

  constructor() {
    super();
    this.worker.on('message', (answer: CrewAnswer) => {
      this.answered(answer.crew, ({ resolve, reject }) => {
        if ('error' in answer) reject(unpackError(answer.error));
        else resolve(answer.reply as never);
      });
    });
  }

  protected ask(call: CrewCall & { crew: number }, transfer: readonly TransferListItem[]): void {
    this.worker.postMessage(call, transfer);
  }

  close(): void {
    void this.worker.terminate();
  }
}
