import { open, readFile, stat } from 'node:fs/promises';
import type { ModelPlan, Plan, RecordingPlan, ScenarioPlan } from '../config/plan.ts';
import { placeOf } from '../config/problems.ts';
import { quoted } from '../config/show.ts';
import { ProfileFormatError } from '../harness/profile/json.ts';
import type { Domain } from '../layouts/domain.ts';
import type { Layout } from '../layouts/types.ts';
import { type Counted, doubledNote } from '../workloads/doubled.ts';
import { evaluatedModel } from '../workloads/evaluate-model.ts';
import { type Evaluated, lateReplaysOf, replayedIn, replaysOf } from '../workloads/evaluated.ts';
import { emptyProfileFile, type Input, mergeProfileFiles, profileFileFromText } from '../workloads/profile-file.ts';
import { type Part, undirectedNote } from '../workloads/undirected.ts';
import { measuredBothWays, witnessedOf } from '../workloads/witness.ts';
import type { Cache, Read } from './cache.ts';
import { evaluateOnThreads } from './crew.ts';
import { InputError } from './input-error.ts';
import { recordingsOf } from './inputs.ts';
import type { RecordingFile } from './lines.ts';
import type { Pool } from './pool.ts';
import { evaluateRecording, type ReadRecording } from './recording.ts';
import type { Task } from './tasks.ts';

export interface EvaluatedScenarioWithInputs extends Read {
  readonly plan: ScenarioPlan;
}

/** Told of work as it goes on. */
export interface Watcher {
  started(scenario: string): void;
  /** How many bytes there are to read of it, if it is not in the cache. */
  sized(scenario: string, bytes: number): void;
  /** So many bytes of one of its files have been read. */
  read(scenario: string, file: string, bytes: number): void;
  finished(scenario: string): void;
}

export interface Means {
  readonly pool: Pool;
  readonly cache: Cache;
  readonly watcher: Watcher;
  /** Pages bear the names of their recordings even where a scenario is one file: it will be merged with others. */
  readonly named?: boolean;
  /** See how far the numbers can be trusted: replay what the profile answers for, and match drops the other way round too. */
  readonly withWitnesses?: boolean;
  /** See RecordingFile. */
  readonly maxExpansion?: number;
}

/** What is done only to see how far the numbers can be trusted: layouts that the profile answers for are replayed too, and drops matched to the newest acquisition. */
type Besides = Pick<Extract<Task, { kind: 'recording' }>, 'witnessed' | 'bothWays'>;
const NOTHING: Besides = { witnessed: [], bothWays: undefined };
const besidesOf = (layouts: readonly Layout[], { withWitnesses }: Means, domain?: Domain): Besides =>
  withWitnesses && domain === undefined
    ? { witnessed: witnessedOf(layouts), bothWays: measuredBothWays(layouts) }
    : NOTHING;

/** How a scenario's events are read: `replays` are the layouts whose words are to be replayed beside the profile. */
type Compute = (replays: readonly Layout[], besides: Besides) => Promise<Read>;

/** Events of every scenario through every engine that the layouts need, in the order of the plan. */
export async function evaluatePlan(plan: Plan, means: Means): Promise<EvaluatedScenarioWithInputs[]> {
  return Promise.all(
    plan.scenarios.map(async (scenario) => {
      means.watcher.started(scenario.id);
      const read =
        scenario.source === 'recording'
          ? await evaluateTrace(scenario, plan.layouts, means).catch((error) => {
              throw askedFor(error, scenario);
            })
          : await evaluateModel(scenario, plan.layouts, means);
      means.watcher.finished(scenario.id);
      return { plan: scenario, ...read };
    }),
  );
}

/** What is wrong with a recording, with the scenario that it is of and the place in layouts.yaml that names it. */
function askedFor(error: unknown, { id, at }: RecordingPlan): unknown {
  if (!(error instanceof InputError) || at === undefined) return error;
  const { message, file, line, column, suggestion } = error;
  return new InputError(message, { file, line, column, suggestion, askedBy: `scenario ${quoted(id)}, ${placeOf(at)}` });
}

async function evaluateModel({ id, model }: ModelPlan, layouts: readonly Layout[], means: Means): Promise<Read> {
  const compute: Compute = async (replays, { witnessed }) => ({
    evaluated: evaluatedModel(
      model,
      await Promise.all(
        Array.from({ length: model.runs }, (_, run) =>
          means.pool.perform({ kind: 'run', model, run, replays, witnessed } as const),
        ),
      ),
    ),
    inputs: [],
  });
  const key = means.cache.keyOfModel(model);
  const before = await means.cache.get(key, layouts);
  let isKept = before !== undefined;
  const save = async (found: Read): Promise<void> => {
    isKept = await means.cache.put(key, found, layouts);
  };
  const besides = besidesOf(layouts, means, model.domain);
  const read = await completed(before, layouts, besides, compute, save, model.domain);
  if (isKept) means.cache.kept.add(id);
  return read;
}

