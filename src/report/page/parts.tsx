import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { TextTable } from '../charts/chart.ts';
import { plain, plainSentence, shorten, shown } from '../names.ts';
import type { ScenarioRecord } from '../results.ts';

/** Characters of a name in running text and in tables, and in the title that shows more of it. */
const SHOWN = 60;
const IN_TITLE = 400;

/** A name from outside: as text, isolated from the direction of the text around it, cut where it is long. */
export function Name({ of, length = SHOWN }: { readonly of: string; readonly length?: number }) {
  const whole = plain(of);
  const text = shown(of, length);
  return whole.length <= text.length ? (
    <bdi class="name">
      <Unbroken text={text} />
    </bdi>
  ) : (
    <bdi class="name" title={shorten(whole, IN_TITLE)}>
      <Unbroken text={text} />
    </bdi>
  );
}

/** The scenarios of the report by id, for what is shown beside their names. */
export const ScenariosContext = createContext<ReadonlyMap<string, ScenarioRecord>>(new Map());

/** The name of a scenario: a mark where it is an attack; what it is, as its title. */
export function ScenarioName({ of, length = SHOWN }: { readonly of: string; readonly length?: number }) {
  const scenario = useContext(ScenariosContext).get(of);
  const name = <Name of={of} length={length} />;
  if (scenario === undefined) return name;
  return (
    <>
      {scenario.description === undefined ? (
        name
      ) : (
        <span title={shorten(plain(scenario.description), IN_TITLE)}>{name}</span>
      )}
      {scenario.hostile ? <span class="hostile"> (hostile)</span> : null}
    </>
  );
}

/** A sentence, in which names from outside may stand, quoted or not. */
export function Sentence({ text }: { readonly text: string }) {
  return <Unbroken text={shorten(plainSentence(text), 1000)} />;
}

/** A number and what it is of: `53.1 %`, `12 bits`, `0.7 s`. */
const WITH_UNIT = /([\d.,]*\d (?:%|bits?|[mnµ]?s)(?![\p{L}\d]))/u;

/** A text in which no line ends between a number and its unit. */
export function Unbroken({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(WITH_UNIT).map((part, i) => {
        if (i % 2 === 0) return part === '' ? null : part;
        return (
          <span key={i} class="nowrap">
            {part}
          </span>
        );
      })}
    </>
  );
}

/** A wide table scrolls inside itself; the keyboard can do that too. */
export function Scroll({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (axe: scrollable-region-focusable).
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, and this is a table.
    <div class="scroll" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

/** A table that scrolls under a caption that does not. */
export function Captioned({ caption, children }: { readonly caption: string; readonly children: ComponentChildren }) {
  return (
    <>
      <p class="caption">{caption}</p>
      <Scroll label={shorten(plainSentence(caption), 120)}>{children}</Scroll>
    </>
  );
}

/** Whether some cell says more than fits beside others on a phone: there each is on a line of its own. */
const isOfSentences = ({ rows }: TextTable): boolean => rows.some((row) => row.some((cell) => cell.length > 32));

/** Characters of a cell, which may be a sentence with names of 40 in it. */
const CELL = 400;

/** A number with its unit or of what it is a part, a range of them, or that there is none. */
const NUMBER = /^(?:[≤≥] ?)?[−-]?\d[\d,.]*(?:e[−+-]?\d+)?(?: ?%| bits?| of \d[\d,]*)?$|^–$/;

/** Which columns are of numbers, which stand below each other by their ends. */
const numberColumns = ({ columns, rows }: TextTable): readonly boolean[] =>
  columns.map(
    (_, i) => i > 0 && rows.every((row) => NUMBER.test(row[i] ?? '–')) && rows.some((row) => /\d/.test(row[i] ?? '')),
  );

/** A table of texts, the first column naming the rows. */
export function TextTableView({ table }: { readonly table: TextTable }) {
  const isNumber = numberColumns(table);
  return (
    <Captioned caption={table.caption}>
      <table
        class={`data${isOfSentences(table) ? ' stacks' : ''}`}
        aria-label={shorten(plainSentence(table.caption), 200)}
      >
        <thead>
          <tr>
            {table.columns.map((column, i) => (
              <th key={i} scope="col" class={isNumber[i] ? 'number wraps' : undefined}>
                <Name of={column} length={40} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, r) => (
            <tr key={r}>
              {row.map((cell, i) =>
                i === 0 ? (
                  <th key={i} scope="row">
                    <Name of={cell} length={40} />
                  </th>
                ) : (
                  <td
                    key={i}
                    class={isNumber[i] ? 'number' : undefined}
                    data-label={isOfSentences(table) ? shown(table.columns[i] ?? '', 40) : undefined}
                  >
                    <Name of={cell} length={CELL} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Captioned>
  );
}

/** A part of the page with its heading; `id` is what the navigation points to. */
export function Section({
  id,
  title,
  lead,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <div class="section-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <a class="to-contents" href="#contents">
          Contents
        </a>
      </div>
      {lead === undefined ? null : <p class="lead">{lead}</p>}
      {children}
    </section>
  );
}
