import type { MessagePort } from 'node:worker_threads';
import { Directions, type OpenContexts } from '../events/directions.ts';
import { hash } from '../events/page-index.ts';
import { type PackedEvents, packed, type RawEvents, splitEvents, unpacked } from '../events/raw.ts';
import type { Layout } from '../layouts/types.ts';
import type { Decoded } from '../workloads/readers/decoded.ts';
import { type KernelReading, KernelTextDecoder } from '../workloads/readers/kernel-text.ts';
import { namePage, type PageNaming } from './page-names.ts';
import { Shard, type ShardResult } from './shard.ts';
import type { packError } from './tasks.ts';

/** What the thread that reads asks of the others. */
export type CrewCall =
  | {
      readonly call: 'open';
      readonly reading: KernelReading;
      /** Which shard of the pages this thread owns, and a way to the owner of each other one (at its own place: none). */
      readonly shard: number;
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

/** The events of one block that belong to the shard of the thread that gets them. */
interface Part {
  readonly block: number;
  readonly events: PackedEvents;
  /** What the block leaves open for the next. */
  readonly open: OpenContexts;
}

/**
 * One thread's part: decodes the blocks it is given and hands each thread the events of its pages; owns one shard of the
 * pages, and feeds it the parts of all blocks in the order of the recording.
 */
export class CrewMember {
  #decoder: KernelTextDecoder | undefined;
  #shard: Shard | undefined;
  /** Columns of the block decoded last, to be filled again. */
  #columns: RawEvents | undefined;
  #own = 0;
  #peers: readonly (MessagePort | undefined)[] = [];
  /** Parts that wait for one of an earlier block. */
  readonly #parts = new Map<number, RawEvents>();
  #fed = 0;
  /** What blocks left open, by their number, until the next is decoded here. */
  readonly #open = new Map<number, OpenContexts>();
  #awaited: { block: number; done: (open: OpenContexts) => void } | undefined;
  /** One block is decoded after the other, though some wait for what the one before it left open. */
  #turn: Promise<unknown> = Promise.resolve();
  /** What went wrong in the shard. Told at the end: the thread that reads finds what is wrong with a block before. */
  #failed: unknown;
  #flush: { blocks: number; done: () => void } | undefined;

  async answer(call: CrewCall): Promise<{ reply: Replies[CrewCall['call']]; transfer: ArrayBuffer[] }> {
    switch (call.call) {
      case 'open':
        this.#decoder = new KernelTextDecoder(call.reading);
        this.#shard = new Shard(call.replays, call.onePopulation);
        this.#own = call.shard;
        this.#peers = call.peers;
        for (const port of call.peers)
          port?.on('message', ({ block, events, open }: Part) => this.#take(block, unpacked(events), open));
        return { reply: undefined, transfer: [] };
      case 'decode': {
        const reply = this.#turn.then(() => this.#decode(call));
        this.#turn = reply.catch(() => {});
        return { reply: await reply, transfer: [call.bytes.buffer as ArrayBuffer] };
      }
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

  async #decode({ bytes: sent, block, firstLine }: CrewCall & { call: 'decode' }): Promise<Replies['decode']> {
    // A Buffer finds line ends ten times as fast as the plain array that arrives here.
    const memory = sent.buffer as ArrayBuffer;
    const bytes = Buffer.from(memory, sent.byteOffset, sent.length);
    const { events, refNames: _, ...about } = this.#decoder!.decode(bytes, 0, bytes.length, this.#columns);
    this.#columns = events;
    const directions = new Directions(await this.#openBefore(block));
    directions.decide(events, about.probes);
    const { open } = directions;
    const shards = this.#peers.length;
    const parts = splitEvents(events, shards, (page) => Math.floor((hash(page) / 2 ** 32) * shards), firstLine);
    for (const [shard, raw] of parts.entries()) {
      if (shard === this.#own) this.#take(block, raw, open);
      else this.#send(shard, { block, events: packed(raw), open });
    }
    return { about, events: events.length, memory };
  }

  /** What the block before left open: it comes with its part of the events. */
  async #openBefore(block: number): Promise<OpenContexts> {
    for (const known of this.#open.keys()) if (known < block - 1) this.#open.delete(known);
    if (block === 0) return [];
    return (
      this.#open.get(block - 1) ??
      new Promise((done) => {
        this.#awaited = { block: block - 1, done };
      })
    );
  }

  #send(shard: number, part: Part): void {
    this.#peers[shard]!.postMessage(part, [part.events.memory]);
  }

  #take(block: number, raw: RawEvents, open: OpenContexts): void {
    this.#parts.set(block, raw);
    this.#open.set(block, open);
    if (this.#awaited?.block === block) this.#awaited.done(open);
    this.#feed();
  }

  #feed(): void {
    for (let raw = this.#parts.get(this.#fed); raw !== undefined; raw = this.#parts.get(this.#fed)) {
      this.#parts.delete(this.#fed++);
      if (this.#failed !== undefined) continue;
      try {
        this.#shard!.push(raw, []);
      } catch (error) {
        this.#failed = error;
      }
    }
    if (this.#flush?.blocks === this.#fed) this.#flush.done();
  }
}
