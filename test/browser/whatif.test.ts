/** What if and the word reader, used as a person uses them: pointer, keyboard, address, clipboard. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCounts, formatInterval, formatValue } from '../../src/metrics/index.ts';
import { metricOf } from '../../src/metrics/registry.ts';
import type { EvaluatedScenario } from '../../src/report/build-results.ts';
import type { Measurement, Results } from '../../src/report/results.ts';
import { evaluatedScenarios, layoutOf, resultsOf, sourceOf } from '../report/evaluated.ts';
import { HOSTILE } from '../report/hostile.ts';
import { axeInBothThemes, MARKS, type Opened, Reports, type View } from './open.ts';

const LAYOUTS = ['4/4/24', '8/24', 'bias 1024', 'bias long=2^23 short=2^27'];

let scenarios: EvaluatedScenario[];
let results: Results;
let reports: Reports;

beforeAll(async () => {
  const layouts = LAYOUTS.map(layoutOf);
  scenarios = await evaluatedScenarios(layouts);
  results = resultsOf(layouts, scenarios);
  reports = await Reports.start();
  await reports.write('plain', results, sourceOf(scenarios));
  // Names from outside, of layouts, of fields and of scenarios.
  const hostile = HOSTILE.slice(0, 8).map((id, i) => ({
    ...layoutOf('4/4/24'),
    id,
    fields: (layoutOf('4/4/24') as { fields?: readonly { name: string }[] }).fields?.map((field) => ({
      ...field,
      name: `${HOSTILE[i]} ${field.name}`,
    })),
  })) as ReturnType<typeof layoutOf>[];
  const renamed = scenarios.map((scenario, i) => ({
    ...scenario,
    plan: { ...scenario.plan, id: HOSTILE[i + 1] ?? '' },
  }));
  await reports.write('hostile', resultsOf(hostile, renamed), sourceOf(renamed));
});

afterAll(() => reports?.stop());

/** The report that all tests share, once its controls are there. */
const lend = async (view: View = {}): Promise<Opened> => withControls(await reports.lend('plain', view));

/** A report that is opened for the test. */
const open = async (name: string, view: View = {}): Promise<Opened> => withControls(await reports.open(name, view));

async function withControls(opened: Opened): Promise<Opened> {
  await opened.page.locator('.what-if').waitFor();
  return opened;
}

const grip = (page: Page, n = 0): Locator => page.locator('.what-if .grip').nth(n);
const bitsOf = async (page: Page, n = 0): Promise<number> => Number(await grip(page, n).getAttribute('aria-valuenow'));
const named = (page: Page): Promise<string> => page.locator('.what-if-verdict strong').innerText();
const hash = (page: Page): Promise<string> => page.evaluate(() => location.hash);
const section = (page: Page): Locator => page.locator('#what-if');
const plain = (text: string): string => text.replaceAll(/[\u2068\u2069]/g, '');

/** Where an element is once it stands still: what is above it may still be drawn. */
async function restingBox(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  let last = await locator.boundingBox();
  await expect
    .poll(async () => {
      const before = last;
      last = await locator.boundingBox();
      return last !== null && JSON.stringify(last) === JSON.stringify(before);
    })
    .toBe(true);
  return last!;
}

/** Drags the middle of an element so many pixels. */
async function drag(page: Page, from: Locator, dx: number, dy = 0): Promise<void> {
  await from.scrollIntoViewIfNeeded();
  const box = await restingBox(from);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 8; step++) await page.mouse.move(x + (dx * step) / 8, y + (dy * step) / 8);
  await page.mouse.up();
}

/** The width of one bit on the screen. */
const cellOf = async (page: Page): Promise<number> => {
  const box = await restingBox(page.locator('.what-if .grips'));
  return box.width / (box.width > 500 ? 32 : 16);
};

/** Every row of the unfolded table as the page writes it. */
async function everyRow(page: Page): Promise<string[]> {
  const details = page.locator('.every-number');
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  await page.locator('.all-rows tbody tr').first().waitFor();
  // The table follows once the layout has come to rest.
  await page.locator('.every-number[aria-busy="false"]').waitFor();
  return page.$$eval('.all-rows tbody tr', (rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '').join(' | ')),
  );
}

