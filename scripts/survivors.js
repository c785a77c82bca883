const FASTER = 'the same comes out, only more slowly';
const MEMORY = 'the same comes out, only more memory is taken or kept';
const SAME = 'the same comes out';

/** Why no test fails of a change that `npm run mutate` made: by file and the line as it stands there. */
export const SURVIVORS = {
  'src/events/directions.ts if (this.#open.size > 0) {': FASTER,
  'src/events/directions.ts if (time > this.#last) this.#last = time;': `${SAME} of equal times`,
  'src/events/held-pins.ts } else if (task === NOBODY) {': `${FASTER}: the walk goes on, and finds nothing more`,
  'src/events/held-pins.ts #index(page: number): Map<number, Queue> {': `${FASTER}: a walk finds what the index finds`,
  'src/events/held-pins.ts if (--this.#count[page]! === WALK_LIMIT / 2) this.#indexes.delete(page);': `${FASTER}: a walk finds what the index finds`,
  'src/events/held-pins.ts if (queue.handles.length > 4 * this.#count[page]! + WALK_LIMIT) this.#compact(queue);':
    MEMORY,
  'src/events/held-pins.ts if (queue.first > 2 * this.#count[page]! + WALK_LIMIT) this.#compact(queue);': MEMORY,
  'src/events/held-pins.ts const size = Math.max(page + 1, this.#count.length * 2);': FASTER,
  'src/events/match.ts if (ref !== undefined) this.#name(p.pins, handle, ref);': MEMORY,
  'src/events/match.ts if (ref !== undefined) this.#name(p.gets, handle, ref);': MEMORY,
  'src/events/match.ts if (held.match(page, false, NOBODY, NOBODY, ~among) !== undefined) this.counts.ambiguous++;': `${SAME}: who asks decides which is found, not whether one is`,
  'src/events/match.ts if (ref !== undefined && this.#byRef.has(ref)) {': 'no reference has no name',
  'src/events/order.ts while (end > start && raw.time[end - 1]! > upTo) end--;':
    'what stands before the start was handed on, and is not later',
  'src/events/ordinary.ts if (this.#lowSince[page]! > time) this.#lowSince[page] = time;': `${SAME} of equal times`,
  'src/events/ordinary.ts this.#nextDue = since + BESIDE_WINDOW;': `${FASTER}: pages that wait are looked at more often`,
  'src/events/order.ts if (t >= max) max = t;': `${FASTER}: a block in order is sorted`,
  'src/events/order.ts let isSorted = true;': `${FASTER}: a block in order is sorted`,
  'src/events/order.ts push(raw: RawEvents, refNames: readonly string[] = []): void {': 'names that no event has',
  'src/events/order.ts const refNames: string[] = [];': 'names that no event has',
  'src/events/order.ts for (let i = 0; i < length; i++) {': 'what is written behind the end of an array is lost',
  'src/events/order.ts const raw = rawEvents(parts.reduce((sum, part) => sum + part.raw.length - part.start, 0));':
    MEMORY,
  'src/events/order.ts for (let i = 0; i < raw.length; i++) raw[column][i] = from[order[i]!]!;':
    'what is written behind the events of a block is none of them',
  'src/events/own-counters.ts const size = Math.max(page + 1, this.#start.length * 2);': FASTER,
  'src/metrics/student.ts for (let i = 0; i < 60; i++) {':
    'one halving more of an interval that is as small as doubles tell',
  "src/layouts/limits.ts if (!first) throw new RangeError('a bias layout has at least one term');":
    'buildBias makes no layout without a term',
  'src/layouts/notation.ts path: [],': 'parseNotation sets the path of every problem of a notation',
  'src/layouts/notation.ts ...(reserve === undefined ? {} : { reserve }),':
    'a reserve that is undefined is one that is absent',
};
