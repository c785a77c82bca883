import { join } from 'node:path';
import { EXIT, type Io } from '../io.ts';
import type { Layout } from '../layouts/types.ts';
import type { Judged } from '../metrics/space/index.ts';
import { Cache, keptText } from '../node/cache.ts';
import { evaluatePlan } from '../node/evaluate.ts';
import { InputError } from '../node/input-error.ts';
import { painter } from '../node/paint.ts';
import { loadPlanFile } from '../node/plan-file.ts';
import { Pool } from '../node/pool.ts';
import { Progress } from '../node/progress.ts';
import { fixedTime, provenanceOf } from '../node/provenance.ts';
import { measurableOf, measuredResults } from '../report/build-results.ts';
import { count, list } from '../report/numbers.ts';
import {
  apartFrom,
  type ExploredSpace,
  exploreSpace,
  hasSpace,
  judgedRecord,
  ofPageReferences,
  placeOf,
  type SpaceSource,
  spaceRecord,
} from '../report/space.ts';
import type { SpaceJudged, SpaceRecord } from '../report/space-record.ts';
import { spaceText } from '../report/space-text.ts';
import { expansionOf, jobsOf, listOf, sayDoubtful, stoppable } from './common.ts';
import type { SpaceArgs } from './space.ts';

/** The version of the shape that `space --json` prints. */
const SPACE_SCHEMA = 'bitpart/space@1';
const EVERYTHING = {
  places: Number.POSITIVE_INFINITY,
  ids: Number.POSITIVE_INFINITY,
  judged: Number.POSITIVE_INFINITY,
};

/** Exit 1 where layouts.yaml requires something that no layout of the space is known to meet. */
export async function runSpace(args: SpaceArgs, io: Io): Promise<number> {
  const started = io.now();
  const options = optionsOf(args);
  const fixed = fixedTime(io.env, args.reproducible);
  const file = args.layouts ?? 'layouts.yaml';
  const loaded = await loadPlanFile(file, io, {
    trace: listOf(args.trace),
    only: listOf(args.only),
    ...(args.seed === undefined ? {} : { seed: args.seed }),
    ...(args.runs === undefined ? {} : { runs: args.runs }),
  });
  if (!loaded.ok) {
    io.err(loaded.text);
    return EXIT.usage;
  }
  const { plan } = loaded;
  const progress = new Progress(io, plan.scenarios.length, args.quiet);
  const pool = new Pool(options.jobs);
  const expansion = expansionOf(args['max-expansion']);
  const cache = new Cache(args.cache ? join(io.cwd, 'reports', '.cache') : undefined);
  let scenarios: Awaited<ReturnType<typeof evaluatePlan>>;
  try {
    const work = evaluatePlan(plan, { pool, cache, watcher: progress, ...expansion });
    scenarios = await stoppable(work, io.signal, () => keptText(cache.kept.size, plan.scenarios.length));
  } finally {
    progress.end();
    await pool.close();
  }
  const read = io.now();
  const sources = scenarios.map(measurableOf);
  if (!hasSpace(plan.layouts, sources)) throw nothingToPlace(plan.layouts, sources, file);
  const provenance = provenanceOf({
    command: 'bitpart space',
    plan,
    seed: args.seed,
    inputs: [{ path: file, ...loaded.facts }, ...scenarios.flatMap(({ inputs }) => inputs)],
    started,
    ended: read,
    fixed,
  });
  const results = measuredResults(plan, scenarios, provenance);
  const before = io.now();
  const explored = exploreSpace(plan, sources, results.measurements, options);
  const took = io.now() - before;
  const record = spaceRecord(explored, plan, EVERYTHING);
  if (args.json) {
    const { schema: _, measurements, large, unmeasured, hits, verdicts, ...rest } = results;
    io.out(`${JSON.stringify({ schema: SPACE_SCHEMA, ...rest, space: record, points: pointsOf(explored) })}\n`);
  } else if (!args.quiet) {
    const text = spaceText(record, {
      width: io.width,
      paint: painter(io.colours),
      top: options.top,
      scenarios: ofPageReferences(plan.layouts, sources).length,
    });
    io.out(`${text}\n`);
    const cached = cache.hits > 0 ? ` (${cache.hits} of ${scenarios.length} scenarios from the cache)` : '';
    const seconds = ((read - started) / 1000).toFixed(1);
    const best = bestOf(record);
    sayDoubtful(scenarios, io);
    io.err(
      `${count(record.layouts)} layouts placed and judged in ${Math.ceil(took)} ms, on events read in ${seconds} s${cached}.${best === undefined ? '' : ` Next: bitpart explore --layout ${quotedFlag(best)}`}\n`,
    );
  }
  return record.requirements?.met === 0 ? EXIT.failed : EXIT.done;
}

function optionsOf(args: SpaceArgs): { word?: 32 | 64; reserves?: readonly number[]; top: number; jobs: number } {
  const { word, top } = args;
  if (word !== undefined && word !== 32 && word !== 64) throw new InputError(`--word takes 32 or 64, not ${word}`);
  const reserves = args.reserve === undefined ? undefined : listOf(args.reserve);
  for (const reserve of reserves ?? []) {
    if (!Number.isInteger(reserve) || reserve < 0 || reserve > 4)
      throw new InputError(`--reserve takes a whole number from 0 to 4, not ${reserve}`);
  }
  if (!Number.isInteger(top) || top < 1) throw new InputError(`--top takes a whole number from 1 on, not ${top}`);
  return {
    ...(word === undefined ? {} : { word }),
    ...(reserves === undefined ? {} : { reserves }),
    top,
    jobs: jobsOf(args.jobs),
  };
}

function nothingToPlace(layouts: readonly Layout[], sources: readonly SpaceSource[], file: string): InputError {
  const domains = apartFrom(layouts, sources).map(({ domain }) => domain);
  return new InputError(
    `there is no design space of ${list(domains, 4)}: the space is of page references (read, write and ordinary), and nothing here is; bitpart explore compares the layouts that are listed`,
    { file },
  );
}

/** What to look at next: what meets the requirements, else what of the front leaks nothing and refuses least. */
function bestOf({ front, requirements }: SpaceRecord): string | undefined {
  const [meeting] = requirements?.meeting ?? [];
  if (meeting !== undefined) return meeting.layout;
  const sound = front.shown.filter(({ headroom }) => headroom.value >= 0);
  const refused = (place: (typeof sound)[number]): number => place.refused?.value ?? 0;
  return sound.sort((a, b) => refused(a) - refused(b))[0]?.layout;
}

const quotedFlag = (layout: string): string => (layout.includes(' ') ? `"${layout}"` : layout);

function judgementOf(judged: Judged): Pick<SpaceJudged, 'misses' | 'unjudged'> {
  const { misses, unjudged } = judgedRecord(judged);
  return { misses, unjudged };
}

/** Every layout that has a place, in the order of the space. */
function pointsOf({ space, judged, front }: ExploredSpace): object[] {
  const onFront = new Set(front.flat());
  return space.points.map((point, i) => {
    const { equals: _, equal: __, ...place } = placeOf([point], { ids: 0 }, undefined);
    return {
      ...place,
      isOnFront: onFront.has(point),
      refusedInAll: point.refusedInAll,
      ...(judged === undefined ? {} : judgementOf(judged[i]!)),
    };
  });
}
