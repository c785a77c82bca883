import { hash } from '../events/page-index.ts';
import { keepEvents, RAW_COLUMNS, type RawEvents } from '../events/raw.ts';
import type { Layout } from '../layouts/types.ts';
import type { Decoded } from '../workloads/readers/decoded.ts';
import { type KernelFormat, KernelTextDecoder } from '../workloads/readers/kernel-text.ts';
import { namePage, type PageNaming } from './page-names.ts';
import { shiftLines } from './recording.ts';
import { Shard, type ShardResult } from './shard.ts';
import type { packError } from './tasks.ts';

/** What the thread that reads asks of the others. */
export type CrewCall =
  | {
      readonly call: 'open';
      readonly format: KernelFormat;
      readonly baseSeconds: number;
      readonly shards: number;
      readonly replays: readonly Layout[];
      readonly onePopulation: boolean;
    }
  | { readonly call: 'decode'; readonly bytes: Uint8Array }
  | { readonly call: 'feed'; readonly raw: RawEvents; readonly firstLine: number }
  | { readonly call: 'flush' }
  | { readonly call: 'finish'; readonly first: number; readonly last: number; readonly naming: PageNaming };

interface Replies {
  open: undefined;
  /** `parts`: the events of each shard of pages; `about`: what the block says beside them. */
  decode: {
    readonly parts: readonly RawEvents[];
    readonly about: Omit<Decoded, 'events' | 'refNames'>;
    readonly events: number;
  };
  feed: undefined;
  flush: { readonly first: number; readonly last: number };
  finish: ShardResult;
}

export type CrewReply<C extends CrewCall['call']> = Replies[C];

export type CrewAnswer =
  | { readonly crew: number; readonly reply: unknown }
  | { readonly crew: number; readonly error: ReturnType<typeof packError> };

/** One thread's part: decodes what it is given, and owns one shard of the pages. */
export class CrewMember {
  #decoder: KernelTextDecoder | undefined;
  #shard: Shard | undefined;
  #shards = 1;

  answer(call: CrewCall): { reply: Replies[CrewCall['call']]; transfer: ArrayBuffer[] } {
    switch (call.call) {
      case 'open':
        this.#decoder = new KernelTextDecoder(call.format, call.baseSeconds);
        this.#shard = new Shard(call.replays, call.onePopulation);
        this.#shards = call.shards;
        return { reply: undefined, transfer: [] };
      case 'decode': {
        // A Buffer finds line ends ten times as fast as the plain array that arrives here.
        const { buffer, byteOffset, length } = call.bytes;
        const bytes = Buffer.from(buffer as ArrayBuffer, byteOffset, length);
        const { events, refNames: _, ...about } = this.#decoder!.decode(bytes, 0, length);
        const parts = Array.from({ length: this.#shards }, (_, shard) =>
          keepEvents(events, (i) => hash(events.page[i]!) % this.#shards === shard),
        );
        const transfer = parts.flatMap((part) => RAW_COLUMNS.map((column) => part[column].buffer as ArrayBuffer));
        return { reply: { parts, about, events: events.length }, transfer };
      }
      case 'feed': {
        const { raw, firstLine } = call;
        shiftLines(raw, firstLine);
        this.#shard!.push(raw, []);
        return { reply: undefined, transfer: [] };
      }
      case 'flush':
        return { reply: this.#shard!.flush(), transfer: [] };
      case 'finish':
        return {
          reply: this.#shard!.finish(call.first, call.last, (key) => namePage(call.naming, key)),
          transfer: [],
        };
    }
  }
}
