import { PROBE_BIO, PROBE_LIST, PROBE_PLAIN_LIST } from '../../../events/raw.ts';
import { READ, WRITE } from '../../../layouts/domain.ts';
import type { Decoded } from '../decoded.ts';
import { type EventNames, NamedEvents } from '../event-names.ts';
import { numberBehind, textOf } from './bytes.ts';
import type { KernelFormat } from './reading.ts';
import { GRAB, OTHER, PAGE_REF, PUT, ROLE, WHOLE } from './role-codes.ts';
import { CHECK_DIRTY, EVENTS } from './roles.ts';

/** Names of events that are remembered. */
const MOST_NAMES = 1000;

/** What an event tells of the drops after it: the kinds of the pins that they end, and how many. */
export interface Announced {
  readonly kinds: number;
  readonly listed: number;
}

/** What seldom stands in a line of kernel text, written down in what is being decoded. Places are those of `bytes`. */
export class SeldomLines {
  readonly #named: NamedEvents | undefined;
  readonly #names: EventNames | undefined;
  readonly #format: KernelFormat;
  #known = 0;

  constructor(format: KernelFormat, names: EventNames | undefined) {
    this.#format = format;
    this.#names = names;
    this.#named = names === undefined ? undefined : new NamedEvents(names);
  }

  /** The events that the recording may have, by the hash of their names. */
  known(): [hash: number, role: number][] {
    const { pin, unpin } = this.#names ?? {};
    const known = [...EVENTS].filter(([, role]) => {
      // Events that the user names take the place of those that bitpart knows.
      const isReplaced = (pin && (role & ROLE) === GRAB) || (unpin && (role & ROLE) === PUT);
      const isOfOther = this.#format !== 'both' && ((role & ROLE) === PAGE_REF) !== (this.#format === 'page-ref');
      return !isReplaced && !isOfOther;
    });
    this.#known = known.length;
    return known;
  }

  /** What an event is whose name has not been met yet, or is not remembered. `know` remembers it, as long as there is room. */
  meet(bytes: Uint8Array, start: number, end: number, out: Decoded, know: (role: number) => void): number {
    const name = textOf(bytes, start, Math.min(end, start + 100));
    const named = this.#named?.roleOf(name);
    const role = named === undefined ? OTHER : named === 'pin' ? GRAB | WHOLE : PUT | WHOLE;
    if (this.#known < MOST_NAMES) {
      this.#known++;
      know(role);
      out.names.push(name);
    }
    return role;
  }
}

export function comment(bytes: Uint8Array, start: number, end: number, out: Decoded): void {
  if (textOf(bytes, start, Math.min(end, start + 20)) === '# entries-in-buffer/') out.heads++;
}

/** A line without time and event: what the tracer says beside its events, or nothing that can be read. */
export function odd(bytes: Uint8Array, start: number, end: number, line: number, out: Decoded): void {
  const text = textOf(bytes, start, end);
  const lost = /^CPU:?\s*\d+ \[LOST (?:(\d+) )?EVENTS\]/.exec(text.trim());
  if (lost) out.lost += Number(lost[1] ?? 1);
  else if (/^\s*(=>|cpus=\d+|version = |trace-cmd version)|<(user )?stack trace>\s*$/.test(text)) out.other++;
  else if (/\bEVENTS DROPPED\b/.test(text)) out.lost += Number(/\d+/.exec(text.replace(/^CPU:?\s*\d+/, ''))?.[0] ?? 1);
  else unreadable(bytes, start, end, line, out);
}

export function unreadable(bytes: Uint8Array, start: number, end: number, line: number, out: Decoded): void {
  out.unreadable++;
  out.firstUnreadable ??= { line, text: textOf(bytes, start, Math.min(end, start + 200)) };
}

const [OPF, N, DIRTY] = ['opf', 'n', 'dirty'].map((key) => new TextEncoder().encode(` ${key}=`)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

/** What an event of a probe says from behind its name on; undefined: it lacks something. `what`: one of PROBE_…. */
export function announced(
  bytes: Uint8Array,
  start: number,
  end: number,
  event: number,
  what: number,
): Announced | undefined {
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