const written = (row: Measurement): string => {
  const metric = metricOf(row.metric)!;
  const where = `${row.scenario ?? 'of the layout itself'}${row.class === 'large' ? 'large folios' : ''}`;
  const unit = metric.unit;
  const interval = formatInterval(unit, row);
  // Of what was wanted: the runs themselves, no interval.
  const isOverRuns = interval !== '' && ['peak', 'bits-left'].includes(row.metric);
  return [
    metric.label,
    row.of,
    where,
    formatValue(unit, row),
    `${interval}${isOverRuns ? 'lowest to highest run' : ''}`,
    formatCounts(row),
    row.method,
  ].join(' | ');
};

const rowsOf = ({ measurements, large }: Results, layout: string): string[] =>
  [...measurements, ...large].filter((row) => row.layout === layout).map(written);

describe('what if, by pointer', () => {
  it('moves a boundary, and every number follows: those that Node measures of that layout', async () => {
    const { page, trouble, close } = await lend();
    await expect.poll(() => bitsOf(page)).toBe(4);
    const cell = await cellOf(page);
    await drag(page, grip(page), 2 * cell);
    await expect.poll(() => bitsOf(page)).toBe(6);
    await expect.poll(() => named(page)).toBe('6/2/24');
    await drag(page, grip(page, 1), -cell);
    await expect.poll(() => named(page)).toBe('6/1/25');
    await expect.poll(() => everyRow(page)).toEqual(rowsOf(resultsOf([layoutOf('6/1/25')], scenarios), '6/1/25'));
    expect(trouble).toEqual([]);
    await close();
  });

  it('goes no further than the neighbours let it', async () => {
    const { page, close } = await lend();
    await drag(page, grip(page), -2000);
    await expect.poll(() => named(page)).toBe('1/7/24');
    await drag(page, grip(page), 2000);
    await expect.poll(() => named(page)).toBe('7/1/24');
    // The ordinary field keeps its reserve and a bit to count with.
    await drag(page, grip(page, 1), 2000);
    await expect.poll(() => named(page)).toBe('7/22/3');
    await close();
  });

  it('gives up on Escape while the button is held', async () => {
    const { page, close } = await lend();
    await grip(page).scrollIntoViewIfNeeded();
    const box = await restingBox(grip(page));
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 100, box.y + box.height / 2);
    await expect.poll(() => bitsOf(page)).toBeGreaterThan(4);
    await page.keyboard.press('Escape');
    await expect.poll(() => named(page)).toBe('4/4/24');
    await page.mouse.up();
    await expect.poll(() => named(page)).toBe('4/4/24');
    await close();
  });

  it('follows a finger on a narrow screen, from row to row', async () => {
    const { page, close } = await lend({ width: 400 });
    const picture = await restingBox(page.locator('.what-if .grips'));
    await drag(page, grip(page, 1), 0, picture.height / 2);
    // The boundary goes down to the second row: 16 bits to the right in the word.
    await expect.poll(() => named(page)).toBe('4/20/8');
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
    await close();
  });
});

