import { describe, expect, it } from 'vitest';
import { ACQUIRE, CHECK, ChunkBuilder, type ChunkSink, DROP, LEVEL } from '../../src/events/chunk.ts';
import { AnonymousReferences } from '../../src/harness/anonymous.ts';
import { ExactSum } from '../../src/harness/exact.ts';
import { StepsOfPage } from '../../src/harness/steps.ts';

const [READ_SHORT, READ_LONG, WRITE_SHORT, WRITE_LONG, EITHER_SHORT, EITHER_LONG] = [1, 2, 3, 4, 5, 6];

/** Events of time in seconds, op and argument, on page 3 where none is said. */
function stepsOf(events: readonly (readonly [number, number, number?, number?])[], most?: number) {
  const steps = new StepsOfPage(3);
  const feed: ChunkSink = (chunk) => steps.feed(chunk);
  const builder = new ChunkBuilder(feed, 4);
  for (const [time, op, arg = 0, page = 3] of events) builder.push(time * 1e9, op, page, arg);
  builder.flush();
  return steps.steps(1e9, most);
}

describe('what one page holds over time', () => {
  it('is a step at each moment of an event, by group, in seconds from the start', () => {
    const { time_s, held, thinned } = stepsOf([
      [1, LEVEL, 5],
      [2, ACQUIRE + READ_SHORT],
      [2, ACQUIRE + WRITE_LONG],
      [2.5, ACQUIRE + READ_SHORT, 0, 4],
      [3, ACQUIRE + EITHER_SHORT],
      [4, ACQUIRE + READ_LONG],
      [5, DROP + READ_SHORT],
      [6, ACQUIRE],
      [7, CHECK],
      [8, DROP],
      [9, LEVEL, 2],
      [10, ACQUIRE + EITHER_LONG],
      [11, ACQUIRE + WRITE_SHORT],
    ]);
    expect(thinned).toBe(false);
    expect(time_s).toEqual([0, 1, 2, 3, 4, 5, 7, 8, 9, 10]);
    expect(held).toEqual({
      ordinary: [5, 5, 5, 5, 5, 6, 5, 2, 2, 2],
      pin: [0, 2, 3, 4, 3, 3, 3, 3, 4, 5],
      read: [0, 1, 1, 2, 1, 1, 1, 1, 1, 1],
      write: [0, 1, 1, 1, 1, 1, 1, 1, 1, 2],
      long: [0, 1, 1, 2, 2, 2, 2, 2, 3, 3],
    });
  });

  it('is thinned where there are more steps than are shown, to the highest of each span', () => {
    const levels = [3, 9, 1, 4, 2, 8, 7].map((level, i) => [1 + i, LEVEL, level] as const);
    expect(stepsOf(levels, 7)).toMatchObject({ thinned: false, held: { ordinary: [3, 9, 1, 4, 2, 8, 7] } });
    expect(stepsOf(levels, 3)).toMatchObject({ thinned: true, time_s: [0, 3, 6], held: { ordinary: [9, 8, 7] } });
    const many = Array.from({ length: 601 }, (_, i) => [1 + i, LEVEL, i] as const);
    expect(stepsOf(many).time_s.length).toBe(301);
    expect(stepsOf(many.slice(1)).thinned).toBe(false);
  });
});

describe('a sum of nanoseconds', () => {
  it('is exact beyond 2^53, in both directions and across 0', () => {
    const sum = new ExactSum();
    let expected = 0n;
    for (const n of [2 ** 52 - 1, 2 ** 52 - 1, 3, -1, 2 ** 51 + 1, -(2 ** 52) + 1, 2 ** 52 - 1, 2 ** 52 - 1, 7]) {
      sum.add(n);
      expected += BigInt(n);
    }
    expect(sum.value).toBe(expected);
    for (let n = 0; n < 5; n++) {
      sum.add(-(2 ** 52) + 1);
      expected -= 2n ** 52n - 1n;
    }
    expect([sum.value, sum.value]).toEqual([expected, expected]);
  });
});

describe('references that a level states', () => {
  it('leave the oldest first, and count where the field took them', () => {
    const references = new AnonymousReferences();
    expect(references.drop(0, 3)).toBe(0);
    references.add(0, 3, 2);
    references.add(0, 0, 4);
    references.add(0, 5, 0);
    references.add(1, 1, 0);
    // 3 taken, 6 refused, 5 taken.
    expect([1, 1, 2, 4, 2, 1, 9].map((n) => references.drop(0, n))).toEqual([1, 1, 1, 0, 1, 1, 3]);
    expect([references.drop(0, 1), references.drop(1, 2)]).toEqual([0, 1]);
  });

  it('are forgotten as they leave, however long others stay', () => {
    const references = new AnonymousReferences();
    const expected: boolean[] = [];
    for (let n = 0; n < 1000; n++) {
      references.add(0, 1, 1);
      expected.push(true, false);
      if (n < 10) continue;
      const leaving = expected.splice(0, 2).filter((taken) => taken).length;
      expect(references.drop(0, 2)).toBe(leaving);
    }
    expect(references.drop(0, 1000)).toBe(10);
  });
});
