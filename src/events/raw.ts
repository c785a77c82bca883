/**
 * Events as readers decode them: what a line says, before order, matching and counts are worked out. A block of them can
 * be sent to another thread.
 */

export * from './raw-codes.ts';

export interface RawEvents {
  length: number;
  /** Nanoseconds from an origin that is the same for the whole recording. */
  time: Float64Array;
  /** RAW_… */
  op: Uint8Array;
  flags: Uint8Array;
  /** Of a pin: its class code. Of an unpin: the kinds among which it looks, as a set; 0: all. */
  kinds: Uint8Array;
  /** The page's key: an address, a pfn, a number that stands for a name. */
  page: Float64Array;
  /** How many references at once; 0: what one source shows beside another that tells of pins. */
  refs: Uint32Array;
  /** The page's reference count, or a level. */
  count: Float64Array;
  /** What else the event says of the page's counters, as FLAG_PINCOUNT, FLAG_CHANGE and FLAG_SET tell; negative numbers as two's complement. */
  own: Uint32Array;
  /** Index into `tasks` of this block. */
  task: Uint32Array;
  /** Number of the reference's name, where FLAG_REF is set; of kernel text, the interrupt context on its CPU (0: task context). */
  ref: Uint32Array;
  /** Line, counted from the first line of the block (0). */
  line: Uint32Array;
  /** `comm-pid` of the tasks of this block. */
  tasks: string[];
}

/** The columns share one piece of memory, so that they cross threads as one. */
export function rawEvents(capacity: number): RawEvents {
  return columnsOf(new ArrayBuffer(capacity * RAW_BYTES), capacity);
}

/** Columns in a piece of memory, from a place on that is a multiple of 8. */
export function columnsOf(memory: ArrayBuffer, capacity: number, start = 0): RawEvents {
  const words = (n: number): Uint32Array => new Uint32Array(memory, start + capacity * (24 + 4 * n), capacity);
  const bytes = (n: number): Uint8Array => new Uint8Array(memory, start + capacity * (44 + n), capacity);
  return {
    length: 0,
    time: new Float64Array(memory, start, capacity),
    page: new Float64Array(memory, start + capacity * 8, capacity),
    count: new Float64Array(memory, start + capacity * 16, capacity),
    refs: words(0),
    task: words(1),
    ref: words(2),
    line: words(3),
    own: words(4),
    op: bytes(0),
    flags: bytes(1),
    kinds: bytes(2),
    tasks: [],
  };
}

/** Of one event: three doubles, five words, three bytes. */
export const RAW_BYTES = 3 * 8 + 5 * 4 + 3;

/** Events as they cross threads: the columns are one piece of memory, which is transferred. */
export interface PackedEvents {
  readonly memory: ArrayBuffer;
  readonly length: number;
  readonly tasks: string[];
}

/** Events that fill their columns, as those of `splitEvents` do. */
export const packed = ({ time, length, tasks }: RawEvents): PackedEvents => ({
  memory: time.buffer as ArrayBuffer,
  length,
  tasks,
});

export function unpacked({ memory, length, tasks }: PackedEvents): RawEvents {
  return Object.assign(columnsOf(memory, length), { length, tasks });
}

export const RAW_COLUMNS = [
  'time',
  'op',
  'flags',
  'kinds',
  'page',
  'refs',
  'count',
  'own',
  'task',
  'ref',
  'line',
] as const;

/** The events of a block that `keep` chooses by index, in their order. */
export function keepEvents(from: RawEvents, keep: (index: number) => boolean): RawEvents {
  const kept: number[] = [];
  for (let i = 0; i < from.length; i++) if (keep(i)) kept.push(i);
  return chosen(from, Uint32Array.from(kept), 0);
}

/** Keeps the events at `indices`, which rise, where they are. */
export function thinned(raw: RawEvents, indices: readonly number[]): void {
  copyChosen(raw, raw, Uint32Array.from(indices), 0);
  raw.length = indices.length;
}

/**
 * The events of a block in `shards` parts, each in its order: those of part s are the ones of which `shardOf` says s of
 * their page. Their lines, from 0 in the block, become lines of the recording. The whole may be one of the parts.
 */
export function splitEvents(
  from: RawEvents,
  shards: number,
  shardOf: (page: number) => number,
  firstLine: number,
): RawEvents[] {
  const { length, page } = from;
  if (shards === 1) return [compacted(from, firstLine)];
  // Part after part, the indices of its events.
  const shard = new Uint16Array(length);
  const starts = new Uint32Array(shards + 1);
  for (let i = 0; i < length; i++) {
    const s = shardOf(page[i]!);
    shard[i] = s;
    starts[s + 1]!++;
  }
  for (let s = 0; s < shards; s++) starts[s + 1]! += starts[s]!;
  const next = starts.slice();
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i++) order[next[shard[i]!]!++] = i;
  return Array.from({ length: shards }, (_, s) => chosen(from, order.subarray(starts[s], starts[s + 1]), firstLine));
}

/** All events, in columns that hold no more: the same ones, if they do not. */
function compacted(from: RawEvents, firstLine: number): RawEvents {
  const { length } = from;
  if (from.time.length === length) {
    for (let i = 0; i < length; i++) from.line[i]! += firstLine;
    return from;
  }
  const to = rawEvents(length);
  to.length = length;
  to.tasks = from.tasks;
  for (const key of RAW_COLUMNS) to[key].set(from[key].subarray(0, length));
  for (let i = 0; i < length; i++) to.line[i]! += firstLine;
  return to;
}

/** The events at `indices`, in columns of their own. */
function chosen(from: RawEvents, indices: Uint32Array, firstLine: number): RawEvents {
  const to = rawEvents(indices.length);
  to.length = indices.length;
  to.tasks = from.tasks;
  copyChosen(from, to, indices, firstLine);
  return to;
}

/** One column after the other, by hand: this moves every event that several threads read. */
function copyChosen(from: RawEvents, to: RawEvents, indices: Uint32Array, firstLine: number): void {
  pickDoubles(from.time, to.time, indices);
  pickDoubles(from.page, to.page, indices);
  pickDoubles(from.count, to.count, indices);
  pickWords(from.refs, to.refs, indices, 0);
  pickWords(from.own, to.own, indices, 0);
  pickWords(from.task, to.task, indices, 0);
  pickWords(from.ref, to.ref, indices, 0);
  pickWords(from.line, to.line, indices, firstLine);
  pickBytes(from.op, to.op, indices);
  pickBytes(from.flags, to.flags, indices);
  pickBytes(from.kinds, to.kinds, indices);
}

function pickDoubles(from: Float64Array, to: Float64Array, indices: Uint32Array): void {
  for (let n = 0; n < indices.length; n++) to[n] = from[indices[n]!]!;
}

function pickWords(from: Uint32Array, to: Uint32Array, indices: Uint32Array, plus: number): void {
  for (let n = 0; n < indices.length; n++) to[n] = from[indices[n]!]! + plus;
}

function pickBytes(from: Uint8Array, to: Uint8Array, indices: Uint32Array): void {
  for (let n = 0; n < indices.length; n++) to[n] = from[indices[n]!]!;
}
