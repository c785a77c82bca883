import { ACQUIRE, CHECK, DROP, type EventChunk, LEVEL } from '../events/chunk.ts';
import { acquiredOf, MOST_KINDS } from '../layouts/domain.ts';
import type { Field, Layout } from '../layouts/types.ts';
import { AnonymousReferences } from './anonymous.ts';
import { ExactSum } from './exact.ts';
import { HitKeeper, type Names, nameHit } from './hits.ts';
import { type CounterTally, type QuestionTally, type RedZoneTally, type Tally, within } from './tally.ts';
import { wordsOf } from './words.ts';

const CLASSES = MOST_KINDS;
const UNSEEN = Number.NEGATIVE_INFINITY;
const [FAIL, SATURATE, CARRY, WRAP] = [0, 1, 2, 3];
const POLICY = { fail: FAIL, saturate: SATURATE, carry: CARRY, wrap: WRAP } as const;

/**
 * The definition that everything else must equal (ARCHITECTURE.md): one layout, the word of every page in the machine's own
 * arithmetic, event by event. It can do every on-limit policy and every bias.
 *
 * What a field does with one acquisition more than its limit: `fail` refuses it; `saturate` sets the field to 3/4 of its
 * range (reserve 0: leaves it at its limit), where it sticks until the page's life ends; `carry` adds to the word whatever
 * comes; `wrap` starts again at 0 inside the field. A bias refuses a pin while the signed word is ≤ 0 (mm/gup.c,
 * try_grab_folio), and never an ordinary get. Drops of what was refused are void.
 */
export class Replay {
  readonly #layout: Layout;
  readonly #from: number;
  readonly #words;
  readonly #isBias: boolean;
  readonly #counters: number;
  /** Class codes in use. */
  readonly #classes: number;
  /** Field (bias: term, −1 ordinary) of each class; −2: a class that the layout cannot place. */
  readonly #fieldOf: Int8Array;
  readonly #policy: Uint8Array;
  readonly #limit: Float64Array;
  readonly #questions: readonly string[];
  /** Per question: bits of the fields (terms) that answer it, and of the classes that make yes the truth. */
  readonly #askFields: Int32Array;
  readonly #askClasses: Int32Array;

  #capacity = 0;
  #pages = 0;
  #last = new Float64Array(0);
  #ordinary = new Float64Array(0);
  /** Per page and class: acquisitions that the layout took and that are held. */
  #taken = new Int32Array(0);
  /** Per page: bit f = field f is stuck; bit 8 + q = question q is answered falsely yes; 16 + q: falsely no. */
  #stuck = new Uint8Array(0);
  #wrong = new Uint32Array(0);
  #atLimit = new Uint8Array(0);
  /** Fields that have a warning level. */
  readonly #warned: readonly { readonly field: number; readonly level: number }[];
  /** Per page: bit f = field f is at or above its warning level; was so in measured time. */
  #above = new Uint8Array(0);
  #entered = new Uint8Array(0);
  readonly #entries: Float64Array;
  readonly #aboveTime: readonly ExactSum[];
  /** Per page and class, in recorded history: what `wanted` of a hit counts. */
  #recorded = new Int32Array(0);
  #admitted: Uint8Array = new Uint8Array(1024);
  #anonymous: AnonymousReferences | undefined;

  readonly #attempted = new Float64Array(CLASSES);
  readonly #refused = new Float64Array(CLASSES);
  readonly #pagesAtLimit: Float64Array;
  readonly #saturatedLives: Float64Array;
  readonly #hits: HitKeeper[];
  readonly #falseChecks: Float64Array;
  readonly #falseTime: ExactSum[];
  readonly #observedFrom = new ExactSum();
  #checks = 0;
  #lives = 0;

