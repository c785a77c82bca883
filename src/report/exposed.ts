import type { Plan } from '../config/plan.ts';
import type { Layout } from '../layouts/types.ts';
import {
  type Against,
  exposureAgainst,
  exposureGaps,
  exposureOf,
  guardRecords,
  LOCAL_USER,
  raceRecords,
  warningGaps,
  warningsOf,
} from '../metrics/exposure/index.ts';
import type { Results, Unmeasured } from './results.ts';

/**
 * Layouts of which the records say every plan and every guard, 20 kB each; of further ones there are the rows, and the
 * records are made for fewer of them at a time.
 */
export const MOST_EXPOSED = 200;

/** What a run says of attackers. */
export interface Exposed {
  /** Whom the rows `exposure-*` are of. */
  readonly against: Against;
  /** The threats to a layout that no number of references brings about. */
  gapsOf(layout: Layout): readonly Unmeasured[];
  records(): Required<Pick<Results, 'attackers' | 'exposure' | 'guards' | 'races'>> &
    Pick<Results, 'moves' | 'warnings'>;
}

/** @param plan whose first attacker the rows are of; without any, the unprivileged local user. */
export function exposedTo({ layouts, attackers = [], moves }: Pick<Plan, 'layouts' | 'attackers' | 'moves'>): Exposed {
  const all = attackers.length > 0 ? attackers : [LOCAL_USER];
  const against = { attacker: all[0]!, ...(moves === undefined ? {} : { moves }) };
  return {
    against,
    gapsOf: (layout) =>
      [...exposureGaps(exposureAgainst(layout, against)), ...warningGaps(warningsOf(layout, against))].map((gap) => ({
        ...gap,
        scenario: null,
        class: 'small',
      })),
    records() {
      const shown = layouts.slice(0, MOST_EXPOSED);
      const guards = shown.flatMap(guardRecords);
      const warnings = shown.flatMap((layout) =>
        all.flatMap((attacker) => warningsOf(layout, { ...against, attacker })),
      );
      return {
        attackers: all,
        ...(moves === undefined ? {} : { moves }),
        exposure: shown.flatMap((layout) => [
          ...exposureAgainst(layout, against),
          ...all.slice(1).flatMap((attacker) => exposureOf(layout, attacker, moves === undefined ? {} : { moves })),
        ]),
        guards,
        races: raceRecords(guards),
        ...(warnings.length > 0 ? { warnings } : {}),
      };
    },
  };
}
