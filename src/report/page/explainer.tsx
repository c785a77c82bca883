import { type ComponentChildren, createContext } from 'preact';
import { useCallback, useContext, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { explain } from '../explain.ts';
import type { Measurement, Results } from '../results.ts';
import { ScenariosContext, Unbroken } from './parts.tsx';

type Show = (row: Measurement, anchor: HTMLElement) => void;

/** Opens the explanation of a number beside it; undefined where no script runs. */
export const ExplainContext = createContext<Show | undefined>(undefined);

/**
 * A number that can be asked about: a link to what its metric means, and with the script a panel beside it that says
 * everything of this very number.
 */
export function Figure({ row, children }: { readonly row: Measurement; readonly children: ComponentChildren }) {
  const show = useContext(ExplainContext);
  return (
    <a
      class="figure-link"
      href={`#metric-${row.metric}`}
      onClick={(event) => {
        if (show === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        show(row, event.currentTarget);
      }}
    >
      {children}
    </a>
  );
}

interface Opened {
  readonly row: Measurement;
  readonly anchor: HTMLElement;
}

/** Lets the numbers in it be asked about. */
export function Explainer({ results, children }: { readonly results: Results; readonly children: ComponentChildren }) {
  const [opened, setOpened] = useState<Opened | undefined>(undefined);
  const show = useCallback<Show>((row, anchor) => setOpened({ row, anchor }), []);
  // Of the scenarios alone: what reads them is not drawn anew because a number has changed.
  const scenarios = useMemo(
    () => new Map(results.scenarios.map((scenario) => [scenario.id, scenario])),
    [results.scenarios],
  );
  const close = useCallback(() => setOpened(undefined), []);
  return (
    <ExplainContext.Provider value={show}>
      <ScenariosContext.Provider value={scenarios}>{children}</ScenariosContext.Provider>
      {opened === undefined ? null : <Panel opened={opened} results={results} onClose={close} />}
    </ExplainContext.Provider>
  );
}

interface PanelProps {
  readonly opened: Opened;
  readonly results: Results;
  readonly onClose: () => void;
}

/** Not modal: the page stays in reach. Escape, its button or going elsewhere closes it, and the focus goes back. */
function Panel({ opened: { row, anchor }, results, onClose }: PanelProps) {
  const host = useRef<HTMLDivElement>(null);
  const text = useMemo(() => explain(row, results), [row, results]);
  useLayoutEffect(() => {
    const panel = host.current;
    if (panel === null) return;
    place(panel, anchor);
    panel.focus({ preventScroll: true });
  }, [anchor, row]);
  // With the panel, not after the next paint: on a slow machine a click can come before that.
  useLayoutEffect(() => {
    const leave = (event: Event): void => {
      const isKey = event instanceof KeyboardEvent;
      if (isKey && event.key !== 'Escape') return;
      const isInside = event.target instanceof Node && host.current?.contains(event.target) === true;
      if (!isKey && (isInside || (event.target instanceof Node && anchor.contains(event.target)))) return;
      onClose();
      if (isKey) anchor.focus();
    };
    const types = ['keydown', 'pointerdown', 'focusin'] as const;
    for (const type of types) document.addEventListener(type, leave);
    return () => {
      for (const type of types) document.removeEventListener(type, leave);
    };
  }, [anchor, onClose]);
  return (
    <div class="explanation" role="dialog" aria-labelledby="explanation-title" tabIndex={-1} ref={host}>
      <div class="explanation-head">
        <h3 id="explanation-title">{text.title}</h3>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            onClose();
            anchor.focus();
          }}
        >
          Close
        </button>
      </div>
      <p class="muted">{text.where}</p>
      <p class="value">
        <Unbroken text={text.value} />
      </p>
      <dl>
        {text.facts.map(([term, fact], i) => (
          <div key={i}>
            <dt>{term}</dt>
            <dd>
              <Unbroken text={fact} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const GAP = 8;

/**
 * Below the number where there is room, else above it, else beside it; where there is none, above or below it as high as
 * fits. Never over it: one asks to read it. Set by script, which the policy allows.
 */
function place(panel: HTMLElement, anchor: HTMLElement): void {
  const { clientWidth, clientHeight } = document.documentElement;
  const at = anchor.getBoundingClientRect();
  panel.style.maxHeight = '';
  const { width, height } = panel.getBoundingClientRect();
  const room = { below: clientHeight - at.bottom - 2 * GAP, above: at.top - 2 * GAP };
  const within = (wanted: number, size: number, all: number): number =>
    Math.max(GAP, Math.min(wanted, all - size - GAP));
  let left = within(at.right - width, width, clientWidth);
  let top = at.bottom + GAP;
  if (height > room.below && height <= room.above) top = at.top - GAP - height;
  else if (height > room.below) {
    const isRight = at.right + width + 2 * GAP <= clientWidth;
    if (isRight || at.left - width >= 2 * GAP) {
      left = isRight ? at.right + GAP : at.left - GAP - width;
      top = within(at.top, height, clientHeight);
    } else {
      const most = Math.max(room.below, room.above);
      panel.style.maxHeight = `${most}px`;
      if (most > room.below) top = GAP;
    }
  }
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
}
