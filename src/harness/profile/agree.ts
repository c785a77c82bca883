import { ACQUIRED, ACQUIRED_NAMES } from '../../layouts/domain.ts';
import { IS_LONG, IS_READ, IS_WRITE, PROCESSES, type Process } from './kinds.ts';
import { type Profile, rounded5 } from './profile.ts';

/** Which classes a process takes: of every pin one of long and short, and a direction where it is known. */
const TAKES: Readonly<Record<Process, (acquired: number) => boolean>> = {
  pin: () => true,
  read: (acquired) => IS_READ[acquired]!,
  write: (acquired) => IS_WRITE[acquired]!,
  long: (acquired) => IS_LONG[acquired]!,
  short: (acquired) => !IS_LONG[acquired],
};

/**
 * The member of a profile of page references that another one contradicts, and how; undefined where they agree. What is
 * looked at holds of every profile that an engine makes, warm-up or not, and of every sum of such profiles
 * (test/harness/profile-json.test.ts). A peak may be above every band: what is held when measuring starts has arrived before.
 */
export function contradictionIn(profile: Profile): string | undefined {
  return arrivalsIn(profile) ?? pagesIn(profile) ?? peaksIn(profile);
}

/** Every acquisition of a class that a process takes has arrived in one of its bands, and no other. */
function arrivalsIn({ arrivals, attempted }: Profile): string | undefined {
  for (const process of PROCESSES) {
    for (let acquired = 0; acquired < ACQUIRED.length; acquired++) {
      const wanted = acquired > 0 && TAKES[process](acquired) ? (attempted[acquired] ?? 0) : 0;
      const found = sumOf(arrivals[process][acquired] ?? []);
      if (found === wanted) continue;
      const name = ACQUIRED_NAMES[acquired]!;
      return wanted === 0 && (attempted[acquired] ?? 0) > 0
        ? `arrivals.${process}[${acquired}] counts ${found} of ${name}, which are not of that process`
        : `arrivals.${process}[${acquired}] counts ${found} of ${name}, and attempted[${acquired}] ${attempted[acquired] ?? 0}`;
    }
  }
  return undefined;
}

/** A page is in each list once at most. */
function pagesIn(profile: Profile): string | undefined {
  const { pages } = profile;
  const lists: (readonly [string, number])[] = [
    ...PROCESSES.map((process) => [`pagesByBand.${process}`, sumOf(profile.pagesByBand[process])] as const),
    ['pagesByLifeMax', sumOf(profile.pagesByLifeMax)],
    ['bias.pages', profile.bias.pages],
    ...Object.entries(profile.peakPages).map(
      ([name, pairs]) => [`peakPages.${name}`, sumOf(pairs.map(([, count]) => count))] as const,
    ),
  ];
  const [first] = lists.filter(([, count]) => count > pages);
  return first === undefined ? undefined : `${first[0]} adds up to ${first[1]}, and pages is ${pages}`;
}

/** Of slots that are filled from the lowest on, one of band b is taken by a page that holds 2^b. */
function peaksIn({ arrivals, pagesByBand, peaks, peakPages }: Profile): string | undefined {
  for (const process of PROCESSES) {
    const bands = pagesByBand[process];
    const highest = lastOf(bands);
    const arrived = Math.max(-1, ...arrivals[process].map(lastOf));
    if (arrived !== highest) {
      return `pagesByBand.${process} ${bandText(highest)}, and arrivals.${process} ${bandText(arrived)}`;
    }
    const held = peakPages[process] ?? [];
    for (let band = highest; band >= 0; band--) {
      const reached = sumOf(bands.slice(band));
      const wide = sumOf(held.filter(([peak]) => peak >= 2 ** band).map(([, count]) => count));
      if (reached > wide) {
        return `pagesByBand.${process} counts of pages that held ${2 ** band} at once or more ${reached}, and peakPages.${process} ${wide}`;
      }
    }
  }
  for (const name of [...PROCESSES, 'ordinary']) {
    const peak = peaks[name] ?? 0;
    const most = (peakPages[name] ?? []).reduce((max, [n, count]) => (count > 0 ? Math.max(max, n) : max), 0);
    if (most !== rounded5(peak)) return `peaks.${name} is ${peak}, and the highest of peakPages.${name} ${most}`;
  }
  return undefined;
}

const bandText = (band: number): string => (band < 0 ? 'has none' : `goes up to band ${band}`);

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Place of the last entry that is not 0, or −1. */
const lastOf = (values: readonly number[]): number => values.findLastIndex((value) => value > 0);
