import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Requirement } from '../../src/config/plan.ts';
import type { Layout } from '../../src/layouts/index.ts';
import {
  distinct,
  evaluateRequirements,
  holdsOnBenign,
  type MeasuredScenario,
  measure,
  measureStatic,
  nearestOf,
  verdictsOf,
} from '../../src/metrics/index.ts';
import type { Verdict } from '../../src/report/results.ts';
import { bias, counter, modelled, notation, question, recording, run } from './fixtures.ts';

function verdict(
  layout: Layout,
  scenarios: readonly MeasuredScenario[],
  requirements: readonly Requirement[] = [],
  hostile: readonly string[] = [],
): Verdict {
  const measured = scenarios.map((scenario) => measure(layout, scenario));
  const measurements = [...measureStatic(layout), ...measured.flatMap(({ rows }) => rows)];
  const unmeasured = distinct(measured.flatMap((each) => each.unmeasured));
  const records = evaluateRequirements(requirements, [layout], measurements, unmeasured);
  return verdictsOf({
    layouts: [layout],
    measurements,
    unmeasured,
    requirements,
    records,
    hostile: new Set(hostile),
  })[0]!;
}

const FOUR = notation('4/4/24');
const QUIET = recording(run({ attempted: [0, 10, 0, 10] }, { read: 1, write: 1, pin: 1 }), {}, 'a5');
const D1 = recording(
  run({
    attempted: [0, 0, 0, 0, 8192],
    refused: [0, 0, 0, 0, 7232],
    counters: [counter(), counter({ pagesAtLimit: 64 }), counter()],
    pages: 67,
  }),
  {},
  'd1',
);

