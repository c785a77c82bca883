/** Every control of the page, used as a person would; with the network off, from disk. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { formatShare } from '../../src/metrics/format.ts';
import { METRICS } from '../../src/metrics/registry.ts';
import type { Results } from '../../src/report/results.ts';
import { busy } from '../report/fixture.ts';
import { axeInBothThemes, drawn, MARKS, markLabels, type Opened, Reports, type View } from './open.ts';

let reports: Reports;
const BUSY = busy();

beforeAll(async () => {
  reports = await Reports.start();
  await reports.write('busy', BUSY);
});

afterAll(() => reports?.stop());

/** Lets `use` use the report that all tests share, and expects that nothing went wrong meanwhile. */
const using = async (view: View, use: (page: Page) => Promise<void>): Promise<void> =>
  expectCalm(await reports.lend('busy', view), use);

/** The same of a report that is opened for it. */
const opening = async (view: View, use: (page: Page) => Promise<void>): Promise<void> =>
  expectCalm(await reports.open('busy', view), use);

async function expectCalm({ page, trouble, close }: Opened, use: (page: Page) => Promise<void>): Promise<void> {
  try {
    await use(page);
    expect(trouble).toEqual([]);
  } finally {
    await close();
  }
}

const hashOf = (page: Page): string => new URL(page.url()).hash;
const bare = (text: string): string => text.replaceAll(/[\u2066-\u2069]/g, '');
const verdictNames = async (page: Page): Promise<string[]> => page.locator('.verdicts tbody th .name').allInnerTexts();
const counter = async (page: Page): Promise<string> => bare(await page.locator('.counter').innerText());
/** Layouts of which a chart has marks. */
const drawnLayouts = async (page: Page, chart = 'limit-hits'): Promise<string[]> => {
  const labels = await markLabels(page, chart);
  return [...new Set(labels.map((label) => /^\u2068([^\u2069]*)/.exec(label)?.[1] ?? ''))].sort();
};
const IDS = BUSY.layouts.map(({ id }) => id);