describe('what if, by keyboard', () => {
  it('moves a boundary with the arrow keys, and says to a screen reader what it is and what it came to', async () => {
    const { page, trouble, close } = await lend();
    await grip(page).focus();
    await expect.poll(() => grip(page).getAttribute('role')).toBe('slider');
    await expect.poll(() => grip(page).getAttribute('aria-label')).toBe('Boundary between read and write');
    for (const [key, bits] of [
      ['ArrowRight', 5],
      ['ArrowUp', 6],
      ['ArrowLeft', 5],
      ['ArrowDown', 4],
      ['Home', 1],
      ['End', 7],
      ['PageDown', 3],
      ['PageUp', 7],
      ['ArrowRight', 7],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(() => bitsOf(page), { message: key }).toBe(bits);
    }
    await expect
      .poll(() => grip(page).getAttribute('aria-valuetext'))
      .toBe('read 7 bits, limit 127; write 1 bit, limit 1');
    const status = section(page).locator('p[role="status"]').first();
    await expect.poll(() => status.textContent()).toMatch(/^7\/1\/24: does not hold\. /);
    expect(trouble).toEqual([]);
    await close();
  });

  it('comes to every control with Tab', async () => {
    const { page, close } = await lend();
    await page.getByLabel('Start from').focus();
    const seen: string[] = [];
    for (let i = 0; i < 9; i++) {
      await page.keyboard.press('Tab');
      seen.push(
        await page.evaluate(() => {
          const { activeElement: at } = document;
          return at?.getAttribute('aria-label') ?? at?.closest('label')?.textContent ?? at?.textContent ?? '';
        }),
      );
    }
    expect(seen).toEqual(
      expect.arrayContaining([
        'read / write / ordinary',
        '32 bits',
        'Boundary between read and write',
        'Boundary between write and ordinary',
        'Reserve of read, bits',
        'Reserve of ordinary, bits',
      ]),
    );
    await close();
  });
});

describe('what if, its other controls', () => {
  it('changes reserves, kinds and the word; each is a layout that Node would measure alike', async () => {
    const { page, trouble, close } = await lend();
    await page.getByLabel('Reserve of ordinary, bits').fill('0');
    await expect.poll(() => named(page)).toBe('4/4/24+0');
    await page.getByRole('radio', { name: 'pin / ordinary', exact: true }).check();
    await expect.poll(() => named(page)).toBe('8/24+0');
    await page.getByRole('radio', { name: '64 bits' }).check();
    await expect.poll(() => named(page)).toBe('8/56+0');
    await expect.poll(() => everyRow(page)).toEqual(rowsOf(resultsOf([layoutOf('8/56+0')], scenarios), '8/56+0'));
    await page.getByRole('radio', { name: 'long / short / ordinary' }).check();
    await expect.poll(() => named(page)).toBe('long 4, short 4, ordinary 56');
    await page.getByRole('radio', { name: '32 bits' }).check();
    await expect.poll(() => named(page)).toBe('long 4, short 4, ordinary 24');
    await page.getByRole('radio', { name: 'bias', exact: true }).check();
    await expect.poll(() => named(page)).toBe('bias 2^24');
    await page.getByLabel('Exponent of the bias').fill('11');
    await expect.poll(() => named(page)).toBe('bias 2048');
    await expect
      .poll(() => grip(page).getAttribute('aria-valuetext'))
      .toMatch(/pin 20 bits.*ordinary 11 bits, limit 2,047/);
    await expect.poll(() => everyRow(page)).toEqual(rowsOf(resultsOf([layoutOf('bias 2048')], scenarios), 'bias 2048'));
    // What is no number, or out of bounds, changes nothing.
    await page.getByLabel('Exponent of the bias').fill('99');
    await page.getByLabel('Exponent of the bias').blur();
    await expect.poll(() => named(page)).toBe('bias 2048');
    await expect.poll(() => page.getByLabel('Exponent of the bias').inputValue()).toBe('11');
    expect(trouble).toEqual([]);
    await close();
  });

  it('says of a number out of bounds that it is not taken, and takes no digit of it', async () => {
    const { page, trouble, close } = await lend();
    const box = page.getByLabel('Reserve of ordinary, bits');
    const note = section(page).locator('.untaken:not(:empty)');
    await box.focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('4');
    await expect.poll(() => named(page)).toBe('4/4/20+4');
    await page.keyboard.type('0');
    await expect.poll(() => note.innerText()).toBe('40 is not a whole number from 0 to 23; it stays 2');
    await expect.poll(() => named(page)).toBe('4/4/24');
    // What somebody is typing stays in the box, as invalid; once they leave, the number that holds stands there.
    expect(await box.inputValue()).toBe('40');
    expect(await box.getAttribute('aria-invalid')).toBe('true');
    await box.blur();
    await expect.poll(() => box.inputValue()).toBe('2');
    await expect.poll(() => note.innerText()).toMatch(/^40 is not/);
    await box.fill('-1');
    await expect.poll(() => note.innerText()).toBe('-1 is not a whole number from 0 to 23; it stays 2');
    await box.fill('3');
    await expect.poll(() => named(page)).toBe('4/4/21+3');
    await expect.poll(() => note.count()).toBe(0);
    expect(trouble).toEqual([]);
    await close();
  });

  it('has a warning level that is kept, moved, measured, part of the link and of the YAML', async () => {
    const { page, trouble, close } = await lend();
    await page.getByLabel('Ordinary references warn').check();
    await expect.poll(() => hash(page)).toBe('#?what-if=read4_write4_ordinary24-2w21');
    await page.getByLabel('Exponent of the warning level').fill('9');
    await expect.poll(() => named(page)).toBe('read 4, write 4, ordinary 24 - 2 warn 2^9');
    await grip(page).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => named(page)).toBe('read 5, write 3, ordinary 24 - 2 warn 2^9');
    await expect.poll(() => hash(page)).toBe('#?what-if=read5_write3_ordinary24-2w9');
    await expect.poll(() => section(page).locator('.yaml code').textContent()).toContain('reserve: 2, warn: 512 }');
    await expect
      .poll(async () => (await everyRow(page)).filter((row) => row.startsWith('Pages in the red zone')))
      .not.toEqual([]);
    await page.getByLabel('Ordinary references warn').uncheck();
    await expect.poll(() => named(page)).toBe('5/3/24');
    expect(trouble).toEqual([]);
    await close();
  });

  it('starts from any layout of the report; unchanged it has the numbers of results.json', async () => {
    const { page, close } = await lend();
    for (const id of LAYOUTS) {
      await page.getByLabel('Start from').selectOption(id);
      await expect.poll(() => named(page)).toBe(id);
      await expect.poll(() => everyRow(page), { message: id }).toEqual(rowsOf(results, id));
      const verdict = results.verdicts.find(({ layout }) => layout === id)!;
      await expect
        .poll(async () => plain(await page.locator('.what-if-verdict').innerText()))
        .toContain(plain(verdict.summary));
    }
    await close();
  });

  it('says why a layout cannot be measured live, and goes on from its bits', async () => {
    const { page, close } = await lend({ hash: '#?what-if=:bias+long=2^23+short=2^27' });
    await expect.poll(() => named(page)).toBe('bias long=2^23 short=2^27');
    await expect
      .poll(() => section(page).locator('.note').innerText())
      .toMatch(/several biases.*only a replay of the events/);
    await expect
      .poll(() => section(page).locator('.note').innerText())
      .toMatch(/^\u2068bias long=2\^23 short=2\^27\u2069 cannot be changed here: .* has only their profiles\./);
    // Nothing of this page has a name that had to be replaced.
    expect(await page.evaluate(() => document.documentElement.outerHTML.includes('\ufffd'))).toBe(false);
    await expect.poll(() => grip(page).count()).toBe(0);
    await page.getByRole('radio', { name: 'bias', exact: true }).check();
    await expect.poll(() => named(page)).toBe('bias 2^23');
    await expect.poll(() => grip(page).count()).toBe(1);
    await close();
  });

  it('compares with where it started: better, worse, unchanged', async () => {
    const { page, close } = await lend();
    const cell = (scenario: string, column: number): Locator =>
      page
        .locator('.comparison tr', { has: page.getByRole('rowheader', { name: scenario, exact: true }) })
        .locator('td')
        .nth(column);
    await expect.poll(() => page.locator('.comparison .better, .comparison .worse').count()).toBe(0);
    await expect.poll(() => cell('b2', 0).innerText()).toBe('53.1 %');
    await grip(page).focus();
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowLeft');
    await expect.poll(() => named(page)).toBe('2/6/24');
    await expect.poll(() => cell('b2', 0).innerText()).toMatch(/^0 %\s+better, was 53\.1 %$/);
    await expect.poll(() => cell('b2', 0).locator('.better').count()).toBe(1);
    await expect.poll(() => cell('busy pages', 0).innerText()).toMatch(/\nworse, was [^\n]*$/);
    await page.getByRole('button', { name: 'Back to 4/4/24' }).click();
    await expect.poll(() => named(page)).toBe('4/4/24');
    await expect.poll(() => page.locator('.comparison .better, .comparison .worse').count()).toBe(0);
    await close();
  });

  it('copies lines that layouts.yaml takes', async () => {
    const { page, close } = await lend();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('radio', { name: 'long / short / ordinary' }).check();
    await page.getByRole('button', { name: 'Copy as YAML' }).click();
    await expect.poll(() => section(page).locator('.said').textContent()).toBe('Copied');
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toBe(`${await section(page).locator('.yaml code').textContent()}\n`);
    await expect.poll(copied).toContain('- { name: long, bits: 4, counts: [long], on-limit: fail }');
    await expect.poll(() => section(page).locator('.said').textContent(), { message: 'after a while' }).toBe('');
    await close();
  });

  it('selects the lines where the browser lets nobody copy', async () => {
    const { page, close } = await lend();
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('no'));
    });
    await page.getByRole('button', { name: 'Copy as YAML' }).click();
    await expect.poll(() => section(page).locator('.said').textContent()).toMatch(/Selected/);
    await expect.poll(() => page.evaluate(() => getSelection()?.toString().trim())).toBe('- 4/4/24');
    await page.evaluate(() => Reflect.deleteProperty(navigator.clipboard, 'writeText'));
    await expect.poll(() => section(page).locator('.said').textContent(), { message: 'after a while' }).toBe('');
    await close();
  });

  it('explains a number of the changed layout', async () => {
    const { page, close } = await lend({ hash: '#?what-if=read3_write5_ordinary24-2' });
    await expect.poll(() => named(page)).toBe('3/5/24');
    await page.locator('.comparison tbody td a').first().click();
    const panel = page.getByRole('dialog');
    await expect.poll(async () => plain(await panel.innerText())).toMatch(/3\/5\/24/);
    await page.keyboard.press('Escape');
    await expect.poll(() => panel.count()).toBe(0);
    await close();
  });
});

