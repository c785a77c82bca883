/** Scenarios evaluated as a run does it, few and quick: a recording with large folios, one without directions, a model. */
import { fileURLToPath } from 'node:url';
import type { Model, Plan, Requirement, ScenarioPlan } from '../../src/config/plan.ts';
import { type Layout, parseNotation } from '../../src/layouts/index.ts';
import { evaluateRecording } from '../../src/node/recording.ts';
import { type EvaluatedScenario, measurableOf, measuredResults } from '../../src/report/build-results.ts';
import type { WhatIfSource } from '../../src/report/page/profiles.ts';
import type { Provenance, Results } from '../../src/report/results.ts';
import { evaluatedModel, evaluateRun } from '../../src/workloads/evaluate-model.ts';
import { lateReplaysOf, replaysOf } from '../../src/workloads/evaluated.ts';
import { measuredBothWays, witnessedOf } from '../../src/workloads/witness.ts';

const traces = fileURLToPath(new URL('../../traces/', import.meta.url));

export const PROVENANCE: Provenance = {
  bitpart: '0.1.0',
  node: 'v20.19.0',
  seed: 1,
  command: 'bitpart explore',
  startedAt: '2026-01-01T00:00:00.000Z',
  duration_s: 1.5,
  inputs: [],
};

export const REQUIREMENTS: readonly Requirement[] = [
  { key: 'limit.ordinary', metric: 'limit', of: 'ordinary', compare: '>=', bound: 2 ** 20, text: '>= 2^20' },
  { key: 'refused.pin', metric: 'refused', of: 'pin', compare: '<=', bound: 0.01, text: '<= 0.01' },
];

const MODEL: Model = {
  duration: 2,
  warmup: 0.2,
  seed: 7,
  runs: 3,
  checks: { rate: 20 },
  pages: [
    {
      name: 'busy',
      count: 12,
      ordinary: { steady: 3, rate: 900, hold: { exponential: 0.1 } },
      pins: [
        { kind: 'read-short', rate: 60, hold: { exponential: 0.05 } },
        { kind: 'read-long', rate: 4, hold: { exponential: 0.5 } },
        { kind: 'write', rate: 40, hold: { exponential: 0.05 } },
      ],
    },
  ],
};

const RECORDINGS = { b2: 'b2_uring_32rings_same_buf', a5: 'a5_fio_uring_randread_thp', e3: 'e3_pageref_all_short' };

export const layoutOf = (notation: string): Layout => {
  const built = parseNotation(notation);
  if (!built.ok) throw new Error(JSON.stringify(built.problems));
  return built.layout;
};

/** Every scenario with these layouts, as `bitpart explore` would evaluate it. */
export async function evaluatedScenarios(layouts: readonly Layout[]): Promise<EvaluatedScenario[]> {
  const witnessed = witnessedOf(layouts);
  const recordings = await Promise.all(
    Object.entries(RECORDINGS).map(async ([id, name]) => {
      const file = { path: `${traces}${name}.trace.txt.gz`, shown: name };
      const plan: ScenarioPlan = { source: 'recording', id, trace: name, path: file.path, large: 'apart' };
      const read = async (replays: readonly Layout[]) =>
        (await evaluateRecording(file, { replays, witnessed, bothWays: measuredBothWays(layouts) })).evaluated;
      const first = await read(replaysOf(layouts));
      const missing = lateReplaysOf(
        layouts,
        first.runs.flatMap(({ small, large }) => [small, large]).filter(({ profile }) => profile.pages > 0),
      );
      return { plan, evaluated: missing.length === 0 ? first : await read([...replaysOf(layouts), ...missing]) };
    }),
  );
  const runs = Array.from({ length: MODEL.runs }, (_, run) => evaluateRun(MODEL, run, replaysOf(layouts), witnessed));
  const plan: ScenarioPlan = { source: 'model', id: 'busy pages', large: 'apart', model: MODEL };
  return [...recordings, { plan, evaluated: evaluatedModel(MODEL, runs) }];
}

export const planOf = (
  layouts: readonly Layout[],
  scenarios: readonly EvaluatedScenario[],
  requirements: readonly Requirement[] = REQUIREMENTS,
): Plan => ({ layouts, scenarios: scenarios.map(({ plan }) => plan), requirements });

export const resultsOf = (
  layouts: readonly Layout[],
  scenarios: readonly EvaluatedScenario[],
  requirements: readonly Requirement[] = REQUIREMENTS,
): Results => measuredResults(planOf(layouts, scenarios, requirements), scenarios, PROVENANCE);

export const sourceOf = (
  scenarios: readonly EvaluatedScenario[],
  requirements: readonly Requirement[] = REQUIREMENTS,
): WhatIfSource => ({ scenarios: scenarios.map(measurableOf), requirements });
