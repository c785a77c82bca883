import { classOf, type Domain, kindNames, kindSetOf, PAGE_REFERENCES, suggest } from '../layouts/index.ts';
import { checkRate, trafficOf } from '../workloads/model/describe.ts';
import type { Checks, Hold, Model, PageGroup, PinStream } from './plan.ts';
import { LONGEST_SECONDS } from './quantities.ts';
import type { ChecksEntry, HoldEntry, ModelEntry, PinEntry, PresetEntry } from './schema-scenarios.ts';
import { quoted } from './show.ts';
import type { Path } from './source.ts';

/** What is wrong with a model, and where in its entry. */
export interface ModelProblem {
  readonly path: Path;
  readonly message: string;
  readonly suggestion?: string;
}

/** Events of a scenario, all runs together: more would take minutes, and is rather a typing error in a rate or a count. */
const MOST_EVENTS = 2 ** 31;

/** References held at once, all pages of one run together: each takes some 20 bytes. */
const MOST_HELD = 2 ** 24;

/** Pages of one run. */
const MOST_PAGES = 2 ** 24;

/** Share of `duration` that passes before it unless told otherwise (layouts.schema.json). */
const WARMUP = 0.1;

const SEED = 1;
const RUNS = 5;

/** What each further wait of a refused call is multiplied with unless told otherwise. */
const BACK_OFF = 2;

/** The model of an entry with every default filled in, and everything that is wrong with it. `domain`: of kinds of one's own. */
export function modelOfEntry(
  entry: ModelEntry,
  domain?: Domain,
): { readonly model: Model; readonly problems: readonly ModelProblem[] } {
  const problems: ModelProblem[] = [];
  const pages = entry.pages.map((group, i): PageGroup => {
    const ordinary = group.ordinary;
    const rate = ordinary?.rate ?? 0;
    const at: Path = ['pages', i];
    if (ordinary && rate > 0 && !ordinary.hold) {
      problems.push({ path: [...at, 'ordinary'], message: 'ordinary references that are taken at a rate need a hold' });
    }
    if (ordinary?.hold && ordinary.rate === undefined) {
      problems.push({
        path: [...at, 'ordinary', 'hold'],
        message: 'a hold without a rate: nothing is taken that could be held',
      });
    }
    if (!ordinary && !group.pins?.length) {
      problems.push({
        path: at,
        message: 'a group of pages has ordinary references or pins; here nothing would happen',
      });
    }
    return {
      name: group.name ?? `pages ${i + 1}`,
      count: group.count ?? 1,
      ...(ordinary
        ? {
            ordinary: {
              steady: ordinary.steady ?? 0,
              rate,
              ...(ordinary.hold ? { hold: holdOf(ordinary.hold) } : {}),
              ...(ordinary.sources === undefined ? {} : { sources: ordinary.sources }),
            },
          }
        : {}),
      ...(group.zipf === undefined ? {} : { zipf: group.zipf }),
      pins: (group.pins ?? []).map((stream, p) => {
        problems.push(...kindProblems(stream, domain, [...at, 'pins', p, 'kind']));
        problems.push(...streamProblems(stream, group.count ?? 1, [...at, 'pins', p]));
        return streamOf(stream);
      }),
    };
  });
  problems.push(...doubledGroups(pages));
  const model: Model = {
    ...(domain === undefined ? {} : { domain }),
    duration: entry.duration,
    warmup: entry.warmup ?? entry.duration * WARMUP,
    seed: entry.seed ?? SEED,
    runs: entry.runs ?? RUNS,
    pages,
    ...(entry.checks ? { checks: checksOf(entry.checks) } : {}),
  };
  return { model, problems: [...problems, ...sizeProblems(model)] };
}

/** A kind or group that nobody can pin: unknown, the first kind, a state; of a domain of one's own also a group of several. */
function kindProblems({ kind }: PinEntry, domain: Domain = PAGE_REFERENCES, at: Path): readonly ModelProblem[] {
  const pins = kindNames(domain).filter(
    (name) => (classOf(domain, name) ?? 0) > 0 && (kindSetOf(domain, name)! & (domain.state ?? 0)) === 0,
  );
  const named =
    typeof kind === 'string' ? [{ name: kind, path: at }] : kind.map((name, i) => ({ name, path: [...at, i] }));
  return named.flatMap(({ name, path }) => {
    if (pins.includes(name)) return [];
    const nearest = suggest(name, pins);
    const there = pins.length === 0 ? 'there are none in this domain' : `there are ${pins.join(', ')}`;
    return [
      {
        path,
        message: `${quoted(name)} is no kind or group of pins; ${there}`,
        ...(nearest === undefined ? {} : { suggestion: nearest }),
      },
    ];
  });
}

function streamOf({ kind, rate, hold, batch, phases, pages, sources, retry, ...entry }: PinEntry): PinStream {
  const [first = '', ...others] = typeof kind === 'string' ? [kind] : kind;
  return {
    kind: first,
    ...(others.length > 0 ? { or: others } : {}),
    rate,
    hold: holdOf(hold),
    ...(batch === undefined ? {} : { batch }),
    ...(phases === undefined ? {} : { phases }),
    ...(pages === undefined ? {} : { pages }),
    ...(sources === undefined ? {} : { sources }),
    ...(entry['if-refused'] === 'skip' ? { ifRefused: 'skip' } : {}),
    ...(retry === undefined
      ? {}
      : { retry: { times: retry.times, wait: holdOf(retry.wait), factor: retry.factor ?? BACK_OFF } }),
  };
}

