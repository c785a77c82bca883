import { shown } from './names.ts';
import { count, list, plural } from './numbers.ts';
import type { SpaceCurve, SpaceFamily, SpaceRecord, SpaceStanding } from './space-record.ts';

/** How layouts of a family count pins. */
export const FAMILY_WORDS: Readonly<Record<SpaceFamily, string>> = {
  'read/write': 'read and write pins apart',
  pin: 'all pins together',
  bias: 'a bias',
};

/** `Not placed, for the design space is of page references and these are of buffers: layouts a and b; scenario root page.` */
export function apartText({ domain, layouts, scenarios }: SpaceRecord['apart'][number]): string {
  const some = (what: string, ids: readonly string[]): readonly string[] =>
    ids.length === 0
      ? []
      : [
          `${ids.length === 1 ? what : `${what}s`} ${list(
            ids.map((id) => shown(id, 40)),
            4,
          )}`,
        ];
  const which = [...some('layout', layouts), ...some('scenario', scenarios)].join('; ');
  return `Not placed, for the design space is of page references and these are of ${shown(domain, 40)}: ${which}.`;
}

/** Of a front without a reserve. */
export const WITHOUT_RESERVE =
  'No layout of the front has a reserve: it would take headroom and give guard, which is on no axis.';

export const isWithoutReserve = ({ front: { shown: places } }: Pick<SpaceRecord, 'front'>): boolean =>
  places.length > 0 && places.every(({ reserve }) => reserve === 0 || reserve === null);

/** What people call the pins of a curve. */
export const PINS_OF: Readonly<Record<SpaceCurve['of'], string>> = {
  read: 'read pins',
  write: 'write pins',
  pin: 'all pins',
};

/**
 * Does READ need as many bits as R/W? `Of 11 scenarios with both, read pins need fewer bits than write pins in 0, as many in
 * 10 and more in 1 (f). Only read pins: g4. Only write pins: b1 and d1.` Where there are no pins of one direction, there is
 * nothing to compare. '' where no scenario has either. `most`: names that are said, before "and so many more".
 */
export function readAgainstWrite(
  curves: readonly Pick<SpaceCurve, 'scenario' | 'of' | 'needs'>[],
  shown: (scenario: string) => string,
  names: { readonly read: string; readonly write: string } = PINS_OF,
  most = 6,
): string {
  const bits = new Map<string, { read?: number; write?: number }>();
  for (const { scenario, of, needs } of curves)
    if (of !== 'pin') bits.set(scenario, { ...bits.get(scenario), [of]: needs });
  if (bits.size === 0) return '';
  const rows = [...bits].map(([scenario, needs]) => ({ scenario: shown(scenario), ...needs }));
  const both = rows.filter(({ read, write }) => read !== undefined && write !== undefined);
  const among = (sign: number): string => {
    const found = both.filter(({ read, write }) => Math.sign(read! - write!) === sign);
    const said = list(
      found.map(({ scenario }) => scenario),
      most,
    );
    return sign === 0 || found.length === 0 ? count(found.length) : `${count(found.length)} (${said})`;
  };
  const only = (of: 'read' | 'write'): string => {
    const found = rows.filter((row) => row[of] !== undefined && !both.includes(row)).map(({ scenario }) => scenario);
    return found.length === 0 ? '' : ` Only ${names[of]}: ${list(found, most)}.`;
  };
  const compared =
    both.length === 0
      ? `No scenario has both ${names.read} and ${names.write}.`
      : `Of ${plural(both.length, 'scenario')} with both, ${names.read} need fewer bits than ${names.write} in ${among(-1)}, as many in ${among(0)} and more in ${among(1)}.`;
  return `${compared}${only('read')}${only('write')}`;
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
