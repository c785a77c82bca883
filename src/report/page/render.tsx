import { renderToString } from 'preact-render-to-string';
import { drawingOf, type Form, pageSpec } from '../charts/chart.ts';
import { CHARTS } from '../charts/index.ts';
import type { Results } from '../results.ts';
import { headline } from '../verdict-words.ts';
import type { PageAssets } from './assets.ts';
import type { Pictures } from './charts.tsx';
import { toVega } from './compiled.ts';
import { type Deflate, dataElement, packResults, scriptElements } from './embed.ts';
import { Page } from './page.tsx';
import { packSource, type WhatIfSource } from './profiles.ts';
import { type Reduced, reduce, rowBytes } from './reduce.ts';

/** Ids of the elements that hold the page's data. */
const DATA = { results: 'results', specs: 'specs', profiles: 'profiles', page: 'page' } as const;

/** The Vega specs of a chart, by form, without data. */
type CompiledSpecs = Readonly<Record<string, Readonly<Record<Form, object>>>>;

/** Of a whole page: browsers and mailers take as much without complaint. A page of one layout may be larger. */
const MOST_BYTES = 5_000_000;

/** What the page can do beyond showing the results. */
export interface PageExtras {
  /** Profiles from which the page measures layouts that nobody has run. */
  readonly source?: WhatIfSource;
  /** Compresses what the page embeds; without it that is plain JSON. */
  readonly deflate?: Deflate;
  /** Charts as SVG, for readers without JavaScript. */
  readonly pictures?: Pictures;
}

/**
 * The report: one self-contained HTML document. No request leaves it; only the script and the style whose hashes the
 * policy names are run. Everything from outside is text in it, or JSON.
 */
export function renderPage(results: Results, assets: PageAssets, extras: PageExtras = {}): string {
  for (let reduced = reduce(results); ; ) {
    const page = pageOf(reduced, assets, extras);
    const bytes = new TextEncoder().encode(page).length;
    const { length } = reduced.results.layouts;
    if (bytes <= MOST_BYTES || length <= 1) return page;
    // What does not compress as it should: names of thousands of characters, say.
    reduced = reduce(results, Math.floor(rowBytes(reduced.results) / 2));
  }
}

function pageOf(reduced: Reduced, assets: PageAssets, { source, deflate, pictures }: PageExtras): string {
  const packed = source === undefined ? undefined : packSource(source);
  const specs = compileSpecs(reduced.results);
  const props = {
    results: reduced.results,
    notes: reduced.notes,
    licences: assets.licences,
    charts: Object.keys(specs),
    ...(packed === undefined ? {} : { whatIf: { left: packed.left } }),
  };
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${assets.scriptHash}'${deflate === undefined ? '' : ` 'sha256-${assets.bootHash}'`}`,
    `style-src 'sha256-${assets.cssHash}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const data = (id: string, value: unknown) => dataElement(id, value, deflate);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="bitpart">
<title>bitpart: ${headline(reduced.results)}</title>
<link rel="icon" href="${ICON}">
<style>${assets.css}</style>
</head>
<body>
<div id="${DATA.page}">${renderToString(<Page {...props} {...(pictures === undefined ? {} : { pictures })} />)}</div>
${data(DATA.results, { ...props, results: packResults(reduced.results) })}
${data(DATA.specs, specs)}
${packed === undefined ? '' : data(DATA.profiles, packed)}
${scriptElements(assets, deflate)}
</body>
</html>
`;
}

/** Four bits and a reserve, as a data URL without characters that HTML would read. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#2470b3" d="M1 3h4v10H1z"/><path fill="#c24e00" d="M5 3h3v10H5z"/><path fill="#66717e" d="M8 3h7v10H8z"/></svg>',
)}`;

function compileSpecs(results: Results): CompiledSpecs {
  return Object.fromEntries(
    CHARTS.flatMap((chart) => {
      const drawing = drawingOf(chart, results);
      if (drawing === undefined) return [];
      const vega = (form: Form) => toVega(pageSpec(chart, drawing, form));
      return [[chart.name, { wide: vega('wide'), narrow: vega('narrow') }]];
    }),
  );
}
