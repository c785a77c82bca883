import { acquiredOf, type Domain, type KindSet, PAGE_REFERENCES, SHORT } from '../layouts/domain.ts';

/** Which rule of docs/definitions.md found the acquisition that a drop ends. */
export type Rule = 'byRef' | 'interrupt' | 'task' | 'comm' | 'oldest';

/** A page that holds more than this gets an index, so that a drop never walks a long list. */
const WALK_LIMIT = 64;
const NONE = -1;
/** The task of an event whose source does not tell: no drop is matched by it. */
export const NOBODY = 2 ** 32 - 1;

export interface Found {
  handle: number;
  rule: Rule;
}

/** Handles of acquisitions in the order of their arrival, entries of dropped ones left in until they are met. */
interface Queue {
  handles: number[];
  arrivals: number[];
  first: number;
}

/**
 * The references held on each page, oldest first, in recorded history: what a drop is matched against. Handles are dense
 * and used again. Memory follows what is held.
 */
export class HeldPins {
  #next = new Int32Array(1024);
  #previous = new Int32Array(1024);
  #class = new Uint8Array(1024);
  #task = new Uint32Array(1024);
  #comm = new Uint32Array(1024);
  #page = new Uint32Array(1024);
  /** Number of the acquisition in order of arrival; 0: not held. */
  #arrival = new Float64Array(1024);
  #free: number[] = [];
  #handles = 0;
  #arrivals = 0;
  #oldest = new Int32Array(256).fill(NONE);
  #newest = new Int32Array(256).fill(NONE);
  #count = new Uint32Array(256);
  readonly #indexes = new Map<number, Map<number, Queue>>();
  readonly #found: Found = { handle: NONE, rule: 'oldest' };
  /** Names of held references by their handles, where the recording has any. */
  readonly names = new Map<number, string>();
  readonly #newestFirst: boolean;
  readonly #acquired: readonly KindSet[];

  /**
   * `newestFirst`: wherever the rules say "the oldest", the newest is taken, under the same name of the rule: to see how much
   * rests on that convention. `domain`: what the class codes are of.
   */
  constructor(newestFirst = false, domain: Domain = PAGE_REFERENCES) {
    this.#newestFirst = newestFirst;
    this.#acquired = acquiredOf(domain);
  }

  /** References held on the page. */
  held(page: number): number {
    return page < this.#count.length ? this.#count[page]! : 0;
  }

  pageOf(handle: number): number {
    return this.#page[handle]!;
  }

  classOf(handle: number): number {
    return this.#class[handle]!;
  }

  acquire(page: number, acquired: number, task: number, comm: number): number {
    if (page >= this.#count.length) this.#growPages(page);
    const handle = this.#free.pop() ?? this.#handles++;
    if (handle >= this.#next.length) this.#growHandles();
    this.#class[handle] = acquired;
    this.#task[handle] = task;
    this.#comm[handle] = comm;
    this.#page[handle] = page;
    this.#arrival[handle] = ++this.#arrivals;
    const newest = this.#newest[page]!;
    this.#previous[handle] = newest;
    this.#next[handle] = NONE;
    if (newest === NONE) this.#oldest[page] = handle;
    else this.#next[newest] = handle;
    this.#newest[page] = handle;
    this.#count[page]!++;
    const index = this.#indexes.size > 0 ? this.#indexes.get(page) : undefined;
    if (index !== undefined) this.#enqueueAll(page, index, handle);
    return handle;
  }

  /** Ends an acquisition. `isOver`: its handle may be given to another at once; else `free` says when. */
  release(handle: number, isOver = true): void {
    const page = this.#page[handle]!;
    const previous = this.#previous[handle]!;
    const next = this.#next[handle]!;
    if (previous === NONE) this.#oldest[page] = next;
    else this.#next[previous] = next;
    if (next === NONE) this.#newest[page] = previous;
    else this.#previous[next] = previous;
    this.#arrival[handle] = 0;
    if (isOver) this.#free.push(handle);
    if (--this.#count[page]! === WALK_LIMIT / 2) this.#indexes.delete(page);
  }

  free(handle: number): void {
    this.#free.push(handle);
  }

  /**
   * The acquisition that a drop without a ref ends (docs/definitions.md): from interrupt context the oldest short-term pin; from
   * task context the oldest of that task, else of the same comm; else the oldest. `among`: 0, or the kinds to look among.
   * The answer is overwritten by the next call; undefined where nothing fits.
   */
  match(page: number, interrupt: boolean, task: number, comm: number, among: KindSet): Found | undefined {
    if (this.held(page) === 0) return undefined;
    const index = this.#indexes.get(page) ?? (this.held(page) > WALK_LIMIT ? this.#index(page) : undefined);
    return index === undefined
      ? this.#walk(page, interrupt, task, comm, among)
      : this.#lookUp(page, index, interrupt, task, comm, among);
  }

  #walk(page: number, interrupt: boolean, task: number, comm: number, among: KindSet): Found | undefined {
    let oldest = NONE;
    let sameComm = NONE;
    const onward = this.#newestFirst ? this.#previous : this.#next;
    const start = this.#newestFirst ? this.#newest : this.#oldest;
    for (let handle = start[page]!; handle !== NONE; handle = onward[handle]!) {
      const kinds = this.#acquired[this.#class[handle]!]!;
      if (among !== 0 && (kinds & among) === 0) continue;
      if (oldest === NONE) oldest = handle;
      if (interrupt) {
        if (kinds & SHORT) return this.#answer(handle, 'interrupt');
      } else if (task === NOBODY) {
        break;
      } else if (this.#task[handle] === task) {
        return this.#answer(handle, 'task');
      } else if (sameComm === NONE && this.#comm[handle] === comm) {
        sameComm = handle;
      }
    }
    if (sameComm !== NONE) return this.#answer(sameComm, 'comm');
    return oldest === NONE ? undefined : this.#answer(oldest, 'oldest');
  }

  #answer(handle: number, rule: Rule): Found {
    this.#found.handle = handle;
    this.#found.rule = rule;
    return this.#found;
  }

  #lookUp(
    page: number,
    index: Map<number, Queue>,
    interrupt: boolean,
    task: number,
    comm: number,
    among: KindSet,
  ): Found | undefined {
    let handle: number;
    if (interrupt) {
      const short = among === 0 ? SHORT : among & SHORT;
      handle = short === 0 ? NONE : this.#first(page, index, ANY, short);
      if (handle !== NONE) return this.#answer(handle, 'interrupt');
    } else if (task !== NOBODY) {
      handle = this.#first(page, index, ofTask(task), among);
      if (handle !== NONE) return this.#answer(handle, 'task');
      handle = this.#first(page, index, ofComm(comm), among);
      if (handle !== NONE) return this.#answer(handle, 'comm');
    }
    handle = this.#first(page, index, ANY, among);
    return handle === NONE ? undefined : this.#answer(handle, 'oldest');
  }

