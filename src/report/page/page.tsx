import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { CHARTS } from '../charts/index.ts';
import type { Results } from '../results.ts';
import { Answer } from './answer.tsx';
import type { Licence } from './assets.ts';
import { Changes } from './changes.tsx';
import { Charts, type Pictures } from './charts.tsx';
import { Decoder } from './decoder/section.tsx';
import { Definitions } from './definitions.tsx';
import { Explainer } from './explainer.tsx';
import { Exposure } from './exposure.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Hits } from './hits.tsx';
import { LargeFolios } from './large.tsx';
import { Layouts } from './layouts.tsx';
import { Navigation } from './navigation.tsx';
import { Sentence } from './parts.tsx';
import { ProvenanceSection } from './provenance.tsx';
import { Questions } from './questions.tsx';
import { Requirements } from './requirements.tsx';
import { Rows } from './rows.tsx';
import { Scenarios } from './scenarios.tsx';
import { Trust } from './trust.tsx';
import { NotMeasured } from './unmeasured.tsx';
import { useShown } from './use-shown.ts';
import { Verdicts } from './verdicts.tsx';
import { WhatIf } from './whatif/section.tsx';

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
  /** SVG of the first charts, for readers without JavaScript; only in Node. */
  readonly pictures?: Pictures;
}

const NONE: Pictures = {};

/** The whole page: rendered in Node to text, brought to life in the browser by the same code. */
export function Page({ results, notes, licences, whatIf, pictures = NONE }: PageProps) {
  const shown = useShown(results);
  const hasCharts = useMemo(() => CHARTS.some((chart) => chart.draw(results) !== undefined), [results]);
  return (
    <Explainer results={results}>
      <div class="page">
        <Once of={[results, hasCharts, whatIf]}>
          <Navigation results={results} hasCharts={hasCharts} hasWhatIf={whatIf !== undefined} />
        </Once>
        <main>
          <Once of={[results, notes]}>
            <HatchPattern />
            <Answer results={results} />
            {notes.map((note, i) => (
              <p key={i} class="note">
                <Sentence text={note} />
              </p>
            ))}
          </Once>
          <FilterBar shown={shown} />
          <Once of={[shown, whatIf, pictures]}>
            <Verdicts shown={shown} />
            <Changes shown={shown} />
            <Requirements results={shown.results} />
            {whatIf === undefined ? null : (
              <WhatIf results={results} scenarios={shown.results.scenarios} left={whatIf.left} />
            )}
            <Layouts results={shown.results} />
            <Decoder results={shown.results} />
            <Exposure results={shown.results} />
            <Questions results={shown.results} />
            <Charts shown={shown} pictures={pictures} />
            <Rows shown={shown} />
            <Hits results={shown.results} />
            <LargeFolios results={shown.results} />
            <Scenarios results={shown.results} />
            <Trust results={results} />
            <NotMeasured results={shown.results} />
          </Once>
          <Once of={[results, licences]}>
            <Definitions results={results} />
            <ProvenanceSection results={results} licences={licences} />
          </Once>
        </main>
      </div>
    </Explainer>
  );
}

/** What is in it is drawn anew only where something of the list is another. */
function Once({ of, children }: { readonly of: readonly unknown[]; readonly children: ComponentChildren }) {
  return useMemo(() => <>{children}</>, of);
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
