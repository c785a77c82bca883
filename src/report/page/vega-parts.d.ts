/** The parts of Vega ship no types of their own; these are the few members that the page uses. */
declare module 'vega-dataflow' {
  export const transforms: Record<string, unknown>;
  export interface Changeset {
    remove(test: (row: never) => boolean): this;
    insert(rows: object[]): this;
  }
  export function changeset(): Changeset;
}
declare module 'vega-encode' {}
declare module 'vega-transforms' {}
declare module 'vega-view-transforms' {}
declare module 'vega-parser' {
  export function parse(spec: object, config: object, options: { ast: boolean }): object;
}
declare module 'vega-view' {
  export class View {
    constructor(runtime: object, options: { expr: unknown; renderer: 'svg'; hover: boolean });
    initialize(container: HTMLElement): this;
    tooltip(handler: (handler: unknown, event: MouseEvent, item: unknown, value: unknown) => void): this;
    description(text: string): this;
    data(name: string, rows: object[]): this;
    change(name: string, changes: import('vega-dataflow').Changeset): this;
    run(): this;
    toSVG(): Promise<string>;
    finalize(): this;
  }
}
