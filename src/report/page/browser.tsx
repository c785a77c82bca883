import { hydrate } from 'preact';
import type { Form } from '../charts/chart.ts';
import { type DrawChart, DrawContext } from './context.ts';
import { type PackedResults, unpackResults } from './embed.ts';
import type { PageProps } from './page.tsx';
import { Page } from './page.tsx';
import { makeTooltip } from './tooltip.ts';
import { drawVega } from './vega.ts';

/** Below this width of the text column panels stand one below the other. */
const NARROW = 700;

const read = <T,>(id: string): T => JSON.parse(document.getElementById(id)?.textContent ?? 'null') as T;

const embedded = read<Omit<PageProps, 'results'> & { readonly results: PackedResults }>('results');
const specs = read<Readonly<Record<string, Readonly<Record<Form, object>>>>>('specs');
const tooltip = makeTooltip(document);
const formOf = (host: HTMLElement): Form => (host.clientWidth < NARROW ? 'narrow' : 'wide');

const draw: DrawChart = (host, chart, drawing) => {
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

const root = document.getElementById('page');
if (root !== null) {
  hydrate(
    <DrawContext.Provider value={draw}>
      <Page {...embedded} results={unpackResults(embedded.results)} />
    </DrawContext.Provider>,
    root,
  );
}
