// Brings a report into the state in which all of it can be pictured: out of sight nothing is laid out, and charts wait for
// their turn.

/**
 * @param {import('playwright-core').Page} page with a report open in it.
 * @returns once every part is laid out and every chart is drawn.
 */
export async function layOutWhole(page) {
  // At first there is no chart at all: parts of the page come to life one by one. Printing waits for none of them.
  await page.waitForFunction(
    () => {
      for (const island of document.querySelectorAll('.island')) island.style.contentVisibility = 'visible';
      dispatchEvent(new Event('beforeprint'));
      const plots = [...document.querySelectorAll('.plot')];
      const isDrawn = plots.length > 0 && plots.every((plot) => plot.matches('[data-drawn]:has(svg)'));
      // A part of the page is put where another one has just come to its height.
      const { scrollHeight } = document.documentElement;
      const isAtRest = scrollHeight === window.lastHeight;
      window.lastHeight = scrollHeight;
      return isDrawn && isAtRest;
    },
    undefined,
    { polling: 300 },
  );
}
