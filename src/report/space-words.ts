import { shown } from './names.ts';
import { count, list, plural } from './numbers.ts';
import type { SpaceCurve, SpaceFamily, SpaceStanding } from './space-record.ts';

/** How layouts of a family count pins. */
export const FAMILY_WORDS: Readonly<Record<SpaceFamily, string>> = {
  'read/write': 'read and write pins apart',
  pin: 'all pins together',
  bias: 'a bias',
};

/** What people call the pins of a curve. */
export const PINS_OF: Readonly<Record<SpaceCurve['of'], string>> = {
  read: 'read pins',
  write: 'write pins',
  pin: 'all pins',
};

/**
 * Does READ need as many bits as R/W? `Read pins need fewer bits than write pins in 7 of 11 scenarios, as many in 3 and
 * more in 1.` Of the scenarios that saw either; no pins need no bits. '' where there is none.
 */
export function readAgainstWrite(curves: readonly SpaceCurve[]): string {
  const bits = new Map<string, { read: number; write: number }>();
  for (const { scenario, of, needs } of curves) {
    if (of === 'pin') continue;
    const known = bits.get(scenario) ?? { read: 0, write: 0 };
    bits.set(scenario, { ...known, [of]: needs });
  }
  if (bits.size === 0) return '';
  const differences = [...bits.values()].map(({ read, write }) => Math.sign(read - write));
  const among = (sign: number): number => differences.filter((difference) => difference === sign).length;
  const parts = [
    ['fewer bits than write pins', among(-1)],
    ['as many', among(0)],
    ['more', among(1)],
  ] as const;
  const said = parts.map(([how, n]) => `${how} in ${count(n)}`);
  return `Read pins need ${list(said)} of ${plural(bits.size, 'scenario')}.`;
}

/** The most bits that some scenario needs for pins of a group to refuse none: `write pins 11 (g4)`. */
export function mostBits(curves: readonly SpaceCurve[], shown: (scenario: string) => string): string[] {
  return (['read', 'write', 'pin'] as const).flatMap((of) => {
    const own = curves.filter((curve) => curve.of === of);
    const [first] = own;
    if (first === undefined) return [];
    const worst = own.reduce((most, curve) => (curve.needs > most.needs ? curve : most), first);
    return [`${PINS_OF[of]} ${worst.needs} (${shown(worst.scenario)})`];
  });
}

const MOST_DOMINATORS = 3;

/** Where a named layout stands, in words. */
export function standingText({
  missing,
  isUndominated,
  dominatedBy,
  dominators,
  atSameReserve,
}: SpaceStanding): string {
  if (missing.length > 0) return `not compared: ${list(missing, 3)}`;
  if (isUndominated === null) return 'not compared: its word has another width';
  if (isUndominated) return 'nothing dominates it';
  const some = thinned(dominatedBy, MOST_DOMINATORS).map((layout) => shown(layout, 40));
  const all = dominators > some.length ? `${count(dominators)} of the front, such as ${list(some)}` : list(some);
  const same = thinned(atSameReserve, MOST_DOMINATORS).map((layout) => shown(layout, 40));
  return `dominated by ${all}${same.length > 0 ? `; with its reserve by ${list(same)}` : ''}`;
}

/** Of many evenly some, both ends among them. */
export function thinned<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / Math.max(1, most - 1))]!);
}
