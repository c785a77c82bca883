import { describe, expect, it } from 'vitest';
import { PAGE_REFERENCES } from '../../../src/layouts/index.ts';
import {
  ATTACKERS,
  attackerProblems,
  LOCAL_USER,
  MOVES,
  type Move,
  moveProblems,
} from '../../../src/metrics/exposure/index.ts';

const move = (changes: Partial<Move>): Move => ({ ...MOVES[0]!, ...changes });
const problems = (changes: Partial<Move>) => moveProblems(move(changes), PAGE_REFERENCES);

describe('attackers and moves', () => {
  it('that ship are good', () => {
    for (const attacker of ATTACKERS) expect(attackerProblems(attacker)).toEqual([]);
    for (const one of MOVES) expect(moveProblems(one, PAGE_REFERENCES)).toEqual([]);
  });

  it('with a limit that is none are refused, with its place', () => {
    const limits = { ...LOCAL_USER.limits, memlock: { ...LOCAL_USER.limits['memlock']!, value: -1 } };
    expect(attackerProblems({ ...LOCAL_USER, limits })).toEqual([
      { path: ['limits', 'memlock', 'value'], message: 'memlock is -1; a limit is a number, 0 or more' },
    ]);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const bad = { ...LOCAL_USER.limits, nproc: { ...LOCAL_USER.limits['nproc']!, value } };
      expect(attackerProblems({ ...LOCAL_USER, limits: bad })).toHaveLength(1);
    }
  });

  it('without a unit are refused', () => {
    const limit = { ...LOCAL_USER.limits['memory']!, unit: '' as 'bytes', per: 'nobody' as 'user' };
    const paths = attackerProblems({ ...LOCAL_USER, id: ' ', limits: { memory: limit } }).map(({ path }) =>
      path.join('.'),
    );
    expect(paths).toEqual(['id', 'limits.memory.unit', 'limits.memory.per']);
  });

  it('name what exists, or are told what is near', () => {
    expect(problems({ kind: 'read-shor' })).toMatchObject([{ path: ['kind'], suggestion: 'read-short' }]);
    expect(problems({ reaches: ['own', 'read-only-fil' as 'own'] })).toMatchObject([
      { path: ['reaches', 1], suggestion: 'read-only-file' },
    ]);
    expect(problems({ uses: [{ limit: 'memlok', amount: 1 }] })).toMatchObject([
      { path: ['uses', 0, 'limit'], suggestion: 'memlock' },
    ]);
    expect(problems({ perTask: { limit: 'nofiles', amount: 0 } })).toMatchObject([
      { path: ['perTask', 'limit'], suggestion: 'nofile' },
      { path: ['perTask', 'amount'] },
    ]);
  });

  it('draw on what a user has in all; what bounds a process says how much one task holds', () => {
    expect(problems({ uses: [{ limit: 'nofile', amount: 1 }] })).toMatchObject([
      { path: ['uses', 0, 'limit'], message: expect.stringMatching(/bounds each process.*perTask/) },
    ]);
    expect(problems({ uses: [{ limit: 'file-max', amount: 1, dividedBy: 'uring-buffers' }] })).toEqual([]);
  });

  it('come at a rate of some references in some time', () => {
    const wrong = [{ path: ['rate'], message: 'a rate is references above 0 in seconds above 0' }];
    expect(problems({ rate: { references: 0, seconds: 1 } })).toEqual(wrong);
    expect(problems({ rate: { references: 1, seconds: 0 } })).toEqual(wrong);
    expect(problems({ rate: { references: 1, seconds: Number.NaN } })).toEqual(wrong);
    expect(problems({ rate: { references: 0.5, seconds: 0.5 } })).toEqual([]);
  });

  it('hold one reference a task, and take one in a call, or more', () => {
    expect(problems({ perTask: 1, perCall: 1 })).toEqual([]);
    expect(problems({ perTask: 0.5 })).toMatchObject([{ path: ['perTask'] }]);
    expect(problems({ perTask: { limit: 'nofile', amount: 0.5 } })).toEqual([]);
    expect(problems({ perTask: { limit: 'nofile', amount: Number.NaN } })).toMatchObject([
      { path: ['perTask', 'amount'] },
    ]);
    expect(problems({ bytes: 0, charge: { against: 'x', per: 'user', bytes: 0 } })).toEqual([]);
  });

  it('have amounts of 0 or more', () => {
    const paths = problems({
      bytes: -16,
      perCall: 0,
      perTask: 0,
      charge: { against: 'x', per: 'user', bytes: Number.NaN },
      uses: [{ limit: 'memlock', amount: -1, dividedBy: 'rings' }],
      rate: { references: 1, seconds: 0 },
      reaches: [],
    }).map(({ path }) => path.join('.'));
    expect(paths.sort()).toEqual(
      ['bytes', 'perCall', 'perTask', 'charge.bytes', 'uses.0.amount', 'uses.0.dividedBy', 'rate', 'reaches'].sort(),
    );
  });
});