describe('what if, in the address', () => {
  it('is part of the link once it rests, and a link opened elsewhere shows the same', async () => {
    const { page, close } = await lend();
    await expect.poll(() => hash(page)).toBe('');
    await drag(page, grip(page), await cellOf(page));
    await expect.poll(() => hash(page)).toBe('#?what-if=read5_write3_ordinary24-2');
    const link = await hash(page);
    const rows = await everyRow(page);
    await close();
    const other = await open('plain', { hash: link, first: true });
    await expect.poll(() => named(other.page)).toBe('5/3/24');
    await expect.poll(() => everyRow(other.page)).toEqual(rows);
    expect(other.trouble).toEqual([]);
    await other.close();
  });

  it('goes back and forward, a drag at a time', async () => {
    const { page, close } = await lend();
    const cell = await cellOf(page);
    await drag(page, grip(page), cell);
    await expect.poll(() => hash(page)).toContain('read5_');
    await drag(page, grip(page), cell);
    await expect.poll(() => hash(page)).toContain('read6_');
    await page.goBack();
    await expect.poll(() => named(page)).toBe('5/3/24');
    await page.goBack();
    await expect.poll(() => named(page)).toBe('4/4/24');
    await page.goForward();
    await expect.poll(() => named(page)).toBe('5/3/24');
    await close();
  });

  it('leads to what is changed, wherever the reader jumped before', async () => {
    const { page, close } = await lend({ hash: '#provenance' });
    await drag(page, grip(page), await cellOf(page));
    await expect.poll(() => hash(page)).toBe('#what-if?what-if=read5_write3_ordinary24-2');
    await close();
  });

  it('ignores what makes no sense', async () => {
    const { page, trouble, close } = await open('plain', {
      first: true,
      hash: '#?what-if=read99_nonsense:no+such+layout&word=%00',
    });
    await expect.poll(() => named(page)).toBe('4/4/24');
    // It says what, until something else is shown.
    const note = section(page).locator('.note');
    await expect
      .poll(async () => plain(await note.innerText()))
      .toBe(
        'The link asks for a layout read99_nonsense to change and a layout no such layout to start from, which this page does not have: 4/4/24 is shown.',
      );
    await grip(page).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => named(page)).toBe('5/3/24');
    await expect.poll(() => note.count()).toBe(0);
    expect(trouble).toEqual([]);
    await close();
  });
});

