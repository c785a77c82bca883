import { PIN_COUNTING_BIAS } from '../../events/ordinary.ts';
import {
  FLAG_BEFORE,
  FLAG_CHANGE,
  FLAG_COUNT,
  FLAG_INTERRUPT,
  FLAG_LARGE,
  FLAG_PINCOUNT,
  FLAG_SET,
  PROBE_BIO,
  PROBE_END,
  PROBE_FOLIO,
  PROBE_LIST,
  PROBE_PLAIN_LIST,
  RAW_COLUMNS,
  RAW_PIN,
  RAW_PROBE,
  RAW_SEEN,
  RAW_UNPIN,
  type RawEvents,
  rawEvents,
} from '../../events/raw.ts';
import { READ, WRITE } from '../../layouts/domain.ts';
import { type Decoded, decoded, ORDER_WINDOW } from './decoded.ts';
import { type EventNames, NamedEvents } from './event-names.ts';

/**
 * Text of tracefs `trace` and of `trace-cmd report`: `comm-pid [cpu] flags seconds: event: key=value …`
 * (traces/README.md, include/trace/events/page_ref.h). Read byte by byte into columns, because recordings are large.
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

/** include/linux/mm_types.h. */
const FOLL_WRITE = 0x1;
const FOLL_LONGTERM = 0x100;
const FOLL_PIN = 0x80000;
/** Bit of page flags that marks the head of a large folio in the recordings (PG_head). */
const PG_HEAD = 6;

const GRAB = 1;
const PUT = 2;
const SHOWS = 3;
const PAGE_REF = 4;
/** And PROBE + one of PROBE_…: a probe that tells which way drops go. */
const PROBE = 8;
/** An event that is passed over. */
const OTHER = 15;
/** Beside the role: fields behind pf are needed. */
const WHOLE = 16;
const ROLE = WHOLE - 1;
/** Names of events that are remembered. */
const MOST_NAMES = 1000;

/** The hash under which event and key names are looked up: h = 31 h + byte. */
const hashOf = (name: string): number => [...name].reduce((h, c) => (Math.imul(h, 31) + c.charCodeAt(0)) | 0, 0);

const EVENTS = new Map<number, number>(
  [
    ['grab', GRAB | WHOLE] as const,
    ['grab_fast', GRAB] as const,
    ['put', PUT] as const,
    ['pipe_put', SHOWS] as const,
    ['pipe_get', SHOWS] as const,
    ['brp', PROBE + PROBE_BIO] as const,
    ['bchk', PROBE + PROBE_BIO] as const,
    ['updl', PROBE + PROBE_LIST] as const,
    ['uprd', PROBE + PROBE_LIST] as const,
    ['upages', PROBE + PROBE_PLAIN_LIST] as const,
    ...['ufolio', 'upage', 'unfolio'].map((name) => [name, PROBE + PROBE_FOLIO] as const),
    ['bset', PROBE + PROBE_END] as const,
    ...['set', 'mod', 'unfreeze', 'mod_and_test', 'mod_and_return', 'mod_unless', 'freeze'].map(
      (name) => [`page_ref_${name}`, PAGE_REF] as const,
    ),
  ].map(([name, role]) => [hashOf(name), role]),
);
/** page_ref events whose `ret` tells whether they did anything. */
const CONDITIONAL = new Set(['page_ref_mod_unless', 'page_ref_freeze'].map(hashOf));
/** Its `val` is the count that it expects; what it sets is 0. */
const FREEZE = hashOf('page_ref_freeze');
/** Of bios whose pages the disk writes. */
const CHECK_DIRTY = hashOf('bchk');

const [K_FOLIO, K_PAGE, K_REFS, K_FLAGS, K_RET, K_RC, K_PF, K_PFN, K_COUNT, K_VAL, K_LPIN] = [
  'folio',
  'page',
  'refs',
  'flags',
  'ret',
  'rc',
  'pf',
  'pfn',
  'count',
  'val',
  'lpin',
].map(hashOf) as [number, number, number, number, number, number, number, number, number, number, number];

const SPACE = 32;
const NEWLINE = 10;
const COLON = 58;
const EQUALS = 61;
const MINUS = 45;

