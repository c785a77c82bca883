import { useEffect, useRef, useState } from 'preact/hooks';
import { shown as shownName } from '../names.ts';
import { count } from '../numbers.ts';
import { Name } from './parts.tsx';
import { ALL, type Choice, shows, withShown } from './state.ts';

/** More names than these are not listed; the search of the list finds the others. */
const MOST = 200;

export interface PickerProps {
  /** `Layouts`, `Scenarios`. */
  readonly title: string;
  readonly ids: readonly string[];
  readonly choice: Choice;
  /** `next` gives the new choice, from the one there is by then. */
  readonly onChange: (next: (choice: Choice) => Choice) => void;
}

/** A list of names to show or hide, that unfolds under its title. */
export function Picker({ title, ids, choice, onChange }: PickerProps) {
  const [search, setSearch] = useState('');
  const host = useClosing();
  const isAll = choice.mode === 'without' && choice.ids.length === 0;
  const words = search.trim().toLowerCase();
  const found = words === '' ? ids : ids.filter((id) => id.toLowerCase().includes(words));
  const listed = found.slice(0, MOST);
  return (
    <details class="picker" ref={host}>
      <summary>
        {title}
        {isAll ? null : <span class="muted"> (chosen)</span>}
      </summary>
      <div class="panel">
        <div class="panel-head">
          {ids.length > 8 ? (
            <input
              type="search"
              aria-label={`Search in ${title.toLowerCase()}`}
              placeholder="Search"
              value={search}
              onInput={(event) => setSearch(event.currentTarget.value)}
            />
          ) : null}
          <button type="button" onClick={() => onChange(() => ALL)}>
            All
          </button>
          <button type="button" onClick={() => onChange(() => ({ mode: 'only', ids: words === '' ? [] : found }))}>
            {words === '' ? 'None' : 'Only these'}
          </button>
        </div>
        <ul>
          {listed.map((id) => (
            <li key={id}>
              <label>
                <input
                  type="checkbox"
                  checked={shows(choice, id)}
                  onChange={({ currentTarget: { checked } }) => onChange((now) => withShown(now, id, checked))}
                />{' '}
                <Name of={id} length={40} />
              </label>
              <button
                type="button"
                class="quiet"
                aria-label={`Only ${shownName(id, 40)}`}
                onClick={() => onChange(() => ({ mode: 'only', ids: [id] }))}
              >
                only
              </button>
            </li>
          ))}
        </ul>
        {listed.length < found.length ? (
          <p class="muted">
            {count(listed.length)} of {count(found.length)}: search for the others.
          </p>
        ) : null}
      </div>
    </details>
  );
}

/** A `details` element that folds up when the reader presses Escape in it or goes elsewhere. */
function useClosing() {
  const host = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const details = host.current;
      if (!details?.open) return;
      const isEscape = event instanceof KeyboardEvent && event.key === 'Escape';
      if (isEscape && details.contains(document.activeElement)) details.querySelector('summary')?.focus();
      if (isEscape || !(event.target instanceof Node && details.contains(event.target))) {
        if (event instanceof KeyboardEvent && !isEscape) return;
        details.open = false;
      }
    };
    const types = ['keydown', 'pointerdown', 'focusin'] as const;
    for (const type of types) document.addEventListener(type, close);
    return () => {
      for (const type of types) document.removeEventListener(type, close);
    };
  }, []);
  return host;
}
