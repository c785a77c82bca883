import type { Chart, Drawing, Form } from '../charts/chart.ts';
import type { DrawChart } from './context.ts';
import { NEAR } from './island.tsx';
import type { Links } from './links.ts';
import { standalone } from './picture.ts';
import type { Turns } from './turns.ts';
import { drawVega, marksIn, rowBehind, type ShowTooltip, type VegaChart } from './vega.ts';
import type { LiveChannel } from './whatif/context.ts';

/** The Vega specs of the charts, by name and form, without data. */
export type Specs = Readonly<Record<string, Readonly<Record<Form, object>>>>;

export interface DrawerParts {
  readonly specs: Specs;
  readonly tooltip: ShowTooltip;
  readonly links: Links;
  readonly turns: Turns;
  readonly live: LiveChannel;
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
  /** As it was drawn. */
  #form: Form | undefined;
  #takeBack: () => void = () => {};
  #isNear = false;
  #hasOverlay = false;

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
    this.#observer = new ResizeObserver(() => {
      if (this.#form !== undefined && formOf(host) !== this.#form) this.#redraw();
    });
    this.#observer.observe(host);
    const sight = new IntersectionObserver(
      (entries) => {
        this.#isNear = entries.at(-1)?.isIntersecting === true;
      },
      { rootMargin: NEAR },
    );
    sight.observe(host);
    this.#stop.push(() => sight.disconnect());
    this.#followLive();
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
    const work = (): void => {
      this.#draw();
      this.#onDrawn();
    };
    this.#takeBack = this.#parts.turns.add(work, () => this.#isNear);
  }

  #draw(): void {
    if (this.#vega === undefined) this.#redraw();
    else {
      this.#vega.update(this.#drawing);
      this.#overlay();
      this.#mark();
    }
  }

  #redraw(): void {
    this.#vega?.remove();
    this.#form = formOf(this.#host);
    this.#vega = drawVega(this.#host, this.#spec[this.#form], this.#drawing, this.#parts.tooltip);
    this.#overlay();
    this.#mark();
  }

  /** The layout that is being changed has a rule in the charts of limits; out of sight it waits until somebody looks. */
  #followLive(): void {
    if (this.#chart.live === undefined) return;
    const { live } = this.#parts;
    let isSeen = false;
    let isStale = false;
    const follow = (): void => {
      isStale = !isSeen;
      if (isSeen && this.#vega !== undefined) this.#overlay();
    };
    const sight = new IntersectionObserver((entries) => {
      isSeen = entries.at(-1)?.isIntersecting === true;
      if (isSeen && isStale) follow();
    });
    sight.observe(this.#host);
    this.#stop.push(live.subscribe(follow), () => sight.disconnect());
  }

  #overlay(): void {
    const { live } = this.#chart;
    if (live === undefined || this.#vega === undefined) return;
    const layout = this.#parts.live.get();
    const rows = live(this.#drawing, layout ?? { label: '', limits: [] });
    if (rows.rows.length === 0 && !this.#hasOverlay) return;
    this.#hasOverlay = rows.rows.length > 0;
    this.#vega.overlay(rows);
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
