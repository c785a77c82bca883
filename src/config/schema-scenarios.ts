import * as z from 'zod';
import { count, kindName, name, pins, positive, quantity, strict, text } from './schema-parts.ts';

/** An entry of `scenarios:`. */

/** Runs of a model. */
export const MOST_RUNS = 10_000;

/** Sigma of a lognormal hold: at 20 the mean is e^200 medians. */
const LARGEST_SIGMA = 20;

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

export type ScenarioEntry = z.output<typeof scenarioEntry>;
export type ModelEntry = z.output<typeof model>;
export type PresetEntry = z.output<typeof preset>;
export type HoldEntry = z.output<typeof hold>;
