import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeldPins, NOBODY } from '../../src/events/held-pins.ts';
import { ACQUIRED, SHORT } from '../../src/layouts/domain.ts';

interface Held {
  handle: number;
  page: number;
  acquired: number;
  task: number;
  comm: number;
}

/** The rules of docs/definitions.md, word by word, on a plain list. */
function expected(
  held: Held[],
  page: number,
  interrupt: boolean,
  task: number,
  comm: number,
  among: number,
  newestFirst: boolean,
) {
  const ordered = newestFirst ? held.toReversed() : held;
  const onPage = ordered.filter((h) => h.page === page && (among === 0 || (ACQUIRED[h.acquired]! & among) !== 0));
  const rules: [string, (h: Held) => boolean][] = interrupt
    ? [['interrupt', (h) => (ACQUIRED[h.acquired]! & SHORT) !== 0]]
    : [
        ['task', (h) => task !== NOBODY && h.task === task],
        ['comm', (h) => comm !== NOBODY && h.comm === comm],
      ];
  for (const [rule, fits] of [...rules, ['oldest', () => true] as [string, () => boolean]]) {
    const found = onPage.find(fits);
    if (found !== undefined) return { handle: found.handle, rule };
  }
  return undefined;
}

describe('a drop without a ref ends the acquisition that the rules name', () => {
  const event = fc.record({
    acquires: fc.oneof(fc.nat(4), fc.constant(90)),
    drops: fc.oneof(fc.nat(4), fc.constant(70)),
    page: fc.nat(1),
    acquired: fc.integer({ min: 1, max: 6 }),
    task: fc.nat(4),
    interrupt: fc.boolean(),
    nobody: fc.boolean(),
    among: fc.constantFrom(0, 0, 0b110, 0b11000, 0b10100),
  });

  it('for few held references and for many, on long lists as on short ones, the oldest or the newest first', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), fc.boolean(), (events, newestFirst) => {
        const pins = new HeldPins(newestFirst);
        let list: Held[] = [];
        for (const e of events) {
          const comm = e.task % 2;
          for (let n = 0; n < e.acquires; n++) {
            const acquired = 1 + ((e.acquired + n) % 6);
            const handle = pins.acquire(e.page, acquired, e.task, comm);
            expect(list.some((h) => h.handle === handle)).toBe(false);
            list.push({ handle, page: e.page, acquired, task: e.task, comm });
          }
          for (let n = 0; n < e.drops; n++) {
            const task = e.nobody ? NOBODY : (e.task + n) % 5;
            const taskComm = e.nobody ? NOBODY : task % 2;
            const found = pins.match(e.page, e.interrupt, task, taskComm, e.among);
            expect(found).toEqual(expected(list, e.page, e.interrupt, task, taskComm, e.among, newestFirst));
            if (found === undefined) continue;
            pins.release(found.handle);
            list = list.filter((h) => h.handle !== found.handle);
          }
          expect(pins.held(e.page)).toBe(list.filter((h) => h.page === e.page).length);
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([false, true])(
    'for one of which many are held for long while others come and go (the newest first: %s)',
    (newestFirst) => {
      const pins = new HeldPins(newestFirst);
      let list: Held[] = [];
      const acquire = (acquired: number, task: number): void => {
        list.push({ handle: pins.acquire(0, acquired, task, task % 2), page: 0, acquired, task, comm: task % 2 });
      };
      const drop = (interrupt: boolean, task: number): void => {
        const comm = task === NOBODY ? NOBODY : task % 2;
        const found = pins.match(0, interrupt, task, comm, 0);
        expect(found).toEqual(expected(list, 0, interrupt, task, comm, 0, newestFirst));
        pins.release(found!.handle);
        list = list.filter(({ handle }) => handle !== found!.handle);
      };
      for (let n = 0; n < 100; n++) acquire(1 + (n % 2), n % 5);
      // Of one task, whose drops leave the others' order alone; then of everybody, and from interrupts.
      const drops: (() => void)[] = [() => drop(false, 3), () => drop(false, NOBODY), () => drop(true, NOBODY)];
      for (const dropOne of drops) {
        for (let n = 0; n < 700; n++) {
          acquire(1, 3);
          dropOne();
        }
      }
      for (let task = 0; list.length > 0; task = (task + 1) % 7) drop(task === 5, task === 6 ? NOBODY : task);
      expect(pins.match(0, false, 0, 0, 0)).toBeUndefined();
    },
  );
});

describe('handles', () => {
  it('are used again, so that there are no more than references held at once', () => {
    const pins = new HeldPins();
    const handles = new Set<number>();
    for (let n = 0; n < 500; n++) {
      const two = [pins.acquire(n % 7, 1, 0, 0), pins.acquire(n % 3, 2, 0, 0)];
      for (const handle of two) {
        handles.add(handle);
        pins.release(handle);
      }
    }
    expect([...handles].toSorted()).toEqual([0, 1]);
  });

  it('of drops that wait are used again when they are over', () => {
    const pins = new HeldPins();
    const first = pins.acquire(0, 1, 0, 0);
    pins.release(first, false);
    expect(pins.acquire(0, 1, 0, 0)).toBe(1);
    pins.free(first);
    expect(pins.acquire(0, 1, 0, 0)).toBe(0);
    expect([pins.held(0), pins.held(1000)]).toEqual([2, 0]);
  });
});
