import type { KindSet } from '../layouts/domain.ts';
import { BESIDE_WINDOW } from './own-counters.ts';
import {
  FLAG_BEFORE,
  PROBE_BIO,
  PROBE_END,
  PROBE_FOLIO,
  PROBE_LIST,
  PROBE_PLAIN_LIST,
  RAW_PROBE,
  RAW_SEEN,
  RAW_UNPIN,
  type RawEvents,
  thinned,
} from './raw.ts';

/**
 * How far the drops of a bio in task context may be apart, ns: they follow each other at once, and what a task drops after
 * a pause may have another cause. Elsewhere BESIDE_WINDOW holds: a list says how many it drops, and in interrupt context
 * nothing else drops pins.
 */
const BIO_GAP = 1_000_000;

/** What the probes of one context have said of the drops that come next. */
export interface Announced {
  /** The pins that they end. */
  readonly kinds: KindSet;
  /** Of a list, how many pages of it are still to be dropped; of a bio, whose pages are not counted: Infinity. */
  left: number;
  /** Of a list, its pages. */
  readonly of: number;
  /** Of the last event, ns. */
  time: number;
}

/** Contexts by name, as one thread hands them to another. */
export type OpenContexts = readonly (readonly [string | number, Announced])[];

/**
 * Which way drops go, where probes of the kernel tell (traces/README.md): each announces the drops that come right after
 * it in its context, which is a task, or on a CPU one depth of interrupt. `updl` and `uprd` announce as many as the pages
 * that they name; `brp` and `bchk` those that follow without another call in between.
 *
 * Blocks of a recording come in the order of the recording, and what one leaves open goes on in the next, so that the
 * borders of blocks change nothing.
 */
export class Directions {
  readonly #open: Map<string | number, Announced>;
  #last = Number.NEGATIVE_INFINITY;

  constructor(open: OpenContexts = []) {
    this.#open = new Map(open.map(([context, announced]) => [context, { ...announced }]));
  }

  /** What is open behind the last block. */
  get open(): OpenContexts {
    return [...this.#open];
  }

  /** Gives the drops of a block their kinds, and takes the `probes` out of it that are among its events. */
  decide(raw: RawEvents, probes: number): void {
    if (probes === 0 && this.#open.size === 0) return;
    const kept: number[] = [];
    for (let i = 0; i < raw.length; i++) {
      const op = raw.op[i]!;
      const time = raw.time[i]!;
      if (time > this.#last) this.#last = time;
      if (op === RAW_PROBE) {
        this.#announce(raw, i, time);
        continue;
      }
      if (this.#open.size > 0) {
        // A drop of the page of zeros is seen only; it is of a list all the same.
        const isDrop = op === RAW_UNPIN || (op === RAW_SEEN && (raw.flags[i]! & FLAG_BEFORE) !== 0);
        const kinds = isDrop ? this.#drop(raw, i, time) : 0;
        if (op === RAW_UNPIN) raw.kinds[i] = kinds;
        else if (!isDrop && raw.refs[i] !== 0) this.#open.delete(contextOf(raw, i));
      }
      kept.push(i);
    }
    if (kept.length < raw.length) thinned(raw, kept);
    // Whatever comes is at most 10 ms earlier than the last event.
    for (const [context, announced] of this.#open) {
      if (this.#last - announced.time > 2 * BESIDE_WINDOW) this.#open.delete(context);
    }
  }

  #announce(raw: RawEvents, i: number, time: number): void {
    const context = contextOf(raw, i);
    const open = this.#open.get(context);
    const pages = raw.own[i]!;
    switch (raw.refs[i]) {
      case PROBE_BIO:
        this.#open.set(context, { kinds: raw.kinds[i]!, left: Number.POSITIVE_INFINITY, of: 0, time });
        return;
      case PROBE_LIST:
        if (pages > 0) this.#open.set(context, { kinds: raw.kinds[i]!, left: pages, of: pages, time });
        else this.#open.delete(context);
        return;
      case PROBE_PLAIN_LIST:
        // unpin_user_pages_dirty_lock calls it where nothing is to be made dirty.
        if (open === undefined || open.of !== pages || open.left !== pages) this.#open.delete(context);
        return;
      case PROBE_FOLIO:
        // A bio drops its folios one by one, a list does not.
        if (open !== undefined && open.of > 0) this.#open.delete(context);
        return;
      case PROBE_END:
        this.#open.delete(context);
    }
  }

  #drop(raw: RawEvents, i: number, time: number): KindSet {
    const context = contextOf(raw, i);
    const open = this.#open.get(context);
    if (open === undefined) return 0;
    const gap = open.of === 0 && typeof context === 'string' ? BIO_GAP : BESIDE_WINDOW;
    if (Math.abs(time - open.time) > gap) {
      this.#open.delete(context);
      return 0;
    }
    open.time = time;
    open.left -= raw.refs[i]!;
    if (open.left <= 0) this.#open.delete(context);
    return open.kinds;
  }
}

/** The task; of an interrupt, the CPU and which interrupt of another it is. */
const contextOf = (raw: RawEvents, i: number): string | number => raw.ref[i]! || raw.tasks[raw.task[i]!]!;
