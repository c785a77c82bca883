import { describe, expect, it } from 'vitest';
import { describePlan } from '../../src/config/index.ts';
import { LOCAL_USER, MOVES, RDMA_USER } from '../../src/metrics/exposure/index.ts';
import { planOf, told } from './helpers.ts';

const HEAD = 'layouts: [4/4/24]\n';

describe('attackers and moves in layouts.yaml', () => {
  it('an attacker is one that ships but for what is said', () => {
    const [hpc, plain] = planOf(
      `${HEAD}attackers:\n  - { name: hpc user, like: rdma-user, limits: { memlock: 64GiB, nproc: 100 } }\n  - name: plain\n`,
    ).attackers!;
    expect(hpc).toMatchObject({ id: 'hpc user', has: RDMA_USER.has });
    expect(hpc!.limits['memlock']).toMatchObject({ value: 64 * 2 ** 30, unit: 'bytes', source: 'layouts.yaml' });
    expect(hpc!.limits['nproc']).toMatchObject({ value: 100, per: 'user' });
    expect(hpc!.limits['nofile']).toEqual(LOCAL_USER.limits['nofile']);
    expect(plain!.limits).toEqual(LOCAL_USER.limits);
  });

  it('a move stands beside those that ship, or in the place of one', () => {
    const own = (name: string) =>
      `${HEAD}moves: [{ name: ${name}, kind: read-short, reaches: [own], bytes: 16B, per-task: { limit: nofile, amount: 1 }, sources: [here] }]`;
    expect(planOf(own('mine')).moves).toHaveLength(MOVES.length + 1);
    const moves = planOf(own('direct-write')).moves!;
    expect(moves).toHaveLength(MOVES.length);
    expect(moves.at(-1)).toMatchObject({ id: 'direct-write', bytes: 16, perTask: { limit: 'nofile', amount: 1 } });
  });

  it('without them the plan has none', () => {
    expect(Object.keys(planOf(`${HEAD}attackers:\nmoves: []\n`)).sort()).toEqual([
      'layouts',
      'requirements',
      'scenarios',
    ]);
  });

  it.each([
    ['attackers: [{ name: a, limits: { memlock: 8388608 } }]', /^2:\d+ "8388608" has no unit; .* -> 8388608B$/],
    ['attackers: [{ name: a, limits: { nproc: -1 } }]', /^2:\d+ nproc is -1; a limit is a number, 0 or more$/],
    ['attackers: [{ name: a, limits: { memlock: -1MiB } }]', /^2:\d+ "-1MiB" is negative/],
    [
      'attackers: [{ name: a, limits: { memlok: 1MiB } }]',
      /^2:\d+ "memlok" is no limit of an attacker; .* -> memlock$/,
    ],
    ['attackers: [{ name: a, like: root }]', /^2:\d+ an attacker that ships is needed here, not the text "root"/],
    ['attackers: [{ name: a }, { name: A }]', /^2:\d+ two attackers are named "A"/],
    ['moves: [{ name: m, kind: reed, reaches: [own], bytes: 1B, sources: [s] }]', /^2:\d+ "reed" is no kind; /],
    ['moves: [{ name: m, kind: read-short, reaches: [own], bytes: 16, sources: [s] }]', /^2:\d+ "16" has no unit/],
    [
      'moves: [{ name: m, kind: read-short, reaches: [own], bytes: 1B, sources: [s], uses: [{ limit: nofil, amount: 1 }] }]',
      /^2:\d+ "nofil" is no limit of an attacker; .* -> nofile$/,
    ],
    [
      'moves: [{ name: m, kind: read-short, reaches: [own], bytes: 1B, sources: [s], uses: [{ limit: nofile, amount: 1 }] }]',
      /^2:\d+ nofile bounds each process/,
    ],
  ])('%s is told where it stands', (line, message) => {
    const found = told(`${HEAD}${line}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
  });

  it('check says who attacks', () => {
    const text = describePlan(planOf(`${HEAD}attackers: [{ name: hpc user, limits: { memlock: 1MiB } }]`));
    expect(text).toContain('1 attacker\n  hpc user: RLIMIT_MEMLOCK 1048576 bytes');
  });
});
