import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basisOf, MOST_BITS, refusalCurves } from '../../../src/metrics/space/index.ts';
import type { Measurement } from '../../../src/report/results.ts';
import { notation } from '../fixtures.ts';
import { measured, profileOfSteps, scenarioOf, scenarios } from './fixtures.ts';

const pin = { gap: 1, page: 0, kind: 3, refs: 1, level: 0, task: 0, interrupt: false, among: 0, what: 'pin' } as const;

describe('a curve of refusals', () => {
  it('is what fields of so many bits refuse, by the metrics', () => {
    fc.assert(
      fc.property(scenarios, (sources) => {
        const curves = refusalCurves(basisOf(sources).scenarios);
        const rowsOf = (of: string, bits: number): readonly Measurement[] => {
          // 64 bits have room for wide fields; the other pin field is as wide as ever.
          const text =
            of === 'pin'
              ? `${bits}/${64 - bits}`
              : of === 'read'
                ? `${bits}/16/${48 - bits}`
                : `16/${bits}/${48 - bits}`;
          return measured(notation(text), sources).rows;
        };
        for (const { scenario, of, refused, attempted, needs } of curves) {
          expect(refused.length).toBe(Math.min(needs, MOST_BITS));
          refused.forEach((numerator, i) => {
            const row = rowsOf(of, i + 1).find((r) => r.scenario === scenario && r.metric === 'refused' && r.of === of);
            expect({ numerator: row?.numerator, denominator: row?.denominator }).toEqual({
              numerator,
              denominator: attempted,
            });
          });
        }
        const withPins = sources.filter(({ observed }) => observed.pins).map(({ id }) => id);
        expect([...new Set(curves.map(({ scenario }) => scenario))]).toEqual(withPins);
      }),
      { numRuns: 60 },
    );
  });

  it('never rises with the bits, and is 0 from the bits that it needs on', () => {
    fc.assert(
      fc.property(scenarios, (sources) => {
        for (const { refused, needs, attempted } of refusalCurves(basisOf(sources).scenarios)) {
          refused.forEach((n, i) => {
            expect(n).toBeLessThanOrEqual(refused[i - 1] ?? attempted);
            expect(n === 0).toBe(i + 1 >= needs);
          });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('stops at 16 bits and says how many are needed', () => {
    const crowd = profileOfSteps(Array.from({ length: 400 }, () => ({ ...pin, refs: 200 })));
    const [write] = refusalCurves(basisOf([scenarioOf('crowd', [crowd])]).scenarios).filter(({ of }) => of === 'write');
    expect(write).toMatchObject({ attempted: 80_000, needs: 17 });
    expect(write?.refused.length).toBe(16);
    expect(write?.refused.at(-1)).toBe(80_000 - 65_535);
  });

  it('of read and write is there only where the source tells them apart', () => {
    const untold = profileOfSteps([{ ...pin, kind: 5 }]);
    const curves = refusalCurves(basisOf([scenarioOf('untold', [untold], false)]).scenarios);
    expect(curves).toEqual([{ scenario: 'untold', of: 'pin', attempted: 1, refused: [0], needs: 1 }]);
  });
});