/** Decodes blocks of whole lines of one recording. */
export class KernelTextDecoder {
  readonly #format: KernelFormat;
  readonly #pages: number;
  /** What each event is, by the hash of its name. */
  readonly #events: Map<number, number>;
  readonly #named: NamedEvents | undefined;
  /** A double for V8 too: a product of small integers that becomes large would have `decode` compiled anew. */
  readonly #baseSeconds: Float64Array;
  readonly #tasks = new Map<number, number[]>();
  /** What the last line of a probe said. */
  #kinds = 0;
  #listed = 0;
  #names: Uint8Array[] = [];
  #text: string[] = [];

  constructor({ format, baseSeconds, pages, names }: KernelReading) {
    this.#format = format;
    this.#baseSeconds = Float64Array.of(baseSeconds);
    this.#pages = pages ?? 0;
    this.#named = names === undefined ? undefined : new NamedEvents(names);
    this.#events = new Map(EVENTS);
    for (const [hash, role] of EVENTS) {
      // Events that the user names take the place of those that bitpart knows.
      const isReplaced = (names?.pin && (role & ROLE) === GRAB) || (names?.unpin && (role & ROLE) === PUT);
      const isOfOther = format !== 'both' && ((role & ROLE) === PAGE_REF) !== (format === 'page-ref');
      if (isReplaced || isOfOther) this.#events.delete(hash);
    }
  }

