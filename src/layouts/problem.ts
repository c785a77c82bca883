import type { Layout } from './types.ts';

/** Why a layout is impossible, and where in its description the cause lies. */
export interface LayoutProblem {
  /** Keys from the layout's own description down to the cause: `['fields', 2, 'bits']`; empty: the whole. */
  readonly path: readonly (string | number)[];
  /** What is wrong, with the arithmetic. */
  readonly message: string;
  /** What would be right, where it can be said: `4/4/24`. */
  readonly suggestion?: string;
}

/** A layout, or every reason (not only the first) why there is none. */
export type Built<L extends Layout = Layout> =
  | { readonly ok: true; readonly layout: L }
  | { readonly ok: false; readonly problems: readonly LayoutProblem[] };
