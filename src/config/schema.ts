import * as z from 'zod';
import { attackerEntry, moveEntry } from './schema-attackers.ts';
import { domainEntry } from './schema-domains.ts';
import { layoutEntry } from './schema-layouts.ts';
import { strict, text } from './schema-parts.ts';
import { scenarioEntry } from './schema-scenarios.ts';

/**
 * layouts.yaml (layouts.schema.json), once: what is checked, what editors complete, and what is explained. What needs more than
 * one key (bits that add up, ids that collide, the size of a model) is checked afterwards, by the rest of this folder.
 */
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
  domains: z
    .array(domainEntry, 'a list of domains is needed here')
    .nullish()
    .meta({
      description: "Kinds and questions of one's own, for layouts and scenarios that say domain.",
      examples: [[{ name: 'buffers', kinds: ['scan', 'pin'], questions: { pinned: ['pin'] } }]],
    }),
  attackers: z
    .array(attackerEntry, 'a list of attackers is needed here')
    .nullish()
    .meta({
      description:
        'Who attacks. The rows exposure-*, and what is required of them, are of the first. Default: an unprivileged local user.',
      examples: [[{ name: 'hpc user', like: 'rdma-user', limits: { memlock: '64GiB' } }]],
    }),
  moves: z
    .array(moveEntry, 'a list of moves is needed here')
    .nullish()
    .meta({
      description: 'Ways to gain references, beside those that ship or in their place.',
      examples: [[{ name: 'vfio', kind: 'write-long', reaches: ['own'], bytes: '8B', sources: ['drivers/vfio'] }]],
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
