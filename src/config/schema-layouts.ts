import * as z from 'zod';
import { CATALOGUE } from '../layouts/catalogue/index.ts';
import { ON_LIMITS } from '../layouts/index.ts';
import { anyKind, count, domainName, kindName, kinds, name, pins, strict, text } from './schema-parts.ts';

/** An entry of `layouts:`. */

/** `named`: what may stand as a kind or group. */
const fieldOf = (named: ReturnType<typeof text>) =>
  strict({
    name: name.optional().meta({
      description: 'Name of the field in the report. Default: the name of what it counts.',
      examples: ['read', 'ordinary'],
    }),
    bits: z.number('a whole number of bits from 1 to 64 is needed here, such as 4').meta({
      description: 'Width in bits. The widths of all fields sum to 32 or 64.',
      type: 'integer',
      minimum: 1,
      maximum: 64,
      examples: [4, 22],
    }),
    counts: z.array(named, 'a list of kinds and groups is needed here, such as [read]').meta({
      description: 'Kinds and groups that the field counts. Each kind is counted by exactly one field.',
      minItems: 1,
      examples: [['read'], ['ordinary']],
    }),
    'on-limit': z
      .enum(ON_LIMITS, 'fail, saturate, carry or wrap is needed here')
      .optional()
      .meta({
        description:
          'What the field does at its limit: fail (-EAGAIN), saturate (stick; the page leaks), carry (overflow into the neighbour), wrap. Default: saturate where it counts ordinary references, else fail.',
        examples: ['fail', 'saturate'],
      }),
    reserve: z
      .number('a whole number of bits from 0 to 63 is needed here, such as 2')
      .optional()
      .meta({
        description:
          'Top bits given up to saturation; the limit is 2^(bits - reserve) - 1. Default: 2 where ordinary references saturate, else 0.',
        type: 'integer',
        minimum: 0,
        maximum: 63,
        examples: [2, 12],
      }),
    warn: count('a count', ['2^9', 512], 1, 2 ** 62)
      .optional()
      .meta({
        description:
          'Red zone as a policy: the count from which on the field warns, while references are still served, so that an attacker can be stopped before the limit. 1 to the limit. Default: none.',
      }),
  }).meta({
    description: 'A run of bits that counts some kinds of reference.',
    examples: [{ name: 'read', bits: 4, counts: ['read'], 'on-limit': 'fail' }],
  });

const notation = text('a notation').meta({
  description:
    'A notation: read/write/ordinary or pin/ordinary in bits from high to low; 22+2 has 2 reserved bits (an ordinary part has 2 unless told otherwise).',
  examples: ['4/4/24', '4/4/22+2', '8/24'],
});

const splitOf = <Own extends z.core.$ZodLooseShape>(own: Own, named: ReturnType<typeof text>) =>
  strict(
    {
      name: name.optional(),
      ...own,
      fields: z.array(fieldOf(named), 'a list of fields is needed here').meta({
        description: 'The long form: the fields from high to low. They tile a word of 32 or 64 bits.',
        minItems: 1,
        examples: [
          [
            { bits: 8, counts: ['pin'] },
            { bits: 24, counts: ['ordinary'] },
          ],
        ],
      }),
    },
    ['name', 'domain', 'fields'],
  ).meta({ description: 'A split in the long form: fields that cannot carry into each other, unless told to.' });

const biasNumber = count('a bias', ['2^23', 1024], 0, 2 ** 62);

const biasOf = <Own extends z.core.$ZodLooseShape>(own: Own, key: z.ZodString) =>
  strict(
    {
      name: name.optional(),
      ...own,
      bias: z
        .union([biasNumber, z.record(key, biasNumber)], {
          error:
            'a bias is needed here: a number such as 1024 or 2^23, or one for each group, such as { long: 2^23, short: 2^27 }',
        })
        .meta({
          description:
            'What one pin adds to the counter, where an ordinary reference adds 1: a number, or one for each kind or group.',
          examples: [1024, '2^23', { long: '2^23', short: '2^27' }],
        }),
      word: z
        .union([z.literal(32), z.literal(64)], { error: 'the word has 32 or 64 bits' })
        .optional()
        .meta({ description: 'Bits of the word. Default 32.', examples: [64] }),
    },
    ['name', 'domain', 'bias', 'word'],
  ).meta({ description: 'A bias: one counter to which a pin adds more than an ordinary reference.' });

const sideOf = <Own extends z.core.$ZodLooseShape>(own: Own, key: z.ZodString) =>
  strict(
    {
      name: name.optional(),
      ...own,
      side: z
        .record(key, count('a number of bits', [32, 16], 1, 32), {
          error: 'counters with their bits are needed here, such as { pin: 32 }',
        })
        .meta({
          description:
            'Kinds and groups of pins that have a counter of their own beside the word, with its bits: 32 in all.',
          examples: [{ pin: 32 }, { read: 16, write: 16 }],
        }),
    },
    ['name', 'domain', 'side'],
  ).meta({
    description:
      'Exact counters beside the word, as large folios have: 4 bytes more a page, and no neighbour to carry into.',
  });

const catalogueLayout = strict({
  name: name.optional(),
  catalogue: text('the name of an entry of the catalogue')
    .min(1, 'the name is empty')
    .meta({
      description: `A real counter that shares one word, with its own kinds and questions: ${CATALOGUE.map(({ id, name: what }) => `${id} (${what})`).join('; ')}.`,
      examples: [CATALOGUE[0]!.id],
    }),
}).meta({ description: 'A real counter of the catalogue.' });

/** Of page references, whose kinds are known; and of a domain, whose kinds are looked at with the rest of the entry. */
const pageKind = kindName('a kind or group', kinds);
const pagePin = z.string().meta({ enum: [...pins] });
const own = { domain: domainName };

export const layoutEntry = z
  .union(
    [
      notation,
      splitOf({}, pageKind),
      biasOf({}, pagePin),
      sideOf({}, pagePin),
      catalogueLayout,
      splitOf(own, anyKind('a kind or group')),
      biasOf(own, z.string()),
      sideOf(own, z.string()),
    ],
    {
      error: 'a layout is a notation such as 4/4/24, or a map with one of fields, bias, side and catalogue',
    },
  )
  .meta({ description: 'One way to share the word.', examples: ['4/4/24', { name: 'linux today', bias: 1024 }] });

export type LayoutEntry = z.output<typeof layoutEntry>;
