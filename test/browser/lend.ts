import type { Page } from 'playwright-core';

/** Milliseconds between two looks at a page that may still be drawn, and looks that show the same once it is not. */
const LOOK = 200;
const RESTING_LOOKS = 3;

/** Waits until the page is as `wanted`, or rests; @returns all that a reader sees and has chosen, as text. */
export async function atRest(page: Page, wanted?: string): Promise<string> {
  let seen = await page.evaluate(whatThereIs);
  for (let same = 0; seen !== wanted && same < RESTING_LOOKS; ) {
    await page.waitForTimeout(LOOK);
    const now = await page.evaluate(whatThereIs);
    same = now === seen ? same + 1 : 0;
    seen = now;
  }
  return seen;
}

/**
 * Undoes what a test has done to a page, as a reader would: the default state, nothing open, nothing pointed at, at the
 * top. @returns whether the page is as `wanted` again; what no link undoes, such as rows that were unfolded, is not.
 */
export async function isLikeNew(page: Page, wanted: string): Promise<boolean> {
  await page.keyboard.press('Escape');
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    getSelection()?.removeAllRanges();
    for (const box of document.querySelectorAll<HTMLInputElement>('input[type="search"]')) {
      if (box.value === '') continue;
      box.value = '';
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
    for (const details of document.querySelectorAll('details')) details.open = false;
    location.replace('#?');
    scrollTo(0, 0);
  });
  return (await atRest(page, wanted)) === wanted;
}

/** Every text, every control and what it says, every mark of a chart and whether it is pale. Runs in the page. */
function whatThereIs(): string {
  const parts: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof Element && node.matches('script, .plot, .tooltip:not(.shown)')
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT,
  );
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof Text) parts.push(node.data);
    else if (node instanceof HTMLInputElement) parts.push(`${node.value} ${node.checked}`);
    else if (node instanceof HTMLSelectElement) parts.push(node.value);
    else if (node instanceof HTMLDetailsElement) parts.push(node.open ? 'open' : '');
    else if (node instanceof Element) parts.push(node.getAttribute('aria-sort') ?? '');
  }
  for (const plot of document.querySelectorAll('.plot')) {
    const marks = [...plot.querySelectorAll('svg [aria-label]')];
    parts.push(...marks.map((mark) => `${mark.getAttribute('aria-label')} ${mark.hasAttribute('data-pale')}`).sort());
  }
  const popovers = document.querySelectorAll(':popover-open').length;
  return [...parts, popovers, document.documentElement.dataset['theme'], location.hash].join('\n');
}
