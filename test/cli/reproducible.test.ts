import { describe, expect, it } from 'vitest';
import { goodWorld } from './world.ts';

/** A clock that no two runs share. */
function clock(): () => number {
  let time = Date.UTC(2026, 0, 1) + Math.random() * 1e9;
  return () => (time += 1234);
}

describe('--reproducible', () => {
  it('gives the same bytes in every file, whenever it runs', async () => {
    const reports = [];
    for (let run = 0; run < 2; run++) {
      const world = await goodWorld();
      await world.run(['explore', '--quiet', '--reproducible'], { now: clock() });
      reports.push(world.files('reports'));
      expect(world.results().provenance).toMatchObject({
        startedAt: '1970-01-01T00:00:00.000Z',
        duration_s: 0,
        node: 'any',
      });
      expect(world.results().provenance).not.toHaveProperty('machine');
      expect(world.results().provenance.plan).toContain('layouts:\n');
    }
    expect(reports[1]).toEqual(reports[0]);
  });

  it('is what SOURCE_DATE_EPOCH asks for too, and dates the run', async () => {
    const world = await goodWorld();
    for (const flags of [[], ['--reproducible']]) {
      const env = { SOURCE_DATE_EPOCH: '1700000000' };
      await world.run(['explore', '--quiet', ...flags], { env, now: clock() });
      const { startedAt, duration_s } = world.results().provenance;
      expect([startedAt, duration_s]).toEqual(['2023-11-14T22:13:20.000Z', 0]);
    }
  });

  it('holds for space --json', async () => {
    const world = await goodWorld();
    const outs = await Promise.all(
      [1, 2].map(async () => (await world.run(['space', '--json', '--reproducible'], { now: clock() })).out),
    );
    expect(outs[1]).toBe(outs[0]);
    expect(JSON.parse(outs[0]!).provenance.startedAt).toBe('1970-01-01T00:00:00.000Z');
  });

  it.each(['yesterday', '-1', '1.5', '1e3', '99999999999999'])('SOURCE_DATE_EPOCH=%s is an error', async (epoch) => {
    const world = await goodWorld();
    const { code, err } = await world.run(['explore'], { env: { SOURCE_DATE_EPOCH: epoch } });
    expect(code).toBe(2);
    expect(err).toContain(`SOURCE_DATE_EPOCH is "${epoch}"; it takes whole seconds since 1970`);
  });
});
