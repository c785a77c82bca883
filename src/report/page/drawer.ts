import type { Chart, Drawing, Form } from '../charts/chart.ts';
import type { DrawChart } from './context.ts';
import type { Links } from './links.ts';
import { standalone } from './picture.ts';
import type { Turns } from './turns.ts';
import { drawVega, marksIn, rowBehind, type ShowTooltip, type VegaChart } from './vega.ts';

/** The Vega specs of the charts, by name and form, without data. */
export type Specs = Readonly<Record<string, Readonly<Record<Form, object>>>>;

export interface DrawerParts {
  readonly specs: Specs;
  readonly tooltip: ShowTooltip;
  readonly links: Links;
  readonly turns: Turns;
}

/** Below this width of the text column panels stand one below the other. */
const NARROW = 700;

const formOf = (host: HTMLElement): Form => (host.clientWidth < NARROW ? 'narrow' : 'wide');

/** Draws charts in the browser, each when its turn comes and again where the column becomes narrow or wide. */
export const drawerOf =
  (parts: DrawerParts): DrawChart =>
  (host, chart, drawing, onDrawn) => {
    const spec = parts.specs[chart.name];
    if (spec === undefined) throw new Error(`the page has no spec of the chart ${chart.name}`);
    return new ChartInPage(host, chart, spec, drawing, onDrawn, parts);
  };

class ChartInPage {
  readonly #host: HTMLElement;
  readonly #chart: Chart;
  readonly #spec: Readonly<Record<Form, object>>;
  readonly #parts: DrawerParts;
  readonly #observer: ResizeObserver;
  readonly #stop: (() => void)[] = [];
  readonly #onDrawn: () => void;
  #drawing: Drawing;
  #vega: VegaChart | undefined;
  #form: Form;
  #takeBack: () => void = () => {};

  constructor(
    host: HTMLElement,
    chart: Chart,
    spec: Readonly<Record<Form, object>>,
    drawing: Drawing,
    onDrawn: () => void,
    parts: DrawerParts,
  ) {
    this.#host = host;
    this.#chart = chart;
    this.#spec = spec;
    this.#drawing = drawing;
    this.#onDrawn = onDrawn;
    this.#parts = parts;
    this.#form = formOf(host);
    this.#observer = new ResizeObserver(() => {
      if (formOf(host) === this.#form) return;
      this.#form = formOf(host);
      this.#redraw();
    });
    this.#observer.observe(host);
    this.#stop.push(parts.links.subscribe(() => this.#mark()));
    this.#listen();
    this.#queue();
  }

  update(drawing: Drawing): void {
    this.#drawing = drawing;
    this.#queue();
  }

  async svg(): Promise<string> {
    this.#takeBack();
    this.#draw();
    return standalone((await this.#vega?.svg()) ?? '', this.#chart.title, this.#drawing.subtitle);
  }

  remove(): void {
    this.#takeBack();
    this.#observer.disconnect();
    for (const stop of this.#stop) stop();
    this.#vega?.remove();
  }

  #queue(): void {
    this.#takeBack();
    this.#takeBack = this.#parts.turns.add(() => {
      this.#draw();
      this.#onDrawn();
    });
  }

  #draw(): void {
    if (this.#vega === undefined) this.#redraw();
    else this.#vega.update(this.#drawing);
    this.#mark();
  }

  #redraw(): void {
    this.#vega?.remove();
    this.#vega = drawVega(this.#host, this.#spec[this.#form], this.#drawing, this.#parts.tooltip);
    this.#mark();
  }

  /** Pales the marks of every layout but the marked ones; marks that are about no layout stay. */
  #mark(): void {
    const { layoutsOf } = this.#drawing;
    if (layoutsOf === undefined) return;
    const marked = this.#parts.links.marked();
    for (const mark of marksIn(this.#host)) {
      const row = marked === null ? undefined : rowBehind(mark);
      const ids = row === undefined ? [] : layoutsOf(row);
      const isPale = ids.length > 0 && !ids.some((id) => marked?.has(id));
      if (isPale) mark.setAttribute('data-pale', '');
      else if (mark.hasAttribute('data-pale')) mark.removeAttribute('data-pale');
    }
  }

  #listen(): void {
    const idsAt = (event: Event): readonly string[] => {
      const row = rowBehind(event.target);
      return (row === undefined ? undefined : this.#drawing.layoutsOf?.(row)) ?? [];
    };
    const on = (type: string, listener: (event: Event) => void): void => {
      this.#host.addEventListener(type, listener);
      this.#stop.push(() => this.#host.removeEventListener(type, listener));
    };
    on('pointerover', (event) => this.#parts.links.point(idsAt(event)));
    on('pointerleave', () => this.#parts.links.point([]));
    on('click', (event) => {
      const ids = idsAt(event);
      if (ids.length > 0) this.#parts.links.pick(ids);
    });
  }
}
