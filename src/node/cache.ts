import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { profileFromJson, profileToJson } from '../harness/profile/json.ts';
import { type TallyJson, tallyFromJson, tallyToJson } from '../harness/tally-json.ts';
import type { Layout } from '../layouts/types.ts';
import { plural } from '../report/numbers.ts';
import { BUILD } from '../version.ts';
import { type Evaluated, type Population, replayedIn } from '../workloads/evaluated.ts';
import type { Input } from '../workloads/profile-file.ts';
import { makeFolder } from './make-folder.ts';

/** A scenario's events, read: with tallies of the layouts that went through replay, by what they are, not by their ids. */
export interface Read {
  readonly evaluated: Evaluated;
  readonly inputs: readonly Input[];
}

/** Entries kept; the oldest go first. */
const MOST_ENTRIES = 400;

/**
 * What was read before, beside the reports: one file an entry, written to a temporary name and renamed, so that a run that
 * is killed leaves whole entries and the next goes on from them. An entry's key is the hash of what it depends on: content
 * of the recordings or the model with its seed, and the version of bitpart. Its first line is the SHA-256 of what follows:
 * whatever cannot be read, or is not what was written, is as if not there.
 */
export class Cache {
  readonly #folder: string | undefined;
  readonly #build: string | undefined;
  hits = 0;
  /** Ids of scenarios that need not be read again: whoever asks for them or puts them there adds them. */
  readonly kept = new Set<string>();

  /** `folder`: undefined switches it off. `build`: of other sources nothing is taken; there is none where they can change. */
  constructor(folder: string | undefined, build: string | undefined = BUILD) {
    this.#folder = build === undefined ? undefined : folder;
    this.#build = build;
  }