describe('a verdict without requirements', () => {
  it('holds where nothing was refused, answered wrongly or saturated', () => {
    expect(verdict(FOUR, [QUIET])).toEqual({
      layout: '4/4/24',
      judged: true,
      holds: true,
      benign: { scenarios: 1, harmed: 0, blurred: 0, unmeasured: 0 },
      hostile: { scenarios: 0, harmed: 0, blurred: 0, unmeasured: 0 },
      cannotTell: ['longterm'],
      summary: 'No refusal, false answer or saturation seen in 1 scenario.',
      evidence: [],
    });
  });

  it('names what breaks it, in words, with counts, share and scenario', () => {
    const { holds, summary, evidence } = verdict(FOUR, [QUIET, D1]);
    expect(holds).toBe(false);
    expect(summary).toBe(
      'Refuses references in 1 of 2 scenarios, at worst it refuses 7,232 of 8,192 write pins (88.3 %) in d1.',
    );
    expect(evidence).toEqual([
      { scenario: 'd1', metric: 'refused', of: 'write', text: 'refuses 7,232 of 8,192 write pins (88.3 %) in d1' },
    ]);
  });

  it('puts the worst first: false negatives, refusals, leaks, false positives, blurred kinds; in each the largest share', () => {
    const bad = recording(
      run({
        attempted: [0, 100, 0, 100],
        refused: [0, 10, 0, 20],
        checks: 100,
        counters: [counter({ pagesAtLimit: 1 }), counter(), counter({ saturatedLives: 3, pagesAtLimit: 2 })],
        questions: {
          pinned: question({ falseNegativeChecks: 1, falseNegativeTime: 5n }),
          written: question({ falsePositiveChecks: 30, falsePositiveTime: 7n }),
          longterm: question({ falsePositiveTime: 50_000_000_000n }),
        },
      }),
      {},
      'bad',
    );
    const { evidence, summary } = verdict(FOUR, [bad, D1]);
    expect(evidence.map(({ text }) => text)).toEqual([
      'wrongly answers pinned with no at 1 of 100 checks (1 %) in bad',
      'refuses 7,232 of 8,192 write pins (88.3 %) in d1',
      'refuses 20 of 100 write pins (20 %) in bad',
      'refuses 10 of 100 read pins (10 %) in bad',
      'saturates ordinary in 3 of 100 lives (3 %) in bad',
      'wrongly answers written with yes at 30 of 100 checks (30 %) in bad',
      'wrongly answers longterm with yes for 50 of 100 page-seconds (50 %) in bad',
    ]);
    expect(summary).toMatch(
      /^Denies references that are held in 1 of 2 scenarios, at worst it wrongly answers pinned with no/,
    );
    expect(summary).toContain('; refuses references in 2 of 2 scenarios, at worst it refuses 7,232 of 8,192');
    expect(summary.endsWith('.')).toBe(true);
  });

  it('of a bias puts what only looks pinned before what it was not made to tell apart', () => {
    const questions = {
      pinned: question({ falsePositiveTime: 1_000_000_000n }),
      written: question({ falsePositiveTime: 90_000_000_000n }),
      longterm: question(),
    };
    const { evidence, summary } = verdict(bias(1024), [recording(run({ questions }), {}, 'c3')]);
    expect(evidence.map(({ of }) => of)).toEqual(['pinned', 'written', 'ordinary']);
    expect(summary).toBe(
      'Claims references that nobody holds in 1 of 1 scenario, at worst it wrongly answers pinned with yes for 1 of 100 page-seconds (1 %) in c3. Its fields cannot tell written, so that it errs towards yes in 1 of 1 scenario, at worst it wrongly answers written with yes for 90 of 100 page-seconds (90 %) in c3.',
    );
  });

  it('tells of pages at a limit where neither a refusal nor a saturation does', () => {
    const carried = recording(run({ counters: [counter(), counter(), counter({ pagesAtLimit: 5 })] }), {}, 'c3');
    const { holds, evidence } = verdict(FOUR, [carried]);
    expect(holds).toBe(false);
    expect(evidence[0]?.text).toBe('reaches the limit of ordinary on 5 of 100 pages (5 %) in c3');
  });

  it('of a bias says how far it can be trusted', () => {
    const { holds, evidence } = verdict(bias(1024), [QUIET]);
    expect(holds).toBe(true);
    expect(evidence).toEqual([
      {
        scenario: null,
        metric: 'limit',
        of: 'ordinary',
        text: 'looks pinned from 1,024 ordinary references on (soft limit 1,023)',
      },
    ]);
  });

  it('of a layout whose fields the source cannot tell apart says so, and does not claim more than was seen', () => {
    const r7 = recording(
      run({ attempted: [9, 0, 0, 0, 0, 3] }, { ordinary: 4, pin: 1, short: 1 }),
      { direction: false },
      'r7',
    );
    // Whether a pin was refused is not known, though it is that none saturated.
    const { judged, holds, summary, evidence, benign } = verdict(FOUR, [r7]);
    expect([judged, holds]).toEqual([false, false]);
    expect(benign).toEqual({ scenarios: 0, harmed: 0, blurred: 0, unmeasured: 1 });
    expect(summary).toContain('Not judged: in no scenario could it be measured; in r7, this source does not tell');
    const beside = verdict(FOUR, [r7, QUIET]);
    expect([beside.judged, beside.holds]).toEqual([true, true]);
    expect(beside.benign).toEqual({ scenarios: 1, harmed: 0, blurred: 0, unmeasured: 1 });
    expect(beside.summary).toContain('in 1 scenario, as far as they could be measured');
    expect(evidence.map(({ text }) => text)).toEqual([
      'not everything could be measured in r7: this source does not tell read pins from write pins, which this layout counts apart',
    ]);
    expect(verdict(notation('8/24'), [r7]).summary).toContain('as far as they could be measured');
  });

  it('without scenarios is not judged, and says that only limits are known', () => {
    expect(verdict(FOUR, [])).toMatchObject({
      judged: false,
      holds: false,
      summary: 'Not judged: no scenario was measured, only its limits are known.',
    });
  });

  it('is not judged where nothing could be measured, and says why', () => {
    const reason = 'a carry needs replay of the events, and only their profile is here';
    const unmeasured = [
      { layout: '4/4/24', scenario: 'fleet', class: 'small' as const, metric: 'refused', of: 'pin', reason },
    ];
    const found = {
      layouts: [FOUR],
      measurements: measureStatic(FOUR),
      unmeasured,
      requirements: [],
      records: [],
      hostile: new Set<string>(),
    };
    expect(verdictsOf(found)[0]).toMatchObject({
      judged: false,
      holds: false,
      summary: `Not judged: in no scenario could it be measured; in fleet, ${reason}.`,
    });
  });

  it('is not judged where a source shows nothing that could tell against it', () => {
    const empty = recording(run({ pages: 0, lives: 0, pageTime: 0n, attempted: [] }), {}, 'empty');
    expect(verdict(FOUR, [empty])).toMatchObject({ judged: false, holds: false });
  });

  it('is not judged by what no harm can be seen in', () => {
    const { rows } = measure(FOUR, QUIET);
    const peaks = rows.filter(({ metric }) => metric === 'peak').map((row) => ({ ...row, scenario: 'peaks' }));
    expect(peaks.length).toBeGreaterThan(0);
    const of = (measurements: typeof rows): Verdict =>
      verdictsOf({
        layouts: [FOUR],
        measurements,
        unmeasured: [],
        requirements: [],
        records: [],
        hostile: new Set<string>(),
      })[0]!;
    expect(of(peaks)).toMatchObject({
      judged: false,
      holds: false,
      benign: { scenarios: 0 },
      summary: 'Not judged: no scenario shows anything that could tell against it.',
    });
    expect(of([...peaks, ...rows])).toMatchObject({ judged: true, benign: { scenarios: 1 } });
  });

  it('rests on what was seen, not on the upper bound of a model in which nothing was', () => {
    const model = modelled([run({ attempted: [0, 10] }), run({ attempted: [0, 10] })]);
    expect(verdict(FOUR, [model]).holds).toBe(true);
  });
});

