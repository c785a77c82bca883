import type { Requirement } from '../config/plan.ts';
import type { Layout } from '../layouts/types.ts';
import { evaluateRequirements, verdictsOf } from '../metrics/index.ts';
import type { Measurement, RequirementRecord, Unmeasured, Verdict } from './results.ts';

/** What was found of one layout, small folios and large ones together. */
export interface FindingsOf {
  readonly rows: readonly Measurement[];
  readonly unmeasured: readonly Unmeasured[];
}

export interface Judged {
  /** One for each requirement, in their order. */
  readonly records: readonly RequirementRecord[];
  readonly verdict: Verdict;
}

/**
 * Judges a layout by what was found of it and nothing else: a gap of another layout that would hold of any may not be one
 * of this, which has a reason of its own. So a layout is judged alike in a run with others, in one without, and in the page.
 */
export function judged(layout: Layout, requirements: readonly Requirement[], found: FindingsOf): Judged {
  const measurements = found.rows.filter((row) => row.class === 'small');
  const { unmeasured } = found;
  const records = evaluateRequirements(requirements, [layout], measurements, unmeasured);
  const [verdict] = verdictsOf({ layouts: [layout], measurements, unmeasured, requirements, records });
  return { records, verdict: verdict! };
}
