import type { Model } from '../../src/config/plan.ts';
import type { CounterTally, Demand, Observed, QuestionTally, Tally } from '../../src/harness/tally.ts';
import {
  type BiasSpec,
  buildBias,
  buildSplit,
  type Layout,
  parseNotation,
  type SplitSpec,
} from '../../src/layouts/index.ts';
import type { MeasuredRun, MeasuredScenario } from '../../src/metrics/index.ts';
import type { Measurement } from '../../src/report/results.ts';

export function notation(text: string): Layout {
  const built = parseNotation(text);
  if (!built.ok) throw new Error(built.problems.map((problem) => problem.message).join('\n'));
  return built.layout;
}

export function split(fields: SplitSpec['fields'], id = 'test'): Layout {
  const built = buildSplit({ id, fields });
  if (!built.ok) throw new Error(built.problems.map((problem) => problem.message).join('\n'));
  return built.layout;
}

export function bias(spec: BiasSpec['bias'], word = 32): Layout {
  const built = buildBias({ bias: spec, word });
  if (!built.ok) throw new Error(built.problems.map((problem) => problem.message).join('\n'));
  return built.layout;
}

export const question = (parts: Partial<QuestionTally> = {}): QuestionTally => ({
  falsePositiveChecks: 0,
  falseNegativeChecks: 0,
  falsePositiveTime: 0n,
  falseNegativeTime: 0n,
  ...parts,
});

export const counter = (parts: Partial<CounterTally> = {}): CounterTally => ({
  pagesAtLimit: 0,
  saturatedLives: 0,
  ...parts,
});

/** Nothing happened on a hundred pages in a hundred page-seconds, and nothing was asked. */
function tally(parts: Partial<Tally> = {}): Tally {
  return {
    method: 'profile',
    attempted: [],
    refused: [],
    counters: [counter(), counter(), counter()],
    questions: { pinned: question(), written: question(), longterm: question() },
    checks: 0,
    pages: 100,
    pageTime: 100_000_000_000n,
    lives: 100,
    ...parts,
  };
}

export function run(parts: Partial<Tally> = {}, peaks: Demand['peaks'] = {}): MeasuredRun {
  const { attempted, ...rest } = tally(parts);
  return { tally: { attempted, ...rest }, demand: { peaks, events: 0, pages: 100, attempted, peakPages: {} } };
}

const EVERYTHING: Observed = { ordinary: true, direction: true, pins: true, checks: true };

export function recording(only: MeasuredRun = run(), observed: Partial<Observed> = {}, id = 'd1'): MeasuredScenario {
  return { id, class: 'small', observed: { ...EVERYTHING, ...observed }, runs: [only] };
}

export function modelled(runs: readonly MeasuredRun[], model: Partial<Model> = {}, id = 'model'): MeasuredScenario {
  return {
    id,
    class: 'small',
    observed: EVERYTHING,
    runs,
    model: { duration: 1, warmup: 0.1, seed: 1, runs: runs.length, pages: [], ...model },
  };
}

export function pick(rows: readonly Measurement[], metric: string, of: string): Measurement {
  const found = rows.filter((row) => row.metric === metric && row.of === of);
  if (found.length !== 1) throw new Error(`${found.length} rows of ${metric}.${of}`);
  return found[0]!;
}
