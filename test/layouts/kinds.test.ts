import { describe, expect, it } from 'vitest';
import { PAGE_REFERENCES } from '../../src/layouts/domain.ts';
import { kindNames, kindSetOfNames } from '../../src/layouts/kinds.ts';

const setOf = (...names: string[]) => kindSetOfNames(PAGE_REFERENCES, names, ['fields', 0]);

describe('a list of names', () => {
  it('stands for the kinds that they name', () => {
    expect(setOf('read', 'write-short')).toEqual({ set: 0b01110, problems: [] });
    expect(setOf(...PAGE_REFERENCES.kinds)).toEqual({ set: 0b11111, problems: [] });
    expect(setOf()).toEqual({ set: 0, problems: [] });
  });

  it('that names a kind twice, or none, is told where', () => {
    expect(setOf('read', 'read-long')).toMatchObject({
      set: 0b00110,
      problems: [{ path: ['fields', 0, 1], message: 'read-long is counted twice in this list' }],
    });
    expect(setOf('reed')).toMatchObject({ set: 0, problems: [{ path: ['fields', 0, 0], suggestion: 'read' }] });
  });

  it('is not gone through where it is longer than all that there is to name', () => {
    const all = kindNames(PAGE_REFERENCES);
    expect(setOf(...all).problems.every(({ path }) => path.length === 3)).toBe(true);
    const longer = setOf(...all, 'read');
    expect(longer).toEqual({
      set: 0,
      problems: [{ path: ['fields', 0], message: `${all.length + 1} names where there are 5 kinds` }],
    });
  });
});
