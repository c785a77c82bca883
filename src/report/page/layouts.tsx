import { atLimitText } from '../../layouts/at-limit.ts';
import { count, list, plural } from '../numbers.ts';
import type { FieldRecord, LayoutRecord, Results } from '../results.ts';
import { chooseLayouts, groupName } from '../select.ts';
import { BitPicture, kindClass } from './bit-picture.tsx';
import { useLinked } from './links.ts';
import { Captioned, Name, Section, Sentence } from './parts.tsx';
import { SelectLayout } from './select-layout.tsx';

const MOST = 40;

/** The bit pictures, then the table of fields. */
export function Layouts({ results }: { readonly results: Results }) {
  const { shown, total } = chooseLayouts(results, MOST);
  return (
    <Section
      id="layouts"
      title="Layouts"
      lead={
        <>
          One cell is one bit, the most significant on the left. A hatched cell is reserve: it is given up to saturation
          and never counts.
          {shown.length < total
            ? ` ${shown.length} of ${count(total)} layouts are shown; the filters above choose which.`
            : ''}
        </>
      }
    >
      <Legend layouts={shown} />
      {shown.map((layout) => (
        <LayoutFigure key={layout.id} layout={layout} />
      ))}
      <FieldTable layouts={shown} />
    </Section>
  );
}

function LayoutFigure({ layout }: { readonly layout: LayoutRecord }) {
  const linked = useLinked(layout.id);
  return (
    <figure class="layout" {...linked}>
      <figcaption>
        <SelectLayout id={layout.id} />
        <strong>
          <Name of={layout.id} length={80} />
        </strong>{' '}
        <span class="muted">
          {layout.family === 'split' ? 'split into fields' : 'one counter with biases'}; {cost(layout)}
        </span>
      </figcaption>
      <BitPicture layout={layout} perRow={32} />
      <BitPicture layout={layout} perRow={16} />
    </figure>
  );
}

function cost({ domain, cost: { bytesPerPage, unpinKnows, updates } }: LayoutRecord): string {
  const bytes = bytesPerPage ? `${plural(bytesPerPage, 'byte')} more per page; ` : '';
  const knows =
    domain === undefined
      ? `an unpin must know ${unpinKnows.length === 0 ? 'nothing new' : `its ${list(unpinKnows)}`}; `
      : unpinKnows.length === 0
        ? ''
        : `who drops must know which of ${list(unpinKnows)} it was; `;
  const swapped = updates.filter(({ update }) => update === 'compare-and-swap').map(({ of }) => of);
  const updated =
    swapped.length === 0
      ? 'atomic additions'
      : `compare-and-swap of ${list(swapped)}${swapped.length < updates.length ? ', else atomic additions' : ''}`;
  return `${bytes}${knows}updated by ${updated}`;
}

/** The kinds by the name of their set where it has one. */
function counted(field: FieldRecord): string {
  const group = groupName(field.counts);
  return NAMES[group] ?? list(field.counts);
}

const NAMES: Readonly<Record<string, string>> = {
  ordinary: 'ordinary references',
  read: 'read pins',
  write: 'write pins',
  pin: 'all pins',
  long: 'long-term pins',
  short: 'short-term pins',
  other: 'another set of kinds',
  sign: 'nothing (the sign)',
};

function Legend({ layouts }: { readonly layouts: readonly LayoutRecord[] }) {
  const used = new Set(layouts.flatMap((layout) => layout.fields.map(kindClass)));
  return (
    <ul class="legend">
      {Object.entries(NAMES)
        .filter(([name]) => used.has(`kind-${name}`))
        .map(([name, text]) => (
          <li key={name}>
            <svg viewBox="0 0 12 12" class={`kind-${name}`} aria-hidden="true" focusable="false">
              <rect class="fill" width="12" height="12" rx="2" />
            </svg>
            {text}
          </li>
        ))}
      {layouts.some((layout) => layout.fields.some((field) => field.reserve > 0)) ? (
        <li>
          <svg viewBox="0 0 12 12" class="kind-ordinary" aria-hidden="true" focusable="false">
            <rect class="fill" width="12" height="12" />
            <rect class="reserve" width="12" height="12" />
            <rect class="hatch" width="12" height="12" />
          </svg>
          reserve
        </li>
      ) : null}
    </ul>
  );
}

const FIELDS =
  'The fields from high to low. Limit: the highest count, 2^(bits − reserve) − 1; of a bias, the soft limit beyond which it misclassifies.';

function FieldTable({ layouts }: { readonly layouts: readonly LayoutRecord[] }) {
  const biased = layouts.some((layout) => layout.fields.some((field) => field.bias !== undefined));
  return (
    <Captioned caption={FIELDS}>
      <table class="data fields" aria-label="Fields of the layouts">
        <thead>
          <tr>
            <th scope="col">Layout</th>
            <th scope="col">Field</th>
            <th scope="col" class="number">
              Bits
            </th>
            <th scope="col" class="number">
              Position
            </th>
            <th scope="col" class="number">
              Reserve
            </th>
            <th scope="col" class="number">
              Limit
            </th>
            {biased ? (
              <th scope="col" class="number">
                One adds
              </th>
            ) : null}
            <th scope="col">Counts</th>
            <th scope="col">At its limit</th>
          </tr>
        </thead>
        {layouts.map((layout) => (
          <tbody key={layout.id}>
            {layout.fields.map((field, i) => (
              <tr key={field.offset}>
                {i === 0 ? (
                  <th scope="rowgroup" rowSpan={layout.fields.length}>
                    <Name of={layout.id} length={40} />
                  </th>
                ) : null}
                <th scope="row">
                  <Name of={field.name} length={30} />
                </th>
                <td class="number">{field.bits}</td>
                <td class="number">
                  {field.bits === 1 ? field.offset : `${field.offset + field.bits - 1}…${field.offset}`}
                </td>
                <td class="number">{field.reserve}</td>
                <td class="number">{field.counts.length === 0 ? '–' : count(field.limit)}</td>
                {biased ? <td class="number">{field.bias === undefined ? '–' : count(field.bias)}</td> : null}
                <td>{field.counts.length === 0 ? '–' : counted(field)}</td>
                <td>
                  <Sentence text={atLimitText(field, layout.fields[i - 1], layout.domain !== undefined)} />
                  {field.warn === undefined ? '' : `; warns from ${count(field.warn)} on`}
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </Captioned>
  );
}
