import { NR_CPUS_LIMIT, PID_MAX_LIMIT } from '../../metrics/exposure/attackers.ts';
import type { GuardRecord, RaceRecord } from '../../metrics/exposure/types.ts';
import { count, list, plural } from '../numbers.ts';
import type { LayoutRecord } from '../results.ts';
import { bytes } from './exposure-words.ts';
import { Captioned, Name, Sentence } from './parts.tsx';
import { Term } from './term.tsx';

const HAZARDS: Readonly<Record<NonNullable<GuardRecord['first']>, string>> = {
  carry: 'a carry',
  lost: 'a lost count',
  freed: 'a page freed in use',
  wrong: 'a wrong answer',
  refused: 'a needless refusal',
  stale: 'a stale free',
};

const GUARDS = `How many tasks may be inside the window at once before harm is done, against the bound of tasks in Linux (PID_MAX_LIMIT, ${count(PID_MAX_LIMIT)}: there are always fewer) and the most processors (NR_CPUS, ${count(NR_CPUS_LIMIT)}). ✓ stands so many, ✗ does not; then the reserved bits that would be enough.`;

interface GuardsProps {
  readonly guards: readonly GuardRecord[];
  readonly races: readonly RaceRecord[];
  readonly layouts: readonly LayoutRecord[];
}

/** The guard of each counter, by the protocol that the layout assumes, and in a fold by the others. */
export function Guards({ guards, races, layouts }: GuardsProps) {
  const shown = new Set(layouts.map(({ id }) => id));
  const own = guards.filter(({ layout }) => shown.has(layout));
  const others = own.filter(({ isDefault }) => !isDefault);
  if (own.length === 0) return null;
  return (
    <>
      <h3>
        How many racing tasks a counter stands: its <Term word="guard" />
      </h3>
      <GuardTable guards={own.filter(({ isDefault }) => isDefault)} caption={GUARDS} />
      {others.length === 0 ? null : (
        <details>
          <summary>The same with other ways to update</summary>
          <GuardTable guards={others} caption="Every other protocol that the counter could be updated with." />
        </details>
      )}
      {races.length === 0 ? null : (
        <details>
          <summary>How it goes wrong, step by step on a small word</summary>
          {races.map((race) => (
            <Race key={race.what} race={race} />
          ))}
        </details>
      )}
    </>
  );
}