describe('ordinary load, attacks and what the fields cannot tell', () => {
  const blurred = (id: string) =>
    recording(
      run({
        questions: {
          pinned: question(),
          written: question(),
          longterm: question({ falsePositiveTime: 9_000_000_000n }),
        },
      }),
      {},
      id,
    );
  const G4 = recording(run({ attempted: [0, 100], refused: [0, 40] }), {}, 'g4');

  it('are told apart, in this order', () => {
    const { holds, summary, benign, hostile } = verdict(FOUR, [blurred('f'), D1, G4], [], ['g4']);
    expect(holds).toBe(false);
    expect(benign).toEqual({ scenarios: 2, harmed: 1, blurred: 1, unmeasured: 0 });
    expect(hostile).toEqual({ scenarios: 1, harmed: 1, blurred: 0, unmeasured: 0 });
    expect(summary).toBe(
      'Refuses references in 1 of 2 benign scenarios, at worst it refuses 7,232 of 8,192 write pins (88.3 %) in d1. Refuses references in 1 of 1 hostile scenario, at worst it refuses 40 of 100 read pins (40 %) in g4 (hostile). Its fields cannot tell longterm, so that it errs towards yes in 1 of 3 scenarios, at worst it wrongly answers longterm with yes for 9 of 100 page-seconds (9 %) in f.',
    );
  });

  it('a layout that fails only under attack and in what it cannot tell does not hold, but does on ordinary load', () => {
    const found = verdict(FOUR, [QUIET, blurred('f'), G4], [], ['g4']);
    expect(found.holds).toBe(false);
    expect(holdsOnBenign(found)).toBe(true);
    expect(found.summary).toMatch(
      /^No refusal or saturation, nor a false answer that its fields could avoid, in 2 benign scenarios\. Refuses/,
    );
    expect(holdsOnBenign(verdict(FOUR, [QUIET, blurred('f'), G4]))).toBe(false);
  });

  it('a false no is never what the fields cannot tell', () => {
    const questions = { pinned: question(), written: question(), longterm: question({ falseNegativeTime: 1n }) };
    const found = verdict(FOUR, [recording(run({ questions }), {}, 'r6')]);
    expect(found.benign).toEqual({ scenarios: 1, harmed: 1, blurred: 0, unmeasured: 0 });
    expect(holdsOnBenign(found)).toBe(false);
  });

  it('a layout is not said to hold on ordinary load where a benign scenario could not be measured', () => {
    const reason = 'a carry needs replay of the events, and only their profile is here';
    const measured = measure(FOUR, G4);
    const of = (id: string) =>
      verdictsOf({
        layouts: [FOUR],
        measurements: [...measureStatic(FOUR), ...measure(FOUR, QUIET).rows, ...measured.rows],
        unmeasured: [{ layout: FOUR.id, scenario: id, class: 'small', metric: 'refused', of: 'pin', reason }],
        requirements: [],
        records: [],
        hostile: new Set(['g4', 'g5']),
      })[0]!;
    expect(of('fleet').benign.unmeasured).toBe(1);
    expect(holdsOnBenign(of('fleet'))).toBe(false);
    expect(holdsOnBenign(of('g5'))).toBe(true);
    expect(of('a5').benign).toEqual({ scenarios: 0, harmed: 0, blurred: 0, unmeasured: 1 });
    expect(holdsOnBenign(of('a5'))).toBe(false);
  });

  it('a layout is not said to hold on ordinary load where it misses a requirement without an attack', () => {
    const required = (metric: string, of: string, compare: '<=' | '>=', bound: number): Requirement => ({
      key: `${metric}.${of}`,
      metric,
      of,
      compare,
      bound,
      text: `${compare} ${bound}`,
    });
    const found = (...requirements: Requirement[]) => verdict(FOUR, [QUIET, G4], requirements, ['g4']);
    // Of the layout itself, whatever the scenario.
    expect(found(required('limit', 'ordinary', '>=', 2 ** 30))).toMatchObject({ judged: true, missedUnattacked: 1 });
    expect(holdsOnBenign(found(required('limit', 'ordinary', '>=', 2 ** 30)))).toBe(false);
    // In a benign scenario, by a number that is no harm.
    expect(holdsOnBenign(found(required('peak', 'pin', '<=', 0)))).toBe(false);
    // Under attack only.
    const attacked = found(required('refused', 'read', '<=', 0.1));
    expect(attacked).not.toHaveProperty('missedUnattacked');
    expect(attacked.holds).toBe(false);
    expect(holdsOnBenign(attacked)).toBe(true);
  });

  it('a layout seen only under attack is not said to hold on ordinary load', () => {
    expect(holdsOnBenign(verdict(FOUR, [G4], [], ['g4']))).toBe(false);
    expect(holdsOnBenign(verdict(FOUR, []))).toBe(false);
  });

  const scenario = fc.record({
    refused: fc.integer({ min: 0, max: 2 }),
    falseNo: fc.integer({ min: 0, max: 1 }),
    falseYes: fc.integer({ min: 0, max: 1 }),
    untold: fc.integer({ min: 0, max: 1 }),
    saturated: fc.integer({ min: 0, max: 1 }),
    hostile: fc.boolean(),
  });
  const scenarios = fc.array(scenario, { minLength: 1, maxLength: 6 });
  const measured = (all: readonly (typeof scenario extends fc.Arbitrary<infer T> ? T : never)[]) =>
    all.map(({ refused, falseNo, falseYes, untold, saturated }, i) =>
      recording(
        run({
          attempted: [0, 10],
          refused: [0, refused],
          counters: [counter(), counter(), counter({ saturatedLives: saturated })],
          questions: {
            pinned: question({ falsePositiveTime: BigInt(falseYes), falseNegativeTime: BigInt(falseNo) }),
            written: question(),
            longterm: question({ falsePositiveTime: BigInt(untold) }),
          },
        }),
        {},
        `s${i}`,
      ),
    );

  it('are counted each on its own, whatever was seen, and the strict verdict does not depend on who attacks', () => {
    fc.assert(
      fc.property(scenarios, (all) => {
        const attacks = all.flatMap(({ hostile }, i) => (hostile ? [`s${i}`] : []));
        const found = verdict(FOUR, measured(all), [], attacks);
        const isHarmed = (s: (typeof all)[number]) => s.refused + s.falseNo + s.falseYes + s.saturated > 0;
        for (const [part, isHostile] of [
          [found.benign, false],
          [found.hostile, true],
        ] as const) {
          const own = all.filter(({ hostile }) => hostile === isHostile);
          expect(part).toEqual({
            scenarios: own.length,
            harmed: own.filter(isHarmed).length,
            blurred: own.filter(({ untold }) => untold > 0).length,
            unmeasured: 0,
          });
        }
        expect(found.holds).toBe(all.every((s) => !isHarmed(s) && s.untold === 0));
        expect(found.holds).toBe(verdict(FOUR, measured(all)).holds);
        if (found.holds && attacks.length < all.length) expect(holdsOnBenign(found)).toBe(true);
      }),
    );
  });

  it('the nearest is beaten by no other, and there is one exactly where none holds', () => {
    fc.assert(
      fc.property(fc.array(scenarios, { minLength: 1, maxLength: 5 }), (layouts) => {
        const verdicts = layouts.map((all) =>
          verdict(
            FOUR,
            measured(all),
            [],
            all.flatMap(({ hostile }, i) => (hostile ? [`s${i}`] : [])),
          ),
        );
        const nearest = nearestOf(verdicts, []);
        expect(nearest.length > 0).toBe(verdicts.every(({ holds }) => !holds));
        const clean = ({ benign, hostile }: Verdict) =>
          [benign.scenarios - benign.harmed, hostile.scenarios - hostile.harmed] as const;
        for (const near of nearest)
          for (const other of verdicts) {
            const [a, b] = [clean(near), clean(other)];
            expect(a[0] > b[0] || (a[0] === b[0] && a[1] >= b[1])).toBe(true);
          }
      }),
    );
  });

  it('where something is required the nearest misses the fewest requirements', () => {
    const one = { ...verdict(FOUR, [D1]), layout: 'one' };
    const two = { ...verdict(FOUR, [QUIET, blurred('f')]), layout: 'two' };
    const record = (layout: string, met: boolean) => ({
      key: 'refused.pin',
      text: '== 0',
      compare: '==' as const,
      bound: 0,
      layout,
      judged: true,
      met,
      worst: null,
    });
    expect(nearestOf([one, two], []).map(({ layout }) => layout)).toEqual(['two']);
    expect(nearestOf([one, two], [record('one', true), record('two', false)]).map(({ layout }) => layout)).toEqual([
      'one',
    ]);
  });
});

