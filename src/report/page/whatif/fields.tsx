import { guardOf } from '../../../layouts/limits.ts';
import type { Layout } from '../../../layouts/types.ts';
import { formatWhole } from '../../../layouts/whole.ts';
import { formatCount } from '../../../metrics/format.ts';
import { count } from '../../numbers.ts';
import type { LayoutRecord } from '../../results.ts';
import { kindClass } from '../bit-picture.tsx';
import { Name } from '../parts.tsx';
import { mostReserve, mostWarn, type Shape, type SplitShape, withExponent, withReserve, withWarn } from './shape.ts';

interface Props {
  readonly layout: Layout;
  readonly record: LayoutRecord;
  /** Undefined where the page cannot measure the layout, and so does not change it. */
  readonly shape: Shape | undefined;
  readonly change: (shape: Shape) => void;
}

/** The parts of the word with their limits, and the numbers that are no boundary: reserves, the exponent of a bias. */
export function Fields({ layout, record, shape, change }: Props) {
  const isSplit = layout.family === 'split';
  return (
    <>
      {shape?.family === 'bias' ? (
        <p class="exponent">
          A pin adds 2^
          <NumberInput
            value={shape.exponent}
            least={1}
            most={shape.word - 2}
            label="Exponent of the bias"
            change={(exponent) => change(withExponent(shape, exponent))}
          />{' '}
          = {count(2 ** shape.exponent)}
        </p>
      ) : null}
      <table class="data parts">
        <caption>
          {isSplit ? 'Fields from high to low.' : 'What the bits count while the soft limits are kept.'}
        </caption>
        <thead>
          <tr>
            <th scope="col">{isSplit ? 'Field' : 'Part'}</th>
            <th scope="col" class="number">
              Bits
            </th>
            {isSplit ? (
              <th scope="col" class="number">
                Reserve
              </th>
            ) : null}
            <th scope="col" class="number">
              Limit
            </th>
          </tr>
        </thead>
        <tbody>
          {record.fields.map((field, i) => {
            const own = layout.family === 'split' ? layout.fields[i] : undefined;
            return (
              <tr key={field.name} class={kindClass(field)}>
                <th scope="row">
                  <span class="swatch" aria-hidden="true" />
                  <Name of={field.name} length={20} />
                </th>
                <td class="number">{field.bits}</td>
                {own === undefined ? null : (
                  <td class="number">
                    {shape?.family === 'split' ? (
                      <NumberInput
                        value={field.reserve}
                        least={0}
                        most={mostReserve(shape.fields[i]!)}
                        label={`Reserve of ${field.name}, bits`}
                        change={(reserve) => change(withReserve(shape, i, reserve))}
                      />
                    ) : (
                      field.reserve
                    )}
                  </td>
                )}
                <td class="number">
                  {field.counts.length === 0 ? '–' : count(field.limit)}
                  {own === undefined ? null : <small>{guardText(guardOf(own))}</small>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {shape?.family === 'split' ? <Warning shape={shape} change={change} /> : null}
      {layout.family === 'bias' && layout.terms.length > 1 ? (
        <p class="muted">
          {layout.terms.map((term, i) => (
            <span key={term.name}>
              {i === 0 ? 'One ' : ', one '}
              <Name of={term.name} length={20} /> adds {formatWhole(term.bias)}
            </span>
          ))}
          .
        </p>
      ) : null}
    </>
  );
}

/** From which count on the ordinary field warns while it still serves: a power of two, which profiles can answer for. */
function Warning({ shape, change }: { readonly shape: SplitShape; readonly change: (shape: Shape) => void }) {
  const ordinary = shape.fields.find(({ counts }) => counts === 'ordinary');
  if (ordinary === undefined) return null;
  const { warn } = ordinary;
  return (
    <p class="exponent">
      <label>
        <input
          type="checkbox"
          checked={warn !== undefined}
          onChange={({ currentTarget }) =>
            change(withWarn(shape, currentTarget.checked ? mostWarn(ordinary) : undefined))
          }
        />{' '}
        Ordinary references warn
      </label>
      {warn === undefined ? null : (
        <>
          {' '}
          from 2^
          <NumberInput
            value={warn}
            least={0}
            most={mostWarn(ordinary)}
            label="Exponent of the warning level"
            change={(next) => change(withWarn(shape, next))}
          />{' '}
          = {count(2 ** warn)} on
        </>
      )}
    </p>
  );
}

/** How many tasks may race before the field carries; with none it needs compare-and-swap. */
const guardText = (tasks: bigint): string => (tasks === 0n ? 'needs cmpxchg' : `guard ${formatCount(tasks)}`);

/** A whole number within bounds; what cannot be read as one changes nothing. */
function NumberInput({
  value,
  least,
  most,
  label,
  change,
}: {
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly label: string;
  readonly change: (value: number) => void;
}) {
  return (
    <input
      type="number"
      class="small"
      min={least}
      max={most}
      step={1}
      value={value}
      aria-label={label}
      onInput={({ currentTarget }) => {
        const wanted = currentTarget.valueAsNumber;
        if (Number.isInteger(wanted) && wanted >= least && wanted <= most) change(wanted);
      }}
      onBlur={({ currentTarget }) => {
        currentTarget.value = String(value);
      }}
    />
  );
}
