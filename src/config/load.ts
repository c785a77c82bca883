import type { Domain, Layout } from '../layouts/index.ts';
import { nearest } from '../layouts/nearest.ts';
import type { LayoutProblem } from '../layouts/problem.ts';
import type { EventNames } from '../workloads/readers/event-names.ts';
import { attackerOfEntry, moveOfEntry, withMoves } from './attackers.ts';
import { Domains, domainOfEntry } from './domains.ts';
import { idKey, idOfPath } from './ids.ts';
import { problemsOfIssues } from './issues.ts';
import { layoutOfEntry } from './layouts.ts';
import { modelOfEntry, modelOfPreset } from './models.ts';
import type { Model, Plan, Requirement, ScenarioPlan } from './plan.ts';
import { type Problem, sortProblems } from './problems.ts';
import { type KnownKeys, parseRequirement } from './requirements.ts';
import { layoutsFile } from './schema.ts';
import { attackerEntry, moveEntry } from './schema-attackers.ts';
import { domainEntry } from './schema-domains.ts';
import { layoutEntry } from './schema-layouts.ts';
import { type RecordingEntry, type ScenarioEntry, scenarioEntry } from './schema-scenarios.ts';
import { quoted } from './show.ts';
import { type Path, readSource, type Source } from './source.ts';

export interface LoadOptions {
  /** As the user named it, for messages. */
  readonly file: string;
  /** A path written in the file, as one that can be opened. */
  readonly resolve: (path: string) => string;
  /** The models that ship with bitpart, by the name that `preset:` has for them. */
  readonly presets: Presets;
  /** Every `metric.of` that a requirement on these layouts may name. Absent: keys are not checked. */
  readonly metricKeys?: (layouts: readonly Layout[]) => readonly string[];
}

/** Models by name; what else is known of them is not looked at. */
export type Presets = Readonly<Record<string, PresetKnown>>;

interface PresetKnown {
  readonly model: Model;
  /** The description of a scenario that has none of its own. */
  readonly title?: string;
  /** True of attacks. */
  readonly hostile?: boolean;
}

/** A plan, or everything that is wrong: exactly one of the two is there. */
export type Loaded =
  | { readonly plan: Plan; readonly problems?: undefined }
  | {
      readonly plan?: undefined;
      readonly problems: readonly Problem[];
      /** The scenarios that could be read all the same, so that missing recordings are told with the rest. */
      readonly scenarios: readonly ScenarioPlan[];
    };

/** Problems that are collected; a file with more of them is no layouts.yaml. */
const MOST_PROBLEMS = 1000;

/** Layouts or scenarios of a file. The whole design space of a 64-bit word is 9,522 layouts. */
const MOST_ENTRIES = 10_000;

/**
 * layouts.yaml as a plan, every check made and every default filled in; or all of its problems, the most important last.
 * Never throws, whatever the text is. Does not look whether recordings exist.
 */
