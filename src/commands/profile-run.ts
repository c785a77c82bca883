import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { printable } from '../config/index.ts';
import type { Plan } from '../config/plan.ts';
import { EXIT, type Io } from '../io.ts';
import { Cache } from '../node/cache.ts';
import { evaluatePlan, readProfile, remarked } from '../node/evaluate.ts';
import { recordingsOf } from '../node/inputs.ts';
import { writeError } from '../node/output.ts';
import { Pool } from '../node/pool.ts';
import { Progress } from '../node/progress.ts';
import { openError } from '../node/read-error.ts';
import { plural } from '../report/numbers.ts';
import { ignoredText } from '../report/scenario-words.ts';
import { VERSION } from '../version.ts';
import { type Counted, isDoubled } from '../workloads/doubled.ts';
import { emptyProfileFile, mergeProfileFiles, type ProfileFile, profileFileToJson } from '../workloads/profile-file.ts';
import { expansionOf, jobsOf, sayDoubtful, stoppable } from './common.ts';
import type { MergeArgs } from './merge.ts';
import type { ProfileArgs } from './profile.ts';

export async function runProfile(args: ProfileArgs, io: Io): Promise<number> {
  const jobs = jobsOf(args.jobs);
  const expansion = expansionOf(args['max-expansion']);
  const files = (
    await Promise.all(args.files.map((file) => recordingsOf(file === '-' ? '-' : resolve(io.cwd, file), file)))
  ).flat();
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
    const merged = remarked(reads.reduce<ProfileFile>(mergeProfileFiles, emptyProfileFile()), reads);
    await write(merged, args.output, io);
    if (!args.quiet) {
      sayDoubtful(reads, io);
      sayWritten(merged, plural(files.length, 'recording'), args.output, io);
    }
    return EXIT.done;
  } finally {
    progress.end();
    await pool.close();
  }
}

/** What is counted more than once, and what was written where that is not standard output. */
function sayWritten({ evaluated }: ProfileFile, parts: string, output: string | undefined, io: Io): void {
  const isFile = output !== undefined && output !== '-';
  for (const note of evaluated.notes)
    if (isDoubled(note)) io.err(`${isFile ? `${printable(output)}: ` : ''}${printable(note)}\n`);
  if (!isFile) return;
  const { small, large } = evaluated.runs[0]!;
  const { ignored } = evaluated.matching;
  io.err(
    `${printable(output)}: ${plural(evaluated.events, 'event')} of ${small.profile.pages.toLocaleString('en')} small and ${large.profile.pages.toLocaleString('en')} large folios, ${parts}.\n${ignored === 0 ? '' : `${ignoredText(ignored)}\n`}Next: bitpart explore --trace ${printable(output)}\n`,
  );
}

export async function runMerge(args: MergeArgs, io: Io): Promise<number> {
  let merged = emptyProfileFile();
  const counted: Counted[] = [];
  for (const name of args.profiles) {
    const path = resolve(io.cwd, name);
    try {
      const read = await readProfile({ path, shown: name });
      merged = mergeProfileFiles(merged, read);
      counted.push({ profile: name, inputs: read.inputs });
    } catch (error) {
      throw await openError(error, path, name);
    }
  }
  const written = remarked(merged, counted);
  await write(written, args.output, io);
  const [profiles, recordings] = [plural(args.profiles.length, 'profile'), plural(merged.inputs.length, 'recording')];
  sayWritten(written, `${profiles} of ${recordings}`, args.output, io);
  return EXIT.done;
}

async function write(file: ProfileFile, output: string | undefined, io: Io): Promise<void> {
  const text = `${JSON.stringify(profileFileToJson(file, VERSION))}\n`;
  if (output === undefined || output === '-') {
    io.out(text);
    return;
  }
  const path = resolve(io.cwd, output);
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw writeError(error, output);
  }
}
