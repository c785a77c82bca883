import { count, moment, plural } from '../numbers.ts';
import type { HitRecord, HitShown, Results } from '../results.ts';
import { Name, ScenarioName, Scroll, Section } from './parts.tsx';

const MOST = 200;

/** Who hit which limit: the first and the worst of each layout, scenario and field. */
export function Hits({ results }: { readonly results: Results }) {
  const hits = results.hits.slice(0, MOST);
  const layouts = results.layouts.map(({ id }) => id).filter((id) => hits.some((hit) => hit.layout === id));
  return (
    <Section
      id="who"
      title="Who hit a limit"
      lead={
        hits.length === 0
          ? 'Nobody: in no scenario did a layout refuse a reference, or a field of a split saturate, carry or wrap.'
          : `The first hit, and the one at which most references were wanted at once on the page. Lines are those of the recording.${
              results.hits.length > hits.length
                ? ` ${count(MOST)} of ${plural(results.hits.length, 'row')} are shown; results.json has all.`
                : ''
            }`
      }
    >
      {hits.length === 0 ? null : (
        <Scroll label="Who hit a limit">
          <table class="data hits">
            <thead>
              <tr>
                <th scope="col">Layout</th>
                <th scope="col">Scenario</th>
                <th scope="col">Field</th>
                <th scope="col">First hit</th>
                <th scope="col">Worst hit</th>
              </tr>
            </thead>
            {layouts.map((layout) => (
              <HitGroup key={layout} layout={layout} hits={hits.filter((hit) => hit.layout === layout)} />
            ))}
          </table>
        </Scroll>
      )}
    </Section>
  );
}

function HitGroup({ layout, hits }: { readonly layout: string; readonly hits: readonly HitRecord[] }) {
  return (
    <tbody>
      {hits.map((hit, i) => (
        <tr key={i}>
          {i === 0 ? (
            <th scope="rowgroup" rowSpan={hits.length}>
              <Name of={layout} length={40} />
            </th>
          ) : null}
          <th scope="row">
            <ScenarioName of={hit.scenario} length={30} />
            {hit.class === 'large' ? <small>large folios</small> : null}
          </th>
          <td class="field">
            <Name of={hit.of} length={20} />
          </td>
          <td>
            <Hit hit={hit.first} />
          </td>
          <td>
            {hit.worst.line === hit.first.line && hit.worst.time_s === hit.first.time_s ? (
              <span class="muted">the same</span>
            ) : (
              <Hit hit={hit.worst} />
            )}
          </td>
        </tr>
      ))}
    </tbody>
  );
}

function Hit({ hit }: { readonly hit: HitShown }) {
  return (
    <>
      <span class="nowrap">{count(hit.wanted)} wanted</span> at <span class="nowrap">{moment(hit.time_s)}</span>
      <small>
        {hit.task === '' ? null : (
          <>
            <Name of={hit.task} length={30} />,{' '}
          </>
        )}
        {/^(folio|pfn) /.test(hit.page) ? '' : 'page '}
        <Name of={hit.page} length={40} />
        {hit.line > 0 ? `, line ${count(hit.line)}` : ''}
      </small>
    </>
  );
}