  /** `into`: columns of events that are no longer needed, to be filled again if they are large enough. */
  decode(bytes: Uint8Array, start: number, end: number, into?: RawEvents): Decoded {
    // A line with an event is at least 64 bytes long, as a rule; the columns grow where it is not.
    let capacity = Math.max(64, Math.ceil((end - start) / 64));
    let events = into !== undefined && into.time.length >= capacity ? into : rawEvents(capacity);
    capacity = events.time.length;
    const out = decoded(events);
    this.#tasks.clear();
    this.#names = [];
    this.#text = [];
    const isBoth = this.#format === 'both';
    let line = 0;
    let n = 0;
    let at = start;
    let max = Number.NEGATIVE_INFINITY;
    let gap = 0;
    while (at < end) {
      let stop = bytes.indexOf(NEWLINE, at);
      if (stop < 0 || stop > end) stop = end;
      const lineStart = at;
      at = stop + 1;
      const thisLine = line++;
      let eol = stop;
      if (eol > lineStart && bytes[eol - 1] === 13) eol--;
      // --- prefix: task, cpu, flags, time
      let p = lineStart;
      while (p < eol && bytes[p] === SPACE) p++;
      if (p === eol) continue;
      if (bytes[p] === 35) {
        if (textOf(bytes, p, Math.min(eol, p + 20)) === '# entries-in-buffer/') out.heads++;
        continue;
      }
      const taskStart = p;
      let taskEnd = -1;
      let flagsAt = -1;
      let timeAt = -1;
      // The CPU in brackets, with a time behind it, ends the task's name, which may hold blanks and brackets itself.
      for (let q = p; timeAt < 0; q++) {
        while (q < eol && bytes[q] !== 91) q++;
        if (q >= eol) break;
        let r = q + 1;
        while (r < eol && isDigit(bytes[r]!)) r++;
        if (r === q + 1 || bytes[r] !== 93 || bytes[r + 1] !== SPACE || bytes[q - 1] !== SPACE) continue;
        taskEnd = q - 1;
        flagsAt = afterBlanks(bytes, r + 1, eol);
        timeAt = timeFrom(bytes, flagsAt, eol);
      }
      if (timeAt < 0) {
        // latency format: `<...>-5263      3..... 276242022us : page_ref_mod: …`
        taskEnd = endOfTask(bytes, taskStart, eol);
        flagsAt = afterBlanks(bytes, taskEnd, eol);
        timeAt = timeFrom(bytes, flagsAt, eol);
        if (timeAt < 0) {
          this.#odd(out, bytes, lineStart, eol, thisLine);
          continue;
        }
      }
      let interrupt = 0;
      const hasContext = flagsAt < timeAt;
      if (hasContext) {
        // The flags are the last 4 or 5 characters (a CPU number may be glued before them); interrupt context is the third.
        let third = flagsAt;
        while (third < timeAt && isDigit(bytes[third]!)) third++;
        interrupt = INTERRUPTS[bytes[third + 2]!]!;
      }
      p = timeAt;
      let seconds = 0;
      let digits = 0;
      while (p < eol && bytes[p]! >= 48 && bytes[p]! <= 57) {
        seconds = seconds * 10 + bytes[p]! - 48;
        p++;
        digits++;
      }
      let nanos = 0;
      let isRead = digits > 0 && digits < 16;
      if (bytes[p] === 46) {
        p++;
        let places = 0;
        while (p < eol && bytes[p]! >= 48 && bytes[p]! <= 57) {
          if (places < 9) nanos = nanos * 10 + bytes[p]! - 48;
          places++;
          p++;
        }
        for (; places < 9; places++) nanos *= 10;
      } else if (bytes[p] === 117 && bytes[p + 1] === 115) {
        nanos = (seconds % 1_000_000) * 1000;
        seconds = Math.floor(seconds / 1_000_000);
        p += 2;
        if (DELAY_MARKS.has(bytes[p]!)) p++;
      } else {
        isRead = false;
      }
      if (!isRead || bytes[p] !== COLON) {
        this.#odd(out, bytes, lineStart, eol, thisLine);
        continue;
      }
      p++;
      while (p < eol && bytes[p] === SPACE) p++;
      // --- event
      let event = 0;
      const eventAt = p;
      while (p < eol && bytes[p] !== COLON) {
        event = (Math.imul(event, 31) + bytes[p]!) | 0;
        p++;
      }
      out.entries++;
      if (p === eol) {
        this.#odd(out, bytes, lineStart, eol, thisLine);
        continue;
      }
      const what = this.#events.get(event) ?? this.#meet(out, event, bytes, eventAt, p);
      const role = what & ROLE;
      if (role === OTHER) {
        out.other++;
        continue;
      }
      p++;
      // --- fields
      let page = -1;
      let top = 0;
      let refs = 1;
      let flags = -1;
      let ret = 0;
      let count = Number.NaN;
      let isLarge = false;
      let val = Number.NaN;
      let pincount = Number.NaN;
      let isBad = false;
      if (role >= PROBE) {
        page = count = 0;
        refs = role - PROBE;
        isBad = !this.#probe(bytes, p, eol, event, refs);
        p = eol;
      }
      while (p < eol) {
        while (p < eol && bytes[p] === SPACE) p++;
        if (bytes[p] === 40) {
          // (function+0x126/0x620 <- function)
          while (p < eol && bytes[p] !== 41) p++;
          p++;
          continue;
        }
        let key = 0;
        while (p < eol && bytes[p] !== EQUALS && bytes[p] !== SPACE) {
          key = (Math.imul(key, 31) + bytes[p]!) | 0;
          p++;
        }
        if (bytes[p] !== EQUALS) continue;
        p++;
        const valueStart = p;
        if (role === PAGE_REF && key === K_FLAGS) {
          isLarge = hasHead(bytes, p, eol);
          while (p < eol && bytes[p] !== SPACE) p++;
          continue;
        }
        if (key === K_PF) {
          while (p < eol && bytes[p] !== SPACE) p++;
          isLarge = bitOfHex(bytes, valueStart, p, PG_HEAD);
          // Nothing else is needed: _pincount means something on a large folio only.
          if (!isLarge && page >= 0 && flags >= 0 && !Number.isNaN(count) && what < WHOLE) break;
          continue;
        }
        if (
          key !== K_FOLIO &&
          (key !== K_PAGE || role !== SHOWS) &&
          key !== K_REFS &&
          key !== K_FLAGS &&
          key !== K_RET &&
          key !== K_RC &&
          key !== K_PFN &&
          key !== K_COUNT &&
          key !== K_VAL &&
          key !== K_LPIN
        ) {
          while (p < eol && bytes[p] !== SPACE) p++;
          continue;
        }
        // A number: decimal, perhaps negative, or hexadecimal of up to 16 digits, of which the low 12 are the value.
        let value = 0;
        const negative = bytes[p] === MINUS;
        if (negative) p++;
        const first = p;
        if (bytes[p] === 48 && bytes[p + 1] === 120) {
          p += 2;
          let high = 0;
          let middle = 0;
          let low = 0;
          for (; p < eol; p++) {
            const digit = HEX[bytes[p]!]!;
            if (digit < 0) break;
            high = (high << 4) | (middle >>> 20);
            middle = ((middle << 4) | (low >>> 20)) & 0xff_ffff;
            low = ((low << 4) | digit) & 0xff_ffff;
          }
          const digits = p - first - 2;
          if (digits === 0 || digits > 16 || (p < eol && bytes[p] !== SPACE)) isBad = true;
          value = middle * 0x100_0000 + low;
          if (key === K_FOLIO || key === K_PAGE) top = high & 0xffff;
          else if (high !== 0) value += (high & 0xffff) * 2 ** 48;
        } else {
          while (p < eol && bytes[p]! >= 48 && bytes[p]! <= 57) {
            value = value * 10 + bytes[p]! - 48;
            p++;
          }
          if (p === first || (p < eol && bytes[p] !== SPACE)) isBad = true;
          if (negative) value = -value;
        }
        while (p < eol && bytes[p] !== SPACE) p++;
        if (key === K_FOLIO || key === K_PFN) page = value;
        else if (key === K_PAGE) page = page < 0 && role === SHOWS ? value : page;
        else if (key === K_REFS) refs = value;
        else if (key === K_FLAGS) flags = value;
        else if (key === K_RET) ret = value;
        else if (key === K_VAL) val = value;
        else if (key === K_LPIN) pincount = value;
        else count = value;
      }
      if (isBad || page < 0 || refs < 1 || refs > MAX_REFS || !(Math.abs(count) <= 2 ** 32 - 1)) {
        this.#unreadable(out, bytes, lineStart, eol, thisLine);
        continue;
      }
      let op = RAW_SEEN;
      let kinds = 0;
      let shown = FLAG_COUNT;
      let own = 0;
      if (flags < 0 && (role === GRAB || role === PUT)) {
        this.#unreadable(out, bytes, lineStart, eol, thisLine);
        continue;
      }
      if (role === GRAB) {
        if (ret !== 0 || page === 0) {
          out.other++; // a grab that failed
          continue;
        }
        if (flags & FOLL_PIN) {
          op = RAW_PIN;
          kinds = 1 + (flags & FOLL_WRITE ? 2 : 0) + (flags & FOLL_LONGTERM ? 1 : 0);
        }
      } else if (role === PUT) {
        shown |= FLAG_BEFORE;
        if (flags & FOLL_PIN) op = RAW_UNPIN;
      } else if (role === SHOWS) {
        shown |= FLAG_BEFORE;
      } else if (role >= PROBE) {
        op = RAW_PROBE;
        shown = 0;
        kinds = this.#kinds;
        own = this.#listed;
        out.probes++;
      } else {
        if (!(Math.abs(val) <= 2 ** 32 - 1)) {
          this.#unreadable(out, bytes, lineStart, eol, thisLine);
          continue;
        }
        const isDone = !CONDITIONAL.has(event) || ret !== 0;
        const isChange = MODS.has(event);
        const pins = isDone && isChange && !isLarge ? pinsOf(val) : 0;
        if (isBoth) {
          if (pins !== 0) {
            if (pins > 0) out.both.pageRef.taken += pins;
            else out.both.pageRef.dropped -= pins;
            continue;
          }
          page = this.#pages + STRUCT_PAGE * page;
        } else shown |= FLAG_CHANGE;
        if (isDone && !isChange && !isBoth) shown |= FLAG_SET;
        own = isDone && event !== FREEZE ? val : 0;
        if (pins !== 0) {
          op = pins > 0 ? RAW_PIN : RAW_UNPIN;
          kinds = pins > 0 ? 5 : 0;
          refs = Math.abs(pins);
        }
      }
      // What is pinned has the pins in its count, after it is taken and before it is dropped; the page of zeros has not. That
      // is a small page: the kernel pins the huge one as any other, and counts a pin of a large folio after the probe (6.1).
      if ((op === RAW_PIN || op === RAW_UNPIN) && !isLarge && role !== PAGE_REF) {
        if (count >= 0 && count < refs * PIN_COUNTING_BIAS) {
          op = RAW_SEEN;
          kinds = 0;
          out.zeroPins++;
        }
      }
      if (isLarge && role !== PAGE_REF && !Number.isNaN(pincount)) {
        shown |= FLAG_PINCOUNT;
        own = pincount;
      }
      if (role < PAGE_REF) {
        if (page < out.lowest) out.lowest = page;
        if (page > out.highest) out.highest = page;
        if (out.addressTop < 0) out.addressTop = top;
        else if (out.addressTop !== top) {
          this.#unreadable(out, bytes, lineStart, eol, thisLine);
          continue;
        }
      }
      if (n === capacity) {
        capacity *= 2;
        events = grow(events, capacity);
        (out as { events: typeof events }).events = events;
      }
      const time = (seconds - this.#baseSeconds[0]!) * 1e9 + nanos;
      if (time > max) {
        if (time - max > gap && n > 0) {
          gap = time - max;
          out.gap.line = thisLine;
        }
        max = time;
      } else if (out.late === undefined && max - time >= ORDER_WINDOW) out.late = { line: thisLine, by: max - time };
      if (time < out.minTime) {
        out.minTime = time;
        out.minLine = thisLine;
      }
      if (!hasContext && op === RAW_UNPIN) out.contextless++;
      events.time[n] = time;
      events.op[n] = op;
      events.flags[n] = shown | (interrupt > 0 ? FLAG_INTERRUPT : 0) | (isLarge ? FLAG_LARGE : 0);
      events.kinds[n] = kinds;
      events.page[n] = page;
      // What page_ref shows beside the probes says nothing of what its task does to pins (events/directions).
      events.refs[n] = isBoth && role === PAGE_REF ? 0 : refs;
      events.own[n] = own;
      if (op !== RAW_SEEN && op !== RAW_PROBE) out.moved += refs;
      if (isBoth && !isLarge) {
        if (op === RAW_PIN) out.both.probes.taken += refs;
        else if (op === RAW_UNPIN) out.both.probes.dropped += refs;
      }
      // A negative count is a large unsigned one.
      if (count < 0) {
        count += 2 ** 32;
        out.negative++;
      }
      events.count[n] = count;
      events.task[n] = this.#task(bytes, taskStart, taskEnd);
      events.ref[n] = interrupt === 0 ? 0 : cpuOf(bytes, flagsAt) * 8 + interrupt;
      events.line[n] = thisLine;
      n++;
    }
    events.length = n;
    events.tasks = this.#text;
    out.lines = line;
    out.maxTime = max;
    out.gap.by = gap;
    return out;
  }

  /** What an event is whose name has not been met yet, or is not remembered. */
  #meet(out: Decoded, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const name = textOf(bytes, start, Math.min(end, start + 100));
    const named = this.#named?.roleOf(name);
    const role = named === undefined ? OTHER : named === 'pin' ? GRAB | WHOLE : PUT | WHOLE;
    if (this.#events.size < MOST_NAMES) {
      this.#events.set(hash, role);
      out.names.push(name);
    }
    return role;
  }

