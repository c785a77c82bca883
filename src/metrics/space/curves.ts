import type { ScenarioTables } from './scenario.ts';

/** The widest field of a curve. */
export const MOST_BITS = 16;

/** What a field of 1, 2, … bits that counts a group of pins would refuse in a scenario. */
export interface RefusalCurve {
  readonly scenario: string;
  readonly of: 'read' | 'write' | 'pin';
  /** Pins of the group tried. */
  readonly attempted: number;
  /** `refused[i]`: by a field of i + 1 usable bits, in its own history. Ends with the first 0, at most at MOST_BITS. */
  readonly refused: readonly number[];
  /** The fewest bits that refuse nothing. */
  readonly needs: number;
}

const GROUPS = ['read', 'write', 'pin'] as const;

/** Of every group that a scenario saw; read and write only where it tells them apart. */
export function refusalCurves(scenarios: readonly ScenarioTables[]): readonly RefusalCurve[] {
  return scenarios.flatMap((scenario) =>
    GROUPS.flatMap((of) => {
      if (of !== 'pin' && !scenario.observed.direction) return [];
      const attempted = scenario.tables.refusedBy(of, 0);
      if (attempted === 0) return [];
      let needs = 1;
      while (scenario.tables.refusedBy(of, needs) > 0) needs++;
      const shown = Math.min(needs, MOST_BITS);
      const refused = Array.from({ length: shown }, (_, i) => scenario.tables.refusedBy(of, i + 1));
      return [{ scenario: scenario.id, of, attempted, refused, needs }];
    }),
  );
}
