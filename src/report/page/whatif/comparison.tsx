import { useMemo } from 'preact/hooks';
import { metricOf } from '../../../metrics/registry.ts';
import type { Measurement, Results, ScenarioRecord } from '../../results.ts';
import { isOfOwnKinds } from '../../scenario-words.ts';
import { type KeyFigures, keyFigures } from '../../select.ts';
import { Explainer, Figure } from '../explainer.tsx';
import { Captioned, Name, ScenarioName, Unbroken } from '../parts.tsx';
import { atWorst, type Column, columnsOf } from '../verdicts.tsx';

/** Results of one layout, and of the layout with which it is compared. */
interface Compared {
  readonly now: Results;
  readonly was: Results;
}

const figuresIn = (results: Results, scenarios: readonly ScenarioRecord[]): KeyFigures =>
  keyFigures(results, results.layouts[0]!, scenarios);

/**
 * The figures of the layout at worst and in each scenario, each with what it was in the layout that it started from.
 *
 * @param scenarios those shown, a row each.
 */
export function Comparison({ now, was, scenarios }: Compared & { readonly scenarios: readonly ScenarioRecord[] }) {
  const all = now.scenarios;
  const columns = columnsOf(now);
  // What was does not change while somebody drags.
  const before = useMemo(
    () => ({ worst: figuresIn(was, was.scenarios), each: scenarios.map((scenario) => figuresIn(was, [scenario])) }),
    [was, scenarios],
  );
  return (
    <div>
      <Explainer results={now}>
        <Captioned
          caption={`${isOfOwnKinds(was) ? '' : 'Small folios. '}Where the layout it started from had another number, that stands below, and whether the new one is better or worse.${
            scenarios.length < all.length ? ` The worst is of all ${all.length} scenarios, those not shown too.` : ''
          }`}
        >
          <table class="data comparison" aria-label="The layout in each scenario">
            <thead>
              <tr>
                <th scope="col">Scenario</th>
                {columns.map((column) => (
                  <th key={column.title} scope="col" class="number">
                    {column.title}
                    <small>{column.unit}</small>
                  </th>
                ))}
              </tr>
            </thead>
            {all.length === 0 ? null : (
              <tbody class="worst">
                <Row
                  columns={columns}
                  label={`Worst of ${all.length}`}
                  now={figuresIn(now, all)}
                  was={before.worst}
                  isWorst={true}
                />
              </tbody>
            )}
            <tbody>
              {scenarios.map((scenario, i) => (
                <Row
                  key={scenario.id}
                  columns={columns}
                  label={scenario.id}
                  now={figuresIn(now, [scenario])}
                  was={before.each[i]!}
                />
              ))}
            </tbody>
          </table>
        </Captioned>
      </Explainer>
    </div>
  );
}

function Row({
  columns,
  label,
  now,
  was,
  isWorst = false,
}: {
  readonly columns: readonly Column[];
  readonly label: string;
  readonly now: KeyFigures;
  readonly was: KeyFigures;
  readonly isWorst?: boolean;
}) {
  const isTall = isWorst || columns.some((column) => isEstimate(column, column.row(now)));
  return (
    <tr class={isTall ? 'tall' : undefined}>
      <th scope="row">
        <ScenarioName of={label} length={24} />
      </th>
      {columns.map((column) => (
        <Cell
          key={column.title}
          column={column}
          now={column.row(now)}
          was={column.row(was)}
          isWorst={isWorst}
          unplaced={column.isOfCourse ? now.unplaced : 0}
          wasUnplaced={column.isOfCourse ? was.unplaced : 0}
        />
      ))}
    </tr>
  );
}

const isEstimate = (column: Column, row: Measurement | undefined): boolean =>
  row !== undefined && column.interval(row) !== '';

function Cell({
  column,
  now,
  was,
  isWorst,
  unplaced,
  wasUnplaced,
}: {
  readonly column: Column;
  readonly now: Measurement | undefined;
  readonly was: Measurement | undefined;
  readonly isWorst: boolean;
  /** Scenarios in which only a replay would tell: the worst is at least what stands here. */
  readonly unplaced: number;
  readonly wasUnplaced: number;
}) {
  const isNone = now === undefined && was === undefined;
  const change = isNone ? undefined : changeAtWorst(changeOf(now, was), unplaced, wasUnplaced);
  const old = was === undefined ? '–' : column.text(was);
  if (now === undefined) {
    return (
      <td class="number none" title="Not measured: every number below says why">
        –
        {change === undefined ? null : (
          <small>
            was <span class="nowrap">{old}</span>
          </small>
        )}
      </td>
    );
  }
  const interval = column.interval(now);
  return (
    <td class={`number${column.bad(now) ? ' bad' : ''}`}>
      <Figure row={now}>{atWorst(column, now, unplaced)}</Figure>
      {interval === '' ? null : (
        <small class="interval">
          <Unbroken text={interval} />
        </small>
      )}
      {isWorst && (now.value > 0 || metricOf(now.metric)?.unit === 'bits') ? (
        <small>
          <Name of={now.of} length={12} /> in <ScenarioName of={String(now.scenario)} length={16} />
        </small>
      ) : null}
      {unplaced > 0 ? <small>not measured in {unplaced}</small> : null}
      {change === undefined ? null : (
        <small class={change}>
          {wayOf(change, old === column.text(now))}was <span class="nowrap">{old}</span>
        </small>
      )}
    </td>
  );
}

/** Of what is only known to be at least as bad as it stands there, nothing is better; worse it may well be. */
export function changeAtWorst(
  change: ReturnType<typeof changeOf>,
  unplaced: number,
  wasUnplaced: number,
): ReturnType<typeof changeOf> {
  if (unplaced === 0 && wasUnplaced === 0) return change;
  return change === 'worse' && wasUnplaced === 0 ? 'worse' : 'other';
}

/** Of two numbers that are written alike, the difference is slight. */
const wayOf = (change: 'better' | 'worse' | 'other', isAlike: boolean): string =>
  change === 'other' ? '' : `${isAlike ? 'slightly ' : ''}${change}, `;

/** Undefined where nothing changed. `other`: one of the two was not measured, or neither way is better. */
export function changeOf(
  now: Measurement | undefined,
  was: Measurement | undefined,
): 'better' | 'worse' | 'other' | undefined {
  if (now === undefined || was === undefined) return now === was ? undefined : 'other';
  if (now.value === was.value && now.log10 === was.log10) return undefined;
  const direction = metricOf(now.metric)?.direction ?? 'none';
  if (direction === 'none') return 'other';
  // Two shares that no double tells apart are told apart by their logarithms.
  const isMore = now.value === was.value ? (now.log10 ?? 0) > (was.log10 ?? 0) : now.value > was.value;
  return isMore === (direction === 'higher') ? 'better' : 'worse';
}
