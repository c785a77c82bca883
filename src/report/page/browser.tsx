import { hydrate } from 'preact';
import type { Form } from '../charts/chart.ts';
import { type DrawChart, DrawContext } from './context.ts';
import { readData } from './data.ts';
import { type PackedResults, unpackResults } from './embed.ts';
import type { PageProps } from './page.tsx';
import { Page } from './page.tsx';
import { makeTooltip } from './tooltip.ts';
import { drawVega } from './vega.ts';

/** Below this width of the text column panels stand one below the other. */
const NARROW = 700;

type Embedded = Omit<PageProps, 'results'> & { readonly results: PackedResults };
type Specs = Readonly<Record<string, Readonly<Record<Form, object>>>>;

const tooltip = makeTooltip(document);
const formOf = (host: HTMLElement): Form => (host.clientWidth < NARROW ? 'narrow' : 'wide');

const drawerOf =
  (specs: Specs): DrawChart =>
  (host, chart, drawing) => {
    const spec = specs[chart.name];
    if (spec === undefined) return () => {};
    let form = formOf(host);
    let remove = drawVega(host, spec[form], drawing.datasets, tooltip);
    const observer = new ResizeObserver(() => {
      if (formOf(host) === form) return;
      form = formOf(host);
      remove();
      remove = drawVega(host, spec[form], drawing.datasets, tooltip);
    });
    observer.observe(host);
    return () => {
      observer.disconnect();
      remove();
    };
  };

async function start(root: HTMLElement): Promise<void> {
  const [embedded, specs] = await Promise.all([
    readData<Embedded>(document, 'results'),
    readData<Specs>(document, 'specs'),
  ]);
  hydrate(
    <DrawContext.Provider value={drawerOf(specs)}>
      <Page {...embedded} results={unpackResults(embedded.results)} />
    </DrawContext.Provider>,
    root,
  );
}

const root = document.getElementById('page');
if (root !== null) void start(root);
