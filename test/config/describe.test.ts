import { describe, expect, it } from 'vitest';
import { describePlan } from '../../src/config/index.ts';
import { planOf } from './helpers.ts';

describe('what a plan contains, in words', () => {
  it('is its layouts with their fields, its scenarios and its requirements', () => {
    const text =
      'layouts: [4/4/24, { name: linux today, bias: 1024 }]\n' +
      'scenarios: [{ name: a6, trace: traces/a6.gz, large: same }, preset: rdma]\n' +
      'require: { refused.pin: "<= 1e-4" }';
    expect(describePlan(planOf(text))).toBe(
      `2 layouts

  4/4/24: split, 32-bit word
    field       bits  counts    reserve      limit  at the limit
    read      31..28  read            0         15  fail (-EAGAIN)
    write     27..24  write           0         15  fail (-EAGAIN)
    ordinary   23..0  ordinary        2  4,194,303  saturate (the page leaks)

  linux today (bias 1024): bias, 32-bit word
    field       bits  counts    reserve          limit  at the limit
    sign          31                     2,147,483,647  pins are refused while it is set
    pin       30..10  pin                    2,097,151  carries into sign, so that pins are refused; each adds 1024
    ordinary    9..0  ordinary                   1,023  carries into pin: reads as a pin

2 scenarios
  a6: recording traces/a6.gz, large folios under the layouts too
  rdma: preset rdma, 2 pages, 4 runs of 60 s after 6 s, seed 3; pins per page: write-long 1/s held 2 s

1 requirement
  refused.pin <= 0.0001`,
    );
  });

  it('says what is not there', () => {
    const out = describePlan(
      planOf(
        'layouts: [{ name: "\\e[31mred", fields: [{ name: all, bits: 64, counts: [pin, ordinary], on-limit: wrap }] }]',
      ),
    );
    expect(out).toContain('\\u001b[31mred: split, 64-bit word');
    expect(out).toContain('63..0');
    expect(out).toContain('18,446,744,073,709,551,615  wrap');
    expect(out).toContain('0 scenarios\n  none: only what follows from the layouts alone is computed');
    expect(out).toContain('0 requirements\n  none: the run ends with 0 whatever is found');
  });

  it('names a kind once, with its share, where a stream names it several times', () => {
    const pin = '{ kind: [write, write, read], rate: 1/s, hold: 1ms }';
    const out = describePlan(
      planOf(`layouts: [8/24]\nscenarios: [{ name: m, duration: 10s, pages: [{ pins: [${pin}] }] }]`),
    );
    expect(out).toContain('write (2 of 3) or read (1 of 3) 1/s held 0.001 s');
  });

  it('knows every hold', () => {
    const holds = [
      '{ exponential: 2ms }',
      '{ lognormal: { median: 1ms, sigma: 1.5 } }',
      '{ pareto: { minimum: 1ms, shape: 1.5 } }',
    ];
    const pins = holds.map((hold) => `{ kind: read, rate: 1/s, hold: ${hold} }`).join(', ');
    const out = describePlan(
      planOf(
        `layouts: [8/24]\nscenarios: [{ name: m, duration: 10s, runs: 1, pages: [{ pins: [${pins}] }], checks: { rate: 5/s } }]`,
      ),
    );
    expect(out).toContain(
      '  m: model, 1 page, 1 run of 10 s after 1 s, seed 1; pins per page: read 1/s held exponentially, mean 0.002 s, ' +
        'read 1/s held lognormally, median 0.001 s, sigma 1.5, read 1/s held Pareto, at least 0.001 s, shape 1.5; checks 5/s per page',
    );
  });
});