describe('what if, in the charts', () => {
  it.each(['pins-at-once', 'busiest-page'])(
    'has a rule of its own in %s, at its limit, and none unchanged',
    async (name) => {
      const { page, trouble, close } = await lend();
      const chart = page.locator(`#chart-${name}`);
      await chart.scrollIntoViewIfNeeded();
      const rules = () => chart.locator('.plot svg .mark-rule.role-mark line').count();
      // What an earlier layout left in a chart goes once the chart is seen.
      await expect.poll(() => chart.locator('.plot svg line[stroke-width="2.6"]').count()).toBe(0);
      const before = await rules();
      await grip(page).focus();
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      await chart.scrollIntoViewIfNeeded();
      await expect.poll(rules).toBeGreaterThan(before);
      await page.getByRole('button', { name: 'Back to 4/4/24' }).click();
      await chart.scrollIntoViewIfNeeded();
      await expect.poll(rules).toBe(before);
      expect(trouble).toEqual([]);
      await close();
    },
  );

  it('stands where the limit of a layout of the report stands that has the same', async () => {
    const { page, close } = await lend({ hash: '#?what-if=pin4_ordinary28-2' });
    const chart = page.locator('#chart-pins-at-once');
    await chart.scrollIntoViewIfNeeded();
    // Unchanged layouts count 15 read pins in 4/4/24; this one counts 15 pins. In another panel, at the same place.
    const rules = chart.locator('.plot svg .mark-rule.role-mark line');
    // Where the one live rule stands (a line out of the document stands at 0), and whether another stands there.
    const placed = () =>
      rules.evaluateAll((lines) => {
        const at = (line: Element) => Math.round(line.getBoundingClientRect().x);
        const isLive = (line: Element) => line.getAttribute('stroke-width') === '2.6';
        const live = lines.filter(isLive).map(at);
        const others = lines.filter((line) => !isLive(line)).map(at);
        return {
          rules: live.length,
          isDrawn: live.every((x) => x > 0),
          isShared: live.every((x) => others.includes(x)),
        };
      });
    await expect.poll(placed).toEqual({ rules: 1, isDrawn: true, isShared: true });
    await expect.poll(() => page.locator(`#chart-pins-at-once .plot svg ${MARKS}`).count()).toBeGreaterThan(5);
    await close();
  });
});

