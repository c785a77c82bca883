import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { Chart, Drawing } from '../charts/chart.ts';
import { DrawContext } from './context.ts';
import { TextTableView } from './parts.tsx';

/** A chart with what it shows, how to read it, and the same numbers as a table. */
export function ChartFigure({ chart, drawing }: { readonly chart: Chart; readonly drawing: Drawing }) {
  const host = useRef<HTMLDivElement>(null);
  const draw = useContext(DrawContext);
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    if (draw === undefined || host.current === null) return;
    const remove = draw(host.current, chart, drawing);
    setDrawn(true);
    return remove;
  }, [draw, chart, drawing]);
  return (
    <figure class="chart" id={`chart-${chart.name}`}>
      <h3>{chart.title}</h3>
      <p class="subtitle">{drawing.subtitle}</p>
      <div class="plot" ref={host} />
      {drawn ? null : <p class="pending">The chart is drawn by a script; the table below has the same numbers.</p>}
      <figcaption>
        <strong>How to read it.</strong> {chart.howToRead}
      </figcaption>
      <details>
        <summary>
          The numbers as {drawing.tables.length === 1 ? 'a table' : 'tables'}
          <span class="visually-hidden">: {chart.title}</span>
        </summary>
        {drawing.tables.map((table, i) => (
          <TextTableView key={i} table={table} />
        ))}
      </details>
    </figure>
  );
}
