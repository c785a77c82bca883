import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT, type Io } from '../io.ts';
import { InputError } from '../node/input-error.ts';
import type { ExploreOptions } from './explore-flags.ts';
import type { Explored } from './explore-run.ts';
import { openReport } from './open-report.ts';

/**
 * Files are looked at so often, milliseconds: every file system and every editor's way of saving looks alike that way,
 * and a save is seen in a tenth of a second.
 */
const LOOK_EVERY = 100;
/** A save is over once nothing has changed for so long. */
const QUIET_FOR = 60;

/** What a file is now; equal while nobody writes it. */
type State = readonly string[];

/**
 * Runs again after each save of layouts.yaml or of a recording. While the file is not in order its problems are shown and
 * the last good report stays. Ctrl-C between two runs is how it ends: with 0; during a run it interrupts, as ever.
 */
export async function watchExplore(
  options: ExploreOptions,
  io: Io,
  once: (options: ExploreOptions, io: Io) => Promise<Explored>,
): Promise<number> {
  const file = resolve(io.cwd, options.file);
  let sources: readonly string[] = [];
  let hasReport = false;
  for (;;) {
    const started = io.now();
    const before = await statesOf([file, ...sources]);
    const explored = await attempt(() => once(options, io), options, io);
    if (explored.results !== undefined) {
      if (!hasReport) await openReport(options, io);
      hasReport = true;
    }
    // A broken file names no recordings: those of the last good one are still looked at.
    const known = sources;
    if (explored.results !== undefined) sources = explored.sources;
    if (!options.quiet) {
      const took = `in ${((io.now() - started) / 1000).toFixed(1)} s`;
      const stays = hasReport ? 'The last good report stays as it was' : 'There is no report yet';
      const state =
        explored.results === undefined
          ? `${stays}; mend the file and save it`
          : `Written ${took}; save ${options.file} to run again`;
      io.err(`${state}. Ctrl-C stops.\n`);
    }
    const watched = [file, ...sources];
    const reference = sources === known ? before : [before[0]!, ...(await statesOf(sources))];
    if (!(await changed(watched, reference, io.signal))) {
      if (!options.quiet) io.err('Stopped.\n');
      return EXIT.done;
    }
  }
}

/** What is wrong with an input is said, and the watch goes on. */
async function attempt(work: () => Promise<Explored>, { format }: ExploreOptions, io: Io): Promise<Explored> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    io.err(`${error.text}\n`);
    if (format === 'github') {
      const { annotateError } = await import('./annotate.ts');
      annotateError(error.message, error, io);
    }
    return { code: EXIT.usage, sources: [] };
  }
}

/** Resolves with true once one of the files differs from what it was, and with false where somebody stops it. */
async function changed(paths: readonly string[], before: State, signal: AbortSignal | undefined): Promise<boolean> {
  for (;;) {
    if (signal?.aborted === true) return false;
    let now = await statesOf(paths);
    if (!equal(now, before)) {
      // An editor may write in several steps.
      for (let last: State = []; !equal(now, last); now = await statesOf(paths)) {
        last = now;
        await pause(QUIET_FOR, signal);
      }
      return true;
    }
    await pause(LOOK_EVERY, signal);
  }
}

const equal = (a: State, b: State): boolean => a.length === b.length && a.every((state, i) => state === b[i]);

function statesOf(paths: readonly string[]): Promise<State> {
  return Promise.all(
    paths.map((path) =>
      stat(path, { bigint: true }).then(
        ({ size, mtimeNs, ctimeNs, ino }) => [size, mtimeNs, ctimeNs, ino].join(' '),
        () => 'none',
      ),
    ),
  );
}

/** Ends early where somebody stops it. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      done();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end, { once: true });
  });
}
