import { formatNumber, formatValue } from '../../metrics/format.ts';
import { metricOf } from '../../metrics/registry.ts';
import type { RequirementRecord, Results } from '../results.ts';
import { Name, ScenarioName, Scroll, Section, Sentence } from './parts.tsx';

/** What layouts.yaml requires, and how each layout did; nothing where it requires nothing. */
export function Requirements({ results }: { readonly results: Results }) {
  if (results.requirements.length === 0) return null;
  const rows = results.requirements;
  return (
    <Section
      id="requirements"
      title="Requirements"
      lead="What layouts.yaml requires in every scenario, with the value that comes nearest to missing it or misses it by most."
    >
      <Scroll label="Requirements">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Requirement</th>
              <th scope="col">Layout</th>
              <th scope="col">Met</th>
              <th scope="col" class="number">
                Worst
              </th>
              <th scope="col">In scenario</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                <th scope="row">
                  <Sentence text={`${row.key} ${row.text}`} />
                </th>
                <td>
                  <Name of={row.layout} length={40} />
                </td>
                <td>
                  {row.judged ? (
                    <span class={`badge ${row.met ? 'good' : 'bad'}`}>{row.met ? '✓ met' : '✗ missed'}</span>
                  ) : (
                    <span class="badge open">? not judged</span>
                  )}
                  {row.note === undefined ? null : (
                    <small>
                      <Sentence text={row.note} />
                    </small>
                  )}
                </td>
                <td class="number">{row.worst === null ? '–' : inUnit(row, row.worst.value)}</td>
                <td>{row.worst?.scenario ? <ScenarioName of={row.worst.scenario} length={40} /> : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Section>
  );
}

function inUnit(row: RequirementRecord, value: number): string {
  const metric = metricOf(row.key.slice(0, row.key.indexOf('.')));
  return metric === undefined ? formatNumber(value) : formatValue(metric.unit, { value });
}
