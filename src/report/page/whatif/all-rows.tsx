import { formatCounts, formatInterval, formatValue, isOverRuns } from '../../../metrics/format.ts';
import { metricOf } from '../../../metrics/registry.ts';
import { count } from '../../numbers.ts';
import type { Measurement, Results } from '../../results.ts';
import { Name, Scroll, Sentence } from '../parts.tsx';
import { grouped } from '../unmeasured.tsx';

/** Every row of the layout, as results.json would have it, and what has none. */
export function AllRows({ results }: { readonly results: Results }) {
  const rows = [...results.measurements, ...results.large];
  return (
    <>
      <Scroll label="Every number of the layout">
        <table class="data all-rows">
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col">Of</th>
              <th scope="col">Scenario</th>
              <th scope="col" class="number">
                Value
              </th>
              <th scope="col" class="number">
                95 % interval, or runs
              </th>
              <th scope="col" class="number">
                Counts
              </th>
              <th scope="col">Method</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <RowOf key={i} row={row} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {results.unmeasured.length === 0 ? null : (
        <>
          <p class="caption">Not measured, and why:</p>
          <ul class="gaps">
            {grouped(results.unmeasured).map(({ reason, metrics, scenarios }) => (
              <li key={reason}>
                <Sentence text={reason} />: {[...metrics.keys()].map((id) => metricOf(id)?.label ?? id).join(', ')} in{' '}
                {[...scenarios].slice(0, 20).map((id, i) => (
                  <span key={id}>
                    {i === 0 ? '' : ', '}
                    <Name of={id} length={30} />
                  </span>
                ))}
                {scenarios.size > 20 ? ` and ${count(scenarios.size - 20)} more` : ''}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function RowOf({ row }: { readonly row: Measurement }) {
  const metric = metricOf(row.metric);
  const unit = metric?.unit ?? 'references';
  const interval = formatInterval(unit, row);
  return (
    <tr>
      <th scope="row">{metric?.label ?? row.metric}</th>
      <td>
        <Name of={row.of} length={20} />
      </td>
      <td>
        {row.scenario === null ? 'of the layout itself' : <Name of={row.scenario} length={30} />}
        {row.class === 'large' ? <small>large folios</small> : null}
      </td>
      <td class="number">{formatValue(unit, row)}</td>
      <td class="number">
        {interval}
        {interval !== '' && isOverRuns(row.metric) ? <small>lowest to highest run</small> : null}
      </td>
      <td class="number">{formatCounts(row)}</td>
      <td>{row.method}</td>
    </tr>
  );
}
