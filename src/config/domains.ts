import { CATALOGUE } from '../layouts/catalogue/index.ts';
import type { Domain } from '../layouts/index.ts';
import { nearest } from '../layouts/nearest.ts';
import { buildDomain } from '../layouts/own-domain.ts';
import type { LayoutProblem } from '../layouts/problem.ts';
import type { DomainEntry } from './schema-domains.ts';
import { quoted } from './show.ts';

/** Those of the catalogue, by their names. */
const SHIPPED: ReadonlyMap<string, Domain> = new Map(
  CATALOGUE.flatMap(({ layout: { domain } }) => (domain.name === undefined ? [] : [[domain.name, domain] as const])),
);

/** The domain of an entry, or every reason why there is none. */
export function domainOfEntry(entry: DomainEntry): {
  readonly domain: Domain | undefined;
  readonly problems: readonly LayoutProblem[];
} {
  const taken = SHIPPED.has(entry.name.toLowerCase())
    ? [{ path: ['name'], message: `${quoted(entry.name)} is a domain of the catalogue already` }]
    : [];
  const { groups, questions, state, ...rest } = entry;
  const built = buildDomain({
    ...rest,
    ...(groups === undefined ? {} : { groups }),
    ...(questions === undefined ? {} : { questions }),
    ...(state === undefined ? {} : { state }),
  });
  return built.ok
    ? { domain: taken.length === 0 ? built.domain : undefined, problems: taken }
    : { domain: undefined, problems: [...taken, ...built.problems] };
}

/** The domains that a file has, and those of the catalogue. */
export class Domains {
  readonly #byName = new Map<string, Domain>(SHIPPED);
  /** Names of domains that could not be read: what uses them is not told of again. */
  readonly #broken = new Set<string>();

  add(name: string, domain: Domain | undefined): void {
    // Of two with one name the first stands; that there are two is told elsewhere.
    if (domain === undefined) this.#broken.add(name.toLowerCase());
    else if (!this.#byName.has(name.toLowerCase())) this.#byName.set(name.toLowerCase(), domain);
  }

  find(name: string): Domain | undefined {
    return this.#byName.get(name.trim().toLowerCase());
  }

  /** What is wrong with a name, or undefined where it is one. */
  problemOf(name: string): Omit<LayoutProblem, 'path'> | undefined {
    if (this.find(name) !== undefined || this.#broken.has(name.trim().toLowerCase())) return undefined;
    const names = [...this.#byName.values()].map((domain) => domain.name!);
    const [meant] = nearest(name, names, 1);
    return {
      message: `no domain is named ${quoted(name)}; there are ${names.join(', ')}`,
      ...(meant === undefined ? {} : { suggestion: meant }),
    };
  }
}
