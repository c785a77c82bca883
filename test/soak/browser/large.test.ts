/** Every control of the page on a measured report of 200 layouts and 30 scenarios, as on the default report. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatShare } from '../../../src/metrics/format.ts';
import type { Results } from '../../../src/report/results.ts';
import { type Measured, measured } from '../../browser/measured.ts';
import { axeInBothThemes, type Opened, Reports, type View } from '../../browser/open.ts';
import { layoutOf, resultsOf } from '../../report/evaluated.ts';

let results: Results;
let scenarios: Measured['scenarios'];
let reports: Reports;

beforeAll(async () => {
  const large = await measured();
  ({ results, scenarios } = large);
  reports = await Reports.start();
  await reports.write('large', results, large.source);
});

afterAll(() => reports?.stop());

const using = async (view: View, use: (page: Page) => Promise<void>): Promise<void> =>
  expectCalm(await reports.lend('large', view), use);

const opening = async (view: View, use: (page: Page) => Promise<void>): Promise<void> =>
  expectCalm(await reports.open('large', view), use);

async function expectCalm({ page, trouble, close }: Opened, use: (page: Page) => Promise<void>): Promise<void> {
  try {
    await page.locator('.what-if').waitFor();
    await use(page);
    expect(trouble).toEqual([]);
  } finally {
    await close();
  }
}

const bare = (text: string): string => text.replaceAll(/[\u2066-\u2069]/g, '');
const counter = async (page: Page): Promise<string> => bare(await page.locator('.counter').innerText());
const verdictNames = (page: Page): Promise<string[]> => page.locator('.verdicts tbody th .name').allInnerTexts();
const words = (page: Page): Locator => page.getByRole('searchbox', { name: /Filter by words/ });
const hashOf = (page: Page): string => new URL(page.url()).hash;
const seen = (page: Page): Promise<string[]> => page.locator('.rows tbody .figure-link').allInnerTexts();
const taken = async (page: Page, click: () => Promise<void>): Promise<string> => {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return readFile(await download.path(), 'utf8');
};
const everything = '200 of 200 layouts, 30 of 30 scenarios';

describe('a report of 200 layouts and 30 scenarios, measured', () => {
  it('has every row of results.json, sorted by value, to its last page', () =>
    using({ hash: '#?metric=refused&rows=-value' }, async (page) => {
      expect(results.layouts).toHaveLength(200);
      await expect.poll(() => counter(page)).toBe(everything);
      const rows = [...results.measurements, ...results.large].filter(({ metric }) => metric === 'refused');
      const worst = [...rows].sort((a, b) => b.value - a.value).map(({ value }) => formatShare(value));
      await expect.poll(() => seen(page)).toEqual(worst.slice(0, 50));
      await page.getByRole('button', { name: 'Last' }).click();
      await expect.poll(() => seen(page)).toEqual(worst.slice(Math.floor((worst.length - 1) / 50) * 50));
      // A row for each that was measured, and the page says of nothing that it was left out.
      await expect.poll(() => page.locator('.answer ~ .note').count()).toBe(0);
    }));

  it('is filtered by words, lists, family and verdict, and restored', () =>
    using({}, async (page) => {
      await words(page).fill('"b2 5" 4/6/22');
      await expect.poll(() => verdictNames(page)).toEqual(['4/6/22']);
      await expect.poll(() => counter(page)).toBe('1 of 200 layouts, 1 of 30 scenarios');
      await page.getByRole('button', { name: 'Restore all' }).click();
      await expect.poll(() => counter(page)).toBe(everything);
      await page.locator('.picker summary', { hasText: 'Layouts' }).click();
      await page.getByRole('searchbox', { name: 'Search in layouts' }).fill('bias');
      await page.getByRole('button', { name: 'Only these' }).click();
      const biases = results.layouts.filter(({ family }) => family === 'bias').length;
      await expect.poll(() => counter(page)).toBe(`${biases} of 200 layouts, 30 of 30 scenarios`);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Restore all' }).click();
      await page.locator('.picker summary', { hasText: 'Scenarios' }).click();
      await page.getByRole('checkbox', { name: 'b2 1', exact: true }).uncheck();
      await expect.poll(() => counter(page)).toBe('200 of 200 layouts, 29 of 30 scenarios');
      await page.keyboard.press('Escape');
      await page.getByLabel('Family').selectOption('bias');
      await expect.poll(() => counter(page)).toBe(`${biases} of 200 layouts, 29 of 30 scenarios`);
      await page.getByLabel('Family').selectOption('all');
      await page.getByLabel('Verdict').selectOption('fails');
      const failing = results.requirements.filter(({ met }) => !met).map(({ layout }) => layout);
      const judged = results.verdicts.filter(({ layout, judged: is }) => is && failing.includes(layout)).length;
      await expect.poll(() => counter(page)).toBe(`${judged} of 200 layouts, 29 of 30 scenarios`);
    }));

  it('sorts its verdicts by a column, and shows more of them', () =>
    using({}, async (page) => {
      await expect.poll(() => page.locator('.verdicts tbody').count()).toBe(40);
      await page.locator('.verdicts thead').getByRole('button', { name: 'Layout' }).click();
      const sorted = results.layouts.map(({ id }) => id).sort();
      await expect.poll(() => verdictNames(page)).toEqual(sorted.slice(0, 40));
      await page
        .getByRole('button', { name: /^Show .* more/ })
        .first()
        .click();
      await expect.poll(() => verdictNames(page)).toEqual(sorted.slice(0, 160));
    }));

  it('keeps, excludes and restores what is selected', () =>
    using({}, async (page) => {
      const [first, second] = await verdictNames(page);
      await page
        .getByRole('checkbox', { name: `Select ${first}`, exact: true })
        .first()
        .check();
      await page
        .getByRole('checkbox', { name: `Select ${second}`, exact: true })
        .first()
        .check();
      await page.getByRole('button', { name: 'Keep only these' }).click();
      await expect.poll(() => verdictNames(page)).toEqual([first, second]);
      await page
        .getByRole('checkbox', { name: `Select ${first}`, exact: true })
        .first()
        .check();
      await page.getByRole('button', { name: 'Exclude it' }).click();
      await expect.poll(() => verdictNames(page)).toEqual([second]);
      await page.getByRole('button', { name: 'Restore all' }).click();
      await expect.poll(() => counter(page)).toBe(everything);
    }));

  it('goes back and forward, and opens a link as it was left', () =>
    opening({ hash: '#rows?keep=4/6/22&keep=8/14/10&theme=dark', spare: true }, async (page) => {
      await expect.poll(() => counter(page)).toMatch(/^[12] of 200 layouts/);
      await page.getByLabel('Family').selectOption('bias');
      await expect.poll(() => counter(page)).toMatch(/^0 of 200 layouts/);
      await page.goBack();
      await expect.poll(() => counter(page)).toMatch(/^[12] of 200 layouts/);
      await page.goForward();
      await expect.poll(() => counter(page)).toMatch(/^0 of 200 layouts/);
      await expect.poll(() => hashOf(page)).toContain('family=bias');
      await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
    }));

  it('measures a layout that is dragged as Node measures it', () =>
    using({}, async (page) => {
      await page.getByLabel('Start from').selectOption('4/6/22');
      const grip = page.locator('.what-if .grip').first();
      await grip.focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      const named = page.locator('.what-if-verdict strong');
      await expect.poll(() => named.innerText()).toBe('7/3/22');
      await expect.poll(() => hashOf(page)).toBe('#?what-if=read7_write3_ordinary22-2:4/6/22');
      const own = resultsOf([layoutOf('7/3/22')], scenarios);
      const refused = own.measurements.filter(({ metric, of }) => metric === 'refused' && of === 'pin');
      const cells = (): Promise<string[]> =>
        page.$$eval('.comparison tbody:not(.worst) tr', (rows) =>
          // Of the first column: refused. Where no refusal can be measured there is no number.
          rows.flatMap((row) => row.querySelector('td')?.querySelector('.figure-link')?.textContent ?? []),
        );
      await expect.poll(cells).toEqual(refused.map(({ value }) => formatShare(value)));
    }));

  it('gives what is shown as JSON and CSV, with the numbers of results.json', () =>
    using({ hash: '#?keep=4/6/22&scenario=b2+5&metric=refused' }, async (page) => {
      const expected = results.measurements.filter(
        ({ layout, scenario, metric }) => layout === '4/6/22' && scenario === 'b2 5' && metric === 'refused',
      );
      expect(expected.length).toBeGreaterThan(0);
      await expect
        .poll(() => page.locator('#rows').innerText())
        .toMatch(new RegExp(`(^|\\D)${expected.length} rows? to take away`));
      const json = await taken(page, () => page.getByRole('button', { name: 'JSON', exact: true }).click());
      expect((JSON.parse(json) as Results).measurements).toEqual(JSON.parse(JSON.stringify(expected)));
      const csv = await taken(page, () => page.getByRole('button', { name: 'CSV', exact: true }).click());
      for (const row of expected) expect(csv).toContain(`,${row.of},${row.value},${row.numerator},`);
      const chart = page.locator('#chart-limit-hits');
      const svg = await taken(page, () => chart.getByRole('button', { name: /^SVG/ }).click());
      expect(svg).toContain('4/6/22');
      const spec = await taken(page, () => chart.getByRole('button', { name: /^Vega-Lite/ }).click());
      expect(spec).toContain('4/6/22');
    }));

  it('says of a number what it rests on, and reads a word as each layout does', () =>
    using({}, async (page) => {
      await page.locator('.verdicts .figure-link').first().click();
      await expect.poll(() => page.getByRole('dialog').count()).toBe(1);
      await page.keyboard.press('Escape');
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
      const readings = page.locator('.reading');
      await expect.poll(() => readings.count()).toBe(24);
      await expect.poll(() => page.locator('.decoder').innerText()).toContain('24 of 200 layouts are shown');
      await words(page).fill('1/9/22');
      await expect.poll(() => readings.count()).toBe(1);
      await page.getByRole('textbox', { name: 'Word' }).fill('0x12000003');
      const read = page.getByRole('group', { name: '1/9/22', exact: true }).getByRole('textbox', { name: 'ordinary' });
      await expect.poll(() => read.inputValue()).toBe('3');
    }));

  it('is legible to axe in light and dark', () =>
    using({}, async (page) => {
      expect(await axeInBothThemes(page)).toEqual([]);
    }));
});
