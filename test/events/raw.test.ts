import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packed, RAW_COLUMNS, RAW_PIN, type RawEvents, splitEvents, unpacked } from '../../src/events/raw.ts';
import { block } from './raw.ts';

const events = fc.array(
  fc.record({
    time: fc.nat(2 ** 40),
    op: fc.constant(RAW_PIN),
    page: fc.nat(9).map((page) => page * 64),
    kinds: fc.nat(31),
    refs: fc.nat(2 ** 20),
    count: fc.nat(2 ** 31 - 1),
    own: fc.nat(1000),
    task: fc.constantFrom('fio-1', 'dd-2'),
  }),
  { maxLength: 40 },
);

/** Every column of every event, and the name of its task. */
const listed = (raw: RawEvents): unknown[][] =>
  Array.from({ length: raw.length }, (_, i) => [
    ...RAW_COLUMNS.map((column) => raw[column][i]),
    raw.tasks[raw.task[i]!],
  ]);

describe('events that cross threads', () => {
  it('are the same on the other side, in one piece of memory that is handed over', () => {
    fc.assert(
      fc.property(events, (all) => {
        const [raw] = splitEvents(block(all, 0).raw, 1, () => 0, 0) as [RawEvents];
        const before = listed(raw);
        const own = packed(raw);
        const there = structuredClone(own, { transfer: [own.memory] });
        expect(own.memory.byteLength).toBe(0);
        expect(listed(unpacked(there))).toEqual(before);
      }),
    );
  });

  it('go to the shard of their page, each in its order, with the line of the recording', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 5 }), fc.nat(1000), (all, shards, firstLine) => {
        const { raw } = block(all, 0);
        const line = RAW_COLUMNS.indexOf('line');
        const shardOf = (page: number): number => (page / 64) % shards;
        const moved = listed(raw).map((row) => row.map((value, i) => (i === line ? Number(value) + firstLine : value)));
        const parts = splitEvents(raw, shards, shardOf, firstLine);
        expect(parts).toHaveLength(shards);
        parts.forEach((part, s) => {
          expect(listed(part)).toEqual(moved.filter((_, i) => shardOf(raw.page[i]!) === s));
          expect(part.time).toHaveLength(part.length);
        });
      }),
    );
  });
});
