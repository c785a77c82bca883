import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Plan } from '../config/plan.ts';
import { EXIT, type Io } from '../io.ts';
import { Cache } from '../node/cache.ts';
import { evaluatePlan, readProfile } from '../node/evaluate.ts';
import { recordingsOf } from '../node/inputs.ts';
import { writeError } from '../node/output.ts';
import { Pool } from '../node/pool.ts';
import { Progress } from '../node/progress.ts';
import { openError } from '../node/read-error.ts';
import { ignoredText } from '../report/scenario-words.ts';
import { VERSION } from '../version.ts';
import { emptyProfileFile, mergeProfileFiles, type ProfileFile, profileFileToJson } from '../workloads/profile-file.ts';
import { expansionOf, jobsOf, sayEmpty, stoppable } from './common.ts';
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
    const merged = reads.reduce<ProfileFile>(mergeProfileFiles, emptyProfileFile());
    await write(merged, args.output, io);
    if (!args.quiet) sayEmpty(reads, io);
    if (!args.quiet && args.output !== undefined && args.output !== '-') {
      const { small, large } = merged.evaluated.runs[0]!;
      const { ignored } = merged.evaluated.matching;
      io.err(
        `${args.output}: ${merged.evaluated.events.toLocaleString('en')} events of ${small.profile.pages.toLocaleString('en')} small and ${large.profile.pages.toLocaleString('en')} large folios, ${files.length} ${files.length === 1 ? 'recording' : 'recordings'}.\n${ignored === 0 ? '' : `${ignoredText(ignored)}\n`}Next: bitpart explore --trace ${args.output}\n`,
      );
    }
    return EXIT.done;
  } finally {
    progress.end();
    await pool.close();
  }
}

export async function runMerge(args: MergeArgs, io: Io): Promise<number> {
  let merged = emptyProfileFile();
  for (const name of args.profiles) {
    const path = resolve(io.cwd, name);
    try {
      merged = mergeProfileFiles(merged, await readProfile({ path, shown: name }));
    } catch (error) {
      throw await openError(error, path, name);
    }
  }
  await write(merged, args.output, io);
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
