import { METRICS } from '../../metrics/registry.ts';
import type { Results } from '../results.ts';
import { Section } from './parts.tsx';

const BETTER = { higher: 'Higher is better.', lower: 'Lower is better.', none: 'Neither way is better.' } as const;

/** What every number means, from the metrics' own records. */
export function Definitions({ results }: { readonly results: Results }) {
  const used = new Set([...results.measurements, ...results.unmeasured].map((row) => row.metric));
  return (
    <Section
      id="definitions"
      title="What the numbers mean"
      lead="Each metric with its unit, its denominator and its source."
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
    </Section>
  );
}
