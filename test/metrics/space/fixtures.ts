import fc from 'fast-check';
import { demandOf, type Profile } from '../../../src/harness/profile/profile.ts';
import { reachesSign, tallyOf } from '../../../src/harness/profile/read.ts';
import { designSpace, type Layout } from '../../../src/layouts/index.ts';
import { measure, measureStatic } from '../../../src/metrics/index.ts';
import type { SpaceScenario } from '../../../src/metrics/space/index.ts';
import type { Measurement, Unmeasured } from '../../../src/report/results.ts';
import { recording, resolve, type Step } from '../../harness/arbitrary.ts';
import { profile } from '../../harness/family.ts';

export const SPACE_32: readonly Layout[] = [...designSpace(32)];
const SPACE_64: readonly Layout[] = [...designSpace(64)];

/** Layouts of one space: some of them narrow enough for random recordings to hit their limits. */
export const sampleOf = (word: 32 | 64): fc.Arbitrary<Layout[]> => {
  const space = word === 32 ? SPACE_32 : SPACE_64;
  return fc.uniqueArray(
    fc.nat(space.length - 1).map((i) => space[i]!),
    { minLength: 12, maxLength: 12 },
  );
};

export function profileOfSteps(steps: readonly Step[], part = 0): Profile {
  const { chunks, end } = resolve(steps);
  return profile(chunks, end, part === 0 ? undefined : Math.floor(end * part));
}

export function scenarioOf(id: string, runs: readonly Profile[], isDirected = true): SpaceScenario {
  const observed = {
    ordinary: true,
    direction: isDirected,
    pins: runs.some(({ attempted }) => attempted.slice(1).some((n) => n > 0)),
    checks: runs.some(({ checks }) => checks > 0),
  };
  return { id, observed, runs };
}

/** Several random scenarios, of one run or two, of which some may not tell read pins from write pins. */
export const scenarios: fc.Arbitrary<SpaceScenario[]> = fc
  .array(
    fc.tuple(
      fc
        .boolean()
        .chain((undirected) =>
          fc.tuple(fc.constant(undirected), fc.array(recording({ undirected }), { minLength: 1, maxLength: 2 })),
        ),
      fc.double({ min: 0, max: 0.9, noNaN: true }),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) =>
    parts.map(([[undirected, runs], part], i) =>
      scenarioOf(
        `s${i}`,
        runs.map((steps) => profileOfSteps(steps, part)),
        !undirected,
      ),
    ),
  );

/** What `explore` would measure of a layout. */
export function measured(
  layout: Layout,
  sources: readonly SpaceScenario[],
): { rows: readonly Measurement[]; unmeasured: readonly Unmeasured[] } {
  const all = sources.map(({ id, observed, runs, model }) =>
    measure(layout, {
      id,
      class: 'small',
      observed,
      runs: runs.map((run) => ({ tally: tallyOf(run, layout), demand: demandOf(run) })),
      ...(model === undefined ? {} : { model }),
    }),
  );
  return {
    rows: [...measureStatic(layout), ...all.flatMap(({ rows }) => rows)],
    unmeasured: all.flatMap(({ unmeasured }) => unmeasured),
  };
}

export const isBeyondSign = (layout: Layout, sources: readonly SpaceScenario[]): boolean =>
  sources.some(({ runs }) => runs.some((run) => reachesSign(layout, run)));
