import { metricOf } from '../../metrics/registry.ts';
import { count } from '../numbers.ts';
import type { Results, Unmeasured } from '../results.ts';
import { Name, Scroll, Section, Sentence } from './parts.tsx';

const MOST_NAMES = 8;

interface Group {
  readonly reason: string;
  readonly metrics: Map<string, Set<string>>;
  readonly scenarios: Set<string>;
  readonly layouts: Set<string>;
}

/**
 * Entries with the same reason together: what, where, for which layouts. Without those of a layout alone, which say what
 * cannot happen: the matrix of threats has them.
 */
export function grouped(unmeasured: readonly Unmeasured[]): Group[] {
  const groups = new Map<string, Group>();
  for (const entry of unmeasured) {
    if (entry.scenario === null) continue;
    let group = groups.get(entry.reason);
    if (group === undefined) {
      group = { reason: entry.reason, metrics: new Map(), scenarios: new Set(), layouts: new Set() };
      groups.set(entry.reason, group);
    }
    const ofs = group.metrics.get(entry.metric) ?? new Set<string>();
    group.metrics.set(entry.metric, ofs.add(entry.of));
    group.scenarios.add(entry.scenario);
    if (entry.layout !== null) group.layouts.add(entry.layout);
  }
  return [...groups.values()];
}

/** What has no number, and why. */
export function NotMeasured({ results }: { readonly results: Results }) {
  const groups = grouped(results.unmeasured);
  return (
    <Section
      id="unmeasured"
      title="Not measured"
      lead={
        groups.length === 0
          ? 'Every metric could be measured in every scenario.'
          : 'What a source does not show has no number, rather than a guess or a zero.'
      }
    >
      {groups.length === 0 ? null : (
        <Scroll label="Not measured">
          <table class="data stacks">
            <thead>
              <tr>
                <th scope="col">Because</th>
                <th scope="col">Metrics</th>
                <th scope="col">Scenarios</th>
                <th scope="col">Layouts</th>
              </tr>
            </thead>
            <tbody>
              {groups.map((group) => (
                <tr key={group.reason}>
                  <th scope="row">
                    <Sentence text={group.reason} />
                  </th>
                  <td data-label="Metrics">
                    {[...group.metrics].map(([metric, ofs]) => (
                      <div key={metric}>
                        {metricOf(metric)?.label ?? metric}: <Names ids={[...ofs]} />
                      </div>
                    ))}
                  </td>
                  <td data-label="Scenarios">
                    <Names ids={[...group.scenarios]} />
                  </td>
                  <td data-label="Layouts">
                    {group.layouts.size === 0 || group.layouts.size === results.layouts.length ? (
                      'all'
                    ) : (
                      <Names ids={[...group.layouts]} />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Section>
  );
}

function Names({ ids }: { readonly ids: readonly string[] }) {
  const shown = ids.slice(0, MOST_NAMES);
  return (
    <>
      {shown.map((id, i) => (
        <span key={id}>
          {i === 0 ? '' : ', '}
          <Name of={id} length={24} />
        </span>
      ))}
      {ids.length > shown.length ? ` and ${count(ids.length - shown.length)} more` : ''}
    </>
  );
}