describe('the filter', () => {
  it('by words drives the verdicts, every chart, the rows and the link', () =>
    using({}, async (page) => {
      await expect.poll(() => counter(page)).toBe('7 of 7 layouts, 17 of 17 scenarios');
      // What stands in the empty box fits into it.
      const room = await page.locator('input.words').evaluate((box) => {
        const { font, paddingLeft, paddingRight } = getComputedStyle(box);
        const pen = document.createElement('canvas').getContext('2d')!;
        pen.font = font;
        const text = pen.measureText((box as HTMLInputElement).placeholder).width;
        return box.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) - text;
      });
      expect(room).toBeGreaterThan(0);
      await page.getByRole('searchbox', { name: /Filter by words/ }).fill('4/4 d1');
      await expect.poll(() => counter(page)).toBe('1 of 7 layouts, 1 of 17 scenarios');
      await expect.poll(() => verdictNames(page)).toEqual(['4/4/24']);
      await expect.poll(() => drawnLayouts(page)).toEqual(['4/4/24']);
      const rows = BUSY.measurements.filter((row) => row.layout === '4/4/24' && row.scenario === 'd1').length;
      await expect.poll(() => page.locator('.rows tbody tr').count()).toBe(Math.min(50, rows));
      await expect.poll(() => page.locator('#rows').innerText()).toContain(`${rows} rows to take away`);
      await expect.poll(() => hashOf(page)).toBe('#?q=4/4+d1');
      await expect.poll(() => page.locator('.verdicts caption').innerText()).toContain('the 1 scenario shown');
      // Large folios are in another scenario: the section is gone, and so is its link.
      await expect.poll(() => page.locator('#large').count()).toBe(0);
      const deadLinks = () =>
        page.$$eval('nav#contents a', (links) =>
          links.flatMap((link) => {
            const target = link.getAttribute('href') ?? '';
            return document.querySelector(target) === null ? [target] : [];
          }),
        );
      await expect.poll(deadLinks).toEqual([]);
    }));

  it('by layout and scenario, from lists that unfold, by mouse and by keyboard', () =>
    using({}, async (page) => {
      await page.locator('.picker summary', { hasText: 'Layouts' }).click();
      await page.getByRole('checkbox', { name: '2/6/24', exact: true }).uncheck();
      await expect.poll(() => verdictNames(page)).toEqual(IDS.filter((id) => id !== '2/6/24'));
      await expect.poll(() => hashOf(page)).toBe('#?exclude=2/6/24');
      await page.getByRole('button', { name: 'Only 8/24', exact: true }).click();
      await expect.poll(() => verdictNames(page)).toEqual(['8/24']);
      await page.getByRole('button', { name: 'None', exact: true }).click();
      await expect.poll(() => page.locator('.verdicts + .none').innerText()).toBe('No layout is left by the filter.');
      await page.keyboard.press('Escape');
      await expect.poll(() => page.locator('.picker[open]').count()).toBe(0);
      await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('SUMMARY');
      await page.getByRole('button', { name: 'Restore all' }).click();
      await expect.poll(() => verdictNames(page)).toEqual(IDS);
      await page.locator('.picker summary', { hasText: 'Scenarios' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('searchbox', { name: 'Search in scenarios' }).fill('d');
      await page.getByRole('button', { name: 'Only these' }).click();
      await expect.poll(() => counter(page)).toBe('7 of 7 layouts, 5 of 17 scenarios');
      await page.mouse.click(5, 600);
      await expect.poll(() => page.locator('.picker[open]').count()).toBe(0);
    }));

  it('by family and by verdict', () =>
    using({}, async (page) => {
      await page.getByLabel('Family').selectOption('bias');
      await expect.poll(() => verdictNames(page)).toEqual(['linux today', 'one bias 2^23', 'long and short']);
      await page.getByLabel('Verdict').selectOption('holds');
      await expect.poll(() => counter(page)).toBe('0 of 7 layouts, 17 of 17 scenarios');
      await expect
        .poll(() => page.locator('#chart-limit-hits .none').innerText())
        .toBe('Nothing of this is among what the filter shows.');
      await page.getByLabel('Verdict').selectOption('fails');
      await expect.poll(() => counter(page)).toBe('3 of 7 layouts, 17 of 17 scenarios');
      await expect.poll(() => drawnLayouts(page)).toEqual(['linux today', 'long and short', 'one bias 2^23']);
      await expect.poll(() => hashOf(page)).toBe('#?family=bias&verdict=fails');
    }));
});

const paleLayouts = async (page: Page, chart: string): Promise<string[]> => {
  const labels = await page.$$eval(`#chart-${chart} .plot svg .role-mark > [data-pale][aria-label]`, (marks) =>
    marks.map((mark) => mark.getAttribute('aria-label') ?? ''),
  );
  return [...new Set(labels.map((label) => /^\u2068([^\u2069]*)/.exec(label)?.[1] ?? ''))].sort();
};
const others = (...ids: string[]): string[] => IDS.filter((id) => !ids.includes(id)).sort();

describe('selection and pointing', () => {
  it('mark a layout in the table, the pictures and every chart', () =>
    using({}, async (page) => {
      await page.locator('.verdicts tbody').nth(2).hover();
      for (const chart of ['limit-hits', 'headroom', 'misclassified-time', 'bits'])
        await expect.poll(() => paleLayouts(page, chart), { message: chart }).toEqual(others('8/24'));
      await expect.poll(() => page.locator('figure.layout[data-marked]').count()).toBe(1);
      await page.locator(`#chart-bits .plot svg ${MARKS}`).first().hover();
      await expect
        .poll(() => page.locator('.verdicts tbody[data-marked] th .name').allInnerTexts())
        .toEqual(['4/4/24']);
      await page.mouse.move(2, 2);
      await expect.poll(() => paleLayouts(page, 'bits')).toEqual([]);
    }));

  it('keep, exclude, restore, with a counter', () =>
    using({}, async (page) => {
      await page.getByRole('checkbox', { name: 'Select 4/4/24' }).first().check();
      const mark = page.locator(`#chart-bits .plot svg ${MARKS}`, { hasNotText: 'never' });
      await mark.nth(4).scrollIntoViewIfNeeded();
      await expect.poll(async () => bare((await mark.nth(4).getAttribute('aria-label')) ?? '')).toMatch(/^2\/6\/24/);
      await mark.nth(4).click();
      await page.mouse.move(2, 2);
      await expect.poll(() => page.locator('.selection p').innerText()).toBe('2 layouts selected:');
      await expect.poll(() => paleLayouts(page, 'headroom')).toEqual(others('4/4/24', '2/6/24'));
      await page.getByRole('button', { name: 'Keep only these' }).click();
      await expect.poll(() => counter(page)).toBe('2 of 7 layouts, 17 of 17 scenarios');
      await expect.poll(() => drawnLayouts(page)).toEqual(['2/6/24', '4/4/24']);
      await expect.poll(() => page.locator('.selection').count()).toBe(0);
      await page.getByRole('checkbox', { name: 'Select 2/6/24' }).first().check();
      await page.getByRole('button', { name: 'Exclude it' }).click();
      await expect.poll(() => verdictNames(page)).toEqual(['4/4/24']);
      await page.getByRole('button', { name: 'Restore all' }).click();
      await expect.poll(() => verdictNames(page)).toEqual(IDS);
      await expect.poll(() => hashOf(page)).toBe('');
    }));
});

describe('the focus of the keyboard', () => {
  const focused = (page: Page): Promise<string> =>
    page.evaluate(() => document.activeElement?.textContent ?? document.activeElement?.tagName ?? '');
  const press = async (page: Page, name: string | RegExp): Promise<void> => {
    await page.getByRole('button', { name }).focus();
    await page.keyboard.press('Enter');
  };
  const select = async (page: Page, id: string): Promise<void> => {
    await page
      .getByRole('checkbox', { name: `Select ${id}` })
      .first()
      .focus();
    await page.keyboard.press('Space');
  };

  it('stays with the filters when what was pressed there goes away or has nothing more to do', () =>
    using({}, async (page) => {
      for (const [name, left] of [
        ['Clear', IDS],
        ['Exclude it', IDS.filter((id) => id !== '4/4/24')],
      ] as const) {
        await select(page, '4/4/24');
        await press(page, name);
        await expect.poll(() => page.locator('.selection').count(), { message: name }).toBe(0);
        expect(await focused(page), name).toBe('Restore all');
        await expect.poll(() => verdictNames(page)).toEqual(left);
      }
      await page.keyboard.press('Enter');
      await expect.poll(() => verdictNames(page)).toEqual(IDS);
      expect(await page.getByRole('button', { name: 'Restore all' }).isDisabled()).toBe(true);
      expect(await focused(page)).toBe('Restore all');
      await select(page, '8/24');
      await press(page, 'Keep only it');
      await expect.poll(() => verdictNames(page)).toEqual(['8/24']);
      expect(await focused(page)).toBe('Restore all');
      await page.evaluate(() => location.assign('#?sort=gone'));
      await press(page, 'Leave that out');
      await expect.poll(() => page.locator('.ignored').count()).toBe(0);
      expect(await focused(page)).toBe('Restore all');
    }));

  it('stays on a button that turns the last page', () =>
    using({ hash: '#?metric=refused' }, async (page) => {
      const said = page.locator('.pages p');
      const rows = [...BUSY.measurements, ...BUSY.large].filter((row) => row.metric === 'refused');
      await expect.poll(() => said.innerText()).toBe(`Rows 1 to 50 of ${rows.length}`);
      await press(page, 'Last');
      await expect.poll(() => said.innerText()).not.toMatch(/^Rows 1 to/);
      expect(await focused(page)).toBe('Last');
      const last = await said.innerText();
      await page.keyboard.press('Enter');
      expect(await said.innerText()).toBe(last);
      await press(page, 'First');
      await expect.poll(() => said.innerText()).toMatch(/^Rows 1 to 50 of/);
      expect(await focused(page)).toBe('First');
    }));
});

describe('a part of the page that has not come to life', () => {
  const toTakeAway = (page: Page): Promise<string | undefined> =>
    page
      .locator('#rows')
      .innerText()
      .then((text) => /[\d,]+ rows? to take away/.exec(text)?.[0]);

  it.each(['', '#?keep=8/24&rows=-value'])(
    'takes the press of a pointer, and the focus, opened by the link "%s"',
    (hash) =>
      opening({ lifeless: true, hash }, async (page) => {
        await expect.poll(() => counter(page)).toMatch(hash === '' ? /^7 of 7/ : /^1 of 7/);
        const rows = [...BUSY.measurements, ...BUSY.large].filter(({ layout }) => hash === '' || layout === '8/24');
        const button = page.getByRole('button', { name: 'JSON', exact: true });
        await button.scrollIntoViewIfNeeded();
        const written = await toTakeAway(page);
        await button.hover();
        await page.mouse.down();
        expect(await toTakeAway(page)).toBe(written);
        const json = await taken(page, () => page.mouse.up());
        const { measurements, large } = JSON.parse(json.bytes.toString('utf8')) as Results;
        expect(measurements.length + large.length).toBe(rows.length);
        const box = page.locator('#layouts').getByRole('checkbox', { name: 'Select 8/24', exact: true });
        await box.focus();
        await expect.poll(() => page.locator('#layouts figure').count()).toBe(hash === '' ? IDS.length : 1);
        expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
        await page.keyboard.press('Space');
        await expect.poll(() => page.locator('.selection p').innerText()).toBe('1 layout selected:');
      }),
  );
});

describe('sorting', () => {
  it('of the verdicts goes up, down and back, and says so', () =>
    using({}, async (page) => {
      const head = page.locator('.verdicts thead th', { hasText: 'Refused' });
      const refused = (): Promise<string[]> =>
        page.locator('.verdicts tbody td:nth-child(2) .figure-link').allInnerTexts();
      const before = await verdictNames(page);
      await head.getByRole('button').click();
      await expect.poll(refused).toEqual(['0 %', '0 %', '0 %', '65.4 %', '97.7 %', '97.7 %', '99.5 %']);
      await expect.poll(() => head.getAttribute('aria-sort')).toBe('ascending');
      await head.getByRole('button').focus();
      await page.keyboard.press('Enter');
      await expect.poll(refused).toEqual(['99.5 %', '97.7 %', '97.7 %', '65.4 %', '0 %', '0 %', '0 %']);
      await expect.poll(() => head.getAttribute('aria-sort')).toBe('descending');
      await expect.poll(() => hashOf(page)).toBe('#?sort=-refused');
      await page.keyboard.press('Enter');
      await expect.poll(() => verdictNames(page)).toEqual(before);
      await expect.poll(() => head.getAttribute('aria-sort')).toBe(null);
    }));

  it('of the rows is by value, and pages through all of them', () =>
    using({}, async (page) => {
      await page.getByLabel('Metric', { exact: true }).selectOption('refused');
      const rows = [...BUSY.measurements, ...BUSY.large].filter((row) => row.metric === 'refused');
      await expect.poll(() => page.locator('#rows').innerText()).toContain(`${rows.length} rows to take away`);
      const head = page.locator('.rows thead th', { hasText: 'Value' }).getByRole('button');
      // Two presses before the page is drawn again are two all the same.
      await head.evaluate((button: HTMLElement) => {
        button.click();
        button.click();
      });
      const worst = [...rows].sort((a, b) => b.value - a.value).map((row) => formatShare(row.value));
      const seen = (): Promise<string[]> => page.locator('.rows tbody .figure-link').allInnerTexts();
      await expect.poll(seen).toEqual(worst.slice(0, 50));
      const next = page.getByRole('button', { name: 'Next' });
      for (let start = 50; start < worst.length; start += 50) {
        await next.click();
        await expect.poll(seen).toEqual(worst.slice(start, start + 50));
      }
      await expect.poll(() => next.isDisabled()).toBe(true);
      await expect
        .poll(() => page.locator('.pages p').innerText())
        .toMatch(new RegExp(`to ${rows.length} of ${rows.length}$`));
      await page.getByRole('button', { name: 'First' }).click();
      await expect.poll(seen).toEqual(worst.slice(0, 50));
    }));
});

describe('the link', () => {
  it('opened elsewhere shows the same', () =>
    opening(
      { hash: '#charts?keep=4/4/24&keep=linux+today&no-scenario=a1&sort=-refused&theme=dark', spare: true },
      async (page) => {
        await expect.poll(() => verdictNames(page)).toEqual(['4/4/24', 'linux today']);
        await expect.poll(() => counter(page)).toBe('2 of 7 layouts, 16 of 17 scenarios');
        await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
        await expect
          .poll(() => page.evaluate(() => document.getElementById('charts')?.getBoundingClientRect().top ?? -1))
          .toBeLessThan(400);
        const { hash } = new URL(page.url());
        await page.reload();
        await drawn(page);
        await expect.poll(() => hashOf(page)).toBe(hash);
        await expect.poll(() => verdictNames(page)).toEqual(['4/4/24', 'linux today']);
      },
    ));

  it('typed into the open report goes to its section too', () =>
    using({}, async (page) => {
      await page.evaluate(() => {
        location.hash = '#charts?keep=4/4/24';
      });
      await expect.poll(() => verdictNames(page)).toEqual(['4/4/24']);
      await expect
        .poll(() =>
          page.evaluate(() => Math.abs(document.getElementById('charts')?.getBoundingClientRect().top ?? 9999)),
        )
        .toBeLessThan(400);
    }));

  it('goes back and forward with the browser, step by step', () =>
    using({}, async (page) => {
      await page.getByLabel('Family').selectOption('bias');
      await page.getByRole('searchbox', { name: /Filter by words/ }).fill('linux');
      await expect.poll(() => verdictNames(page)).toEqual(['linux today']);
      await page.locator('.verdicts thead').getByRole('button', { name: 'Layout' }).click();
      await expect.poll(() => hashOf(page)).toBe('#?q=linux&family=bias&sort=layout');
      await page.goBack();
      await expect.poll(() => hashOf(page)).toBe('#?q=linux&family=bias');
      await page.goBack();
      await expect.poll(() => verdictNames(page)).toHaveLength(3);
      await expect.poll(() => page.getByRole('searchbox', { name: /Filter by words/ }).inputValue()).toBe('');
      await page.goBack();
      await expect.poll(() => verdictNames(page)).toEqual(IDS);
      await page.goForward();
      await page.goForward();
      await expect.poll(() => verdictNames(page)).toEqual(['linux today']);
      await expect.poll(() => page.getByLabel('Family').inputValue()).toBe('bias');
    }));

  it('keeps the state when a section is gone to', () =>
    using({ hash: '#?family=bias' }, async (page) => {
      await expect.poll(() => verdictNames(page)).toHaveLength(3);
      await page.getByRole('link', { name: 'What the numbers mean' }).click();
      await expect.poll(() => hashOf(page)).toBe('#definitions?family=bias');
      await expect
        .poll(() => page.evaluate(() => document.getElementById('definitions')?.getBoundingClientRect().top ?? -1))
        .toBeLessThan(300);
      await expect.poll(() => verdictNames(page)).toHaveLength(3);
    }));

  it.each(['#?family=both&sort=(', '#%E0%A4%A', '#nowhere'])('that makes no sense (%s) shows everything', (hash) =>
    opening({ hash, first: true }, async (page) => {
      await expect.poll(() => verdictNames(page)).toEqual(IDS);
      await expect.poll(() => counter(page)).toBe('7 of 7 layouts, 17 of 17 scenarios');
    }),
  );

  it('to a section that this report does not have says so, and keeps what is shown', () =>
    opening({ hash: '#nowhere?keep=8/24', first: true }, async (page) => {
      const note = page.locator('.ignored');
      const leave = async (): Promise<void> => {
        await page.getByRole('button', { name: 'Leave that out' }).click();
        await expect.poll(() => note.count()).toBe(0);
      };
      await expect.poll(async () => bare(await note.innerText())).toContain('does not have: #nowhere.');
      await expect.poll(() => hashOf(page)).toBe('#?keep=8/24');
      await leave();
      for (const [hash, said] of [
        ['#now+here', '#now+here'],
        ['#%E0%A4%A', '#%E0%A4%A'],
        ['#nowhere?keep=8/24&family=both', '#nowhere and family=both'],
      ] as const) {
        await page.evaluate((text) => location.assign(text), hash);
        await expect.poll(async () => bare(await note.innerText())).toContain(`does not have: ${said}.`);
        await expect.poll(() => verdictNames(page)).toEqual(['8/24']);
        await leave();
      }
      // What a filter takes away is there: large folios are in another scenario than d1.
      await page.evaluate(() => location.assign('#?scenario=d1'));
      await expect.poll(() => page.locator('#large').count()).toBe(0);
      for (const hash of ['#large?scenario=d1', '#large?', '#rows', '#top', '#']) {
        await page.evaluate((text) => location.assign(text), hash);
        await page.waitForTimeout(200);
        expect(await note.count(), hash).toBe(0);
      }
    }));

  it('typed over another one with what makes no sense shows everything again', () =>
    using({ hash: '#?family=bias' }, async (page) => {
      for (const hash of ['#?', '#?q=%', '#?keep', '#?__proto__=1&constructor=2']) {
        await expect.poll(() => verdictNames(page), { message: `before ${hash}` }).toHaveLength(3);
        await page.evaluate((text) => location.assign(text), hash);
        await expect.poll(() => verdictNames(page), { message: hash }).toEqual(IDS);
        await page.evaluate(() => location.assign('#?family=bias'));
      }
    }));

  it('may name what this report does not have', () =>
    opening({ hash: '#?keep=gone&keep=8/24&select=gone&sort=gone&metric=gone&scenario=gone' }, async (page) => {
      await expect.poll(() => counter(page)).toBe('1 of 7 layouts, 0 of 17 scenarios');
      await expect.poll(() => verdictNames(page)).toEqual(['8/24']);
      // And says so, however it is opened; what a link holds beyond names too.
      const note = page.locator('.ignored');
      await expect
        .poll(async () => bare(await note.innerText()))
        .toContain('what this report does not have: layout gone, scenario gone, metric gone and column gone.');
      await page.evaluate(() => location.assign('#?keep=8/24&family=both&what-if=read40_write4'));
      await expect
        .poll(async () => bare(await note.innerText()))
        .toContain('does not have: a layout read40_write4 to change and family=both.');
      await page.getByRole('button', { name: 'Leave that out' }).click();
      await expect.poll(() => note.count()).toBe(0);
      await expect.poll(() => hashOf(page)).toBe('#?keep=8/24');
      // What other reports have and this one has not: a metric that was not measured here, a column of the other table.
      const unmeasured = METRICS.find(
        ({ id }) => ![...BUSY.measurements, ...BUSY.large].some((row) => row.metric === id),
      );
      expect(unmeasured).toBeDefined();
      await page.evaluate((id) => location.assign(`#?metric=${id}&sort=value&rows=-refused`), unmeasured?.id);
      await expect
        .poll(async () => bare(await note.innerText()))
        .toContain(`does not have: metric ${unmeasured?.id}, column value and column refused.`);
      await page.getByRole('button', { name: 'Leave that out' }).click();
      await expect.poll(() => note.count()).toBe(0);
      await expect.poll(() => hashOf(page)).toBe('');
      await page.evaluate(() => location.assign('#?keep=gone'));
      await expect.poll(() => verdictNames(page)).toEqual([]);
      await page.getByRole('button', { name: 'Leave that out' }).click();
      await expect.poll(() => verdictNames(page)).toEqual(IDS);
    }));
});

describe('the theme', () => {
  it('follows the system until the reader chooses', () =>
    using({ theme: 'dark' }, async (page) => {
      const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const dark = await ground();
      expect(dark).not.toBe('rgb(255, 255, 255)');
      await page.getByLabel('Theme').selectOption('light');
      await expect.poll(ground).toBe('rgb(255, 255, 255)');
      await expect.poll(() => hashOf(page)).toBe('#?theme=light');
      await page.getByLabel('Theme').selectOption('dark');
      await expect.poll(ground).toBe(dark);
      await page.getByLabel('Theme').selectOption('system');
      await expect.poll(() => hashOf(page)).toBe('');
      await expect.poll(() => ground()).toBe(dark);
    }));
});

describe('a number', () => {
  it('can be asked what it means and what it rests on', () =>
    using({}, async (page) => {
      const number = page.locator('.verdicts tbody').first().locator('.figure-link').first();
      await number.focus();
      await page.keyboard.press('Enter');
      const panel = page.getByRole('dialog');
      for (const words of [
        'Refused: pin',
        '4/4/24 in g4',
        '97.7 % (16,010 of 16,384), exact',
        'refused.pin <= 1e-4 in every scenario: missed',
        'acquisitions of that kind or group attempted',
        'Read off the profile',
        'kprobe text, gzip',
        'traces/g4.trace.txt.gz',
        'Lower is better.',
        'wanted at 0.712345 s',
        'fio-1234',
      ])
        await expect.poll(async () => bare(await panel.innerText())).toContain(words);
      await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('dialog');
      await page.keyboard.press('Escape');
      await expect.poll(() => panel.count()).toBe(0);
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('97.7 %');
      await expect.poll(() => hashOf(page)).toBe('');
    }));

  it('of a model says its interval and its runs; of a closed form, of what', () =>
    using({ hash: '#?q=4/4/24+rdma+refused' }, async (page) => {
      const panel = page.getByRole('dialog');
      const row = (metric: string, of: string) =>
        page.locator('.rows tbody tr', { hasText: new RegExp(`${metric}\\s*${of}`) }).locator('.figure-link');
      await expect.poll(() => row('Refused', 'write').count()).toBe(1);
      await row('Refused', 'write').click();
      await expect
        .poll(async () => bare(await panel.innerText()))
        .toMatch(/95 % interval 0\.96\d? % to 1\.04 %[\s\S]*5 independent runs pooled/);
      await panel.getByRole('button', { name: 'Close' }).click();
      await row('Refused, exactly', 'write').click();
      await expect.poll(async () => bare(await panel.innerText())).toContain('A closed form of the model');
      await page.mouse.click(5, 5);
      await expect.poll(() => panel.count()).toBe(0);
    }));

  it.each([
    [1280, 860],
    [1280, 500],
    [400, 800],
  ])('is not covered by its explanation, wherever it stands, at %i × %i', (width, height) =>
    using({ width }, async (page) => {
      await page.setViewportSize({ width, height });
      const figures = page.locator('.verdicts tbody:nth-of-type(3) .figure-link');
      const n = await figures.count();
      expect(n).toBeGreaterThan(4);
      for (const share of [0.2, 0.45, 0.68, 0.9]) {
        for (const which of [0, Math.floor(n / 2), n - 1]) {
          const figure = figures.nth(which);
          await figure.evaluate((element, y) => scrollBy(0, element.getBoundingClientRect().top - y), share * height);
          await figure.click();
          const dialog = page.getByRole('dialog');
          await dialog.waitFor();
          const [number, panel] = [(await figure.boundingBox())!, (await dialog.boundingBox())!];
          const isApart =
            panel.x >= number.x + number.width ||
            panel.x + panel.width <= number.x ||
            panel.y >= number.y + number.height ||
            panel.y + panel.height <= number.y;
          const where = `${which} at ${share}: ${JSON.stringify({ number, panel })}`;
          expect(isApart, where).toBe(true);
          // All of it is on the screen, and high enough to be read.
          expect(panel.y, where).toBeGreaterThanOrEqual(0);
          expect(panel.y + panel.height, where).toBeLessThanOrEqual(height);
          expect(panel.height, where).toBeGreaterThan(150);
          await page.keyboard.press('Escape');
          await expect.poll(() => dialog.count()).toBe(0);
        }
      }
    }),
  );

  it('is closed by a press outside that comes before the browser has painted it', () =>
    using({}, async (page) => {
      await page.evaluate(
        () =>
          new Promise<void>((resolve) => {
            new MutationObserver((_records, observer) => {
              if (document.querySelector('[role="dialog"]') === null) return;
              observer.disconnect();
              document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
              resolve();
            }).observe(document.body, { childList: true, subtree: true });
            document.querySelector<HTMLElement>('.verdicts .figure-link')?.click();
          }),
      );
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    }));
});

const taken = async (page: Page, click: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> => {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
};

describe('taking it away', () => {
  it('gives the rows of the selection as JSON and CSV, with the numbers of results.json', () =>
    using({ hash: '#?keep=4/4/24&scenario=d1&metric=refused' }, async (page) => {
      const expected = BUSY.measurements.filter(
        ({ layout, scenario, metric }) =>
          layout === '4/4/24' && (scenario === 'd1' || scenario === null) && metric === 'refused',
      );
      await expect.poll(() => page.locator('#rows').innerText()).toContain(`${expected.length} rows to take away`);
      const json = await taken(page, () => page.getByRole('button', { name: 'JSON', exact: true }).click());
      const selection = JSON.parse(json.bytes.toString('utf8')) as Results;
      expect(json.name).toBe('bitpart-rows.json');
      expect(selection.measurements).toEqual(JSON.parse(JSON.stringify(expected)));
      expect(selection.layouts.map(({ id }) => id)).toEqual(['4/4/24']);
      const csv = await taken(page, () => page.getByRole('button', { name: 'CSV', exact: true }).click());
      const lines = csv.bytes.toString('utf8').trimEnd().split('\r\n');
      expect(lines).toHaveLength(1 + expected.length);
      for (const row of expected) expect(lines.join('\n')).toContain(`,${row.of},${row.value},${row.numerator},`);
    }));

  it('moves nothing under a pointer that is pressed, and gives what is shown when it is up', () =>
    using({}, async (page) => {
      const button = page.getByRole('button', { name: 'JSON', exact: true });
      await button.hover();
      const at = await button.boundingBox();
      const toTakeAway = (): Promise<string | undefined> =>
        page
          .locator('#rows')
          .innerText()
          .then((text) => /[\d,]+ rows to take away/.exec(text)?.[0]);
      const before = await toTakeAway();
      await page.mouse.down();
      await page.evaluate(() => location.replace('#?metric=refused'));
      await expect.poll(() => page.getByLabel('Metric', { exact: true }).inputValue()).toBe('refused');
      await page.waitForTimeout(600);
      expect(await toTakeAway()).toBe(before);
      expect(await button.boundingBox()).toEqual(at);
      const json = await taken(page, () => page.mouse.up());
      const { measurements, large } = JSON.parse(json.bytes.toString('utf8')) as Results;
      const rowsOf = (all: Results['measurements']) => all.filter(({ metric }) => metric === 'refused');
      const rows = { measurements: rowsOf(BUSY.measurements), large: rowsOf(BUSY.large) };
      expect({ measurements, large }).toEqual(JSON.parse(JSON.stringify(rows)));
      const count = rows.measurements.length + rows.large.length;
      await expect.poll(toTakeAway).toBe(`${count} rows to take away`);
    }));

  it('goes on drawing while the page is dragged along by its scroll bar', async () => {
    const browser = await chromium.launch({ ...inject('launch'), ignoreDefaultArgs: ['--hide-scrollbars'] });
    const own = new Reports(browser, await mkdtemp(join(tmpdir(), 'bitpart-report-')));
    try {
      await own.write('busy', BUSY);
      await expectCalm(await own.open('busy'), async (page) => {
        const bar = await page.evaluate(() => (document.documentElement.clientWidth + innerWidth) / 2);
        expect(bar).toBeLessThan(1280);
        const said = page.locator('.pages p');
        await expect.poll(() => said.innerText()).toMatch(/^Rows 1 to 50 of/);
        await page.mouse.move(bar, 30);
        await page.mouse.down();
        await page.mouse.move(bar, 60);
        await page.evaluate(() => location.replace('#?keep=gone'));
        await expect.poll(() => page.locator('#rows p.none').innerText()).toBe('No row is left by the filter.');
        await page.mouse.up();
      });
    } finally {
      await own.stop();
    }
  });

  it('moves nothing under a pointer that is pressed right after words were typed, and takes them over before the click', () =>
    using({}, async (page) => {
      const box = page.getByRole('checkbox', { name: 'Select linux today' }).first();
      await box.hover();
      const at = await box.boundingBox();
      await page.locator('input.words').focus();
      await page.keyboard.type('bias');
      await page.mouse.down();
      await page.waitForTimeout(400);
      expect(await box.boundingBox()).toEqual(at);
      await page.mouse.up();
      await expect.poll(() => hashOf(page)).toBe('#?q=bias&select=linux+today');
      await expect.poll(() => verdictNames(page)).not.toContain('4/4/24');
      expect(await box.isChecked()).toBe(true);
      // What is pressed is about the words too.
      const restore = page.getByRole('button', { name: 'Restore all' });
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.locator('input.words').focus();
      await restore.hover();
      await page.keyboard.type('es');
      await page.mouse.down();
      await page.mouse.up();
      await expect.poll(() => verdictNames(page)).toEqual(IDS);
      await expect.poll(() => page.locator('input.words').inputValue()).toBe('');
    }));

  it('gives each chart as SVG, PNG and Vega-Lite, as it is filtered', () =>
    using({ hash: '#?keep=8/24', theme: 'dark' }, async (page) => {
      const chart = page.locator('#chart-limit-hits');
      await expect.poll(() => drawnLayouts(page)).toEqual(['8/24']);
      const svg = await taken(page, () => chart.getByRole('button', { name: /^SVG/ }).click());
      const text = svg.bytes.toString('utf8');
      expect(svg.name).toBe('limit-hits.svg');
      expect(text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]* color="#1b1f24">/);
      expect(text).toContain('>How often a limit is hit</text>');
      expect(text).toContain('8/24');
      expect(text).not.toContain('4/4/24');
      const isWhole = await page.evaluate(
        (source) => new DOMParser().parseFromString(source, 'image/svg+xml').querySelector('parsererror') === null,
        text,
      );
      expect(isWhole).toBe(true);
      const png = await taken(page, () => chart.getByRole('button', { name: /^PNG/ }).click());
      expect(png.name).toBe('limit-hits.png');
      expect(png.bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
      expect(png.bytes.readUInt32BE(16)).toBeGreaterThan(600);
      expect(png.bytes.length).toBeGreaterThan(5000);
      const spec = await taken(page, () => chart.getByRole('button', { name: /^Vega-Lite/ }).click());
      const { $schema, datasets } = JSON.parse(spec.bytes.toString('utf8')) as {
        $schema: string;
        datasets: { hits: { layout: string }[] };
      };
      expect(spec.name).toBe('limit-hits.vl.json');
      expect($schema).toContain('vega-lite');
      expect(new Set(datasets.hits.map(({ layout }) => layout))).toEqual(new Set(['8/24']));
    }));

  it('on paper leaves the controls out, and is a PDF of a few pages', () =>
    using({}, async (page) => {
      const pdf = await page.pdf({ format: 'A4' });
      expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
      expect(pages).toBeGreaterThan(3);
      expect(pages).toBeLessThan(60);
    }));
});

/** What a reader has opened and chosen in the test below, and the bar that says it. */
const CONTROLS = ['.filters', '[role="dialog"]', '.verdicts', '#rows'];

describe('the controls are legible', () => {
  it('to axe with lists, selection and explanation open, in light and dark, at 1280 and 400 px', () =>
    using({ hash: '#?select=4/4/24&sort=-refused&family=split&keep=4/4/24' }, async (page) => {
      await expect.poll(() => verdictNames(page)).toEqual(['4/4/24']);
      await page.locator('.verdicts .figure-link').first().click();
      await page.$$eval('.picker', (all) => {
        for (const details of all) (details as HTMLDetailsElement).open = true;
      });
      await expect.poll(() => page.getByRole('dialog').count()).toBe(1);
      expect(await axeInBothThemes(page)).toEqual([]);
      await page.setViewportSize({ width: 400, height: 900 });
      await expect.poll(() => page.getByRole('dialog').count()).toBe(1);
      expect(await axeInBothThemes(page, { within: CONTROLS })).toEqual([]);
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
    }));
});

describe('what changed', () => {
  it('is marked beside the numbers and in the charts', () =>
    using({}, async (page) => {
      await expect.poll(() => page.locator('.verdicts .worse').first().innerText()).toMatch(/^worse, was /);
      const labels = async () => (await markLabels(page, 'limit-hits')).map(bare);
      const changed = BUSY.baseline?.changes.filter(
        ({ metric, of, noise, class: pages }) =>
          metric === 'refused' && /read|write/.test(of) && !noise && pages === 'small',
      );
      expect(changed?.length).toBeGreaterThan(3);
      await expect
        .poll(async () => (await labels()).filter((label) => label.includes('worse than in the baseline')))
        .toHaveLength(changed?.length ?? -1);
      await expect.poll(labels).toContain('4/4/24: required refused.pin <= 1e-4, missed');
    }));

  // The last one: rows that are unfolded stay unfolded.
  it('stands in a table, worse first, with the way in words; noise is there when asked for', () =>
    using({}, async (page) => {
      const { changes = [] } = BUSY.baseline ?? {};
      const rows = page.locator('#changes tbody tr');
      await expect.poll(() => rows.count()).toBe(30);
      await expect.poll(() => rows.first().innerText()).toMatch(/^worse\s*lower is better\s/);
      const more = page.locator('#changes').getByRole('button', { name: /^Show/ });
      await expect
        .poll(async () => {
          if ((await more.count()) > 0) await more.click();
          return more.count();
        })
        .toBe(0);
      await expect.poll(() => rows.count()).toBe(changes.filter((change) => !change.noise).length);
      await page.getByRole('checkbox', { name: /of noise/ }).check();
      await page.waitForFunction(() => document.querySelectorAll('#changes tbody tr .none').length > 0);
      await expect.poll(() => page.locator('#changes').innerText()).toContain('Added layout: red zone.');
    }));
});
