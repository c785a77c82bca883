import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Attacker,
  amountsOf,
  LOCAL_USER,
  MOVES,
  type Move,
  perTaskOf,
  RDMA_USER,
  reachOf,
  SERVER_USER,
  together,
} from '../../../src/metrics/exposure/index.ts';

function move(id: string): Move {
  const found = MOVES.find((one) => one.id === id);
  if (!found) throw new Error(`no move ${id}`);
  return found;
}

function limited(attacker: Attacker, values: Record<string, number>): Attacker {
  const limits = Object.entries(values).map(([id, value]) => [id, { ...attacker.limits[id]!, value }] as const);
  return { ...attacker, limits: { ...attacker.limits, ...Object.fromEntries(limits) } };
}

describe('the attacks that were measured (traces/README.md)', () => {
  it('io_uring is stopped by RLIMIT_MEMLOCK at 2,048 pins of a 4 KiB page', () => {
    expect(reachOf(move('uring-buffers'), LOCAL_USER)).toEqual({ references: 2048, limits: ['memlock'] });
  });

  it('on a huge page it comes to 33,554,432', () => {
    expect(reachOf(move('uring-huge'), LOCAL_USER)).toEqual({ references: 33_554_432, limits: ['memlock'] });
  });

  it('RDMA, charged per process, lets 4 processes reach 8,192', () => {
    expect(reachOf(move('rdma-regions'), limited(RDMA_USER, { nproc: 4 }))).toEqual({
      references: 8192,
      limits: ['nproc'],
    });
    expect(reachOf(move('rdma-regions'), limited(RDMA_USER, { nproc: 1 })).references).toBe(2048);
  });

  it('9,000 threads of direct I/O hold 2,097,152 pins, whatever RLIMIT_MEMLOCK says', () => {
    const none = limited(LOCAL_USER, { memlock: 0 });
    expect(reachOf(move('direct-write'), none).references).toBeGreaterThanOrEqual(2 ** 21);
    expect(reachOf(move('direct-write'), limited(none, { nproc: 9000 })).references).toBe(9000 * 233);
    // A memlock of 0 stops what is charged.
    expect(reachOf(move('uring-buffers'), none).references).toBe(0);
  });

  it('vmsplice is stopped by fs.file-max within 5 % of the 416,370 that were reached', () => {
    const pipes = MOVES.filter(({ id }) => id.startsWith('vmsplice')).map((one) => [one, 1] as const);
    const { total, limits } = together(pipes, LOCAL_USER);
    expect(limits).toContain('file-max');
    expect(Math.abs(total / 416_370 - 1)).toBeLessThan(0.05);
  });
});

describe('a move', () => {
  it('costs kernel memory, a share of a task with its stack, and what it is charged against', () => {
    const amounts = amountsOf(move('direct-write'), LOCAL_USER);
    expect(perTaskOf(move('direct-write'), LOCAL_USER)).toBe(233);
    expect(amounts['nproc']).toBeCloseTo(1 / 233, 12);
    expect(amounts['pids']).toBe(amounts['nproc']);
    expect(amounts['memory']).toBeCloseTo(16 + 16_384 / 233, 9);
    expect(amountsOf(move('uring-buffers'), LOCAL_USER)).toEqual({ memory: 16, memlock: 4096, 'file-max': 1 / 16_384 });
  });

  it('goes as far as aio and its segments allow', () => {
    expect(reachOf(move('aio-write'), LOCAL_USER)).toEqual({ references: 67_108_864, limits: ['aio-max-nr'] });
    expect(reachOf(move('aio-write'), limited(LOCAL_USER, { 'uio-maxiov': 1 })).references).toBe(65_536);
  });

  it('maps a private page once a process: a page shared by copy on write gets as many mappings as there are processes', () => {
    expect(reachOf(move('cow-mappings'), LOCAL_USER)).toEqual({ references: 16_384, limits: ['nproc'] });
    expect(move('mappings').reaches).not.toContain('cow-shared');
  });

  it('takes a pid for each task: kernel.pid_max stops what RLIMIT_NPROC does not', () => {
    expect(SERVER_USER.limits['nproc']!.value).toBe(1_048_576);
    expect(reachOf(move('cow-mappings'), SERVER_USER)).toEqual({ references: 65_535, limits: ['pids'] });
    const raised = limited(SERVER_USER, { pids: 4_194_303 });
    expect(reachOf(move('cow-mappings'), raised)).toEqual({ references: 1_048_576, limits: ['nproc'] });
  });

  it('is not refused where the count is negative only if page tables take it', () => {
    expect(MOVES.filter(({ cannotFail }) => cannotFail).map(({ id }) => id)).toEqual(['mappings', 'cow-mappings']);
  });

  it('has the sources of its numbers, and a kind and pages that exist', () => {
    expect(new Set(MOVES.map(({ id }) => id)).size).toBe(MOVES.length);
    for (const one of MOVES) {
      expect(one.sources.length).toBeGreaterThan(0);
      for (const source of one.sources) expect(source).toMatch(/(docs\/kernel-facts\.md|traces\/README\.md)/);
    }
    for (const attacker of [LOCAL_USER, SERVER_USER]) {
      for (const limit of Object.values(attacker.limits)) expect(limit.source).not.toBe('');
    }
  });

  it('by get reaches a page shared after fork, a pin does not', () => {
    for (const one of MOVES) if (one.kind !== 'ordinary') expect(one.reaches).not.toContain('cow-shared');
  });

  it('that pins for writing does not reach what may only be read', () => {
    for (const one of MOVES) if (one.kind.startsWith('write')) expect(one.reaches).not.toContain('read-only-file');
  });

  it('without a limit has no end', () => {
    const free: Attacker = { ...LOCAL_USER, limits: {} };
    expect(reachOf(move('vmsplice'), free)).toEqual({ references: Number.POSITIVE_INFINITY, limits: [] });
    expect(together([[move('vmsplice'), 1]], free).total).toBe(Number.POSITIVE_INFINITY);
  });

  it('gains nothing from a limit of 0', () => {
    expect(reachOf(move('mappings'), limited(LOCAL_USER, { nproc: 0 })).references).toBe(0);
    expect(together([[move('mappings'), 1]], limited(LOCAL_USER, { memory: 0 })).total).toBe(0);
  });
});

