import { resolve } from 'node:path';
import { printable } from '../config/index.ts';
import type { Plan } from '../config/plan.ts';
import { EXIT, type Io } from '../io.ts';
import { Cache } from '../node/cache.ts';
import { evaluatePlan, partOf, readProfile, remarked } from '../node/evaluate.ts';
import { InputError } from '../node/input-error.ts';
import { recordingsOf } from '../node/inputs.ts';
import type { RecordingFile } from '../node/lines.ts';
import { Pool } from '../node/pool.ts';
import { checkProfileOutput, type ProfileOutput, profileOutputOf, writeProfile } from '../node/profile-output.ts';
import { Progress } from '../node/progress.ts';
import { openError } from '../node/read-error.ts';
import { plural } from '../report/numbers.ts';
import { ignoredText } from '../report/scenario-words.ts';
import { VERSION } from '../version.ts';
import { type Counted, isDoubled } from '../workloads/doubled.ts';
import {
  emptyProfileFile,
  mergeProfileFiles,
  OtherDomainError,
  type ProfileFile,
  profileFileToJson,
} from '../workloads/profile-file.ts';
import { type Part, undirectedNote } from '../workloads/undirected.ts';
import { expansionOf, jobsOf, sayDoubtful, stoppable } from './common.ts';
import type { MergeArgs } from './merge.ts';
import type { ProfileArgs } from './profile.ts';

export async function runProfile(args: ProfileArgs, io: Io): Promise<number> {
  const jobs = jobsOf(args.jobs);
  const expansion = expansionOf(args['max-expansion']);
  const files = (
    await Promise.all(args.files.map((file) => recordingsOf(file === '-' ? '-' : resolve(io.cwd, file), file)))
  ).flat();
  const output = profileOutputOf(args.output, io.cwd);
  await checkProfileOutput(output, files, 'profile');
  const plan: Plan = {
    layouts: [],
    requirements: [],
    scenarios: files.map(({ path, shown }) => ({ id: shown, source: 'recording', large: 'apart', trace: shown, path })),
  };
  const progress = new Progress(io, files.length, args.quiet);
  const pool = new Pool(jobs);
  try {
    const work = evaluatePlan(plan, {
      pool,
      cache: new Cache(undefined),
      watcher: progress,
      named: true,
      ...expansion,
    });
    const reads = await stoppable(work, io.signal);
    progress.end();
    const sum = reads.reduce<ProfileFile>(mergeProfileFiles, emptyProfileFile());
    const parts = reads.map((read, i) => partOf(files[i]!, read));
    const counted = reads.map((read, i) => countedAs(files[i]!, read));
    const merged = remarked(sum, counted);
    await write(merged, output, io);
    if (!args.quiet) {
      sayDoubtful(reads, io);
      sayWritten(merged, undirectedNote(parts), filesText(counted), output, io);
    }
    return EXIT.done;
  } finally {
    progress.end();
    await pool.close();
  }
}

/** A file is a recording, which is its own only input, or a profile of some. */
function countedAs({ shown }: RecordingFile, { inputs }: Counted): Counted {
  const isRecording = inputs.length === 1 && inputs[0]!.path === shown;
  return isRecording ? { inputs } : { profile: shown, inputs };
}

function filesText(counted: readonly Counted[]): string {
  const profiles = counted.filter(({ profile }) => profile !== undefined).length;
  const recordings = counted.length - profiles;
  const some = [
    ...(recordings > 0 || profiles === 0 ? [plural(recordings, 'recording')] : []),
    ...(profiles > 0 ? [plural(profiles, 'profile')] : []),
  ];
  return some.join(' and ');
}

/**
 * What is counted more than once, and what was written where that is not standard output. `undirected`: what keeps the sum
 * from telling directions; it is no part of the sum, which does not depend on how it was added up.
 */
function sayWritten(
  { evaluated }: ProfileFile,
  undirected: string | undefined,
  parts: string,
  output: ProfileOutput | undefined,
  io: Io,
): void {
  const file = output && printable(output.shown);
  for (const note of [...evaluated.notes.filter(isDoubled), ...(undirected === undefined ? [] : [undirected])])
    io.err(`${file === undefined ? '' : `${file}: `}${printable(note)}\n`);
  if (file === undefined) return;
  const { small, large } = evaluated.runs[0]!;
  const { ignored } = evaluated.matching;
  io.err(
    `${file}: ${plural(evaluated.events, 'event')} of ${small.profile.pages.toLocaleString('en')} small and ${large.profile.pages.toLocaleString('en')} large folios, ${parts}.\n${ignored === 0 ? '' : `${ignoredText(ignored)}\n`}Next: bitpart explore --trace ${file}\n`,
  );
}

export async function runMerge(args: MergeArgs, io: Io): Promise<number> {
  const files = args.profiles.map((shown) => ({ path: resolve(io.cwd, shown), shown }));
  const output = profileOutputOf(args.output, io.cwd);
  await checkProfileOutput(output, files, 'merge');
  let merged = emptyProfileFile();
  const counted: Counted[] = [];
  const parts: Part[] = [];
  for (const file of files) {
    try {
      const read = await readProfile(file);
      merged = mergeProfileFiles(merged, read);
      counted.push({ profile: file.shown, inputs: read.inputs });
      parts.push(partOf(file, read));
    } catch (error) {
      throw await mergeError(error, file, parts[0]?.name, files);
    }
  }
  const written = remarked(merged, counted);
  await write(written, output, io);
  const [profiles, recordings] = [plural(args.profiles.length, 'profile'), plural(merged.inputs.length, 'recording')];
  sayWritten(written, undirectedNote(parts), `${profiles} of ${recordings}`, output, io);
  return EXIT.done;
}

/** What keeps a file from being added to the others. `before`: one that was. */
async function mergeError(
  error: unknown,
  { path, shown }: RecordingFile,
  before: string | undefined,
  files: readonly RecordingFile[],
): Promise<InputError> {
  const { code, cause, message } = error as NodeJS.ErrnoException;
  if (code === 'EISDIR') {
    return new InputError('is a folder; merge takes profiles one by one, as the shell makes them of FOLDER/*.json', {
      file: shown,
    });
  }
  if (code === 'ENOENT' && /[*?[{]/.test(shown)) {
    return new InputError(
      'no such file; merge takes profiles one by one, as the shell makes them of a glob without quotes',
      {
        file: shown,
      },
    );
  }
  if (cause instanceof OtherDomainError) {
    const other = before ?? (await firstRead(files));
    if (other !== undefined) return new InputError(`${message} as ${other} does: they do not add up`, { file: shown });
  }
  return openError(error, path, shown);
}

/** The first file that is a profile which can be read. */
async function firstRead(files: readonly RecordingFile[]): Promise<string | undefined> {
  for (const file of files) {
    const isRead = await readProfile(file).then(
      () => true,
      () => false,
    );
    if (isRead) return file.shown;
  }
  return undefined;
}

async function write(file: ProfileFile, output: ProfileOutput | undefined, io: Io): Promise<void> {
  const text = `${JSON.stringify(profileFileToJson(file, VERSION))}\n`;
  if (output === undefined) io.out(text);
  else await writeProfile(output, text);
}