async function evaluateTrace(scenario: RecordingPlan, layouts: readonly Layout[], means: Means): Promise<Read> {
  const { maxExpansion } = means;
  const found = (await recordingsOf(scenario.path, scenario.trace)).map((file) =>
    maxExpansion === undefined ? file : { ...file, maxExpansion },
  );
  const sizes = await Promise.all(found.map(sizeOf));
  means.watcher.sized(
    scenario.id,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  const { domain, events } = scenario;
  const files = found.map((file) => ({
    ...file,
    ...(found.length === 1 && means.named !== true ? {} : { prefix: `${file.shown}: ` }),
    ...(domain === undefined ? {} : { domain }),
    ...(events === undefined ? {} : { events }),
  }));
  const onePopulation = scenario.large === 'same';
  const isProfile = await Promise.all(files.map(isProfileFile));
  const profiles = files.filter((_, i) => isProfile[i]);
  const recordings = files.filter((_, i) => !isProfile[i]);
  if (onePopulation && profiles.length > 0) {
    throw new InputError('is a profile, in which large folios are apart already; large: same needs the recording', {
      file: profiles[0]!.shown,
    });
  }
  if (domain !== undefined && profiles.length > 0) {
    throw new InputError(`is a profile of page references, not of ${JSON.stringify(domain.name ?? '')}`, {
      file: profiles[0]!.shown,
    });
  }
  if (events !== undefined && profiles.length > 0) {
    throw new InputError('is a profile, in which no event has a name any more; events: needs the recording', {
      file: profiles[0]!.shown,
    });
  }
  // What several recordings are merged to has no steps of one page.
  const withBusiest = files.length === 1 && means.named !== true;
  const readEach = (replays: readonly Layout[], besides: Besides): Promise<Read[]> =>
    Promise.all(
      recordings.map(async (file): Promise<Read> => {
        const { evaluated, facts } = await readRecording(
          file,
          { replays, onePopulation, withBusiest, ...besides },
          scenario.id,
          means,
        );
        return { evaluated, inputs: [{ path: file.shown, sha256: facts.sha256, bytes: facts.bytes }] };
      }),
    );
  const compute: Compute = async (replays, besides) => {
    const reads = await readEach(replays, besides);
    if (reads.length === 1) return reads[0]!;
    // Not from the empty file on: it has no tallies of replayed layouts, so that the sum would have none.
    const parts = reads.map((read, i) => partOf(recordings[i]!, read));
    const merged = summed(reads.reduce(mergeProfileFiles), parts);
    return domain === undefined ? merged : { ...merged, evaluated: { ...merged.evaluated, domain } };
  };
  if (profiles.length > 0) {
    const fromProfiles = await Promise.all(profiles.map(readProfile));
    const rest = await readEach([], besidesOf(layouts, means, domain));
    const counted = fromProfiles.map(({ inputs }, i) => ({ profile: profiles[i]!.shown, inputs }));
    const reads = [...fromProfiles, ...rest];
    const parts = [...profiles, ...recordings].map((file, i) => partOf(file, reads[i]!));
    return remarked(summed(reads.reduce(mergeProfileFiles, emptyProfileFile()), parts), [...counted, ...rest]);
  }
  const options = [
    onePopulation,
    ...(domain === undefined ? [] : [domain]),
    ...(events === undefined ? [] : [{ events }]),
  ];
  const key = await means.cache.keyOfFiles(files, options);
  const identities = await means.cache.identitiesOf(files);
  const before = await means.cache.get(key, layouts);
  let isKept = before !== undefined;
  const save = async (read: Read): Promise<void> => {
    await means.cache.knowFiles(files, identities, read.inputs);
    isKept = await means.cache.put(await means.cache.keyOfFiles(files, options), read, layouts);
  };
  const read = await completed(before, layouts, besidesOf(layouts, means, domain), compute, save, domain);
  if (isKept) means.cache.kept.add(scenario.id);
  return remarked(read, [read]);
}

/** What was read, with a remark on what of it is counted more than once. */
export const remarked = <T extends Read>(read: T, counted: readonly Counted[]): T =>
  withNote(read, doubledNote(counted));

/** A sum, with a remark on which of its parts keep it from telling read pins from write pins. */
export const summed = <T extends Read>(sum: T, parts: readonly Part[]): T => withNote(sum, undirectedNote(parts));

/** A read file as a part of a sum. */
export const partOf = ({ shown }: RecordingFile, { evaluated }: Pick<Read, 'evaluated'>): Part => ({
  name: shown,
  observed: evaluated.observed,
});

function withNote<T extends Read>(read: T, note: string | undefined): T {
  if (note === undefined) return read;
  return { ...read, evaluated: { ...read.evaluated, notes: [...read.evaluated.notes, note] } };
}

/** What was read before, completed by what these layouts need beside it; saved where something was computed. */
async function completed(
  before: Read | undefined,
  layouts: readonly Layout[],
  besides: Besides,
  compute: Compute,
  save: (read: Read) => Promise<void>,
  domain?: Domain,
): Promise<Read> {
  let read = before ?? (await compute(replaysOf(layouts, domain === undefined ? {} : { domain }), besides));
  let isNew = before === undefined;
  // Some bias may reach the sign bit, or a warning stay, which only the counts have shown: then the events are read once more, for it.
  const { bothWays } = besides;
  const missing = missingReplays(layouts, read.evaluated, bothWays);
  if (missing.length > 0) {
    read = {
      ...read,
      evaluated: withTallies(read.evaluated, (await compute(missing, { ...NOTHING, bothWays })).evaluated),
    };
    isNew = true;
  }
  if (isNew) await save(read);
  return read;
}

function missingReplays(
  layouts: readonly Layout[],
  evaluated: Evaluated,
  bothWays: readonly Layout[] = [],
): readonly Layout[] {
  const populations = evaluated.runs
    .flatMap(({ small, large }) => [small, large])
    .filter(({ profile }) => profile.pages > 0);
  const replayed = replaysOf(layouts, evaluated).filter((layout) =>
    populations.some((population) => replayedIn(population, layout.id) === undefined),
  );
  const late = lateReplaysOf(layouts, populations).filter((layout) => !replayed.includes(layout));
  const { newestFirst } = evaluated;
  // Kept from a run that did not ask for both ways.
  const oneWay = bothWays.filter(
    ({ id }) =>
      newestFirst !== undefined &&
      replayedIn(newestFirst.small, id) === undefined &&
      evaluated.runs.some(({ small }) => replayedIn(small, id) !== undefined),
  );
  return [...new Set([...replayed, ...late, ...oneWay])];
}

function withTallies(evaluated: Evaluated, more: Evaluated): Evaluated {
  const { newestFirst } = evaluated;
  return {
    ...evaluated,
    ...(newestFirst && more.newestFirst ? { newestFirst: bothTallies(newestFirst, more.newestFirst) } : {}),
    runs: evaluated.runs.map((run, i) => bothTallies(run, more.runs[i]!)),
  };
}

type Classes = Evaluated['runs'][number];
const bothTallies = (a: Classes, b: Classes): Classes => ({
  small: { profile: a.small.profile, tallies: { ...a.small.tallies, ...b.small.tallies } },
  large: { profile: a.large.profile, tallies: { ...a.large.tallies, ...b.large.tallies } },
});

/** From this size on, as on disk, a recording is worth several threads of its own. */
const LARGE = { gzip: 4 << 20, text: 32 << 20 };
/** Large recordings follow one another: each uses all threads. */
let lastLarge: Promise<unknown> = Promise.resolve();

/** Bytes on disk; 0 of a pipe. */
const sizeOf = async ({ path }: RecordingFile): Promise<number> =>
  path === '-' ? 0 : ((await stat(path).catch(() => undefined))?.size ?? 0);

async function readRecording(
  file: RecordingFile,
  options: Omit<Extract<Task, { kind: 'recording' }>, 'kind' | 'file'>,
  scenario: string,
  { pool, watcher }: Means,
): Promise<ReadRecording> {
  const onRead = (bytes: number): void => watcher.read(scenario, file.shown, bytes);
  const size = await sizeOf(file);
  const isLarge = file.path === '-' || size > (/\.gz$/.test(file.path) ? LARGE.gzip : LARGE.text);
  // Of a large one nothing is worked out twice, by however many threads: the results do not depend on them.
  const work = isLarge ? { ...options, ...NOTHING } : options;
  // The threads of a crew speak of page references only.
  if (file.path !== '-' && (!isLarge || pool.threads === 1 || file.domain !== undefined))
    return pool.perform({ kind: 'recording', file, ...work }, onRead);
  if (file.domain !== undefined) return evaluateRecording(file, { ...work, onRead });
  const result = lastLarge.then(() => evaluateOnThreads(file, { ...work, onRead }, pool.threads));
  lastLarge = result.catch(() => {});
  return result;
}

/** The largest profile that is read: they are a few kilobytes. */
const LARGEST_PROFILE = 64 << 20;

async function isProfileFile({ path }: RecordingFile): Promise<boolean> {
  if (path === '-') return false;
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return /^\s*\{/.test(buffer.toString('latin1', 0, bytesRead));
  } finally {
    await file.close();
  }
}

/** A profile that `bitpart profile` or `bitpart merge` wrote. @throws InputError saying what else it is */
export async function readProfile({
  path,
  shown,
}: RecordingFile): Promise<{ evaluated: Evaluated; inputs: readonly Input[] }> {
  if ((await stat(path)).size > LARGEST_PROFILE) {
    throw new InputError(`is larger than ${LARGEST_PROFILE >> 20} MiB; profiles are a few kilobytes`, { file: shown });
  }
  const bytes = await readFile(path);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw new InputError(
      'is compressed, and a profile is a plain file: gunzip it; of a recording, bitpart profile makes a profile',
      { file: shown },
    );
  }
  try {
    return profileFileFromText(bytes.toString('utf8'));
  } catch (error) {
    if (!(error instanceof ProfileFormatError)) throw error;
    const wrong = new InputError(error.message, { file: shown });
    wrong.cause = error;
    throw wrong;
  }
}
