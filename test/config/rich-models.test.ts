import { describe, expect, it } from 'vitest';
import { describePlan } from '../../src/config/describe.ts';
import type { Model } from '../../src/config/index.ts';
import { planOf, told } from './helpers.ts';

const model = (pages: string, more = '') =>
  `layouts: [4/4/24]\nscenarios:\n  - name: m\n    duration: 10s\n    pages: [${pages}]\n${more}`;

function modelOf(text: string): Model {
  const [scenario] = planOf(text).scenarios;
  if (scenario?.source !== 'model') throw new Error('no model');
  return scenario.model;
}

describe('a model with bursts, skew, sources, calls of several pages and retries', () => {
  it('is read with every default filled in', () => {
    const { pages, checks } = modelOf(
      model(
        `{ count: 64, zipf: 1.1, pins: [
          { kind: read, rate: 10/s, hold: 1ms, batch: 4, phases: { on: 1s, off: 9s } },
          { kind: [write-long, read-long], sources: 2^5, rate: 6/min, hold: 1s, pages: 64 },
          { kind: write, rate: 1/s, hold: 1ms, retry: { times: 3, wait: { exponential: 2ms } } },
          { kind: write, rate: 1/s, hold: 1ms, retry: { times: 1, wait: 1ms, factor: 1 } }] }`,
        '    checks: { fork: 1/s, cow-fault: 6/min, reclaim: 2/s }\n',
      ),
    );
    expect(pages).toEqual([
      {
        name: 'pages 1',
        count: 64,
        zipf: 1.1,
        pins: [
          { kind: 'read', rate: 10, hold: { fixed: 0.001 }, batch: 4, phases: { on: 1, off: 9 } },
          { kind: 'write-long', or: ['read-long'], rate: 0.1, hold: { fixed: 1 }, pages: 64, sources: 32 },
          {
            kind: 'write',
            rate: 1,
            hold: { fixed: 0.001 },
            retry: { times: 3, wait: { exponential: 0.002 }, factor: 2 },
          },
          { kind: 'write', rate: 1, hold: { fixed: 0.001 }, retry: { times: 1, wait: { fixed: 0.001 }, factor: 1 } },
        ],
      },
    ]);
    expect(checks).toEqual({ rate: 0, by: { fork: 1, 'cow-fault': 0.1, reclaim: 2 } });
  });

  it('is described in words', () => {
    const text = describePlan(
      planOf(
        model(
          '{ count: 8, pins: [{ kind: [write-long, read-long], sources: 32, rate: 1/s, hold: 1s, pages: 8 }, { kind: read, rate: 1/s, hold: 1s, batch: 4, phases: { on: 1s, off: 9s }, retry: { times: 3, wait: 1ms } }] }',
          '    checks: { rate: 1/s, fork: 2/s }\n',
        ),
      ),
    );
    expect(text).toContain('write-long or read-long 1/s held 1 s by each of 32 idle sources on 8 pages a call');
    expect(text).toContain('read 1/s held 1 s 4 at once while on (1 s on, 9 s off) tried again up to 3 times');
    expect(text).toContain('checks 3/s per page');
  });

  it.each([
    ['{ pins: [{ kind: read, rate: 1/s, hold: 1ms, batch: 0 }] }', /batch|out of range/],
    ['{ pins: [{ kind: read, rate: 1/s, hold: 1ms, phases: { on: 0s, off: 1s } }] }', /longer than 0/],
    ['{ pins: [{ kind: read, rate: 1/s, hold: 1ms, phases: { on: 1s } }] }', /off/],
    ['{ pins: [{ kind: read, rate: 1/s, hold: 1ms, retry: { times: 0, wait: 1ms } }] }', /out of range/],
    [
      '{ pins: [{ kind: read, rate: 1/s, hold: 1ms, retry: { times: 1, wait: 1ms, factor: 0.5 } }] }',
      /factor of 1 or more/,
    ],
    ['{ zipf: -1, pins: [{ kind: read, rate: 1/s, hold: 1ms }] }', /zipf is 0 or more/],
    ['{ pins: [{ kind: read, rate: 1/s, hold: 1ms, pages: 2 }] }', /a call pins 2 pages, and the group has only one/],
    [
      '{ count: 4, pins: [{ kind: read, rate: 1/s, hold: 1ms, pages: 5 }] }',
      /a call pins 5 pages, and the group has 4/,
    ],
    ['{ pins: [{ kind: read, rate: 1/s, hold: 1ms, if-refused: skip }] }', /here there are none/],
    ['{ pins: [{ kind: read, rate: 1/s, hold: 1ms, sources: 2, if-refused: wait }] }', /try or skip/],
    [
      '{ pins: [{ kind: read, rate: 1/s, hold: 1ms, sources: 2, if-refused: skip, retry: { times: 1, wait: 1ms } }] }',
      /not both/,
    ],
    [
      '{ count: 2, pins: [{ kind: read, rate: 1/s, hold: 1ms, sources: 2, pages: 2, if-refused: skip }] }',
      /cannot go on as if it held/,
    ],
    ['{ pins: [{ kind: [], rate: 1/s, hold: 1ms }] }', /at least one/],
    ['{ pins: [{ kind: [read, reed], rate: 1/s, hold: 1ms }] }', /reed/],
  ])('with a mistake is told so: %s', (pages, message) => {
    const problems = told(model(pages));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
    expect(problems[0]).toMatch(/^5:\d+ /);
  });

  it('has mappers without end, or so many', () => {
    const { pages } = modelOf(model('{ ordinary: { steady: 4, sources: 300, rate: 1/s, hold: 1s } }'));
    expect(pages[0]!.ordinary).toEqual({ steady: 4, rate: 1, hold: { fixed: 1 }, sources: 300 });
  });

  it('has sources that try again or skip', () => {
    const stream = (how: string) =>
      modelOf(model(`{ pins: [{ kind: read, rate: 1/s, hold: 1s, sources: 2${how} }] }`)).pages[0]!.pins[0];
    const plain = { kind: 'read', rate: 1, hold: { fixed: 1 }, sources: 2 };
    expect(stream('')).toEqual(plain);
    expect(stream(', if-refused: try')).toEqual(plain);
    expect(stream(', if-refused: skip')).toEqual({ ...plain, ifRefused: 'skip' });
  });

  it('says who may ask, and that somebody must', () => {
    const pages = '{ pins: [{ kind: read, rate: 1/s, hold: 1ms }] }';
    expect(told(model(pages, '    checks: { forks: 1/s }\n')).join()).toMatch(/forks.*-> fork/);
    expect(told(model(pages, '    checks: {}\n')).join()).toContain('checks have a rate, or say who asks how often');
  });

  it('counts what it starts with: holds of a huge mean would hold more than memory has room for', () => {
    const [problem] = told(
      model('{ pins: [{ kind: read, rate: 1/s, hold: { lognormal: { median: 1ms, sigma: 12 } } }] }'),
    );
    expect(problem).toMatch(/references held at once, at most 2\^24 fit/);
    const cold = model(
      '{ pins: [{ kind: read, rate: 1/s, hold: { lognormal: { median: 1ms, sigma: 12 } } }] }',
      '    warmup: 0s\n',
    );
    expect(modelOf(cold).warmup).toBe(0);
    expect(
      modelOf(model('{ pins: [{ kind: read, rate: 1/s, hold: { pareto: { minimum: 1ms, shape: 1 } } }] }')).pages,
    ).toHaveLength(1);
  });
});
