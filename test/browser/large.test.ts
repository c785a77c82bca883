/** The page of a measured report of 200 layouts and 30 scenarios; every control of it is tried by `npm run soak`. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatShare } from '../../src/metrics/format.ts';
import { CHARTS } from '../../src/report/charts/index.ts';
import { reduce } from '../../src/report/page/reduce.ts';
import type { Results } from '../../src/report/results.ts';
import { measured } from './measured.ts';
import { markLabels, Reports } from './open.ts';

let results: Results;
let reports: Reports;

beforeAll(async () => {
  const large = await measured();
  results = large.results;
  reports = await Reports.start();
  await reports.write('large', results, large.source);
});

afterAll(() => reports?.stop());

const bare = (text: string): string => text.replaceAll(/[\u2066-\u2069]/g, '');
const counter = async (page: Page): Promise<string> => bare(await page.locator('.counter').innerText());
const EVERYTHING = '200 of 200 layouts, 30 of 30 scenarios';

describe('a report of 200 layouts and 30 scenarios, measured', () => {
  it('draws every chart with a mark for each of its rows, says what a chart leaves out, and stays clean', async () => {
    const { page, trouble } = await reports.lend('large');
    expect(results.layouts).toHaveLength(200);
    await expect.poll(() => counter(page)).toBe(EVERYTHING);
    const { results: embedded } = reduce(results);
    for (const chart of CHARTS) {
      const rows = Object.values(chart.draw(embedded)?.datasets ?? {}).flat();
      const expected = rows.flatMap((row) => (typeof row['text'] === 'string' ? [row['text']] : []));
      await expect
        .poll(async () => (await markLabels(page, chart.name)).sort(), { message: chart.name })
        .toEqual(expected.sort());
    }
    await expect
      .poll(() => page.locator('#chart-limit-hits .subtitle').textContent())
      .toMatch(/12 of .* layouts are shown/);
    // Nothing is left out of the page itself.
    await expect.poll(() => page.locator('.answer ~ .note').count()).toBe(0);
    expect(trouble).toEqual([]);
  });

  it('is filtered, sorted, selected and asked as any other, with the numbers of results.json', async () => {
    const { page, trouble } = await reports.lend('large');
    await expect.poll(() => page.locator('.verdicts tbody').count()).toBe(40);
    await page.getByRole('searchbox', { name: /Filter by words/ }).fill('"b2 5" refused');
    await expect.poll(() => counter(page)).toBe('200 of 200 layouts, 1 of 30 scenarios');
    const rows = [...results.measurements, ...results.large].filter(
      ({ metric, scenario }) => metric === 'refused' && scenario === 'b2 5',
    );
    // The rows are drawn after the counter, and the heading moves with them.
    await expect
      .poll(() => page.locator('#rows').innerText())
      .toContain(`${rows.length.toLocaleString('en')} rows to take away`);
    await page.locator('.rows thead').getByRole('button', { name: 'Value' }).click();
    await page.locator('.rows thead').getByRole('button', { name: 'Value' }).click();
    await expect.poll(() => page.locator('.rows th[aria-sort="descending"]').count()).toBe(1);
    const worst = rows.map(({ value }) => value).sort((a, b) => b - a);
    const seen = (): Promise<string[]> => page.locator('.rows tbody .figure-link').allInnerTexts();
    await expect.poll(seen).toEqual(worst.slice(0, 50).map((value) => formatShare(value)));
    await page.getByRole('button', { name: 'Last' }).click();
    const last = Math.floor((worst.length - 1) / 50) * 50;
    await expect.poll(seen).toEqual(worst.slice(last).map((value) => formatShare(value)));
    await page
      .getByRole('checkbox', { name: /^Select/ })
      .first()
      .check();
    await page.getByRole('button', { name: 'Keep only it' }).click();
    await expect.poll(() => counter(page)).toBe('1 of 200 layouts, 1 of 30 scenarios');
    await page.locator('.verdicts .figure-link').first().click();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('button', { name: 'Restore all' }).click();
    await expect.poll(() => counter(page)).toBe(EVERYTHING);
    expect(trouble).toEqual([]);
  });

  it('is legible at 400, 768, 1280 and 1920 px, without scrolling sideways', async () => {
    const { page } = await reports.lend('large', { width: 1920 });
    for (const width of [1920, 1280, 768, 400]) {
      await page.setViewportSize({ width, height: 900 });
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message: `${width} px` })
        .toBeLessThanOrEqual(width);
    }
  });
});
