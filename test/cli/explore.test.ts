import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../src/report/results.ts';
import { goodWorld, LAYOUTS, RECORDING, World } from './world.ts';

const MODEL = `  - name: made up
    duration: 2s
    runs: 2
    pages:
      - { count: 4, ordinary: { steady: 1, rate: 20/s, hold: 100ms }, pins: [{ kind: read, rate: 50/s, hold: { exponential: 20ms } }] }
    checks: { rate: 20/s }
`;

let world: World;
beforeAll(async () => {
  world = await goodWorld(LAYOUTS + MODEL);
});

/** results.json of a run that must end well. */
async function explored(...flags: string[]): Promise<Results> {
  const { code, out, err } = await world.run(['explore', '--json', ...flags]);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Results;
}

const idsOf = ({ layouts, scenarios }: Results) => ({
  layouts: layouts.map(({ id }) => id),
  scenarios: scenarios.map(({ id }) => id),
});

const ALL = { layouts: ['1/1/30', '4/4/24', 'linux today'], scenarios: ['one', 'made up'] };

describe('explore', () => {
  it('writes the report, and says on stdout what was found and where it is', async () => {
    const { code, out, err } = await world.run(['explore']);
    expect([code, err]).toEqual([0, '']);
    for (const id of ALL.layouts) expect(out).toContain(id);
    expect(out.trimEnd().split('\n').at(-1)).toContain('reports/index.html');
    const files = Object.keys(world.files('reports'));
    for (const name of ['index.html', 'results.csv', 'results.json']) expect(files).toContain(`reports/${name}`);
    expect(files.filter((name) => /^reports\/charts\/[\w-]+\.vl\.json$/.test(name)).length).toBeGreaterThanOrEqual(5);
    expect(files.filter((name) => /\.bitpart|tmp|~$/.test(name))).toEqual([]);
  });

  it('--json prints results.json, and nothing else', async () => {
    const { out } = await world.run(['explore', '--json']);
    expect(out).toBe(world.read('reports/results.json'));
    expect(idsOf(JSON.parse(out) as Results)).toEqual(ALL);
  });

  it('--quiet says nothing, and writes the same report', async () => {
    await world.run(['explore']);
    const said = world.files('reports');
    expect(await world.run(['explore', '--quiet'])).toEqual({ code: 0, out: '', err: '' });
    expect(world.files('reports')).toEqual(said);
  });

  it.each(['--out', '-o'])('%s writes elsewhere, and leaves the other report alone', async (flag) => {
    await world.run(['explore', '--quiet']);
    const before = world.files('reports');
    const { out } = await world.run(['explore', '--only', '4/4/24', flag, 'else/where']);
    expect(out).toContain('else/where/index.html');
    expect(idsOf(world.results('else/where/results.json')).layouts).toEqual(['4/4/24']);
    expect(world.files('reports')).toEqual(before);
  });

  it('a chart that the new report does not have goes with the old report', async () => {
    await world.write('reports/charts/gone.vl.json', '{}');
    await world.write('reports/charts/notes.txt', 'mine');
    await world.run(['explore', '--quiet']);
    expect(existsSync(world.path('reports/charts/gone.vl.json'))).toBe(false);
    expect(existsSync(world.path('reports/charts/notes.txt'))).toBe(true);
  });
});

describe('--only', () => {
  it.each([
    ['a layout', ['4/4/24'], { ...ALL, layouts: ['4/4/24'] }],
    ['a layout in another spelling', ['4/4/22+2'], { ...ALL, layouts: ['4/4/24'] }],
    ['a scenario', ['ONE'], { ...ALL, scenarios: ['one'] }],
    ['both', ['made up', 'linux today', '1/1/30'], { layouts: ['1/1/30', 'linux today'], scenarios: ['made up'] }],
  ])('keeps %s', async (_, ids, kept) => {
    expect(idsOf(await explored(...ids.flatMap((id) => ['--only', id])))).toEqual(kept);
  });

  it('a name that nothing has is an error with the nearest one', async () => {
    const { code, err } = await world.run(['explore', '--only', 'linux todya']);
    expect(code).toBe(2);
    expect(err).toContain('--only: no layout or scenario is named "linux todya"');
    expect(err).toContain('try: linux today');
  });
});

