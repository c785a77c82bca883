/**
 * The part of Vega that the charts need. The page runs it with the expression interpreter, because a strict
 * Content-Security-Policy forbids to make functions from text. The full package is 110 kB larger: geo, force,
 * hierarchies and the like.
 */
import { changeset, transforms } from 'vega-dataflow';
import * as encode from 'vega-encode';
import { expressionInterpreter } from 'vega-interpreter';
import { parse } from 'vega-parser';
import * as data from 'vega-transforms';
import { View } from 'vega-view';
import * as layout from 'vega-view-transforms';
import { type Drawing, type LiveRows, type Row, WHAT_IF } from '../charts/chart.ts';

Object.assign(transforms, data, layout, encode);

/** Shows the text of the mark under the pointer, or hides it where there is none. */
export type ShowTooltip = (event: MouseEvent, text: string | undefined) => void;

/** A chart drawn by Vega. */
export interface VegaChart {
  update(drawing: Drawing): void;
  /** Draws these rows of the layout under change in place of those that were there. */
  overlay(live: LiveRows): void;
  svg(): Promise<string>;
  remove(): void;
}

/** Draws a compiled spec with data into an element, in place of what is in it. */
export function drawVega(host: HTMLElement, spec: object, drawing: Drawing, show: ShowTooltip): VegaChart {
  const runtime = parse(spec, {}, { ast: true });
  const view = new View(runtime, { expr: expressionInterpreter, renderer: 'svg', hover: false });
  view.tooltip((_handler, event, _item, value) => {
    show(event, value === null || value === undefined || value === '' ? undefined : String(value));
  });
  const give = ({ datasets, description }: Drawing): void => {
    view.description(description);
    for (const [name, rows] of Object.entries(datasets))
      view.data(
        name,
        rows.map((row) => ({ ...row })),
      );
    view.run();
  };
  host.replaceChildren();
  view.initialize(host);
  give(drawing);
  return {
    update: give,
    overlay({ dataset, rows }) {
      const change = changeset()
        .remove((row: Row) => row['role'] === WHAT_IF)
        .insert(rows.map((row) => ({ ...row })));
      view.change(dataset, change).run();
    },
    svg: () => view.toSVG(),
    remove() {
      view.finalize();
      host.replaceChildren();
    },
  };
}

/** The row of the dataset behind an element of a drawn chart: of a mark, or of the panel that a point is in. */
export function rowBehind(element: EventTarget | null): Row | undefined {
  const { __data__: item } = (element ?? {}) as { readonly __data__?: { readonly datum?: unknown } };
  const datum = item?.datum;
  return typeof datum === 'object' && datum !== null ? (datum as Row) : undefined;
}

/** Every mark that is drawn of a row. */
export const marksIn = (host: HTMLElement): Iterable<Element> =>
  host.querySelectorAll('.role-mark > :not(.mark-group)');
