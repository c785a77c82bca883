import { THREATS, type ThreatId } from '../../metrics/exposure/types.ts';
import { count, list, plural } from '../numbers.ts';
import type { Results } from '../results.ts';
import { chooseLayouts } from '../select.ts';
import { MARKS, priceOf, speakingOf, type Threats, VERDICTS, verdictOf } from './exposure-words.ts';
import { Costs, Guards } from './guards.tsx';
import { Captioned, Name, Section, Sentence } from './parts.tsx';
import { ThreatPlans } from './threat-plans.tsx';
import { Warnings } from './warnings.tsx';

const MOST = 40;

const COLUMNS: Readonly<Record<ThreatId, string>> = {
  deny: 'Deny references to others',
  'false-yes': 'Force a false yes',
  saturate: 'Saturate and leak',
  carry: 'Carry into a neighbour',
  sign: 'Reach the sign bit',
  wrap: 'Wrap to 0',
};

/** What an attacker needs: a matrix of layouts and threats, the guard of each counter, and what each layout costs. */
export function Exposure({ results }: { readonly results: Results }) {
  const { attackers = [], exposure = [] } = results;
  if (exposure.length === 0) return null;
  const { shown, total } = chooseLayouts(results, MOST);
  const isWithoutMove = exposure.some(({ stoppedBy }) => stoppedBy?.limits.length === 0);
  return (
    <Section
      id="exposure"
      title="What an attacker needs"
      lead="The fewest references with which somebody brings about each threat, and whether the limits of this attacker allow so many. Each cell opens the plan, its price and its sources, and what would have to change. Of page references, longterm is not asked here: where no field counts the term, one short pin suffices."
    >
      <ul class="legend">
        {(['open', 'stopped', 'impossible'] as const).map((verdict) => (
          <li key={verdict}>
            <span aria-hidden="true">{MARKS[verdict]}</span> {VERDICTS[verdict]}
            {verdict === 'stopped' && isWithoutMove ? ', or no move of this attacker is known' : ''}
          </li>
        ))}
      </ul>
      {attackers.map((attacker, a) => (
        <div key={attacker.id}>
          <Captioned
            caption={`Against ${attacker.name}.${shown.length < total ? ` ${plural(shown.length, 'layout')} of ${count(total)}.` : ''}`}
          >
            <table class="data threats" aria-label={`What ${attacker.name} needs`}>
              <thead>
                <tr>
                  <th scope="col">Layout</th>
                  {THREATS.map((threat) => (
                    <th key={threat} scope="col">
                      {COLUMNS[threat]}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.map(({ id }, l) => {
                  const own = exposure.filter((record) => record.layout === id && record.attacker === attacker.id);
                  return (
                    <tr key={id}>
                      <th scope="row">
                        <Name of={id} length={40} />
                        <small>{openCount(own)}</small>
                      </th>
                      {THREATS.map((threat) => (
                        <td key={threat} data-label={COLUMNS[threat]}>
                          <Cell
                            threats={own.filter((record) => record.threat === threat)}
                            id={`plan-${a}-${l}-${threat}`}
                            layout={id}
                            title={COLUMNS[threat]}
                          />
                        </td>
                      ))}
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </Captioned>
          <details>
            <summary>The limits of this attacker</summary>
            <ul class="limits">
              {Object.entries(attacker.limits).map(([key, limit]) => (
                <li key={key}>
                  <strong>{limit.name}</strong>: {count(limit.value)}
                  {limit.unit === 'bytes' ? ' bytes' : ''} per {limit.per}{' '}
                  <span class="muted">
                    <Sentence text={limit.source} />
                  </span>
                </li>
              ))}
              <li>
                <strong>Devices and capabilities</strong>: {attacker.has.length === 0 ? 'none' : list(attacker.has)}
              </li>
            </ul>
          </details>
        </div>
      ))}
      <Warnings results={results} layouts={shown} />
      <Guards guards={results.guards ?? []} races={results.races ?? []} layouts={shown} />
      <Costs layouts={shown} />
    </Section>
  );
}

function openCount(threats: Threats): string {
  const open = threats.filter(({ verdict }) => verdict === 'open').length;
  return threats.length === 0
    ? 'not looked at'
    : open === 0
      ? 'none open'
      : `${open} of ${plural(threats.length, 'threat')} open`;
}

interface CellProps {
  readonly threats: Threats;
  readonly id: string;
  readonly layout: string;
  readonly title: string;
}

/** The one that speaks for all of its kind; a press opens them all. */
function Cell({ threats, id, layout, title }: CellProps) {
  const speaking = speakingOf(threats);
  if (speaking === undefined) {
    return (
      <span class="none" title="There is no such threat to this layout">
        –
      </span>
    );
  }
  const { verdict } = speaking;
  const others = threats.length - 1;
  return (
    <>
      <button type="button" class={`threat ${verdict}`} popovertarget={id}>
        <span class="mark" aria-hidden="true">
          {MARKS[verdict]}
        </span>{' '}
        <span class="hidden">{verdictOf(speaking)}: </span>
        <strong>{priceOf(speaking)}</strong>
        <small>
          <Sentence text={speaking.of} />
          {others === 0 ? '' : ` and ${plural(others, 'other')}`}
        </small>
      </button>
      <ThreatPlans id={id} layout={layout} title={title} threats={threats} />
    </>
  );
}