function streamProblems(entry: PinEntry, count: number, at: Path): readonly ModelProblem[] {
  const { pages = 1, sources, retry } = entry;
  const problems: ModelProblem[] = [];
  if (pages > count) {
    const has = count === 1 ? 'only one' : `${count}`;
    problems.push({ path: [...at, 'pages'], message: `a call pins ${pages} pages, and the group has ${has}` });
  }
  if (entry['if-refused'] === undefined) return problems;
  const reason =
    sources === undefined
      ? 'if-refused is what sources do: here there are none'
      : entry['if-refused'] === 'skip' && pages > 1
        ? 'a call over several pages drops those that it has when one is refused: it cannot go on as if it held'
        : entry['if-refused'] === 'skip' && retry !== undefined
          ? 'a source skips what it is refused, or tries again, not both'
          : undefined;
  return reason === undefined ? problems : [...problems, { path: [...at, 'if-refused'], message: reason }];
}

function checksOf({ rate = 0, ...entry }: ChecksEntry): Checks {
  const by = Object.fromEntries(Object.entries(entry).filter(([, each]) => each !== undefined));
  return { rate, ...(Object.keys(by).length > 0 ? { by } : {}) };
}

/** A preset with what an entry changes in it. A new duration brings its own warm-up, unless that is given too. */
export function modelOfPreset(
  preset: Model,
  entry: PresetEntry,
): { readonly model: Model; readonly problems: readonly ModelProblem[] } {
  const duration = entry.duration ?? preset.duration;
  const warmup = entry.warmup ?? (entry.duration === undefined ? preset.warmup : duration * WARMUP);
  const model = { ...preset, duration, warmup, seed: entry.seed ?? preset.seed, runs: entry.runs ?? preset.runs };
  return { model, problems: sizeProblems(model) };
}

/** What would make a model run out of memory, or for hours, with the arithmetic. Paths are those of a model's entry. */
export function sizeProblems(model: Model): readonly ModelProblem[] {
  const problems: ModelProblem[] = [];
  const seconds = model.warmup + model.duration;
  if (seconds >= LONGEST_SECONDS) {
    problems.push({
      path: ['duration'],
      message: `${number(model.warmup)} s of warm-up + ${number(model.duration)} s are too long: times are whole nanoseconds below 2^53, which is 2501h`,
    });
    return problems;
  }
  const pages = sum(model.pages, (group) => group.count);
  if (pages > MOST_PAGES) {
    problems.push({
      path: ['pages'],
      message: `${list(model.pages.map((group) => number(group.count)))} = ${number(pages)} pages, at most 2^24 are simulated`,
    });
  }
  const perGroup = model.pages.map((group) => group.count * eventsPerPage(group, model, seconds));
  const events = model.runs * sum(perGroup, (each) => each);
  if (events > MOST_EVENTS) {
    const most = perGroup.indexOf(Math.max(...perGroup));
    const group = model.pages[most]!;
    const each = number(eventsPerPage(group, model, seconds));
    problems.push({
      path: ['pages', most],
      message: `about ${number(events)} events, at most 2^31 are simulated: ${number(group.count)} pages of ${quoted(group.name)} x ${each} events in ${number(seconds)} s x ${model.runs} runs${model.pages.length > 1 ? ', and the other groups' : ''}`,
    });
  }
  model.pages.forEach((group, i) => {
    const held = group.count * heldPerPage(group, model);
    if (held <= MOST_HELD) return;
    problems.push({
      path: ['pages', i],
      message: `about ${number(held)} references held at once, at most 2^24 fit: ${number(group.count)} pages of ${quoted(group.name)} x ${number(heldPerPage(group, model))} (steady + rate x mean hold)`,
    });
  });
  return problems;
}

/** Events of one page in so many seconds: each reference is taken and dropped, each check is one. */
function eventsPerPage(group: PageGroup, model: Model, seconds: number): number {
  const taken = sum(trafficOf(group), (stream) => stream.taken);
  return (group.ordinary?.steady ?? 0) + seconds * (2 * taken + checkRate(model));
}

/**
 * References that a page holds on average, by Little's law. A page starts with them, unless there is no warm-up or the
 * mean hold is infinite: then it holds what has come since.
 */
function heldPerPage(group: PageGroup, { warmup, duration }: Model): number {
  const held = sum(trafficOf(group), (stream) =>
    warmup > 0 && stream.held < Number.POSITIVE_INFINITY
      ? stream.held
      : Math.min(stream.held, stream.taken * (warmup + duration)),
  );
  return (group.ordinary?.steady ?? 0) + held;
}

function holdOf(entry: HoldEntry): Hold {
  return typeof entry === 'number' ? { fixed: entry } : entry;
}

function doubledGroups(pages: readonly PageGroup[]): readonly ModelProblem[] {
  const seen = new Set<string>();
  return pages.flatMap((group, i) => {
    const key = group.name.toLowerCase();
    const doubled = seen.has(key);
    seen.add(key);
    return doubled
      ? [{ path: ['pages', i, 'name'], message: `two groups of pages are named ${quoted(group.name)}` }]
      : [];
  });
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

function list(parts: readonly string[]): string {
  return parts.length <= 4 ? parts.join(' + ') : `${parts.slice(0, 3).join(' + ')} + ...`;
}

/** Three digits are enough to see what went wrong. */
function number(value: number): string {
  if (Number.isInteger(value) && value < 1e6) return String(value);
  return value >= 1e6 ? value.toExponential(2).replace('e+', 'e') : String(Number(value.toPrecision(3)));
}
