import * as z from 'zod';
import { ATTACKERS, LOCAL_USER, REACHES } from '../metrics/exposure/index.ts';
import { count, kindName, kinds, name, quantity, strict, text } from './schema-parts.ts';

/** Entries of `attackers:` and `moves:`. */

const LIMITS = Object.keys(LOCAL_USER.limits);

const amount = z.union([z.number(), z.string()], {
  error: 'an amount is needed here: a size such as 8MiB, or a count such as 4096',
});

const limits = z
  .record(z.string().meta({ enum: LIMITS }), amount, { error: 'limits with their values are needed here' })
  .meta({
    description:
      'Limits that differ: memory and memlock are sizes with a unit, all others are counts. Whom each bounds is as in the kernel.',
    examples: [{ memlock: '64MiB', nproc: 4096 }],
  });

const texts = (what: string) => z.array(text(what), `a list is needed here: ${what}`);

export const attackerEntry = strict({
  name: name.meta({ description: 'What the attacker is called in the report.', examples: ['hpc user'] }),
  like: z
    .enum(ATTACKERS.map(({ id }) => id) as [string, ...string[]], 'an attacker that ships is needed here')
    .optional()
    .meta({
      description: `Whose limits hold where none is given: ${ATTACKERS.map((each) => `${each.id} (${each.name})`).join('; ')}. Default ${LOCAL_USER.id}.`,
      examples: ['rdma-user'],
    }),
  limits: limits.optional(),
  has: texts('a device or capability')
    .optional()
    .meta({ description: 'Devices and capabilities, beside those of like.', examples: [['rdma device']] }),
}).meta({
  description: 'Somebody with a machine, by what that machine allows.',
  examples: [{ name: 'hpc user', like: 'rdma-user', limits: { memlock: '64GiB' } }],
});

const use = strict({
  limit: text('a limit').meta({ description: 'Of which limit.', enum: LIMITS, examples: ['memlock'] }),
  amount: amount.meta({
    description: 'In its unit: a size for memory and memlock, else a number.',
    examples: ['4KiB', 1],
  }),
}).meta({ description: 'What a reference takes of a limit.', examples: [{ limit: 'memlock', amount: '4KiB' }] });

export const moveEntry = strict({
  name: name.meta({
    description: 'What the move is called; one that ships is replaced by its name.',
    examples: ['vfio'],
  }),
  call: text('system calls')
    .optional()
    .meta({ description: 'The system calls. Default: the name.', examples: ['ioctl(VFIO_IOMMU_MAP_DMA)'] }),
  kind: kindName('a kind', kinds).meta({
    description: 'The kind of reference that is gained.',
    examples: ['write-long'],
  }),
  reaches: z
    .array(
      z.enum(REACHES as [string, ...string[]], `${REACHES.join(', ')} is needed here`),
      'a list of pages is needed here',
    )
    .min(1, 'a move reaches some page')
    .meta({ description: 'Which pages it reaches.', examples: [['own', 'shared-writable']] }),
  bytes: quantity('size', 'a size', ['16B']).meta({ description: 'Kernel memory for each reference.' }),
  charge: strict({
    against: text('what is charged').meta({ description: 'Against what.', examples: ['RLIMIT_MEMLOCK'] }),
    per: z
      .enum(['user', 'process', 'ring'], 'user, process or ring is needed here')
      .meta({ description: 'For whom it is counted.', examples: ['process'] }),
    bytes: quantity('size', 'a size', ['4KiB']).meta({ description: 'Charged for each reference.' }),
  })
    .optional()
    .meta({
      description: 'What the kernel charges. Default: nothing. What stops the move is under uses and per-task.',
      examples: [{ against: 'RLIMIT_MEMLOCK', per: 'process', bytes: '4KiB' }],
    }),
  uses: z
    .array(use, 'a list of limits is needed here')
    .optional()
    .meta({
      description: 'What a reference takes of limits of a user or of the system.',
      examples: [[{ limit: 'memlock', amount: '4KiB' }]],
    }),
  'per-task': z
    .union([count('a number of references', [233], 1), use], {
      error: 'a number is needed here, or a limit and an amount',
    })
    .optional()
    .meta({
      description:
        'References that a task can hold: a number, or as many as a limit has room for. Default: any number.',
      examples: [233, { limit: 'memlock', amount: '4KiB' }],
    }),
  'cannot-fail': z
    .boolean('true or false is needed here')
    .optional()
    .meta({
      description:
        'Whether the kernel goes on giving such references where the count is negative, as it does to page tables. Default false.',
      examples: [true],
    }),
  'per-call': count('a number of references', [1], 1)
    .optional()
    .meta({ description: 'References that a system call gains. Default 1.' }),
  needs: texts('a device or capability')
    .optional()
    .meta({
      description: 'Devices and capabilities without which there is no such move.',
      examples: [['vfio device']],
    }),
  sources: texts('a source')
    .min(1, 'a move has a source')
    .meta({ description: 'Where the numbers come from.', examples: [['drivers/vfio/vfio_iommu_type1.c']] }),
}).meta({
  description: 'A way to gain references and to keep them.',
  examples: [{ name: 'vfio', kind: 'write-long', reaches: ['own'], bytes: '8B', sources: ['drivers/vfio'] }],
});

export type AttackerEntry = z.output<typeof attackerEntry>;
export type MoveEntry = z.output<typeof moveEntry>;