export function loadPlan(text: string, options: LoadOptions): Loaded {
  const source = readSource(options.file, text);
  const problems = new Problems();
  problems.add(source.problems);
  if (source.broken) return { problems: problems.sorted(), scenarios: [] };

  for (const list of ['layouts', 'scenarios', 'domains', 'attackers', 'moves']) {
    const { length } = listAt(source, list);
    if (length <= MOST_ENTRIES) continue;
    problems.add([source.problemAt([list], `${length} ${list}, at most ${MOST_ENTRIES} are read`, {}, 'key')]);
    return { problems: problems.sorted(), scenarios: [] };
  }

  const parsed = layoutsFile.safeParse(source.value);
  if (!parsed.success) problems.add(problemsOfIssues(source, parsed.error.issues.slice(0, MOST_PROBLEMS)));

  // What needs more than one key is checked entry by entry, so that a mistake in one does not hide those of another.
  const domains = readDomains(source, problems);
  const layouts = readLayouts(source, domains, problems);
  const scenarios = readScenarios(source, options, domains, problems);
  problems.add(collisions(source, 'layouts', layouts));
  problems.add(collisions(source, 'scenarios', scenarios));
  const good = layouts.flatMap((found) => found.value ?? []);
  const keys = good.length > 0 ? (options.metricKeys?.(good) ?? []) : [];
  // A field may belong to a layout that could not be read: then only the metric of a key can be checked.
  const known: KnownKeys = { keys, complete: good.length === layouts.length };
  const requirements = readRequirements(source, known, problems);
  const attackers = readOwn(source, 'attackers', attackerEntry, problems, (entry) => {
    const { attacker: value, problems: found } = attackerOfEntry(entry);
    return { value, found };
  });
  const moves = readOwn(source, 'moves', moveEntry, problems, (entry) => {
    const { move: value, problems: found } = moveOfEntry(entry);
    return { value, found };
  });

  const goodScenarios = scenarios.flatMap((found) => found.value ?? []);
  if (problems.any) return { problems: problems.sorted(), scenarios: goodScenarios };
  return {
    plan: {
      layouts: good,
      scenarios: goodScenarios,
      requirements,
      ...(attackers.length > 0 ? { attackers } : {}),
      ...(moves.length > 0 ? { moves: withMoves(moves) } : {}),
    },
  };
}

/** The problems found so far, at most `MOST_PROBLEMS`. */
class Problems {
  private readonly found: Problem[] = [];

  get any(): boolean {
    return this.found.length > 0;
  }

  add(problems: readonly Problem[]): void {
    for (const problem of problems) if (this.found.length < MOST_PROBLEMS) this.found.push(problem);
  }

  sorted(): readonly Problem[] {
    return sortProblems(this.found);
  }
}

/** An entry of a list: what it came to, and the id that it takes even where it came to nothing. */
interface Entry<T> {
  readonly id: string | undefined;
  readonly path: Path;
  readonly value: T | undefined;
}

function readDomains(source: Source, problems: Problems): Domains {
  const domains = new Domains();
  readOwn(source, 'domains', domainEntry, problems, (entry) => {
    const { domain, problems: found } = domainOfEntry(entry);
    domains.add(entry.name, domain);
    return { value: domain, found };
  });
  // One whose entry is no domain at all is told of already, and so is who uses it.
  for (const item of listAt(source, 'domains')) {
    const own = nameOf(item);
    if (own !== undefined && domains.find(own) === undefined) domains.add(own, undefined);
  }
  return domains;
}

function readLayouts(source: Source, domains: Domains, problems: Problems): readonly Entry<Layout>[] {
  return listAt(source, 'layouts').map((item, i): Entry<Layout> => {
    const path = ['layouts', i];
    const unread = { id: nameOf(item) ?? (typeof item === 'string' ? item.trim() : undefined), path, value: undefined };
    const entry = source.isMarred(path) ? undefined : layoutEntry.safeParse(item);
    if (!entry?.success) return unread;
    problems.add(domainProblems(source, domains, entry.data, path));
    const built = layoutOfEntry(entry.data, (named) => domains.find(named));
    if (built.ok) return { id: built.layout.id, path, value: built.layout };
    for (const { path: inside, message, suggestion } of built.problems) {
      problems.add([
        source.problemAt([...path, ...inside.map(keyInFile)], message, suggestion === undefined ? {} : { suggestion }),
      ]);
    }
    return unread;
  });
}

/** What is wrong with the domain that an entry names. */
function domainProblems(source: Source, domains: Domains, entry: unknown, path: Path): readonly Problem[] {
  const named = typeof entry === 'object' && entry !== null ? (entry as { domain?: unknown }).domain : undefined;
  const found = typeof named === 'string' ? domains.problemOf(named) : undefined;
  if (found === undefined) return [];
  const more = found.suggestion === undefined ? {} : { suggestion: found.suggestion };
  return [source.problemAt([...path, 'domain'], found.message, more)];
}

