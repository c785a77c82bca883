import { PROBE_BIO, PROBE_LIST, PROBE_PLAIN_LIST, type RawEvents, rawEvents } from '../../../events/raw.ts';
import { READ, WRITE } from '../../../layouts/domain.ts';
import { type Decoded, decoded } from '../decoded.ts';
import { type EventNames, NamedEvents } from '../event-names.ts';
import { numberBehind, textOf } from './bytes.ts';
import { DecoderMemory } from './memory.ts';
import * as P from './places.ts';
import { GRAB, OTHER, PAGE_REF, PUT, ROLE, WHOLE } from './role-codes.ts';
import { CHECK_DIRTY, EVENTS } from './roles.ts';
import { TaskNames } from './tasks.ts';

/**
 * Text of tracefs `trace` and of `trace-cmd report`: `comm-pid [cpu] flags seconds: event: key=value …`
 * (traces/README.md, include/trace/events/page_ref.h). Lines are read byte by byte into columns, in WebAssembly
 * (assembly/kernel-text.ts), because recordings are large; here is what is seldom: names, probes, what cannot be read.
 *
 * Two sources share the form. `kprobe`: the pin and unpin paths, pages by the address of their folio. `page-ref`: the
 * page_ref tracepoints, pages by pfn; a pin shows as +1024 (slow path) or as +1023 after a +1 (fast path), an unpin as
 * −1024, and which way it goes is not recorded. Where a recording has `both`, a pin counts once, by the probes, which tell
 * its direction; what else page_ref shows of a page is found under its address, `struct page` 0 + 64 × pfn.
 */
export type KernelFormat = 'kprobe' | 'page-ref' | 'both';

/** How the text of one recording is to be read: what its head showed, and its user said. */
export interface KernelReading {
  readonly format: KernelFormat;
  /** The second from which times count, the same for all blocks of a recording. */
  readonly baseSeconds: number;
  /** Of `both`: the low 48 bits of the address of `struct page` 0. */
  readonly pages?: number;
  /** Events of other names. */
  readonly names?: EventNames;
}

/** Names of events that are remembered. */
const MOST_NAMES = 1000;

/** Decodes blocks of whole lines of one recording. */
export class KernelTextDecoder {
  readonly #named: NamedEvents | undefined;
  readonly #baseSeconds: number;
  readonly #tasks = new TaskNames();
  readonly #memory: DecoderMemory;
  #known = 0;
  /** What is being filled. */
  #out = decoded(rawEvents(0));

