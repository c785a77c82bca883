import type { Domain, KindSet } from './domain.ts';
import { kindSetOf } from './domain.ts';
import { suggest } from './nearest.ts';
import type { LayoutProblem } from './problem.ts';

/** Every name that may stand for kinds: the kinds, then the groups. */
export function kindNames(domain: Domain): readonly string[] {
  return [...domain.kinds, ...Object.keys(domain.groups)];
}

/** The set that a list of names stands for; a name that is unknown, or that adds a kind the list already has, is a problem. */
export function kindSetOfNames(
  domain: Domain,
  names: readonly string[],
  path: readonly (string | number)[],
): { readonly set: KindSet; readonly problems: readonly LayoutProblem[] } {
  if (names.length > kindNames(domain).length) {
    return {
      set: 0,
      problems: [{ path, message: `${names.length} names where there are ${domain.kinds.length} kinds` }],
    };
  }
  let set = 0;
  const problems: LayoutProblem[] = [];
  names.forEach((name, i) => {
    const kinds = kindSetOf(domain, name);
    if (kinds === undefined) problems.push(unknownKind(domain, name, [...path, i]));
    else if (set & kinds) {
      const twice = domain.kinds.filter((_, k) => set & kinds & (1 << k));
      problems.push({ path: [...path, i], message: `${joinNames(twice)} is counted twice in this list` });
    }
    set |= kinds ?? 0;
  });
  return { set, problems };
}

export function unknownKind(domain: Domain, name: string, path: readonly (string | number)[]): LayoutProblem {
  const nearest = suggest(name, kindNames(domain));
  return {
    path,
    message: `${JSON.stringify(clip(name))} is no kind or group; there are ${kindNames(domain).join(', ')}`,
    ...(nearest === undefined ? {} : { suggestion: nearest }),
  };
}

/** What counts which kinds: a field or a term, its name and the place of its description. */
export interface Counter {
  readonly name: string;
  readonly counts: KindSet;
  readonly path: readonly (string | number)[];
}

/** A problem for every kind of `wanted` that no counter counts, and for every kind that a second counter counts again. */
export function coverageProblems(
  domain: Domain,
  wanted: KindSet,
  counters: readonly Counter[],
  path: readonly (string | number)[],
): readonly LayoutProblem[] {
  const problems: LayoutProblem[] = [];
  counters.forEach((counter, i) => {
    for (const earlier of counters.slice(0, i)) {
      const both = domain.kinds.filter((_, k) => counter.counts & earlier.counts & (1 << k));
      if (both.length === 0) continue;
      problems.push({
        path: counter.path,
        message: `${joinNames(both)} ${both.length === 1 ? 'is' : 'are'} counted twice: in ${quote(earlier.name)} and in ${quote(counter.name)}`,
      });
    }
  });
  const counted = counters.reduce((set, counter) => set | counter.counts, 0);
  const missing = domain.kinds.filter((_, k) => wanted & ~counted & (1 << k));
  if (missing.length > 0) {
    problems.push({ path, message: `${joinNames(missing)} ${missing.length === 1 ? 'is' : 'are'} counted nowhere` });
  }
  return problems;
}

export function quote(name: string): string {
  return JSON.stringify(clip(name));
}

/** At most 60 characters of a name, so that a message stays a line. */
function clip(name: string): string {
  return name.length <= 60 ? name : `${name.slice(0, 57)}...`;
}

function joinNames(names: readonly string[]): string {
  return names.length <= 1 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
