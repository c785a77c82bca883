import { fromCatalogue } from '../layouts/catalogue/index.ts';
import {
  type Built,
  buildBias,
  buildSide,
  buildSplit,
  type Domain,
  type FieldSpec,
  parseNotation,
} from '../layouts/index.ts';
import type { LayoutEntry } from './schema-layouts.ts';

/** The layout of an entry of `layouts:`, or every reason why there is none; paths are those of the entry's own keys. */
export function layoutOfEntry(entry: LayoutEntry, domainNamed: (name: string) => Domain | undefined): Built {
  if (typeof entry === 'string') return parseNotation(entry);
  if ('catalogue' in entry) return fromCatalogue(entry.catalogue, entry.name);
  // A name that nobody has is told by who reads the entry; its kinds are then not looked at.
  const domain = 'domain' in entry ? domainNamed(entry.domain) : undefined;
  if ('domain' in entry && domain === undefined) return { ok: false, problems: [] };
  const id = { ...(entry.name === undefined ? {} : { id: entry.name }), ...(domain === undefined ? {} : { domain }) };
  if ('side' in entry)
    return buildSide({ ...id, side: Object.entries(entry.side).map(([name, bits]) => ({ name, bits })) });
  if ('fields' in entry) return buildSplit({ ...id, fields: entry.fields.map(fieldOf) });
  const bias =
    typeof entry.bias === 'number'
      ? entry.bias
      : Object.entries(entry.bias).map(([name, value]) => ({ name, bias: value }));
  return buildBias({ ...id, bias, ...(entry.word === undefined ? {} : { word: entry.word }) });
}

type FieldEntry = Extract<LayoutEntry, { fields: unknown }>['fields'][number];

function fieldOf(entry: FieldEntry): FieldSpec {
  return {
    bits: entry.bits,
    counts: entry.counts,
    ...(entry.name === undefined ? {} : { name: entry.name }),
    ...(entry['on-limit'] === undefined ? {} : { onLimit: entry['on-limit'] }),
    ...(entry.reserve === undefined ? {} : { reserve: entry.reserve }),
    ...(entry.warn === undefined ? {} : { warn: entry.warn }),
  };
}