describe('a verdict with requirements', () => {
  const refusedPin: Requirement = {
    key: 'refused.pin',
    metric: 'refused',
    of: 'pin',
    compare: '<=',
    bound: 1e-4,
    text: '<= 1e-4',
  };
  const limitOrdinary: Requirement = {
    key: 'limit.ordinary',
    metric: 'limit',
    of: 'ordinary',
    compare: '>=',
    bound: 2 ** 20,
    text: '>= 2^20',
  };

  it('holds where all are met, although something was refused', () => {
    const { holds, summary } = verdict(FOUR, [D1], [limitOrdinary]);
    expect(holds).toBe(true);
    expect(summary).toBe('Meets 1 of 1 requirement.');
  });

  it('names the requirement that is missed, where and by how much', () => {
    const { holds, summary, evidence } = verdict(FOUR, [QUIET, D1], [limitOrdinary, refusedPin]);
    expect(holds).toBe(false);
    expect(summary).toBe(
      'Misses 1 of 2 requirements: refused.pin <= 1e-4, but it refuses 7,232 of 8,192 pins (88.3 %) in d1.',
    );
    expect(evidence[0]).toEqual({
      scenario: 'd1',
      metric: 'refused',
      of: 'pin',
      text: 'misses refused.pin <= 1e-4: refuses 7,232 of 8,192 pins (88.3 %) in d1',
    });
  });

  it('of a static metric has no scenario', () => {
    const { holds, evidence } = verdict(bias(1024), [QUIET], [limitOrdinary]);
    expect(holds).toBe(false);
    expect(evidence[0]?.text).toBe('misses limit.ordinary >= 2^20: has a limit of 1,023 for ordinary');
  });

  it('says what could not be judged', () => {
    const nothing = recording(run(), {}, 'c3');
    const { judged, holds, summary, evidence } = verdict(FOUR, [nothing], [refusedPin]);
    expect({ judged, holds }).toEqual({ judged: false, holds: false });
    // One that is met does not make up for one that was measured nowhere; one that is missed is enough.
    expect(verdict(FOUR, [nothing], [refusedPin, limitOrdinary])).toMatchObject({ judged: false, holds: false });
    expect(verdict(bias(1024), [nothing], [refusedPin, limitOrdinary])).toMatchObject({ judged: true, holds: false });
    expect(summary).toBe(
      'Meets 0 of 1 requirement; 1 could not be judged: refused.pin, not measured in c3 (no pins were attempted in this source).',
    );
    expect(evidence[0]?.text).toBe(
      'refused.pin: not judged: not measured in c3 (no pins were attempted in this source)',
    );
  });
});
