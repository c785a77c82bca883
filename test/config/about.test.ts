import { describe, expect, it } from 'vitest';
import { describePlan, loadPlan } from '../../src/config/index.ts';
import { PRESETS } from '../../src/workloads/presets/index.ts';

const load = (scenario: string) =>
  loadPlan(`layouts: [4/4/24]\nscenarios:\n  - ${scenario}\n`, {
    file: 'layouts.yaml',
    resolve: (path) => path,
    presets: PRESETS,
  });

function scenarioOf(text: string) {
  const loaded = load(text);
  if (loaded.problems) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return { ...loaded.plan.scenarios[0]!, words: describePlan(loaded.plan) };
}

describe('what a scenario says of itself', () => {
  it('is its description, and whether it is an attack', () => {
    const found = scenarioOf('{ name: g4, trace: g4.gz, hostile: true, description: "direct I/O of a libc page" }');
    expect(found).toMatchObject({ description: 'direct I/O of a libc page', hostile: true });
    expect(found.words).toContain('  g4 (hostile): recording g4.gz\n    direct I/O of a libc page\n');
  });

  it('is absent unless it is said', () => {
    const found = scenarioOf('{ trace: a.gz }');
    expect(Object.keys(found)).not.toEqual(expect.arrayContaining(['description']));
    expect(found.hostile).toBeUndefined();
    expect(scenarioOf('{ trace: a.gz, hostile: false }').hostile).toBeUndefined();
  });

  it('of a preset is its title, and of attackers that they attack; the file may say otherwise', () => {
    expect(scenarioOf('preset: rdma')).toMatchObject({ description: PRESETS.rdma!.title });
    expect(scenarioOf('preset: rdma').hostile).toBeUndefined();
    expect(scenarioOf('{ preset: rdma, description: mine, hostile: true }')).toMatchObject({
      description: 'mine',
      hostile: true,
    });
    expect(scenarioOf('{ preset: attacker-dio-libc, hostile: false }').hostile).toBeUndefined();
    const attackers = Object.values(PRESETS).filter(({ id }) => id.startsWith('attacker-'));
    expect(attackers.length).toBeGreaterThan(0);
    expect(attackers.filter(({ id }) => !scenarioOf(`preset: ${id}`).hostile)).toEqual([]);
    expect(Object.values(PRESETS).filter(({ id, hostile }) => hostile && !id.startsWith('attacker-'))).toEqual([]);
  });

  it.each([
    ['description: ""', /the description is empty/],
    ['description: "  "', /the description is empty/],
    [`description: "${'x'.repeat(201)}"`, /at most 200 characters/],
    ['description: "two\\nlines"', /one line/],
    ['description: [a]', /a description is needed here/],
    ['hostile: yes please', /true or false is needed here/],
  ])('is refused where it is no such thing: %s', (text, message) => {
    const { problems } = load(`{ trace: a.gz, ${text} }`);
    expect(problems?.map((problem) => problem.message).join('\n')).toMatch(message);
    expect(problems?.[0]?.line).toBe(3);
  });
});
