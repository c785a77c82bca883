import type { Input } from './profile-file.ts';
import { CSV_HEADER } from './readers/csv.ts';

/** How the remark begins. */
const DOUBLED = 'Counted more than once, for the content is the same: ';

export const isDoubled = (note: string): boolean => note.startsWith(DOUBLED);

/** Something that is counted: recordings, or a profile of some. */
export interface Counted {
  /** Of a profile: its own name; its inputs are the recordings that it was made from. */
  readonly profile?: string;
  readonly inputs: readonly Input[];
}

/** Contents that are named, and files of each. */
const MOST = 3;

/**
 * Which recordings are counted more than once, as a remark: files of the same SHA-256 are one recording and its copies.
 * Nothing is left out because of it: two hosts may have recorded the same, if hardly to the byte.
 */
export function doubledNote(counted: readonly Counted[]): string | undefined {
  const byContent = new Map<string, string[]>();
  for (const { profile, inputs } of counted) {
    for (const { path, sha256, bytes } of inputs) {
      // Only a header: nothing of it is counted.
      if (bytes <= CSV_HEADER.length + 2) continue;
      const name = profile === undefined ? path : `${path} in ${profile}`;
      byContent.set(sha256, [...(byContent.get(sha256) ?? []), name]);
    }
  }
  const doubled = [...byContent.values()].filter(({ length }) => length > 1);
  if (doubled.length === 0) return undefined;
  const groups = doubled.map((names) => listed(names.sort(), ' and '));
  return `${DOUBLED}${listed(groups.sort(), '; ')}.`;
}

const listed = (names: readonly string[], between: string): string =>
  [...names.slice(0, MOST), ...(names.length > MOST ? [`${names.length - MOST} more`] : [])].join(between);
