import { copyFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPlan } from '../../src/config/index.ts';
import { Cache } from '../../src/node/cache.ts';
import { evaluatePlan, type Means } from '../../src/node/evaluate.ts';
import { Pool } from '../../src/node/pool.ts';
import { buildResults } from '../../src/report/build-results.ts';
import { keyFigures } from '../../src/report/select.ts';
import { goodWorld, type World } from '../cli/world.ts';
import { PROVENANCE } from '../report/evaluated.ts';

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

/** The results of such layouts and scenarios on the files of a folder. */
async function resultsOf(world: World, text: string, means: Partial<Means> = {}) {
  const { plan, problems } = loadPlan(text, { file: 'layouts.yaml', resolve: (path) => world.path(path), presets: {} });
  if (!plan) throw new Error(JSON.stringify(problems));
  const pool = new Pool(1);
  const watcher = { started() {}, sized() {}, read() {}, finished() {} };
  try {
    const scenarios = await evaluatePlan(plan, {
      pool,
      cache: new Cache(undefined),
      watcher,
      withWitnesses: true,
      ...means,
    });
    return buildResults(plan, scenarios, PROVENANCE);
  } finally {
    await pool.close();
  }
}

/** So many pins of a page at once, a second each, beside an ordinary reference. */
const crowd = (kind: string, pins: number): string =>
  [
    'time_s,event,page,ref',
    '0,get,A,ordinary',
    ...Array.from({ length: pins }, (_, i) => `${i / 1000},pin-${kind},A,${i}`),
    ...Array.from({ length: pins }, (_, i) => `${1 + i / 1000},unpin,A,${i}`),
    '',
  ].join('\n');

describe('layouts that only replay can tell of', () => {
  it('are measured on a scenario of several recordings as on one, which come to the same in all', async () => {
    const world = await goodWorld();
    writeFileSync(world.path('x1.csv'), crowd('write-long', 20));
    writeFileSync(world.path('x2.csv'), crowd('read-short', 300));
    // Several biases from the start; one that reaches the sign bit once the counts are known; a field that carries.
    const layouts = `layouts:
  - { name: several biases, bias: { long: 2^23, short: 2^27 } }
  - { name: one bias, bias: 2^23 }
  - { name: carries, fields: [{ name: ordinary, bits: 24, counts: [ordinary] }, { name: pin, bits: 8, counts: [pin], on-limit: carry }] }
`;
    const apart = await resultsOf(
      world,
      `${layouts}scenarios: [{ name: x1, trace: x1.csv }, { name: x2, trace: x2.csv }]\n`,
    );
    const together = await resultsOf(world, `${layouts}scenarios: [{ name: both, trace: "x*.csv" }]\n`);
    expect(JSON.stringify(together.unmeasured)).not.toContain('only their profile is here');
    expect(together.verdicts.every(({ judged }) => judged)).toBe(true);
    for (const { id } of together.layouts) {
      const refused = (of: typeof apart) =>
        of.measurements
          .filter(({ layout, metric, of: kind }) => layout === id && metric === 'refused' && kind === 'pin')
          .reduce((sum, { numerator, denominator }) => [sum[0]! + numerator!, sum[1]! + denominator!], [0, 0]);
      expect(refused(together), id).toEqual(refused(apart));
      expect(refused(together)[1], id).toBe(320);
    }
  });
});

/** 20 pins of a page, four drops that do not say of which, and four pins more: a limit of 16 or 15 tells the oldest from the newest. */
const MOOT = [
  'time_s,event,page,ref',
  '0,get,A,ordinary',
  ...Array.from({ length: 20 }, (_, i) => `${0.1 + i / 1000},pin-read-short,A,`),
  ...Array.from({ length: 4 }, (_, i) => `${0.2 + i / 1000},unpin,A,`),
  ...Array.from({ length: 4 }, (_, i) => `${0.3 + i / 1000},pin-read-short,A,`),
  '1,check,A,',
  '',
].join('\n');

