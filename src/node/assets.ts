import { readFile } from 'node:fs/promises';
import type { PageAssets } from '../report/page/assets.ts';

/** The browser's script and style, which the build has put beside this file. */
export async function pageAssets(): Promise<PageAssets> {
  return JSON.parse(await readFile(new URL('./page-assets.json', import.meta.url), 'utf8')) as PageAssets;
}
