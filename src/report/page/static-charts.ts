/** Only for Node: it needs all of Vega and Vega-Lite. */
import { parse, resetSVGDefIds, View } from 'vega';
import { type Chart, type Drawing, drawingOf, pageSpec } from '../charts/chart.ts';
import { CHARTS } from '../charts/index.ts';
import type { Results } from '../results.ts';
import type { Pictures } from './charts.tsx';
import { Kept, toVega } from './compiled.ts';
import { reduce } from './reduce.ts';

/** Bytes of SVG that a page may have besides everything else. */
const MOST_BYTES = 150_000;

/**
 * The first charts as SVG for readers without JavaScript, as many as fit into `most` bytes together: whole ones, in the
 * order of the page. The same results give the same text.
 */
export async function staticCharts(results: Results, most = MOST_BYTES): Promise<Pictures> {
  const { results: shown } = reduce(results);
  const pictures: [string, string][] = [];
  let bytes = 0;
  for (const chart of CHARTS) {
    const drawing = drawingOf(chart, shown);
    if (drawing === undefined) continue;
    const svg = await svgOf(chart, drawing);
    bytes += new TextEncoder().encode(svg).length;
    if (bytes > most) break;
    pictures.push([chart.name, svg]);
  }
  return Object.fromEntries(pictures);
}

/** One chart as SVG that stands for itself. @throws RangeError where there is no such chart, or nothing to draw */
export async function chartSvg(results: Results, name: string): Promise<string> {
  const chart = CHARTS.find((each) => each.name === name);
  const drawing = chart?.draw(results);
  if (chart === undefined || drawing === undefined) throw new RangeError(`no chart ${name} of these results`);
  return svgOf(chart, drawing);
}

const svgs = new Kept<string>(2 * CHARTS.length);

/** How many charts this process has drawn as SVG. */
export const chartsDrawn = (): number => svgs.made;

async function svgOf(chart: Chart, drawing: Drawing): Promise<string> {
  const spec = pageSpec(chart, drawing, 'wide');
  // Whole, in place of a checksum: a few hundred kilobytes a chart.
  const key = JSON.stringify([spec, drawing]);
  const known = svgs.get(key);
  if (known !== undefined) return known;
  resetSVGDefIds();
  const view = new View(parse(toVega(spec)), { renderer: 'none' });
  for (const [name, rows] of Object.entries(drawing.datasets))
    view.data(
      name,
      rows.map((row) => ({ ...row })),
    );
  const svg = await view.toSVG();
  view.finalize();
  return svgs.add(
    key,
    slim(named(svg, chart.name)).replace('<svg ', `<svg role="img" aria-label="${attribute(drawing.description)}" `),
  );
}

/** Ids of clip paths must differ within the page, and be the same in every run, whichever charts are drawn in it. */
const named = (svg: string, name: string): string =>
  svg.replace(/<[^>]+>/g, (tag) => tag.replace(/(\sid="|url\(#)(?=clip|gradient|pattern)/g, `$1${name}-`));

/** Attributes that say nothing here: one label speaks for the whole, the page's style gives the font, 1 is the default. */
const IDLE =
  / (?:aria-[a-z]+|role|class|font-family|pointer-events|xmlns:xlink|version|stroke-miterlimit)="[^"]*"| (?:fill-|stroke-)?opacity="1"/g;
/** Backgrounds and groups of nothing. */
const EMPTY = /<path d="M0,0h[\d.]*v[\d.]*h-?[\d.]*Z"\/>|<g><\/g>|<g\/>/g;

/** Vega's SVG as small as it can be without looking different; a hundredth of a pixel is enough. Only tags change, no text. */
function slim(svg: string): string {
  let text = svg.replace(/<[^>]+>/g, (tag) =>
    tag
      .replace(IDLE, '')
      .replace(/-?\d+\.\d{3,}(?:e-\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100)),
  );
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(EMPTY, '');
  }
  return text;
}

const attribute = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
