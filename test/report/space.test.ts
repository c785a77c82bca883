import { Ajv, type AnySchema } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Plan, Requirement } from '../../src/config/plan.ts';
import { columns } from '../../src/report/columns.ts';
import { RESULTS_JSON_SCHEMA } from '../../src/report/results.schema.ts';
import { exploreSpace, spaceRecord } from '../../src/report/space.ts';
import type { SpaceCurve, SpaceRecord, SpaceStanding } from '../../src/report/space-record.ts';
import { spaceText } from '../../src/report/space-text.ts';
import { mostBits, readAgainstWrite, standingText, thinned } from '../../src/report/space-words.ts';
import { notation } from '../metrics/fixtures.ts';
import { measured, profileOfSteps, scenarioOf } from '../metrics/space/fixtures.ts';
import { fixture } from './fixture.ts';
import { HOSTILE } from './hostile.ts';
import { spaceOf } from './space-fixture.ts';

const pin = { gap: 1, page: 0, kind: 0, refs: 1, level: 0, task: 0, interrupt: false, among: 0 } as const;
/** 40 ordinary references; 5 read pins; then 20 write pins beside them. */
const busy = scenarioOf('busy', [
  profileOfSteps([
    { ...pin, what: 'level', level: 40 },
    { ...pin, what: 'pin', kind: 1, refs: 5 },
    { ...pin, what: 'pin', kind: 3, refs: 20 },
    { ...pin, what: 'check' },
  ]),
]);
const source = { ...busy, runs: busy.runs.map((profile) => ({ small: { profile } })) };
const layouts = ['4/4/24', '3/5/24+0', 'bias 1024'].map(notation);
const rows = layouts.flatMap((layout) => measured(layout, [busy]).rows);

const require = (key: string, compare: Requirement['compare'], bound: number): Requirement => {
  const [metric = '', of = ''] = key.split('.');
  return { key, metric, of, compare, bound, text: `${compare} ${bound}` };
};
const SCENARIOS: Plan['scenarios'] = [
  { source: 'recording', id: busy.id, trace: '', path: '', large: 'apart', hostile: true },
];
const recordOf = (
  requirements: readonly Requirement[] = [],
  options = {},
  caps?: Parameters<typeof spaceRecord>[2],
) => {
  const plan = { layouts, requirements, scenarios: SCENARIOS };
  return spaceRecord(exploreSpace(plan, [source], rows, options), plan, caps);
};
const POSSIBLE = [require('limit.ordinary', '>=', 2 ** 20), require('refused.pin', '<=', 0)];
const IMPOSSIBLE = [require('limit.ordinary', '>=', 2 ** 27), require('refused.pin', '<=', 0)];
const some = { places: 5, ids: 2, judged: 3 };