function GuardTable({ guards, caption }: { readonly guards: readonly GuardRecord[]; readonly caption: string }) {
  return (
    <Captioned caption={caption}>
      <table class="data guards stacks" aria-label={caption.split('.')[0]}>
        <thead>
          <tr>
            <th scope="col">Layout</th>
            <th scope="col">Counter</th>
            <th scope="col">Update</th>
            <th scope="col" class="number">
              Tasks, one operation each
            </th>
            <th scope="col" class="number">
              Tasks that go on
            </th>
            <th scope="col">PID_MAX_LIMIT</th>
            <th scope="col">NR_CPUS</th>
            <th scope="col">One more brings</th>
            <th scope="col">Because</th>
          </tr>
        </thead>
        <tbody>
          {guards.map((guard) => (
            <tr key={`${guard.layout} ${guard.of} ${guard.protocol}`}>
              <th scope="row">
                <Name of={guard.layout} length={30} />
              </th>
              <td data-label="Counter">
                <Name of={guard.of} length={20} />
              </td>
              <td data-label="Update">{guard.protocol}</td>
              <td class="number" data-label="Tasks, one operation each">
                {guard.tasks === null ? 'any' : count(guard.tasks)}
              </td>
              <td class="number" data-label="Tasks that go on">
                {guard.sustained === null ? 'any' : count(guard.sustained)}
              </td>
              <td data-label="PID_MAX_LIMIT">{standing(guard, 'PID_MAX_LIMIT', PID_MAX_LIMIT)}</td>
              <td data-label="NR_CPUS">{standing(guard, 'NR_CPUS', NR_CPUS_LIMIT)}</td>
              <td data-label="One more brings">{guard.first === null ? 'nothing' : HAZARDS[guard.first]}</td>
              <td class="because" data-label="Because">
                <Sentence text={guard.text} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Captioned>
  );
}

/** The shortest way there, found by going through every interleaving. */
function Race({ race }: { readonly race: RaceRecord }) {
  const { protocol, what, hazard, start, states, steps } = race;
  return (
    <Captioned
      caption={`${protocol}: ${what}. The shortest way to ${HAZARDS[hazard]} of ${count(states)} states; the word is ${start} at first.`}
    >
      <table class="data" aria-label={`${protocol}: ${what}`}>
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">Does</th>
            <th scope="col">Word before</th>
            <th scope="col">Word after</th>
            <th scope="col">Brings</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ task, does, before, after, hazards }, i) => (
            <tr key={i}>
              <td>{task}</td>
              <td>
                <Sentence text={does} />
              </td>
              <td>
                <code>{before}</code>
              </td>
              <td>
                <code>{after}</code>
              </td>
              <td>{hazards.length === 0 ? '' : list(hazards.map((each) => HAZARDS[each]))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Captioned>
  );
}

/** Whether a counter stands so many tasks, and with how many reserved bits it would. */
function standing({ protocol, tasks, enough }: GuardRecord, of: 'PID_MAX_LIMIT' | 'NR_CPUS', most: number): string {
  if (protocol === 'unchecked') return '✗ no check';
  const stands = tasks === null || Number(tasks) >= most;
  const bound = enough.find((entry) => entry.of === of);
  if (bound === undefined) return stands ? '✓' : '✗ no reserve to widen';
  if (bound.reserve === null) return stands ? '✓' : '✗ no reserve is enough';
  if (tasks === null) return '✓';
  return `${stands ? '✓' : '✗'} ${plural(bound.reserve, 'bit')}`;
}

const COSTS =
  'Bytes beyond the 32-bit word of each page; what an unpin must say that it need not say today, at how many calls of January 2021; atomic operations of a pin.';

const OWN_COSTS =
  'Of kinds of their own neither the word of today nor the calls are known. Who drops one has to say which counter it was in; beside that, atomic operations of an acquisition.';

/** What each layout asks of memory and of the code around it: of page references against the kernel of today. */
export function Costs({ layouts }: { readonly layouts: readonly LayoutRecord[] }) {
  const ofPages = layouts.filter(({ domain }) => domain === undefined);
  const own = layouts.filter(({ domain }) => domain !== undefined);
  return (
    <>
      <h3>What it costs</h3>
      {ofPages.length === 0 ? null : <PageCosts layouts={ofPages} />}
      {own.length === 0 ? null : <OwnCosts layouts={own} />}
    </>
  );
}

/** Of kinds of somebody's own. */
function OwnCosts({ layouts }: { readonly layouts: readonly LayoutRecord[] }) {
  return (
    <Captioned caption={OWN_COSTS}>
      <table class="data stacks" aria-label="What each layout of kinds of its own costs">
        <thead>
          <tr>
            <th scope="col">Layout</th>
            <th scope="col" class="number">
              Word
            </th>
            <th scope="col">A drop must say</th>
            <th scope="col" class="number">
              Atomics an acquisition
            </th>
            <th scope="col">Updated by</th>
          </tr>
        </thead>
        <tbody>
          {layouts.map(({ id, word, cost }) => (
            <tr key={id}>
              <th scope="row">
                <Name of={id} length={40} />
              </th>
              <td class="number" data-label="Word">
                {word} bits
              </td>
              <td data-label="A drop must say">
                <Sentence text={cost.unpinKnows.length === 0 ? 'nothing' : `which of ${list(cost.unpinKnows)}`} />
              </td>
              <td class="number" data-label="Atomics an acquisition">
                {cost.atomicsPerPin}
              </td>
              <td data-label="Updated by">
                <Updates cost={cost} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Captioned>
  );
}

const Updates = ({ cost }: Pick<LayoutRecord, 'cost'>) => (
  <Sentence text={cost.updates.map(({ of, update }) => `${of}: ${update}`).join('; ')} />
);

function PageCosts({ layouts }: { readonly layouts: readonly LayoutRecord[] }) {
  return (
    <Captioned caption={COSTS}>
      <table class="data stacks" aria-label="What each layout costs">
        <thead>
          <tr>
            <th scope="col">Layout</th>
            <th scope="col" class="number">
              Bytes a page
            </th>
            <th scope="col" class="number">
              For each GiB
            </th>
            <th scope="col">An unpin must say</th>
            <th scope="col" class="number">
              Calls to change
            </th>
            <th scope="col" class="number">
              Atomics a pin
            </th>
            <th scope="col">Updated by</th>
          </tr>
        </thead>
        <tbody>
          {layouts.map(({ id, cost }) => (
            <tr key={id}>
              <th scope="row">
                <Name of={id} length={40} />
              </th>
              <td class="number" data-label="Bytes a page">
                {count(cost.bytesPerPage ?? 0)}
              </td>
              <td class="number" data-label="For each GiB">
                {cost.bytesPerGiB ? bytes(cost.bytesPerGiB) : '0'}
              </td>
              <td data-label="An unpin must say">
                <Sentence text={cost.unpinKnows.length === 0 ? 'nothing new' : `its ${list(cost.unpinKnows)}`} />
              </td>
              <td class="number" data-label="Calls to change">
                {count(cost.callSites ?? 0)}
              </td>
              <td class="number" data-label="Atomics a pin">
                {cost.atomicsPerPin}
              </td>
              <td data-label="Updated by">
                <Updates cost={cost} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Captioned>
  );
}