  /** What a probe says; false where it lacks something. */
  #probe(bytes: Uint8Array, start: number, end: number, event: number, at: number): boolean {
    this.#kinds = 0;
    this.#listed = 0;
    if (at === PROBE_BIO) {
      const operation = event === CHECK_DIRTY ? 0 : numberOf(bytes, start, end, OPF);
      // What the disk reads it writes to memory.
      this.#kinds = operation % 2 === 1 ? READ : WRITE;
      return operation >= 0;
    }
    if (at !== PROBE_LIST && at !== PROBE_PLAIN_LIST) return true;
    this.#listed = numberOf(bytes, start, end, N);
    if (at === PROBE_LIST) {
      const dirty = numberOf(bytes, start, end, DIRTY);
      if (dirty < 0) return false;
      this.#kinds = dirty > 0 ? WRITE : READ;
    }
    return this.#listed >= 0 && this.#listed < 2 ** 32;
  }

  /** A line without time and event: what the tracer says beside its events, or nothing that can be read. */
  #odd(out: Decoded, bytes: Uint8Array, start: number, end: number, line: number): void {
    const text = textOf(bytes, start, end);
    const lost = /^CPU:?\s*\d+ \[LOST (?:(\d+) )?EVENTS\]/.exec(text.trim());
    if (lost) out.lost += Number(lost[1] ?? 1);
    else if (/^\s*(=>|cpus=\d+|version = |trace-cmd version)|<(user )?stack trace>\s*$/.test(text)) out.other++;
    else if (/\bEVENTS DROPPED\b/.test(text))
      out.lost += Number(/\d+/.exec(text.replace(/^CPU:?\s*\d+/, ''))?.[0] ?? 1);
    else this.#unreadable(out, bytes, start, end, line);
  }

  #unreadable(out: Decoded, bytes: Uint8Array, start: number, end: number, line: number): void {
    out.unreadable++;
    out.firstUnreadable ??= { line, text: textOf(bytes, start, Math.min(end, start + 200)) };
  }

  /** Number of the task in this block. A name is its bytes from the first character to before `[cpu]`, blanks dropped. */
  #task(bytes: Uint8Array, start: number, end: number): number {
    let stop = end;
    while (stop > start && bytes[stop - 1] === SPACE) stop--;
    if (bytes[stop - 1] === 41) {
      // a thread group in parentheses: `fio-209  (  209) [000]`
      while (stop > start && bytes[stop - 1] !== 40) stop--;
      stop--;
      while (stop > start && bytes[stop - 1] === SPACE) stop--;
    }
    let h = 0;
    for (let i = start; i < stop; i++) h = (Math.imul(h, 31) + bytes[i]!) | 0;
    let candidates = this.#tasks.get(h);
    if (candidates === undefined) this.#tasks.set(h, (candidates = []));
    const length = stop - start;
    next: for (const candidate of candidates) {
      const name = this.#names[candidate]!;
      if (name.length !== length) continue;
      for (let i = 0; i < length; i++) if (name[i] !== bytes[start + i]) continue next;
      return candidate;
    }
    const index = this.#names.length;
    this.#names.push(bytes.slice(start, stop));
    this.#text.push(textOf(bytes, start, stop));
    candidates.push(index);
    return index;
  }
}

