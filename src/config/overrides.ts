import { type Layout, parseNotation, sameLayout } from '../layouts/index.ts';
import { nearest } from '../layouts/nearest.ts';
import { idKey, idOfPath } from './ids.ts';
import { sizeProblems } from './models.ts';
import type { Plan, ScenarioPlan } from './plan.ts';
import type { Problem } from './problems.ts';
import { parseCount } from './quantities.ts';
import { MOST_RUNS } from './schema-scenarios.ts';
import { quoted } from './show.ts';

/** What the command line says beside layouts.yaml (README.md). */
export interface Overrides {
  /** Recordings to add; their ids are those of their file names. */
  readonly trace?: readonly string[];
  /** Layouts to add, as notations. One that the file has under the same id is there already. */
  readonly layout?: readonly string[];
  /** Ids of the layouts and scenarios to keep; a side of which none is named keeps all. */
  readonly only?: readonly string[];
  /** Seed of every model. */
  readonly seed?: number | string;
  /** Runs of every model. */
  readonly runs?: number | string;
}

export interface OverrideOptions {
  /** A path of the command line as one that can be opened. */
  readonly resolve: (path: string) => string;
}

/** The plan, or everything that is wrong with the flags. */
type Overridden =
  | { readonly plan: Plan; readonly problems?: undefined }
  | { readonly plan?: undefined; readonly problems: readonly Problem[] };

/** The plan with the command line's flags applied, or all that is wrong with them. `--only` comes last. */
export function applyOverrides(plan: Plan, flags: Overrides, options: OverrideOptions): Overridden {
  const problems: Problem[] = [];
  const layouts = addLayouts(plan.layouts, flags.layout ?? [], problems);
  const added = addTraces(plan.scenarios, flags.trace ?? [], options, problems);
  const seed = countFlag('--seed', flags.seed, 0, Number.MAX_SAFE_INTEGER, problems);
  const runs = countFlag('--runs', flags.runs, 1, MOST_RUNS, problems);
  const scenarios = added.map((scenario) => changeModel(scenario, seed, runs, problems));
  const kept = keepOnly(layouts, scenarios, flags.only ?? [], problems);
  return problems.length > 0 ? { problems } : { plan: { ...plan, ...kept } };
}

function addLayouts(layouts: readonly Layout[], notations: readonly string[], problems: Problem[]): readonly Layout[] {
  const all = [...layouts];
  for (const notation of notations) {
    const built = parseNotation(notation);
    if (!built.ok) {
      for (const { message, suggestion } of built.problems) problems.push(problem('--layout', message, suggestion));
      continue;
    }
    const same = all.find((layout) => idKey(layout.id) === idKey(built.layout.id));
    if (!same) all.push(built.layout);
    else if (!sameLayout(same, built.layout)) {
      problems.push(problem('--layout', `${quoted(built.layout.id)} is the name of another layout in layouts.yaml`));
    }
  }
  return all;
}

function addTraces(
  scenarios: readonly ScenarioPlan[],
  paths: readonly string[],
  options: OverrideOptions,
  problems: Problem[],
): readonly ScenarioPlan[] {
  const all = [...scenarios];
  for (const trace of paths) {
    if (trace === '') {
      problems.push(problem('--trace', 'the path is empty'));
      continue;
    }
    const id = idOfPath(trace);
    const other = all.find((scenario) => idKey(scenario.id) === idKey(id));
    if (other) {
      const what = other.source === 'recording' ? `the recording ${quoted(other.trace)}` : 'a model';
      problems.push(
        problem(
          '--trace',
          `${quoted(trace)} would be the scenario ${quoted(id)}, which is ${what} already`,
          'a name of its own for it in layouts.yaml',
        ),
      );
    } else all.push({ id, large: 'apart', source: 'recording', trace, path: options.resolve(trace) });
  }
  return all;
}

function changeModel(
  scenario: ScenarioPlan,
  seed: number | undefined,
  runs: number | undefined,
  problems: Problem[],
): ScenarioPlan {
  if (scenario.source !== 'model' || (seed === undefined && runs === undefined)) return scenario;
  const model = { ...scenario.model, seed: seed ?? scenario.model.seed, runs: runs ?? scenario.model.runs };
  for (const { message } of sizeProblems(model))
    problems.push(problem('--runs', `scenario ${quoted(scenario.id)}: ${message}`));
  return { ...scenario, model };
}

function keepOnly(
  layouts: readonly Layout[],
  scenarios: readonly ScenarioPlan[],
  only: readonly string[],
  problems: Problem[],
): Pick<Plan, 'layouts' | 'scenarios'> {
  const keptLayouts = new Set<Layout>();
  const keptScenarios = new Set<ScenarioPlan>();
  for (const id of only) {
    const own = layouts.filter((each) => idKey(each.id) === idKey(id));
    const named = scenarios.filter((each) => idKey(each.id) === idKey(id));
    for (const layout of own) keptLayouts.add(layout);
    for (const scenario of named) keptScenarios.add(scenario);
    if (own.length + named.length > 0) continue;
    // Another spelling of a notation: 4/4/22+2 for 4/4/24.
    const built = parseNotation(id);
    const same = built.ok ? layouts.filter((each) => sameLayout(each, built.layout)) : [];
    for (const layout of same) keptLayouts.add(layout);
    if (same.length > 0) continue;
    const names = [...layouts, ...scenarios].map((each) => each.id);
    const [meant] = nearest(id, names, 1);
    problems.push({
      ...problem('--only', `no layout or scenario is named ${quoted(id)}`, meant),
      allowed: names.join(', '),
    });
  }
  return {
    layouts: keptLayouts.size > 0 ? layouts.filter((each) => keptLayouts.has(each)) : layouts,
    scenarios: keptScenarios.size > 0 ? scenarios.filter((each) => keptScenarios.has(each)) : scenarios,
  };
}

function countFlag(
  flag: string,
  value: number | string | undefined,
  least: number,
  most: number,
  problems: Problem[],
): number | undefined {
  if (value === undefined) return undefined;
  const parsed = parseCount(value, least, most);
  if (parsed.ok) return parsed.value;
  problems.push(problem(flag, parsed.message, parsed.suggestion));
  return undefined;
}

function problem(file: string, message: string, suggestion?: string): Problem {
  return { file, line: 0, column: 0, message, ...(suggestion === undefined ? {} : { suggestion }) };
}
