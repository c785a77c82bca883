import { quoted, shown } from '../names.ts';
import { count, list } from '../numbers.ts';
import type { LayoutRecord } from '../results.ts';
import { groupName } from '../select.ts';

/** A limit that one or more layouts have for the same set of kinds. */
export interface SharedLimit {
  /** Name of the set: `read`, `pin`, … */
  readonly of: string;
  readonly limit: number;
  readonly layouts: readonly LayoutRecord[];
}

/** The limits of all fields that count pins, each (set, limit) once, smallest first. */
export function pinLimits(layouts: readonly LayoutRecord[]): SharedLimit[] {
  const found = new Map<string, { of: string; limit: number; layouts: LayoutRecord[] }>();
  for (const layout of layouts) {
    for (const field of layout.fields) {
      const of = groupName(field.counts);
      if (of === '' || of === 'ordinary') continue;
      const limit = Number(field.limit);
      const key = `${of} ${limit}`;
      const entry = found.get(key);
      if (entry === undefined) found.set(key, { of, limit, layouts: [layout] });
      else entry.layouts.push(layout);
    }
  }
  return [...found.values()].sort((a, b) => a.limit - b.limit);
}

/** `limit 15 of read: 4/4/24 and red zone`; `limit 255 of pin: 8/24 and one bias 2^23 (soft)`. For a sentence. */
export const limitText = (limit: SharedLimit): string => textOf(limit, quoted);

/** The same for a cell of a table, which would show marks of direction as characters. */
export const limitCell = (limit: SharedLimit): string => textOf(limit, shown);

function textOf({ of, limit, layouts }: SharedLimit, name: (id: string, length: number) => string): string {
  return `limit ${count(limit)} of ${of}: ${list(
    layouts.map((layout) => `${name(layout.id, 40)}${softly(layout)}`),
    6,
  )}`;
}

/** After the name of a layout beside a limit: nothing stops a bias there. */
export const softly = ({ family }: Pick<LayoutRecord, 'family'>): string => (family === 'bias' ? ' (soft)' : '');
