import * as z from 'zod';
import { kindNames, ON_LIMITS, PAGE_REFERENCES, suggest } from '../layouts/index.ts';
import { type Dimension, type Parsed, parseCount, parseQuantity, quantityPattern } from './quantities.ts';
import { quoted } from './show.ts';

/**
 * layouts.yaml (DESIGN 4.1), once: what is checked, what editors complete, and what is explained. What needs more than
 * one key (bits that add up, ids that collide, the size of a model) is checked afterwards, by the rest of this folder.
 */

/** Runs of a model. */
export const MOST_RUNS = 10_000;

/** Sigma of a lognormal hold: at 20 the mean is e^200 medians. */
const LARGEST_SIGMA = 20;

/** Every map is strict. The message of an unknown key is the list of those that exist, which zod does not give. */
function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : undefined),
  });
}

function text(needed: string) {
  return z.string({ error: `${needed} is needed here` });
}

/** A number or a text that `parse` turns into a number; editors see a pattern for the text. */
function numeric(
  needed: string,
  pattern: string,
  examples: readonly (string | number)[],
  parse: (input: number | string) => Parsed,
) {
  return z
    .union([z.number(), z.string().meta({ pattern })], { error: `${needed} is needed here, such as ${examples[0]}` })
    .transform((input, context) => {
      const parsed = parse(input);
      if (parsed.ok) return parsed.value;
      const params = parsed.suggestion === undefined ? {} : { suggestion: parsed.suggestion };
      context.addIssue({ code: 'custom', message: parsed.message, params });
      return z.NEVER;
    });
}

function quantity(
  dimension: Dimension,
  needed: string,
  examples: readonly string[],
  check?: (value: number) => string | undefined,
) {
  return numeric(needed, quantityPattern(dimension), examples, (input) => {
    const parsed = parseQuantity(dimension, input);
    const fault = parsed.ok ? check?.(parsed.value) : undefined;
    return fault === undefined ? parsed : { ok: false, message: fault };
  }).meta({ examples: [...examples] });
}

const positive = (what: string) => (value: number) => (value > 0 ? undefined : `${what} is longer than 0`);

const WHOLE = '^([0-9]+|2\\^[0-9]+)$';

function count(needed: string, examples: readonly (string | number)[], least?: number, most?: number) {
  return numeric(needed, WHOLE, examples, (input) => parseCount(input, least, most)).meta({ examples: [...examples] });
}

const name = text('a name')
  .min(1, 'the name is empty')
  .refine((value) => value.trim() !== '' || value === '', 'the name is empty')
  .meta({ description: 'What it is called in the report; unique without regard to case.', examples: ['linux today'] });

/** The name of a kind or group, of those that may stand here. */
function kindName(what: string, names: readonly string[]) {
  return text(what)
    .superRefine((value, context) => {
      if (names.includes(value)) return;
      const nearest = suggest(value, names);
      const message = `${quoted(value)} is no ${what.replace(/^a /, '')}; there are ${names.join(', ')}`;
      context.addIssue({ code: 'custom', message, params: nearest === undefined ? {} : { suggestion: nearest } });
    })
    .meta({ enum: [...names] });
}

const kinds = kindNames(PAGE_REFERENCES);
const pins = kinds.filter((kind) => kind !== 'ordinary');

// ---------------------------------------------------------------------------------------------------------- layouts

