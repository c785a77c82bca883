import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isOpen, type Shown } from '../filter.ts';
import { count, plural } from '../numbers.ts';
import { IgnoredNote } from './ignored.tsx';
import { TurnsContext } from './island.tsx';
import { Picker } from './picker.tsx';
import { afterPress } from './press.ts';
import { ALL, FAMILIES, type PageState, STANDINGS, shows } from './state.ts';
import { SteadyButton } from './steady-button.tsx';
import { usePageState } from './store.ts';

/** Rest after the last key, ms, before everything is drawn anew. */
const REST = 150;

/** Tells the styles how high the bar is: what is jumped to stands below it. @returns a function that ends that. */
function tellHeight(bar: HTMLElement): () => void {
  const observer = new ResizeObserver(() => {
    document.documentElement.style.setProperty('--bar', `${bar.offsetHeight}px`);
  });
  observer.observe(bar);
  return () => observer.disconnect();
}

/** Everything that says what is shown, for charts, tables and rows alike. */
export function FilterBar({ shown: { whole, results } }: { readonly shown: Shown }) {
  const [state, update] = usePageState();
  const bar = useRef<HTMLElement>(null);
  const restore = useRef<HTMLButtonElement>(null);
  // A button that goes away with what it was pressed for does not take the focus with it.
  const updateAndStay = (change: Partial<PageState>): void => {
    if (bar.current?.contains(document.activeElement)) restore.current?.focus({ preventScroll: true });
    update(change);
  };
  useLayoutEffect(() => (bar.current === null ? undefined : tellHeight(bar.current)), []);
  const hasRequirements = whole.requirements.length > 0;
  const standings: Readonly<Record<PageState['standing'], string>> = {
    all: 'any verdict',
    holds: hasRequirements ? 'meets all' : 'holds',
    fails: hasRequirements ? 'misses some' : 'does not hold',
    open: 'not judged',
  };
  const families: Readonly<Record<PageState['family'], string>> = {
    all: 'any family',
    split: 'split',
    bias: 'bias',
  };
  return (
    <search class="filters needs-script" aria-label="What is shown" ref={bar}>
      <div class="tools">
        <TextFilter text={state.text} onChange={(text, step) => update({ text }, step)} />
        <Picker
          title="Layouts"
          ids={whole.layouts.map(({ id }) => id)}
          choice={state.layouts}
          onChange={(next) => update(({ layouts }) => ({ layouts: next(layouts) }))}
        />
        <Picker
          title="Scenarios"
          ids={whole.scenarios.map(({ id }) => id)}
          choice={state.scenarios}
          onChange={(next) => update(({ scenarios }) => ({ scenarios: next(scenarios) }))}
        />
        <Choose
          label="Family"
          options={FAMILIES.map((family) => [family, families[family]])}
          value={state.family}
          onChange={(family) => update({ family })}
        />
        <Choose
          label="Verdict"
          options={STANDINGS.map((standing) => [standing, standings[standing]])}
          value={state.standing}
          onChange={(standing) => update({ standing })}
        />
        <p class="counter" role="status">
          {count(results.layouts.length)} of {plural(whole.layouts.length, 'layout')}, {count(results.scenarios.length)}{' '}
          of {plural(whole.scenarios.length, 'scenario')}
        </p>
        <SteadyButton isOff={isOpen(state)} onPress={() => update(EVERYTHING)} host={restore}>
          Restore all
        </SteadyButton>
      </div>
      <SelectionBar state={state} update={updateAndStay} />
      <IgnoredNote state={state} results={whole} update={updateAndStay} />
    </search>
  );
}

const EVERYTHING: Partial<PageState> = {
  text: '',
  layouts: ALL,
  scenarios: ALL,
  family: 'all',
  standing: 'all',
  metric: '',
};

/** What may be done with the layouts that are selected in tables, charts or pictures. */
function SelectionBar({
  state: { selected, layouts },
  update,
}: {
  readonly state: PageState;
  readonly update: (change: Partial<PageState>) => void;
}) {
  if (selected.length === 0) return null;
  const exclude = (): void =>
    update({
      selected: [],
      layouts:
        layouts.mode === 'only'
          ? { mode: 'only', ids: layouts.ids.filter((id) => !selected.includes(id)) }
          : { mode: 'without', ids: [...layouts.ids, ...selected.filter((id) => shows(layouts, id))] },
    });
  return (
    <div class="tools selection">
      <p role="status">{plural(selected.length, 'layout')} selected:</p>
      <button type="button" onClick={() => update({ layouts: { mode: 'only', ids: selected }, selected: [] })}>
        Keep only {selected.length === 1 ? 'it' : 'these'}
      </button>
      <button type="button" onClick={exclude}>
        Exclude {selected.length === 1 ? 'it' : 'these'}
      </button>
      <button type="button" onClick={() => update({ selected: [] })}>
        Clear
      </button>
    </div>
  );
}

interface TextFilterProps {
  readonly text: string;
  readonly onChange: (text: string, step: 'push' | 'replace') => void;
}

/**
 * Words, taken over when the reader pauses or leaves the field, but never between the press of a pointer elsewhere and its
 * click. One visit to the field is one step of the history.
 */
function TextFilter({ text, onChange }: TextFilterProps) {
  const [typed, setTyped] = useState(text);
  const isNew = useRef(true);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const turns = useContext(TurnsContext);
  // The state also changes by the Back button, and by Restore.
  useEffect(() => setTyped(text), [text]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const take = (value: string): void => {
    clearTimeout(timer.current);
    onChange(value, isNew.current ? 'push' : 'replace');
    isNew.current = false;
  };
  return (
    <input
      type="search"
      class="words"
      aria-label="Filter by words: layout, scenario, metric"
      title="Words of a layout, its family (split, bias) or verdict (does not hold), of a scenario (benign, hostile) or of a metric"
      placeholder="Filter by words"
      value={typed}
      onInput={(event) => {
        const { value } = event.currentTarget;
        setTyped(value);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => afterPress(turns, window, () => take(value)), REST);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take(event.currentTarget.value);
      }}
      onBlur={(event) => {
        const { value } = event.currentTarget;
        clearTimeout(timer.current);
        afterPress(turns, window, () => {
          if (value !== text) take(value);
          isNew.current = true;
        });
      }}
    />
  );
}

interface ChooseProps<T extends string> {
  readonly label: string;
  readonly options: readonly (readonly [T, string])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of a few. */
export function Choose<T extends string>({ label, options, value, onChange }: ChooseProps<T>) {
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value as T)}>
      {options.map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      ))}
    </select>
  );
}