describe('--layout and --trace', () => {
  it('add to what the file names', async () => {
    await world.write('more/two.first.csv.gz', gzipSync(RECORDING));
    const results = await explored('--layout', '8/24', '--layout', 'bias 2^23', '--trace', 'more/two.first.csv.gz');
    expect(idsOf(results)).toEqual({
      layouts: [...ALL.layouts, '8/24', 'bias 2^23'],
      scenarios: [...ALL.scenarios, 'two'],
    });
    expect(results.provenance.inputs.map(({ path }) => path)).toEqual([
      'layouts.yaml',
      'one.csv',
      'more/two.first.csv.gz',
    ]);
    const rows = (scenario: string) =>
      results.measurements.filter((row) => row.scenario === scenario).map((row) => ({ ...row, scenario: '' }));
    expect(rows('two')).toEqual(rows('one'));
  });

  it('paths are relative to the working directory, those of the file to the file', async () => {
    await world.write('sub/layouts.yaml', LAYOUTS.replace('one.csv', '../one.csv'));
    const { scenarios } = await explored('sub/layouts.yaml', '--trace', 'more/two.first.csv.gz');
    expect(scenarios.map(({ from }) => from)).toEqual(['../one.csv', 'more/two.first.csv.gz']);
  });

  it.each([
    ['a recording that is not there', ['--trace', 'no.csv'], /the recording of scenario "no": no such file/],
    [
      'a recording whose name is taken',
      ['--trace', 'one.csv'],
      /would be the scenario "one", which is the recording "one\.csv"/,
    ],
    ['a layout that cannot be', ['--layout', '4/4/25'], /--layout: 4 \+ 4 \+ 25 = 33 bits/],
    ['a flag without its value', ['--layout'], /--layout needs a value/],
  ])('%s is an error', async (_, flags, says) => {
    const { code, err } = await world.run(['explore', ...flags]);
    expect(err).toMatch(says);
    expect(code).toBe(2);
  });
});

describe('a folder and a glob of recordings', () => {
  it.each([
    ['a folder', 'many'],
    ['a glob', 'many/*.csv'],
  ])('%s is one scenario, of pages that are named per file', async (_, trace) => {
    const world = await goodWorld();
    await world.write('many/a.csv', RECORDING);
    await world.write('many/b.csv', RECORDING);
    await world.write('layouts.yaml', LAYOUTS.replace('trace: one.csv', `trace: ${JSON.stringify(trace)}`));
    expect((await world.run(['explore', '--quiet'])).err).toBe('');
    const both = world.results();
    await world.write('layouts.yaml', LAYOUTS);
    await world.run(['explore', '--quiet']);
    const one = world.results();
    expect(both.scenarios[0]?.pages.small).toBe(2 * (one.scenarios[0]?.pages.small ?? 0));
    const refused = ({ measurements }: Results) =>
      measurements.filter(({ metric }) => metric === 'refused').map((row) => [row.layout, row.of, row.numerator]);
    expect(refused(both)).toEqual(refused(one).map(([layout, of, n]) => [layout, of, 2 * Number(n)]));
  });
});

