import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { deflated } from '../../src/node/deflate.ts';
import { renderPage, staticCharts } from '../../src/report/index.ts';
import type { WhatIfSource } from '../../src/report/page/profiles.ts';
import type { Results } from '../../src/report/results.ts';
import { atRest, isLikeNew } from './lend.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface View {
  readonly width?: number;
  readonly theme?: 'light' | 'dark';
  readonly script?: boolean;
  /** Of the address, with `#`. */
  readonly hash?: string;
  /**
   * Leaves what is out of sight unlaid, as a reader has it. Without it everything is laid out: `innerText` is empty where
   * nothing is, and the test would have to scroll to all that it reads.
   */
  readonly spare?: boolean;
  /** Waits until the page has come to life, as its first chart says, and for no other chart. */
  readonly first?: boolean;
  /** Waits for nothing: parts of the page come to life only when they are touched, as on one that has much else to do. */
  readonly lifeless?: boolean;
  /** Runs in the page before anything else of it. */
  readonly before?: () => void;
}

/** An open report, and everything it did that a report must not do. */
export interface Opened {
  readonly page: Page;
  /** Console errors and warnings, exceptions, policy violations, requests, dialogs. */
  readonly trouble: readonly string[];
  close(): Promise<void>;
}

/** A report that stays open, and what it was like when it was new. */
interface Lent {
  readonly page: Page;
  /** At which it was opened. */
  readonly width: number;
  readonly trouble: string[];
  readonly atFirst: string;
}

const HEIGHT = 900;

/** A browser and a folder with reports in it. */
export class Reports {
  readonly #browser: Browser;
  readonly #folder: string;
  readonly #lent = new Map<string, Lent>();

  constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  /** @param folder where reports are; without it, one of its own. */
  static async start(folder?: string): Promise<Reports> {
    const browser = await chromium.launch(inject('launch'));
    return new Reports(browser, folder ?? (await mkdtemp(join(tmpdir(), 'bitpart-report-'))));
  }

  /** @param source profiles, for a page in which layouts can be changed. */
  async write(name: string, results: Results, source?: WhatIfSource): Promise<void> {
    const pictures = await staticCharts(results);
    const extras = { deflate: deflated, pictures, ...(source === undefined ? {} : { source }) };
    await writeFile(join(this.#folder, `${name}.html`), renderPage(results, inject('assets'), extras));
  }

  /**
   * A report that is opened once and lent to one test after the other, as new: opening takes longer than most tests. What
   * is about opening, or leaves a page that its link cannot bring back, opens one of its own.
   */
  async lend(name: string, view: Pick<View, 'width' | 'theme' | 'hash'> = {}): Promise<Opened> {
    const { width = 1280, theme = 'light', hash = '' } = view;
    const { page, trouble } = (await this.#asNew(name, theme)) ?? (await this.#openToLend(name, width, theme));
    trouble.length = 0;
    await page.setViewportSize({ width, height: HEIGHT });
    if (hash !== '') await page.evaluate((text) => location.replace(text), hash);
    return { page, trouble, close: async () => {} };
  }

  async #openToLend(name: string, width: number, theme: 'light' | 'dark'): Promise<Lent> {
    const { page, trouble } = await this.open(name, { width, theme });
    expect(trouble, `opening ${name}`).toEqual([]);
    const lent = { page, width, trouble, atFirst: await atRest(page) };
    this.#lent.set(name, lent);
    return lent;
  }

  /** The report that was lent before, if it is like new again. */
  async #asNew(name: string, theme: 'light' | 'dark'): Promise<Lent | undefined> {
    const lent = this.#lent.get(name);
    if (lent === undefined) return undefined;
    await lent.page.emulateMedia({ colorScheme: theme, media: null });
    await lent.page.setViewportSize({ width: lent.width, height: HEIGHT });
    if (await isLikeNew(lent.page, lent.atFirst)) return lent;
    await lent.page.context().close();
    return undefined;
  }

  /** Opens a report from disk with the network off and waits until every chart is drawn. */
  async open(name: string, view: View = {}): Promise<Opened & { readonly trouble: string[] }> {
    const { width = 1280, theme = 'light', script = true, hash = '', spare = false, first = false, before } = view;
    const { lifeless = false } = view;
    const context = await this.#browser.newContext({
      viewport: { width, height: HEIGHT },
      colorScheme: theme,
      offline: true,
      javaScriptEnabled: script,
    });
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') trouble.push(`console: ${message.text()}`);
      if (message.text().startsWith('policy:')) trouble.push(message.text());
    });
    page.on('pageerror', (error) => trouble.push(`exception: ${error.message}`));
    page.on('dialog', (dialog) => {
      trouble.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    const url = pathToFileURL(join(this.#folder, `${name}.html`)).href;
    page.on('request', (request) => {
      // A Blob of the page's own that the reader takes away is no request to anybody.
      const isOwn = request.url().startsWith(url) || /^(data|blob):/.test(request.url());
      if (!isOwn) trouble.push(`request: ${request.url()}`);
    });
    if (script) {
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.log(`policy: ${event.violatedDirective} ${event.blockedURI}`);
        });
      });
    }
    if (before !== undefined) await page.addInitScript(before);
    if (lifeless) await page.addInitScript(withoutTurns);
    await page.goto(url + hash);
    if (!spare) await layOut(page);
    if (lifeless) await page.locator('html[data-script]').waitFor({ state: 'attached' });
    else if (script && first) await page.locator('.plot[data-drawn]').first().waitFor({ state: 'attached' });
    else if (script) await drawn(page);
    return { page, trouble, close: () => context.close() };
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Runs in a page: a turn is a task without a delay, and none is ever done. */
function withoutTurns(): void {
  const later = window.setTimeout.bind(window);
  const onlyDelayed = (work: () => void, delay?: number): number => (delay === undefined ? 0 : later(work, delay));
  window.setTimeout = onlyDelayed as typeof window.setTimeout;
}

