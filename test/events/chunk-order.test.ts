import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChunkBuilder } from '../../src/events/chunk.ts';
import { ChunkOrderer } from '../../src/events/chunk-order.ts';

describe('events of all pages in time order', () => {
  it('whatever their chunks, where none is late by the window; of equal times the first stays first', () => {
    const late = fc.array(fc.record({ at: fc.nat(500), late: fc.nat(99) }), { maxLength: 200 });
    fc.assert(
      fc.property(late, fc.integer({ min: 1, max: 40 }), (events, capacity) => {
        // What comes at `at` bears an earlier time.
        const arriving = events.toSorted((a, b) => a.at - b.at).map(({ at, late }, arg) => ({ time: at - late, arg }));
        const got: { time: number; arg: number }[] = [];
        const orderer = new ChunkOrderer(100, ({ length, time, arg }) => {
          for (let i = 0; i < length; i++) got.push({ time: time[i]!, arg: arg[i]! });
        });
        const chunks = new ChunkBuilder((chunk) => orderer.push(chunk), capacity);
        for (const { time, arg } of arriving) chunks.push(time, 0, 0, arg);
        chunks.flush();
        orderer.flush();
        expect(got).toEqual(arriving.toSorted((a, b) => a.time - b.time));
      }),
    );
  });

  it('keep their lines and tasks, which are 0 where a chunk has none', () => {
    const seen: number[][] = [];
    const orderer = new ChunkOrderer(100, ({ length, line, task }) => {
      for (let i = 0; i < length; i++) seen.push([line![i]!, task![i]!]);
    });
    const columns = { length: 1, op: new Uint8Array(1), page: new Uint32Array(1), arg: new Uint32Array(1) };
    orderer.push({ ...columns, time: Float64Array.of(2) });
    orderer.push({ ...columns, time: Float64Array.of(1), line: Uint32Array.of(7), task: Uint32Array.of(3) });
    orderer.flush();
    expect(seen).toEqual([
      [7, 3],
      [0, 0],
    ]);
  });
});
