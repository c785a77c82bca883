import { limitOf, saturationValue } from '../../layouts/limits.ts';
import type { BiasGuard, Protocol, SplitGuard } from './model.ts';
import { bitsOf, protocolOf } from './model.ts';
import {
  type Action,
  AT,
  type DONE,
  type Emit,
  FINISHED,
  type HazardSet,
  hazardBit,
  IDLE,
  type Program,
  WORD,
} from './program.ts';

const CARRY = hazardBit('carry');
const LOST = hazardBit('lost');
const FREED = hazardBit('freed');
const WRONG = hazardBit('wrong');
const REFUSED = hazardBit('refused');

/** A part of the word: on which tasks work, or which others hold at rest. */
interface Counter {
  readonly name: string;
  readonly shift: number;
  readonly range: number;
  /** What a reference adds, in units of 2^shift. */
  readonly amount: number;
  /** The most that is held at the start, in references. */
  readonly most: number;
}

interface Worked extends Counter {
  readonly protocol: Exclude<Protocol, 'frozen-bit'>;
  readonly saturates: boolean;
  /** A reference is kept, or passes the check, where the value before it is below this; of a bias also not 0. */
  readonly full: number;
  readonly needsOne: boolean;
  /** Fewer references than this should not be refused. */
  readonly limit: number;
  /** What saturation sets. */
  readonly saturated: number;
}

/**
 * Splits and biases. Slots after the steps: the references truly held of each counter on which tasks work, then of each
 * that others hold. What is truly held of the first is counted up to a cap that no interleaving needs within the guard.
 */
export function counterProgram(word: SplitGuard | BiasGuard, tasks: number, ends: typeof IDLE | typeof DONE): Program {
  return new CounterProgram(word, tasks, ends);
}

class CounterProgram implements Program {
  readonly radices: readonly number[];
  readonly actions: Action[] = [];
  readonly #tasks: number;
  readonly #ends: typeof IDLE | typeof DONE;
  readonly #wordRange: number;
  readonly #cap: number;
  readonly #worked: readonly Worked[];
  readonly #resting: readonly Counter[];
  readonly #isBias: boolean;
  readonly #moves: (() => void)[] = [];
  /** Steps at which a task has read the word as it is; whoever writes sends them back to begin again. */
  readonly #fresh: number[] = [];
  #steps = 0;
  /** Per counter of #worked: its first step and the one after its last. */
  readonly #windows: (readonly [number, number])[] = [];
  readonly #held: number;

  #from: readonly number[] = [];
  readonly #to: number[] = [];
  #emit: Emit = () => {};

