import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPlan } from '../../src/config/index.ts';
import { limitsOf } from '../../src/layouts/index.ts';
import { knownMetricKeys } from '../../src/metrics/index.ts';
import { PRESETS } from '../../src/workloads/presets/index.ts';

const text = readFileSync('layouts.yaml', 'utf8');
const load = (content: string) => {
  const loaded = loadPlan(content, {
    file: 'layouts.yaml',
    resolve: (path) => path,
    presets: PRESETS,
    metricKeys: knownMetricKeys,
  });
  if (loaded.problems) throw new Error(loaded.problems.map((p) => `${p.line}: ${p.message}`).join('\n'));
  return loaded.plan;
};

describe('the layouts.yaml that ships', () => {
  const plan = load(text);

  it('compares seven layouts', () => {
    expect(plan.layouts.map((l) => [l.id, l.word])).toEqual([
      ['4/4/24', 32],
      ['2/6/24', 32],
      ['8/24', 32],
      ['linux today', 32],
      ['one bias 2^23', 32],
      ['two biases', 32],
      ['red zone', 32],
    ]);
    const limits = plan.layouts.map((l) => limitsOf(l).map((part) => Number(part.limit)));
    expect(limits).toEqual([
      [15, 15, 4_194_303],
      [3, 63, 4_194_303],
      [255, 4_194_303],
      [2_097_151, 1023],
      [255, 8_388_607],
      [15, 15, 8_388_607],
      [15, 63, 1023],
    ]);
  });

  it('on fourteen recordings, all there, and three models', () => {
    const recordings = plan.scenarios.flatMap((s) => (s.source === 'recording' ? [s] : []));
    expect(recordings.map((s) => s.id)).toEqual('a1 a5 a6 b2 c3 d1 d6 e3 f g4 r1 r5 r6 r7'.split(' '));
    expect(recordings.filter((s) => !existsSync(s.path))).toEqual([]);
    expect(plan.scenarios.flatMap((s) => (s.source === 'model' ? [s.preset] : []))).toEqual([
      'rdma',
      'database',
      'libc-page',
    ]);
  });

  it('says of each scenario what it is, and that c3 and g4 are attacks', () => {
    expect(plan.scenarios.filter(({ description }) => description === undefined)).toEqual([]);
    expect(plan.scenarios.flatMap(({ id, hostile }) => (hostile ? [id] : []))).toEqual(['c3', 'g4']);
  });

  it('requires nothing, and what it shows commented out is right when the marks are taken away', () => {
    expect(plan.requirements).toEqual([]);
    const open = text.replace(/^# (require:)$/m, '$1').replace(/^# {3}(limit|refused)/gm, '  $1');
    expect(load(open).requirements.map((r) => [r.key, r.text])).toEqual([
      ['limit.ordinary', '>= 2^20'],
      ['refused.pin', '<= 1e-4'],
    ]);
    const model = text
      .replace(/^ {2}# - name: shared libc page$/m, '  - name: shared libc page')
      .replace(/^ {2}# {3}/gm, '    ');
    expect(load(model).scenarios.at(-1)).toMatchObject({
      id: 'shared libc page',
      model: { pages: [{ count: 512 }], checks: { rate: 5 } },
    });
  });

  it('begins with the line by which an editor finds its schema', () => {
    expect(text.split('\n', 1)[0]).toBe('# yaml-language-server: $schema=./layouts.schema.json');
  });
});