/** The entries of a list that stand for themselves, each under a name of its own. */
function readOwn<T, U>(
  source: Source,
  list: 'domains' | 'attackers' | 'moves',
  schema: { safeParse(item: unknown): { success: true; data: T } | { success: false } },
  problems: Problems,
  read: (entry: T) => { readonly value: U; readonly found: readonly LayoutProblem[] },
): readonly U[] {
  const entries = listAt(source, list).map((item, i): Entry<U> => {
    const path = [list, i];
    const entry = source.isMarred(path) ? undefined : schema.safeParse(item);
    if (!entry?.success) return { id: nameOf(item), path, value: undefined };
    const { value, found } = read(entry.data);
    for (const { path: inside, message, suggestion } of found) {
      const more = suggestion === undefined ? {} : { suggestion };
      problems.add([source.problemAt([...path, ...inside], message, more)]);
    }
    return { id: nameOf(item), path, value: found.length === 0 ? value : undefined };
  });
  problems.add(collisions(source, list, entries));
  return entries.flatMap(({ value }) => value ?? []);
}

/** A field of the builders' descriptions as the key that layouts.yaml has for it. */
function keyInFile(key: string | number): string | number {
  return key === 'onLimit' ? 'on-limit' : key;
}

function readScenarios(
  source: Source,
  options: LoadOptions,
  domains: Domains,
  problems: Problems,
): readonly Entry<ScenarioPlan>[] {
  return listAt(source, 'scenarios').map((item, i): Entry<ScenarioPlan> => {
    const path = ['scenarios', i];
    const entry = source.isMarred(path) ? undefined : scenarioEntry.safeParse(item);
    if (!entry?.success) return { id: nameOf(item), path, value: undefined };
    const wrong = domainProblems(source, domains, entry.data, path);
    const { scenario, problems: found } =
      wrong.length > 0 || isUnread(domains, entry.data)
        ? { scenario: undefined, problems: wrong }
        : scenarioOf(entry.data, source, path, options, domains);
    problems.add(found);
    return { id: idOf(entry.data), path, value: found.length === 0 ? scenario : undefined };
  });
}

function idOf(entry: ScenarioEntry): string {
  if ('trace' in entry) return entry.name ?? idOfPath(entry.trace);
  return 'preset' in entry ? (entry.name ?? entry.preset) : entry.name;
}

function scenarioOf(
  entry: ScenarioEntry,
  source: Source,
  path: Path,
  options: LoadOptions,
  domains: Domains,
): { readonly scenario: ScenarioPlan | undefined; readonly problems: readonly Problem[] } {
  const known = 'preset' in entry ? presetOf(options.presets, entry.preset) : undefined;
  const description = entry.description ?? known?.title;
  const base = {
    id: idOf(entry),
    large: entry.large ?? 'apart',
    ...(description === undefined ? {} : { description }),
    ...((entry.hostile ?? known?.hostile) ? { hostile: true as const } : {}),
  } as const;
  if ('trace' in entry) {
    const { file, line, column, length = 1 } = source.problemAt([...path, 'trace'], '');
    return {
      scenario: {
        ...base,
        source: 'recording',
        trace: entry.trace,
        path: options.resolve(entry.trace),
        at: { file, line, column, length },
        ...ownDomain(domains, entry.domain),
        ...(entry.events === undefined ? {} : { events: eventNames(entry.events) }),
      },
      problems: [],
    };
  }
  if ('preset' in entry && !known) {
    const names = Object.keys(options.presets);
    const [meant] = nearest(entry.preset, names, 1);
    const more = {
      seen: entry.preset,
      ...(names.length > 0 ? { allowed: names.join(', ') } : {}),
      ...(meant === undefined ? {} : { suggestion: meant }),
    };
    return {
      scenario: undefined,
      problems: [source.problemAt([...path, 'preset'], `no preset is named ${quoted(entry.preset)}`, more)],
    };
  }
  const { model, problems } =
    'preset' in entry
      ? modelOfPreset(known!.model, entry)
      : modelOfEntry(entry, 'domain' in entry ? ownDomain(domains, entry.domain).domain : undefined);
  const scenario: ScenarioPlan = {
    ...base,
    source: 'model',
    ...('preset' in entry ? { preset: entry.preset } : {}),
    model,
  };
  return {
    scenario,
    problems: problems.map(({ path: inside, message, suggestion }) =>
      source.problemAt([...path, ...inside], message, suggestion === undefined ? {} : { suggestion }),
    ),
  };
}

