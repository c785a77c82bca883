import { GLOSSARY } from '../../metrics/glossary.ts';
import { METRICS } from '../../metrics/registry.ts';
import { BETTER } from '../../metrics/words.ts';
import type { Results } from '../results.ts';
import { Section } from './parts.tsx';
import { slug } from './term.tsx';

/** What every number means, from the metrics' own records. */
export function Definitions({ results }: { readonly results: Results }) {
  const used = new Set([...results.measurements, ...results.unmeasured].map((row) => row.metric));
  return (
    <Section
      id="definitions"
      title="What the numbers mean"
      lead="Each metric with its unit, its denominator and its source; below them the words. Files that are named are those of bitpart: docs/definitions.md says the same."
    >
      <dl class="definitions">
        {METRICS.filter((metric) => used.has(metric.id)).map((metric) => (
          <div key={metric.id} id={`metric-${metric.id}`}>
            <dt>
              {metric.label} <code>{metric.id}</code>
            </dt>
            <dd>
              <p>{metric.definition}</p>
              <p class="muted">
                {metric.denominator === null ? `In ${metric.unit}.` : `A share of ${metric.denominator}.`}{' '}
                {BETTER[metric.direction]} {metric.howToRead}
              </p>
              <p class="muted source">{metric.source}</p>
            </dd>
          </div>
        ))}
      </dl>
      <h3 id="words">Words</h3>
      <dl class="definitions">
        {GLOSSARY.map(({ word, meaning }) => (
          <div key={word} id={`word-${slug(word)}`}>
            <dt>{word}</dt>
            <dd>
              <p>{meaning}</p>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
