import { readFileSync, symlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Measurement, Results, Unmeasured } from '../../src/report/results.ts';
import { RECORDING, World } from './world.ts';

const TRACES = fileURLToPath(new URL('../../traces/', import.meta.url));
const recordings = (await readdir(TRACES)).filter((name) => name.endsWith('.trace.txt.gz')).sort();

const LAYOUTS = `layouts:
  - 4/4/24
  - 2/6/24
  - 8/24
  - { name: linux today, bias: 1024 }
  - { name: two biases, bias: { long: 2^23, short: 2^27 } }
`;

/** Rows of what was measured on a scenario, by what they are of; what recordings say of themselves left out. */
function rowsOf(rows: readonly Measurement[], scenario: string): Record<string, unknown> {
  return Object.fromEntries(
    rows
      .filter((row) => row.scenario === scenario)
      .map(({ layout, metric, of, value, numerator, denominator }) => [
        [layout, metric, of].join(' '),
        { value, numerator, denominator },
      ]),
  );
}

const missingOf = (rows: readonly Unmeasured[], scenario: string, pages: string): string[] =>
  rows
    .filter((row) => row.scenario === scenario && row.class === pages)
    .map(({ layout, metric, of }) => `${layout} ${metric} ${of}`)
    .sort();

async function explored(world: World, scenarios: readonly string[]): Promise<Results> {
  await world.write('layouts.yaml', `${LAYOUTS}scenarios:\n${scenarios.map((line) => `  - ${line}\n`).join('')}`);
  const { code, err, out } = await world.run(['explore', '--json', '--no-cache', '--jobs', '1']);
  expect([code, err.replace(/^.*\r/gm, '')]).toEqual([0, expect.anything()]);
  return JSON.parse(out) as Results;
}

describe('exploring what import wrote', () => {
  it.each(recordings)('gives the same integers as the recording: %s', { timeout: 60_000 }, async (name) => {
    const world = new World();
    const trace = TRACES + name;
    const imported = (folios: string) => world.run(['import', trace, '-o', `${folios}.csv.gz`, '--class', folios]);
    const { err } = await imported('small');
    const hasLarge = /Left out: [\d,]+ events of large folios/.test(err);
    if (hasLarge) for (const folios of ['large', 'same']) expect(await imported(folios)).toMatchObject({ code: 0 });
    const results = await explored(world, [
      `{ name: recording, trace: ${JSON.stringify(trace)} }`,
      '{ name: small, trace: small.csv.gz }',
      ...(hasLarge
        ? [
            `{ name: one population, trace: ${JSON.stringify(trace)}, large: same }`,
            '{ name: large, trace: large.csv.gz }',
            '{ name: same, trace: same.csv.gz }',
          ]
        : []),
    ]);
    const of = (id: string) => results.scenarios.find((scenario) => scenario.id === id)!;
    // page_ref does not tell the direction, even of the pins that a recording does not have; the CSV cannot say so.
    const isUnsaid = of('recording').observed.pins === false && of('recording').observed.direction === false;
    expect(hasLarge).toBe(of('recording').pages.large > 0);
    const pairs = [
      [results.measurements, 'recording', 'small', 'small'],
      [results.large, 'recording', 'large', 'large'],
      [results.measurements, 'one population', 'same', 'small'],
    ] as const;
    for (const [rows, recording, csv, pages] of hasLarge ? pairs : pairs.slice(0, 1)) {
      const expected = rowsOf(rows, recording);
      const found = rowsOf(results.measurements, csv);
      if (pages === 'small') expect(Object.keys(expected).length).toBeGreaterThan(20);
      expect(isUnsaid ? pick(found, Object.keys(expected)) : found).toEqual(expected);
      if (!isUnsaid)
        expect(missingOf(results.unmeasured, csv, 'small')).toEqual(missingOf(results.unmeasured, recording, pages));
    }
    expect(of('small').pages.small).toBe(of('recording').pages.small);
    expect(of('small').duration_s).toBe(of('recording').duration_s);
  });
});

