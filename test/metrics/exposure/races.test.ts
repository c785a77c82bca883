import { describe, expect, it } from 'vitest';
import { guardRecords, raceRecords } from '../../../src/metrics/exposure/index.ts';
import { DEFAULTS } from './layouts.ts';

const races = raceRecords(DEFAULTS.flatMap((layout) => guardRecords(layout)));

describe('how it goes wrong, step by step', () => {
  it('is shown for every way to update that the default layouts have and that can go wrong', () => {
    expect([...new Set(races.map(({ protocol }) => protocol))].sort()).toEqual(['add-undo', 'check-add', 'saturate']);
    expect(races).toHaveLength(4);
    expect(raceRecords([])).toEqual([]);
  });

  it.each(races.map((race) => [race.what, race] as const))('%s', (_, { start, steps, hazard, tasks }) => {
    expect(steps[0]?.before).toBe(start);
    for (const [i, step] of steps.slice(1).entries()) expect(step.before).toBe(steps[i]!.after);
    expect(steps.slice(0, -1).flatMap(({ hazards }) => hazards)).not.toContain(hazard);
    expect(steps.at(-1)?.hazards).toContain(hazard);
    // No task too many: every one of them is needed.
    expect(new Set(steps.map(({ task }) => task)).size).toBe(tasks);
  });
});
