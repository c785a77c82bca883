import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layOutWhole } from '../../scripts/whole-page.js';
import { CHARTS } from '../../src/report/charts/index.ts';
import { reduce } from '../../src/report/page/reduce.ts';
import { fixture, renamed } from '../report/fixture.ts';
import { HOSTILE } from '../report/hostile.ts';
import { axeInBothThemes, MARKS, markLabels, Reports } from './open.ts';

let reports: Reports;
const DEFAULT = fixture();

beforeAll(async () => {
  reports = await Reports.start();
  await reports.write('default', DEFAULT);
  await reports.write('hostile', renamed(HOSTILE, HOSTILE));
});

afterAll(() => reports?.stop());

const sorted = (texts: readonly string[]) => [...texts].sort();

describe('the page, opened from disk with the network off', () => {
  it('draws every chart in light and dark, with a mark for every row, each saying its number, and does nothing else', async () => {
    const { page, trouble, close } = await reports.lend('default');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const chart of CHARTS) {
        const box = () => page.locator(`#chart-${chart.name} .plot svg`).boundingBox();
        await expect.poll(async () => (await box())?.width, { message: chart.name }).toBeGreaterThan(300);
        await expect.poll(async () => (await box())?.height, { message: chart.name }).toBeGreaterThan(80);
        const rows = Object.values(chart.draw(reduce(DEFAULT).results)?.datasets ?? {}).flat();
        const expected = rows.flatMap((row) => (typeof row['text'] === 'string' ? [row['text']] : []));
        expect(expected.length, chart.name).toBeGreaterThan(5);
        await expect
          .poll(async () => sorted(await markLabels(page, chart.name)), { message: chart.name })
          .toEqual(sorted(expected));
      }
    }
    const hits = (await markLabels(page, 'limit-hits')).map((label) => label.replaceAll(/[\u2068\u2069]/g, ''));
    expect(hits).toContain('4/4/24 in b2: 53.1 % (1,088 of 2,048) write pins refused');
    expect(hits).toContain('8/24 in b2: 0 of 2,048 write pins refused');
    const headroom = (await markLabels(page, 'headroom')).map((label) => label.replaceAll(/[\u2068\u2069]/g, ''));
    expect(headroom).toContain('linux today, ordinary in c3: peak 10,240 of limit 1,023, 3.3 bits short');
    expect(trouble).toEqual([]);
    await close();
  });

  it.each(['busiest-page', 'design-space', 'limit-hits'])(
    'has in the legend of %s what its panels draw, and nothing else',
    async (name) => {
      const { page, close } = await reports.lend('default');
      const chart = page.locator(`#chart-${name}`);
      await chart.scrollIntoViewIfNeeded();
      await expect.poll(() => chart.locator(`.plot svg ${MARKS}`).count()).toBeGreaterThan(5);
      const drawing = CHARTS.find((each) => each.name === name)!.draw(reduce(DEFAULT).results)!;
      const rows = Object.values(drawing.datasets).flat();
      const drawn = rows.flatMap(({ role, of, series }) =>
        role === 'course' || role === 'share' ? [of] : series === undefined ? [] : [series],
      );
      const legend = await chart.locator('.plot svg .role-legend-label text').allTextContents();
      expect(sorted(legend)).toEqual(sorted([...new Set(drawn.map(String))]));
      await close();
    },
  );

  it.each([1280, 400])(
    'writes each name in the design space beside its cross, on no other name, %i px wide',
    async (width) => {
      const { page, close } = await reports.lend('default');
      await page.setViewportSize({ width, height: 860 });
      const chart = page.locator('#chart-design-space');
      await chart.scrollIntoViewIfNeeded();
      const names = () =>
        chart.evaluate((element) => {
          const box = (node: Element) => node.getBoundingClientRect();
          const texts = [...element.querySelectorAll('.plot svg .role-mark text')];
          const crosses = [...element.querySelectorAll('.plot svg .role-mark path[aria-label]')];
          return texts.map((text) => {
            const own = crosses.filter((cross) =>
              cross.getAttribute('aria-label')?.startsWith(`\u2068${text.textContent}\u2069: `),
            );
            const at = box(text);
            const gaps = own.map((cross) => {
              const to = box(cross);
              return Math.hypot(
                Math.max(0, to.left - at.right, at.left - to.right),
                Math.max(0, to.top - at.bottom, at.top - to.bottom),
              );
            });
            const isCovered = texts.some((other) => {
              const to = box(other);
              // Lines of text stand as near as their letters let them.
              return other !== text && to.left < at.right && at.left < to.right && Math.abs(to.top - at.top) < 9;
            });
            return { name: text.textContent, gap: Math.min(...gaps), isCovered };
          });
        });
      await expect.poll(async () => (await names()).length).toBe(2 * DEFAULT.layouts.length);
      for (const { name, gap, isCovered } of await names()) {
        expect(gap, `${name}`).toBeLessThan(26);
        expect(isCovered, `${name}`).toBe(false);
      }
      await page.setViewportSize({ width: 1280, height: 860 });
      await close();
    },
  );

  it('places the marks of a log scale by their share, and zeros in their own band', async () => {
    const { page, close } = await reports.lend('default');
    const marks = await page.$$eval(`#chart-limit-hits .plot svg ${MARKS}`, (paths) =>
      paths.map((path) => {
        const [x = 0] = (path.getAttribute('transform') ?? '').match(/-?[\d.]+/g)?.map(Number) ?? [];
        return { label: (path.getAttribute('aria-label') ?? '').replaceAll(/[\u2068\u2069]/g, ''), x };
      }),
    );
    const at = (start: string) => marks.find((mark) => mark.label.startsWith(start))?.x ?? Number.NaN;
    const zeros = marks.filter((mark) => /: 0 of/.test(mark.label)).map((mark) => Math.round(mark.x));
    expect(new Set(zeros).size).toBe(1);
    // 4160/8192, 64/4096 and 22/301234: equal ratios are equal distances.
    const decade = (at('2/6/24 in d1') - at('2/6/24 in d6')) / Math.log10(4160 / 8192 / (64 / 4096));
    expect((at('2/6/24 in d6') - at('2/6/24 in shared libc page')) / Math.log10(64 / 4096 / (22 / 301234))).toBeCloseTo(
      decade,
      1,
    );
    expect(at('2/6/24 in shared libc page')).toBeGreaterThan((zeros[0] ?? 0) + decade);
    await close();
  });

  it('shows a mark’s text while the pointer is on it', async () => {
    const { page, close } = await reports.lend('default');
    const mark = page.locator(`#chart-misclassified-time .plot svg ${MARKS}`).first();
    await mark.hover();
    await expect.poll(() => page.locator('.tooltip.shown').textContent()).toBe(await mark.getAttribute('aria-label'));
    await page.mouse.move(2, 2);
    await expect.poll(() => page.locator('.tooltip.shown').count()).toBe(0);
    await close();
  });

  it('has no rule of a limit through the label of another, and those through a number behind it', async () => {
    const { page, close } = await reports.lend('default', { width: 400 });
    const chart = page.locator('#chart-pins-at-once');
    await chart.scrollIntoViewIfNeeded();
    await expect.poll(() => chart.locator(`.plot svg ${MARKS}`).count()).toBeGreaterThan(5);
    const struck = await chart.locator('.plot svg').evaluate((svg) => {
      const rules = [...svg.querySelectorAll('.mark-rule line')].map((line) => line.getBoundingClientRect());
      return [...svg.querySelectorAll('.mark-text text')].flatMap((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        const isStruck = rules.some(
          (rule) => rule.left > left + 1 && rule.right < right - 1 && rule.top < bottom && rule.bottom > top,
        );
        return isStruck ? [{ text: text.textContent, order: getComputedStyle(text).paintOrder }] : [];
      });
    });
    expect(struck.length).toBeGreaterThan(0);
    for (const { text, order } of struck) {
      expect(text).toMatch(/^[\d,]+$/);
      expect(order, text).toMatch(/^stroke/);
    }
    await close();
  });

  it('draws panels one below the other where the window becomes narrow', async () => {
    const { page, trouble, close } = await reports.lend('default');
    await page.locator('#chart-limit-hits').scrollIntoViewIfNeeded();
    const height = async () => (await page.locator('#chart-limit-hits .plot svg').boundingBox())?.height ?? 0;
    await expect.poll(height).toBeGreaterThan(80);
    const wide = await height();
    await page.setViewportSize({ width: 400, height: 900 });
    await expect.poll(height).toBeGreaterThan(2 * wide);
    expect(trouble).toEqual([]);
    await close();
  });
});