describe('the word reader', () => {
  const reading = (page: Page, layout: string): Locator => page.getByRole('group', { name: layout, exact: true });
  const word = (page: Page): Locator => page.getByRole('textbox', { name: 'Word' });

  it('reads a word as each layout does, in every spelling', async () => {
    const { page, trouble, close } = await lend();
    for (const text of ['0x12000003', '301989891', '0b1_0010_0000_0000_0000_0000_0000_0011']) {
      await word(page).fill(text);
      const four = reading(page, '4/4/24');
      await expect.poll(() => four.getByRole('textbox', { name: 'read' }).inputValue()).toBe('1');
      await expect.poll(() => four.getByRole('textbox', { name: 'write' }).inputValue()).toBe('2');
      await expect.poll(() => four.getByRole('textbox', { name: 'ordinary' }).inputValue()).toBe('3');
      await expect.poll(() => four.locator('.answers dd').allInnerTexts()).toEqual(['yes', 'yes', 'yes']);
      await expect.poll(() => reading(page, '8/24').getByRole('textbox', { name: 'pin' }).inputValue()).toBe('18');
    }
    expect(trouble).toEqual([]);
    await close();
  });

  it('says what is over a limit, saturated, negative, or no word', async () => {
    const { page, close } = await lend();
    await word(page).fill('0x00c00000');
    await expect.poll(() => reading(page, '4/4/24').innerText()).toMatch(/saturated: 3\/4 of its range/);
    await word(page).fill('-1');
    await expect.poll(() => reading(page, 'bias 1024').innerText()).toMatch(/Negative as a signed number \(−1\)/);
    await expect.poll(() => reading(page, '4/4/24').locator('.over').count()).toBe(1);
    await word(page).fill('0x1ffffffff');
    await expect.poll(() => reading(page, '4/4/24').innerText()).toMatch(/needs 33 bits/);
    await word(page).fill('c0ffee');
    await expect.poll(() => page.locator('#word-problem').innerText()).toMatch(/0xc0ffee/);
    await expect.poll(() => word(page).getAttribute('aria-invalid')).toBe('true');
    await word(page).fill('');
    await expect.poll(() => page.locator('#word-problem').innerText()).toMatch(/type a word/);
    await close();
  });

  it('makes the word of a count that is typed over, and says what has no room', async () => {
    const { page, close } = await lend();
    await word(page).fill('0');
    await reading(page, '4/4/24').getByRole('textbox', { name: 'write' }).fill('15');
    await expect.poll(() => word(page).inputValue()).toBe('0x0f000000');
    await expect.poll(() => reading(page, '8/24').getByRole('textbox', { name: 'pin' }).inputValue()).toBe('15');
    await reading(page, '4/4/24').getByRole('textbox', { name: 'write' }).fill('16');
    await expect.poll(() => reading(page, '4/4/24').innerText()).toMatch(/no room in 4 bits/);
    await expect.poll(() => word(page).inputValue()).toBe('0x0f000000');
    await reading(page, '4/4/24').getByRole('textbox', { name: 'write' }).fill('15');
    await expect.poll(() => reading(page, '4/4/24').innerText()).not.toMatch(/no room/);
    // Said of a word, and of no other: by whatever way that comes.
    await reading(page, '4/4/24').getByRole('textbox', { name: 'write' }).fill('16');
    await expect.poll(() => reading(page, '4/4/24').innerText()).toMatch(/no room in 4 bits/);
    await reading(page, '8/24').getByRole('textbox', { name: 'pin' }).fill('17');
    await expect.poll(() => word(page).inputValue()).toBe('0x11000000');
    await expect.poll(() => reading(page, '4/4/24').innerText()).not.toMatch(/no room/);
    await reading(page, '4/4/24').getByRole('textbox', { name: 'write' }).fill('x');
    await expect.poll(() => reading(page, '4/4/24').innerText()).toMatch(/write: type a whole number/);
    await close();
  });

  it('is part of the link', async () => {
    const { page, close } = await lend();
    await page.getByRole('button', { name: /0xc0000000/ }).click();
    await expect.poll(() => hash(page)).toBe('#?word=0xc0000000');
    await page.goBack();
    await expect.poll(() => word(page).inputValue()).toBe('1025');
    await close();
    const other = await open('plain', { hash: '#?word=-1', first: true });
    await expect.poll(() => word(other.page).inputValue()).toBe('-1');
    await other.close();
  });
});

