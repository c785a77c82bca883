import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadPlan } from '../src/config/index.ts';
import { Cache } from '../src/node/cache.ts';
import { evaluatePlan } from '../src/node/evaluate.ts';
import { Pool } from '../src/node/pool.ts';
import { buildResults } from '../src/report/build-results.ts';
import type { HitRecord, MatchingRecord, Measurement, Results, Unmeasured } from '../src/report/results.ts';
import { PRESETS } from '../src/workloads/presets/index.ts';

/**
 * Golden cases: a folder is a claim, with a layouts.yaml, recordings small enough to follow by hand, and what must come
 * out, worked out by hand (`why`) from the definitions and not from this program's output.
 */
interface Case {
  /** How the numbers come about, in sentences. */
  readonly why: readonly string[];
  /** Each is found exactly once, with the numbers given; numbers that are not whole to 12 digits. */
  readonly rows: readonly (Partial<Measurement> & Pick<Measurement, 'layout' | 'scenario' | 'metric' | 'of'>)[];
  /** No row looks like this. */
  readonly absent?: readonly Partial<Measurement>[];
  /** Each has an entry, with a reason. */
  readonly unmeasured?: readonly Partial<Unmeasured>[];
  readonly hits?: readonly Partial<HitRecord>[];
  /** By scenario. */
  readonly matching?: Readonly<Record<string, Partial<MatchingRecord>>>;
}

const folder = new URL('cases/', import.meta.url);
const watcher = { started: () => {}, sized: () => {}, read: () => {}, finished: () => {} };
const provenance = { bitpart: '', node: '', seed: 1, command: '', startedAt: '', duration_s: 0, inputs: [] };

describe.each(
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name),
)('%s', (name) => {
  const here = new URL(`${name}/`, folder);
  const expected = JSON.parse(readFileSync(new URL('expected.json', here), 'utf8')) as Case;

  it('comes out as worked out by hand', async () => {
    const results = await resultsOf(here);
    const rows = [...results.measurements, ...results.large];
    for (const row of expected.rows) {
      const { layout, scenario, metric, of, class: pages = 'small' } = row;
      const found = rows.filter(matches({ layout, scenario, metric, of, class: pages }));
      expect(found, JSON.stringify(row)).toHaveLength(1);
      for (const [key, value] of Object.entries(row)) {
        const seen = found[0]![key as keyof Measurement];
        const what = `${layout}, ${metric} of ${of}: ${key}`;
        if (typeof value === 'number' && !Number.isInteger(value)) expect(seen, what).toBeCloseTo(value, 12);
        else expect(seen, what).toBe(value);
      }
    }
    for (const row of expected.absent ?? []) expect(rows.filter(matches(row)), JSON.stringify(row)).toEqual([]);
    for (const entry of expected.unmeasured ?? []) {
      const found = results.unmeasured.filter(matches(entry));
      expect(found.length, JSON.stringify(entry)).toBeGreaterThan(0);
      for (const { reason } of found) expect(reason).toMatch(/\w+ \w+/);
    }
    for (const hit of expected.hits ?? [])
      expect(results.hits).toContainEqual(expect.objectContaining(matchingHit(hit)));
    for (const [id, matching] of Object.entries(expected.matching ?? {})) {
      expect(results.scenarios.find((scenario) => scenario.id === id)?.matching).toMatchObject(matching);
    }
  });

  it('says why', () => {
    expect(expected.why.length).toBeGreaterThan(0);
    expect(expected.rows.length).toBeGreaterThan(0);
  });
});

async function resultsOf(here: URL): Promise<Results> {
  const file = new URL('layouts.yaml', here);
  const loaded = loadPlan(readFileSync(file, 'utf8'), {
    file: 'layouts.yaml',
    presets: PRESETS,
    resolve: (path) => fileURLToPath(new URL(path, here)),
  });
  if (loaded.plan === undefined) throw new Error(JSON.stringify(loaded.problems, null, 1));
  const pool = new Pool(1);
  try {
    return buildResults(
      loaded.plan,
      await evaluatePlan(loaded.plan, { pool, cache: new Cache(undefined), watcher }),
      provenance,
    );
  } finally {
    await pool.close();
  }
}

const matches =
  <T extends object>(wanted: Partial<T>) =>
  (row: T): boolean =>
    Object.entries(wanted).every(([key, value]) => row[key as keyof T] === value);

const matchingHit = ({ first, worst, ...rest }: Partial<HitRecord>): Record<string, unknown> => ({
  ...rest,
  first: expect.objectContaining(first),
  worst: expect.objectContaining(worst),
});
