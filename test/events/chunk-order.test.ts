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
});