  constructor(word: SplitGuard | BiasGuard, tasks: number, ends: typeof IDLE | typeof DONE) {
    this.#tasks = tasks;
    this.#ends = ends;
    this.#isBias = word.word === 'bias';
    this.#wordRange = 2 ** bitsOf(word);
    this.#cap = 2 * this.#wordRange + tasks + 2;
    [this.#worked, this.#resting] = word.word === 'split' ? fieldsOf(word) : termsOf(word);
    this.#worked.forEach((counter, w) => {
      const first = this.#steps;
      this.#program(counter, w);
      this.#windows.push([first, this.#steps]);
    });
    this.#held = AT + this.#steps;
    this.radices = [
      this.#wordRange,
      tasks + 1,
      ...Array.from({ length: this.#steps }, () => tasks + 1),
      ...this.#worked.map(() => this.#cap + 1),
      ...this.#resting.map((counter) => counter.most + 1),
    ];
  }

  isVague(state: readonly number[]): boolean {
    return this.#worked.some((_, w) => state[this.#held + w] === this.#cap);
  }

  *starts(): Iterable<readonly number[]> {
    const counters = [...this.#worked, ...this.#resting];
    const counts = counters.map(() => 0);
    for (;;) {
      const bits = counters.reduce((sum, { amount, shift }, i) => sum + counts[i]! * amount * 2 ** shift, 0);
      // A page of which pins are taken is alive, and not yet negative.
      if (!this.#isBias || (bits > 0 && bits < this.#wordRange / 2)) {
        yield [bits, 0, ...Array.from({ length: this.#steps }, () => 0), ...counts];
      }
      let i = 0;
      while (i < counts.length && counts[i] === counters[i]!.most) counts[i++] = 0;
      if (i === counts.length) return;
      counts[i]!++;
    }
  }

  get steps(): number {
    return this.#steps;
  }

  next(from: readonly number[], emit: Emit): void {
    this.#from = from;
    this.#emit = emit;
    for (const move of this.#moves) move();
  }

  /** The steps of one counter's protocol. */
  #program(counter: Worked, w: number): void {
    const { protocol, name, amount } = counter;
    switch (protocol) {
      case 'add-undo': {
        const undo = this.#step();
        const kept = this.#action(`adds ${amount} to ${name}, which had room: holds a reference`, IDLE, this.#ends);
        const over = this.#action(`adds ${amount} to ${name}, which was at its limit`, IDLE, undo);
        const back = this.#action(`undoes it: takes ${amount} from ${name}, is refused`, undo, this.#ends);
        this.#idle(() => {
          const value = this.#value(counter);
          const isKept = keeps(counter, value);
          const early = !isKept && !this.#isBias && this.#heldOf(w) < counter.limit ? REFUSED : 0;
          const hazards = this.#add(counter);
          if (isKept) this.#hold(w);
          this.#send(isKept ? kept : over, hazards | early);
        });
        this.#at(undo, () => this.#send(back, this.#take(counter)));
        this.#releases(counter, w);
        break;
      }
      case 'check-add': {
        const ready = this.#step();
        const fits = this.#action(`reads ${name}: there is room`, IDLE, ready);
        const full = this.#action(`reads ${name}: at its limit, is refused`, IDLE, this.#ends);
        const adds = this.#action(`adds ${amount} to ${name}: holds a reference`, ready, this.#ends);
        this.#idle(() => {
          if (keeps(counter, this.#value(counter))) this.#send(fits, 0);
          else this.#send(full, !this.#isBias && this.#heldOf(w) < counter.limit ? REFUSED : 0);
        });
        this.#at(ready, () => {
          const hazards = this.#add(counter);
          this.#hold(w);
          this.#send(adds, hazards);
        });
        this.#releases(counter, w);
        break;
      }
      case 'saturate': {
        const set = this.#step();
        const kept = this.#action(`adds 1 to ${name}: holds a reference`, IDLE, this.#ends);
        const over = this.#action(`adds 1 to ${name}, which was at its limit: holds a reference`, IDLE, set);
        const drops = this.#action(`takes 1 from ${name}: drops a reference`, IDLE, this.#ends);
        const stuck = this.#action(`takes 1 from ${name}, which was above its limit: drops a reference`, IDLE, set);
        const sets = this.#action(`sets ${name} to ${counter.saturated}`, set, this.#ends);
        this.#idle(() => {
          const isOver = this.#value(counter) >= counter.full;
          const hazards = this.#add(counter);
          this.#hold(w);
          this.#send(isOver ? over : kept, hazards);
        });
        this.#idle(() => {
          if (this.#heldOf(w) === 0) return;
          const isOver = this.#value(counter) > counter.limit;
          this.#drop(w);
          this.#send(isOver ? stuck : drops, this.#take(counter));
        });
        this.#at(set, () => {
          this.#set(counter);
          this.#send(sets, 0);
        });
        break;
      }
      case 'compare-and-swap':
        this.#swaps(counter, w);
    }
  }

  /**
   * A task that read the word writes only if the word is still what it read; else it begins again. A word that changed and
   * changed back is as good as one read anew, so it is enough to know who has read the word that is there now.
   */
  #swaps(counter: Worked, w: number): void {
    const { name, amount } = counter;
    const get = this.#step();
    const put = this.#step();
    this.#fresh.push(get, put);
    const reads = this.#action(`reads the word, to add ${amount} to ${name}`, IDLE, get);
    const full = this.#action(`reads ${name}: at its limit, is refused`, IDLE, this.#ends);
    const adds = this.#action(`compares and swaps, ${amount} more in ${name}: holds a reference`, get, this.#ends);
    const sticks = this.#action(`compares and swaps, ${name} ${counter.saturated}: holds a reference`, get, this.#ends);
    const readsToDrop = this.#action(`reads the word, to take ${amount} from ${name}`, IDLE, put);
    const drops = this.#action(`compares and swaps, ${amount} less in ${name}: drops a reference`, put, this.#ends);
    const leaks = this.#action(`leaves ${name} at ${counter.saturated}: drops a reference`, put, this.#ends);
    this.#idle(() => {
      if (counter.saturates || keeps(counter, this.#value(counter))) this.#send(reads, 0);
      else this.#send(full, !this.#isBias && this.#heldOf(w) < counter.limit ? REFUSED : 0);
    });
    this.#at(get, () => {
      this.#hold(w);
      if (counter.saturates && this.#value(counter) >= counter.full) {
        this.#set(counter);
        this.#send(sticks, 0);
      } else this.#send(adds, this.#add(counter));
    });
    this.#idle(() => {
      if (this.#heldOf(w) > this.#from[AT + put]!) this.#send(readsToDrop, 0);
    });
    this.#at(put, () => {
      this.#drop(w);
      const isStuck = counter.saturates && this.#value(counter) >= counter.saturated;
      this.#send(isStuck ? leaks : drops, isStuck ? 0 : this.#take(counter));
    });
  }

  #releases(counter: Worked, w: number): void {
    const drops = this.#action(`takes ${counter.amount} from ${counter.name}: drops a reference`, IDLE, this.#ends);
    this.#idle(() => {
      if (this.#heldOf(w) === 0) return;
      this.#drop(w);
      this.#send(drops, this.#take(counter));
    });
  }

  #step(): number {
    return this.#steps++;
  }

  #action(does: string, from: number, to: number): number {
    return this.actions.push({ does, from, to }) - 1;
  }

  /** A move that any task may make that has not begun. */
  #idle(move: () => void): void {
    this.#moves.push(() => {
      let busy = this.#from[FINISHED]!;
      for (let step = 0; step < this.#steps; step++) busy += this.#from[AT + step]!;
      if (busy >= this.#tasks) return;
      this.#begin();
      move();
    });
  }

  /** A move that a task makes from a step. */
  #at(step: number, move: () => void): void {
    this.#moves.push(() => {
      if (this.#from[AT + step] === 0) return;
      this.#begin();
      this.#to[AT + step]!--;
      move();
    });
  }

  #begin(): void {
    for (let i = 0; i < this.#from.length; i++) this.#to[i] = this.#from[i]!;
  }

  #send(action: number, hazards: HazardSet): void {
    const { to } = this.actions[action]!;
    if (to >= 0) this.#to[AT + to]!++;
    else if (to !== IDLE) this.#to[FINISHED]!++;
    if (this.#to[WORD] !== this.#from[WORD]) for (const step of this.#fresh) this.#to[AT + step] = 0;
    this.#emit(this.#to, action, hazards | this.#shown());
  }

  /** The hazards that the new state shows, however it came about. */
  #shown(): HazardSet {
    let hazards = 0;
    this.#worked.forEach((counter, w) => {
      const held = this.#to[this.#held + w]!;
      if (held > 0 && this.#value(counter) < counter.amount) hazards |= LOST;
      // What saturated stays although nobody holds it; that is its policy.
      if (held > 0 || this.#isBias || counter.saturates || this.#value(counter) === 0) return;
      const [first, end] = this.#windows[w]!;
      let inWindow = 0;
      for (let step = first; step < end; step++) inWindow += this.#to[AT + step]!;
      if (inWindow === 0) hazards |= WRONG;
    });
    if (this.#isBias) return hazards;
    this.#resting.forEach((counter, r) => {
      if (this.#to[this.#held + this.#worked.length + r] === 0 && this.#value(counter) !== 0) hazards |= WRONG;
    });
    return hazards;
  }

  #value({ shift, range }: Counter): number {
    return Math.floor(this.#to[WORD]! / 2 ** shift) % range;
  }

  #add(counter: Counter): HazardSet {
    const hazards = this.#value(counter) + counter.amount >= counter.range ? CARRY : 0;
    this.#to[WORD] = (this.#to[WORD]! + counter.amount * 2 ** counter.shift) % this.#wordRange;
    return hazards;
  }

  #take(counter: Counter): HazardSet {
    const hazards = this.#value(counter) < counter.amount ? CARRY : 0;
    this.#to[WORD] = (this.#to[WORD]! - counter.amount * 2 ** counter.shift + this.#wordRange) % this.#wordRange;
    if (this.#to[WORD] !== 0) return hazards;
    for (let i = this.#held; i < this.#to.length; i++) if (this.#to[i]! > 0) return hazards | FREED;
    return hazards;
  }

  #set(counter: Worked): void {
    this.#to[WORD] = this.#to[WORD]! + (counter.saturated - this.#value(counter)) * 2 ** counter.shift;
  }

  #heldOf(w: number): number {
    return this.#to[this.#held + w]!;
  }

  #hold(w: number): void {
    if (this.#heldOf(w) < this.#cap) this.#to[this.#held + w]!++;
  }

  #drop(w: number): void {
    if (this.#heldOf(w) < this.#cap) this.#to[this.#held + w]!--;
  }
}