/** Lists, of names that may stand alone. */
function eventNames({ pin, unpin }: NonNullable<RecordingEntry['events']>): EventNames {
  return {
    ...(pin === undefined ? {} : { pin: [pin].flat() }),
    ...(unpin === undefined ? {} : { unpin: [unpin].flat() }),
  };
}

/** It names a domain of which it is told elsewhere what is wrong. */
const isUnread = (domains: Domains, entry: ScenarioEntry): boolean =>
  'domain' in entry && entry.domain !== undefined && domains.find(entry.domain) === undefined;

/** What an entry's `domain:` adds to its plan: nothing where its kinds are those of a page. */
function ownDomain(domains: Domains, named: string | undefined): { readonly domain?: Domain } {
  const domain = named === undefined ? undefined : domains.find(named);
  return domain === undefined ? {} : { domain };
}

function presetOf(presets: Presets, name: string): PresetKnown | undefined {
  return Object.hasOwn(presets, name) ? presets[name] : undefined;
}

function readRequirements(source: Source, known: KnownKeys, problems: Problems): readonly Requirement[] {
  const require = valueAt(source, 'require');
  if (typeof require !== 'object' || require === null || Array.isArray(require)) return [];
  const requirements: Requirement[] = [];
  for (const [key, text] of Object.entries(require)) {
    const path = ['require', key];
    if (source.isMarred(path)) continue;
    const parsed = parseRequirement(key, typeof text === 'string' ? text : undefined, known);
    if (parsed.ok) requirements.push(parsed.requirement);
    else problems.add(parsed.problems.map(({ on, message, ...more }) => source.problemAt(path, message, more, on)));
  }
  return requirements;
}

function collisions(source: Source, list: string, entries: readonly Entry<unknown>[]): readonly Problem[] {
  const first = new Map<string, Entry<unknown>>();
  const taken = new Set(entries.map((entry) => (entry.id === undefined ? '' : idKey(entry.id))));
  const problems: Problem[] = [];
  for (const entry of entries) {
    if (entry.id === undefined || problems.length === MOST_PROBLEMS) continue;
    const earlier = first.get(idKey(entry.id));
    if (!earlier) {
      first.set(idKey(entry.id), entry);
      continue;
    }
    const line = source.problemAt(earlier.path, '').line;
    const spelled = earlier.id === entry.id ? '' : `, where it is written ${quoted(earlier.id!)}`;
    problems.push(
      source.problemAt(
        [...entry.path, 'name'],
        `two ${list} are named ${quoted(entry.id)}: the other is on line ${line}${spelled}`,
        {
          suggestion: `another name: ${freeName(entry.id, taken)}`,
        },
      ),
    );
  }
  return problems;
}

/** The id with the smallest number behind it that nobody has. */
function freeName(id: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(idKey(`${id} ${number}`))) number++;
  return `${id} ${number}`;
}

function nameOf(item: unknown): string | undefined {
  const name =
    typeof item === 'object' && item !== null && Object.hasOwn(item, 'name')
      ? (item as { name: unknown }).name
      : undefined;
  return typeof name === 'string' ? name : undefined;
}

function valueAt(source: Source, key: string): unknown {
  const value = source.value;
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function listAt(source: Source, key: string): readonly unknown[] {
  const list = valueAt(source, key);
  return Array.isArray(list) ? list : [];
}
