import type { RawEvents } from '../../events/raw.ts';

/** What a reader makes of one block of a recording: whole lines, in the order of the file. */
export interface Decoded {
  readonly events: RawEvents;
  /** Names of the references that events with FLAG_REF name (exchange CSV only). */
  readonly refNames: readonly string[];
  /** Lines of the block, comments and empty ones included. */
  lines: number;
  /** Lines that hold an event of the tracer, whatever it is. */
  entries: number;
  /** Events that are read, but say nothing of a page's references. */
  other: number;
  /** Those among `events` that only say which way drops go (RAW_PROBE). */
  probes: number;
  /** Names of events that were met for the first time, of those that say nothing of references or were named by the user. */
  names: string[];
  /** Of a recording with both sources: pins that page_ref shows taken and dropped, and the probes. */
  readonly both: { pageRef: Moved; probes: Moved };
  /** Lines that could not be read. */
  unreadable: number;
  /** The first of them; line counted from 0 in the block. */
  firstUnreadable?: { readonly line: number; readonly text: string };
  /** Events that the tracer says it lost ("CPU 1 [LOST 123 EVENTS]"). */
  lost: number;
  /** Events that show a negative count. */
  negative: number;
  /** Heads of the tracer (`# entries-in-buffer/…`): a recording has one. */
  heads: number;
  /** The longest time in which nothing happens, ns, and the line that ends it. */
  readonly gap: { by: number; line: number };
  /** Lowest and highest address of a folio (kprobe text), their low 48 bits. */
  lowest: number;
  highest: number;
  /** Pins and drops of the page of zeros, which the kernel takes without counting them. */
  zeroPins: number;
  /** Drops on lines without the flags column: whether an interrupt made them is not recorded. */
  contextless: number;
  /** References that its events take and drop: a line may move many at once. */
  moved: number;
  /** Times of the block, nanoseconds from the origin. */
  minTime: number;
  minLine: number;
  maxTime: number;
  /** The first event more than the window earlier than one before it in the block. */
  late?: { readonly line: number; readonly by: number };
  /** The 16 high bits of the pages' addresses (kprobe text), −1: none seen. */
  addressTop: number;
}

/** Pins taken and dropped. */
export interface Moved {
  taken: number;
  dropped: number;
}

export const decoded = (events: RawEvents, refNames: readonly string[] = []): Decoded => ({
  events,
  refNames,
  lines: 0,
  entries: 0,
  other: 0,
  probes: 0,
  names: [],
  both: { pageRef: { taken: 0, dropped: 0 }, probes: { taken: 0, dropped: 0 } },
  unreadable: 0,
  lost: 0,
  negative: 0,
  heads: 0,
  gap: { by: 0, line: 0 },
  lowest: Number.POSITIVE_INFINITY,
  highest: Number.NEGATIVE_INFINITY,
  zeroPins: 0,
  contextless: 0,
  moved: 0,
  minTime: Number.POSITIVE_INFINITY,
  minLine: 0,
  maxTime: Number.NEGATIVE_INFINITY,
  addressTop: -1,
});
