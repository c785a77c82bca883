import type { Measurement, Results } from '../../src/report/results.ts';
import type {
  SpaceBits,
  SpaceCurve,
  SpacePlace,
  SpaceRecord,
  SpaceShare,
  SpaceStanding,
} from '../../src/report/space-record.ts';

/**
 * A design space made by hand for results made by hand. The front is invented; where the layouts stand follows from their
 * rows; the curves fall as those of pins that arrive alone.
 */
export function spaceOf(results: Omit<Results, 'space'>): SpaceRecord {
  const scenario = results.scenarios[0]?.id ?? '';
  const share = (value: number, of: string): SpaceShare => ({
    value,
    numerator: value * 1000,
    denominator: 1000,
    scenario,
    of,
  });
  const left = (value: number, of: string): SpaceBits => ({ value, scenario, of });
  const place = (bits: number, family: SpacePlace['family'], refused: number, wrong: number): SpacePlace => ({
    layout: family === 'bias' ? `bias 2^${32 - bits}` : `${bits}/${32 - bits}+0`,
    family,
    reserve: family === 'bias' ? null : 0,
    equals: bits % 4 === 0 ? 7 : 0,
    equal: bits % 4 === 0 ? ['1/1/30+0', '2/1/29+0'] : [],
    headroom: left(18 - bits, 'ordinary'),
    refused: share(refused, 'pin'),
    wrong: share(wrong, 'written'),
    longterm: share(1, 'longterm'),
    pinsLeft: left(bits - 6, 'pin'),
  });
  const shown = [
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((bits) => place(bits, 'read/write', 1 - bits / 9, 0)),
    ...[2, 4, 6, 8].map((bits) => place(bits, 'pin', 10 ** -bits, 0.3)),
    place(20, 'bias', 0, 1e-9),
  ];
  return {
    word: 32,
    layouts: 2210,
    placed: 2208,
    excluded: [{ reason: 'beyond the sign bit', count: 2, layouts: ['bias 2^29', 'bias 2^30'], scenarios: [scenario] }],
    scenarios: results.scenarios.map(({ id, hostile }) => ({ id, ...(hostile ? { hostile } : {}) })),
    setAside: [{ scenario, objective: 'refused', reason: 'this source does not tell read pins from write pins' }],
    apart: [],
    front: { layouts: 24, places: shown.length, shown },
    named: results.layouts.map(({ id }, i) => standingOf(id, i, results.measurements)),
    curves: results.scenarios.flatMap(({ id }, i) =>
      (['read', 'write', 'pin'] as const)
        .filter((_, k) => k !== i % 4)
        .map((of, k) => curveOf(id, of, 2 + ((i + k) % 12))),
    ),
  };
}

const curveOf = (scenario: string, of: SpaceCurve['of'], needs: number): SpaceCurve => ({
  scenario,
  of,
  attempted: 4096,
  refused: Array.from({ length: needs }, (_, i) => (i + 1 === needs ? 0 : Math.floor(4000 / 2 ** i))),
  needs,
});

function standingOf(layout: string, i: number, rows: readonly Measurement[]): SpaceStanding {
  const own = rows.filter((row) => row.layout === layout);
  const worst = (metric: string, of: (name: string) => boolean, sign = 1): Measurement | undefined =>
    own
      .filter((row) => row.metric === metric && of(row.of))
      .sort((a, b) => sign * (b.value - a.value))
      .at(0);
  const share = (row: Measurement | undefined): SpaceShare | null =>
    row === undefined
      ? null
      : {
          value: row.value,
          numerator: row.numerator ?? 0,
          denominator: row.denominator ?? 1,
          scenario: row.scenario ?? '',
          of: row.of,
        };
  const least = worst('bits-left', (of) => of === 'ordinary', -1);
  return {
    layout,
    headroom: least === undefined ? null : { value: least.value, scenario: least.scenario, of: least.of },
    refused: share(worst('refused', (of) => of === 'pin')),
    wrong: share(worst('false-positive-time', (of) => of === 'pinned' || of === 'written')),
    missing: least === undefined ? ['no bits-left.ordinary'] : [],
    isUndominated: least === undefined ? null : i % 3 === 0,
    dominators: i % 3 === 0 ? 0 : 4,
    dominatedBy: i % 3 === 0 ? [] : ['4/28+0', '6/26+0', '8/24+0', '6/4/22+0'],
    atSameReserve: i % 3 === 1 ? ['3/5/24'] : [],
  };
}