describe('several moves together', () => {
  const arbitrary = fc.record({
    ids: fc.uniqueArray(fc.constantFrom(...MOVES.map(({ id }) => id)), { minLength: 1, maxLength: 6 }),
    scale: fc.dictionary(
      fc.constantFrom(...Object.keys(LOCAL_USER.limits)),
      fc.double({ min: 0.001, max: 4, noNaN: true }),
    ),
    weights: fc.array(fc.constantFrom(1, 1, 1024, 2 ** 23, 2 ** 27), { minLength: 6, maxLength: 6 }),
  });

  const caseOf = ({ ids, scale, weights }: { ids: string[]; scale: Record<string, number>; weights: number[] }) => {
    const values = Object.fromEntries(
      Object.entries(scale).map(([id, factor]) => [id, Math.max(1, Math.floor(LOCAL_USER.limits[id]!.value * factor))]),
    );
    const attacker = limited({ ...LOCAL_USER, has: [] }, values);
    return { attacker, moves: ids.map((id, i) => [move(id), weights[i]!] as const) };
  };

  it('stay within every limit, and use one up', () => {
    fc.assert(
      fc.property(arbitrary, (drawn) => {
        const { attacker, moves } = caseOf(drawn);
        const { total, references, limits } = together(moves, attacker);
        for (const [id, { value }] of Object.entries(attacker.limits)) {
          const used = moves.reduce((sum, [one], i) => sum + references[i]! * (amountsOf(one, attacker)[id] ?? 0), 0);
          expect(used).toBeLessThanOrEqual(value * (1 + 1e-9));
          if (limits.includes(id)) expect(used).toBeGreaterThanOrEqual(value * (1 - 1e-9));
        }
        expect(limits.length).toBeGreaterThan(0);
        const sum = moves.reduce((gain, [, weight], i) => gain + weight * references[i]!, 0);
        expect(total).toBeCloseTo(sum, 3);
        for (const count of references) expect(count).toBeGreaterThanOrEqual(-1e-9);
      }),
    );
  });

  it('give at least what the best gives alone, and at most the sum', () => {
    fc.assert(
      fc.property(arbitrary, (drawn) => {
        const { attacker, moves } = caseOf(drawn);
        const alone = moves.map(([one, weight]) => weight * reachOf(one, attacker).references);
        const { total } = together(moves, attacker);
        expect(total).toBeGreaterThanOrEqual(Math.max(...alone) * (1 - 1e-9));
        // Each alone is rounded down to whole references.
        const rounding = moves.reduce((sum, [, weight]) => sum + weight, 0);
        expect(total).toBeLessThanOrEqual((alone.reduce((sum, n) => sum + n, 0) + rounding) * (1 + 1e-9));
      }),
    );
  });

  it('share what they draw on: tasks that hold one kind of pin cannot hold another', () => {
    const both = [move('direct-write'), move('direct-read')].map((one) => [one, 1] as const);
    expect(together(both, LOCAL_USER).total).toBeCloseTo(reachOf(move('direct-write'), LOCAL_USER).references, 3);
  });
});