/** Bytes of a struct page (include/linux/mm_types.h). */
const STRUCT_PAGE = 64;
const MODS = new Set(['mod', 'mod_and_test', 'mod_and_return', 'mod_unless'].map((name) => hashOf(`page_ref_${name}`)));
/** References that one call can take: 2^22 is more than any list of pages holds. */
const MAX_REFS = 2 ** 22;

/**
 * Pins that a change of a small folio's count means: one of +1024, or of +1023 by GUP-fast after its get; −1024 n, where a list
 * that is dropped names the page n times in a row. More at once is something else: page_frag_cache takes 32,768 references.
 */
function pinsOf(val: number): number {
  if (val === PIN_COUNTING_BIAS || val === PIN_COUNTING_BIAS - 1) return 1;
  return val < 0 && val % PIN_COUNTING_BIAS === 0 ? val / PIN_COUNTING_BIAS : 0;
}

/** What the third character of the flags says of interrupt context, 1 … 5 (Documentation/trace/ftrace.rst); 0: task context. */
const INTERRUPTS = new Uint8Array(256);
for (const [place, letter] of [...'hHszZ'].entries()) INTERRUPTS[letter.charCodeAt(0)] = place + 1;

/** The CPU: digits that the flags begin with (latency format), else those in brackets before them. */
function cpuOf(bytes: Uint8Array, flagsAt: number): number {
  let p = flagsAt;
  while (isDigit(bytes[p]!)) p++;
  if (p === flagsAt) while (bytes[p - 1] === SPACE || bytes[p - 1] === 93) p--;
  let cpu = 0;
  for (let scale = 1; isDigit(bytes[--p]!); scale *= 10) cpu += (bytes[p]! - 48) * scale;
  return cpu;
}

