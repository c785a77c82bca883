/** The default run, as a user makes it: the built command writes the report, the browser opens it from disk. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Ajv, type AnySchema } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHARTS } from '../../src/report/charts/index.ts';
import { RESULTS_JSON_SCHEMA } from '../../src/report/index.ts';
import type { Results } from '../../src/report/results.ts';
import { axe, axeInBothThemes, markLabels, Reports } from './open.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
let results: Results;
let reports: Reports;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bitpart-explore-'));
  await promisify(execFile)(process.execPath, ['dist/cli.js', 'explore', '--quiet', '--out', folder], { cwd: root });
  results = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) as Results;
  reports = await Reports.start(folder);
});

afterAll(async () => {
  await reports?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the report of the default run', () => {
  it('has results that keep to their schema', () => {
    const ajv = new Ajv({ strict: true });
    addFormats.default(ajv);
    const isValid = ajv.compile(RESULTS_JSON_SCHEMA as AnySchema);
    expect(isValid(results), JSON.stringify(isValid.errors)).toBe(true);
  });

  it('is smaller than 1.2 MB', async () => {
    expect((await stat(join(folder, 'index.html'))).size).toBeLessThan(1_200_000);
  });

  it('draws every chart with the numbers of results.json in light and in dark, and does nothing else', async () => {
    const { page, trouble, close } = await reports.open('index');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const chart of CHARTS) {
        const rows = Object.values(chart.draw(results)?.datasets ?? {}).flat();
        const expected = rows.flatMap((row) => (typeof row['text'] === 'string' ? [row['text']] : []));
        expect(expected.length, chart.name).toBeGreaterThan(10);
        await expect
          .poll(async () => (await markLabels(page, chart.name)).sort(), { message: chart.name })
          .toEqual(expected.sort());
      }
    }
    // What an independent script found in the recordings.
    const labels = async () =>
      (await markLabels(page, 'limit-hits')).map((label) => label.replaceAll(/[\u2068\u2069]/g, ''));
    await expect
      .poll(labels)
      .toEqual(
        expect.arrayContaining([
          '4/4/24 in b2: 53.1 % (1,088 of 2,048) write pins refused',
          '4/4/24 in d1: 88.3 % (7,232 of 8,192) write pins refused',
          '2/6/24 in a1: 1.22 % (180 of 14,729) read pins refused',
          '8/24 in g4 (hostile): 65.4 % (10,713 of 16,384) read pins refused',
          '8/24 in r6: 0 of 5,120 write pins refused',
        ]),
      );
    expect(trouble).toEqual([]);
    await close();
  });

  it('says who hit a limit, and keeps large folios apart', async () => {
    const { page, close } = await reports.open('index', { script: false });
    const who = await page.locator('#who').textContent();
    for (const hit of results.hits.filter((entry) => entry.worst.line > 0)) expect(who).toContain(hit.worst.task);
    await expect.poll(() => page.locator('#large').textContent()).toContain('14,619 of 19,086');
    await close();
  });

  it('is legible to axe, every row of it and a sample of them in dark, and to people at 400 and 1280 px', async () => {
    const { page, close } = await reports.open('index');
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
    expect(await axe(page, { whole: true })).toEqual([]);
    await page.setViewportSize({ width: 400, height: 900 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
    expect(await axeInBothThemes(page)).toEqual([]);
    await close();
  });
});
