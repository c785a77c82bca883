import { useContext, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Chart, completeSpec, type Drawing } from '../charts/chart.ts';
import { DrawContext, type DrawnChart } from './context.ts';
import { TextTableView, Unbroken } from './parts.tsx';
import { download, pngOf } from './picture.ts';

export interface ChartFigureProps {
  readonly chart: Chart;
  /** Undefined where the filter leaves nothing of what the chart draws. */
  readonly drawing: Drawing | undefined;
  /** The chart as SVG, for readers without JavaScript; only in Node. */
  readonly picture?: string | undefined;
}

/** A chart with what it shows, how to read it, the same numbers as a table, and ways to take it away. */
export function ChartFigure({ chart, drawing, picture = '' }: ChartFigureProps) {
  const host = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnChart | undefined>(undefined);
  const draw = useContext(DrawContext);
  const [isDrawn, setDrawn] = useState(false);
  const isEmpty = drawing === undefined;
  // At once, not after the next frame: a page that is printed has none, and all that it draws must be queued by then.
  useLayoutEffect(() => {
    if (draw === undefined || host.current === null || drawing === undefined) return;
    if (drawn.current === undefined) drawn.current = draw(host.current, chart, drawing, () => setDrawn(true));
    else drawn.current.update(drawing);
  }, [draw, chart, drawing]);
  useLayoutEffect(
    () => () => {
      drawn.current?.remove();
      drawn.current = undefined;
    },
    [draw, chart, isEmpty],
  );
  return (
    <figure class="chart" id={`chart-${chart.name}`}>
      <h3>{chart.title}</h3>
      {drawing === undefined ? (
        <p class="none">Nothing of this is among what the filter shows.</p>
      ) : (
        <>
          <p class="subtitle">
            <Unbroken text={drawing.subtitle} />
          </p>
          {/* Vega's own SVG, made in Node; in the browser the chart is drawn in its place. */}
          <div
            class="plot"
            ref={host}
            data-drawn={isDrawn ? 'yes' : undefined}
            dangerouslySetInnerHTML={{ __html: picture }}
          />
          {isDrawn || picture !== '' ? null : (
            <p class="pending">The chart is drawn by a script; the table below has the same numbers.</p>
          )}
        </>
      )}
      <figcaption>
        <strong>How to read it.</strong> <Unbroken text={chart.howToRead} />
      </figcaption>
      {drawing === undefined ? null : (
        <>
          <TakeAway chart={chart} drawing={drawing} drawn={() => drawn.current} />
          <details>
            <summary>
              The numbers as {drawing.tables.length === 1 ? 'a table' : 'tables'}
              <span class="visually-hidden">: {chart.title}</span>
            </summary>
            {drawing.tables.map((table, i) => (
              <TextTableView key={i} table={table} />
            ))}
          </details>
        </>
      )}
    </figure>
  );
}

interface TakeAwayProps {
  readonly chart: Chart;
  readonly drawing: Drawing;
  readonly drawn: () => DrawnChart | undefined;
}

/** The chart, as it is shown now, as files. */
function TakeAway({ chart, drawing, drawn }: TakeAwayProps) {
  const [problem, setProblem] = useState('');
  const take = (work: () => Promise<void>) => () => {
    setProblem('');
    work().catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  };
  const svg = async (): Promise<string> => (await drawn()?.svg()) ?? '';
  return (
    <p class="take needs-script">
      <span>Take it away:</span>{' '}
      <button
        type="button"
        onClick={take(async () => download(`${chart.name}.svg`, await svg(), 'image/svg+xml', document))}
      >
        SVG<span class="visually-hidden"> of {chart.title}</span>
      </button>
      <button
        type="button"
        onClick={take(async () =>
          download(`${chart.name}.png`, await pngOf(await svg(), document), 'image/png', document),
        )}
      >
        PNG<span class="visually-hidden"> of {chart.title}</span>
      </button>
      <button
        type="button"
        onClick={take(async () =>
          download(
            `${chart.name}.vl.json`,
            `${JSON.stringify(completeSpec(chart, drawing, 'wide'), null, 1)}\n`,
            'application/json',
            document,
          ),
        )}
      >
        Vega-Lite<span class="visually-hidden"> spec of {chart.title}</span>
      </button>
      <span role="status">{problem}</span>
    </p>
  );
}
