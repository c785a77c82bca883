import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadPlan, type Plan, type RecordingPlan } from '../src/config/index.ts';
import { needsEvents, needsReplay, reachesSign, tallyOf } from '../src/harness/profile/read.ts';
import type { Layout } from '../src/layouts/types.ts';
import { evaluateRecording } from '../src/node/recording.ts';
import { buildResults } from '../src/report/build-results.ts';
import type { Measurement, Results } from '../src/report/results.ts';
import { type Evaluated, lateReplaysOf, type Population, replaysOf } from '../src/workloads/evaluated.ts';
import { PRESETS } from '../src/workloads/presets/index.ts';

/** Figures that do not come from this program: of an independent script that read the same recordings. */
const SHIPPED = `
recording         | read  | write | 4/4/24 r | 4/4/24 w | 2/6/24 r | 2/6/24 w | 8/24 r | 8/24 w | peaks r/w/pin
a1                | 14729 | 14253 | 0        | 0        | 180      | 0        | 0      | 0      | 4/4/4
a5                | 6514  | 8080  | 0        | 0        | 0        | 0        | 0      | 0      | 1/1/1
a5, large folios  | 19086 | 17520 | 14619    | 13368    | 18153    | 850      | 131    | 64     | 384/192/448
a6                | 8632  | 8458  | 0        | 0        | 992      | 0        | 0      | 0      | 12/12/16
b2                | 0     | 2048  | 0        | 1088     | 0        | 0        | 0      | 0      | 0/32/32
d1                | 0     | 8192  | 0        | 7232     | 0        | 4160     | 0      | 0      | 0/128/128
d6                | 0     | 4096  | 0        | 3136     | 0        | 64       | 0      | 0      | 0/64/64
f                 | 9600  | 3200  | 0        | 0        | 149      | 0        | 0      | 0      | 5/3/5
g4                | 16384 | 0     | 16010    | 0        | 16309    | 0        | 10713  | 0      | 1536/0/1536
r1                | 10275 | 4896  | 0        | 0        | 0        | 0        | 0      | 0      | 1/1/1
r1, large folios  | 7815  | 21560 | 2236     | 121      | 4615     | 0        | 0      | 0      | 92/24/106
r5                | 812   | 604   | 0        | 0        | 0        | 0        | 0      | 0      | 1/1/1
r6                | 0     | 5120  | 0        | 3200     | 0        | 64       | 0      | 0      | 0/64/64
`;

/** The rule by which every drop of a recording finds its pin (the context in which its workload drops). */
const MATCHED = {
  interrupt: ['a1', 'a5', 'a6', 'g4', 'r1'],
  task: ['b2', 'd1', 'd6', 'f', 'r5'],
  oldest: ['r6'],
} as const;

interface Expected {
  readonly id: string;
  readonly class: 'small' | 'large';
  readonly attempted: { readonly read: number; readonly write: number };
  /** Per layout: read, write. */
  readonly refused: Readonly<Record<string, readonly [number, number]>>;
  readonly peaks: readonly [number, number, number];
}

const EXPECTED: readonly Expected[] = SHIPPED.trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [name, ...cells] = line.split('|').map((cell) => cell.trim()) as [string, ...string[]];
    const [read, write, ...refused] = cells.slice(0, -1).map(Number) as [number, number, ...number[]];
    const [id, large] = name.split(', ') as [string, string?];
    return {
      id,
      class: large === undefined ? 'small' : 'large',
      attempted: { read, write },
      refused: {
        '4/4/24': [refused[0]!, refused[1]!],
        '2/6/24': [refused[2]!, refused[3]!],
        '8/24': [refused[4]!, refused[5]!],
      },
      peaks: cells.at(-1)!.split('/').map(Number) as unknown as [number, number, number],
    };
  });

const root = new URL('../', import.meta.url);
const file = fileURLToPath(new URL('layouts.yaml', root));
const plan = planOf(file);
const layouts = plan.layouts;
const recordings = plan.scenarios.filter((scenario): scenario is RecordingPlan => scenario.source === 'recording');
const provenance = { bitpart: '', node: '', seed: 1, command: '', startedAt: '', duration_s: 0, inputs: [] };

/** Each recording once: its results as a run builds them, and every layout replayed beside them. */
const evaluations = new Map<string, Promise<{ results: Results; evaluated: Evaluated; replayed: Evaluated }>>();

function evaluationOf(id: string) {
  const found = evaluations.get(id);
  if (found !== undefined) return found;
  const scenario = recordings.find((each) => each.id === id)!;
  const made = evaluateRecording({ path: scenario.path, shown: scenario.trace }, { replays: layouts }).then(
    ({ evaluated: replayed }) => {
      const evaluated = withNeededReplays(replayed);
      return { results: buildResults(plan, [{ plan: scenario, evaluated }], provenance), evaluated, replayed };
    },
  );
  evaluations.set(id, made);
  return made;
}

