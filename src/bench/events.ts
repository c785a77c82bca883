import { ACQUIRE, DROP, type EventChunk, LEVEL } from '../events/chunk.ts';

/** Numbers without pattern, the same in every run: a linear congruence (Numerical Recipes), high bits used. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const CHUNK = 16_384;

/**
 * About `count` events of pins, unpins and levels on pages in random order: each page starts with a level, holds up to 12
 * pins of all four kinds, and ends with none, so that the same events can be fed again, later.
 */
export function randomEvents(count: number, pages: number): { chunks: EventChunk[]; span: number; events: number } {
  const random = randomNumbers(12345);
  const chunks: EventChunk[] = [];
  let chunk = emptyChunk();
  let length = 0;
  let time = 0;
  let events = 0;
  const push = (op: number, page: number, arg: number): void => {
    time += 100;
    chunk.time[length] = time;
    chunk.op[length] = op;
    chunk.page[length] = page;
    chunk.arg[length] = arg;
    events++;
    if (++length === CHUNK) {
      chunks.push({ ...chunk, length });
      chunk = emptyChunk();
      length = 0;
    }
  };
  const held: number[][] = Array.from({ length: pages }, () => []);
  const kinds: number[] = [];
  const free: number[] = [];
  let handles = 0;
  for (let page = 0; page < pages; page++) push(LEVEL, page, 2);
  while (events < count) {
    const page = Math.floor(random() * pages);
    const here = held[page]!;
    const dice = random();
    if (dice < 0.02) {
      push(LEVEL, page, 1 + Math.floor(random() * 8));
    } else if (here.length > 0 && (dice < 0.5 || here.length > 12)) {
      const handle = here.splice(Math.floor(random() * here.length), 1)[0]!;
      push(DROP + kinds[handle]!, page, handle);
      free.push(handle);
    } else {
      const handle = free.pop() ?? handles++;
      kinds[handle] = 1 + Math.floor(random() * 4);
      here.push(handle);
      push(ACQUIRE + kinds[handle]!, page, handle);
    }
  }
  held.forEach((here, page) => {
    for (const handle of here) push(DROP + kinds[handle]!, page, handle);
  });
  if (length > 0) chunks.push({ ...chunk, length });
  return { chunks, span: time + 1000, events };
}

const emptyChunk = (): Omit<EventChunk, 'length'> => ({
  time: new Float64Array(CHUNK),
  op: new Uint8Array(CHUNK),
  page: new Uint32Array(CHUNK),
  arg: new Uint32Array(CHUNK),
});
