import type { Layout } from '../../layouts/types.ts';
import type { Measurement } from '../../report/results.ts';
import { exactly, type Figure, type StaticMetric } from '../types.ts';
import { LOCAL_USER } from './attackers.ts';
import { exposureOf, openThreats } from './exposure.ts';
import { MOVES } from './moves.ts';
import { threatsTo } from './threats.ts';
import { type Against, type ExposureRecord, THREATS, type ThreatId } from './types.ts';

/** What `exposure-open` is of. */
export const OPEN_OF = 'threats';

interface Text {
  readonly label: string;
  readonly definition: string;
  readonly howToRead: string;
}

const TEXTS: Readonly<Record<ThreatId, Text>> = {
  deny: {
    label: 'Deny references',
    definition:
      'The fewest references with which somebody has references of a kind refused to everybody else on a page.',
    howToRead:
      'A local user who can have so many on a page that others use stops their I/O. The plan says which limits are in the way.',
  },
  'false-yes': {
    label: 'Force a false yes',
    definition: 'The fewest references, none of them of the question, with which the question is answered yes.',
    howToRead:
      '1 means that the layout cannot tell at all. A false yes costs a copy, a refusal or a page that cannot be moved. Of page references, longterm is not asked here: where no field counts the term, one short pin suffices.',
  },
  saturate: {
    label: 'Saturate and leak',
    definition: 'The fewest references with which a field saturates, so that the page is never freed again.',
    howToRead: 'Each such page is memory lost until the machine is restarted.',
  },
  carry: {
    label: 'Carry into a neighbour',
    definition: 'The fewest references with which a count flows into its neighbour, or into the sign.',
    howToRead: 'Of a field with a red zone it also takes more tasks inside the window than the guard stands.',
  },
  sign: {
    label: 'Reach the sign bit',
    definition: 'The fewest references with which the word of a bias reads as negative.',
    howToRead: 'From there on pins are refused to everybody. A split has no sign.',
  },
  wrap: {
    label: 'Wrap to 0',
    definition: 'The fewest references with which those that are held read as none.',
    howToRead:
      'The page is freed while it is in use: this is the one that gives an attacker the machine (CVE-2019-11487).',
  },
};

/** The records of a layout that were asked for last: the metrics ask for them one after the other. */
const last = new WeakMap<Layout, Required<Against> & { readonly records: readonly ExposureRecord[] }>();

/** `exposureOf` small folios; of the same layout, attacker and moves it is computed once. */
export function exposureAgainst(
  layout: Layout,
  { attacker = LOCAL_USER, moves = MOVES }: Against = {},
): readonly ExposureRecord[] {
  const known = last.get(layout);
  if (known?.attacker === attacker && known.moves === moves) return known.records;
  const records = exposureOf(layout, attacker, { moves });
  last.set(layout, { attacker, moves, records });
  return records;
}

/** One record for each `exposure-*`. */
export const EXPOSURE_METRICS: readonly StaticMetric[] = [
  ...THREATS.map(
    (threat): StaticMetric => ({
      id: `exposure-${threat}`,
      scope: 'static',
      unit: 'references',
      direction: 'higher',
      denominator: null,
      source: 'The moves and their limits: docs/kernel-facts.md 2.2 and 3, traces/README.md.',
      ...TEXTS[threat],
      ofs: (layout) => threatsTo(layout).flatMap((one) => (one.threat === threat ? [one.of] : [])),
      compute: (layout, against) =>
        exposureAgainst(layout, against).flatMap((record) => (record.threat === threat ? figureOf(record) : [])),
    }),
  ),
  {
    id: 'exposure-open',
    scope: 'static',
    label: 'Open threats',
    unit: 'threats',
    direction: 'lower',
    definition:
      'Threats that the attacker can bring about: the first of layouts.yaml, by default an unprivileged local user with the default limits.',
    denominator: null,
    source: 'The verdicts of the exposure records.',
    howToRead: '0: the layout survives that attacker. The plans say which threat is open, at what price.',
    ofs: () => [OPEN_OF],
    compute: (layout, against) => [exactly(OPEN_OF, openThreats(exposureAgainst(layout, against)))],
  },
];

/** The rows of records, static; a threat that no number of references brings about has none. */
export function exposureRows(layout: Pick<Layout, 'id'>, records: readonly ExposureRecord[]): readonly Measurement[] {
  const row = (metric: string, figure: Figure): Measurement => ({
    layout: layout.id,
    scenario: null,
    class: 'small',
    metric,
    ...figure,
    method: 'static',
  });
  return [
    ...records.flatMap((record) => figureOf(record).map((figure) => row(`exposure-${record.threat}`, figure))),
    row('exposure-open', exactly(OPEN_OF, openThreats(records))),
  ];
}

/** Why there is no row: one entry for each threat that no number of references brings about. */
export function exposureGaps(
  records: readonly ExposureRecord[],
): readonly { readonly layout: string; readonly metric: string; readonly of: string; readonly reason: string }[] {
  return records.flatMap(({ layout, threat, of, references, how }) =>
    references === null ? [{ layout, metric: `exposure-${threat}`, of, reason: clause(how) }] : [],
  );
}

function figureOf({ of, references }: ExposureRecord): readonly Figure[] {
  return references === null ? [] : [exactly(of, Number(references))];
}

/** A sentence as part of another. */
function clause(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
