import { suggest } from '../nearest.ts';
import type { Built } from '../problem.ts';
import { COUNTERS } from './counters.ts';
import { HOLDERS } from './holders.ts';
import { PAGES } from './pages.ts';
import type { CatalogueEntry } from './types.ts';

/** Real counters that share one word, each as a layout with its own kinds and questions, and as it really counts. */
export const CATALOGUE: readonly CatalogueEntry[] = [...PAGES, ...COUNTERS, ...HOLDERS];

const BY_ID = new Map(CATALOGUE.map((entry) => [entry.id.toLowerCase(), entry]));

/** The entry of an id, in whatever case, or undefined. */
export function catalogueEntry(id: string): CatalogueEntry | undefined {
  return BY_ID.get(id.trim().toLowerCase());
}

/** The layout of `catalogue: id`, under a name of one's own where one is given; else which names there are. */
export function fromCatalogue(id: string, name?: string): Built {
  const entry = catalogueEntry(id);
  if (entry) return { ok: true, layout: name === undefined ? entry.layout : { ...entry.layout, id: name } };
  const ids = CATALOGUE.map((each) => each.id);
  const nearest = suggest(id.trim(), ids);
  return {
    ok: false,
    problems: [
      {
        path: ['catalogue'],
        message: `${JSON.stringify(id.length <= 60 ? id : `${id.slice(0, 57)}...`)} is not in the catalogue; there are ${ids.join(', ')}`,
        ...(nearest === undefined ? {} : { suggestion: nearest }),
      },
    ],
  };
}

export {
  CPYTHON,
  LOCKREF_DEAD,
  lockrefCount,
  lockrefGetNotDead,
  lockrefWithCount,
  osRefcntMost,
  osRefRelease,
  osRefRetain,
  RCUREF,
} from './counters.ts';
export { javaReadHolds, POSTGRES_MOST_USAGE, postgresSweep } from './holders.ts';
export { machineOf } from './machine.ts';
export { FREEBSD_MOST_WIRINGS } from './pages.ts';
export * from './refcount.ts';
export type * from './types.ts';
