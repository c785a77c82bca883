import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
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
import { Island } from './island.tsx';
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
  /** Names of the charts for which the results hold something. */
  readonly charts: readonly string[];
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
export function Page({ results, notes, licences, charts, whatIf, pictures = NONE }: PageProps) {
  const shown = useShown(results);
  return (
    <Explainer results={results}>
      <div class="page">
        <Once of={[shown.results, charts, whatIf]}>
          <Navigation results={shown.results} hasCharts={charts.length > 0} hasWhatIf={whatIf !== undefined} />
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
          <Once of={[shown]}>
            <Verdicts shown={shown} />
          </Once>
          <Once of={[shown, whatIf]}>
            <Island of="changes">
              <Changes shown={shown} />
            </Island>
            <Island of="requirements">
              <Requirements results={shown.results} />
            </Island>
            {whatIf === undefined ? null : (
              <Island of="what-if" isEmpty>
                <WhatIf results={results} scenarios={shown.results.scenarios} left={whatIf.left} />
              </Island>
            )}
            <Island of="layouts">
              <Layouts results={shown.results} />
            </Island>
            <Island of="decoder">
              <Decoder results={shown.results} />
            </Island>
            <Island of="exposure">
              <Exposure results={shown.results} />
            </Island>
            <Island of="questions">
              <Questions shown={shown} />
            </Island>
          </Once>
          <Once of={[shown, charts, pictures]}>
            <Charts shown={shown} names={charts} pictures={pictures} />
          </Once>
          <Once of={[shown]}>
            <Island of="rows">
              <Rows shown={shown} />
            </Island>
            <Island of="who">
              <Hits results={shown.results} />
            </Island>
            <Island of="large">
              <LargeFolios results={shown.results} />
            </Island>
            <Island of="scenarios">
              <Scenarios results={shown.results} />
            </Island>
            <Island of="trust">
              <Trust results={results} />
            </Island>
            <Island of="unmeasured">
              <NotMeasured results={shown.results} />
            </Island>
          </Once>
          <Once of={[results, licences]}>
            <Island of="definitions">
              <Definitions results={results} />
            </Island>
            <Island of="provenance">
              <ProvenanceSection results={results} licences={licences} />
            </Island>
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