  constructor({ format, baseSeconds, pages, names }: KernelReading) {
    this.#named = names === undefined ? undefined : new NamedEvents(names);
    this.#baseSeconds = baseSeconds;
    this.#memory = new DecoderMemory({
      comment: (start, end) => this.#comment(start, end),
      odd: (start, end, line) => this.#odd(start, end, line),
      unreadable: (start, end, line) => this.#unreadable(start, end, line),
      meet: (hash, start, end) => this.#meet(hash, start, end),
      probe: (start, end, event, what) => this.#probe(start, end, event, what),
      task: (start, end) => this.#tasks.numberOf(textOf(this.#memory.bytes, start, end)),
    });
    this.#memory.code.open(format === 'both' ? 1 : 0, pages ?? 0);
    for (const [hash, role] of EVENTS) {
      // Events that the user names take the place of those that bitpart knows.
      const isReplaced = (names?.pin && (role & ROLE) === GRAB) || (names?.unpin && (role & ROLE) === PUT);
      const isOfOther = format !== 'both' && ((role & ROLE) === PAGE_REF) !== (format === 'page-ref');
      if (!isReplaced && !isOfOther) this.#know(hash, role);
    }
  }

  #know(hash: number, role: number): void {
    this.#memory.code.know(hash, role);
    this.#known++;
  }

  /** `into`: columns of events that are no longer needed, to be filled again if they are large enough. */
  decode(bytes: Uint8Array, start: number, end: number, into?: RawEvents): Decoded {
    const memory = this.#memory;
    const out = decoded(rawEvents(0));
    this.#out = out;
    this.#tasks.clear();
    memory.load(bytes.subarray(start, end));
    memory.code.begin(this.#baseSeconds);
    memory.decode();
    const aside = memory.aside();
    const events = memory.events(into);
    events.tasks = this.#tasks.text;
    const late = aside[P.LATE_LINE]!;
    return Object.assign(out, {
      events,
      lines: aside[P.LINES]!,
      entries: aside[P.ENTRIES]!,
      other: out.other + aside[P.OTHERS]!,
      both: {
        pageRef: { taken: aside[P.PAGE_REF_TAKEN]!, dropped: aside[P.PAGE_REF_DROPPED]! },
        probes: { taken: aside[P.PROBES_TAKEN]!, dropped: aside[P.PROBES_DROPPED]! },
      },
      negative: aside[P.NEGATIVE]!,
      gap: { by: aside[P.GAP_BY]!, line: aside[P.GAP_LINE]! },
      lowest: aside[P.LOWEST]!,
      highest: aside[P.HIGHEST]!,
      zeroPins: aside[P.ZERO_PINS]!,
      contextless: aside[P.CONTEXTLESS]!,
      moved: aside[P.MOVED]!,
      minTime: aside[P.MIN_TIME]!,
      minLine: aside[P.MIN_LINE]!,
      maxTime: aside[P.MAX_TIME]!,
      ...(late < 0 ? {} : { late: { line: late, by: aside[P.LATE_BY]! } }),
      addressTop: aside[P.ADDRESS_TOP]!,
    });
  }

  #comment(start: number, end: number): void {
    if (textOf(this.#memory.bytes, start, Math.min(end, start + 20)) === '# entries-in-buffer/') this.#out.heads++;
  }

  /** What an event is whose name has not been met yet, or is not remembered. */
  #meet(hash: number, start: number, end: number): number {
    const name = textOf(this.#memory.bytes, start, Math.min(end, start + 100));
    const named = this.#named?.roleOf(name);
    const role = named === undefined ? OTHER : named === 'pin' ? GRAB | WHOLE : PUT | WHOLE;
    if (this.#known < MOST_NAMES) {
      this.#know(hash, role);
      this.#out.names.push(name);
    }
    return role;
  }

  /** What a probe says, as kinds + 256 × how many pins; −1 where it lacks something. */
  #probe(start: number, end: number, event: number, what: number): number {
    const said = announced(this.#memory.bytes, start, end, event, what);
    if (said === undefined) return -1;
    this.#out.probes++;
    return said.kinds + 256 * said.listed;
  }

  /** A line without time and event: what the tracer says beside its events, or nothing that can be read. */
  #odd(start: number, end: number, line: number): void {
    const out = this.#out;
    const text = textOf(this.#memory.bytes, start, end);
    const lost = /^CPU:?\s*\d+ \[LOST (?:(\d+) )?EVENTS\]/.exec(text.trim());
    if (lost) out.lost += Number(lost[1] ?? 1);
    else if (/^\s*(=>|cpus=\d+|version = |trace-cmd version)|<(user )?stack trace>\s*$/.test(text)) out.other++;
    else if (/\bEVENTS DROPPED\b/.test(text))
      out.lost += Number(/\d+/.exec(text.replace(/^CPU:?\s*\d+/, ''))?.[0] ?? 1);
    else this.#unreadable(start, end, line);
  }

  #unreadable(start: number, end: number, line: number): void {
    this.#out.unreadable++;
    this.#out.firstUnreadable ??= { line, text: textOf(this.#memory.bytes, start, Math.min(end, start + 200)) };
  }
}

const [OPF, N, DIRTY] = ['opf', 'n', 'dirty'].map((key) => new TextEncoder().encode(` ${key}=`)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

/** What an event tells of the drops after it: the kinds of the pins that they end, and how many; undefined: it lacks something. */
function announced(
  bytes: Uint8Array,
  start: number,
  end: number,
  event: number,
  what: number,
): { readonly kinds: number; readonly listed: number } | undefined {
  if (what === PROBE_BIO) {
    const operation = event === CHECK_DIRTY ? 0 : numberBehind(bytes, start, end, OPF);
    // What the disk reads it writes to memory.
    return operation < 0 ? undefined : { kinds: operation % 2 === 1 ? READ : WRITE, listed: 0 };
  }
  if (what !== PROBE_LIST && what !== PROBE_PLAIN_LIST) return { kinds: 0, listed: 0 };
  const listed = numberBehind(bytes, start, end, N);
  if (listed < 0 || listed >= 2 ** 32) return undefined;
  if (what === PROBE_PLAIN_LIST) return { kinds: 0, listed };
  const dirty = numberBehind(bytes, start, end, DIRTY);
  return dirty < 0 ? undefined : { kinds: dirty > 0 ? WRITE : READ, listed };
}
