import { useMemo } from 'preact/hooks';
import { type Chart, drawingOf } from '../charts/chart.ts';
import { CHARTS } from '../charts/index.ts';
import type { Shown } from '../filter.ts';
import type { Results } from '../results.ts';
import { isOfOwnKinds } from '../scenario-words.ts';
import { ChartFigure } from './figure.tsx';
import { Island } from './island.tsx';
import { Section } from './parts.tsx';

/** SVG of the first charts, by name: only in Node. */
export type Pictures = Readonly<Record<string, string>>;

/** The charts for which the whole results hold something; each draws what the filter shows of it. */
export function Charts({
  shown: { results },
  names,
  pictures,
}: {
  readonly shown: Shown;
  /** Of the charts that there are. */
  readonly names: readonly string[];
  readonly pictures: Pictures;
}) {
  if (names.length === 0) return null;
  return (
    <Section
      id="charts"
      title="Charts"
      lead={`${isOfOwnKinds(results) ? '' : 'Small folios. '}Each chart is also a Vega-Lite spec in charts/. What is marked in one is marked in all; a click selects its layout.`}
    >
      {CHARTS.filter(({ name }) => names.includes(name)).map((chart) => (
        <Island key={chart.name} of={`chart-${chart.name}`}>
          <Drawn
            chart={chart}
            results={results}
            picture={Object.hasOwn(pictures, chart.name) ? pictures[chart.name] : undefined}
          />
        </Island>
      ))}
    </Section>
  );
}

/** One of them; what it draws is worked out when its turn comes. */
function Drawn({
  chart,
  results,
  picture,
}: {
  readonly chart: Chart;
  readonly results: Results;
  readonly picture: string | undefined;
}) {
  const drawing = useMemo(() => drawingOf(chart, results), [chart, results]);
  return <ChartFigure chart={chart} drawing={drawing} picture={picture} />;
}
