import { describe, expect, it } from 'vitest';
import { doubledNote, isDoubled } from '../../src/workloads/doubled.ts';

const input = (path: string, sha256 = path, bytes = 1000) => ({ path, sha256, bytes });

describe('recordings that are counted more than once', () => {
  it('are those of one content, whatever their names', () => {
    expect(doubledNote([])).toBeUndefined();
    expect(doubledNote([{ inputs: [input('a'), input('b')] }, { inputs: [input('c')] }])).toBeUndefined();
    const note = doubledNote([{ inputs: [input('a', 'x'), input('b')] }, { inputs: [input('c', 'x')] }]);
    expect(note).toBe('Counted more than once, for the content is the same: a and c.');
    expect(isDoubled(note!)).toBe(true);
  });

  it('are named with their profile, in the same order whatever comes first', () => {
    const counted = [
      { profile: 'one.json', inputs: [input('a'), input('b')] },
      { profile: 'all.json', inputs: [input('a'), input('b')] },
      { inputs: [input('./a', 'a')] },
    ];
    const note =
      'Counted more than once, for the content is the same: ./a and a in all.json and a in one.json; b in all.json and b in one.json.';
    expect(doubledNote(counted)).toBe(note);
    expect(doubledNote(counted.toReversed())).toBe(note);
  });

  it('are named up to three, and the others counted', () => {
    const inputs = Array.from({ length: 20 }, (_, i) => input(`f${i}`, `${i % 4}`));
    expect(doubledNote([{ inputs }])).toBe(
      'Counted more than once, for the content is the same: f0 and f12 and f16 and 2 more; f1 and f13 and f17 and 2 more; f10 and f14 and f18 and 2 more; 1 more.',
    );
  });

  it('are not those that hold only a header: many hosts may have recorded nothing', () => {
    expect(doubledNote([{ inputs: [input('a', 'x', 22), input('b', 'x', 22)] }])).toBeUndefined();
  });
});
