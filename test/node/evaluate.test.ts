import { copyFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPlan } from '../../src/config/index.ts';
import { Cache } from '../../src/node/cache.ts';
import { evaluatePlan, type Means } from '../../src/node/evaluate.ts';
import { Pool } from '../../src/node/pool.ts';
import { goodWorld } from '../cli/world.ts';

/** Whether the steps of the busiest page were looked for, for which a recording is read once more. */
async function hasBusiest(trace: string, means: Partial<Means> = {}): Promise<boolean> {
  const world = await goodWorld();
  copyFileSync(world.path('one.csv'), world.path('other.csv'));
  const text = `layouts: [4/4/24]\nscenarios: [{ name: one, trace: ${JSON.stringify(trace)} }]\n`;
  const { plan } = loadPlan(text, { file: 'layouts.yaml', resolve: (path) => world.path(path), presets: {} });
  const pool = new Pool(1);
  const watcher = { started() {}, sized() {}, read() {}, finished() {} };
  const [scenario] = await evaluatePlan(plan!, { pool, cache: new Cache(undefined), watcher, ...means });
  await pool.close();
  expect(scenario!.evaluated.events).toBeGreaterThan(5);
  return scenario!.evaluated.busiest !== undefined;
}

describe('a recording is read once more for its busiest page', () => {
  it('where it is a scenario by itself, and not where it is merged with others', async () => {
    expect(await hasBusiest('one.csv')).toBe(true);
    expect(await hasBusiest('*.csv')).toBe(false);
    expect(await hasBusiest('one.csv', { named: true })).toBe(false);
  });
});
