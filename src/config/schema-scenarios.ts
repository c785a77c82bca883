import * as z from 'zod';
import { EVENT_GLOB } from '../workloads/readers/event-names.ts';
import {
  anyKind,
  count,
  description,
  domainName,
  kindName,
  name,
  pins,
  positive,
  quantity,
  strict,
  text,
} from './schema-parts.ts';

/** An entry of `scenarios:`. */

/** Runs of a model. */
export const MOST_RUNS = 10_000;

/** References that a call takes at once on one page; sources; tries. */
const MOST_BATCH = 2 ** 16;
const MOST_SOURCES = 2 ** 20;
const MOST_RETRIES = 1000;
const LARGEST_FACTOR = 1000;
/** At 10 the second page has a thousandth of the arrivals of the first. */
const LARGEST_ZIPF = 10;

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

const phases = strict({
  on: quantity('duration', 'a mean time', ['1s'], positive('a phase that is on')).meta({
    description: 'Mean length of the phases in which pins are taken; exponentially distributed.',
  }),
  off: quantity('duration', 'a mean time', ['9s']).meta({
    description: 'Mean length of the phases in which none are; exponentially distributed.',
  }),
}).meta({
  description: 'Pins come in bursts: calls start while a phase is on, at the rate. Starts with nothing held.',
  examples: [{ on: '1s', off: '9s' }],
});

const retry = strict({
  times: count('a number of times', [3], 1, MOST_RETRIES).meta({ description: 'At most so many times.' }),
  wait: hold.meta({ description: 'How long the call waits before it tries again the first time.' }),
  factor: z
    .number('a number is needed here, such as 2')
    .min(1, 'a wait grows by a factor of 1 or more')
    .max(LARGEST_FACTOR, `a wait grows by a factor of at most ${LARGEST_FACTOR}`)
    .optional()
    .meta({ description: 'What each further wait is multiplied with. Default 2.', examples: [2] }),
}).meta({
  description: 'A refused call waits and tries again. The layout is then replayed on a history of its own.',
  examples: [{ times: 3, wait: '1ms' }],
});

/** `pinKind`: what may stand as a kind or group. */
const pinStreamOf = (pinKind: ReturnType<typeof text>) =>
  strict({
    kind: z
      .union([pinKind, z.array(pinKind).min(1, 'a list of kinds has at least one')], {
        error: 'a kind or group of pins is needed here, or a list of them',
      })
      .meta({
        description:
          'What is pinned: a kind or group. A pin of unknown term is short. Of a list: each call is of one of them, all equally often.',
        examples: ['read', 'write-long', ['read', 'write']],
      }),
    rate: rate.meta({
      description:
        'How often a page is pinned, per page: Poisson arrivals. With sources: how often each tries while it holds none.',
    }),
    hold,
    batch: count('a number of references', [4], 1, MOST_BATCH)
      .optional()
      .meta({ description: 'References that a call takes at once on a page. Default 1.' }),
    phases: phases.optional(),
    pages: count('a number of pages', [64], 1).optional().meta({
      description:
        'Pages of the group that a call pins, one after the other; if one is refused, all are dropped and the call fails (calls-refused). Default 1.',
    }),
    sources: count('a number of sources', [32], 1, MOST_SOURCES).optional().meta({
      description:
        'So many sources, each with at most one call under way (Engset): of each page, or of the group where calls pin several pages. Default: arrivals without end.',
    }),
    'if-refused': z
      .enum(['try', 'skip'], 'try or skip is needed here')
      .optional()
      .meta({
        description:
          'What a refused source does: try again at its rate (Engset; each layout is replayed), or skip: go on as if it held. Default try.',
        examples: ['skip'],
      }),
    retry: retry.optional(),
  }).meta({
    description: 'Pins of one kind.',
    examples: [
      { kind: 'read', rate: '100/s', hold: { exponential: '2ms' } },
      { kind: 'write-long', sources: 32, rate: '10/s', hold: '500ms', pages: 64 },
    ],
  });

