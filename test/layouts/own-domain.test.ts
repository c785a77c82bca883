import { describe, expect, it } from 'vitest';
import { MOST_KINDS } from '../../src/layouts/domain.ts';
import { buildDomain, type DomainSpec } from '../../src/layouts/own-domain.ts';

const problems = (spec: Omit<DomainSpec, 'name'>) => {
  const built = buildDomain({ name: 'mine', ...spec });
  return built.ok ? [] : built.problems;
};
const letters = (count: number): string[] => Array.from({ length: count }, (_, i) => String.fromCharCode(97 + i));

describe('kinds of one’s own', () => {
  it('are 1 to 8', () => {
    expect(problems({ kinds: letters(1) })).toEqual([]);
    expect(problems({ kinds: letters(MOST_KINDS) })).toEqual([]);
    expect(problems({ kinds: letters(MOST_KINDS + 1) })).toEqual([
      { path: ['kinds'], message: '9 kinds, a domain has at most 8' },
    ]);
    expect(problems({ kinds: [] })).toMatchObject([{ path: ['kinds'], message: 'a domain has at least one kind' }]);
  });

  it('differ also without regard to case; the second is the problem', () => {
    expect(problems({ kinds: ['wired', 'weak', 'Wired'] })).toMatchObject([
      { path: ['kinds', 2], message: expect.stringContaining('is listed twice') },
    ]);
    expect(problems({ kinds: ['wired', 'weak'] })).toEqual([]);
  });

  it('have names that can stand in a key and in a CSV', () => {
    expect(problems({ kinds: ['a b', 'fine'] })).toMatchObject([{ path: ['kinds', 0] }]);
  });
});
