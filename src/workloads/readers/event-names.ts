import { suggest } from '../../layouts/nearest.ts';

/** Events of a recording that take and drop pins, where they have other names than those of traces/README.md: globs. */
export interface EventNames {
  readonly pin?: readonly string[];
  readonly unpin?: readonly string[];
}

/** What a glob over names of events may hold: * stands for any characters, ? for one. */
export const EVENT_GLOB = /^[A-Za-z0-9_*?]{1,100}$/;

const ROLES = ['pin', 'unpin'] as const;
export type NamedRole = (typeof ROLES)[number];

/** Says which events take or drop pins, by their names; of an event that is named as both, it takes them. */
export class NamedEvents {
  readonly #patterns: readonly { readonly role: NamedRole; readonly pattern: RegExp }[];

  constructor(names: EventNames) {
    this.#patterns = ROLES.flatMap((role) => (names[role] ?? []).map((glob) => ({ role, pattern: patternOf(glob) })));
  }

  roleOf(event: string): NamedRole | undefined {
    return this.#patterns.find(({ pattern }) => pattern.test(event))?.role;
  }
}

const patternOf = (glob: string): RegExp => new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`);

/**
 * What is wrong with names of which a recording has no event; undefined: nothing. `has`: the names that it has. With one
 * glob of a role that matches nothing, its pins would never be taken, or never be dropped.
 */
export function unmatchedNames(names: EventNames, has: readonly string[]): string | undefined {
  for (const role of ROLES) {
    for (const glob of names[role] ?? []) {
      if (has.some((event) => patternOf(glob).test(event))) continue;
      const near = suggest(glob.replace(/[*?]/g, ''), has);
      const shown = has.length === 0 ? 'none that can be read' : [...has].sort().slice(0, MOST_SHOWN).join(', ');
      return `no event is named ${JSON.stringify(glob)} (events: ${role})${near === undefined ? '.' : `, did you mean ${near}?`} Its events: ${shown}${has.length > MOST_SHOWN ? ', …' : ''}`;
    }
  }
  return undefined;
}

const MOST_SHOWN = 20;
