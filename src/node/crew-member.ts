import type { MessagePort } from 'node:worker_threads';
import { Directions, type OpenContexts } from '../events/directions.ts';
import { hash } from '../events/page-index.ts';
import { type PackedEvents, packed, type RawEvents, splitEvents, unpacked } from '../events/raw.ts';
import type { Layout } from '../layouts/types.ts';
import type { Decoded } from '../workloads/readers/decoded.ts';
import { type KernelReading, KernelTextDecoder } from '../workloads/readers/kernel/text.ts';
import { namePage, type PageNaming } from './page-names.ts';
import { Shard, type ShardResult } from './shard.ts';
import type { packError } from './thread-error.ts';

/** What the thread that reads asks of the others. */
export type CrewCall =
  | {
      readonly call: 'open';
      readonly reading: KernelReading;
      /** This thread's place in the crew; how many of its first threads own a shard of the pages; a way to each other thread (at its own place: none). */
      readonly place: number;
      readonly shards: number;
      readonly peers: readonly (MessagePort | undefined)[];
      readonly replays: readonly Layout[];
      readonly onePopulation: boolean;
    }
  /** `block`: its number in the recording, from 0; `firstLine`: of its first line. */
  | { readonly call: 'decode'; readonly bytes: Uint8Array; readonly block: number; readonly firstLine: number }
  | { readonly call: 'flush'; readonly blocks: number }
  | { readonly call: 'finish'; readonly first: number; readonly last: number; readonly naming: PageNaming };

interface Replies {
  open: undefined;
  /** `about`: what the block says beside its events; `memory`: that of the block, to be used again. */
  decode: {
    readonly about: Omit<Decoded, 'events' | 'refNames'>;
    readonly events: number;
    readonly memory: ArrayBuffer;
  };
  flush: { readonly first: number; readonly last: number };
  finish: ShardResult;
}

export type CrewReply<C extends CrewCall['call']> = Replies[C];

export type CrewAnswer =
  | { readonly crew: number; readonly reply: unknown }
  | { readonly crew: number; readonly error: ReturnType<typeof packError> };

/** What one thread tells another of a block that it has decoded. */
interface Part {
  readonly block: number;
  /** The events that belong to the shard of the thread that is told. */
  readonly events?: PackedEvents;
  /** How many of them are probes, which say where the drops after them go. There are none where there are several shards. */
  readonly probes: number;
  /** Where there are several shards: what the block leaves open for the next. */
  readonly open?: OpenContexts;
}

/** What the owner of a shard tells every other thread: it has fed all blocks before this one. */
interface Fed {
  readonly fed: number;
}

/** How far, in blocks per thread, decoding may be ahead of any shard, so that parts that wait are bounded. */
export const AHEAD = 8;

/**
 * One thread's part: decodes the blocks it is given and hands the owner of each shard the events of its pages; may own a
 * shard itself, and feeds it the parts of all blocks in the order of the recording.
 */
export class CrewMember {
  #decoder: KernelTextDecoder | undefined;
  #shard: Shard | undefined;
  /** Where there is one shard: its owner sees all that a context does, in order, and nobody has to wait for another. */
  readonly #directions = new Directions();
  /** Columns of blocks that are done, to be filled again. */
  readonly #columns: RawEvents[] = [];
  #place = 0;
  #peers: readonly (MessagePort | undefined)[] = [];
  /** Parts that wait for one of an earlier block. */
  readonly #parts = new Map<number, { raw: RawEvents; probes: number }>();
  /** How many blocks each shard has been fed, as far as is known here; one place per shard. */
  #fed: number[] = [];
  /** Who waits until a shard has been fed more. */
  readonly #waiting = new Set<() => void>();
  /** What blocks left open, by their number, until the next is decoded here. */
  readonly #open = new Map<number, OpenContexts>();
  /** Blocks of which what they leave open is waited for. */
  readonly #awaited = new Map<number, (open: OpenContexts) => void>();
  /** What went wrong in the shard. Told at the end: the thread that reads finds what is wrong with a block before. */
  #failed: unknown;
  #flush: { blocks: number; done: () => void } | undefined;

