import { beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../src/report/results.ts';
import { goodWorld, LAYOUTS, RECORDING, type World } from './world.ts';

let world: World;
let old: Results;

const explore = (...flags: string[]) => world.run(['explore', ...flags]);
const json = async (...flags: string[]): Promise<Results> =>
  JSON.parse((await explore('--json', ...flags)).out) as Results;

/** One pin more at once on page A than before. */
const WORSE = RECORDING.replace('2,pin-read,A,r2', '2,pin-read,A,r2\n2,pin-read,A,r9').replace(
  '4,unpin,A,r2',
  '4,unpin,A,r2\n4,unpin,A,r9',
);

beforeAll(async () => {
  world = await goodWorld();
  expect((await explore('--quiet', '--out', 'old')).code).toBe(0);
  old = world.results('old/results.json');
});

describe('--baseline', () => {
  it('of the same run says that nothing changed, and exits 0', async () => {
    const { code, out, err } = await explore('--baseline', 'old/results.json', '--fail-on', 'regression');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/Against old\/results\.json \(bitpart .*\):\nAll \d+ rows that both runs have are equal\./);
    expect(world.results().baseline).toMatchObject({ from: 'old/results.json', changes: [], regressed: false });
  });

  it('is in results.json, the table and the page; exit 1 only where asked for', async () => {
    await world.write('one.csv', WORSE);
    const { code, out } = await explore('--baseline', 'old/results.json');
    expect(code).toBe(0);
    expect(out).toMatch(/^worse +1\/1\/30 +one +refused\.read/m);
    expect(out).toContain('refused: lower is better');
    expect(out).toContain('The same name, another input: one.');
    const failed = await explore('--baseline', 'old/results.json', '--fail-on', 'regression');
    expect(failed.code).toBe(1);
    expect(failed.out).toBe(out);
    expect((await explore('--baseline', 'old/results.json', '--fail-on', 'require,regression')).code).toBe(1);
    expect((await explore('--baseline', 'old/results.json', '--fail-on', 'none')).code).toBe(0);
    const { baseline } = await json('--baseline', 'old/results.json');
    const change = baseline?.changes.find(
      ({ layout, metric, of }) => `${layout} ${metric}.${of}` === '1/1/30 refused.read',
    );
    expect(change).toMatchObject({ scenario: 'one', before: { value: 1 / 3 }, after: { value: 0.5 }, way: 'worse' });
    expect(baseline?.regressed).toBe(true);
    await world.write('one.csv', RECORDING);
  });

  it('may be the report that this run replaces', async () => {
    await explore('--quiet');
    const { code } = await explore('--quiet', '--baseline', 'reports/results.json', '--fail-on', 'regression');
    expect(code).toBe(0);
    expect(world.results().baseline?.changes).toEqual([]);
  });

  it('names layouts that came and went', async () => {
    await world.write('layouts.yaml', LAYOUTS.replace('4/4/24', '2/6/24'));
    const { out } = await explore('--baseline', 'old/results.json');
    expect(out).toContain('Added layout: 2/6/24.');
    expect(out).toContain('Removed layout: 4/4/24.');
    await world.write('layouts.yaml', LAYOUTS);
  });

  it('says that a verdict changed because something else is required, in the table, the summary, the page and CI', async () => {
    await world.write('layouts.yaml', `${LAYOUTS}require:\n  refused.pin: "<= 1"\n`);
    expect((await explore('--quiet', '--out', 'lenient')).code).toBe(0);
    await world.write('layouts.yaml', `${LAYOUTS}require:\n  refused.pin: "<= 0.1"\n  limit.ordinary: ">= 1"\n`);
    const flags = ['--baseline', 'lenient/results.json', '--fail-on', 'none'];
    const { out } = await explore(...flags, '--format', 'github');
    const said = [
      'Required now and not before: limit.ordinary >= 1.',
      'Required otherwise: refused.pin was <= 1, now <= 0.1.',
    ];
    for (const text of [
      out,
      world.read('reports/summary.md'),
      world.read('reports/index.html').replaceAll('&lt;', '<').replaceAll('&gt;', '>'),
    ])
      for (const each of said) expect(text).toContain(each);
    expect(out.replaceAll('\n', ' ')).toContain(
      'Verdict: 1/1/30 was “holds”, now “does not hold”, only because something else is required.',
    );
    expect(out).toContain('::1/1/30: holds before, does not hold now, only because something else is required\n');
    await world.write('layouts.yaml', LAYOUTS);
  });

  it('is part of the command that the report names', async () => {
    const { provenance } = await json('--baseline', 'old/results.json');
    expect(provenance.command).toBe('bitpart explore --baseline old/results.json');
  });

  it.each([
    ['that is not there', undefined, ['missing.json: no such file']],
    ['that is no JSON', 'layouts:\n  - 4/4/24\n', ['bad.json: is cut off or is no JSON']],
    ['that is another JSON', '{"name":"bitpart"}', ['bad.json: is no results.json of bitpart']],
    [
      'of another schema',
      '{"schema":"bitpart/results@9"}',
      ['bad.json: is of schema "bitpart/results@9"', 'bitpart/results@1'],
    ],
    ['that is empty', '', ['bad.json: is empty']],
  ])('%s is a clear error, exit 2, before any work', async (_what, text, says) => {
    if (text !== undefined) await world.write('bad.json', text);
    const before = world.files('reports');
    const { code, out, err } = await explore('--baseline', text === undefined ? 'missing.json' : 'bad.json');
    expect([code, out]).toEqual([2, '']);
    for (const words of says) expect(err).toContain(words);
    expect(world.files('reports')).toEqual(before);
  });

  it('that is cut off is a clear error', async () => {
    const whole = JSON.stringify(old);
    await world.write('bad.json', whole.slice(0, whole.length / 2));
    const { code, err } = await explore('--baseline', 'bad.json');
    expect(code).toBe(2);
    expect(err).toMatch(/^bad\.json: is cut off or is no JSON/);
  });

  it('that is a folder is a clear error', async () => {
    expect((await explore('--baseline', 'old')).err).toContain(
      'old: is a folder; a baseline is the results.json in it',
    );
  });
});

describe('--fail-on', () => {
  it('regression needs a baseline', async () => {
    const { code, err } = await explore('--fail-on', 'regression');
    expect(code).toBe(2);
    expect(err).toContain('--baseline');
  });

  it('takes nothing else', async () => {
    const { code, err } = await explore('--fail-on', 'require,regress');
    expect(code).toBe(2);
    expect(err).toContain('require, regression or none, not "regress"');
  });
});
