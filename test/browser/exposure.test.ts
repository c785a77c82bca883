import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exposedTo } from '../../src/report/exposed.ts';
import { layoutOfRecord } from '../../src/report/layout-record.ts';
import type { Results } from '../../src/report/results.ts';
import { fixture, renamed } from '../report/fixture.ts';
import { HOSTILE } from '../report/hostile.ts';
import { axe, Reports } from './open.ts';

let reports: Reports;

const exposed = (results: Results): Results => ({
  ...results,
  ...exposedTo({ layouts: results.layouts.map(layoutOfRecord) }).records(),
});

beforeAll(async () => {
  reports = await Reports.start();
  await reports.write('default', exposed(fixture()));
  await reports.write('hostile', exposed(renamed(HOSTILE, HOSTILE)));
});

afterAll(() => reports?.stop());

describe('what an attacker needs, in the page', () => {
  it.each([
    ['light', 1280],
    ['dark', 400],
  ] as const)('is legible, to axe too, with a plan open (%s, %i px)', async (theme, width) => {
    const { page, trouble, close } = await reports.lend('default', { theme, width });
    await page.locator('#exposure .threat.open').first().click();
    const plan = page.locator('.plans:popover-open');
    await expect.poll(() => plan.count()).toBe(1);
    await expect.poll(() => plan.boundingBox().then((box) => box?.width)).toBeLessThanOrEqual(width);
    expect(await axe(page, { within: ['#exposure'] })).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(trouble).toEqual([]);
    await close();
  });

  it('opens a plan with its price, its sources and what would make it safe, by keyboard, without a script', async () => {
    const { page, close } = await reports.open('default', { script: false });
    const row = page.locator('.threats tbody tr', { hasText: '4/4/24' }).first();
    expect(await row.locator('th').innerText()).toMatch(/\b\d+ of \d+ threats? open\b/);
    await row.locator('.threat').first().focus();
    await page.keyboard.press('Enter');
    const text = await page.locator('.plans:popover-open').innerText();
    expect(text).toContain('15 references fill read');
    expect(text).toContain('charged to nothing');
    expect(text).toContain('To make it safe');
    expect(text).toContain('Sources: traces/README.md');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.plans:popover-open').count()).toBe(0);
    await close();
  });

  it('takes hostile names as text', async () => {
    const { page, trouble, close } = await reports.open('hostile', { width: 400 });
    await expect.poll(() => page.locator('.threats tbody tr').count()).toBeGreaterThan(0);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
    expect(trouble).toEqual([]);
    await close();
  });
});
