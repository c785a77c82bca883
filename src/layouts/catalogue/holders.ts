import { limitOf } from '../limits.ts';
import { domainOf, splitOf } from './build.ts';
import { fieldNamed, fieldValue, machineOf, withValue } from './machine.ts';
import type { CatalogueEntry, Step } from './types.ts';

const postgres = splitOf({
  id: 'postgres-buffer',
  domain: domainOf('postgres-buffer', ['pin'], ['usage', 'flags'], { pinned: ['pin'] }),
  fields: [
    { name: 'flags', bits: 10, counts: ['flags'], onLimit: 'wrap' },
    { name: 'usage', bits: 4, counts: ['usage'], onLimit: 'fail' },
    { name: 'pin', bits: 18, counts: ['pin'], onLimit: 'fail' },
  ],
});

const javaLock = splitOf({
  id: 'java-rwlock',
  domain: domainOf('java-rwlock', ['write-hold', 'read-hold'], [], {
    'write-locked': ['write-hold'],
    'read-locked': ['read-hold'],
  }),
  fields: [
    { name: 'read-hold', bits: 16, counts: ['read-hold'], onLimit: 'fail' },
    { name: 'write-hold', bits: 16, counts: ['write-hold'], onLimit: 'fail' },
  ],
});

/** BM_MAX_USAGE_COUNT: how often the clock sweep passes a buffer by at most. */
export const POSTGRES_MOST_USAGE = 5n;

const [pins, usage] = [fieldNamed(postgres, 'pin'), fieldNamed(postgres, 'usage')];

/** PinBuffer: a backend counts its first pin of a buffer in the shared word, the others in memory of its own. */
function postgresPin(word: bigint, held: number): Step {
  if (held > 0) return { word, outcome: 'taken' };
  // MAX_BACKENDS_BITS is at most 18 (StaticAssert), and every backend has at most one pin here.
  if (fieldValue(pins, word) >= limitOf(pins))
    return { word, outcome: 'panic', says: 'more backends than there can be' };
  const used = fieldValue(usage, word);
  return { word: withValue(usage, word, used < POSTGRES_MOST_USAGE ? used + 1n : used) + 1n, outcome: 'taken' };
}

/** The clock sweep: an unpinned buffer that was used loses one use; one without is the victim. */
export function postgresSweep(word: bigint): { readonly word: bigint; readonly isVictim: boolean } {
  if (fieldValue(pins, word) > 0n) return { word, isVictim: false };
  const used = fieldValue(usage, word);
  return used === 0n ? { word, isVictim: true } : { word: withValue(usage, word, used - 1n), isVictim: false };
}

const javaCounts = machineOf(javaLock, 0n);

const fieldOfHold = (kind: string) => fieldNamed(javaLock, kind);

/** Words of locks and buffers, which count who holds them. */
export const HOLDERS: readonly CatalogueEntry[] = [
  {
    id: 'postgres-buffer',
    name: 'BufferDesc.state, PostgreSQL up to 18',
    layout: postgres,
    atLimit: 'cannot be reached: one pin per backend, and fewer backends than 18 bits count',
    quirk: 'The usage count has 4 bits and is clamped at 5; a second pin of the same backend does not touch the word.',
    source: 'src/include/storage/buf_internals.h, docs/kernel-facts.md 4, row 15',
    machine: {
      start: 0n,
      acquire: (word, _kind = 'pin', held = 0) => postgresPin(word, held),
      release(word, _kind = 'pin', held = 1) {
        if (held > 1) return { word, outcome: 'dropped' };
        const after = word - 1n;
        return { word: after, outcome: fieldValue(pins, after) === 0n ? 'freed' : 'dropped' };
      },
    },
  },
  {
    id: 'java-rwlock',
    name: 'ReentrantReadWriteLock, Java',
    layout: javaLock,
    atLimit: 'throws Error("Maximum lock count exceeded") at 65,535 holds',
    quirk:
      'Reentrant holds count too, and the upper half has to be shifted out without its sign: from 32,768 read holds on the int is negative.',
    source: 'java.util.concurrent.locks.ReentrantReadWriteLock.Sync, docs/kernel-facts.md 4, row 35',
    machine: {
      start: 0n,
      acquire(word, kind = 'write-hold') {
        const step = javaCounts.acquire(word, kind);
        return step.outcome === 'refused' ? { ...step, outcome: 'panic', says: 'Maximum lock count exceeded' } : step;
      },
      release(word, kind = 'write-hold') {
        if (fieldValue(fieldOfHold(kind), word) === 0n)
          return { word, outcome: 'panic', says: 'IllegalMonitorStateException' };
        return javaCounts.release(word, kind);
      },
    },
  },
];

/** Read holds as Java reads them: `state >>> 16`, the int unsigned. */
export const javaReadHolds = (word: bigint): number => Number(BigInt.asIntN(32, word)) >>> 16;
