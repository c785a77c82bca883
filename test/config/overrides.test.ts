import { describe, expect, it } from 'vitest';
import { applyOverrides, type Overrides } from '../../src/config/index.ts';
import { planOf } from './helpers.ts';

const plan = planOf(
  'layouts: [4/4/24, 2/6/24, { name: linux today, bias: 1024 }]\n' +
    'scenarios: [{ name: a1, trace: traces/a1.gz }, { name: a5, trace: traces/a5.gz }, { name: f, trace: traces/f.gz }, preset: rdma]\n' +
    'require: { refused.pin: "<= 0" }',
);
const options = { resolve: (path: string) => `/cwd/${path}` };
const apply = (flags: Overrides) => {
  const loaded = applyOverrides(plan, flags, options);
  if (loaded.problems) throw new Error(loaded.problems.map((p) => p.message).join('\n'));
  return loaded.plan;
};
const told = (flags: Overrides) =>
  applyOverrides(plan, flags, options).problems?.map(
    (p) => `${p.file}: ${p.message}${p.suggestion === undefined ? '' : ` -> ${p.suggestion}`}`,
  );
const ids = (flags: Overrides) => {
  const { layouts, scenarios } = apply(flags);
  return [layouts.map((l) => l.id), scenarios.map((s) => s.id)];
};

describe('flags', () => {
  it('that are not given change nothing', () => {
    expect(apply({})).toEqual(plan);
  });

  it('--layout adds a layout by its notation, once', () => {
    expect(ids({ layout: ['8/24', 'bias 2^23', '4/4/24', '8/24'] })[0]).toEqual([
      '4/4/24',
      '2/6/24',
      'linux today',
      '8/24',
      'bias 2^23',
    ]);
  });

  it('--trace adds a recording, relative to where the command runs', () => {
    expect(apply({ trace: ['more/x9.trace.gz'] }).scenarios.at(-1)).toEqual({
      id: 'x9',
      large: 'apart',
      source: 'recording',
      trace: 'more/x9.trace.gz',
      path: '/cwd/more/x9.trace.gz',
    });
  });

  it('--only keeps the named; a side without a name keeps all', () => {
    expect(ids({ only: ['4/4/24'] })).toEqual([['4/4/24'], ['a1', 'a5', 'f', 'rdma']]);
    expect(ids({ only: ['A5', 'rdma'] })).toEqual([
      ['4/4/24', '2/6/24', 'linux today'],
      ['a5', 'rdma'],
    ]);
    expect(ids({ only: ['rdma', 'Linux Today', 'a1'] })).toEqual([['linux today'], ['a1', 'rdma']]);
  });

  it('--only takes a notation in another spelling, and what the command line added', () => {
    expect(ids({ only: ['4/4/22+2'] })[0]).toEqual(['4/4/24']);
    expect(ids({ only: ['bias 1024'] })[0]).toEqual(['linux today']);
    expect(ids({ layout: ['8/24'], trace: ['x.gz'], only: ['8/24', 'x'] })).toEqual([['8/24'], ['x']]);
  });

  it('--seed and --runs change every model and no recording', () => {
    const { scenarios } = apply({ seed: 42, runs: '2^3' });
    expect(scenarios.map((s) => s.source === 'model' && [s.model.seed, s.model.runs])).toEqual([
      false,
      false,
      false,
      [42, 8],
    ]);
  });

  it('leave the requirements alone', () => {
    expect(apply({ only: ['a1'] }).requirements).toEqual(plan.requirements);
  });
});

describe('flags that are wrong', () => {
  it.each([
    [{ layout: ['4/4/25'] }, ['--layout: 4 + 4 + 25 = 33 bits, the word has 32 or 64 -> 4/4/24']],
    [
      { layout: ['LINUX'] },
      [expect.stringMatching(/^--layout: "LINUX" is no notation of a layout; a notation is such as 4\/4\/24/)],
    ],
    [{ only: ['a7'] }, ['--only: no layout or scenario is named "a7" -> a1']],
    [{ only: ['linux'] }, ['--only: no layout or scenario is named "linux" -> linux today']],
    [
      { only: ['a1', 'zzz', 'yyy'] },
      ['--only: no layout or scenario is named "zzz"', '--only: no layout or scenario is named "yyy"'],
    ],
    [
      { trace: ['elsewhere/A1.csv'] },
      [
        '--trace: "elsewhere/A1.csv" would be the scenario "A1", which is the recording "traces/a1.gz" already -> a name of its own for it in layouts.yaml',
      ],
    ],
    [
      { trace: ['rdma.gz'] },
      [
        '--trace: "rdma.gz" would be the scenario "rdma", which is a model already -> a name of its own for it in layouts.yaml',
      ],
    ],
    [{ trace: ['x.gz', 'x.csv'] }, [expect.stringContaining('"x.csv" would be the scenario "x"')]],
    [{ trace: [''] }, ['--trace: the path is empty']],
    [{ seed: -1 }, ['--seed: -1 is out of range; write a whole number, 0 to 2^53 - 1']],
    [{ seed: Number.NaN }, ['--seed: NaN is no count; write a whole number, 0 to 2^53 - 1']],
    [{ seed: 'abc' }, ['--seed: "abc" is no count; write a whole number, 0 to 2^53 - 1, such as 512 or 2^9']],
    [{ runs: 0 }, ['--runs: 0 is out of range; write a whole number, 1 to 10000']],
    [{ runs: 1.5 }, ['--runs: 1.5 is no count; write a whole number, 1 to 10000']],
  ] as const)('%j', (flags, problems) => {
    expect(told(flags)).toEqual(problems);
  });

  it('name a layout of the file that is another one', () => {
    const other = planOf('layouts: [{ name: 8/24, bias: 1024 }]');
    expect(applyOverrides(other, { layout: ['8/24'] }, options).problems).toMatchObject([
      { file: '--layout', line: 0, message: '"8/24" is the name of another layout in layouts.yaml' },
    ]);
  });

  it('make a model too large', () => {
    const busy = planOf(
      'layouts: [8/24]\nscenarios: [{ name: m, duration: 100s, runs: 1, pages: [{ count: 1000, pins: [{ kind: read, rate: 100/s, hold: 1ms }] }] }]',
    );
    expect(applyOverrides(busy, { runs: 1000 }, options).problems?.[0]?.message).toMatch(
      /^scenario "m": about 2\.20e10 events, at most 2\^31/,
    );
    expect(applyOverrides(busy, { runs: 10 }, options).problems).toBeUndefined();
  });

  it('come all at once', () => {
    expect(told({ layout: ['x'], trace: [''], only: ['nobody'], seed: -1, runs: 0 })).toHaveLength(5);
  });
});
