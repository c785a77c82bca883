import {
  explore,
  type GuardField,
  type GuardWord,
  type Hazard,
  type Operations,
  type Protocol,
} from '../../harness/guard/index.ts';
import type { GuardRecord, RaceRecord } from './types.ts';

interface Example {
  readonly protocol: Protocol;
  readonly what: string;
  readonly word: GuardWord;
  readonly tasks: number;
  readonly operations: Operations;
  readonly hazard: Hazard;
}

const pins: GuardField = { name: 'read', bits: 2, reserve: 0, onLimit: 'fail' };
const write = (reserve: number): GuardField => ({ name: 'write', bits: 2, reserve, onLimit: 'fail' });
const split = (field: GuardField, protocol: 'add-undo' | 'check-add'): GuardWord => ({
  word: 'split',
  fields: [pins, field],
  on: [1],
  protocol,
});

/** Words small enough to go through every interleaving, one for each way to update and what goes wrong with it first. */
const EXAMPLES: readonly Example[] = [
  {
    protocol: 'add-undo',
    what: '2 bits of write pins without a reserve, below 2 bits of read pins: one task is enough',
    word: split(write(0), 'add-undo'),
    tasks: 1,
    operations: 'one',
    hazard: 'carry',
  },
  {
    protocol: 'add-undo',
    what: '2 bits of write pins of which 1 is reserved: two tasks are stood, the third carries',
    word: split(write(1), 'add-undo'),
    tasks: 3,
    operations: 'one',
    hazard: 'carry',
  },
  {
    protocol: 'check-add',
    what: '2 bits of write pins of which 1 is reserved: all have read the same count before the first adds',
    word: split(write(1), 'check-add'),
    tasks: 4,
    operations: 'one',
    hazard: 'carry',
  },
  {
    protocol: 'saturate',
    what: '3 bits of ordinary references of which 2 are reserved, set to 3/4 of the range by the first that is too many',
    word: split({ name: 'ordinary', bits: 3, reserve: 2, onLimit: 'saturate' }, 'add-undo'),
    tasks: 3,
    operations: 'one',
    hazard: 'carry',
  },
];

/**
 * The shortest way in which each protocol that the guards are of goes wrong, found by going through every interleaving on a
 * small word (harness/guard/explore): the same steps, only more of them, break a wide one.
 */
export function raceRecords(guards: readonly GuardRecord[]): readonly RaceRecord[] {
  const used = new Set(guards.map(({ protocol }) => protocol));
  return EXAMPLES.filter(({ protocol }) => used.has(protocol)).flatMap(({ what, word, protocol, ...model }) => {
    const found = explore({ word, tasks: model.tasks, operations: model.operations }, model.hazard);
    if (found.outcome !== 'broken') return [];
    const { start, states, steps } = found;
    return [{ protocol, what, tasks: model.tasks, hazard: model.hazard, start, states, steps }];
  });
}