describe('the record of the design space', () => {
  it('names the scenarios that it is of, and which are attacks', () => {
    expect(recordOf().scenarios).toEqual([{ id: 'busy', hostile: true }]);
  });

  it('keeps to the schema of results.json, and the schema knows each of its keys', () => {
    const ajv = new Ajv({ strict: true });
    addFormats.default(ajv);
    const isValid = ajv.compile(RESULTS_JSON_SCHEMA as AnySchema);
    for (const space of [recordOf(), recordOf(POSSIBLE), recordOf(IMPOSSIBLE), recordOf([], { word: 64 })]) {
      const results = JSON.parse(JSON.stringify({ ...fixture(), space }));
      expect(isValid(results), JSON.stringify(isValid.errors)).toBe(true);
      for (const key of Object.keys(space).filter((name) => name !== 'requirements')) {
        const { [key]: _, ...rest } = results.space;
        expect(isValid({ ...results, space: rest }), key).toBe(false);
      }
      expect(isValid({ ...results, space: { ...results.space, surprise: 1 } })).toBe(false);
    }
  });

  it('says how many layouts there are, how many have a place, and why the others have none', () => {
    const record = recordOf();
    expect([record.layouts, record.placed]).toEqual([2210, 2210 - 4]);
    // 25 pins at once: 25 × 2^26 is below 2^31, 25 × 2^27 beyond it.
    expect(record.excluded).toEqual([
      {
        reason: 'beyond the sign bit, where only replay could tell',
        count: 4,
        layouts: ['bias 2^27', 'bias 2^28', 'bias 2^29', 'bias 2^30'],
        scenarios: ['busy'],
      },
    ]);
    expect(recordOf([], { word: 64 })).toMatchObject({ word: 64, layouts: 9522 });
  });

  it('goes through the reserves that are asked for, and the biases', () => {
    const record = recordOf([], { reserves: [2] });
    expect(record.layouts).toBe(29 * 14 + 29 + 30);
    expect(record.front.shown.every(({ reserve }) => reserve === 2 || reserve === null)).toBe(true);
  });

  it('takes 64 bits where every layout has as many', () => {
    const plan = { layouts: [notation('16/16/32')], requirements: [] };
    expect(exploreSpace(plan, [source], []).space.word).toBe(64);
    expect(exploreSpace({ ...plan, layouts: [] }, [source], []).space.word).toBe(32);
  });

  it('counts all of the front, and shows evenly some of it, both ends among them', () => {
    const whole = recordOf();
    const { front } = recordOf([], {}, some);
    expect([front.places, front.layouts]).toEqual([whole.front.places, whole.front.layouts]);
    expect(front.shown.length).toBe(5);
    expect([front.shown[0], front.shown.at(-1)]).toEqual([
      { ...whole.front.shown[0], equal: whole.front.shown[0]!.equal.slice(0, 2) },
      { ...whole.front.shown.at(-1), equal: whole.front.shown.at(-1)!.equal.slice(0, 2) },
    ]);
  });

  it('says which layouts meet what is required, the best first, and why the best that fail fail', () => {
    const record = recordOf(POSSIBLE).requirements!;
    expect(record.each.map(({ met }) => met).every((met) => met >= record.met && record.met > 0)).toBe(true);
    expect(record.meeting[0]).toEqual({ layout: '5/27+0', misses: [], unjudged: [] });
    expect(record.nearest).toEqual([]);
    expect(record.failing.length).toBeGreaterThan(0);
    for (const { misses } of record.failing) expect(misses.length).toBeGreaterThan(0);
    expect(recordOf().requirements).toBeUndefined();
  });

  it('says what would have to be given up where no layout meets all', () => {
    const record = recordOf(IMPOSSIBLE).requirements!;
    expect(record.met).toBe(0);
    expect(record.meeting).toEqual([]);
    expect(record.nearest).toEqual([
      {
        layout: '5/27+0',
        misses: [{ key: 'limit.ordinary', text: `>= ${2 ** 27}`, scenario: null, value: 2 ** 27 - 1 }],
        unjudged: [],
      },
      { layout: '4/28+0', misses: [{ key: 'refused.pin', text: '<= 0', scenario: 'busy', value: 0.4 }], unjudged: [] },
    ]);
  });
});

const curve = (scenario: string, of: SpaceCurve['of'], needs: number): SpaceCurve => ({
  ...{ scenario, of, needs, attempted: 9 },
  refused: [0],
});

