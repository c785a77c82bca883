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

/** Flag bits of a raw event. */
export const FLAG_INTERRUPT = 1;
export const FLAG_LARGE = 2;
/** `count` holds the page's whole reference count. */
export const FLAG_COUNT = 4;
/** … as it was before the operation (else: just after). */
export const FLAG_BEFORE = 8;
/** `ref` names the acquisition. */
export const FLAG_REF = 16;

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
  /** How many references at once. */
  refs: Uint32Array;
  /** The page's reference count, or a level. */
  count: Float64Array;
  /** Index into `tasks` of this block. */
  task: Uint32Array;
  /** Number of the reference's name; only where FLAG_REF is set. */
  ref: Uint32Array;
  /** Line, counted from the first line of the block (0). */
  line: Uint32Array;
  /** `comm-pid` of the tasks of this block. */
  tasks: string[];
}

export function rawEvents(capacity: number): RawEvents {
  return {
    length: 0,
    time: new Float64Array(capacity),
    op: new Uint8Array(capacity),
    flags: new Uint8Array(capacity),
    kinds: new Uint8Array(capacity),
    page: new Float64Array(capacity),
    refs: new Uint32Array(capacity),
    count: new Float64Array(capacity),
    task: new Uint32Array(capacity),
    ref: new Uint32Array(capacity),
    line: new Uint32Array(capacity),
    tasks: [],
  };
}

export const RAW_COLUMNS = ['time', 'op', 'flags', 'kinds', 'page', 'refs', 'count', 'task', 'ref', 'line'] as const;

/** The events of a block that `keep` chooses by index, in their order. */
export function keepEvents(from: RawEvents, keep: (index: number) => boolean): RawEvents {
  const kept: number[] = [];
  for (let i = 0; i < from.length; i++) if (keep(i)) kept.push(i);
  const to = rawEvents(kept.length);
  for (const column of RAW_COLUMNS) for (let n = 0; n < kept.length; n++) to[column][n] = from[column][kept[n]!]!;
  to.length = kept.length;
  to.tasks = from.tasks;
  return to;
}
