/**
 * Events as engines read them: columns of typed arrays. Every drop is already matched (events/match), so an event says
 * which acquisition it ends, and nothing has to be looked up by name.
 *
 * Events of one page are in time order; events of different pages may be in any order (a model is generated page by
 * page), because engines keep the time of each page apart.
 */
export interface EventChunk {
  /** How many entries of the columns are in use. */
  readonly length: number;
  /** Whole nanoseconds from an origin that the source chooses. */
  readonly time: Float64Array;
  /** ACQUIRE + class code, DROP + class code, LEVEL or CHECK. */
  readonly op: Uint8Array;
  /** Dense page number, 0 … 2^32 − 1. */
  readonly page: Uint32Array;
  /** Of an acquisition and its drop: the handle, dense and used again after the drop. Of a level: the ordinary count. Of a check: 0. */
  readonly arg: Uint32Array;
  /** 1-based line of the recording; absent for a model. */
  readonly line?: Uint32Array;
  /** Number of the task, as the source names it; absent for a model. */
  readonly task?: Uint32Array;
}

/** Op codes: an acquisition of class c is ACQUIRE + c, its drop DROP + c (class codes: layouts/domain ACQUIRED). */
export const ACQUIRE = 0;
export const DROP = 8;
/** The page's ordinary count is now `arg`, references got and put by name included. */
export const LEVEL = 16;
export const CHECK = 17;

/** Events a chunk holds: large enough that calls do not count, small enough to stay in the cache. */
export const CHUNK_EVENTS = 16_384;

/** Takes chunks in the order in which they were filled. It must be done with the columns when it returns: they are used again. */
export type ChunkSink = (chunk: EventChunk) => void;

/** Collects events into chunks, and hands each full one to the sink. */
export class ChunkBuilder {
  #length = 0;
  readonly #capacity: number;
  readonly #time: Float64Array;
  readonly #op: Uint8Array;
  readonly #page: Uint32Array;
  readonly #arg: Uint32Array;
  readonly #line: Uint32Array;
  readonly #task: Uint32Array;
  readonly #sink: ChunkSink;

  constructor(sink: ChunkSink, capacity = CHUNK_EVENTS) {
    this.#sink = sink;
    this.#capacity = capacity;
    this.#time = new Float64Array(capacity);
    this.#op = new Uint8Array(capacity);
    this.#page = new Uint32Array(capacity);
    this.#arg = new Uint32Array(capacity);
    this.#line = new Uint32Array(capacity);
    this.#task = new Uint32Array(capacity);
  }

  push(time: number, op: number, page: number, arg: number, line = 0, task = 0): void {
    const i = this.#length;
    this.#time[i] = time;
    this.#op[i] = op;
    this.#page[i] = page;
    this.#arg[i] = arg;
    this.#line[i] = line;
    this.#task[i] = task;
    this.#length = i + 1;
    if (i + 1 === this.#capacity) this.flush();
  }

  flush(): void {
    if (this.#length === 0) return;
    const length = this.#length;
    this.#length = 0;
    this.#sink({
      length,
      time: this.#time,
      op: this.#op,
      page: this.#page,
      arg: this.#arg,
      line: this.#line,
      task: this.#task,
    });
  }
}