/** Lays out what is out of sight too, as if the window were as high as the page. */
async function layOut(page: Page): Promise<void> {
  await page.$$eval('.island', (islands) => {
    for (const island of islands as HTMLElement[]) island.style.contentVisibility = 'visible';
  });
}

/** Waits until the page lives and every chart is drawn. */
export async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.documentElement.hasAttribute('data-script') &&
      document.querySelectorAll('.plot:not([data-drawn])').length === 0,
  );
}

export interface AxeScope {
  readonly whole?: boolean;
  readonly within?: readonly string[];
}

/** Rows of a table body and marks of a group of a chart that axe looks at: the others are made by the same code. */
const SAMPLE = 6;

/** The rules that look at colours; what the others find does not depend on the theme. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds wrong, one line a rule, with the first element.
 * @param whole every row of every table. Without it rows after the first of each table, and marks after the first of each
 *   chart, are hidden meanwhile: axe takes ten seconds for a page of 20,000 elements.
 * @param within selectors of the parts of the page that it looks at; without them all of it.
 * @param rules that are checked; without them all.
 */
export async function axe(
  page: Page,
  { whole = false, within = ['html'] }: AxeScope = {},
  rules?: readonly string[],
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  return await page.evaluate(
    async ({ most, include, only }) => {
      const { axe: checker } = window as unknown as {
        axe: {
          configure(spec: { noHtml: boolean }): void;
          run(
            context: { include: string[][] },
            options: { resultTypes: string[]; runOnly?: { type: 'rule'; values: readonly string[] } },
          ): Promise<{ violations: { id: string; help: string; nodes: { target: string[] }[] }[] }>;
        };
      };
      // Else it writes down the HTML of every element that it looks at.
      checker.configure({ noHtml: true });
      const isMore = (element: Element) => [...(element.parentElement?.children ?? [])].indexOf(element) >= most;
      const rows = [...document.querySelectorAll<HTMLElement>('tbody > tr, tbody')].filter(
        (row) => !row.hidden && isMore(row),
      );
      const marks = [...document.querySelectorAll<SVGElement>('.plot svg .role-mark > *')].filter(isMore);
      for (const row of rows) row.hidden = true;
      for (const mark of marks) mark.style.display = 'none';
      const { violations } = await checker.run(
        { include },
        { resultTypes: ['violations'], ...(only === undefined ? {} : { runOnly: { type: 'rule', values: only } }) },
      );
      for (const row of rows) row.hidden = false;
      for (const mark of marks) mark.style.display = '';
      return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.target.join(' ')} (${nodes.length})`);
    },
    {
      most: whole ? Number.MAX_SAFE_INTEGER : SAMPLE,
      include: within.map((selector) => [selector]),
      only: rules,
    },
  );
}

/** What axe finds wrong in light, and of colours in dark, with the theme before each. */
export async function axeInBothThemes(page: Page, scope: AxeScope = {}): Promise<string[]> {
  const found: string[] = [];
  for (const [colorScheme, rules] of [
    ['light', undefined],
    ['dark', COLOUR_RULES],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(colorScheme === 'dark');
    found.push(...(await axe(page, scope, rules)).map((line) => `${colorScheme}: ${line}`));
  }
  return found;
}

/** Marks that stand for a row: not the parts of a chart that Vega names by itself. */
export const MARKS = '.role-mark > [aria-label]';

/** Labels of the marks of a chart, as a screen reader hears them. */
export async function markLabels(page: Page, chart: string): Promise<string[]> {
  return await page.$$eval(`#chart-${chart} .plot svg ${MARKS}`, (marks) =>
    marks.map((mark) => mark.getAttribute('aria-label') ?? ''),
  );
}
