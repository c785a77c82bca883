/**
 * The JSON Schema (draft-07) of the file that `bitpart profile` and `bitpart merge` write, by hand after
 * workloads/profile-file and harness/profile. Strict: a key that it does not know is an error; a test validates real ones.
 */
import { noMatching } from '../events/match.ts';
import { BANDS } from '../harness/profile/bands.ts';
import { PROCESSES } from '../harness/profile/kinds.ts';
import { WEIGHT_NAMES } from '../harness/profile/weights.ts';
import { ACQUIRED } from '../layouts/domain.ts';
import { PROFILE_SCHEMA } from '../workloads/profile-file.ts';
import {
  described,
  flag,
  list,
  number,
  OWN_COUNTERS,
  orNull,
  record,
  ref,
  type Schema,
  text,
  whole,
} from './schema-parts.ts';

const perProcess = (schema: Schema): Readonly<Record<string, Schema>> =>
  Object.fromEntries(PROCESSES.map((process) => [process, schema]));

const atMost = (items: Schema, maxItems: number): Schema => ({ ...list(items), maxItems });
const perKind = described(
  `By kind: ${ACQUIRED.join(', ')}; zeros at the end are left out.`,
  atMost(whole, ACQUIRED.length),
);
const perBand = (what: string): Schema =>
  described(
    `${what} Entry b: of the slots or counts 2^(b-1) to 2^b - 1; zeros at the end are left out.`,
    atMost(whole, BANDS + 1),
  );
const hits = atMost(orNull(ref('firstAndWorst')), BANDS + 1);
const weights = record(
  {},
  Object.fromEntries(
    WEIGHT_NAMES.map((name) => [
      name,
      {
        ...list({
          type: 'array',
          items: [{ ...whole, maximum: (BANDS + 1) ** 2 - 1 }, ref('exact')],
          minItems: 2,
          maxItems: 2,
        }),
        minItems: 1,
      },
    ]),
  ),
);
const byName = (schema: Schema): Schema => ({ type: 'object', additionalProperties: schema });

const definitions: Readonly<Record<string, Schema>> = {
  exact: described('A whole number; beyond 2^53 - 1 a decimal string.', {
    anyOf: [{ type: 'integer' }, { type: 'string', pattern: '^-?\\d{1,40}$' }],
  }),
  hit: record({ time: described('Nanoseconds.', number), page: text, line: whole, task: text, wanted: whole }),
  firstAndWorst: record({ first: ref('hit'), worst: ref('hit') }),
  profile: record({
    events: whole,
    pages: whole,
    pageTime: described('Page-nanoseconds observed.', ref('exact')),
    checks: whole,
    lives: whole,
    attempted: perKind,
    arrivals: record(perProcess(atMost(perBand('Arrivals of a kind by the slot that they took.'), ACQUIRED.length))),
    pagesByBand: record(perProcess(perBand('Pages by the highest slot that was ever taken.'))),
    hits: record({ ...perProcess(hits), ordinary: hits }),
    lifeMaxima: perBand('Lives by their highest ordinary count.'),
    pagesByLifeMax: perBand('Pages by the highest of their lives.'),
    ordinaryEntries: perBand('Acquisitions that brought an ordinary count there from below.'),
    bias: record({ refused: perKind, pages: whole, hits: orNull(ref('firstAndWorst')) }),
    timeWeights: described('Page-nanoseconds, as pairs [place, weight] of a difference array.', weights),
    checkWeights: described('Checks, as pairs [place, weight] of a difference array.', weights),
    peaks: described('The most held at once on one page, by kind or group.', byName(whole)),
    peakPages: described(
      'Pairs [peak, pages], by kind or group.',
      byName(list({ type: 'array', items: [whole, whole], minItems: 2, maxItems: 2 })),
    ),
    busiest: orNull(record({ page: text, pins: whole })),
    top: record({ pins: whole, ordinary: whole }),
  }),
};

export const PROFILE_JSON_SCHEMA: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'bitpart profile',
  description:
    'What one pass over recordings leaves for every layout: exact integers that add up over pages, files and hosts.',
  ...record({
    schema: { const: PROFILE_SCHEMA },
    domain: { const: 'page-references' },
    bitpart: described('The version that wrote it.', text),
    format: text,
    observed: record({ ordinary: flag, direction: flag, pins: flag, checks: flag }),
    events: whole,
    duration: described('Nanoseconds.', whole),
    matching: described(
      'Drops by the rule that matched them.',
      record(Object.fromEntries(Object.keys(noMatching()).map((rule) => [rule, whole]))),
    ),
    counters: OWN_COUNTERS,
    unreadable: record({ count: whole }, { first: record({ line: whole, text }) }),
    notes: list(text),
    inputs: list(record({ path: text, sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' }, bytes: whole })),
    small: described('Small folios.', ref('profile')),
    large: described('Large folios.', ref('profile')),
  }),
  definitions,
};