const pick = (from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(keys.map((key) => [key, from[key]]));

const KERNEL = `# tracer: nop
 secret-tool-4711    [001] d..2. 98765.000100: grab_fast: (try_grab_folio_fast+0x0/0x1) folio=0xffffea0001234500 page=0xffffea0001234500 refs=1 flags=0x80001 rc=1026 mc=0 pf=0x0
 "quo,ted" x-4712    [000] d..2. 98765.000200: grab_fast: (try_grab_folio_fast+0x0/0x1) folio=0xffffea0001234500 page=0xffffea0001234500 refs=1 flags=0x80000 rc=2050 mc=0 pf=0x0
 secret-tool-4711    [001] d..2. 98765.000300: grab_fast: (try_grab_folio_fast+0x0/0x1) folio=0xffffea0007654300 page=0xffffea0007654300 refs=1 flags=0x80100 rc=1026 mc=0 pf=0x0
 secret-tool-4711    [001] d..2. 98765.000400: put: (gup_put_folio+0x0/0x1) folio=0xffffea0001234500 refs=1 flags=0x80000 rc=2050 mc=0 pf=0x0
`;

describe('import', () => {
  it("names references by handle and task, and keeps the recording's times", async () => {
    const world = new World();
    await world.write('k.trace.txt', KERNEL);
    const { code, out, err } = await world.run(['import', 'k.trace.txt', '-o', '-']);
    expect([code, err]).toEqual([0, 'Standard output: 6 rows of 2 small folios, from kprobe text.\n']);
    expect(out.split('\n')).toEqual([
      'time_s,event,page,ref',
      '98765.0001,level,folio 0xffffea0001234500,2',
      '98765.0001,pin-write-short,folio 0xffffea0001234500,1 secret-tool-4711',
      '98765.0002,pin-read-short,folio 0xffffea0001234500,"3 ""quo,ted"" x-4712"',
      '98765.0003,level,folio 0xffffea0007654300,2',
      '98765.0003,pin-read-long,folio 0xffffea0007654300,5 secret-tool-4711',
      '98765.0004,unpin,folio 0xffffea0001234500,1 secret-tool-4711',
      '',
    ]);
  });

  it('leaves nothing of names, addresses, pids and times where it anonymizes, and gives the same each time', async () => {
    const world = new World();
    await world.write('k.trace.txt', KERNEL);
    const { out } = await world.run(['import', 'k.trace.txt', '--anonymize', '--quiet']);
    expect(out.split('\n')).toEqual([
      'time_s,event,page,ref',
      '0,level,page 1,2',
      '0,pin-write-short,page 1,1 task 1',
      '0.0001,pin-read-short,page 1,3 task 2',
      '0.0002,level,page 2,2',
      '0.0002,pin-read-long,page 2,5 task 1',
      '0.0003,unpin,page 1,1 task 1',
      '',
    ]);
    expect((await world.run(['import', 'k.trace.txt', '--anonymize', '--quiet'])).out).toBe(out);
    await world.write('again.csv', out);
    expect((await world.run(['import', 'again.csv', '--quiet', '--anonymize'])).out.replace(/ task \d/g, '')).toBe(
      out.replace(/ task \d/g, ''),
    );
  });

  it.each(recordings)('leaves no word of the recording where it anonymizes: %s', async (name) => {
    const world = new World();
    const { out } = await world.run(['import', TRACES + name, '--anonymize', '--quiet']);
    expect(new Set(out.match(/[A-Za-z_][A-Za-z_-]*/g))).toEqual(
      new Set(
        [
          ...(out.match(/(?:un)?pin[a-z-]*|get|put|check|level/g) ?? []),
          'time_s',
          'event',
          'page',
          'ref',
          'task',
        ].filter((word) => out.includes(word)),
      ),
    );
    expect(out).not.toMatch(/0x/);
    expect(out.split('\n')[1]).toMatch(/^0,/);
    const text = gunzipSync(readFileSync(TRACES + name)).toString('latin1');
    const pids = new Set([...text.matchAll(/-(\d{3,}) +\[\d/g)].map(([, pid]) => pid));
    const tasks = new Set([...out.matchAll(/ task (\d+)$/gm)].map(([, task]) => Number(task)));
    if (tasks.size > 0) expect(Math.max(...tasks)).toBe(tasks.size);
    expect(tasks.size).toBeLessThanOrEqual(pids.size + 1);
  });

  it('never writes over the recording that it reads, by whatever name', async () => {
    const world = new World();
    await world.write('one.csv', RECORDING);
    symlinkSync(world.path('one.csv'), world.path('link.csv'));
    for (const output of ['one.csv', './one.csv', 'link.csv']) {
      const { code, err } = await world.run(['import', 'one.csv', '-o', output]);
      expect([code, err]).toEqual([2, expect.stringContaining('is the recording itself')]);
    }
    expect(world.read('one.csv')).toBe(RECORDING);
  });

  it('leaves no file behind where the recording cannot be read to its end', async () => {
    const world = new World();
    await world.write('bad.csv', `${RECORDING}10,pin-raed,A,\n`);
    const { code, err } = await world.run(['import', 'bad.csv', '-o', 'out.csv.gz']);
    expect([code, err]).toEqual([2, expect.stringMatching(/bad\.csv:14.*did you mean pin-read/s)]);
    expect(Object.keys(world.files())).toEqual(['bad.csv']);
    expect(await world.run(['import', 'bad.csv', '-o', 'no/such/folder.csv'])).toMatchObject({ code: 2 });
  });
});
