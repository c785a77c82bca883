import { useId, useRef, useState } from 'preact/hooks';
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

/** What somebody typed that the number cannot be, and the number that was kept instead. */
interface Untaken {
  readonly typed: string;
  readonly kept: number;
  /** Whether it still stands in the box. */
  readonly isThere: boolean;
}

/**
 * A whole number within bounds, taken over with each key. What is out of bounds is said beside it, and leaves the number
 * that stood there before somebody typed: not its first digit.
 */
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
  const before = useRef(value);
  const last = useRef('');
  const [untaken, setUntaken] = useState<Untaken | undefined>(undefined);
  const note = useId();
  // Said until the number is another one, by this box or by anything else.
  const isSaid = untaken !== undefined && untaken.kept === value && !isWithin(Number(untaken.typed), least, most);
  return (
    <>
      <input
        type="number"
        class="small"
        min={least}
        max={most}
        step={1}
        value={isSaid && untaken.isThere ? untaken.typed : value}
        aria-label={label}
        aria-invalid={isSaid && untaken.isThere}
        aria-describedby={isSaid ? note : undefined}
        onFocus={() => {
          before.current = value;
          last.current = String(value);
        }}
        onInput={(event) => {
          const { valueAsNumber: wanted, value: typed } = event.currentTarget;
          // Somebody who types over all of it begins anew; who adds or takes back a digit goes on.
          if (!typed.startsWith(last.current) && !last.current.startsWith(typed)) before.current = value;
          last.current = typed;
          if (Number.isNaN(wanted)) return;
          if (isWithin(wanted, least, most)) {
            setUntaken(undefined);
            // A step by an arrow is whole; a typed digit may be the first of several.
            if (!('inputType' in event) || event.inputType === '') before.current = wanted;
            change(wanted);
          } else {
            setUntaken({ typed, kept: before.current, isThere: true });
            change(before.current);
          }
        }}
        onBlur={({ currentTarget }) => {
          currentTarget.value = String(value);
          setUntaken((last) => last && { ...last, isThere: false });
        }}
      />
      <small class="untaken" role="status" id={note}>
        {isSaid ? `${untaken.typed} is not a whole number from ${least} to ${most}; it stays ${value}` : ''}
      </small>
    </>
  );
}

const isWithin = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;
