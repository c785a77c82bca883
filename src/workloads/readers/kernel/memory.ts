import { columnsOf, RAW_BYTES, RAW_COLUMNS, type RawEvents, rawEvents } from '../../../events/raw.ts';
import { codeOf, pagesOf, unlessWithoutMemory } from '../../../wasm-module.ts';
import { HEX } from './bytes.ts';
import { ASIDE_AT, ASIDES, BLOCK_AT, EVENT_COUNT, HEX_AT, LINES, MARGIN } from './places.ts';
import { CODE } from './text.wasm.ts';

const code = codeOf(CODE);

/** What the code tells of; places are those of `bytes`, the memory. */
export interface Told {
  comment(bytes: Uint8Array, start: number, end: number): void;
  odd(bytes: Uint8Array, start: number, end: number, line: number): void;
  unreadable(bytes: Uint8Array, start: number, end: number, line: number): void;
  meet(bytes: Uint8Array, hash: number, start: number, end: number): number;
  probe(bytes: Uint8Array, start: number, end: number, event: number, what: number): number;
  task(bytes: Uint8Array, start: number, end: number): number;
}

interface Code {
  open(both: number, firstPage: number): void;
  know(hash: number, role: number): void;
  begin(seconds: number): void;
  useColumns(start: number, capacity: number): void;
  decode(start: number, end: number, firstLine: number, room: number): number;
}

/** The code of assembly/kernel-text.ts and its memory: tables, one block of text, and behind it the columns of its events. */
export class DecoderMemory {
  readonly code: Code;
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  /** All of it. */
  #bytes = new Uint8Array(this.#memory.buffer);
  #end = BLOCK_AT;
  #columnsAt = 0;
  #capacity = 0;

  /** @throws RangeError where there is no memory */
  constructor(told: Told) {
    const say =
      <A extends number[], R>(what: (bytes: Uint8Array, ...args: A) => R) =>
      (...args: A): R =>
        what(this.#bytes, ...args);
    const instance = new WebAssembly.Instance(code(), {
      env: { memory: this.#memory },
      'kernel-text': {
        comment: say(told.comment),
        odd: say(told.odd),
        unreadable: say(told.unreadable),
        meet: say(told.meet),
        probe: say(told.probe),
      },
      columns: { task: say(told.task) },
    });
    this.code = instance.exports as unknown as Code;
    new Int8Array(this.#memory.buffer, HEX_AT, 256).set(HEX);
  }

  /** Undefined where there is no memory for it, or no WebAssembly. */
  static start(told: Told): DecoderMemory | undefined {
    return unlessWithoutMemory(() => new DecoderMemory(told));
  }

  /** Takes a block of text, with room for as many events as it has, as a rule. */
  load(text: Uint8Array): void {
    this.#end = BLOCK_AT + text.length;
    this.#columnsAt = Math.ceil((this.#end + MARGIN) / 8) * 8;
    // A line with an event is at least 64 bytes long, as a rule.
    this.#makeRoom(Math.max(64, Math.ceil(text.length / 64)));
    this.#bytes.set(text, BLOCK_AT);
    this.#bytes.fill(0, this.#end, this.#columnsAt);
  }

  #makeRoom(capacity: number): void {
    const wanted = pagesOf(this.#columnsAt + capacity * RAW_BYTES) - pagesOf(this.#bytes.length);
    if (wanted > 0) {
      this.#memory.grow(wanted);
      this.#bytes = new Uint8Array(this.#memory.buffer);
    }
    this.#capacity = capacity;
    this.code.useColumns(this.#columnsAt, capacity);
  }

  /** Decodes the block. */
  decode(): void {
    let line = 0;
    for (let at = BLOCK_AT; at < this.#end; ) {
      at = this.code.decode(at, this.#end, line, this.#capacity);
      line = this.aside()[LINES]!;
      if (at < this.#end) this.#grow();
    }
  }

  /** The same events in columns of twice the length. */
  #grow(): void {
    const events = this.events();
    this.#makeRoom(2 * this.#capacity);
    const to = this.#columns();
    for (const key of RAW_COLUMNS) to[key].set(events[key].subarray(0, events.length));
  }

  aside(): Float64Array {
    return new Float64Array(this.#memory.buffer, ASIDE_AT, ASIDES);
  }

  #columns(): RawEvents {
    return columnsOf(this.#memory.buffer as ArrayBuffer, this.#capacity, this.#columnsAt);
  }

  /** The events that have been decoded: a copy, for the next block overwrites them; in `into` if that is large enough. */
  events(into?: RawEvents): RawEvents {
    const length = this.aside()[EVENT_COUNT]!;
    const from = this.#columns();
    const to = into !== undefined && into.time.length >= length ? into : rawEvents(length);
    for (const key of RAW_COLUMNS) to[key].set(from[key].subarray(0, length));
    to.length = length;
    return to;
  }
}
