import { describe, expect, it } from 'vitest';
import { undirectedNote } from '../../src/workloads/undirected.ts';

const part = (name: string, direction: boolean, pins = true) => ({
  name,
  observed: { ordinary: true, direction, pins, checks: false },
});

describe('parts that do not tell read pins from write pins', () => {
  it('are named where another one tells them', () => {
    const note = undirectedNote([part('a', true), part('b', false), part('c', true)]);
    expect(note).toBe(
      'b (1 of 3 files) does not tell read pins from write pins, so the sum does not either; keep it apart.',
    );
  });

  it('are counted behind the first, in the same order whatever comes first', () => {
    const parts = [part('c', false), part('a', true), part('b', false)];
    const note =
      'b and 1 more (2 of 3 files) do not tell read pins from write pins, so the sum does not either; keep them apart.';
    expect(undirectedNote(parts)).toBe(note);
    expect(undirectedNote(parts.toReversed())).toBe(note);
  });

  it('are not worth a word where no other one has pins that it tells', () => {
    expect(undirectedNote([])).toBeUndefined();
    expect(undirectedNote([part('a', true), part('b', true)])).toBeUndefined();
    expect(undirectedNote([part('a', false), part('b', false)])).toBeUndefined();
    expect(undirectedNote([part('a', false), part('b', true, false)])).toBeUndefined();
  });
});
