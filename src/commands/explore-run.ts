import { join } from 'node:path';
import { EXIT, type Io } from '../io.ts';
import { loadBaseline } from '../node/baseline-file.ts';
import { Cache, fromCacheText, keptText } from '../node/cache.ts';
import { type EvaluatedScenarioWithInputs, evaluatePlan } from '../node/evaluate.ts';
import { lockFolder } from '../node/lock.ts';
import { recoverReport, writeReport } from '../node/output.ts';
import { type LoadedFile, loadPlanFile } from '../node/plan-file.ts';
import { Pool } from '../node/pool.ts';
import { Progress } from '../node/progress.ts';
import { provenanceOf } from '../node/provenance.ts';
import { compareToBaseline } from '../report/baseline.ts';
import { buildResults, measurableOf } from '../report/build-results.ts';
import { hasPageReferences } from '../report/measure-in.ts';
import type { WhatIfSource } from '../report/page/profiles.ts';
import type { Results } from '../report/results.ts';
import { annotateProblems, annotateResults, missedText } from './annotate.ts';
import { sayDoubtful, stoppable } from './common.ts';
import type { ExploreArgs } from './explore.ts';
import { type ExploreOptions, exploreOptions } from './explore-flags.ts';
import { openReport } from './open-report.ts';

/** Rows of the terminal's table of changes. */
const MOST_CHANGES = 20;

export async function runExplore(args: ExploreArgs, io: Io): Promise<number> {
  const options = exploreOptions(args, io);
  if (options.watch) {
    const { watchExplore } = await import('./explore-watch.ts');
    return watchExplore(options, io, exploreOnce);
  }
  const { code, results } = await exploreOnce(options, io);
  if (results !== undefined) await openReport(options, io);
  return code;
}

/** How one run ended. */
export interface Explored {
  readonly code: number;
  /** Absent: layouts.yaml or a flag is not in order, which has been said. */
  readonly results?: Results;
  /** Files that the results rest on, beside layouts.yaml: as paths, globs and folders included. */
  readonly sources: readonly string[];
}

/** layouts.yaml → events → results → report, once. @throws InputError for a recording or an output folder that will not do */
export async function exploreOnce(options: ExploreOptions, io: Io): Promise<Explored> {
  const started = io.now();
  const { out, format, quiet } = options;
  const loaded = await loadPlanFile(options.file, io, options.overrides);
  if (!loaded.ok) {
    io.err(loaded.text);
    if (format === 'github') annotateProblems(loaded.problems, io);
    return { code: EXIT.usage, sources: [] };
  }
  const { plan } = loaded;
  const sources = plan.scenarios.flatMap((scenario) => (scenario.source === 'recording' ? [scenario.path] : []));
  // Before the work: a baseline that cannot be read is known at once, and it may be the file that this run replaces.
  const { baseline: baselineFile } = options;
  const baseline = baselineFile === undefined ? undefined : await loadBaseline(baselineFile, io.cwd);
  const unlock = await lockFolder(out.path, out.shown);
  try {
    await recoverReport(out.path);
    const scenarios = await evaluate(loaded, options, io);
    const provenance = provenanceOf({
      command: options.command,
      plan,
      seed: options.overrides.seed === undefined ? undefined : Number(options.overrides.seed),
      inputs: [{ path: options.file, ...loaded.facts }, ...scenarios.flatMap(({ inputs }) => inputs)],
      started,
      ended: io.now(),
      fixed: options.fixed,
    });
    const found = buildResults(plan, scenarios, provenance);
    const results: Results =
      baseline === undefined ? found : { ...found, baseline: compareToBaseline(found, baseline, baselineFile ?? '') };
    const source = {
      scenarios: scenarios.map(measurableOf).filter(hasPageReferences),
      requirements: plan.requirements,
    };
    await writeReport(out.path, await filesOf(results, source), out.shown);
    // What is said may meet a reader that has gone: the folder is done with by then.
    await unlock();
    await say(results, options, io);
    const disagreed = results.trust?.replay.failed ?? 0;
    if (disagreed > 0) {
      io.err(
        `${disagreed} numbers read off the profile differ from those of replay: a bug in bitpart. The report lists them under "Can I trust this?".\n`,
      );
    }
    const missed = results.requirements.filter((record) => !record.met);
    if (!quiet) sayDoubtful(scenarios, io);
    if (!quiet) for (const record of missed) io.err(`${missedText(record)}\n`);
    if (format === 'github') {
      annotateResults({ file: options.file, text: loaded.text, results, failOn: options.failOn }, io);
    }
    const hasFailed =
      (options.failOn.has('require') && missed.length > 0) ||
      (options.failOn.has('regression') && results.baseline?.regressed === true);
    return { code: hasFailed ? EXIT.failed : EXIT.done, results, sources };
  } finally {
    await unlock();
  }
}

async function evaluate(
  { plan }: LoadedFile & { readonly ok: true },
  { out, jobs, quiet, ...options }: ExploreOptions,
  io: Io,
): Promise<EvaluatedScenarioWithInputs[]> {
  const progress = new Progress(io, plan.scenarios.length, quiet);
  const pool = new Pool(jobs);
  const expansion = options.maxExpansion === undefined ? {} : { maxExpansion: options.maxExpansion };
  const cache = new Cache(options.cache ? join(out.path, '.cache') : undefined);
  try {
    const scenarios = await stoppable(
      evaluatePlan(plan, { pool, cache, watcher: progress, withWitnesses: true, ...expansion }),
      io.signal,
      () => keptText(cache.kept.size, plan.scenarios.length),
    );
    await cache.tidy();
    progress.end();
    if (cache.hits > 0 && !quiet) {
      io.err(`${fromCacheText(cache.hits, plan.scenarios.length)}\n`);
    }
    return scenarios;
  } finally {
    progress.end();
    await pool.close();
  }
}

/** The files of the report; index.html first, because it is renamed last. */
async function filesOf(results: Results, source: WhatIfSource): Promise<{ name: string; text: string }[]> {
  const { buildCharts, renderPage, staticCharts, summaryText, toCsv } = await import('../report/index.ts');
  const { pageAssets } = await import('../node/assets.ts');
  const { deflated } = await import('../node/deflate.ts');
  const charts = buildCharts(results);
  return [
    {
      name: 'index.html',
      text: renderPage(results, await pageAssets(), {
        source,
        deflate: deflated,
        pictures: await staticCharts(results),
      }),
    },
    { name: 'results.json', text: `${JSON.stringify(results)}\n` },
    { name: 'results.csv', text: toCsv(results) },
    { name: 'summary.md', text: summaryText(results) },
    ...charts.map(({ name, spec }) => ({ name: `charts/${name}.vl.json`, text: `${JSON.stringify(spec, null, 1)}\n` })),
  ];
}

async function say(results: Results, { json, quiet, out }: ExploreOptions, io: Io): Promise<void> {
  if (json) {
    io.out(`${JSON.stringify(results)}\n`);
    return;
  }
  if (quiet) return;
  const { baselineText, terminalTable } = await import('../report/index.ts');
  const { painter } = await import('../node/paint.ts');
  io.out(`${terminalTable(results, { width: io.width, paint: painter(io.colours) })}\n`);
  if (results.baseline !== undefined) {
    io.out(`\n${baselineText(results.baseline, Math.max(40, io.width), MOST_CHANGES).join('\n')}\n\n`);
  }
  const page = join(out.shown, 'index.html');
  io.out(`Report: ${page} (open it in a browser). Beside it: results.json, results.csv; summary.md to mail.\n`);
}
