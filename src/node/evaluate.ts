import { stat } from 'node:fs/promises';
import type { Plan, RecordingPlan, ScenarioPlan } from '../config/plan.ts';
import type { Layout } from '../layouts/types.ts';
import { evaluatedModel } from '../workloads/evaluate-model.ts';
import { type Evaluated, type Population, replaysOf, signReplaysOf } from '../workloads/evaluated.ts';
import { evaluateOnThreads } from './crew.ts';
import type { Pool } from './pool.ts';
import type { ReadOptions, ReadRecording, RecordingFile } from './recording.ts';

export interface EvaluatedScenarioWithInputs {
  readonly plan: ScenarioPlan;
  readonly evaluated: Evaluated;
  readonly inputs: readonly { readonly path: string; readonly sha256: string; readonly bytes: number }[];
}

/** Told of work as it goes on. */
export interface Watcher {
  started(scenario: string): void;
  read(scenario: string, bytes: number, total: number): void;
  finished(scenario: string): void;
}

/** Events of every scenario through every engine that the layouts need, in the order of the plan. */
export async function evaluatePlan(plan: Plan, pool: Pool, watcher: Watcher): Promise<EvaluatedScenarioWithInputs[]> {
  return Promise.all(
    plan.scenarios.map(async (scenario) => {
      watcher.started(scenario.id);
      const result =
        scenario.source === 'recording'
          ? await evaluateTrace(scenario, plan.layouts, pool, watcher)
          : { evaluated: await evaluateModel(scenario, plan.layouts, pool), inputs: [] };
      watcher.finished(scenario.id);
      return { plan: scenario, ...result };
    }),
  );
}

async function evaluateTrace(
  scenario: RecordingPlan,
  layouts: readonly Layout[],
  pool: Pool,
  watcher: Watcher,
): Promise<Omit<EvaluatedScenarioWithInputs, 'plan'>> {
  const file = { path: scenario.path, shown: scenario.trace };
  const onePopulation = scenario.large === 'same';
  const read = (replays: readonly Layout[]): Promise<ReadRecording> =>
    readRecording(file, { replays, onePopulation, onRead }, pool);
  const onRead = (bytes: number, total: number): void => watcher.read(scenario.id, bytes, total);
  const { evaluated, facts } = await read(replaysOf(layouts));
  const inputs = [{ path: scenario.trace, sha256: facts.sha256, bytes: facts.bytes }];
  const again = signReplaysOf(layouts, populationsOf(evaluated));
  if (again.length === 0) return { evaluated, inputs };
  // Some bias reaches the sign bit, which only the counts have shown: read once more, for these layouts.
  const second = await read(again);
  return { evaluated: withTallies(evaluated, second.evaluated.runs), inputs };
}

/** From this size on, as on disk, a recording is worth several threads of its own. */
const LARGE = { gzip: 4 << 20, text: 32 << 20 };
/** Large recordings follow one another: each uses all threads. */
let lastLarge: Promise<unknown> = Promise.resolve();

async function readRecording(
  file: RecordingFile,
  options: ReadOptions & Required<Pick<ReadOptions, 'onePopulation' | 'onRead'>>,
  pool: Pool,
): Promise<ReadRecording> {
  const size = file.path === '-' ? 0 : ((await stat(file.path).catch(() => undefined))?.size ?? 0);
  const isLarge = pool.threads > 1 && size > (/\.gz$/.test(file.path) ? LARGE.gzip : LARGE.text);
  const { replays, onePopulation, onRead } = options;
  if (!isLarge && file.path !== '-') return pool.perform({ kind: 'recording', file, replays, onePopulation }, onRead);
  const result = lastLarge.then(() => evaluateOnThreads(file, options, pool.threads));
  lastLarge = result.catch(() => {});
  return result;
}

async function evaluateModel(
  scenario: Extract<ScenarioPlan, { source: 'model' }>,
  layouts: readonly Layout[],
  pool: Pool,
): Promise<Evaluated> {
  const { model } = scenario;
  const runs = (replays: readonly Layout[]): Promise<Population[]> =>
    Promise.all(
      Array.from({ length: model.runs }, (_, run) => pool.perform({ kind: 'run', model, run, replays } as const)),
    );
  const evaluated = evaluatedModel(model, await runs(replaysOf(layouts)));
  const again = signReplaysOf(layouts, populationsOf(evaluated));
  if (again.length === 0) return evaluated;
  const second = await runs(again);
  return withTallies(
    evaluated,
    second.map((small) => ({ small, large: small })),
  );
}

const populationsOf = (evaluated: Evaluated): Population[] =>
  evaluated.runs.flatMap(({ small, large }) => [small, large]);

function withTallies(evaluated: Evaluated, runs: Evaluated['runs']): Evaluated {
  const merged = (population: Population, more: Population): Population => ({
    profile: population.profile,
    tallies: { ...population.tallies, ...more.tallies },
  });
  return {
    ...evaluated,
    runs: evaluated.runs.map(({ small, large }, i) => ({
      small: merged(small, runs[i]!.small),
      large: large.profile.pages === 0 ? large : merged(large, runs[i]!.large),
    })),
  };
}
