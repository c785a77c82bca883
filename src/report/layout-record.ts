import {
  kindSetOf,
  type Layout,
  layoutToYaml,
  limitJson,
  ORDINARY,
  PAGE_REFERENCES,
  partsOf,
} from '../layouts/index.ts';
import { costOf } from '../metrics/cost.ts';
import type { LayoutRecord } from './results.ts';

/** A layout as results.json has it. */
export function layoutRecord(layout: Layout): LayoutRecord {
  const { layout: _, ...cost } = costOf(layout);
  return {
    id: layout.id,
    family: layout.family,
    word: layout.word,
    fields: partsOf(layout).map(({ counts, limit, ...part }) => ({
      ...part,
      limit: limitJson(limit),
      counts: layout.domain.kinds.filter((_, i) => counts & (1 << i)),
    })),
    yaml: layoutToYaml(layout),
    ...(layout.family === 'split' && layout.apart ? { apart: true } : {}),
    cost,
  };
}

/** The layout that a record was made of: the inverse of `layoutRecord`, in the domain of page references. */
export function layoutOfRecord({ id, family, word, fields, apart }: LayoutRecord): Layout {
  const domain = PAGE_REFERENCES;
  const setOf = (names: readonly string[]): number =>
    names.reduce((set, name) => set | (kindSetOf(domain, name) ?? 0), 0);
  if (family === 'bias') {
    const terms = fields.flatMap(({ name, counts, bias }) => {
      const set = setOf(counts);
      return bias === undefined || set === 0 || set === ORDINARY ? [] : [{ name, counts: set, bias }];
    });
    return { family, id, word, domain, terms: terms.sort((a, b) => a.bias - b.bias) };
  }
  return {
    family,
    id,
    word,
    domain,
    ...(apart ? { apart } : {}),
    fields: fields.map(({ name, bits, offset, reserve, counts, onLimit, warn }) => ({
      name,
      bits,
      offset,
      reserve,
      counts: setOf(counts),
      // `none` is of a bias only.
      onLimit: onLimit === 'none' ? 'carry' : onLimit,
      ...(warn === undefined ? {} : { warn }),
    })),
  };
}