const field = strict({
  name: name.optional().meta({
    description: 'Name of the field in the report. Default: the name of what it counts.',
    examples: ['read', 'ordinary'],
  }),
  bits: z.number('a number of bits is needed here, such as 4').meta({
    description: 'Width in bits. The widths of all fields sum to 32 or 64.',
    type: 'integer',
    minimum: 1,
    maximum: 64,
    examples: [4, 22],
  }),
  counts: z
    .array(kindName('a kind or group', kinds), 'a list of kinds and groups is needed here, such as [read]')
    .meta({
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
    .number('a number of bits is needed here, such as 2')
    .optional()
    .meta({
      description:
        'Top bits given up to saturation; the limit is 2^(bits - reserve) - 1. Default: 2 where ordinary references saturate, else 0.',
      type: 'integer',
      minimum: 0,
      maximum: 63,
      examples: [2, 12],
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

const splitLayout = strict({
  name: name.optional(),
  fields: z.array(field, 'a list of fields is needed here').meta({
    description: 'The long form: the fields from high to low. They tile a word of 32 or 64 bits.',
    minItems: 1,
    examples: [
      [
        { bits: 8, counts: ['pin'] },
        { bits: 24, counts: ['ordinary'] },
      ],
    ],
  }),
}).meta({ description: 'A split in the long form: fields that cannot carry into each other, unless told to.' });

const biasNumber = count('a bias', ['2^23', 1024], 0, 2 ** 62);

const biasLayout = strict({
  name: name.optional(),
  bias: z
    .union([biasNumber, z.record(z.string().meta({ enum: [...pins] }), biasNumber)], {
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
}).meta({ description: 'A bias: one counter to which a pin adds more than an ordinary reference.' });

export const layoutEntry = z
  .union([notation, splitLayout, biasLayout], {
    error: 'a layout is a notation such as 4/4/24, or a map with either fields or bias',
  })
  .meta({ description: 'One way to share the word.', examples: ['4/4/24', { name: 'linux today', bias: 1024 }] });

// -------------------------------------------------------------------------------------------------------- scenarios

const hold = z
  .union(
    [
      quantity('duration', 'a time', ['200ms'], positive('a hold')).meta({
        description: 'Every reference is held this long.',
      }),
      strict({
        exponential: quantity('duration', 'a mean time', ['2ms'], positive('a mean hold')).meta({
          description: 'Exponentially distributed: its mean.',
        }),
      }),
      strict({
        lognormal: strict({
          median: quantity('duration', 'a median time', ['1ms'], positive('a median hold')).meta({
            description: 'Median of the hold.',
          }),
          sigma: z
            .number('a number is needed here, such as 1.5')
            .gt(0, 'sigma is greater than 0')
            .max(LARGEST_SIGMA, `sigma is at most ${LARGEST_SIGMA}`)
            .meta({ description: 'Standard deviation of the logarithm of the hold.', examples: [1.5] }),
        }).meta({ description: 'Lognormally distributed.', examples: [{ median: '1ms', sigma: 1.5 }] }),
      }),
      strict({
        pareto: strict({
          minimum: quantity('duration', 'a shortest time', ['1ms'], positive('a shortest hold')).meta({
            description: 'Shortest hold.',
          }),
          shape: z
            .number('a number is needed here, such as 1.5')
            .gt(0, 'shape is greater than 0')
            .meta({
              description: 'Shape: the smaller, the longer the tail; at 1 and below the mean is infinite.',
              examples: [1.5],
            }),
        }).meta({ description: 'Pareto distributed: a long tail.', examples: [{ minimum: '1ms', shape: 1.5 }] }),
      }),
    ],
    { error: 'a hold is a time such as 200ms, or a map with exponential, lognormal or pareto' },
  )
  .meta({
    description: 'How long a reference is held: a bare time is fixed.',
    examples: [
      '200ms',
      { exponential: '2ms' },
      { lognormal: { median: '1ms', sigma: 1.5 } },
      { pareto: { minimum: '1ms', shape: 1.5 } },
    ],
  });

const rate = quantity('rate', 'a rate', ['50/s', '6/min']);

const pinStream = strict({
  kind: kindName('a kind or group of pins', pins).meta({
    description: 'What is pinned: a kind or group. A pin of unknown term is short.',
    enum: [...pins],
    examples: ['read', 'write-long'],
  }),
  rate: rate.meta({ description: 'Pins taken, per page: Poisson arrivals.' }),
  hold,
}).meta({
  description: 'Pins of one kind.',
  examples: [{ kind: 'read', rate: '100/s', hold: { exponential: '2ms' } }],
});

const pageGroup = strict({
  name: name.optional().meta({
    description: 'Name of the pages in messages and hits. Default: their place in the list.',
    examples: ['text'],
  }),
  count: count('a number of pages', [512, '2^10'], 1)
    .optional()
    .meta({ description: 'How many pages behave so, each on its own. Default 1.' }),
  ordinary: strict({
    steady: count('a number of references', [300])
      .optional()
      .meta({ description: 'References held throughout. Default 0.' }),
    rate: rate.optional().meta({ description: 'Further references taken, per page: Poisson arrivals. Default: none.' }),
    hold: hold.optional().meta({ description: 'How long each of the further references is held.' }),
  })
    .optional()
    .meta({ description: 'Ordinary references.', examples: [{ steady: 300, rate: '50/s', hold: '200ms' }] }),
  pins: z
    .array(pinStream, 'a list of pins is needed here')
    .optional()
    .meta({
      description: 'Streams of pins. Default: none.',
      examples: [[{ kind: 'read', rate: '100/s', hold: '2ms' }]],
    }),
}).meta({
  description: 'Pages that behave alike.',
  examples: [
    { name: 'text', count: 512, ordinary: { steady: 300 }, pins: [{ kind: 'read', rate: '100/s', hold: '2ms' }] },
  ],
});

const large = z
  .enum(['apart', 'same'], 'apart or same is needed here')
  .optional()
  .meta({
    description:
      'Large folios have an exact count of their own and are reported apart; same puts them under the layouts too. Default apart.',
    examples: ['same'],
  });

const duration = quantity('duration', 'a time', ['60s'], positive('a duration')).meta({
  description: 'Simulated time that is measured.',
});

const run = {
  warmup: quantity('duration', 'a time', ['6s'])
    .optional()
    .meta({ description: 'Simulated time before it that is not measured. Default: a tenth of duration.' }),
  seed: count('a seed', [1], 0).optional().meta({ description: 'Seed of the random numbers. Default 1.' }),
  runs: count('a number of runs', [5], 1, MOST_RUNS)
    .optional()
    .meta({ description: 'Independent runs, pooled; their spread gives the 95 % intervals. Default 5.' }),
  large,
};

const recording = strict({
  name: name.optional().meta({
    description: 'What the scenario is called. Default: the file name up to its first dot.',
    examples: ['a6'],
  }),
  trace: text('the path of a recording')
    .min(1, 'the path is empty')
    .meta({
      description: 'A recording: a file, a folder or a glob, relative to this file.',
      examples: ['traces/a6.trace.txt.gz'],
    }),
  large,
}).meta({ description: 'A recording.', examples: [{ name: 'a6', trace: 'traces/a6.trace.txt.gz' }] });

const preset = strict({
  preset: text('the name of a preset').meta({ description: 'A model that ships with bitpart.', examples: ['rdma'] }),
  name: name.optional().meta({
    description: 'What the scenario is called. Default: the name of the preset.',
    examples: ['rdma, a long run'],
  }),
  duration: duration.optional(),
  ...run,
}).meta({
  description: 'A model that ships with bitpart, as it is or with another duration, seed or number of runs.',
  examples: [{ preset: 'rdma' }],
});

const model = strict({
  name: name.meta({ description: 'What the scenario is called.', examples: ['shared libc page'] }),
  duration,
  ...run,
  pages: z
    .array(pageGroup, 'a list of pages is needed here')
    .min(1, 'a model has at least one group of pages')
    .meta({
      description: 'The pages, in groups that behave alike.',
      examples: [[{ name: 'text', count: 512, ordinary: { steady: 300 } }]],
    }),
  checks: strict({ rate: rate.meta({ description: 'Checks, per page: Poisson arrivals.' }) })
    .optional()
    .meta({
      description:
        'How often somebody asks whether a page is pinned (fork, COW fault, write-back, migration, reclaim). Default: never.',
      examples: [{ rate: '5/s' }],
    }),
}).meta({ description: 'A model of your own.' });

export const scenarioEntry = z
  .union([recording, preset, model], {
    error:
      'a scenario is a recording (trace), a model that ships (preset) or one of your own (name, duration and pages)',
  })
  .meta({
    description: 'Something that takes and drops references.',
    examples: [{ name: 'a6', trace: 'traces/a6.trace.txt.gz' }, { preset: 'rdma' }],
  });

// ------------------------------------------------------------------------------------------------------------- file

export const layoutsFile = strict({
  layouts: z
    .array(layoutEntry, 'a list of layouts is needed here')
    .min(1, 'layouts is empty: there is nothing to compare')
    .meta({
      description: 'The layouts to compare, at least one.',
      examples: [['4/4/24', '8/24', { name: 'linux today', bias: 1024 }]],
    }),
  scenarios: z
    .array(scenarioEntry, 'a list of scenarios is needed here')
    .nullish()
    .meta({
      description: 'What they are compared on. Without any, only what follows from the layouts alone is computed.',
      examples: [[{ preset: 'rdma' }]],
    }),
  require: z
    .record(z.string(), text('a comparison such as "<= 1e-4"').meta({ pattern: '^\\s*(<=|<|>=|>|==)\\s*\\S+\\s*$' }))
    .nullish()
    .meta({
      description:
        'What every layout must keep, in every scenario: metric.of compared with a number. A miss makes the run exit with 1.',
      examples: [{ 'limit.ordinary': '>= 2^20', 'refused.pin': '<= 1e-4' }],
    }),
}).meta({
  title: 'bitpart layouts.yaml',
  description: 'Layouts of a word that holds several counts, and what to compare them on.',
});

export type LayoutEntry = z.output<typeof layoutEntry>;
export type ScenarioEntry = z.output<typeof scenarioEntry>;
export type ModelEntry = z.output<typeof model>;
export type PresetEntry = z.output<typeof preset>;
export type RecordingEntry = z.output<typeof recording>;
export type HoldEntry = z.output<typeof hold>;
