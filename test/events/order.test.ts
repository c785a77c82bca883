import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderError, Orderer } from '../../src/events/order.ts';
import { keepEvents, RAW_PIN, type RawEvents } from '../../src/events/raw.ts';
import { block } from './raw.ts';

const WINDOW = 100;

interface Seen {
  time: number;
  line: number;
  task: string;
  ref: string;
}

/** Blocks through an orderer; an event's line says which it was. */
function ordered(times: readonly (readonly number[])[], mostHeld?: number): Seen[] {
  const seen: Seen[] = [];
  const orderer = new Orderer(
    WINDOW,
    (raw, refNames, start, end) => {
      for (let i = start; i < end; i++) {
        seen.push({
          time: raw.time[i]!,
          line: raw.line[i]!,
          task: raw.tasks[raw.task[i]!]!,
          ref: refNames[raw.ref[i]!]!,
        });
      }
    },
    mostHeld,
  );
  let line = 1;
  for (const each of times) {
    const events = each.map((time, i) => ({ time, op: RAW_PIN, task: `task-${line + i}`, ref: `ref ${line + i}` }));
    const { raw, refNames } = block(events, line);
    orderer.push(raw, refNames);
    line += each.length;
  }
  orderer.flush();
  return seen;
}

const linesOf = (seen: readonly Seen[]): number[] => seen.map(({ line }) => line);

describe('events are put in time order', () => {
  it('within a block and across blocks, by less than the window', () => {
    expect(linesOf(ordered([[0, 50, 20], [130, 40], [141]]))).toEqual([1, 3, 5, 2, 4, 6]);
  });

  it('of a block that is in order by itself, but begins before what is held, too', () => {
    expect(
      linesOf(
        ordered([
          [0, 10, 20, 30],
          [15, 25, 40],
        ]),
      ),
    ).toEqual([1, 2, 5, 3, 6, 4, 7]);
    expect(linesOf(ordered([[0, 10], [20, 30], [15, 16, 35], [17]]))).toEqual([1, 2, 5, 6, 8, 3, 4, 7]);
  });

  it('of equal times the earlier line comes first, across blocks too', () => {
    expect(linesOf(ordered([[5, 5, 4], [5, 4], [5]]))).toEqual([3, 5, 1, 2, 4, 6]);
  });

  it('each keeps the task and the name of its reference', () => {
    for (const { line, task, ref } of ordered([[0, 90, 10], [80, 95], [20]])) {
      expect([task, ref]).toEqual([`task-${line}`, `ref ${line}`]);
    }
  });

  it('empty blocks, one event and none at all are fine', () => {
    expect(ordered([])).toEqual([]);
    expect(ordered([[], []])).toEqual([]);
    expect(linesOf(ordered([[], [7], []]))).toEqual([1]);
  });

  const jitter = fc.array(fc.array(fc.tuple(fc.nat(300), fc.nat(WINDOW - 1)), { maxLength: 30 }), { maxLength: 6 });

  it('is a stable sort of them all, each exactly once', () => {
    fc.assert(
      fc.property(jitter, (blocks) => {
        let clock = 0;
        const times = blocks.map((events) =>
          events.map(([gap, late]) => {
            clock += gap;
            return clock - late;
          }),
        );
        const all = times.flat().map((time, i) => ({ time, line: i + 1 }));
        const expected = [...all].sort((a, b) => a.time - b.time || a.line - b.line);
        expect(ordered(times).map(({ time, line }) => ({ time, line }))).toEqual(expected);
      }),
    );
  });

  it('a block in order waits too: one after it can hold an event earlier than all of it', () => {
    expect(linesOf(ordered([[0], [0], [-1]]))).toEqual([3, 1, 2]);
    expect(linesOf(ordered([[0, 10], [20, 30], [40], [5, 25]]))).toEqual([1, 6, 2, 3, 7, 4, 5]);
  });

  it('of a block that does not fill its columns, what stands behind its events is none of them', () => {
    const { raw } = block([1000, 1001, 0, 5].map((time) => ({ time, op: RAW_PIN })));
    raw.length = 2;
    const out: number[] = [];
    const orderer = new Orderer(WINDOW, (raw, _, start, end) => out.push(...raw.time.slice(start, end)));
    orderer.push(raw);
    orderer.flush();
    expect(out).toEqual([1000, 1001]);
  });

  it('nobody is called for nothing', () => {
    const calls: number[][] = [];
    const orderer = new Orderer(WINDOW, (_raw, _names, start, end) => calls.push([start, end]));
    for (const time of [0, 50, 100, 120, 300]) orderer.push(block([{ time, op: RAW_PIN }]).raw);
    orderer.flush();
    orderer.flush();
    expect(calls).toEqual(Array(5).fill([0, 1]));
  });

  it('nothing is handed on while something earlier may still come, and nothing is kept longer', () => {
    const out: number[] = [];
    const orderer = new Orderer(WINDOW, (raw, _, start, end) => out.push(...raw.time.slice(start, end)));
    const push = (...times: number[]): void => orderer.push(block(times.map((time) => ({ time, op: RAW_PIN }))).raw);
    push(0, 50, 100);
    expect(out).toEqual([0]);
    push(150);
    expect(out).toEqual([0, 50]);
    push(149, 400);
    expect(out).toEqual([0, 50, 100, 149, 150]);
    orderer.flush();
    expect(out).toEqual([0, 50, 100, 149, 150, 400]);
  });
});