  /** Key of files as they are now, by content where it is known, so that nothing is read to find it out. */
  async keyOfFiles(files: readonly { path: string; shown: string }[], options: unknown): Promise<string | undefined> {
    if (this.#folder === undefined) return undefined;
    const contents: unknown[] = [];
    for (const { path, shown } of files) {
      if (path === '-') return undefined;
      const identity = await identityOf(path);
      const known = identity === undefined ? undefined : await this.#load<{ sha256: string }>(`file-${identity}`);
      if (known === undefined) return undefined;
      contents.push([shown, known.sha256]);
    }
    return digest([this.#build, contents, options]);
  }

  /** What tells whether files are touched while they are read; for `knowFiles`. */
  async identitiesOf(files: readonly { path: string }[]): Promise<readonly (string | undefined)[]> {
    if (this.#folder === undefined) return [];
    return Promise.all(files.map(({ path }) => (path === '-' ? undefined : identityOf(path))));
  }

  /** Once they have been read: takes down what their content is, of those that are as they were `before` that. */
  async knowFiles(
    files: readonly { path: string }[],
    before: readonly (string | undefined)[],
    inputs: readonly Input[],
  ): Promise<void> {
    if (this.#folder === undefined) return;
    for (const [i, { path }] of files.entries()) {
      const identity = before[i];
      const sha256 = inputs[i]?.sha256;
      if (identity === undefined || sha256 === undefined || (await identityOf(path)) !== identity) continue;
      await this.#save(`file-${identity}`, { sha256 });
    }
  }

  keyOfModel(model: unknown): string | undefined {
    return this.#folder === undefined ? undefined : digest([this.#build, model]);
  }

  async get(key: string | undefined, layouts: readonly Layout[]): Promise<Read | undefined> {
    if (key === undefined) return undefined;
    const entry = await this.#load<Entry>(`read-${key}`);
    if (entry === undefined) return undefined;
    try {
      const read = fromEntry(entry, layouts);
      this.hits++;
      return read;
    } catch {
      return undefined;
    }
  }

  /** Returns whether it is kept. */
  async put(key: string | undefined, read: Read, layouts: readonly Layout[]): Promise<boolean> {
    if (key === undefined) return false;
    const before = await this.#load<Entry>(`read-${key}`);
    return this.#save(`read-${key}`, toEntry(read, layouts, before));
  }

  async #load<T>(name: string): Promise<T | undefined> {
    try {
      const text = await readFile(join(this.#folder!, `${name}.json`), 'utf8');
      const end = text.indexOf('\n');
      const value = text.slice(end + 1);
      return text.slice(0, end) === sha256Of(value) ? (JSON.parse(value) as T) : undefined;
    } catch {
      return undefined;
    }
  }

  /** A cache that cannot be written is no cache: the run goes on without. */
  async #save(name: string, value: unknown): Promise<boolean> {
    const folder = this.#folder!;
    const temporary = join(folder, `.${name}-${randomBytes(4).toString('hex')}`);
    try {
      await makeFolder(folder, folder);
      const text = JSON.stringify(value);
      await writeFile(temporary, `${sha256Of(text)}\n${text}`);
      await rename(temporary, join(folder, `${name}.json`));
      return true;
    } catch {
      await rm(temporary, { force: true }).catch(() => {});
      return false;
    }
  }

  /** Removes the oldest entries, and what killed runs have left. */
  async tidy(): Promise<void> {
    if (this.#folder === undefined) return;
    try {
      const folder = this.#folder;
      const found = await Promise.all(
        (await readdir(folder)).map(async (name) => ({ name, time: (await stat(join(folder, name))).mtimeMs })),
      );
      const day = 86_400_000;
      const newest = Math.max(...found.map(({ time }) => time));
      const old = found
        .filter(({ name }) => !name.startsWith('.'))
        .sort((a, b) => b.time - a.time)
        .slice(MOST_ENTRIES);
      const left = found.filter(({ name, time }) => name.startsWith('.') && newest - time > day);
      await Promise.all([...old, ...left].map(({ name }) => rm(join(folder, name), { force: true })));
    } catch {
      // nothing to tidy
    }
  }
}

/** Runs, with drops matched one way. */
interface RunsJson {
  readonly runs: readonly { readonly small: unknown; readonly large: unknown }[];
  /** By what the layout is; one of each run. */
  readonly tallies: Readonly<Record<string, readonly { readonly small: TallyJson; readonly large: TallyJson }[]>>;
}

interface Entry extends RunsJson {
  readonly evaluated: Omit<Evaluated, 'runs' | 'newestFirst'>;
  readonly newestFirst?: RunsJson;
  readonly inputs: readonly Input[];
}

function toEntry({ evaluated, inputs }: Read, layouts: readonly Layout[], before: Entry | undefined): Entry {
  const { runs, newestFirst, ...rest } = evaluated;
  return {
    evaluated: rest,
    ...(newestFirst === undefined ? {} : { newestFirst: runsToJson([newestFirst], layouts, before?.newestFirst) }),
    inputs,
    ...runsToJson(runs, layouts, before),
  };
}

function runsToJson(runs: Evaluated['runs'], layouts: readonly Layout[], before: RunsJson | undefined): RunsJson {
  const tallies: Record<string, RunsJson['tallies'][string]> = { ...before?.tallies };
  for (const layout of layouts) {
    const small = runs.map((run) => replayedIn(run.small, layout.id));
    if (small.some((tally) => tally === undefined)) continue;
    tallies[keyOfLayout(layout)] = runs.map((run, i) => ({
      small: tallyToJson(small[i]!),
      large: tallyToJson(replayedIn(run.large, layout.id) ?? small[i]!),
    }));
  }
  return {
    runs: runs.map(({ small, large }) => ({
      small: profileToJson(small.profile),
      large: profileToJson(large.profile),
    })),
    tallies,
  };
}

function fromEntry(entry: Entry, layouts: readonly Layout[]): Read {
  const [newestFirst] = entry.newestFirst === undefined ? [] : runsFromJson(entry.newestFirst, layouts);
  return {
    evaluated: {
      ...entry.evaluated,
      ...(newestFirst === undefined ? {} : { newestFirst }),
      runs: runsFromJson(entry, layouts),
    },
    inputs: entry.inputs,
  };
}

const runsFromJson = ({ runs, tallies: kept }: RunsJson, layouts: readonly Layout[]): Evaluated['runs'] =>
  runs.map((run, i) => {
    const population = (pages: 'small' | 'large'): Population => {
      const profile = profileFromJson(run[pages]);
      const tallies: [string, ReturnType<typeof tallyFromJson>][] = [];
      if (pages === 'small' || profile.pages > 0) {
        for (const layout of layouts) {
          const found = kept[keyOfLayout(layout)]?.[i];
          if (found !== undefined) tallies.push([layout.id, tallyFromJson(found[pages])]);
        }
      }
      return { profile, tallies: Object.fromEntries(tallies) };
    };
    return { small: population('small'), large: population('large') };
  });

/** What a layout does, whatever it is called. */
const keyOfLayout = ({ id: _, ...layout }: Layout): string => digest(layout);

/** A file that has not been touched has the same content: place, size, times to the nanosecond. */
async function identityOf(path: string): Promise<string | undefined> {
  try {
    const { size, mtimeNs, ctimeNs, ino, dev } = await stat(path, { bigint: true });
    return digest([resolve(path), String(size), String(mtimeNs), String(ctimeNs), String(ino), String(dev)]);
  } catch {
    return undefined;
  }
}

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

const digest = (value: unknown): string => sha256Of(JSON.stringify(value)).slice(0, 40);

/** What a run says of `hits` scenarios of `all` that were not read again. */
export const fromCacheText = (hits: number, all: number): string =>
  `${hits} of ${plural(all, 'scenario')} ${hits === 1 ? 'is' : 'are'} from the cache; --no-cache reads ${hits === 1 ? 'it' : 'them'} again.`;

/** What a run that is stopped says of the scenarios that are kept, of `all`. Empty: none is. */
export const keptText = (kept: number, all: number): string =>
  kept === 0
    ? ''
    : ` ${kept} of ${plural(all, 'scenario')} ${kept === 1 ? 'is' : 'are'} kept: the same command goes on from there.`;
