import type { KindSet } from '../layouts/domain.ts';
import { ORDINARY } from '../layouts/domain.ts';
import { kindNames } from '../layouts/kinds.ts';
import { limitsOf } from '../layouts/limits.ts';
import type { Layout } from '../layouts/types.ts';

/** Kinds and groups. */
export const kindsOf = (layout: Layout): readonly string[] => kindNames(layout.domain);

export const questionsOf = (layout: Layout): readonly string[] => Object.keys(layout.domain.questions);

/** What has a limit: the fields, or the terms of a bias and its ordinary references. */
export const limitedOf = (layout: Layout): readonly string[] => limitsOf(layout).map(({ name }) => name);

export interface Counter {
  readonly name: string;
  readonly counts: KindSet;
}

/** What counts, in the order of `Tally.counters`: the fields, or the one word of a bias. */
export function countersOf(layout: Layout): readonly Counter[] {
  if (layout.family === 'split') return layout.fields;
  return [{ name: 'word', counts: layout.terms.reduce((set, term) => set | term.counts, ORDINARY) }];
}