describe('the limits of the default layouts', () => {
  const rows = buildResults(plan, [], provenance).measurements;
  it.each([
    ['4/4/24', 'limit', 'read', 15],
    ['4/4/24', 'limit', 'write', 15],
    ['4/4/24', 'limit', 'ordinary', 4_194_303],
    ['2/6/24', 'limit', 'read', 3],
    ['2/6/24', 'limit', 'write', 63],
    ['2/6/24', 'limit', 'ordinary', 4_194_303],
    ['linux today', 'limit', 'ordinary', 1023],
    ['linux today', 'limit', 'pin', 2_097_151],
    ['linux today', 'limit-hard', 'word', 2_147_483_647],
  ])('%s: %s of %s is %i', (layout, metric, of, value) => {
    expect(rowsOf(rows, { layout, metric, of, scenario: null }).map((row) => row.value)).toEqual([value]);
  });
});

describe.each(EXPECTED)('$id, $class folios: equal to an independent script', (expected) => {
  const rowsHere = async (): Promise<readonly Measurement[]> => {
    const { results } = await evaluationOf(expected.id);
    return expected.class === 'small' ? results.measurements : results.large;
  };

  it('attempted and refused', async () => {
    const rows = await rowsHere();
    for (const [layout, refused] of Object.entries(expected.refused)) {
      (['read', 'write'] as const).forEach((of, i) => {
        const found = rowsOf(rows, { layout, metric: 'refused', of, scenario: expected.id });
        const attempted = expected.attempted[of];
        // Of nothing attempted there is no share, and so no row.
        const shares = attempted === 0 ? [] : [{ numerator: refused[i], denominator: attempted }];
        expect(
          found.map(({ numerator, denominator }) => ({ numerator, denominator })),
          `${layout} ${of}`,
        ).toEqual(shares);
        for (const row of found) {
          expect(row).toMatchObject({ value: refused[i]! / attempted, class: expected.class, method: 'profile' });
          expect([row.low, row.high]).toEqual([row.value, row.value]);
        }
      });
    }
  });

  it('peaks of read, write and pin', async () => {
    const rows = await rowsHere();
    for (const { id: layout } of layouts) {
      const peaks = ['read', 'write', 'pin'].map((of) =>
        rowsOf(rows, { layout, metric: 'peak', of, scenario: expected.id }).map((row) => row.value),
      );
      expect(peaks, layout).toEqual(expected.peaks.map((peak) => [peak]));
    }
  });
});

describe('c3: 10,240 ordinary references by vmsplice, and no pin', () => {
  it.each([
    ['linux today', true],
    ['one bias 2^23', false],
    ['4/4/24', false],
    ['red zone', true],
  ])('%s: %s that something goes wrong', async (layout, wrong) => {
    const { measurements } = (await evaluationOf('c3')).results;
    const seen = measurements.filter(
      (row) =>
        row.layout === layout &&
        row.scenario === 'c3' &&
        /^(saturated|false-positive-time)$/.test(row.metric) &&
        row.value > 0,
    );
    expect(seen.length > 0).toBe(wrong);
  });
});

describe('what a recording does not show', () => {
  it('a kind that nobody tried to acquire has an entry with the reason, in place of its row', async () => {
    const { results } = await evaluationOf('d1');
    const entries = results.unmeasured.filter(({ metric, of }) => metric === 'refused' && of === 'read');
    expect(entries.map(({ scenario, class: pages }) => [scenario, pages])).toEqual([['d1', 'small']]);
    expect(entries[0]!.reason).toMatch(/no .*read.* attempted/);
  });

  it('large folios are measured apart, and only where the recording has them', async () => {
    for (const { id } of recordings) {
      const { results } = await evaluationOf(id);
      expect(
        results.measurements.every((row) => row.class === 'small'),
        id,
      ).toBe(true);
      expect(results.large.length > 0, id).toBe(id === 'a5' || id === 'r1');
    }
  });

  it('no layout and scenario has two rows for one metric of one thing', async () => {
    for (const { id } of recordings) {
      const { results } = await evaluationOf(id);
      for (const rows of [results.measurements, results.large]) {
        const keys = rows.map((row) => JSON.stringify([row.layout, row.scenario, row.metric, row.of]));
        expect(new Set(keys).size, id).toBe(keys.length);
      }
    }
  });
});

describe('how drops are matched', () => {
  it.each(Object.entries(MATCHED).flatMap(([rule, ids]) => ids.map((id) => [id, rule] as const)))(
    '%s: every drop by the rule %s, and every pin is dropped',
    async (id, rule) => {
      const { evaluated } = await evaluationOf(id);
      const taken = EXPECTED.filter((row) => row.id === id).reduce((n, { attempted: a }) => n + a.read + a.write, 0);
      const { beside: _, directed: __, ambiguous: ___, corrected: ____, ...matching } = evaluated.matching;
      expect(matching).toEqual({ byRef: 0, interrupt: 0, task: 0, comm: 0, oldest: 0, ignored: 0, [rule]: taken });
    },
  );

  it('events at which a probe fired beside its atomic operation are counted, and no others', async () => {
    const seen: Record<string, number> = {};
    for (const id of ['a1', 'a6', 'f', 'g4']) seen[id] = (await evaluationOf(id)).evaluated.matching.beside;
    expect(seen).toEqual({ a1: 59, a6: 258, f: 93, g4: 256 });
  });
});

