export { baselineText } from './baseline-text.ts';
export { buildCharts } from './charts/index.ts';
export { toCsv } from './csv.ts';
export type { PageAssets } from './page/assets.ts';
export { type PageExtras, renderPage } from './page/render.tsx';
export { staticCharts } from './page/static-charts.ts';
export { RESULTS_JSON_SCHEMA } from './results.schema.ts';
export { summaryText } from './summary.ts';
export { type Paint, type TableOptions, terminalTable } from './terminal.ts';
