import { useMemo } from 'preact/hooks';
import { CHARTS } from '../charts/index.ts';
import type { Results } from '../results.ts';
import type { Licence } from './assets.ts';
import { Definitions } from './definitions.tsx';
import { ChartFigure } from './figure.tsx';
import { Exposure } from './exposure.tsx';
import { Hits } from './hits.tsx';
import { LargeFolios } from './large.tsx';
import { Layouts } from './layouts.tsx';
import { Section, Sentence } from './parts.tsx';
import { ProvenanceSection } from './provenance.tsx';
import { Requirements } from './requirements.tsx';
import { Scenarios } from './scenarios.tsx';
import { NotMeasured } from './unmeasured.tsx';
import { Answer, Verdicts } from './verdicts.tsx';

export interface PageProps {
  readonly results: Results;
  /** What the page leaves out, in sentences. */
  readonly notes: readonly string[];
  readonly licences: readonly Licence[];
  /** Present where the page has profiles, from which it measures layouts that nobody has run. */
  readonly whatIf?: {
    /** Scenarios whose profiles found no room. */
    readonly left: readonly string[];
  };
}

/** The whole page: rendered in Node to text, brought to life in the browser by the same code. */
export function Page({ results, notes, licences }: PageProps) {
  const drawings = useMemo(
    () =>
      CHARTS.flatMap((chart) => {
        const drawing = chart.draw(results);
        return drawing === undefined ? [] : [{ chart, drawing }];
      }),
    [results],
  );
  return (
    <div class="page">
      <Navigation results={results} hasCharts={drawings.length > 0} />
      <main>
        <HatchPattern />
        <Answer results={results} />
        {notes.map((note, i) => (
          <p key={i} class="note">
            <Sentence text={note} />
          </p>
        ))}
        <Verdicts results={results} />
        <Requirements results={results} />
        <Layouts results={results} />
        <Exposure results={results} />
        {drawings.length === 0 ? null : (
          <Section id="charts" title="Charts" lead="Small folios. Each chart is also a Vega-Lite spec in charts/.">
            {drawings.map(({ chart, drawing }) => (
              <ChartFigure key={chart.name} chart={chart} drawing={drawing} />
            ))}
          </Section>
        )}
        <Hits results={results} />
        <LargeFolios results={results} />
        <Scenarios results={results} />
        <NotMeasured results={results} />
        <Definitions results={results} />
        <ProvenanceSection results={results} licences={licences} />
      </main>
    </div>
  );
}

function Navigation({ results, hasCharts }: { readonly results: Results; readonly hasCharts: boolean }) {
  const entries: [string, string][] = [['verdict', 'Verdict']];
  if (results.requirements.length > 0) entries.push(['requirements', 'Requirements']);
  entries.push(['layouts', 'Layouts']);
  if (hasCharts) entries.push(['charts', 'Charts']);
  entries.push(['who', 'Who hit a limit']);
  if (results.large.length > 0) entries.push(['large', 'Large folios']);
  entries.push(
    ['scenarios', 'Scenarios'],
    ['unmeasured', 'Not measured'],
    ['definitions', 'Definitions'],
    ['provenance', 'Provenance'],
  );
  return (
    <nav aria-label="Sections">
      <p class="brand">bitpart</p>
      <ul>
        {entries.map(([id, text]) => (
          <li key={id}>
            <a href={`#${id}`}>{text}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The hatching of reserve, defined once for every picture. */
function HatchPattern() {
  return (
    <svg class="defs" width="0" height="0" aria-hidden="true" focusable="false">
      <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="2" height="6" />
      </pattern>
    </svg>
  );
}
