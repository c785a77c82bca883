import { describe, expect, it } from 'vitest';
import { haveSameKinds, isPageReferences } from '../../src/layouts/domain.ts';
import { ACQUIRED, acquiredOf, PAGE_REFERENCES } from '../../src/layouts/index.ts';

describe('what an acquisition may turn out to be', () => {
  it('is, of pages, also a pin whose direction nobody recorded', () => {
    expect(acquiredOf(PAGE_REFERENCES)).toBe(ACQUIRED);
  });

  it('is, in a domain of its own, each kind by itself', () => {
    expect(acquiredOf({ kinds: ['wired', 'shared', 'weak'], groups: { some: 6 }, questions: {} })).toEqual([1, 2, 4]);
  });
});

describe('two domains', () => {
  const of = (...kinds: string[]) => ({ kinds, groups: {}, questions: {} });

  it('have the same kinds where each is the same in its place', () => {
    expect(haveSameKinds(of('a', 'b'), of('a', 'b'))).toBe(true);
    expect(haveSameKinds(of('a', 'b'), of('a', 'c'))).toBe(false);
    expect(haveSameKinds(of('a', 'b'), of('b', 'a'))).toBe(false);
    expect(haveSameKinds(of('a', 'b'), of('a'))).toBe(false);
    expect(haveSameKinds(of('a'), of('a', 'b'))).toBe(false);
  });

  it('are of pages also when a copy of them came from another thread', () => {
    expect(isPageReferences(structuredClone(PAGE_REFERENCES))).toBe(true);
    expect(isPageReferences(of('a', 'b'))).toBe(false);
  });
});