describe('--seed and --runs', () => {
  it('make another sample of the models, and say so', async () => {
    const [first, again, other] = [await explored(), await explored('--seed', '1'), await explored('--seed', '2')];
    const numbers = (results: Results) => results.measurements;
    expect(numbers(again)).toEqual(numbers(first));
    expect(numbers(other)).not.toEqual(numbers(first));
    expect(other.measurements.filter((row) => row.scenario === 'one')).toEqual(
      first.measurements.filter((row) => row.scenario === 'one'),
    );
    expect([first.provenance.seed, other.provenance.seed]).toEqual([1, 2]);
    // The flag is written out in the layouts.yaml that was in effect.
    expect(first.provenance.plan).toContain('seed: 1');
    expect(other.provenance.plan).toContain('seed: 2');
    expect(first.provenance.machine).toEqual({
      cpu: cpus()[0]?.model.trim(),
      threads: availableParallelism(),
      memory_bytes: totalmem(),
      os: expect.stringContaining(release()),
    });
    expect(other.provenance.command).toBe('bitpart explore --seed 2');
  });

  it('--runs is how many independent runs are pooled', async () => {
    const { scenarios } = await explored('--runs', '3');
    expect(scenarios.map(({ id, runs }) => [id, runs])).toEqual([
      ['one', 1],
      ['made up', 3],
    ]);
  });

  it.each([
    ['--runs', '0'],
    ['--runs', '1.5'],
    ['--runs', 'many'],
    ['--seed', '-1'],
    ['--seed', '1e300'],
    ['--jobs', '0'],
  ])('%s %s is refused', async (flag, value) => {
    const { code, err } = await world.run(['explore', flag, value]);
    expect(err).toContain(flag);
    expect(err).not.toContain('did not expect');
    expect(code).toBe(2);
  });
});

