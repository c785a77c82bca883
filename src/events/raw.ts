/**
 * Events as readers decode them: what a line says, before order, matching and counts are worked out. A block of them can
 * be sent to another thread.
 */

/** What a raw event does. */
export const RAW_GET = 0;
export const RAW_PUT = 1;
export const RAW_PIN = 2;
export const RAW_UNPIN = 3;
/** Nothing but what it shows of the page's count. */
export const RAW_SEEN = 4;
export const RAW_CHECK = 5;
/** The ordinary count is now `count` (exchange CSV). */
export const RAW_LEVEL = 6;
/**
 * A probe that tells which way the drops after it in its context go (events/directions): `refs` is one of PROBE_…, `kinds`
 * the pins that they end (0: it does not tell), `own` how many they are.
 */
export const RAW_PROBE = 7;

/** What a probe of RAW_PROBE is at. */
export const PROBE_BIO = 1;
export const PROBE_LIST = 2;
export const PROBE_PLAIN_LIST = 3;
export const PROBE_FOLIO = 4;
export const PROBE_END = 5;

/** Flag bits of a raw event. */
export const FLAG_INTERRUPT = 1;
export const FLAG_LARGE = 2;
/** `count` holds the page's whole reference count. */
export const FLAG_COUNT = 4;
/** … as it was before the operation (else: just after). */
export const FLAG_BEFORE = 8;
/** `ref` names the acquisition. */
export const FLAG_REF = 16;
/** `own` holds the `_pincount` of a large folio. */
export const FLAG_PINCOUNT = 32;
/** `own` holds what the operation adds to the count (page_ref). */
export const FLAG_CHANGE = 64;
/** … or what it sets the count to; with FLAG_CHANGE. */
export const FLAG_SET = 128;

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
  return columnsOf(new ArrayBuffer(capacity * BYTES), capacity);
}

function columnsOf(memory: ArrayBuffer, capacity: number): RawEvents {
  const words = (n: number): Uint32Array => new Uint32Array(memory, capacity * (24 + 4 * n), capacity);
  const bytes = (n: number): Uint8Array => new Uint8Array(memory, capacity * (44 + n), capacity);
  return {
    length: 0,
    time: new Float64Array(memory, 0, capacity),
    page: new Float64Array(memory, capacity * 8, capacity),
    count: new Float64Array(memory, capacity * 16, capacity),
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
const BYTES = 3 * 8 + 5 * 4 + 3;

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
 * their page. Their lines, from 0 in the block, become lines of the recording.
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

/** All events, in columns of their own that hold no more. */
function compacted(from: RawEvents, firstLine: number): RawEvents {
  const { length } = from;
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
