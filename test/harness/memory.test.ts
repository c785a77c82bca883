import { describe, expect, it } from 'vitest';
import { ACQUIRE, DROP, type EventChunk, LEVEL } from '../../src/events/chunk.ts';
import { PageMemory } from '../../src/harness/profile/memory.ts';
import { PAGES } from '../../src/harness/profile/state.ts';

const chunk = (...events: (readonly [op: number, page: number, arg: number])[]): EventChunk => ({
  length: events.length,
  time: Float64Array.from(events, (_, i) => i),
  op: Uint8Array.from(events, ([op]) => op),
  page: Uint32Array.from(events, ([, page]) => page),
  arg: Uint32Array.from(events, ([, , arg]) => arg),
});

describe('the memory of pages', () => {
  it('has room for the highest page and handle of a chunk, wherever in it they stand', () => {
    const pin = ACQUIRE + 1;
    for (const events of [
      [[pin, 900, 5000] as const, [pin, 3, 2] as const],
      [[pin, 3, 2] as const, [pin, 900, 5000] as const],
    ]) {
      const memory = new PageMemory(undefined);
      memory.makeRoom(chunk(...events));
      expect(memory.capacity).toBeGreaterThan(900);
      expect(memory.capacity).toBeLessThanOrEqual(2 * 901);
      expect(memory.bands.length).toBe(8192);
    }
  });

  it('makes none for what is no handle: the count of a level, and drops, whose handles have room since they were taken', () => {
    const memory = new PageMemory(undefined);
    memory.makeRoom(chunk([LEVEL, 0, 4_000_000_000], [DROP + 1, 0, 3_000_000_000]));
    expect(memory.bands.length).toBe(1024);
  });

  it('keeps what it knew when it grows', () => {
    const memory = new PageMemory(undefined);
    memory.makeRoom(chunk([ACQUIRE + 1, 1, 0]));
    memory.bands[7] = 42;
    memory.hunt(1, 16, 1);
    memory.makeRoom(chunk([ACQUIRE + 1, 70_000, 100_000]));
    expect(memory.bands[7]).toBe(42);
    expect(memory.held(1, 16, 1)).toBe(1);
  });

  it('grows where the first page or handle has no room, by itself, and says whether it did', () => {
    const pin = ACQUIRE + 1;
    const memory = new PageMemory(undefined);
    expect(memory.makeRoom(chunk([pin, 0, 0]))).toBe(true);
    const { capacity } = memory;
    expect(memory.makeRoom(chunk([pin, capacity - 1, 1023]))).toBe(false);
    expect([memory.capacity, memory.bands.length]).toEqual([capacity, 1024]);
    // One handle more, of a page that has room.
    expect(memory.makeRoom(chunk([pin, 0, 1024]))).toBe(true);
    expect([memory.capacity, memory.bands.length]).toEqual([capacity, 2048]);
    // One page more, of a handle that has room.
    expect(memory.makeRoom(chunk([pin, capacity, 0]))).toBe(true);
    expect([memory.capacity, memory.bands.length]).toEqual([2 * capacity, 2048]);
  });

  it('has an end, which is said before any memory is asked for', () => {
    const memory = new PageMemory(undefined);
    expect(() => memory.makeRoom(chunk([ACQUIRE + 1, PAGES + 1, 0]))).toThrow(/more than [\d,]+ pages/);
  });
});
