import type { Model, Requirement } from '../../config/plan.ts';
import { type ProfileJson, profileFromJson, profileToJson } from '../../harness/profile/json.ts';
import type { Observed } from '../../harness/tally.ts';
import { emptyPopulation, type Population } from '../../workloads/evaluated.ts';
import type { Measurable } from '../measure-in.ts';

/** Characters of JSON that the profiles of a page may take, before they are compressed to about a tenth. */
const MOST_TEXT = 6_000_000;

/** What the page needs to measure a layout of which Node knew nothing. */
export interface WhatIfSource {
  readonly scenarios: readonly Measurable[];
  /** What layouts.yaml requires. */
  readonly requirements: readonly Requirement[];
}

/** The same as JSON. */
export interface PackedSource {
  readonly scenarios: readonly PackedScenario[];
  readonly requirements: readonly Requirement[];
  /** Scenarios whose profiles would have made the page too large. */
  readonly left: readonly string[];
}

interface PackedScenario {
  readonly id: string;
  readonly observed: Observed;
  readonly model?: Model;
  /** Profiles of the small and the large folios of each run; null where there are none. */
  readonly runs: readonly (readonly [ProfileJson | null, ProfileJson | null])[];
}

/**
 * Profiles as the page embeds them: whole scenarios, in their order, as long as there is room for `most` characters.
 * Tallies of replayed layouts are left out: their rows are in the results.
 */
export function packSource({ scenarios, requirements }: WhatIfSource, most = MOST_TEXT): PackedSource {
  const packed: PackedScenario[] = [];
  const left: string[] = [];
  let length = 0;
  for (const scenario of scenarios) {
    const entry: PackedScenario = {
      id: scenario.id,
      observed: scenario.observed,
      runs: scenario.runs.map(({ small, large }) => [profileOf(small), profileOf(large)]),
      ...(scenario.model === undefined ? {} : { model: scenario.model }),
    };
    const size = JSON.stringify(entry).length;
    if (length + size > most) left.push(scenario.id);
    else {
      packed.push(entry);
      length += size;
    }
  }
  return { scenarios: packed, requirements, left };
}

const profileOf = ({ profile }: Population): ProfileJson | null =>
  profile.pages === 0 ? null : profileToJson(profile);

/** The inverse of `packSource`, for the scenarios that found room. */
export function unpackSource({ scenarios, requirements }: PackedSource): WhatIfSource {
  return {
    requirements,
    scenarios: scenarios.map(({ id, observed, model, runs }) => ({
      id,
      observed,
      runs: runs.map(([small, large]) => ({ small: populationOf(small), large: populationOf(large) })),
      ...(model === undefined ? {} : { model }),
    })),
  };
}

const populationOf = (profile: ProfileJson | null): Population =>
  profile === null ? emptyPopulation() : { profile: profileFromJson(profile), tallies: {} };
