import { describe, expect, it } from 'vitest';
import { ACQUIRE, CHECK, ChunkBuilder, DROP, LEVEL } from '../../src/events/chunk.ts';
import { Portraitist, quantileOf } from '../../src/workloads/portrait.ts';

type Event = readonly [time: number, op: number, page: number, arg: number];

function portrait(events: readonly Event[], from?: number) {
  const portraitist = new Portraitist(from);
  const builder = new ChunkBuilder((chunk) => portraitist.feed(chunk), 3);
  for (const [time, op, page, arg] of events) builder.push(time, op, page, arg);
  builder.flush();
  return portraitist.finish(0, 10e9);
}

const READ = ACQUIRE + 1;
const WRITE = ACQUIRE + 3;

describe('a portrait', () => {
  it('has the most pins of each page, and how many were held after each', () => {
    const { peaks, depths, pinnedPages, seconds } = portrait([
      [0, READ, 0, 0],
      [1, WRITE, 0, 1],
      [2, DROP + 1, 0, 0],
      [3, READ, 0, 0],
      [4, READ, 7, 2],
    ]);
    expect(peaks).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(depths).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(pinnedPages).toBe(2);
    expect(seconds).toBe(10);
  });

  it('has how long each kind was held; what is held at the end was taken, not dropped', () => {
    const { holds } = portrait([
      [0, READ, 0, 0],
      [1e9, READ, 0, 1],
      [3e9, DROP + 1, 0, 0],
      [3e9, WRITE, 0, 0],
      [3.5e9, DROP + 3, 0, 0],
    ]);
    expect(holds).toEqual([
      { kind: 'read-short', taken: 2, dropped: 1, p50: 3, p90: 3, p99: 3, longest: 3 },
      { kind: 'write-short', taken: 1, dropped: 1, p50: 0.5, p90: 0.5, p99: 0.5, longest: 0.5 },
    ]);
  });

  it('counts ordinary references by level and by name, at every event but checks', () => {
    const { ordinary, holds } = portrait([
      [0, LEVEL, 0, 5],
      [1, ACQUIRE, 0, 0],
      [2, CHECK, 0, 0],
      [3, DROP, 0, 0],
      [4, READ, 0, 1],
    ]);
    expect(ordinary).toEqual([
      [5, 3],
      [6, 1],
    ]);
    expect(holds.map(({ kind }) => kind)).toEqual(['read-short']);
  });

  it('leaves out what happened before measuring, but not what was held then', () => {
    const { depths, holds } = portrait(
      [
        [0, READ, 0, 0],
        [5, READ, 0, 1],
        [6, DROP + 1, 0, 0],
        [7, DROP + 1, 0, 1],
      ],
      5,
    );
    expect(depths).toEqual([[2, 1]]);
    expect(holds[0]).toMatchObject({ taken: 1, dropped: 1, p50: 2e-9 });
  });

  it('counts pins that are held throughout, and those that are dropped first of all', () => {
    const { peaks, pinnedPages } = portrait(
      [
        [0, READ, 0, 0],
        [0, READ, 0, 1],
        [1, READ, 1, 2],
        [6, DROP + 1, 1, 2],
        [1, READ, 2, 2],
        [2, DROP + 1, 2, 2],
      ],
      5,
    );
    expect(peaks).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(pinnedPages).toBe(2);
  });

  it('of nothing is empty', () => {
    expect(portrait([])).toMatchObject({ pinnedPages: 0, peaks: [], depths: [], holds: [], ordinary: [] });
  });
});

describe('a quantile of counted values', () => {
  it('is the smallest that the share does not exceed', () => {
    const pairs = [
      [1, 50],
      [2, 40],
      [9, 10],
    ] as const;
    expect(quantileOf(pairs, 0.5)).toBe(1);
    expect(quantileOf(pairs, 0.51)).toBe(2);
    expect(quantileOf(pairs, 0.9)).toBe(2);
    expect(quantileOf(pairs, 1)).toBe(9);
    expect(quantileOf([], 0.5)).toBe(0);
  });
});
