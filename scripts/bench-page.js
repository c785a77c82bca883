// How fast a report is in a browser, on a report that is there:
//   node scripts/bench-page.js [reports/index.html]
// Two numbers: the time from opening the file until the controls answer, and the time that one frame of a drag takes:
// every number of the layout computed anew, the page drawn, styled, laid out and painted.
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser } from './chromium.js';

/** Times that the page is opened. */
const OPENINGS = 5;
/** Frames of the drag that are measured, after as many of a first pass in which the engine compiles. */
const FRAMES = 120;

/**
 * @param {string} file path of a report
 * @returns {Promise<{ interactiveMs: number, frameMs: { median: number, p95: number, frames: number } }>}
 */
export async function benchPage(file) {
  const url = pathToFileURL(resolve(file)).href;
  const browser = await chromium.launch(await findBrowser());
  try {
    const openings = [];
    for (let i = 0; i < OPENINGS; i++) {
      const page = await open(browser, url);
      openings.push(await page.evaluate(() => window['bench'].interactive));
      await page.close();
    }
    const page = await open(browser, url);
    await page.waitForFunction(() => document.querySelector('.pending') === null);
    const frames = await drag(page);
    await page.close();
    return {
      interactiveMs: quantile(openings, 0.5),
      frameMs: { median: quantile(frames, 0.5), p95: quantile(frames, 0.95), frames: frames.length },
    };
  } finally {
    await browser.close();
  }
}

/** A page in which the controls are there; `window.bench` has the times. */
async function open(browser, url) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(instrument);
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(() => window['bench'].interactive !== undefined);
  return page;
}

/** Runs in the page, before its own script. */
function instrument() {
  const bench = { interactive: undefined, frames: [] };
  window['bench'] = bench;
  // The controls are there once a boundary can be taken hold of.
  new MutationObserver((_records, observer) => {
    if (document.querySelector('.grip') === null) return;
    observer.disconnect();
    // Not before the task is over that put it there.
    setTimeout(() => (bench.interactive = performance.now()));
  }).observe(document, { childList: true, subtree: true });
  // A frame counts if the boundary moved in it. It lasts from its first callback to the message that the callback posts:
  // that is a task of its own, which comes after style, layout and paint.
  const own = window.requestAnimationFrame.bind(window);
  const channel = new MessageChannel();
  const bits = () => document.querySelector('.grip')?.getAttribute('aria-valuenow');
  let started;
  let before;
  channel.port1.onmessage = () => {
    if (started !== undefined && bits() !== before) bench.frames.push(performance.now() - started);
    started = undefined;
  };
  window.requestAnimationFrame = (callback) =>
    own((time) => {
      if (started === undefined) {
        started = performance.now();
        before = bits();
        channel.port2.postMessage(null);
      }
      callback(time);
    });
}

/** Drags the first boundary from end to end, one bit a step, and gives the times of its frames in ms. */
async function drag(page) {
  const grip = page.locator('.grip').first();
  await grip.scrollIntoViewIfNeeded();
  const box = await grip.boundingBox();
  const picture = await page.locator('.grips').boundingBox();
  if (box === null || picture === null) throw new Error('the page has no boundary to drag');
  const [least, value, most] = await Promise.all(
    ['min', 'now', 'max'].map(async (name) => Number(await grip.getAttribute(`aria-value${name}`))),
  );
  const cell = picture.width / 32;
  const y = box.y + box.height / 2;
  const at = (bits) => box.x + box.width / 2 + (bits - value) * cell;
  await page.mouse.move(at(value), y);
  await page.mouse.down();
  const frames = [];
  for (let pass = 0, bits = value, step = 1; pass < 2 * FRAMES; pass++) {
    if (bits + step > most || bits + step < least) step = -step;
    bits += step;
    await page.evaluate(() => (window['bench'].frames.length = 0));
    await page.mouse.move(at(bits), y);
    await page.waitForFunction(
      (wanted) => document.querySelector('.grip')?.getAttribute('aria-valuenow') === wanted,
      String(bits),
    );
    await page.waitForFunction(() => window['bench'].frames.length > 0);
    const [frame] = await page.evaluate(() => window['bench'].frames);
    if (pass >= FRAMES) frames.push(frame);
  }
  await page.mouse.up();
  return frames;
}

/** The smallest value that a share `q` of them does not exceed. */
function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)];
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { interactiveMs, frameMs } = await benchPage(process.argv[2] ?? 'reports/index.html');
  console.log(`interactive after ${interactiveMs.toFixed(0)} ms (median of ${OPENINGS} openings)`);
  console.log(
    `a frame of a drag ${frameMs.median.toFixed(1)} ms (median of ${frameMs.frames}; 95 % within ${frameMs.p95.toFixed(1)} ms)`,
  );
}