  async answer(call: CrewCall): Promise<{ reply: Replies[CrewCall['call']]; transfer: ArrayBuffer[] }> {
    switch (call.call) {
      case 'open':
        this.#decoder = new KernelTextDecoder(call.reading);
        if (call.place < call.shards) this.#shard = new Shard(call.replays, call.onePopulation);
        this.#place = call.place;
        this.#peers = call.peers;
        this.#fed = new Array<number>(call.shards).fill(0);
        for (const [place, port] of call.peers.entries())
          port?.on('message', (said: Part | Fed) => {
            if ('fed' in said) this.#hear(place, said.fed);
            else this.#take(said, said.events && unpacked(said.events));
          });
        return { reply: undefined, transfer: [] };
      case 'decode':
        return { reply: await this.#decode(call), transfer: [call.bytes.buffer as ArrayBuffer] };
      case 'flush':
        await new Promise<void>((done) => {
          this.#flush = { blocks: call.blocks, done };
          this.#feed();
        });
        if (this.#failed !== undefined) throw this.#failed;
        return { reply: this.#shard!.flush(), transfer: [] };
      case 'finish':
        return {
          reply: this.#shard!.finish(call.first, call.last, (key) => namePage(call.naming, key)),
          transfer: [],
        };
    }
  }

  /** Says nothing to the others any more, nor hears of them. */
  leave(): void {
    for (const port of this.#peers) port?.close();
  }

  async #decode({ bytes, block, firstLine }: CrewCall & { call: 'decode' }): Promise<Replies['decode']> {
    const { events, refNames: _, ...about } = this.#decoder!.decode(bytes, 0, bytes.length, this.#columns.pop());
    // The next block may be decoded while this one waits for what the block before it left open.
    await this.#roomFor(block);
    const shards = this.#fed.length;
    const said: Part =
      shards === 1
        ? { block, probes: about.probes }
        : { block, probes: 0, open: await this.#decide(block, events, about.probes) };
    const found = events.length - said.probes;
    const parts = splitEvents(events, shards, (page) => Math.floor((hash(page) / 2 ** 32) * shards), firstLine);
    // The others first: they wait for it, and to feed one's own part takes time.
    for (const [place, port] of this.#peers.entries()) {
      const raw = parts[place];
      if (port === undefined) continue;
      if (raw !== undefined) {
        const own = packed(raw);
        port.postMessage({ ...said, events: own } satisfies Part, [own.memory]);
      } else if (shards > 1) port.postMessage(said);
    }
    if (!parts.includes(events)) this.#columns.push(events);
    this.#take(said, parts[this.#place]);
    return { about, events: found, memory: bytes.buffer as ArrayBuffer };
  }

  /** Gives the drops of a block their kinds, of which several shards see a part each, and says what it leaves open. */
  async #decide(block: number, events: RawEvents, probes: number): Promise<OpenContexts> {
    const directions = new Directions(await this.#openBefore(block));
    directions.decide(events, probes);
    return directions.open;
  }

  /** What the block before left open: it comes with its part of the events. */
  async #openBefore(block: number): Promise<OpenContexts> {
    if (block === 0) return [];
    return (
      this.#open.get(block - 1) ??
      new Promise((done) => {
        this.#awaited.set(block - 1, done);
      })
    );
  }

  /** Waits until every shard has been fed all but the last blocks before this one. */
  async #roomFor(block: number): Promise<void> {
    const bound = block - AHEAD * this.#peers.length;
    while (this.#fed.some((fed) => fed < bound)) {
      await new Promise<void>((hear) => {
        this.#waiting.add(hear);
      });
    }
  }

  #hear(place: number, fed: number): void {
    this.#fed[place] = fed;
    for (const hear of this.#waiting) hear();
    this.#waiting.clear();
  }

  /** `raw`: this thread's part of a block; none where it owns no shard. */
  #take({ block, probes, open }: Part, raw: RawEvents | undefined): void {
    if (open !== undefined) {
      this.#open.set(block, open);
      this.#open.delete(block - AHEAD * this.#peers.length); // so far behind, the next one is decoded
      this.#awaited.get(block)?.(open);
      this.#awaited.delete(block);
    }
    if (raw === undefined) return;
    this.#parts.set(block, { raw, probes });
    this.#feed();
  }

  #feed(): void {
    let fed = this.#fed[this.#place]!;
    for (let part = this.#parts.get(fed); part !== undefined; part = this.#parts.get(fed)) {
      this.#parts.delete(fed++);
      if (this.#failed !== undefined) continue;
      try {
        this.#directions.decide(part.raw, part.probes);
        this.#shard!.push(part.raw, []);
      } catch (error) {
        this.#failed = error;
      }
    }
    if (fed > this.#fed[this.#place]!) {
      this.#hear(this.#place, fed);
      for (const port of this.#peers) port?.postMessage({ fed } satisfies Fed);
    }
    if (this.#flush?.blocks === fed) this.#flush.done();
  }
}