  /** `from`: time at which measuring starts (the end of warm-up); −∞ for a recording. */
  constructor(layout: Layout, from = Number.NEGATIVE_INFINITY) {
    this.#layout = layout;
    this.#from = from;
    this.#words = wordsOf(layout);
    this.#isBias = layout.family === 'bias';
    const counts = layout.family === 'split' ? layout.fields.map((f) => f.counts) : layout.terms.map((t) => t.counts);
    this.#counters = layout.family === 'split' ? layout.fields.length : 1;
    const classes = acquiredOf(layout.domain);
    this.#classes = classes.length;
    this.#fieldOf = new Int8Array(CLASSES).fill(-2);
    classes.forEach((kinds, acquired) => {
      this.#fieldOf[acquired] = this.#isBias && acquired === 0 ? -1 : placeOf(kinds, counts);
    });
    const fields: readonly Field[] = layout.family === 'split' ? layout.fields : [];
    this.#policy = Uint8Array.from(fields, (f) => POLICY[f.onLimit]);
    this.#limit = Float64Array.from(fields, (f) => 2 ** (f.bits - f.reserve) - 1);
    this.#warned = fields.flatMap(({ warn }, field) => (warn === undefined ? [] : [{ field, level: warn }]));
    this.#entries = new Float64Array(this.#counters);
    this.#aboveTime = Array.from({ length: this.#counters }, () => new ExactSum());
    this.#questions = Object.keys(layout.domain.questions);
    const asked = Object.values(layout.domain.questions);
    this.#askFields = Int32Array.from(asked, (q) =>
      counts.reduce((bits, set, f) => (set & q ? bits | (1 << f) : bits), 0),
    );
    this.#askClasses = Int32Array.from(asked, (q) =>
      classes.reduce((bits, kinds, c) => (within(kinds, q) ? bits | (1 << c) : bits), 0),
    );
    this.#pagesAtLimit = new Float64Array(this.#counters);
    this.#saturatedLives = new Float64Array(this.#counters);
    this.#hits = Array.from({ length: this.#counters }, () => new HitKeeper());
    this.#falseChecks = new Float64Array(asked.length * 2);
    this.#falseTime = Array.from({ length: asked.length * 2 }, () => new ExactSum());
    const ordinaryField = this.#fieldOf[0]!;
    if (!this.#isBias && this.#policy[ordinaryField] === FAIL) this.#anonymous = new AnonymousReferences();
  }

  feed(chunk: EventChunk): void {
    const { time, op: ops, page: pages, arg, line, task } = chunk;
    for (let i = 0; i < chunk.length; i++) {
      const page = pages[i]!;
      const t = time[i]!;
      if (page >= this.#capacity) this.#grow(page);
      if (this.#last[page] === UNSEEN) {
        this.#pages++;
        this.#observedFrom.add(Math.max(t, this.#from));
      } else {
        if (this.#wrong[page] !== 0) this.#accrue(page, t);
        if (this.#above[page] !== 0) this.#accrueAbove(page, t);
      }
      this.#last[page] = t;
      const op = ops[i]!;
      const where = { time: t, page, line: line === undefined ? 0 : line[i]!, task: task === undefined ? 0 : task[i]! };
      if (op < DROP) this.#acquire(op - ACQUIRE, arg[i]!, where);
      else if (op < LEVEL) this.#drop(op - DROP, arg[i]!, where);
      else if (op === LEVEL) this.#level(arg[i]!, where);
      else if (op === CHECK && t >= this.#from) this.#check(page);
    }
  }

  /** Whether the layout took the acquisition with this handle, the last that was fed with it; one that it cannot place it takes. */
  admitted(handle: number): boolean {
    return this.#admitted[handle] === 1;
  }

  /** `end`: the time of the last event of any page, at which everything still held is held. */
  finish(end: number, names: Names): Tally {
    for (let page = 0; page < this.#capacity; page++) {
      if (this.#last[page] === UNSEEN) continue;
      if (this.#wrong[page] !== 0) this.#accrue(page, end);
      if (this.#above[page] !== 0) this.#accrueAbove(page, end);
      if (this.#ordinary[page]! > 0) this.#countLife(page, end);
      if (this.#stuck[page] !== 0) this.#atLimit[page]! |= this.#stuck[page]!;
      for (let f = 0; f < this.#counters; f++) if (this.#atLimit[page]! & (1 << f)) this.#pagesAtLimit[f]!++;
    }
    const counters = Array.from({ length: this.#counters }, (_, f): CounterTally => {
      const { first, worst } = this.#hits[f]!;
      const redZone = this.#redZone(f);
      const sums = {
        pagesAtLimit: this.#pagesAtLimit[f]!,
        saturatedLives: this.#saturatedLives[f]!,
        ...(redZone === undefined ? {} : { redZone }),
      };
      return first && worst ? { ...sums, firstHit: nameHit(first, names), worstHit: nameHit(worst, names) } : sums;
    });
    const questions: Record<string, QuestionTally> = {};
    this.#questions.forEach((name, q) => {
      questions[name] = {
        falsePositiveChecks: this.#falseChecks[2 * q]!,
        falseNegativeChecks: this.#falseChecks[2 * q + 1]!,
        falsePositiveTime: this.#falseTime[2 * q]!.value,
        falseNegativeTime: this.#falseTime[2 * q + 1]!.value,
      };
    });
    return {
      method: 'replay',
      attempted: [...this.#attempted.subarray(0, this.#classes)],
      refused: [...this.#refused.subarray(0, this.#classes)],
      counters,
      questions,
      checks: this.#checks,
      pages: this.#pages,
      pageTime: BigInt(this.#pages) * BigInt(this.#pages === 0 ? 0 : end) - this.#observedFrom.value,
      lives: this.#lives,
    };
  }

  #redZone(f: number): RedZoneTally | undefined {
    if (!this.#warned.some(({ field }) => field === f)) return undefined;
    let pages = 0;
    for (const bits of this.#entered) if (bits & (1 << f)) pages++;
    return { pages, entries: this.#entries[f]!, time: this.#aboveTime[f]!.value };
  }

  #acquire(acquired: number, handle: number, at: Where): void {
    const { page } = at;
    const f = this.#fieldOf[acquired]!;
    if (handle >= this.#admitted.length) this.#admitted = doubled(this.#admitted, handle);
    const measured = at.time >= this.#from;
    if (measured) this.#attempted[acquired]!++;
    if (f === -2) {
      this.#admitted[handle] = 1;
      return;
    }
    this.#recorded[page * CLASSES + acquired]!++;
    if (acquired === 0) this.#ordinary[page]!++;
    const taken = this.#isBias ? this.#addBias(page, acquired, f) : this.#addField(page, f, 1, at) === 1;
    this.#admitted[handle] = taken ? 1 : 0;
    if (taken) {
      this.#taken[page * CLASSES + acquired]!++;
    } else if (measured) {
      this.#refused[acquired]!++;
      if (this.#isBias) this.#hit(0, at);
    }
    this.#judge(page, at.time);
  }

  #drop(acquired: number, handle: number, at: Where): void {
    const { page } = at;
    const f = this.#fieldOf[acquired]!;
    if (f === -2) return;
    this.#recorded[page * CLASSES + acquired]!--;
    if (this.#admitted[handle] === 1) {
      this.#taken[page * CLASSES + acquired]!--;
      this.#subtractField(page, f, 1);
    }
    if (acquired === 0 && --this.#ordinary[page]! === 0) this.#endLife(page, at.time);
    this.#judge(page, at.time);
  }

  /** The ordinary count is now n: n − before acquisitions one after the other, or as many drops of the oldest. */
  #level(level: number, at: Where): void {
    const { page } = at;
    const before = this.#ordinary[page]!;
    const more = level - before;
    const f = this.#fieldOf[0]!;
    this.#ordinary[page] = level;
    if (more !== 0) {
      const measured = at.time >= this.#from;
      if (more > 0 && measured) this.#attempted[0]! += more;
      if (this.#isBias) {
        this.#words.add(page, -1, more);
        this.#taken[page * CLASSES]! += more;
      } else if (more > 0) {
        const taken = this.#addField(page, f, more, at);
        if (measured) this.#refused[0]! += more - taken;
        this.#anonymous?.add(page, taken, more - taken);
        this.#taken[page * CLASSES]! += taken;
      } else {
        const dropped = this.#anonymous?.drop(page, -more) ?? -more;
        this.#subtractField(page, f, dropped);
        this.#taken[page * CLASSES]! -= dropped;
      }
      if (level === 0) this.#endLife(page, at.time);
    }
    this.#judge(page, at.time);
  }

  #addBias(page: number, acquired: number, term: number): boolean {
    if (acquired !== 0 && this.#words.notPositive(page)) return false;
    this.#words.add(page, term, 1);
    return true;
  }

  /** n acquisitions of field f, one after the other; returns how many it took. */
  #addField(page: number, f: number, n: number, at: Where): number {
    const room = this.#words.room(page, f);
    switch (this.#policy[f]) {
      case FAIL: {
        const taken = Math.max(0, Math.min(n, room));
        if (taken > 0) this.#words.add(page, f, taken);
        if (taken < n) this.#hit(f, at);
        return taken;
      }
      case SATURATE: {
        const isStuck = (this.#stuck[page]! & (1 << f)) !== 0;
        if (!isStuck && n <= room) {
          this.#words.add(page, f, n);
          return n;
        }
        if (!isStuck) {
          this.#stuck[page]! |= 1 << f;
          this.#words.saturate(page, f);
        }
        // Later ones of the life are hits too, as long as more is wanted than the limit.
        if (!isStuck || this.#wanted(page, f) > this.#limit[f]!) this.#hit(f, at);
        return n;
      }
      case CARRY:
        if (n > room) this.#hit(f, at);
        this.#words.add(page, f, n);
        return n;
      default:
        if (n > room) this.#hit(f, at);
        this.#words.wrap(page, f, n);
        return n;
    }
  }

  /** n drops of field f; of a bias, which neither wraps nor sticks, of term f. */
  #subtractField(page: number, f: number, n: number): void {
    if (this.#policy[f] === WRAP) {
      this.#words.wrap(page, f, -n);
    } else if ((this.#stuck[page]! & (1 << f)) === 0) {
      this.#words.add(page, f, -n);
    }
  }

  #hit(counter: number, at: Where): void {
    if (at.time < this.#from) return;
    this.#atLimit[at.page]! |= 1 << counter;
    this.#hits[counter]!.see(at.time, at.page, at.line, at.task, this.#wanted(at.page, counter));
  }

  /** References of the counter's kinds (a bias: pins) that the page holds in recorded history. */
  #wanted(page: number, counter: number): number {
    let wanted = 0;
    for (let c = 0; c < CLASSES; c++) {
      if (this.#isBias ? c !== 0 : this.#fieldOf[c] === counter) {
        wanted += c === 0 ? this.#ordinary[page]! : this.#recorded[page * CLASSES + c]!;
      }
    }
    return wanted;
  }

  #countLife(page: number, time: number): void {
    if (time < this.#from) return;
    this.#lives++;
    const stuck = this.#stuck[page]!;
    if (stuck === 0) return;
    this.#atLimit[page]! |= stuck;
    for (let f = 0; f < this.#counters; f++) if (stuck & (1 << f)) this.#saturatedLives[f]!++;
  }

  /** The page's ordinary count returned to 0: what was saturated leaks, and the page's next life starts fresh. */
  #endLife(page: number, time: number): void {
    this.#countLife(page, time);
    const stuck = this.#stuck[page]!;
    if (stuck === 0) return;
    this.#stuck[page] = 0;
    for (let f = 0; f < this.#counters; f++) {
      if ((stuck & (1 << f)) === 0) continue;
      let held = 0;
      for (let c = 1; c < CLASSES; c++) if (this.#fieldOf[c] === f) held += this.#taken[page * CLASSES + c]!;
      if (held > this.#limit[f]!) {
        this.#stuck[page]! |= 1 << f;
        this.#words.saturate(page, f);
      } else {
        this.#words.write(page, f, held);
      }
    }
  }

  /** Which questions the word now answers wrongly; truth is what this layout took and holds. */
  #judge(page: number, time: number): void {
    if (this.#warned.length > 0) this.#watch(page, time);
    let present = 0;
    const units = this.#isBias ? this.#biasTerms() : this.#counters;
    for (let f = 0; f < units; f++) {
      if (this.#isBias ? this.#words.atLeast(page, f) : this.#words.read(page, f) > 0) present |= 1 << f;
    }
    let held = 0;
    // Class 0 matters only where a question asks for the first kind, in a domain of its own.
    for (let c = 0; c < CLASSES; c++) if (this.#taken[page * CLASSES + c]! > 0) held |= 1 << c;
    let wrong = 0;
    for (let q = 0; q < this.#askFields.length; q++) {
      const answer = (present & this.#askFields[q]!) !== 0;
      const truth = (held & this.#askClasses[q]!) !== 0;
      if (answer !== truth) wrong |= (answer ? 1 : 2) << (2 * q);
    }
    this.#wrong[page] = wrong;
  }

  /** Which fields are at or above their warning level; a saturated one is, until the page's life ends. */
  #watch(page: number, time: number): void {
    for (const { field, level } of this.#warned) {
      const bit = 1 << field;
      if (this.#words.read(page, field) < level) this.#above[page]! &= ~bit;
      else if ((this.#above[page]! & bit) === 0) {
        this.#above[page]! |= bit;
        if (time >= this.#from) this.#entries[field]!++;
      }
    }
    if (time >= this.#from) this.#entered[page]! |= this.#above[page]!;
  }

  #biasTerms(): number {
    return this.#layout.family === 'bias' ? this.#layout.terms.length : 0;
  }

  #check(page: number): void {
    this.#checks++;
    const wrong = this.#wrong[page]!;
    for (let b = 0; b < this.#falseChecks.length; b++) if (wrong & (1 << b)) this.#falseChecks[b]!++;
  }

  #accrue(page: number, until: number): void {
    const time = until - Math.max(this.#last[page]!, this.#from);
    if (time <= 0) return;
    const wrong = this.#wrong[page]!;
    for (let b = 0; b < this.#falseTime.length; b++) if (wrong & (1 << b)) this.#falseTime[b]!.add(time);
  }

  #accrueAbove(page: number, until: number): void {
    if (until < this.#from) return;
    const above = this.#above[page]!;
    this.#entered[page]! |= above;
    const time = until - Math.max(this.#last[page]!, this.#from);
    if (time > 0) for (const { field } of this.#warned) if (above & (1 << field)) this.#aboveTime[field]!.add(time);
  }

  #grow(page: number): void {
    const size = Math.max(64, page + 1, this.#capacity * 2);
    const last = new Float64Array(size).fill(UNSEEN);
    last.set(this.#last);
    this.#last = last;
    this.#ordinary = resized(this.#ordinary, new Float64Array(size));
    this.#taken = resized(this.#taken, new Int32Array(size * CLASSES));
    this.#recorded = resized(this.#recorded, new Int32Array(size * CLASSES));
    this.#stuck = resized(this.#stuck, new Uint8Array(size));
    this.#wrong = resized(this.#wrong, new Uint32Array(size));
    this.#atLimit = resized(this.#atLimit, new Uint8Array(size));
    this.#above = resized(this.#above, new Uint8Array(size));
    this.#entered = resized(this.#entered, new Uint8Array(size));
    this.#words.grow(size);
    this.#capacity = size;
  }
}

interface Where {
  time: number;
  page: number;
  line: number;
  task: number;
}

/** The counter that counts all of `kinds`; −2 where they are spread over several, so that the direction would have to be known. */
function placeOf(kinds: number, counts: readonly number[]): number {
  const f = counts.findIndex((set) => within(kinds, set));
  return f < 0 ? -2 : f;
}

function resized<T extends Float64Array | Int32Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function doubled(from: Uint8Array, index: number): Uint8Array {
  return resized(from, new Uint8Array(Math.max(index + 1, from.length * 2)));
}
