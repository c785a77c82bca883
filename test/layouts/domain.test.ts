import { describe, expect, it } from 'vitest';
import { ACQUIRED, acquiredOf, PAGE_REFERENCES } from '../../src/layouts/index.ts';

describe('what an acquisition may turn out to be', () => {
  it('is, of pages, also a pin whose direction nobody recorded', () => {
    expect(acquiredOf(PAGE_REFERENCES)).toBe(ACQUIRED);
  });

  it('is, in a domain of its own, each kind by itself', () => {
    expect(acquiredOf({ kinds: ['wired', 'shared', 'weak'], groups: { some: 6 }, questions: {} })).toEqual([1, 2, 4]);
  });
});
