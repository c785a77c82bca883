import { describe, expect, it } from 'vitest';
import { ChunkBuilder } from '../../src/events/chunk.ts';

describe('a chunk', () => {
  it('is handed on when it is full, and at the end what there is', () => {
    const chunks: number[][] = [];
    const builder = new ChunkBuilder(({ length, arg }) => chunks.push([...arg.subarray(0, length)]), 4);
    for (let arg = 0; arg < 9; arg++) builder.push(arg, 0, 0, arg);
    expect(chunks).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
    builder.flush();
    builder.flush();
    expect(chunks.slice(2)).toEqual([[8]]);
  });
});