describe('the page is legible', () => {
  it.each(['default', 'hostile'])('at 400, 768, 1280 and 1920 px, without scrolling sideways (%s)', async (name) => {
    const { page, close } = await reports.lend(name, { width: 1920 });
    for (const width of [1920, 1280, 768, 400]) {
      await page.setViewportSize({ width, height: 900 });
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message: `${width} px` })
        .toBeLessThanOrEqual(width);
    }
    await close();
  });

  it('to axe in light and dark at 1280 and 400 px, with everything unfolded', async () => {
    const { page, close } = await reports.lend('default');
    await page.$$eval('details', (all) => {
      for (const details of all) details.open = true;
    });
    expect(await axeInBothThemes(page)).toEqual([]);
    await page.setViewportSize({ width: 400, height: 900 });
    expect(await axeInBothThemes(page)).toEqual([]);
    await close();
  });

  it('without JavaScript: the verdicts, the tables and the bit pictures', async () => {
    const { page, trouble, close } = await reports.open('default', { script: false });
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toMatch(/layouts/);
    await expect.poll(() => page.locator('.verdicts tbody').count()).toBe(DEFAULT.layouts.length);
    await expect.poll(() => page.locator('svg.bits.per-32').count()).toBe(DEFAULT.layouts.length);
    await page.locator('#chart-limit-hits summary').click();
    const table = page.locator('#chart-limit-hits table', { hasText: '1,088 of 2,048' });
    await expect.poll(() => table.isVisible()).toBe(true);
    await expect
      .poll(async () => (await page.locator('#chart-limit-hits .plot svg').boundingBox())?.width)
      .toBeGreaterThan(600);
    for (const control of await page.locator('.needs-script').all())
      await expect.poll(() => control.isVisible()).toBe(false);
    expect(trouble).toEqual([]);
    await close();
  });

  it('by keyboard: sections are links, evidence unfolds with Enter', async () => {
    const { page, close } = await reports.open('default', { first: true });
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the answer');
    await expect.poll(async () => (await page.locator('.skip').boundingBox())?.y).toBeGreaterThan(0);
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Verdict');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('main')?.tagName), { message: 'past the menu' })
      .toBe('MAIN');
    const summary = page.locator('.verdicts summary').first();
    await summary.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.verdicts details[open] li').first().isVisible()).toBe(true);
    await close();
  });

  it('with the heading of what is jumped to below the bar that stays, and the menu saying where one is', async () => {
    const { page, close } = await reports.open('default', { spare: true });
    for (const [name, id] of [
      ['What the numbers mean', 'definitions'],
      ['All rows', 'rows'],
      ['Layouts', 'layouts'],
    ] as const) {
      await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name, exact: true }).click();
      const below = () =>
        page.evaluate((section) => {
          const bar = document.querySelector('.filters')!.getBoundingClientRect();
          const heading = document.querySelector(`#${section} h2`)!.getBoundingClientRect();
          return bar.top === 0 && heading.top >= bar.bottom && heading.top < bar.bottom + 120;
        }, id);
      await expect.poll(below, { message: id }).toBe(true);
      await expect.poll(() => page.locator('nav [aria-current]').innerText(), { message: id }).toBe(name);
    }
    // With a second row in it the bar is higher, and what is jumped to is still below it.
    await page.locator('.verdicts').getByRole('checkbox').first().check();
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'All rows' }).click();
    await expect
      .poll(() =>
        page.evaluate(() => {
          const bar = document.querySelector('.filters')!.getBoundingClientRect();
          return document.querySelector('#rows h2')!.getBoundingClientRect().top - bar.bottom;
        }),
      )
      .toBeGreaterThanOrEqual(0);
    await close();
  });

  it('with a way back to the menu beside each heading where the menu does not stay', async () => {
    const { page, close } = await reports.lend('default', { width: 400 });
    await page.locator('#rows .to-contents').click();
    await expect.poll(async () => (await page.locator('nav#contents').boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await close();
  });

  it('on a phone without white between the rows of a table, or a column cut off', async () => {
    const { page, close } = await reports.lend('default', { width: 400 });
    const wrong = () =>
      page.$$eval('.stacks', (tables) =>
        tables.flatMap((table) => {
          const rows = [...table.querySelectorAll('tbody tr')];
          const cells = [...table.querySelectorAll('tbody td')];
          const whole = table.closest('.scroll')!;
          return [
            ...(whole.scrollWidth > whole.clientWidth + 1 ? [`${table.textContent?.slice(0, 80)} is cut`] : []),
            ...cells.filter((cell) => !cell.hasAttribute('data-label')).map((cell) => `no name: ${cell.textContent}`),
            // A row is as high as what is in it, one below the other.
            ...rows
              .filter((row) => {
                const own = [...row.children].reduce((sum, cell) => sum + cell.getBoundingClientRect().height, 0);
                return row.getBoundingClientRect().height > own + 24;
              })
              .map((row) => `white: ${row.textContent?.slice(0, 80)}`),
          ];
        }),
      );
    for (const id of ['scenarios', 'unmeasured']) {
      await expect.poll(() => page.locator(`#${id} .stacks`).count(), { message: id }).toBe(1);
    }
    await expect.poll(wrong).toEqual([]);
    await close();
  });

  it('on paper with every chart, also where it is printed before they are drawn', async () => {
    const { page, trouble, close } = await reports.open('default', {
      first: true,
      before: () => {
        const undrawn = () => document.querySelectorAll('.plot:not([data-drawn])').length;
        const later = window.setTimeout.bind(window);
        // The first thing that is put off until later is the first part of the page to come to life.
        const printFirst = async (): Promise<void> => {
          const counts = [undrawn()];
          dispatchEvent(new Event('beforeprint'));
          // The browser does no more than this before it prints.
          for (let i = 0; i < 20; i++) await Promise.resolve();
          counts.push(undrawn());
          Object.assign(window, { counts });
        };
        window.setTimeout = ((work: () => void, delay?: number) => {
          if (delay !== undefined) return later(work, delay);
          window.setTimeout = later as typeof setTimeout;
          return later(() => void printFirst().then(work));
        }) as typeof setTimeout;
      },
    });
    const counts = () => page.evaluate(() => (window as unknown as { counts?: number[] }).counts);
    await expect.poll(counts).toEqual([expect.toSatisfy((before: number) => before > 0), 0]);
    expect(trouble).toEqual([]);
    await close();
  });

  it('on paper with the names of columns on each page on which a table goes on', async () => {
    const { page, close } = await reports.lend('default');
    await page.emulateMedia({ media: 'print' });
    // A heading is repeated as text; boxes in it, such as those of buttons, are painted once only.
    const boxes = () =>
      page.$$eval('.verdicts thead th *, #rows thead th *', (parts) =>
        parts
          .map((part) => getComputedStyle(part).display)
          .filter((display) => !/^(inline|block|contents|none)$/.test(display)),
      );
    await expect.poll(() => page.locator('.verdicts thead th').nth(1).innerText()).toMatch(/^Refused/);
    await expect.poll(boxes).toEqual([]);
    await close();
  });

  it('in a picture of the whole page, also of what is out of sight', async () => {
    const { page, close } = await reports.open('default', { spare: true, first: true });
    const unseen = () =>
      page.evaluate(() => ({
        parts: [...document.querySelectorAll('.island > *')].filter(
          (part) => !part.checkVisibility({ contentVisibilityAuto: true }),
        ).length,
        charts: document.querySelectorAll('.plot:not([data-drawn])').length,
      }));
    expect((await unseen()).parts).toBeGreaterThan(0);
    await layOutWhole(page);
    expect(await unseen()).toEqual({ parts: 0, charts: 0 });
    await close();
  });

  it('on paper: no navigation, black on white', async () => {
    const { page, close } = await reports.lend('default', { theme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    for (const nav of await page.locator('nav').all()) await expect.poll(() => nav.isVisible()).toBe(false);
    await expect.poll(() => page.locator('.filters').isVisible()).toBe(false);
    await expect
      .poll(() => page.evaluate(() => getComputedStyle(document.body).backgroundColor))
      .toBe('rgb(255, 255, 255)');
    await close();
  });
});

describe('names from outside', () => {
  it('show as text and change nothing else; each keeps its marks, `__proto__` too', async () => {
    const { page, trouble, close } = await reports.lend('hostile');
    // Results, specs, the script compressed, what starts it, and the script itself.
    await expect.poll(() => page.locator('script').count()).toBe(5);
    await expect.poll(() => page.locator('.verdicts tbody').count()).toBe(HOSTILE.length);
    await expect
      .poll(() => page.locator('.verdicts').getByText('<img src=x onerror=alert(1)>', { exact: true }).count())
      .toBeGreaterThan(0);
    const { results } = reduce(renamed(HOSTILE, HOSTILE));
    for (const chart of CHARTS) {
      await expect.poll(() => page.locator(`#chart-${chart.name} .plot svg`).count(), { message: chart.name }).toBe(1);
      const rows = Object.values(chart.draw(results)?.datasets ?? {}).flat();
      const expected = rows.flatMap((row) => (typeof row['text'] === 'string' ? [row['text']] : []));
      await expect
        .poll(async () => sorted(await markLabels(page, chart.name)), { message: chart.name })
        .toEqual(sorted(expected));
    }
    expect(trouble).toEqual([]);
    await close();
  });
});