const BIASES = `  - { name: several biases, bias: { long: 2^23, short: 2^27 } }
  - { name: one bias, bias: 2^27 }
`;
const BOTH_WAYS = [
  // 16 are admitted. The four oldest drop, and four more fit; or four that were refused, and none does.
  { layout: 'several biases', value: 4 / 24, newestFirst: 8 / 24 },
  { layout: 'one bias', value: 4 / 24, newestFirst: 8 / 24 },
];

describe('what rests on which pin a drop ends', () => {
  it('is worked out of layouts that only replay can tell of too, on one recording or several', async () => {
    const world = await goodWorld();
    writeFileSync(world.path('x1.csv'), MOOT);
    writeFileSync(world.path('x2.csv'), MOOT);
    for (const trace of ['x1.csv', 'x*.csv']) {
      const text = `layouts:\n  - 4/4/24\n${BIASES}scenarios: [{ name: moot, trace: "${trace}" }]\n`;
      const { trust } = await resultsOf(world, text);
      expect(trust!.matching[0]!.newestFirst!.refused, trace).toEqual([
        { layout: '4/4/24', value: 5 / 24, newestFirst: 9 / 24 },
        ...BOTH_WAYS,
      ]);
    }
  });

  it('also where an earlier run, that did not ask for it, left such a layout in the cache', async () => {
    const world = await goodWorld();
    writeFileSync(world.path('x1.csv'), MOOT);
    const run = async (layouts: string, withWitnesses: boolean) => {
      const text = `layouts:\n${layouts}scenarios: [{ name: moot, trace: x1.csv }]\n`;
      return (await resultsOf(world, text, { withWitnesses, cache: new Cache(world.path('cache'), 'one') })).trust!;
    };
    await run('  - 4/4/24\n', true);
    await run(BIASES, false);
    for (let time = 0; time < 2; time++) {
      expect((await run(BIASES, true)).matching[0]!.newestFirst!.refused).toEqual(BOTH_WAYS);
    }
  });
});

describe('a layout beside scenarios of other kinds', () => {
  const LOCKS = `domains:
  - { name: locks, kinds: [reference, reader, writer] }
`;
  const PAGES = '  - { name: pages, trace: x1.csv }\n';
  const OWN = '  - { name: own, domain: locks, trace: own.csv }\n';
  const REQUIRE = 'require: { refused.pin: "== 0" }\n';
  const RWLOCK =
    '  - { name: rwlock, domain: locks, fields: [{ bits: 1, counts: [writer] }, { bits: 15, counts: [reader] }, { bits: 16, counts: [reference] }] }\n';

  it('is judged by those of its own, and its worst is not said to be a lower bound', async () => {
    const world = await goodWorld();
    writeFileSync(world.path('x1.csv'), crowd('write-long', 3));
    writeFileSync(world.path('own.csv'), crowd('reader', 2));
    for (const require of ['', REQUIRE]) {
      const alone = await resultsOf(world, `layouts:\n  - 4/4/24\nscenarios:\n${PAGES}${require}`);
      const mixed = await resultsOf(
        world,
        `${LOCKS}layouts:\n  - 4/4/24\n${RWLOCK}scenarios:\n${PAGES}${OWN}${require}`,
      );
      const [pages, own] = mixed.layouts.map((layout) => keyFigures(mixed, layout));
      expect([pages!.unplaced, own!.unplaced]).toEqual([0, 0]);
      expect(pages!.verdict).toEqual(alone.verdicts[0]);
      expect(pages!.verdict).toMatchObject({
        judged: true,
        holds: true,
        benign: { scenarios: 1, unmeasured: 0 },
      });
      expect(mixed.requirements.filter(({ layout }) => layout === '4/4/24')).toEqual(alone.requirements);
      expect(own!.verdict!.benign).toMatchObject({ unmeasured: 0 });
    }
  });

  it('is not judged where there is none of its own, and it is said why', async () => {
    const world = await goodWorld();
    writeFileSync(world.path('own.csv'), crowd('reader', 2));
    const { verdicts } = await resultsOf(world, `${LOCKS}layouts:\n  - 4/4/24\nscenarios:\n${OWN}`);
    expect(verdicts[0]).toMatchObject({ judged: false, holds: false });
    expect(verdicts[0]!.summary).toContain('the layout counts page references, the source has locks');
  });
});
