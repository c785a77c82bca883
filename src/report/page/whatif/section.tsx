import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import type { Layout } from '../../../layouts/types.ts';
import { layoutToYaml } from '../../../layouts/yaml.ts';
import type { LiveLayout } from '../../charts/chart.ts';
import { layoutRecord } from '../../layout-record.ts';
import { plain, plainSentence, quoted, shown as shownName } from '../../names.ts';
import { list, plural } from '../../numbers.ts';
import type { Results, ScenarioRecord } from '../../results.ts';
import { groupName } from '../../select.ts';
import { verdictWords } from '../../verdict-words.ts';
import { BitPicture } from '../bit-picture.tsx';
import { Name, Section, Sentence } from '../parts.tsx';
import type { WhatIfSource } from '../profiles.ts';
import { SteadyButton } from '../steady-button.tsx';
import { Badge, PartBadge } from '../verdicts.tsx';
import { AllRows } from './all-rows.tsx';
import { BitEditor } from './bit-editor.tsx';
import { Comparison } from './comparison.tsx';
import { WhatIfContext } from './context.ts';
import { Fields } from './fields.tsx';
import { measureLayout, resultsOfLayout, twinOf } from './measure.ts';
import {
  encodeShape,
  familyOf,
  inFamily,
  ordinaryOf,
  SHAPE_FAMILIES,
  type Shape,
  shapeOf,
  withWord,
  wordOf,
} from './shape.ts';
import { shownBy, type WhatIfState } from './state.ts';
import { useNarrow } from './use-narrow.ts';
import { useWhatIf, type WhatIfControl } from './use-what-if.ts';
import { CopyYaml } from './yaml.tsx';

/** Rows of the table of scenarios; each is a few numbers that follow every move. */
const MOST_SCENARIOS = 40;
/** Rest, ms, before a change is said to those who listen, and before the long table follows. */
const REST = 350;

interface Props {
  /** Of every layout and scenario, whatever is shown elsewhere. */
  readonly results: Results;
  /** Those that the filter shows. */
  readonly scenarios: readonly ScenarioRecord[];
  /** Scenarios of which the page has no profiles. */
  readonly left: readonly string[];
}

const LEAD =
  'Take a layout, drag a boundary between its fields, or focus it and use the arrow keys: every number follows. It is computed here, from the profiles of the scenarios, by the code that made the rest of this report.';

/** A layout that can be changed, and everything that follows from it. */
export function WhatIf({ results, scenarios, left }: Props) {
  const means = useContext(WhatIfContext);
  const [source, setSource] = useState<WhatIfSource>();
  const control = useWhatIf(results);
  useEffect(() => {
    let isHere = true;
    void means?.load().then((loaded) => {
      if (isHere) setSource(loaded);
    });
    return () => {
      isHere = false;
    };
  }, [means]);
  return (
    <Section id="what-if" title="What if" lead={LEAD}>
      {left.length === 0 ? null : (
        <p class="note">
          {`The profiles of ${plural(left.length, 'scenario')} would have made this page too large, so that a changed layout has no numbers there: ${list(
            left.map((id) => quoted(id, 40)),
            6,
          )}.`}
        </p>
      )}
      {source === undefined || control === undefined ? (
        <p class="muted">This part needs its script.</p>
      ) : (
        <Explorer results={results} scenarios={scenarios.slice(0, MOST_SCENARIOS)} source={source} control={control} />
      )}
    </Section>
  );
}

function Explorer({
  results,
  scenarios,
  source,
  control,
}: {
  readonly results: Results;
  readonly scenarios: readonly ScenarioRecord[];
  readonly source: WhatIfSource;
  readonly control: WhatIfControl;
}) {
  const { state, ignored, change, settle } = control;
  const { start, layout, shape } = useMemo(() => shownBy(state, results), [state, results]);
  const live = useContext(WhatIfContext)?.live;
  const was = useMemo(() => resultsOfLayout(start.id, results), [start, results]);
  const now = useMemo(() => measureLayout(layout, source, results), [layout, source, results]);
  const record = useMemo(() => layoutRecord(layout), [layout]);
  const isNarrow = useNarrow();
  const perRow = isNarrow ? 16 : 32;
  const isChanged = state.shape !== null && layout.id !== start.id;
  const twin = isChanged ? twinOf(layout, results) : undefined;
  const own = typeof shape === 'string' ? undefined : shape;
  const reshape = (next: Shape): void => change({ from: state.from, shape: changeFrom(start, next) });

  useEffect(() => {
    live?.set(isChanged ? liveOf(record) : null);
  }, [live, record, isChanged]);
  useEffect(() => () => live?.set(null), [live]);

  return (
    <div class="what-if">
      <Controls results={results} state={state} control={control} shape={own} isChanged={isChanged} layout={layout} />
      {ignored.length === 0 ? null : (
        <p class="note">
          The link asks for {list(ignored)}, which this page does not have: <Name of={layout.id} length={40} /> is
          shown.
        </p>
      )}
      {own === undefined ? (
        <>
          <BitPicture layout={record} perRow={perRow} />
          <p class="note">
            <Sentence
              text={`${quoted(layout.id)} cannot be changed here: ${String(shape)}, which only a replay of the events can tell, and this page has only their profiles. Its numbers are those of the run. Choose a kind of layout to go on from its ordinary bits.`}
            />
          </p>
        </>
      ) : (
        <BitEditor shape={own} layout={record} perRow={perRow} change={reshape} settle={settle} />
      )}
      <Verdict now={now} was={was} isChanged={isChanged} twin={twin} />
      <div class="what-if-fields">
        <Fields layout={layout} record={record} shape={own} change={reshape} />
        <CopyYaml what="Under layouts: in layouts.yaml" text={layoutToYaml(layout)} />
      </div>
      <Comparison now={now} was={was} scenarios={scenarios} />
      <EveryNumber results={now} />
    </div>
  );
}