function keeps({ full, needsOne }: Worked, value: number): boolean {
  return value < full && !(needsOne && value === 0);
}

/** @throws RangeError where tasks work on a field that is not there, or on one that is not checked. */
function fieldsOf(word: SplitGuard): [readonly Worked[], readonly Counter[]] {
  const counters = word.fields.map((field, f): Worked => {
    const limit = Number(limitOf(field));
    const shift = word.fields.slice(f + 1).reduce((sum, below) => sum + below.bits, 0);
    const { name } = field;
    const base = { name, shift, range: 2 ** field.bits, amount: 1, most: limit, full: limit, needsOne: false, limit };
    const saturates = field.onLimit === 'saturate';
    return { ...base, saturates, saturated: Number(saturationValue(field)), protocol: protocolOf(word, f) };
  });
  const worked = word.on.map((f) => {
    const counter = counters[f];
    if (!counter) throw new RangeError(`no field ${f}: the word has ${counters.length}`);
    const { onLimit } = word.fields[f]!;
    if (onLimit !== 'fail' && onLimit !== 'saturate')
      throw new RangeError(`a field that is to ${onLimit} is not checked`);
    return counter;
  });
  return [worked, counters.filter((_, f) => !word.on.includes(f))];
}

function termsOf({ bits, bias, protocol }: BiasGuard): [readonly Worked[], readonly Counter[]] {
  const range = 2 ** bits;
  const full = range / 2;
  const most = Math.floor((full - 1) / bias);
  const base = { name: 'the word', shift: 0, range, amount: bias, most, full, needsOne: true, limit: most };
  const pins: Worked = { ...base, saturates: false, saturated: 0, protocol };
  return [[pins], [{ name: 'ordinary', shift: 0, range: bias, amount: 1, most: bias - 1 }]];
}
