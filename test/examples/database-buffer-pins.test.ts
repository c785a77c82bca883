import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPlan } from '../../src/config/index.ts';
import { Cache } from '../../src/node/cache.ts';
import { evaluatePlan } from '../../src/node/evaluate.ts';
import { Pool } from '../../src/node/pool.ts';
import { buildResults } from '../../src/report/build-results.ts';

const FILE = new URL('../../examples/database-buffer-pins/layouts.yaml', import.meta.url);
const quiet = { started() {}, sized() {}, read() {}, finished() {} };

async function resultsOf(text: string) {
  const { plan, problems } = loadPlan(text, { file: 'layouts.yaml', resolve: (path) => path, presets: {} });
  if (!plan) throw new Error(JSON.stringify(problems));
  const pool = new Pool(1);
  try {
    const scenarios = await evaluatePlan(plan, { pool, cache: new Cache(undefined), watcher: quiet });
    return buildResults(plan, scenarios, {
      bitpart: '0',
      node: 'v20',
      seed: 1,
      command: 'bitpart explore',
      startedAt: '2026-01-01T00:00:00.000Z',
      duration_s: 0,
      inputs: [],
    });
  } finally {
    await pool.close();
  }
}

describe('the example of database buffers', () => {
  it('holds: a buffer is pinned by a backend at a time, and the word never answers wrongly', async () => {
    const results = await resultsOf(readFileSync(FILE, 'utf8'));
    const row = (metric: string, of: string) =>
      results.measurements.find((r) => r.layout === 'postgres-buffer' && r.metric === metric && r.of === of);
    expect(row('peak', 'pin')?.value).toBeGreaterThan(2);
    expect(row('refused', 'pin')).toMatchObject({ value: 0 });
    expect(row('refused', 'pin')?.denominator).toBeGreaterThan(100_000);
    expect(row('false-positive-time', 'pinned')?.numerator).toBe(0);
    expect(row('false-negative-time', 'pinned')?.numerator).toBe(0);
    expect(results.verdicts[0]).toMatchObject({ layout: 'postgres-buffer', holds: true });
    // Read, write and ordinary are no kinds of a database.
    expect(results.space).toBeUndefined();
  });

  it('has no number, but the reason, on a source with more than its kinds', async () => {
    const results = await resultsOf(`
layouts: [{ catalogue: postgres-buffer }, 4/4/24]
scenarios:
  - name: pins
    duration: 1s
    runs: 1
    pages: [{ count: 4, pins: [{ kind: read, rate: 50/s, hold: 1ms }] }]
`);
    const own = results.unmeasured.filter(
      ({ layout, scenario }) => layout === 'postgres-buffer' && scenario === 'pins',
    );
    expect(own.length).toBeGreaterThan(3);
    for (const { reason } of own) expect(reason).toContain('its kinds are not those of the source');
    expect(results.measurements.some(({ layout, scenario }) => layout === 'postgres-buffer' && scenario !== null)).toBe(
      false,
    );
    expect(results.measurements.some(({ layout, scenario }) => layout === '4/4/24' && scenario === 'pins')).toBe(true);
  });
});
