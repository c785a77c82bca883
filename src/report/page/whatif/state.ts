import type { Layout } from '../../../layouts/types.ts';
import { layoutOfRecord } from '../../layout-record.ts';
import { quoted } from '../../names.ts';
import type { Results } from '../../results.ts';
import { decodeShape, encodeShape, layoutOfShape, type Shape, shapeOf } from './shape.ts';

/** What the what-if control shows: a layout of the report, or what somebody made of it. */
export interface WhatIfState {
  /** Id of the layout that it started from; one of the report's. */
  readonly from: string;
  /** null: that layout, unchanged. */
  readonly shape: Shape | null;
}

/** The first layout of the report, unchanged. Undefined in a report without layouts. */
export function defaultWhatIf({ layouts }: Pick<Results, 'layouts'>): WhatIfState | undefined {
  const [first] = layouts;
  return first === undefined ? undefined : { from: first.id, shape: null };
}

/** `read4_write6_ordinary22-2:red zone`: the shape, then a colon and where it started from; each left out where it is the default. */
export function encodeWhatIf({ from, shape }: WhatIfState, results: Pick<Results, 'layouts'>): string {
  const isFirst = from === results.layouts[0]?.id;
  return `${shape === null ? '' : encodeShape(shape)}${isFirst ? '' : `:${from}`}`;
}

/** The inverse, as far as it makes sense: what is no shape or no layout of the report is as if not there. */
export function decodeWhatIf(text: string, results: Pick<Results, 'layouts'>): WhatIfState | undefined {
  const start = defaultWhatIf(results);
  if (start === undefined) return undefined;
  const [, shape = '', from] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  return {
    from: from !== undefined && results.layouts.some(({ id }) => id === from) ? from : start.from,
    shape: decodeShape(shape) ?? null,
  };
}

/** What of such a text makes no sense, in words; empty where all of it does. */
export function ignoredInWhatIf(text: string, results: Pick<Results, 'layouts'>): readonly string[] {
  const [, shape = '', from] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  return [
    ...(shape !== '' && decodeShape(shape) === undefined ? [`a layout ${quoted(shape, 40)} to change`] : []),
    ...(from !== undefined && results.layouts.every(({ id }) => id !== from)
      ? [`a layout ${quoted(from, 40)} to start from`]
      : []),
  ];
}

/** What is shown: the layout, the one that it started from, and its shape, or why the page cannot measure it. */
export interface Shown {
  readonly start: Layout;
  readonly layout: Layout;
  readonly shape: Shape | string;
}

export function shownBy({ from, shape }: WhatIfState, { layouts }: Pick<Results, 'layouts'>): Shown {
  const record = layouts.find(({ id }) => id === from);
  if (record === undefined) throw new RangeError(`the report has no layout ${from}`);
  const start = layoutOfRecord(record);
  if (shape === null) return { start, layout: start, shape: shapeOf(start) };
  return { start, layout: layoutOfShape(shape, start), shape };
}