describe('an event earlier than another by the window or more', () => {
  it.each([
    ['in its block', [[0, 200, 100]], 3, 100],
    ['in a later block', [[0, 200], [201], [101]], 4, 100],
    ['by much', [[1e9], [0]], 2, 1e9],
  ])('is an error with its line: %s', (_, times, line, by) => {
    let error: unknown;
    try {
      ordered(times);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(OrderError);
    expect((error as OrderError).line).toBe(line);
    expect((error as OrderError).message).toContain(`${(by / 1e6).toFixed(1)} ms earlier than a line above it`);
  });

  it('one less is none', () => {
    expect(linesOf(ordered([[0, 200], [101]]))).toEqual([1, 3, 2]);
  });
});

describe('many events within the window', () => {
  it('are handed on before it has passed, the earliest first, so that memory is bounded', () => {
    const out: number[] = [];
    const orderer = new Orderer(WINDOW, (raw, _, start, end) => out.push(...raw.time.slice(start, end)), 8);
    const push = (...times: number[]): void => orderer.push(block(times.map((time) => ({ time, op: RAW_PIN }))).raw);
    push(1, 2, 3, 4, 5, 6, 7, 8);
    expect(out).toEqual([]);
    push(9, 8);
    expect(out).toEqual([1, 2, 3, 4, 5, 6]);
    push(7);
    orderer.flush();
    expect(out).toEqual([1, 2, 3, 4, 5, 6, 7, 7, 8, 8, 9]);
  });

  it('are counted without those that were handed on, whole blocks of them or parts', () => {
    const out: number[] = [];
    const orderer = new Orderer(WINDOW, (raw, _, start, end) => out.push(...raw.time.slice(start, end)), 8);
    const push = (...times: number[]): void => orderer.push(block(times.map((time) => ({ time, op: RAW_PIN }))).raw);
    const upTo = (most: number): number[] => Array.from({ length: most }, (_, i) => i * 30);
    // Five or so are within the window at a time: none of them is handed on before it has passed.
    for (let n = 0; n < 40; n++) {
      push(n * 30);
      expect(out).toEqual(upTo(40).filter((time) => time <= n * 30 - WINDOW));
    }
    orderer.flush();
    // Of a block half is handed on, then the rest: 5 are held then, and 4 more are too many.
    push(2000, 2001, 2101, 2102);
    expect(out.slice(40)).toEqual([2000, 2001]);
    push(2202, 2203, 2204, 2205, 2206);
    expect(out.slice(42)).toEqual([2101, 2102]);
    push(2207, 2208, 2209, 2210);
    expect(out.slice(44)).toEqual([2202, 2203, 2204, 2205, 2206]);
  });

  it('are handed on as many as are too many, across blocks and from the middle of one', () => {
    const out: number[] = [];
    const orderer = new Orderer(WINDOW, (raw, _, start, end) => out.push(...raw.time.slice(start, end)), 8);
    const push = (...times: number[]): void => orderer.push(block(times.map((time) => ({ time, op: RAW_PIN }))).raw);
    for (const first of [1, 3, 5, 7, 9]) push(first, first + 1);
    expect(out).toEqual([1, 2, 3, 4, 5, 6]);
    push(11, 12, 13, 14, 15);
    expect(out).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    // Four of a block are left behind the one that was taken of it; then two blocks.
    push(16, 17);
    push(18, 19, 20);
    expect(out.slice(11)).toEqual([12, 13, 14, 15, 16]);
  });

  it('and one earlier than those is an error, never put in the wrong place', () => {
    expect(() => ordered([[1, 2, 3, 4, 5, 6, 7, 8], [9, 8], [5]], 8)).toThrow(OrderError);
    expect(linesOf(ordered([[1, 2, 3, 4, 5, 6, 7, 8], [9, 8], [6]], 8))).toEqual([1, 2, 3, 4, 5, 6, 11, 7, 8, 10, 9]);
  });

  it('joined, have no names of references where they name none', () => {
    const orderer = new Orderer(WINDOW, (_, refNames) => expect(refNames).toEqual([]));
    for (const times of [[0, 9], [5]]) orderer.push(block(times.map((time) => ({ time, op: RAW_PIN }))).raw);
    orderer.flush();
  });

  it('joined again and again, keep only the names of those that are held', () => {
    let most = 0;
    const orderer = new Orderer(WINDOW, (raw, refNames) => {
      most = Math.max(most, raw.tasks.length, refNames.length);
    });
    for (let n = 0; n < 500; n++) {
      const events = [10 * n + 5, 10 * n].map((time, i) => ({
        time,
        op: RAW_PIN,
        task: `t-${n}-${i}`,
        ref: `r ${n} ${i}`,
      }));
      const { raw, refNames } = block(events, 1 + 2 * n);
      orderer.push(raw, refNames);
    }
    orderer.flush();
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(50);
  });
});

describe('a choice of events', () => {
  it('keeps all that they say, in their order', () => {
    const { raw, refNames } = block([
      { op: RAW_PIN, time: 3, page: 64, ref: 'a', task: 'x-1' },
      { op: RAW_PIN, time: 4, page: 65, ref: 'b', task: 'y-2' },
      { op: RAW_PIN, time: 5, page: 64, ref: 'c', task: 'y-2' },
    ]);
    const kept: RawEvents = keepEvents(raw, (i) => raw.page[i] === 64);
    const shown = Array.from({ length: kept.length }, (_, i) => [
      kept.time[i],
      refNames[kept.ref[i]!],
      kept.tasks[kept.task[i]!],
      kept.line[i],
    ]);
    expect(shown).toEqual([
      [3, 'a', 'x-1', 1],
      [5, 'c', 'y-2', 3],
    ]);
  });
});
