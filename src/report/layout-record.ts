import {
  kindSetOf,
  type Layout,
  layoutToYaml,
  limitJson,
  ORDINARY,
  PAGE_REFERENCES,
  partsOf,
} from '../layouts/index.ts';
import type { LayoutRecord } from './results.ts';

/** A layout as results.json has it. */
export function layoutRecord(layout: Layout): LayoutRecord {
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
    cost: costOf(layout),
  };
}

/** The layout that a record was made of: the inverse of `layoutRecord`, in the domain of page references. */
export function layoutOfRecord({ id, family, word, fields }: LayoutRecord): Layout {
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
    fields: fields.map(({ name, bits, offset, reserve, counts, onLimit }) => ({
      name,
      bits,
      offset,
      reserve,
      counts: setOf(counts),
      // `none` is of a bias only.
      onLimit: onLimit === 'none' ? 'carry' : onLimit,
    })),
  };
}

/** DESIGN 3, "cost": what a layout asks of the code around it. */
function costOf(layout: Layout): LayoutRecord['cost'] {
  const bytesPerPage = (layout.word - 32) / 8;
  if (layout.family === 'bias') {
    const kinds = layout.terms.map((term) => term.name);
    return {
      bytesPerPage,
      unpinKnows: kinds.length === 1 ? 'that it is a pin' : `which of ${kinds.join(', ')} it is`,
      update: 'atomic add',
    };
  }
  const pins = layout.fields.filter((field) => field.counts !== ORDINARY);
  const tight = pins.filter((field) => field.onLimit === 'fail' && field.reserve === 0);
  return {
    bytesPerPage,
    unpinKnows: pins.length === 1 ? 'that it is a pin' : `which of ${pins.map((field) => field.name).join(', ')} it is`,
    update:
      tight.length > 0
        ? `compare-and-swap: ${tight.map((field) => field.name).join(', ')} ${tight.length === 1 ? 'has' : 'have'} no reserve, so an add that is undone would carry`
        : 'atomic add, checked and undone',
  };
}
