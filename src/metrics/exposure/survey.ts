import type { Layout } from '../../layouts/types.ts';
import { LOCAL_USER } from './attackers.ts';
import { type ExposureOptions, openTo } from './exposure.ts';
import type { Attacker } from './types.ts';

/** What an attacker leaves of many layouts. */
export interface Survey {
  readonly attacker: string;
  readonly layouts: number;
  /** Ids of those with no open threat. */
  readonly survivors: readonly string[];
  /** By family, in the order in which they came. */
  readonly families: readonly FamilySurvey[];
}

export interface FamilySurvey {
  /** `split read / write / ordinary`, `split pin / ordinary`, `bias`: by what the counters count. */
  readonly family: string;
  readonly layouts: number;
  readonly survivors: number;
  /** How many layouts each threat is open on, by `threat.of`, most first. */
  readonly open: readonly { readonly threat: string; readonly layouts: number }[];
  /** The fewest threats of which at least one is open on each of its layouts; empty where some survive. */
  readonly ruledOutBy: readonly string[];
}

/**
 * Goes through layouts (a whole design space) and says which survive the attacker, and what rules out the others, by
 * family. If none survives, this is the proof: each layout of the space has a threat that is open.
 */
export function surveyExposure(
  layouts: Iterable<Layout>,
  attacker: Attacker = LOCAL_USER,
  options: ExposureOptions = {},
): Survey {
  const survivors: string[] = [];
  const families = new Map<
    string,
    { layouts: number; survivors: number; open: Map<string, number>; sets: Set<string> }
  >();
  let count = 0;
  for (const layout of layouts) {
    count++;
    const name = familyOf(layout);
    let family = families.get(name);
    if (!family) families.set(name, (family = { layouts: 0, survivors: 0, open: new Map(), sets: new Set() }));
    family.layouts++;
    const open = openTo(layout, attacker, options);
    if (open.length === 0) {
      family.survivors++;
      survivors.push(layout.id);
    }
    family.sets.add(open.join(' '));
    for (const threat of open) family.open.set(threat, (family.open.get(threat) ?? 0) + 1);
  }
  return {
    attacker: attacker.id,
    layouts: count,
    survivors,
    families: [...families].map(([family, { layouts: of, survivors: left, open, sets }]) => ({
      family,
      layouts: of,
      survivors: left,
      open: [...open]
        .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
        .map(([threat, n]) => ({ threat, layouts: n })),
      ruledOutBy:
        left > 0
          ? []
          : smallestCover(
              [...open.keys()],
              [...sets].map((set) => set.split(' ')),
            ),
    })),
  };
}

/** The fewest threats of which every set has at least one; the first of these in the order given. */
function smallestCover(threats: readonly string[], sets: readonly (readonly string[])[]): readonly string[] {
  let best = [...threats];
  for (let chosen = 0; chosen < 1 << threats.length; chosen++) {
    const some = threats.filter((_, i) => chosen & (1 << i));
    if (some.length < best.length && sets.every((set) => some.some((threat) => set.includes(threat)))) best = some;
  }
  return best;
}

function familyOf(layout: Layout): string {
  if (layout.family === 'bias') return 'bias';
  return `split ${layout.fields.map(({ name }) => name).join(' / ')}`;
}
