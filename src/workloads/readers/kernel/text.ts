import { type RawEvents, rawEvents } from '../../../events/raw.ts';
import { type Decoded, decoded } from '../decoded.ts';
import { textOf } from './bytes.ts';
import { DecoderMemory } from './memory.ts';
import * as P from './places.ts';
import { PlainDecoder } from './plain.ts';
import type { KernelReading } from './reading.ts';
import { announced, comment, odd, SeldomLines, unreadable } from './seldom.ts';
import { TaskNames } from './tasks.ts';

export type { KernelFormat, KernelReading } from './reading.ts';

/**
 * Decodes blocks of whole lines of one recording. Lines are read byte by byte into columns in WebAssembly
 * (assembly/kernel-text.ts), because recordings are large; here is what is seldom. Where WebAssembly gets no memory (it wants
 * gigabytes of addresses, which `ulimit -v` may deny), PlainDecoder reads the same.
 */
export class KernelTextDecoder {
  readonly #baseSeconds: number;
  readonly #seldom: SeldomLines;
  readonly #tasks = new TaskNames();
  readonly #memory: DecoderMemory | undefined;
  readonly #plain: PlainDecoder | undefined;
  /** What is being filled. */
  #out = decoded(rawEvents(0));

  constructor(reading: KernelReading) {
    const { format, baseSeconds, pages, names } = reading;
    this.#baseSeconds = baseSeconds;
    this.#seldom = new SeldomLines(format, names);
    this.#memory = DecoderMemory.start({
      comment: (bytes, start, end) => comment(bytes, start, end, this.#out),
      odd: (bytes, start, end, line) => odd(bytes, start, end, line, this.#out),
      unreadable: (bytes, start, end, line) => unreadable(bytes, start, end, line, this.#out),
      meet: (bytes, hash, start, end) =>
        this.#seldom.meet(bytes, start, end, this.#out, (role) => this.#memory!.code.know(hash, role)),
      probe: (bytes, start, end, event, what) => this.#probe(bytes, start, end, event, what),
      task: (bytes, start, end) => this.#tasks.numberOf(textOf(bytes, start, end)),
    });
    if (this.#memory === undefined) {
      this.#plain = new PlainDecoder(reading);
      return;
    }
    const { code } = this.#memory;
    code.open(format === 'both' ? 1 : 0, pages ?? 0);
    for (const [hash, role] of this.#seldom.known()) code.know(hash, role);
  }

  /** `into`: columns of events that are no longer needed, to be filled again if they are large enough. */
  decode(bytes: Uint8Array, start: number, end: number, into?: RawEvents): Decoded {
    const memory = this.#memory;
    if (memory === undefined) return this.#plain!.decode(bytes, start, end, into);
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

  /** What a probe says, as kinds + 256 × how many pins; −1 where it lacks something. */
  #probe(bytes: Uint8Array, start: number, end: number, event: number, what: number): number {
    const said = announced(bytes, start, end, event, what);
    if (said === undefined) return -1;
    this.#out.probes++;
    return said.kinds + 256 * said.listed;
  }
}
