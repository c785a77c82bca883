import type { Page } from 'playwright-core';

/** Returns once every part of the report that is open is laid out and every chart is drawn. */
export function layOutWhole(page: Page): Promise<void>;
