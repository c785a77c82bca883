import type { Observed } from '../harness/tally.ts';

/** What a sum is made of: a recording or a profile. */
export interface Part {
  readonly name: string;
  readonly observed: Observed;
}

/**
 * Which parts keep a sum from telling read pins from write pins, as a remark: it does so only where each of them does.
 * Undefined where no other part tells, so that nothing is lost by adding up.
 */
export function undirectedNote(parts: readonly Part[]): string | undefined {
  const silent = parts.filter(({ observed }) => !observed.direction).map(({ name }) => name);
  if (silent.length === 0 || !parts.some(({ observed }) => observed.direction && observed.pins)) return undefined;
  const [first] = silent.sort();
  const of = `${silent.length} of ${parts.length} files`;
  return silent.length === 1
    ? `${first} (${of}) does not tell read pins from write pins, so the sum does not either; keep it apart.`
    : `${first} and ${silent.length - 1} more (${of}) do not tell read pins from write pins, so the sum does not either; keep them apart.`;
}
