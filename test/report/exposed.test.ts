import { Ajv, type AnySchema } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { type Layout, parseNotation } from '../../src/layouts/index.ts';
import { type Attacker, LOCAL_USER, MOVES } from '../../src/metrics/exposure/index.ts';
import { buildResults } from '../../src/report/build-results.ts';
import { MOST_EXPOSED } from '../../src/report/exposed.ts';
import { RESULTS_JSON_SCHEMA } from '../../src/report/results.schema.ts';
import type { Provenance } from '../../src/report/results.ts';

const ajv = new Ajv({ strict: true });
addFormats.default(ajv);
const isValid = ajv.compile(RESULTS_JSON_SCHEMA as AnySchema);

const PROVENANCE: Provenance = {
  bitpart: '0.1.0',
  node: 'v20.19.0',
  seed: 1,
  command: 'bitpart explore',
  startedAt: '2026-01-01T00:00:00.000Z',
  duration_s: 0,
  inputs: [],
};

function layout(text: string): Layout {
  const built = parseNotation(text);
  if (!built.ok) throw new Error(text);
  return built.layout;
}

const SHUT: Attacker = {
  ...LOCAL_USER,
  id: 'shut',
  limits: { ...LOCAL_USER.limits, memory: { ...LOCAL_USER.limits['memory']!, value: 0 } },
};

const plan = (layouts: readonly Layout[]) => ({ layouts, scenarios: [], requirements: [] });
const openOf = (results: ReturnType<typeof buildResults>) =>
  results.measurements.find(({ metric }) => metric === 'exposure-open')?.value;

describe('what a run says of attackers', () => {
  it('a row for each threat that some number of references brings about, else the reason', () => {
    const results = buildResults(plan([layout('4/4/24'), layout('side pin=32')]), [], PROVENANCE);
    expect(results.exposure?.length).toBeGreaterThan(10);
    for (const { layout, threat, of, references, how } of results.exposure ?? []) {
      const isOf = (entry: { layout: string | null; metric: string; of: string }): boolean =>
        entry.layout === layout && entry.metric === `exposure-${threat}` && entry.of === of;
      const rows = results.measurements.filter(isOf).map(({ value }) => value);
      const reasons = results.unmeasured.filter(isOf).map(({ reason, scenario }) => [scenario, reason]);
      expect(rows).toEqual(references === null ? [] : [Number(references)]);
      expect(reasons).toEqual(references === null ? [[null, how.replace(/\.$/, '')]] : []);
    }
  });

  it('the rows are of the first attacker of the plan, the records of all', () => {
    const layouts = [layout('4/4/24')];
    expect(openOf(buildResults(plan(layouts), [], PROVENANCE))).toBeGreaterThan(0);
    const results = buildResults({ ...plan(layouts), attackers: [SHUT, LOCAL_USER] }, [], PROVENANCE);
    expect(openOf(results)).toBe(0);
    expect(new Set(results.exposure?.map(({ attacker }) => attacker))).toEqual(new Set(['shut', 'local-user']));
  });

  it('a requirement on the threats that are open is judged by the attacker of the plan', () => {
    const requirements = [
      { key: 'exposure-open.threats', metric: 'exposure-open', of: 'threats', compare: '==', bound: 0, text: '== 0' },
    ] as const;
    const of = (attackers: readonly Attacker[]) =>
      buildResults({ layouts: [layout('8/24')], scenarios: [], requirements, attackers }, [], PROVENANCE).requirements;
    expect(of([LOCAL_USER])[0]).toMatchObject({ judged: true, met: false });
    expect(of([SHUT])[0]).toMatchObject({ judged: true, met: true });
  });

  it('without moves nothing is open', () => {
    expect(openOf(buildResults({ ...plan([layout('8/24')]), moves: [] }, [], PROVENANCE))).toBe(0);
  });

  it('has records of so many layouts, and rows of all', () => {
    const layouts = Array.from({ length: MOST_EXPOSED + 1 }, (_, i) => ({ ...layout('8/24'), id: `layout ${i}` }));
    const results = buildResults(plan(layouts), [], PROVENANCE);
    expect(new Set(results.exposure?.map((record) => record.layout)).size).toBe(MOST_EXPOSED);
    expect(results.measurements.filter(({ metric }) => metric === 'exposure-open').length).toBe(layouts.length);
  });

  it('is results.json by its schema, own moves included', () => {
    const results = buildResults(
      { ...plan([layout('4/4/24'), layout('side pin=32')]), attackers: [LOCAL_USER], moves: MOVES },
      [],
      PROVENANCE,
    );
    expect(isValid(JSON.parse(JSON.stringify(results))), JSON.stringify(isValid.errors)).toBe(true);
  });
});
