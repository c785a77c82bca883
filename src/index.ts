/**
 * The library: what the command does, for those who script it. Everything here is plain data in and plain data out.
 *
 * - `parseLayout('4/4/24')` → a layout, or every reason why there is none
 * - `profile(['trace.txt.gz'])` → what one pass over recordings leaves for every layout
 * - `explore('layouts.yaml')` → the results that `bitpart explore --json` prints
 */
import { availableParallelism } from 'node:os';
import { Cache } from './node/cache.ts';
import { evaluatePlan } from './node/evaluate.ts';
import { InputError } from './node/input-error.ts';
import { recordingsOf } from './node/inputs.ts';
import { loadPlanFile } from './node/plan-file.ts';
import { Pool } from './node/pool.ts';
import { fixedTime, provenanceOf } from './node/provenance.ts';
import { buildResults } from './report/build-results.ts';
import type { Results } from './report/results.ts';
import { VERSION } from './version.ts';
import { emptyProfileFile, mergeProfileFiles, type ProfileFile } from './workloads/profile-file.ts';

export { tallyOf } from './harness/profile/read.ts';
export type { Tally } from './harness/tally.ts';
export { type Layout, layoutToYaml, limitsOf, parseNotation as parseLayout } from './layouts/index.ts';
export type { Measurement, Results } from './report/results.ts';
export { profileFileFromText, profileFileToJson } from './workloads/profile-file.ts';
export { InputError, mergeProfileFiles, type ProfileFile, VERSION };

export interface ExploreOptions {
  /** Paths of recordings or profiles to add as scenarios; one of them needs no list. */
  readonly trace?: string | readonly string[];
  /** Notations of layouts to add. */
  readonly layout?: string | readonly string[];
  /** Ids of layouts and scenarios to keep. */
  readonly only?: string | readonly string[];
  readonly seed?: number;
  readonly runs?: number;
  /** Threads; the results do not depend on it. Default: as many as there are processors. */
  readonly jobs?: number;
  /** Leave the moment, the duration and the version of Node out, so that the same input gives the same bytes. */
  readonly reproducible?: boolean;
  /** Folder to which paths are relative. Default: the working directory. */
  readonly cwd?: string;
}

const listOf = (given: string | readonly string[]): readonly string[] => (typeof given === 'string' ? [given] : given);

const silent = { started: () => {}, sized: () => {}, read: () => {}, finished: () => {} };

/** The results of a layouts.yaml. @throws InputError saying what is wrong with the file or a recording */
export async function explore(file: string, options: ExploreOptions = {}): Promise<Results> {
  const started = Date.now();
  const fixed = fixedTime(process.env, options.reproducible);
  const cwd = options.cwd ?? process.cwd();
  const { trace = [], layout = [], only = [] } = options;
  const lists = { trace: listOf(trace), layout: listOf(layout), only: listOf(only) };
  const loaded = await loadPlanFile(file, { cwd, colours: false }, { ...options, ...lists });
  if (!loaded.ok) throw new InputError(loaded.text.trimEnd());
  const pool = new Pool(options.jobs ?? availableParallelism());
  try {
    const scenarios = await evaluatePlan(loaded.plan, {
      pool,
      cache: new Cache(undefined),
      watcher: silent,
      withWitnesses: true,
    });
    const provenance = provenanceOf({
      command: `explore(${JSON.stringify(file)})`,
      plan: loaded.plan,
      seed: options.seed,
      inputs: [{ path: file, ...loaded.facts }, ...scenarios.flatMap(({ inputs }) => inputs)],
      started,
      ended: Date.now(),
      fixed,
    });
    return buildResults(loaded.plan, scenarios, provenance);
  } finally {
    await pool.close();
  }
}

/** One profile of recordings: files, folders, globs. @throws InputError saying what is wrong with one of them */
export async function profile(
  paths: string | readonly string[],
  options: Pick<ExploreOptions, 'jobs'> = {},
): Promise<ProfileFile> {
  const files = (await Promise.all(listOf(paths).map((path) => recordingsOf(path, path)))).flat();
  const pool = new Pool(options.jobs ?? availableParallelism());
  try {
    const reads = await evaluatePlan(
      {
        layouts: [],
        requirements: [],
        scenarios: files.map(({ path, shown }) => ({
          id: shown,
          source: 'recording',
          large: 'apart',
          trace: shown,
          path,
        })),
      },
      { pool, cache: new Cache(undefined), watcher: silent, named: true },
    );
    return reads.reduce<ProfileFile>(mergeProfileFiles, emptyProfileFile());
  } finally {
    await pool.close();
  }
}
