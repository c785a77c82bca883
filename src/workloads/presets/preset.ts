import type { Model } from '../../config/plan.ts';

/** A model that ships with bitpart. */
export interface Preset {
  /** What `preset:` names it by. */
  readonly id: string;
  readonly title: string;
  /** What it is a model of, and what law it follows. */
  readonly description: string;
  /** Where each number of the model comes from. */
  readonly sources: readonly ParameterSource[];
  readonly model: Model;
}

interface ParameterSource {
  /** Where the number stands: `pages[0].pins[1].hold.lognormal.median`. */
  readonly parameter: string;
  readonly value: number;
  /** A recording, a page of the reference, or `assumed: ` and why. */
  readonly source: string;
}

/** Gives the number back, and keeps where it comes from. */
type From = (value: number, source: string) => number;

/**
 * A preset whose every number stands beside its source. The model is written as one literal, so that its numbers are
 * evaluated in the order in which they stand in it.
 * @throws Error where a number of the model has no source.
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
  return { ...parts, sources, model };
}

/** The numbers in a value, in the order in which they stand in it, with their places. */
function numbersOf(value: unknown, place: string): { parameter: string; value: number }[] {
  if (typeof value === 'number') return [{ parameter: place, value }];
  if (Array.isArray(value)) return value.flatMap((entry, i) => numbersOf(entry, `${place}[${i}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => numbersOf(entry, place === '' ? key : `${place}.${key}`));
}