const [OPF, N, DIRTY] = ['opf', 'n', 'dirty'].map((key) => new TextEncoder().encode(` ${key}=`)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

/** The number behind ` key=`, decimal or hexadecimal; −1: there is none. */
function numberOf(bytes: Uint8Array, start: number, end: number, key: Uint8Array): number {
  search: for (let p = start; p + key.length < end; p++) {
    for (let i = 0; i < key.length; i++) if (bytes[p + i] !== key[i]) continue search;
    const text = textOf(bytes, p + key.length, Math.min(end, p + key.length + 24));
    const value = /^(?:0x[\da-f]+|\d+)(?=\s|$)/i.exec(text)?.[0];
    return value === undefined ? -1 : Number(value);
  }
  return -1;
}

/** Behind the microseconds of the latency format: how long it is to the next event (Documentation/trace/ftrace.rst). */
const DELAY_MARKS = new Set([...' +!#*@$'].map((mark) => mark.charCodeAt(0)));

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

function afterBlanks(bytes: Uint8Array, at: number, end: number): number {
  let p = at;
  while (p < end && bytes[p] === SPACE) p++;
  return p;
}

/** Where the time stands: here, or behind one word of flags; −1: neither. */
function timeFrom(bytes: Uint8Array, at: number, end: number): number {
  if (isTime(bytes, at, end)) return at;
  let p = at;
  while (p < end && bytes[p] !== SPACE) p++;
  p = afterBlanks(bytes, p, end);
  return isTime(bytes, p, end) ? p : -1;
}

/** `16.519437` or `276242022us`, but not the `3.....` of a CPU with its flags. */
function isTime(bytes: Uint8Array, at: number, end: number): boolean {
  let p = at;
  while (p < end && isDigit(bytes[p]!)) p++;
  return p > at && ((bytes[p] === 46 && isDigit(bytes[p + 1]!)) || (bytes[p] === 117 && bytes[p + 1] === 115));
}

/** The end of a `comm-pid` behind which no CPU stands in brackets, but flags and a time; else the first blank. */
function endOfTask(bytes: Uint8Array, start: number, end: number): number {
  for (let p = start; p < end; p++) {
    if (bytes[p] !== MINUS) continue;
    let q = p + 1;
    while (q < end && isDigit(bytes[q]!)) q++;
    if (q > p + 1 && bytes[q] === SPACE && timeFrom(bytes, afterBlanks(bytes, q, end), end) >= 0) return q;
  }
  let p = start;
  while (p < end && bytes[p] !== SPACE) p++;
  return p;
}

/** Value of a hexadecimal digit by its byte; −1: no digit. */
const HEX = Int8Array.from({ length: 256 }, (_, byte) => hexDigit(byte));

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  if (byte >= 97 && byte <= 102) return byte - 87;
  if (byte >= 65 && byte <= 70) return byte - 55;
  return -1;
}

