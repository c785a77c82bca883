import { readFile } from 'node:fs/promises';
import type { PageAssets } from '../report/page/assets.ts';

/** Where the build puts them: beside this file's bundle; seen from the sources, as tests run them, in dist/. */
const FILE = import.meta.url.endsWith('.ts') ? '../../dist/page-assets.json' : './page-assets.json';

/** The browser's script and style, which the build (scripts/build.js) has made. */
export function pageAssets(): Promise<PageAssets> {
  assets ??= readFile(new URL(FILE, import.meta.url), 'utf8').then((text) => JSON.parse(text) as PageAssets);
  return assets;
}

/** Read once: a process that watches makes report after report. */
let assets: Promise<PageAssets> | undefined;

/** The top of the package: above dist/, or above src/node/ as tests run the sources. */
const PACKAGE = import.meta.url.endsWith('.ts') ? '../../' : '../';

/** A file that ships with the package, by its path in it. */
export function readShipped(name: string): Promise<Buffer> {
  return readFile(new URL(`${PACKAGE}${name}`, import.meta.url));
}
