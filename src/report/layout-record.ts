import {
  type Domain,
  isPageReferences,
  type KindSet,
  kindSetOf,
  type Layout,
  layoutToYaml,
  limitJson,
  ORDINARY,
  PAGE_REFERENCES,
  partsOf,
} from '../layouts/index.ts';
import { costOf } from '../metrics/cost.ts';
import type { DomainRecord, LayoutRecord } from './results.ts';

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
    ...(isPageReferences(layout.domain) ? {} : { domain: domainRecord(layout.domain) }),
    cost,
  };
}

function domainRecord({ name = '', kinds, groups, questions, state = 0 }: Domain): DomainRecord {
  const namesOf = (set: KindSet): readonly string[] => kinds.filter((_, i) => set & (1 << i));
  // fromEntries defines own properties, so that a group `__proto__` stays one.
  const named = (sets: Domain['groups']): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries(Object.entries(sets).map(([key, set]) => [key, namesOf(set)]));
  return { name, kinds, groups: named(groups), questions: named(questions), state: namesOf(state) };
}

function domainOfRecord(record: DomainRecord | undefined): Domain {
  if (record === undefined) return PAGE_REFERENCES;
  const { name, kinds, state } = record;
  const setOf = (names: readonly string[]): KindSet => names.reduce((set, kind) => set | (1 << kinds.indexOf(kind)), 0);
  const sets = (named: DomainRecord['groups']): Domain['groups'] =>
    Object.fromEntries(Object.entries(named).map(([key, names]) => [key, setOf(names)]));
  const bits = state.length === 0 ? {} : { state: setOf(state) };
  return { name, kinds, groups: sets(record.groups), questions: sets(record.questions), ...bits };
}

/** The layout that a record was made of: the inverse of `layoutRecord`. */
export function layoutOfRecord({ id, family, word, fields, apart, ...record }: LayoutRecord): Layout {
  const domain = domainOfRecord(record.domain);
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