function bitOfHex(bytes: Uint8Array, start: number, end: number, bit: number): boolean {
  const at = end - 1 - (bit >> 2);
  if (at < start + 2) return false;
  return (hexDigit(bytes[at]!) & (1 << (bit & 3))) !== 0;
}

/** `head` is one of the names joined by `|`. */
function hasHead(bytes: Uint8Array, start: number, end: number): boolean {
  for (let p = start; p < end && bytes[p] !== SPACE; p++) {
    if (
      bytes[p] === 104 &&
      bytes[p + 1] === 101 &&
      bytes[p + 2] === 97 &&
      bytes[p + 3] === 100 &&
      (p === start || bytes[p - 1] === 124) &&
      (p + 4 >= end || bytes[p + 4] === SPACE || bytes[p + 4] === 124)
    ) {
      return true;
    }
  }
  return false;
}

function grow(from: ReturnType<typeof rawEvents>, capacity: number): ReturnType<typeof rawEvents> {
  const to = rawEvents(capacity);
  for (const key of RAW_COLUMNS) {
    to[key].set(from[key]);
  }
  return to;
}

const LATIN1 = new TextDecoder('latin1');
const textOf = (bytes: Uint8Array, start: number, end: number): string => LATIN1.decode(bytes.subarray(start, end));
