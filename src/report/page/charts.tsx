import { useMemo } from 'preact/hooks';
import { CHARTS } from '../charts/index.ts';
import type { Shown } from '../filter.ts';
import { ChartFigure } from './figure.tsx';
import { Section } from './parts.tsx';

/** SVG of the first charts, by name: only in Node. */
export type Pictures = Readonly<Record<string, string>>;

/** The charts for which the whole results hold something; each draws what the filter shows of it. */
export function Charts({
  shown: { whole, results },
  pictures,
}: {
  readonly shown: Shown;
  readonly pictures: Pictures;
}) {
  const charts = useMemo(() => CHARTS.filter((chart) => chart.draw(whole) !== undefined), [whole]);
  const drawings = useMemo(() => charts.map((chart) => chart.draw(results)), [charts, results]);
  if (charts.length === 0) return null;
  return (
    <Section
      id="charts"
      title="Charts"
      lead="Small folios. Each chart is also a Vega-Lite spec in charts/. What is marked in one is marked in all; a click selects its layout."
    >
      {charts.map((chart, i) => (
        <ChartFigure
          key={chart.name}
          chart={chart}
          drawing={drawings[i]}
          picture={Object.hasOwn(pictures, chart.name) ? pictures[chart.name] : undefined}
        />
      ))}
    </Section>
  );
}
