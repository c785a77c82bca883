// Screenshots of a report, to be looked at and for the README:
//   node scripts/screenshot.js [reports/index.html] [folder] [--top]
// Writes <folder>/<width>-<light|dark>.png at 400, 1280 and 1920 px; `--top` takes the first screen only.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser } from './chromium.js';
import { layOutWhole } from './whole-page.js';

const WIDTHS = [400, 1280, 1920];
const THEMES = /** @type {const} */ (['light', 'dark']);

const args = process.argv.slice(2);
const [report = 'reports/index.html', folder = 'reports/screenshots'] = args.filter((arg) => !arg.startsWith('--'));
const fullPage = !args.includes('--top');

const browser = await chromium.launch(await findBrowser());
try {
  await mkdir(folder, { recursive: true });
  for (const colorScheme of THEMES) {
    for (const width of WIDTHS) {
      const page = await browser.newPage({ viewport: { width, height: 860 }, colorScheme });
      await page.goto(pathToFileURL(resolve(report)).href);
      await layOutWhole(page);
      const path = join(folder, `${width}-${colorScheme}.png`);
      await page.screenshot({ path, fullPage });
      await page.close();
      console.log(path);
    }
  }
} finally {
  await browser.close();
}
