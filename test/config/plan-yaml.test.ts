import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadPlan, type Plan, planToYaml } from '../../src/config/index.ts';
import { CATALOGUE } from '../../src/layouts/catalogue/index.ts';
import { yamlText } from '../../src/layouts/index.ts';
import { knownMetricKeys } from '../../src/metrics/index.ts';
import { measuredResults } from '../../src/report/build-results.ts';
import { PRESETS } from '../../src/workloads/presets/index.ts';
import { HOSTILE } from '../report/hostile.ts';

const PROVENANCE = { bitpart: '', node: '', seed: 1, command: '', startedAt: '', duration_s: 0, inputs: [] };

const load = (text: string): Plan => {
  const loaded = loadPlan(text, {
    file: 'layouts.yaml',
    resolve: (path) => path,
    presets: PRESETS,
    metricKeys: knownMetricKeys,
  });
  if (loaded.problems) throw new Error(`${loaded.problems.map((p) => `${p.line}: ${p.message}`).join('\n')}\n${text}`);
  return loaded.plan;
};

/** What a file can say: not where in the file it stood, nor from which preset a model or from whom a limit came. */
const essence = (plan: Plan): unknown =>
  JSON.parse(
    JSON.stringify(plan, (key, value) => (key === 'at' || key === 'preset' || key === 'source' ? undefined : value)),
  );
const comesBack = (text: string): string => {
  const plan = load(text);
  const yaml = planToYaml(plan);
  expect(essence(load(yaml))).toEqual(essence(plan));
  expect(planToYaml(load(yaml))).toBe(yaml);
  return yaml;
};

describe('the plan as YAML', () => {
  it('gives the plan of the file that ships again, presets written out', () => {
    const yaml = comesBack(readFileSync('layouts.yaml', 'utf8'));
    expect(yaml).not.toContain('preset:');
    expect(yaml).toContain('warmup:');
  });

  it('gives every preset again', () => {
    comesBack(
      `layouts: [4/4/24]\nscenarios:\n${Object.keys(PRESETS)
        .map((id) => `  - preset: ${id}\n`)
        .join('')}`,
    );
  });

  it('gives every entry of the catalogue again, under a name of its own too', () => {
    for (const { id } of CATALOGUE) comesBack(`layouts:\n  - catalogue: ${id}\n  - { catalogue: ${id}, name: mine }\n`);
  });

  it('of one layout is in its record: every entry of the catalogue is given again by it alone', () => {
    for (const { id } of CATALOGUE) {
      const { layouts } = load(`layouts:\n  - catalogue: ${id}\n  - { catalogue: ${id}, name: mine }\n`);
      const plan = { layouts, scenarios: [], requirements: [] };
      const records = measuredResults(plan, [], PROVENANCE).layouts;
      expect(load(`layouts:\n${records.map(({ yaml }) => yaml).join('\n')}\n`).layouts).toEqual(layouts);
    }
  });

  it('gives domains again: those that are used and not shipped', () => {
    const yaml = comesBack(readFileSync('examples/buffer-locks/layouts.yaml', 'utf8'));
    expect(yaml).toMatch(/^domains:\n {2}- name: buffers\n {4}kinds: \[pin, share,/);
    expect(comesBack('layouts: [4/4/24]')).not.toContain('domains');
  });

  it('gives what a scenario is said to be again', () => {
    const entry = '{ name: s, trace: a.csv, description: "none: of yours", hostile: true }';
    expect(comesBack(`layouts: [4/4/24]\nscenarios: [${entry}]`)).toContain('hostile: true');
  });

  it('gives everything that a model can say again', () => {
    comesBack(`layouts: [4/4/24, 8/24, { name: linux today, bias: 1024 }]
scenarios:
  - { name: mine, trace: a/b.txt.gz, large: same }
  - name: model
    duration: 90s
    warmup: 100us
    seed: 7
    runs: 2
    checks: { fork: 6/min, reclaim: 1/s }
    pages:
      - { name: quiet, ordinary: { steady: 3 } }
      - name: busy
        count: 64
        zipf: 1.2
        ordinary: { steady: 2, rate: 3/s, hold: { lognormal: { median: 1ms, sigma: 1.5 } }, sources: 9 }
        pins:
          - { kind: [read, write-long], rate: 10/s, hold: 2ms, batch: 3, phases: { on: 1s, off: 9s } }
          - { kind: write, rate: 1/s, hold: { pareto: { minimum: 1ms, shape: 1.5 } }, sources: 4, if-refused: skip }
          - { kind: long, rate: 1/s, hold: { exponential: 2ms }, pages: 4, retry: { times: 3, wait: 1ms } }
attackers:
  - { name: hpc user, like: rdma-user, limits: { memlock: 64GiB, nproc: 100 }, has: [vfio device] }
  - name: plain
moves:
  - { name: vfio, kind: write-long, reaches: [own], bytes: 8B, sources: [here], per-task: { limit: nofile, amount: 1 }, cannot-fail: true }
  - name: direct-write
    kind: read-short
    reaches: [own, shared-writable]
    bytes: 16B
    charge: { against: RLIMIT_MEMLOCK, per: process, bytes: 4KiB }
    uses: [{ limit: memlock, amount: 4KiB }]
    per-task: 233
    needs: [a device]
    sources: [there]
require:
  refused.pin: "<= 1e-4"
  limit.ordinary: ">= 2^20"
`);
  });

  it('gives any name again, as text', () => {
    const isName = (name: string): boolean => name.trim() === name && name.length > 0 && name.length < 200;
    const names = HOSTILE.filter((name) => isName(name) && !/[\p{Cc}\p{Cs}]/u.test(name));
    expect(names.length).toBeGreaterThan(3);
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...names), fc.string({ unit: 'grapheme', minLength: 1 })), (name) => {
        const text = `layouts: [4/4/24]\nscenarios:\n  - { name: ${yamlText(name)}, trace: ${yamlText(`${name}.gz`)} }\n`;
        let plan: Plan;
        try {
          plan = load(text);
        } catch {
          return; // A name that no file may have.
        }
        expect(essence(load(planToYaml(plan)))).toEqual(essence(plan));
      }),
    );
  });
});