const pageGroupOf = (pinKind: ReturnType<typeof text>) =>
  strict({
    name: name.optional().meta({
      description: 'Name of the pages in messages and hits. Default: their place in the list.',
      examples: ['text'],
    }),
    count: count('a number of pages', [512, '2^10'], 1)
      .optional()
      .meta({ description: 'How many pages behave so, each on its own. Default 1.' }),
    zipf: z
      .number('a number is needed here, such as 1')
      .min(0, 'zipf is 0 or more')
      .max(LARGEST_ZIPF, `zipf is at most ${LARGEST_ZIPF}`)
      .optional()
      .meta({
        description:
          'Skew: page i of the group has a share of its arrivals proportional to 1/i^zipf; rates are means over the pages. Default 0: all alike.',
        examples: [1],
      }),
    ordinary: strict({
      steady: count('a number of references', [300])
        .optional()
        .meta({ description: 'References held throughout. Default 0.' }),
      rate: rate
        .optional()
        .meta({ description: 'Further references taken, per page: Poisson arrivals. Default: none.' }),
      hold: hold.optional().meta({ description: 'How long each of the further references is held.' }),
      sources: count('a number of sources', [300], 1, MOST_SOURCES).optional().meta({
        description:
          'So many further ones at most (mappers, children, pipe slots); rate is then how often each comes while it is away. Default: arrivals without end.',
      }),
    })
      .optional()
      .meta({ description: 'Ordinary references.', examples: [{ steady: 300, rate: '50/s', hold: '200ms' }] }),
    pins: z
      .array(pinStreamOf(pinKind), 'a list of pins is needed here')
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

const asker = (who: string) => rate.optional().meta({ description: `By ${who}, per page: Poisson arrivals.` });

const checks = strict({
  rate: rate.optional().meta({ description: 'By nobody in particular, per page: Poisson arrivals.' }),
  fork: asker('fork, of processes that have ever pinned'),
  'cow-fault': asker('write faults on shared pages'),
  reclaim: asker('reclaim'),
  migration: asker('migration (compaction, NUMA balancing)'),
  'write-back': asker('write-back'),
})
  .refine((value) => Object.values(value).some((each) => each !== undefined), {
    error: 'checks have a rate, or say who asks how often',
  })
  .meta({
    description: 'How often somebody asks whether a page is pinned. Default: never.',
    examples: [{ rate: '5/s' }, { fork: '1/s', reclaim: '6/min' }],
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

/** What every scenario may say of itself. */
const about = {
  description: description.optional().meta({
    description: 'What it is, in one line, shown beside its name. Default: of a preset its title; else none.',
    examples: ['io_uring direct I/O, one shared buffer'],
  }),
  hostile: z
    .boolean('true or false is needed here')
    .optional()
    .meta({
      description:
        'Whether it is an attack. What layouts do under attack is told apart from ordinary load. Default: true of the presets attacker-*, else false.',
      examples: [true],
    }),
};

const eventGlob = text('the name of an event')
  .regex(EVENT_GLOB, 'a name of an event has letters, digits and _; * stands for any of them, ? for one')
  .meta({ examples: ['grab*'] });
const eventGlobs = z.union([eventGlob, z.array(eventGlob).min(1, 'a list of names has at least one')], {
  error: 'the name of an event is needed here, or a list of them',
});

const eventNames = strict({
  pin: eventGlobs.optional().meta({
    description: 'Events that take pins, in place of grab and grab_fast. Their fields are those of traces/README.md.',
    examples: ['grab*', ['my_grab', 'my_grab_fast']],
  }),
  unpin: eventGlobs.optional().meta({
    description: 'Events that drop pins, in place of put.',
    examples: ['put'],
  }),
})
  .refine(({ pin, unpin }) => pin !== undefined || unpin !== undefined, 'pin or unpin is needed here, or both')
  .meta({
    description:
      'What the probes are called that take and drop pins, where they have other names: names, in which * and ? may stand.',
    examples: [{ pin: 'grab*', unpin: 'put' }],
  });

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
  domain: domainName.optional(),
  events: eventNames.optional(),
  ...about,
  large,
}).meta({ description: 'A recording.', examples: [{ name: 'a6', trace: 'traces/a6.trace.txt.gz' }] });

const preset = strict({
  preset: text('the name of a preset').meta({ description: 'A model that ships with bitpart.', examples: ['rdma'] }),
  name: name.optional().meta({
    description: 'What the scenario is called. Default: the name of the preset.',
    examples: ['rdma, a long run'],
  }),
  ...about,
  duration: duration.optional(),
  ...run,
}).meta({
  description: 'A model that ships with bitpart, as it is or with another duration, seed or number of runs.',
  examples: [{ preset: 'rdma' }],
});

const modelOf = <Own extends z.core.$ZodLooseShape>(own: Own, pinKind: ReturnType<typeof text>) =>
  strict({
    name: name.meta({ description: 'What the scenario is called.', examples: ['shared libc page'] }),
    ...own,
    ...about,
    duration,
    ...run,
    pages: z
      .array(pageGroupOf(pinKind), 'a list of pages is needed here')
      .min(1, 'a model has at least one group of pages')
      .meta({
        description: 'The pages, in groups that behave alike.',
        examples: [[{ name: 'text', count: 512, ordinary: { steady: 300 } }]],
      }),
    checks: checks.optional(),
  }).meta({ description: 'A model of your own.' });

const model = modelOf({}, kindName('a kind or group of pins', pins));
const ownModel = modelOf({ domain: domainName }, anyKind('a kind of pins'));

/** Which of the three a scenario names, where that is not one. */
function sourcesOf(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return '';
  const named = ['trace', 'preset', 'pages'].filter((key) => Object.hasOwn(entry, key));
  if (named.length === 1) return '';
  return named.length === 0
    ? '; this one has neither trace, preset nor pages'
    : `; this one has ${named.join(' and ')}`;
}

export const scenarioEntry = z
  .union([recording, preset, model, ownModel], {
    error: ({ input }) =>
      `a scenario is a recording (trace), a model that ships (preset) or one of your own (name, duration and pages)${sourcesOf(input)}`,
  })
  .meta({
    description: 'Something that takes and drops references.',
    examples: [{ name: 'a6', trace: 'traces/a6.trace.txt.gz' }, { preset: 'rdma' }],
  });

export type ScenarioEntry = z.output<typeof scenarioEntry>;
export type ModelEntry = z.output<typeof model>;
type PageGroupEntry = ModelEntry['pages'][number];
export type RecordingEntry = z.output<typeof recording>;
export type PresetEntry = z.output<typeof preset>;
export type HoldEntry = z.output<typeof hold>;
export type PinEntry = NonNullable<PageGroupEntry['pins']>[number];
export type ChecksEntry = z.output<typeof checks>;