/** null where the shape is that of the layout that it started from. */
function changeFrom(start: Layout, next: Shape): Shape | null {
  const own = shapeOf(start);
  return typeof own !== 'string' && encodeShape(own) === encodeShape(next) ? null : next;
}

function liveOf({ id, fields }: Results['layouts'][number]): LiveLayout {
  const limits = fields.flatMap(({ counts, limit }) => {
    const of = groupName(counts);
    return of === '' || of === 'ordinary' ? [] : [{ of, limit: Number(limit) }];
  });
  return { label: shownName(id, 30), limits };
}

function Controls({
  results,
  state,
  control: { change, settle },
  shape,
  isChanged,
  layout,
}: {
  readonly results: Results;
  readonly state: WhatIfState;
  readonly control: WhatIfControl;
  readonly shape: Shape | undefined;
  readonly isChanged: boolean;
  readonly layout: Layout;
}) {
  const set = (next: WhatIfState): void => {
    change(next);
    settle();
  };
  const word = shape === undefined ? undefined : wordOf(shape);
  // Of 200 layouts: not compared one by one with each step of a drag.
  const options = useMemo(
    () =>
      results.layouts.map(({ id }) => (
        <option key={id} value={id}>
          {shownName(id, 40)}
        </option>
      )),
    [results.layouts],
  );
  return (
    <div class="what-if-controls">
      <label class="start">
        Start from{' '}
        <select value={state.from} onChange={({ currentTarget }) => set({ from: currentTarget.value, shape: null })}>
          {options}
        </select>
      </label>
      <fieldset>
        <legend>Kind</legend>
        {SHAPE_FAMILIES.map((family) => (
          <label key={family}>
            <input
              type="radio"
              name="what-if-family"
              checked={shape !== undefined && familyOf(shape) === family}
              onChange={() => set({ from: state.from, shape: inFamily(family, ordinaryOf(layout)) })}
            />
            {family}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>Word</legend>
        {([32, 64] as const).map((size) => (
          <label key={size}>
            <input
              type="radio"
              name="what-if-word"
              disabled={shape === undefined}
              checked={(word ?? layout.word) === size}
              onChange={() => shape !== undefined && set({ from: state.from, shape: withWord(shape, size) })}
            />
            {size} bits
          </label>
        ))}
      </fieldset>
      <SteadyButton isOff={!isChanged} onPress={() => set({ from: state.from, shape: null })}>
        Back to <Name of={state.from} length={24} />
      </SteadyButton>
    </div>
  );
}

function Verdict({
  now,
  was,
  isChanged,
  twin,
}: {
  readonly now: Results;
  readonly was: Results;
  readonly isChanged: boolean;
  readonly twin: string | undefined;
}) {
  const verdict = now.verdicts[0]!;
  const before = was.verdicts[0];
  const id = now.layouts[0]!.id;
  return (
    <>
      <p class="what-if-verdict">
        <strong>
          <Name of={id} length={60} />
        </strong>{' '}
        <Badge verdict={verdict} />
        <PartBadge verdict={verdict} /> <Sentence text={verdict.summary} />
        {isChanged && before !== undefined ? (
          <small>
            {twin === undefined ? '' : `The same as ${quoted(twin, 40)} of this report. `}
            It started from <Name of={was.layouts[0]!.id} length={40} />, which{' '}
            {before.judged ? (before.holds ? 'holds' : 'does not hold') : 'was not judged'}.
          </small>
        ) : null}
      </p>
      <Announcement text={`${plain(id)}: ${verdictWords(verdict)}. ${plainSentence(verdict.summary)}`} />
    </>
  );
}

/** Says what a change came to, once it has come to rest; nothing of what stood there at the start. */
function Announcement({ text }: { readonly text: string }) {
  const [first] = useState(text);
  const said = useRested(text, REST);
  return (
    <p role="status" class="visually-hidden">
      {said === first ? '' : said}
    </p>
  );
}

/** The long table, behind a click; it follows once the layout has come to rest. */
function EveryNumber({ results }: { readonly results: Results }) {
  const [isOpen, setOpen] = useState(false);
  const rested = useRested(results, REST);
  return (
    <details
      class="every-number"
      aria-busy={!Object.is(rested, results)}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>Every number of this layout, in every scenario</summary>
      {isOpen ? <AllRows results={rested} /> : null}
    </details>
  );
}

/** The value, once it has not changed for so many ms; the first one at once. */
function useRested<T>(value: T, rest: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    if (Object.is(value, rested)) return;
    const timer = setTimeout(() => setRested(value), rest);
    return () => clearTimeout(timer);
  }, [value, rested, rest]);
  return rested;
}
