import type { PageAssets } from '../src/report/page/assets.ts';

/** Bundles the browser's script and style. */
export function buildPage(): Promise<PageAssets>;
