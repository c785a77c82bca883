import { describe, expect, it } from 'vitest';
import type { Requirement } from '../../src/config/plan.ts';
import { type Attacker, LOCAL_USER } from '../../src/metrics/exposure/index.ts';
import { exploreSpace, spaceRecord } from '../../src/report/space.ts';
import { spaceText } from '../../src/report/space-text.ts';

const NOTHING_OPEN: Requirement = {
  key: 'exposure-open.threats',
  metric: 'exposure-open',
  of: 'threats',
  compare: '==',
  bound: 0,
  text: '== 0',
};
const LIMIT: Requirement = { ...NOTHING_OPEN, key: 'limit.ordinary', metric: 'limit', of: 'ordinary', compare: '>=' };

function record(requirements: readonly Requirement[], attackers?: readonly Attacker[]) {
  const plan = { layouts: [], scenarios: [], requirements, ...(attackers === undefined ? {} : { attackers }) };
  // One reserve is a tenth of the splits.
  return spaceRecord(exploreSpace(plan, [], [], { word: 32, reserves: [2] }), plan);
}

const text = (found: ReturnType<typeof record>): string =>
  spaceText(found, { width: 100, paint: (_style, words) => words, top: 3, scenarios: 0 });

/** Somebody with so many bytes of kernel memory. */
const having = (value: number): Attacker => ({
  ...LOCAL_USER,
  id: `with ${value}`,
  limits: { ...LOCAL_USER.limits, memory: { ...LOCAL_USER.limits['memory']!, value } },
});

describe('a requirement on exposure, over the design space', () => {
  it('none survives the default attacker, and each family is told what rules it out', () => {
    const found = record([NOTHING_OPEN]);
    expect(found.requirements?.met).toBe(0);
    const { survivors, families = [], layouts } = found.exposure!;
    expect(survivors).toEqual([]);
    expect(layouts).toBe(found.layouts);
    expect(families.reduce((sum, family) => sum + family.layouts, 0)).toBe(layouts);
    for (const family of families) expect(family.ruledOutBy.length, family.family).toBeGreaterThan(0);
    const said = text(found);
    expect(said).toContain('survives local-user: each has a threat that is open');
    expect(said).toMatch(/split pin \/ ordinary, \d+ layouts: ruled out by false-yes.written, open on each/);
  });

  it.each([0, 2 ** 14, 2 ** 22])('what meets it are the survivors of the attacker of the plan (%i bytes)', (memory) => {
    const found = record([NOTHING_OPEN], [having(memory)]);
    const left = found.exposure!.families.reduce((sum, { survivors }) => sum + survivors, 0);
    expect(found.requirements?.met).toBe(left);
    if (memory === 0) {
      expect(left).toBe(found.layouts);
      expect(text(found)).toContain('leave nothing open to with 0');
    }
  });

  it('without such a requirement nobody attacks', () => {
    expect(record([LIMIT]).exposure).toBeUndefined();
  });
});
