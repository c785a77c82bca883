import * as z from 'zod';
import { name, strict, text } from './schema-parts.ts';

/** An entry of `domains:`. */

const kindList = z.array(text('the name of a kind'), 'a list of kinds is needed here, such as [pin, scan]');
const sets = (what: string, example: string) =>
  z.record(z.string(), kindList, { error: `${what} with their kinds are needed here, such as ${example}` });

export const domainEntry = strict({
  name: name.meta({ description: 'What layouts and scenarios call it.', examples: ['buffers'] }),
  kinds: kindList.meta({
    description:
      'The kinds of reference, at most 8. The first is the one that models and recordings call ordinary: it is got and put, the others are pinned and unpinned.',
    minItems: 1,
    maxItems: 8,
    examples: [['scan', 'pin', 'cleanup']],
  }),
  groups: sets('groups', '{ any: [pin, cleanup] }')
    .optional()
    .meta({
      description: 'Names for sets of kinds; wherever a kind may stand, a group may.',
      examples: [{ any: ['pin', 'cleanup'] }],
    }),
  questions: sets('questions', '{ pinned: [pin] }')
    .optional()
    .meta({
      description: 'What somebody asks of an object: whether it is held by any of these kinds and groups.',
      examples: [{ pinned: ['pin'] }],
    }),
  state: kindList.optional().meta({
    description: 'Kinds that are bits of state in the same word, such as a lock or flags: nobody acquires them.',
    examples: [['flags']],
  }),
}).meta({
  description: "Kinds of reference of one's own, and what is asked about them.",
  examples: [{ name: 'buffers', kinds: ['scan', 'pin'], questions: { pinned: ['pin'] } }],
});

export type DomainEntry = z.output<typeof domainEntry>;
