import type { TopLevelSpec } from 'vega-lite';
import { count } from '../numbers.ts';
import type { Results } from '../results.ts';
import type { Selection } from '../select.ts';

/** Two shapes of the same chart: panels side by side for a desk, one below the other for a phone. */
export type Form = 'wide' | 'narrow';

/** Pixels that the plots of a form may take together, without axis labels. */
export const PLOT: Readonly<Record<Form, number>> = { wide: 840, narrow: 236 };

/** A row of a dataset: plain JSON, complete without the results. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** A table that says in text what the chart draws. */
export interface TextTable {
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly string[])[];
}

/** What a chart makes of the results. */
export interface Drawing {
  /** Units, denominators, and what was left out. */
  readonly subtitle: string;
  /** The whole in a sentence or two, for those who cannot see it. */
  readonly description: string;
  readonly datasets: Readonly<Record<string, readonly Row[]>>;
  readonly tables: readonly TextTable[];
  /** The layouts, by id, that a row, or the panel it is in, is about; absent where no row is about any. */
  readonly layoutsOf?: (row: Row) => readonly string[];
}

/** What the chart draws of the results; worked out once, however many forms, files and pages it is drawn in. */
export function drawingOf(chart: Chart, results: Results): Drawing | undefined {
  let ofResults = drawings.get(results);
  if (ofResults === undefined) drawings.set(results, (ofResults = new Map()));
  if (!ofResults.has(chart)) ofResults.set(chart, chart.draw(results));
  return ofResults.get(chart);
}

const drawings = new WeakMap<Results, Map<Chart, Drawing | undefined>>();

/** For charts whose rows name their layout in `layout`, by its label. */
export function layoutsByLabel(labels: ReadonlyMap<string, string>): NonNullable<Drawing['layoutsOf']> {
  const ids = new Map([...labels].map(([id, label]) => [label, [id] as const]));
  return ({ layout }) => (typeof layout === 'string' ? (ids.get(layout) ?? []) : []);
}

/** A body of a Vega-Lite spec: marks and encodings, without data, title and configuration. */
export type Body = Readonly<Record<string, unknown>>;

/**
 * A chart is a pure function of the results, in two halves: `draw` makes its data, `body` says how data of that shape is
 * drawn. The body does not depend on the data, so the page compiles it once and may give it other data at any time.
 */
export interface Chart {
  /** File name of `charts/<name>.vl.json`, and id in the page. */
  readonly name: string;
  readonly title: string;
  /** One or two sentences under the chart. */
  readonly howToRead: string;
  /** Undefined if the results hold nothing to draw. */
  draw(results: Results): Drawing | undefined;
  body(form: Form): Body;
  /** Rows of the role `WHAT_IF` that stand for a layout that is being changed in the page; a layer of the body draws them. */
  readonly live?: (drawing: Drawing, layout: LiveLayout) => LiveRows;
}

/** A layout that somebody is changing, as far as charts draw it. */
export interface LiveLayout {
  /** What it is called, short. */
  readonly label: string;
  /** Its limits on sets of pins, by the name of the set: `read`, `pin`, … */
  readonly limits: readonly { readonly of: string; readonly limit: number }[];
}

/** Rows to add to a dataset. */
export interface LiveRows {
  readonly dataset: string;
  readonly rows: readonly Row[];
}

/** The role of rows that come and go with the layout under change. They have their own fields, which no scale is made of. */
export const WHAT_IF = 'what-if';

/**
 * How the rule of the layout under change is drawn: it stands out from those of the report. Without labels of its own: the
 * boundary that is dragged says its limits, and an empty layer would be an image without a name.
 */
export const WHAT_IF_RULE = { type: 'rule', strokeWidth: 2.6, opacity: 0.95, strokeDash: [1, 0], aria: false } as const;

/** The whole spec, with its data, as the Vega editor opens it. */
export function completeSpec(chart: Chart, drawing: Drawing, form: Form): TopLevelSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: chart.title, subtitle: wrap(drawing.subtitle, form === 'wide' ? 130 : 52) },
    ...pageSpec(chart, drawing, form),
    datasets: drawing.datasets,
    background: '#ffffff',
  } as unknown as TopLevelSpec;
}

/** The spec as the page draws it: title and subtitle are the page's own text, the datasets are empty and filled there. */
export function pageSpec(chart: Chart, drawing: Drawing, form: Form): TopLevelSpec {
  return {
    description: drawing.description,
    datasets: Object.fromEntries(Object.keys(drawing.datasets).map((name) => [name, []])),
    config: CONFIG,
    padding: 4,
    background: null,
    ...chart.body(form),
  } as unknown as TopLevelSpec;
}

/** What a subtitle says where not every layout or scenario is drawn; starts with a space, empty where all are. */
export function omitted(layouts: Selection<unknown>, scenarios?: Selection<unknown>): string {
  const parts: string[] = [];
  if (layouts.shown.length < layouts.total) {
    parts.push(
      ` ${layouts.shown.length} of ${count(layouts.total)} layouts are shown: those that hold, then those that refuse least.`,
    );
  }
  if (scenarios !== undefined && scenarios.shown.length < scenarios.total) {
    parts.push(
      ` ${scenarios.shown.length} of ${count(scenarios.total)} scenarios are shown: those with most pins at once on a page.`,
    );
  }
  return parts.length === 0 ? '' : `${parts.join('')} All rows are in results.csv.`;
}

/** Breaks a subtitle into lines of about `width` characters; Vega does not. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const INK = 'currentColor';
const FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/**
 * One look for every chart. Text and lines take the colour of the text around the chart, so the same spec reads well on
 * a light and on a dark page; in the Vega editor that is black.
 */
const CONFIG = {
  font: FONT,
  view: { stroke: null },
  // No row has a number missing. Otherwise Vega-Lite would filter each layer's rows apart, and not know them for the same.
  mark: { invalid: 'show' },
  title: {
    anchor: 'start',
    frame: 'group',
    color: INK,
    subtitleColor: INK,
    fontSize: 16,
    fontWeight: 600,
    subtitleFontSize: 12,
    subtitlePadding: 6,
    offset: 16,
  },
  axis: {
    // What Vega would say of an axis (the values of a logarithm, to 12 digits) helps nobody; the marks say their numbers.
    aria: false,
    labelColor: INK,
    titleColor: INK,
    domainColor: INK,
    tickColor: INK,
    gridColor: INK,
    labelOpacity: 0.85,
    titleOpacity: 0.85,
    domainOpacity: 0.35,
    tickOpacity: 0.35,
    gridOpacity: 0.12,
    labelFontSize: 11,
    titleFontSize: 11,
    titleFontWeight: 400,
    titlePadding: 8,
    labelLimit: 150,
    labelPadding: 4,
  },
  header: {
    labelColor: INK,
    titleColor: INK,
    labelFontSize: 12,
    labelFontWeight: 600,
    labelLimit: 190,
    labelPadding: 6,
    title: null,
  },
  legend: {
    labelColor: INK,
    titleColor: INK,
    labelFontSize: 11,
    titleFontSize: 11,
    titleFontWeight: 400,
    orient: 'top',
    direction: 'horizontal',
    symbolSize: 90,
    labelLimit: 220,
    offset: 14,
    columnPadding: 16,
  },
  text: { color: INK, fontSize: 11 },
  rule: { color: INK },
} as const;