describe('what if and the word reader are legible', () => {
  it('to axe in light and dark, at 1280 and 400 px, changed and with every number unfolded', async () => {
    const { page, trouble, close } = await lend({ hash: '#?what-if=read3_write5_ordinary24-2&word=-1' });
    await expect.poll(() => named(page)).toBe('3/5/24');
    await page.locator('.every-number summary').click();
    await page.locator('.all-rows tbody tr').first().waitFor();
    expect(await axeInBothThemes(page, { within: ['#what-if', '#decoder'] })).toEqual([]);
    await page.setViewportSize({ width: 400, height: 900 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
    expect(await axeInBothThemes(page, { within: ['#what-if', '#decoder'] })).toEqual([]);
    expect(trouble).toEqual([]);
    await close();
  });

  it('with every number of the comparison inside its own cell, at 1280 px', async () => {
    const { page, close } = await lend();
    await grip(page).focus();
    await page.keyboard.press('End');
    await expect.poll(() => page.locator('.comparison .worse').count()).toBeGreaterThan(4);
    const outside = await page.$$eval('.comparison :is(th, td)', (cells) =>
      cells.flatMap((cell) => {
        const { left, right } = cell.getBoundingClientRect();
        const text = document.createRange();
        text.selectNodeContents(cell);
        const leaves = [...text.getClientRects()].some((line) => line.left < left - 1 || line.right > right + 1);
        return leaves ? [cell.textContent] : [];
      }),
    );
    expect(outside).toEqual([]);
    await close();
  });

  it('with names from outside, as text', async () => {
    const { page, trouble, close } = await open('hostile');
    await drag(page, grip(page), await cellOf(page));
    await page.getByLabel('Start from').selectOption({ index: 3 });
    await word(page).fill('0xf0000000');
    await page.locator('.every-number summary').click();
    await page.locator('.all-rows tbody tr').first().waitFor();
    await expect.poll(() => page.locator('.what-if img, .decoder img').count()).toBe(0);
    expect(trouble).toEqual([]);
    await close();
  });
});

const word = (page: Page): Locator => page.getByRole('textbox', { name: 'Word' });
