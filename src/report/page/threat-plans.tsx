import type { ExposureRecord } from '../../metrics/exposure/types.ts';
import { list } from '../numbers.ts';
import { MARKS, stepText, type Threats, verdictOf } from './exposure-words.ts';
import { Name, Sentence } from './parts.tsx';

export interface ThreatPlansProps {
  readonly id: string;
  readonly layout: string;
  readonly title: string;
  readonly threats: Threats;
}

/** The plans of a cell, in front of the page until they are closed; the browser does it without a script. */
export function ThreatPlans({ id, layout, title, threats }: ThreatPlansProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (axe: scrollable-region-focusable).
    <div id={id} popover="auto" role="dialog" aria-labelledby={`${id}-title`} class="plans" tabIndex={0}>
      <h3 id={`${id}-title`}>
        <Name of={layout} length={40} />: {title.charAt(0).toLowerCase() + title.slice(1)}
      </h3>
      {threats.map((threat) => (
        <Plan key={threat.of} threat={threat} />
      ))}
      <button type="button" class="close" popovertarget={id} popovertargetaction="hide">
        Close
      </button>
    </div>
  );
}

function Plan({ threat }: { readonly threat: ExposureRecord }) {
  const { verdict, label, how, stoppedBy, plan, pages, safe } = threat;
  const sources = [...new Set(plan.flatMap((step) => step.sources))];
  return (
    <div class="plan">
      <h4>
        <span aria-hidden="true">{MARKS[verdict]}</span> <Sentence text={label} />
      </h4>
      <p>
        <Sentence text={how} />
      </p>
      <p>
        <strong>{verdictOf(threat)}</strong>
        {stoppedBy === undefined ? '' : <Sentence text={` (${stoppedBy.text})`} />}
        {pages.length === 0 ? '' : `; pages: ${list(pages)}`}
      </p>
      {plan.length === 0 ? null : (
        <ol>
          {plan.map((step, i) => (
            <li key={i}>
              <Sentence text={stepText(step)} />
            </li>
          ))}
        </ol>
      )}
      {safe === '' ? null : (
        <p>
          <strong>To make it safe: </strong>
          <Sentence text={safe} />
        </p>
      )}
      {sources.length === 0 ? null : (
        <p class="muted">
          <Sentence text={`Sources: ${sources.join('; ')}.`} />
        </p>
      )}
    </div>
  );
}