describe('what is said of it', () => {
  it('whether read pins need as many bits as write pins, of scenarios that have both; the others are named', () => {
    const curves = [
      ...[curve('a', 'read', 2), curve('a', 'write', 5), curve('a', 'pin', 6)],
      ...[curve('b', 'write', 1), curve('c', 'read', 4), curve('d', 'read', 3), curve('d', 'write', 3)],
    ];
    const said = (of: readonly SpaceCurve[]): string => readAgainstWrite(of, (scenario) => scenario);
    expect(said(curves)).toBe(
      'Of 2 scenarios with both, read pins need fewer bits than write pins in 1 (a), as many in 1 and more in 0. Only read pins: c. Only write pins: b.',
    );
    // Where nobody reads, write pins do not need more bits than read pins.
    expect(said([curve('d1', 'write', 8)])).toBe('No scenario has both read pins and write pins. Only write pins: d1.');
    expect(said([curve('a', 'pin', 6)])).toBe('');
    expect(mostBits(curves, (scenario) => scenario)).toEqual(['read pins 4 (c)', 'write pins 5 (a)', 'all pins 6 (a)']);
  });

  it('where a layout stands', () => {
    const standing: SpaceStanding = {
      ...{ layout: 'x', headroom: null, refused: null, wrong: null, missing: [] },
      ...{ isUndominated: false, dominators: 9, dominatedBy: ['a', 'b', 'c', 'd', 'e'], atSameReserve: ['f'] },
    };
    expect(standingText(standing)).toBe('dominated by 9 of the front, such as a, c and e; with its reserve by f');
    expect(standingText({ ...standing, dominators: 2, dominatedBy: ['a', 'b'], atSameReserve: [] })).toBe(
      'dominated by a and b',
    );
    expect(standingText({ ...standing, isUndominated: true })).toBe('nothing dominates it');
    expect(standingText({ ...standing, isUndominated: null })).toMatch(/another width/);
    expect(standingText({ ...standing, missing: ['no refused.pin in x'] })).toBe('not compared: no refused.pin in x');
  });

  it('evenly some of many', () => {
    expect(thinned([1, 2, 3, 4, 5], 3)).toEqual([1, 3, 5]);
    expect(thinned([1, 2], 3)).toEqual([1, 2]);
    expect(thinned([1, 2, 3], 1)).toEqual([1]);
    expect(thinned([], 1)).toEqual([]);
  });
});

describe('the text for the terminal', () => {
  const plain = (record: SpaceRecord, width = 100, top = 12): string =>
    spaceText(record, { width, top, paint: (_, text) => text, scenarios: 1 });

  it('shows the front, the named layouts, the requirements, the bits that are needed, and what has no place', () => {
    const text = plain(recordOf(POSSIBLE));
    expect(text).toMatch(/2,206 of 2,210 layouts of a 32-bit word, on 1 scenario\./);
    expect(text).toMatch(/^The front: \d+ places? that nothing dominates/m);
    expect(text).toMatch(/^ {2}4\/4\/24 +16\.6 +20 % {2}busy +0 %$/m);
    expect(text).toMatch(/^ {2}limit\.ordinary >= 1048576 +\d+$/m);
    expect(text).toMatch(/^ {2}busy +3 +5 +5$/m);
    expect(text).toMatch(/No place: bias 2\^27, .* and bias 2\^30; beyond the sign bit, [^()]* \(busy\)/s);
    expect(plain(recordOf(IMPOSSIBLE))).toMatch(
      /None meets all\. The nearest, .*\n {2}5\/27\+0 misses limit\.ordinary/,
    );
  });

  it.each([40, 64, 100, 160])('has no line wider than a terminal of %i columns', (width) => {
    const hostile = { ...fixture(), layouts: HOSTILE.map((id) => ({ ...fixture().layouts[0]!, id })) };
    const named = { ...spaceOf(hostile), requirements: recordOf(IMPOSSIBLE).requirements! };
    const text = plain(named, width);
    // A name or a number has no place to be broken at.
    const longest = Math.max(width, 62);
    for (const line of text.split('\n')) expect(columns(line), line).toBeLessThanOrEqual(longest);
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
  });

  it('shows so many rows of each list, and says how many more there are', () => {
    const text = plain(recordOf(), 100, 2);
    expect(text).toMatch(/and \d+ more, that refuse more or are short of bits/);
    const pins = text.slice(text.indexOf('all pins together'), text.indexOf('Where the named'));
    expect(pins.split('\n').filter((line) => /^ {2}\d/.test(line)).length).toBe(2);
  });

  it('says so where there is nothing to place', () => {
    const none = { ...recordOf(), front: { layouts: 0, places: 0, shown: [] }, curves: [], named: [] };
    expect(plain(none)).toContain('No layout has a place.');
  });
});