describe("the recording's own counters", () => {
  /** e3 and r7 hold every operation on their pages; no recording was filtered or lost events. */
  it.each(recordings.map(({ id }) => id))(
    '%s: equal at 99 %% of events and more, each difference by a cause',
    async (id) => {
      const { evaluated } = await evaluationOf(id);
      const { fromStart, underWay, large, beside, before, missing } = evaluated.counters!;
      expect(fromStart.compared + underWay.compared + large.compared).toBeGreaterThan(2000);
      expect(fromStart.equal).toBeGreaterThanOrEqual(0.99 * fromStart.compared);
      expect(large.equal).toBeGreaterThanOrEqual(0.99 * large.compared);
      const equal = fromStart.equal + underWay.equal + large.equal;
      expect(beside + before + missing).toBe(fromStart.compared + underWay.compared + large.compared - equal);
      expect([before, missing]).toEqual([0, 0]);
      expect(evaluated.unreadable.count).toBe(0);
    },
  );
});

describe('profile = replay on every recording that ships, to the last integer', () => {
  it('all default layouts but that of two biases are read off the profile', () => {
    expect(layouts).toHaveLength(7);
    expect(layouts.filter((layout) => needsReplay(layout) !== undefined).map(({ id }) => id)).toEqual(['two biases']);
  });

  it('but where the sign bit is reached: 2^31 / 2^23 = 256 pins and more on one page', async () => {
    const reached: string[] = [];
    for (const { id } of recordings) {
      const { evaluated } = await evaluationOf(id);
      for (const pages of ['small', 'large'] as const) {
        const { profile } = evaluated.runs[0]![pages];
        for (const layout of layouts) {
          if (needsReplay(layout) === undefined && reachesSign(layout, profile)) {
            reached.push(`${id} ${pages}: ${layout.id}`);
          }
        }
      }
    }
    expect(reached).toEqual(['a5 large: one bias 2^23', 'g4 small: one bias 2^23']);
  });

  it.each(recordings.map(({ id }) => id))('%s', async (id) => {
    const { replayed } = await evaluationOf(id);
    for (const pages of ['small', 'large'] as const) {
      const { profile, tallies } = replayed.runs[0]![pages];
      for (const layout of layouts) {
        const replay = tallies[layout.id]!;
        expect(replay.pages, `${layout.id}, ${pages}`).toBe(profile.pages);
        expect(replay.pageTime, `${layout.id}, ${pages}`).toBe(profile.pageTime);
        if (needsReplay(layout) !== undefined || reachesSign(layout, profile)) continue;
        // A warning that stays is only known to replay; all else of that layout is in the profile too.
        const sticks = needsEvents(layout, profile) !== undefined;
        expect(sticks).toBe(layout.id === 'red zone' && id === 'c3' && pages === 'small');
        expect(
          { ...tallyOf(profile, sticks ? unwarned(layout) : layout), method: 'replay' },
          `${layout.id}, ${pages}`,
        ).toEqual(sticks ? { ...replay, counters: replay.counters.map(({ redZone: _, ...rest }) => rest) } : replay);
      }
    }
  });
});

/** The layout without its warning levels. */
function unwarned(layout: Layout): Layout {
  if (layout.family === 'bias') return layout;
  return { ...layout, fields: layout.fields.map(({ warn: _, ...field }) => field) };
}

/** Without the tallies that a run would read off the profile. */
function withNeededReplays(replayed: Evaluated): Evaluated {
  const bare = ({ profile }: Population): Population => ({ profile, tallies: {} });
  const [{ small, large }] = replayed.runs as [Evaluated['runs'][number]];
  const needed = [...replaysOf(layouts), ...lateReplaysOf(layouts, [bare(small), bare(large)])];
  const kept = ({ profile, tallies }: Population): Population => ({
    profile,
    tallies: Object.fromEntries(needed.map(({ id }) => [id, tallies[id]!])),
  });
  return { ...replayed, runs: [{ small: kept(small), large: kept(large) }] };
}

function rowsOf(rows: readonly Measurement[], wanted: Partial<Measurement>): readonly Measurement[] {
  return rows.filter((row) => Object.entries(wanted).every(([key, value]) => row[key as keyof Measurement] === value));
}

function planOf(path: string): Plan {
  const loaded = loadPlan(readFileSync(path, 'utf8'), {
    file: path,
    presets: PRESETS,
    resolve: (name) => fileURLToPath(new URL(name, root)),
  });
  if (loaded.plan === undefined) throw new Error(JSON.stringify(loaded.problems));
  return loaded.plan;
}
