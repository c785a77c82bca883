import { type LoadOptions, loadPlan, type Model, type Plan, type Problem } from '../../src/config/index.ts';

export const PRESET: Model = {
  duration: 60,
  warmup: 6,
  seed: 3,
  runs: 4,
  pages: [{ name: 'buffer', count: 2, pins: [{ kind: 'write-long', rate: 1, hold: { fixed: 2 } }] }],
};

export const OPTIONS: LoadOptions = {
  file: 'layouts.yaml',
  resolve: (path) => `/here/${path}`,
  presets: { rdma: { model: PRESET }, database: { model: PRESET } },
};

/** The plan of a file that must be good. */
export function planOf(text: string, options: Partial<LoadOptions> = {}): Plan {
  const loaded = loadPlan(text, { ...OPTIONS, ...options });
  if (loaded.problems) throw new Error(loaded.problems.map((p) => `${p.line}:${p.column} ${p.message}`).join('\n'));
  return loaded.plan;
}

/** The problems of a file that must be bad. */
export function problemsOf(text: string, options: Partial<LoadOptions> = {}): readonly Problem[] {
  const loaded = loadPlan(text, { ...OPTIONS, ...options });
  if (!loaded.problems) throw new Error('the file has no problem');
  return loaded.problems;
}

/** `line:column message` of each problem, and ` -> suggestion` where there is one. */
export function told(text: string, options: Partial<LoadOptions> = {}): readonly string[] {
  return problemsOf(text, options).map(
    (p) => `${p.line}:${p.column} ${p.message}${p.suggestion === undefined ? '' : ` -> ${p.suggestion}`}`,
  );
}
