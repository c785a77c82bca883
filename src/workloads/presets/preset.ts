import type { Asker, Model, PinStream } from '../../config/plan.ts';

/** A model that ships with bitpart. */
export interface Preset {
  /** What `preset:` names it by. */
  readonly id: string;
  readonly title: string;
  /** What it is a model of, and what law it follows. */
  readonly description: string;
  /** An attack, and not a workload that somebody wants to run. */
  readonly hostile?: true;
  /** The laws that it follows (workloads/laws.ts). */
  readonly laws: readonly string[];
  /** What it is held against, in docs/presets.md. */
  readonly comparisons: readonly Comparison[];
  /** Where each number of the model comes from. */
  readonly sources: readonly ParameterSource[];
  readonly model: Model;
}

/** Some groups of pages of a model, and what was seen of such pages. */
export interface Comparison {
  /** Groups of the model, all of their pages together. */
  readonly groups: readonly string[];
  /** Id of a recording (traces/README.md), or what was published: the most references of the kind at once, and where. */
  readonly with: string | { readonly peak: number; readonly source: string };
  readonly of: 'pin' | 'ordinary';
}

interface ParameterSource {
  /** Where the number stands: `pages[0].pins[1].hold.lognormal.median`. */
  readonly parameter: string;
  readonly value: number;
  /** A recording, a page of the reference, or `assumed: ` and why. */
  readonly source: string;
}

/** Gives the number back, and keeps where it comes from. */
export type From = (value: number, source: string) => number;

type Note = readonly [value: number, source: string];

/**
 * A preset whose every number stands beside its source. The model is written as one literal, so that its numbers are
 * evaluated in the order in which they stand in it.
 * @throws Error where a number of the model has no source, or a comparison names a group that is not there.
 */
export function preset(parts: Omit<Preset, 'sources' | 'model'>, build: (from: From) => Model): Preset {
  const given: { value: number; source: string }[] = [];
  const model = build((value, source) => {
    given.push({ value, source });
    return value;
  });
  const sources = numbersOf(model, '').map(({ parameter, value }, i): ParameterSource => {
    const note = given[i];
    if (note?.value !== value) throw new Error(`preset ${parts.id}: ${parameter} has no source beside it`);
    return { parameter, ...note };
  });
  if (sources.length !== given.length) throw new Error(`preset ${parts.id}: a source stands beside no number`);
  const names = model.pages.map(({ name }) => name);
  const missing = parts.comparisons.flatMap(({ groups }) => groups).find((name) => !names.includes(name));
  if (missing !== undefined) throw new Error(`preset ${parts.id} has no pages named ${missing}`);
  return { ...parts, sources, model };
}

/** How long a run is, with the defaults of layouts.schema.json for the rest. */
export const runs = (from: From, duration: Note, warmup: Note) => ({
  duration: from(...duration),
  warmup: from(...warmup),
  seed: from(1, 'default (layouts.schema.json)'),
  runs: from(5, 'default (layouts.schema.json)'),
});

/** Ordinary references that stay the same. */
export const steady = (from: From, ...note: Note) => ({
  steady: from(...note),
  rate: from(0, 'constant while the workload runs'),
});

/** Long-term write pins of so many registrations, each made again soon after it was dropped. */
export const registrations = (from: From, count: Note, hold: Note): PinStream => ({
  kind: 'write-long',
  rate: from(1000, 'assumed: who drops a registration makes the next within some milliseconds'),
  hold: { fixed: from(...hold) },
  sources: from(...count),
  ifRefused: 'skip',
});

/** A lognormal hold: its sigma is ln(p99 / median) / 2.326. */
export const lognormal = (from: From, median: Note, sigma: Note) => ({
  lognormal: { median: from(...median), sigma: from(...sigma) },
});

const WHO: Readonly<Record<Asker, string>> = {
  fork: 'assumed: a process that pins forks now and then',
  'cow-fault': 'assumed: a child or parent writes to what it shares',
  reclaim: 'assumed: reclaim scans each page every few seconds',
  migration: 'assumed: compaction and NUMA balancing try each page now and then',
  'write-back': 'assumed: dirty pages are written every 30 s at most, those in use more often',
};

/** Who asks, by assumption: no recording counts that. */
export function asked(from: From, by: Readonly<Partial<Record<Asker, number>>>): NonNullable<Model['checks']> {
  return {
    rate: from(0, 'assumed: nobody else asks'),
    by: Object.fromEntries(Object.entries(by).map(([who, rate]) => [who, from(rate, WHO[who as Asker])])),
  };
}

/** The numbers in a value, in the order in which they stand in it, with their places. */
function numbersOf(value: unknown, place: string): { parameter: string; value: number }[] {
  if (typeof value === 'number') return [{ parameter: place, value }];
  if (Array.isArray(value)) return value.flatMap((entry, i) => numbersOf(entry, `${place}[${i}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => numbersOf(entry, place === '' ? key : `${place}.${key}`));
}
