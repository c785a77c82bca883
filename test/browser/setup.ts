import type { TestProject } from 'vitest/node';
import { buildPage } from '../../scripts/build.js';
import { findBrowser } from '../../scripts/chromium.js';
import type { PageAssets } from '../../src/report/index.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    launch: Awaited<ReturnType<typeof findBrowser>>;
    assets: PageAssets;
  }
}

/**
 * Finds the browser and bundles the page's script once, before any browser test. No browser is an error, and every
 * browser test fails with it: none is skipped.
 */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('launch', await findBrowser());
  project.provide('assets', await buildPage());
}