describe('require', () => {
  let required: World;
  beforeAll(async () => {
    required = await goodWorld(`${LAYOUTS}require:\n  refused.pin: "<= 0.1"\n`);
  });

  it('a miss ends with 1, the report is written all the same', async () => {
    expect((await required.run(['explore'])).code).toBe(1);
    expect(required.read('reports/index.html')).toContain('refused.pin');
    expect(required.results().requirements.map(({ layout, met }) => [layout, met])).toEqual([
      ['1/1/30', false],
      ['4/4/24', true],
      // Page B has no ordinary reference: its word is 0, and a bias refuses its pins.
      ['linux today', false],
    ]);
  });

  it('is not kept where it was kept in one recording, and another does not tell read pins from write pins', async () => {
    const text = `${LAYOUTS}  - { name: two, trace: two.csv }\nrequire: { refused.pin: "<= 0.5" }\n`;
    const unsure = await goodWorld(text);
    await unsure.write(
      'two.csv',
      RECORDING.replaceAll(/pin-(read|write)/g, (pin) => (pin.startsWith('unpin') ? pin : 'pin-short')).replace(
        '-long',
        '',
      ),
    );
    await unsure.run(['explore', '--quiet']);
    const { verdicts, requirements } = unsure.results();
    // 8 bits of all pins need not tell them; of a split nobody knows which of its fields was meant.
    expect(verdicts.map(({ layout, judged, holds }) => [layout, judged, holds])).toEqual([
      ['1/1/30', false, false],
      ['4/4/24', false, false],
      ['linux today', true, true],
    ]);
    expect(requirements[1]).toMatchObject({ judged: false, met: true, worst: { scenario: 'one' } });
    expect(requirements[1]!.note).toMatch(/^not judged: not measured in two \(this source does not tell read pins/);
    expect(verdicts[1]!.summary).toContain('1 could not be judged: refused.pin, not measured in two');
    // Of read pins alone that is known of no layout, and of how many were wanted at once neither.
    for (const key of ['refused.read', 'peak.read', 'false-positive.written']) {
      await unsure.write('layouts.yaml', text.replace('refused.pin', key).replace('0.5', '100'));
      await unsure.run(['explore', '--quiet']);
      expect(
        unsure.results().verdicts.map(({ judged }) => judged),
        key,
      ).toEqual([false, false, false]);
    }
    // Where nothing was attempted there is nothing to tell.
    await unsure.write('layouts.yaml', text.replace('refused.pin', 'refused.read'));
    await unsure.write('two.csv', 'time_s,event,page,ref\n0,level,A,2\n1,level,A,3\n');
    await unsure.run(['explore', '--quiet']);
    expect(unsure.results().verdicts.map(({ holds }) => holds)).toEqual([true, true, true]);
    expect(unsure.results().unmeasured.find(({ metric, of }) => metric === 'refused' && of === 'read')).toMatchObject({
      nothing: true,
    });
  });

  it('what is not kept cannot miss', async () => {
    expect((await required.run(['explore', '--quiet', '--only', '4/4/24'])).code).toBe(0);
  });

  it('--fail-on none ends with 0', async () => {
    expect((await required.run(['explore', '--quiet', '--fail-on', 'none'])).code).toBe(0);
    expect((await required.run(['explore', '--quiet', '--fail-on', 'require'])).code).toBe(1);
  });

  it('--fail-on takes nothing else', async () => {
    const { code, err } = await required.run(['explore', '--fail-on', 'requir']);
    expect(err).toContain('--fail-on takes require, regression or none');
    expect(code).toBe(2);
  });
});

describe('pins of a page that counts 0', () => {
  it('are said to be, where a bias refuses them and a split does not', async () => {
    const { scenarios, measurements } = await explored('--only', 'one');
    const [note] = scenarios[0]?.notes ?? [];
    expect(note).toMatch(/^2 of 5 pins are of pages whose count is 0/);
    const refused = (layout: string) =>
      measurements.find((row) => row.layout === layout && row.metric === 'refused' && row.of === 'pin')?.numerator;
    expect([refused('linux today'), refused('4/4/24')]).toEqual([2, 0]);
  });
});

describe('a layouts.yaml without scenarios', () => {
  it('gives what follows from the layouts alone', async () => {
    const bare = new World();
    await bare.write('layouts.yaml', 'layouts: [4/4/24]\n');
    expect((await bare.run(['explore', '--quiet'])).code).toBe(0);
    const { measurements, scenarios } = bare.results();
    expect(scenarios).toEqual([]);
    expect(measurements.filter((row) => row.metric === 'limit').map(({ of, value }) => [of, value])).toEqual([
      ['read', 15],
      ['write', 15],
      ['ordinary', 4194303],
    ]);
    expect(measurements.every((row) => row.scenario === null)).toBe(true);
  });
});

describe('the same input, seed and version', () => {
  it('give the same bytes, apart from the time and duration of the run', async () => {
    const first = await goodWorld(LAYOUTS + MODEL);
    const second = await goodWorld(LAYOUTS + MODEL);
    let clock = Date.UTC(2030, 1, 1);
    const now = () => (clock += 1234);
    const ended = [await first.run(['explore']), await second.run(['explore'], { now })];
    expect(ended[1]).toEqual(ended[0]);
    const timeless = (files: Record<string, string>) =>
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [
          name,
          text
            .replace(/"startedAt":"[^"]*"/g, '"startedAt":""')
            .replace(/20\d\d-\d\d-\d\dT[\d:.]+Z/, '')
            .replace(/"duration_s":[\d.e-]+(?=,"inputs")/g, '"duration_s":0'),
        ]),
      );
    const [a, b] = [timeless(first.files('reports')), timeless(second.files('reports'))];
    expect(Object.keys(b)).toEqual(Object.keys(a));
    for (const name of Object.keys(a)) if (name !== 'reports/index.html') expect(b[name], name).toBe(a[name]);
    // The page shows both in words too; what it embeds is results.json, compressed.
    const words = (page: string) =>
      page
        .replace(/<script type="text\/plain"[^>]*>[^<]*/g, '')
        .replace(/20\d\d-\d\d-\d\d[ T][\d:.]+( UTC|Z)?/g, '')
        .replace(/[\d.,]+ s\b/g, '');
    expect(words(b['reports/index.html']!)).toBe(words(a['reports/index.html']!));
  });

  it('and whatever the number of threads, in the command as it is built', async () => {
    const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
    const outputs = await Promise.all(
      ['1', '2'].map(async (jobs) => {
        const argv = ['explore', '--no-cache', '--json', '--jobs', jobs, '--out', `jobs-${jobs}`];
        const { code, out } = await started(process.execPath, [cli, ...argv], world.folder);
        expect(code).toBe(0);
        const { provenance: _, ...results } = JSON.parse(out) as Results;
        return results;
      }),
    );
    expect(outputs[1]).toEqual(outputs[0]);
    expect(outputs[0]!.measurements.length).toBeGreaterThan(100);
  });
});

function started(command: string, argv: string[], cwd: string): Promise<{ code: number | null; out: string }> {
  return new Promise((done, fail) => {
    const child = spawn(command, argv, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.on('error', fail).on('close', (code) => done({ code, out }));
  });
}
