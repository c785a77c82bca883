import { join, resolve } from 'node:path';
import { printable } from '../config/index.ts';
import { EXIT, type Io } from '../io.ts';
import { formatNumber } from '../metrics/index.ts';
import { loadBaseline } from '../node/baseline-file.ts';
import { Cache } from '../node/cache.ts';
import { evaluatePlan } from '../node/evaluate.ts';
import { InputError } from '../node/input-error.ts';
import { writeReport } from '../node/output.ts';
import { loadPlanFile } from '../node/plan-file.ts';
import { Pool } from '../node/pool.ts';
import { Progress } from '../node/progress.ts';
import { compareToBaseline } from '../report/baseline.ts';
import { buildResults, measurableOf } from '../report/build-results.ts';
import type { WhatIfSource } from '../report/page/profiles.ts';
import type { Provenance, Results } from '../report/results.ts';
import { VERSION } from '../version.ts';
import { jobsOf, listOf, stoppable } from './common.ts';
import type { ExploreArgs } from './explore.ts';

/** Rows of the terminal's table of changes. */
const MOST_CHANGES = 20;

export async function runExplore(args: ExploreArgs, io: Io): Promise<number> {
  const started = io.now();
  const failOn = listOf(args['fail-on']).flatMap((text) => text.split(','));
  for (const name of failOn) {
    if (name !== 'require' && name !== 'regression' && name !== 'none')
      throw new InputError(`--fail-on takes require, regression or none, not ${JSON.stringify(name)}`);
  }
  const [baselineFile, second] = listOf(args.baseline);
  if (second !== undefined) throw new InputError('--baseline takes one file');
  if (failOn.includes('regression') && baselineFile === undefined)
    throw new InputError('--fail-on regression compares with an earlier run: name its results.json with --baseline');
  const file = args.layouts ?? 'layouts.yaml';
  const loaded = await loadPlanFile(file, io, {
    trace: listOf(args.trace),
    layout: listOf(args.layout),
    only: listOf(args.only),
    ...(args.seed === undefined ? {} : { seed: args.seed }),
    ...(args.runs === undefined ? {} : { runs: args.runs }),
  });
  if (!loaded.ok) {
    io.err(loaded.text);
    return EXIT.usage;
  }
  const { plan } = loaded;
  const jobs = jobsOf(args.jobs);

  // Before the work: a baseline that cannot be read is known at once, and it may be the file that this run replaces.
  const baseline = baselineFile === undefined ? undefined : await loadBaseline(baselineFile, io.cwd);
  const progress = new Progress(io, plan.scenarios.length, args.quiet);
  const pool = new Pool(jobs);
  const out = resolve(io.cwd, args.out);
  const cache = new Cache(args.cache ? join(out, '.cache') : undefined);
  let scenarios: Awaited<ReturnType<typeof evaluatePlan>>;
  try {
    scenarios = await stoppable(evaluatePlan(plan, { pool, cache, watcher: progress }), io.signal);
  } finally {
    progress.end();
    await pool.close();
  }
  await cache.tidy();
  if (cache.hits > 0 && !args.quiet) {
    io.err(`${cache.hits} of ${plan.scenarios.length} scenarios are from the cache; --no-cache reads them again.\n`);
  }
  const seeds = plan.scenarios.flatMap((scenario) => (scenario.source === 'model' ? [scenario.model.seed] : []));
  const provenance: Provenance = {
    bitpart: VERSION,
    node: process.version,
    seed: args.seed ?? seeds[0] ?? 1,
    command: commandOf(args),
    startedAt: new Date(started).toISOString(),
    duration_s: (io.now() - started) / 1000,
    inputs: [{ path: file, ...loaded.facts }, ...scenarios.flatMap(({ inputs }) => inputs)],
  };
  const found = buildResults(plan, scenarios, provenance);
  const results: Results =
    baseline === undefined ? found : { ...found, baseline: compareToBaseline(found, baseline, baselineFile ?? '') };
  const source = { scenarios: scenarios.map(measurableOf), requirements: plan.requirements };
  await writeReport(out, await filesOf(results, source));
  await say(results, args, io, join(args.out, 'index.html'));
  const missed = results.requirements.filter((record) => !record.met);
  if (!args.quiet) for (const record of missed) io.err(`${missedText(record)}\n`);
  const hasFailed =
    (failOn.includes('require') && missed.length > 0) ||
    (failOn.includes('regression') && results.baseline?.regressed === true);
  return hasFailed ? EXIT.failed : EXIT.done;
}

/** Why the run fails: which layout misses what, by how much, and where. */
function missedText({ layout, key, text, worst }: Results['requirements'][number]): string {
  const where = worst?.scenario == null ? '' : ` in ${printable(worst.scenario)}`;
  const seen = worst === null ? '' : `: ${formatNumber(worst.value)}${where}`;
  return `${printable(layout)} misses ${key} ${text}${seen}`;
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

async function say(results: Results, args: ExploreArgs, io: Io, page: string): Promise<void> {
  if (args.json) {
    io.out(`${JSON.stringify(results)}\n`);
    return;
  }
  if (args.quiet) return;
  const { baselineText, terminalTable } = await import('../report/index.ts');
  const { painter } = await import('../node/paint.ts');
  io.out(`${terminalTable(results, { width: io.width, paint: painter(io.colours) })}\n`);
  if (results.baseline !== undefined) {
    io.out(`\n${baselineText(results.baseline, Math.max(40, io.width), MOST_CHANGES).join('\n')}\n\n`);
  }
  io.out(`Report: ${page} (open it in a browser). Beside it: results.json, results.csv; summary.md to mail.\n`);
}

function commandOf(args: ExploreArgs): string {
  const flags: (readonly [string, string | number])[] = [
    ...(args.out === 'reports' ? [] : [['out', args.out] as const]),
    ...(['trace', 'layout', 'only', 'baseline'] as const).flatMap((flag) =>
      listOf(args[flag]).map((value) => [flag, value] as const),
    ),
    ...(['seed', 'runs'] as const).flatMap((flag) => (args[flag] === undefined ? [] : [[flag, args[flag]] as const])),
  ];
  const quoted = (value: string | number): string =>
    /^[\w./+-]+$/.test(String(value)) ? String(value) : JSON.stringify(value);
  const file = args.layouts === undefined ? [] : [quoted(args.layouts)];
  return ['bitpart explore', ...file, ...flags.map(([flag, value]) => `--${flag} ${quoted(value)}`)].join(' ');
}
