import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Layout } from '../../../layouts/types.ts';
import { layoutOfRecord } from '../../layout-record.ts';
import { plain, shorten } from '../../names.ts';
import { count } from '../../numbers.ts';
import type { LayoutRecord, Results } from '../../results.ts';
import { chooseLayouts } from '../../select.ts';
import { BitStrip } from '../bit-picture.tsx';
import { Name, Section } from '../parts.tsx';
import { useSettled } from '../settled.ts';
import { type Reading, readingOf, withCount } from './reading.ts';
import { binaryOf, hexOf, parseWord, wordOfBits } from './word-text.ts';

/** Layouts that read the word; each is a few inputs. */
const MOST_LAYOUTS = 24;

/** The word before anything was typed: one pin and one ordinary reference, as Linux counts them today. */
const FIRST = '1025';

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['1025', 'one pin and one reference today'],
  ['0x11000003', 'a read pin, a write pin, three references in 4/4/24'],
  ['0xc0000000', 'refcount_t, saturated'],
  ['-1', 'every bit set'],
];

const LEAD =
  'Type a word as it stands in a dump, and read what each layout takes it for; or change a count, and see the word that it makes.';

/** A word typed by somebody, as each layout reads it. */
export function Decoder({ results }: { readonly results: Results }) {
  const [isAlive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  return (
    <Section id="decoder" title="Read a word" lead={LEAD}>
      {isAlive ? <Reader results={results} /> : <p class="muted">This part needs its script.</p>}
    </Section>
  );
}

function Reader({ results }: { readonly results: Results }) {
  const [stored, change, settle] = useSettled('word');
  /** What stands in the field while somebody types: it may be empty, or no word. */
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (stored === '' ? FIRST : stored);
  const parsed = parseWord(text);
  const { shown, total } = useMemo(() => chooseLayouts(results, MOST_LAYOUTS), [results]);
  const keep = (next: string): void => change(next.trim() === '' || next === FIRST ? '' : next);
  const set = (next: string): void => {
    setTyped(null);
    keep(next);
    settle();
  };
  return (
    <div class="decoder">
      <div class="word-line">
        <label>
          Word{' '}
          <input
            type="text"
            class="word"
            value={text}
            autoComplete="off"
            spellcheck={false}
            aria-invalid={!parsed.ok}
            aria-describedby="word-problem"
            onInput={({ currentTarget }) => {
              setTyped(currentTarget.value);
              keep(currentTarget.value);
            }}
            onBlur={() => {
              setTyped(null);
              settle();
            }}
          />
        </label>
        <span class="examples">
          {EXAMPLES.map(([word, what]) => (
            <button key={word} type="button" title={what} onClick={() => set(word)}>
              {word}
              <span class="visually-hidden">: {what}</span>
            </button>
          ))}
        </span>
      </div>
      <p id="word-problem" class="bad" role="status">
        {parsed.ok ? '' : parsed.message}
      </p>
      {parsed.ok ? (
        <>
          <Spellings value={parsed.value} sizes={sizesFor(parsed.value, results)} />
          <div class="readings">
            {shown.map((record) => (
              <LayoutReading key={record.id} record={record} value={parsed.value} set={set} />
            ))}
          </div>
          {shown.length < total ? (
            <p class="muted">{`${count(shown.length)} of ${count(total)} layouts are shown; the filters above choose which.`}</p>
          ) : null}
        </>
      ) : null}
    </div>
  );
}

/** The sizes of word that the layouts have, and 64 bits where the value needs them. */
function sizesFor(value: bigint, { layouts }: Results): readonly (32 | 64)[] {
  const needs64 = typeof wordOfBits(value, 32) === 'string';
  return ([32, 64] as const).filter((bits) => layouts.some(({ word }) => word === bits) || (bits === 64 && needs64));
}

/** The word in every spelling, for each of these sizes that it has room in. */
function Spellings({ value, sizes }: { readonly value: bigint; readonly sizes: readonly (32 | 64)[] }) {
  return (
    <dl class="spellings">
      {sizes.flatMap((bits) => {
        const word = wordOfBits(value, bits);
        if (typeof word === 'string') return [];
        const signed = BigInt.asIntN(bits, word);
        return [
          <div key={bits}>
            <dt>{bits} bits</dt>
            <dd>
              <code>{hexOf(word, bits)}</code>
            </dd>
            <dd>
              <code>{count(word.toString())}</code>
              {signed < 0n ? (
                <>
                  {' '}
                  unsigned, <code>−{count((-signed).toString())}</code> signed
                </>
              ) : null}
            </dd>
            <dd class="binary">
              <code>{binaryOf(word, bits)}</code>
            </dd>
          </div>,
        ];
      })}
    </dl>
  );
}

function LayoutReading({
  record,
  value,
  set,
}: {
  readonly record: LayoutRecord;
  readonly value: bigint;
  readonly set: (word: string) => void;
}) {
  const layout = useMemo(() => layoutOfRecord(record), [record]);
  const reading = readingOf(layout, value);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid in every browser.
    <div class="reading" role="group" aria-label={shorten(plain(record.id), 80)}>
      <p class="reading-name">
        <Name of={record.id} length={40} />
        <BitStrip layout={record} />
      </p>
      {typeof reading === 'string' ? (
        <p class="muted">The word {reading}.</p>
      ) : (
        <>
          <Counts layout={layout} value={value} reading={reading} set={set} />
          <Answers reading={reading} />
          {reading.notes.length === 0 ? null : (
            <ul class="reading-notes">
              {reading.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  );
}

function Counts({
  layout,
  value,
  reading,
  set,
}: {
  readonly layout: Layout;
  readonly value: bigint;
  readonly reading: Reading;
  readonly set: (word: string) => void;
}) {
  /** What was wrong with what somebody typed, as long as the word is the one that he typed it at. */
  const [problem, setProblem] = useState<{ readonly at: bigint; readonly text: string }>();
  const values = reading.counts.map((held) => held.value);
  return (
    <div class="counts">
      {reading.counts.map((held, i) => (
        <CountInput
          key={held.name}
          held={held}
          change={(count) => {
            const word =
              count === undefined ? `${held.name}: type a whole number` : withCount(layout, values, i, count);
            setProblem(typeof word === 'string' ? { at: value, text: word } : undefined);
            if (typeof word !== 'string') set(hexOf(word, layout.word).replaceAll('_', ''));
          }}
        />
      ))}
      <p class="bad" role="status">
        {problem?.at === value ? shorten(plain(problem.text), 200) : ''}
      </p>
    </div>
  );
}

/** A count that can be typed over. While somebody types, what is typed stands there, whatever the word has room for. */
function CountInput({
  held,
  change,
}: {
  readonly held: Reading['counts'][number];
  /** Undefined: what is typed is no number. */
  readonly change: (value: bigint | undefined) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <label class={held.isOver ? 'over' : undefined}>
      <Name of={held.name} length={20} />{' '}
      <input
        type="text"
        inputMode="numeric"
        class="count"
        value={typed ?? held.value.toString()}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          const parsed = parseWord(currentTarget.value);
          change(parsed.ok ? parsed.value : undefined);
        }}
        onBlur={() => setTyped(null)}
      />
      <small>
        {held.isOver ? 'over ' : ''}limit {count(held.limit.toString())}
      </small>
    </label>
  );
}

function Answers({ reading }: { readonly reading: Reading }) {
  return (
    <dl class="answers">
      {Object.entries(reading.answers).map(([question, yes]) => (
        <div key={question}>
          <dt>{question}</dt>
          <dd class={yes ? 'yes' : 'no'}>{yes ? 'yes' : 'no'}</dd>
        </div>
      ))}
    </dl>
  );
}