  /** The oldest (or newest) held acquisition in the queues of one owner whose kinds meet `among` (0: all). */
  #first(page: number, index: Map<number, Queue>, owner: number, among: KindSet): number {
    let best = NONE;
    let bestArrival = this.#newestFirst ? 0 : Number.POSITIVE_INFINITY;
    for (let acquired = 0; acquired < this.#acquired.length; acquired++) {
      if (among !== 0 && (this.#acquired[acquired]! & among) === 0) continue;
      const queue = index.get(owner * 8 + acquired);
      if (queue === undefined) continue;
      if (this.#newestFirst) {
        while (queue.handles.length > 0 && !this.#current(queue, queue.handles.length - 1)) {
          queue.handles.pop();
          queue.arrivals.pop();
        }
      } else {
        while (queue.first < queue.handles.length && !this.#current(queue, queue.first)) queue.first++;
      }
      if (queue.first === queue.handles.length) {
        index.delete(owner * 8 + acquired);
        continue;
      }
      if (queue.first > 2 * this.#count[page]! + WALK_LIMIT) this.#compact(queue);
      const at = this.#newestFirst ? queue.handles.length - 1 : queue.first;
      const arrival = queue.arrivals[at]!;
      if (this.#newestFirst ? arrival > bestArrival : arrival < bestArrival) {
        bestArrival = arrival;
        best = queue.handles[at]!;
      }
    }
    return best;
  }

  #current(queue: Queue, at: number): boolean {
    return this.#arrival[queue.handles[at]!] === queue.arrivals[at];
  }

  /** Made when the first drop looks among many: pins that nobody drops need none. */
  #index(page: number): Map<number, Queue> {
    const index = new Map<number, Queue>();
    this.#indexes.set(page, index);
    for (let held = this.#oldest[page]!; held !== NONE; held = this.#next[held]!) this.#enqueueAll(page, index, held);
    return index;
  }

  #enqueueAll(page: number, index: Map<number, Queue>, handle: number): void {
    const acquired = this.#class[handle]!;
    this.#enqueue(page, index, ANY * 8 + acquired, handle);
    this.#enqueue(page, index, ofTask(this.#task[handle]!) * 8 + acquired, handle);
    this.#enqueue(page, index, ofComm(this.#comm[handle]!) * 8 + acquired, handle);
  }

  #enqueue(page: number, index: Map<number, Queue>, key: number, handle: number): void {
    let queue = index.get(key);
    if (queue === undefined) {
      queue = { handles: [], arrivals: [], first: 0 };
      index.set(key, queue);
    }
    queue.handles.push(handle);
    queue.arrivals.push(this.#arrival[handle]!);
    if (queue.handles.length > 4 * this.#count[page]! + WALK_LIMIT) this.#compact(queue);
  }

  /** Forgets entries of what is no longer held, so that a queue nobody takes from does not grow with the recording. */
  #compact(queue: Queue): void {
    let kept = 0;
    for (let at = queue.first; at < queue.handles.length; at++) {
      if (!this.#current(queue, at)) continue;
      queue.handles[kept] = queue.handles[at]!;
      queue.arrivals[kept++] = queue.arrivals[at]!;
    }
    queue.handles.length = kept;
    queue.arrivals.length = kept;
    queue.first = 0;
  }

  #growHandles(): void {
    const size = this.#next.length * 2;
    this.#next = grown(this.#next, new Int32Array(size));
    this.#previous = grown(this.#previous, new Int32Array(size));
    this.#class = grown(this.#class, new Uint8Array(size));
    this.#task = grown(this.#task, new Uint32Array(size));
    this.#comm = grown(this.#comm, new Uint32Array(size));
    this.#page = grown(this.#page, new Uint32Array(size));
    this.#arrival = grown(this.#arrival, new Float64Array(size));
  }

  #growPages(page: number): void {
    const size = Math.max(page + 1, this.#count.length * 2);
    this.#oldest = grown(this.#oldest, new Int32Array(size).fill(NONE));
    this.#newest = grown(this.#newest, new Int32Array(size).fill(NONE));
    this.#count = grown(this.#count, new Uint32Array(size));
  }
}

/** Owners of queues: everybody, each task, each comm. */
const ANY = 0;
const ofTask = (task: number): number => 1 + 2 * task;
const ofComm = (comm: number): number => 2 + 2 * comm;

export function grown<T extends Int32Array | Uint32Array | Uint8Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
