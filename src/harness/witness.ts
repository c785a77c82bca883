import type { Tally } from './tally.ts';

/** A number that two engines do not agree on. */
export interface Disagreement {
  /** Where it stands in the tally: `refused[3]`, `questions.written.falsePositiveTime`. */
  readonly of: string;
  readonly profile: string;
  readonly replay: string;
}

/** How one layout's answer read off the profile compares with its replay. */
export interface Agreement {
  /** Numbers compared: counts, nanoseconds × pages, times and lines of hits. */
  readonly compared: number;
  readonly failed: number;
  /** The first of those that failed. */
  readonly disagreements: readonly Disagreement[];
}

/** Disagreements that are kept in full: one is a bug, and more do not say more. */
const MOST_KEPT = 10;

/** Compares every number of two tallies of one layout on the same events (ARCHITECTURE.md: they are equal, exactly). */
export function compareTallies(profile: Tally, replay: Tally): Agreement {
  const disagreements: Disagreement[] = [];
  let compared = 0;
  let failed = 0;
  const compare = (a: unknown, b: unknown, of: string): void => {
    if (isBranch(a) || isBranch(b)) {
      const [left, right] = [branchesOf(a), branchesOf(b)];
      for (const key of new Set([...left.keys(), ...right.keys()])) {
        if (of === '' && key === 'method') continue;
        const place = Array.isArray(a) ? `${of}[${key}]` : of === '' ? key : `${of}.${key}`;
        compare(left.get(key), right.get(key), place);
      }
      return;
    }
    compared++;
    if (a === b) return;
    failed++;
    if (disagreements.length < MOST_KEPT) disagreements.push({ of, profile: String(a), replay: String(b) });
  };
  compare(profile, replay, '');
  return { compared, failed, disagreements };
}

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What is absent and what is undefined are the same. */
const branchesOf = (value: unknown): ReadonlyMap<string, unknown> =>
  new Map(isBranch(value) ? Object.entries(value).filter(([, entry]) => entry !== undefined) : []);

export const addAgreements = (a: Agreement, b: Agreement): Agreement => ({
  compared: a.compared + b.compared,
  failed: a.failed + b.failed,
  disagreements: [...a.disagreements, ...b.disagreements].slice(0, MOST_KEPT),
});
