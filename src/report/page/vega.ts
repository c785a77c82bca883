/**
 * The part of Vega that the charts need. The page runs it with the expression interpreter, because a strict
 * Content-Security-Policy forbids to make functions from text. The full package is 110 kB larger: geo, force,
 * hierarchies and the like.
 */
import { transforms } from 'vega-dataflow';
import * as encode from 'vega-encode';
import { expressionInterpreter } from 'vega-interpreter';
import { parse } from 'vega-parser';
import * as data from 'vega-transforms';
import { View } from 'vega-view';
import * as layout from 'vega-view-transforms';
import type { Row } from '../charts/chart.ts';

Object.assign(transforms, data, layout, encode);

/** Shows the text of the mark under the pointer, or hides it where there is none. */
export type ShowTooltip = (event: MouseEvent, text: string | undefined) => void;

/**
 * Draws a compiled spec with data into an element.
 *
 * @returns a function that removes the chart.
 */
export function drawVega(
  host: HTMLElement,
  spec: object,
  datasets: Readonly<Record<string, readonly Row[]>>,
  show: ShowTooltip,
): () => void {
  const runtime = parse(spec, {}, { ast: true });
  const view = new View(runtime, { expr: expressionInterpreter, renderer: 'svg', container: host, hover: false });
  view.tooltip((_handler, event, _item, value) => {
    show(event, value === null || value === undefined || value === '' ? undefined : String(value));
  });
  for (const [name, rows] of Object.entries(datasets))
    view.data(
      name,
      rows.map((row) => ({ ...row })),
    );
  view.run();
  return () => {
    view.finalize();
    host.replaceChildren();
  };
}
