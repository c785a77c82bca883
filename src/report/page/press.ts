import type { Turns } from './turns.ts';

/** What a pointer drags or unfolds: the page follows while it is down, or never hears that it is up again. */
const DRAGGED = '[role="slider"], input[type="range"], select';
/** How long after the pointer a click may come, ms: that of a finger is a task of its own. */
const CLICK = 100;

/**
 * Nothing is drawn anew between the press of a pointer and its click: what moves in between is not what the reader
 * pressed, and a button from under which the pointer goes is never clicked.
 */
export function holdWhilePressed(turns: Turns, window: Window): void {
  let timer: number | undefined;
  const release = (): void => {
    window.clearTimeout(timer);
    timer = undefined;
    if (turns.isHeld) turns.release();
  };
  const listen = <K extends keyof WindowEventMap>(type: K, listener: (event: WindowEventMap[K]) => void): void =>
    window.addEventListener(type, listener, { capture: true });
  listen('pointerdown', (event) => {
    const { target, button, isPrimary } = event;
    if (!isPrimary || button !== 0 || !(target instanceof Element) || target.closest(DRAGGED) !== null) return;
    // Who drags the page along by its scroll bar wants to see what comes.
    if (isBeside(event, target.ownerDocument.documentElement)) return;
    window.clearTimeout(timer);
    timer = undefined;
    turns.hold();
  });
  listen('pointerup', () => {
    if (turns.isHeld) timer ??= window.setTimeout(release, CLICK);
  });
  // A pointer that is moved without being down was let go where the page could not see it.
  listen('pointermove', ({ buttons, pointerType }) => {
    if (buttons === 0 && pointerType === 'mouse' && timer === undefined) release();
  });
  for (const type of ['pointercancel', 'contextmenu'] as const) listen(type, release);
  // Of the window itself: what is pressed takes the focus from something else.
  listen('blur', ({ target }) => {
    if (target === window) release();
  });
  // After all that listens to it.
  window.addEventListener('click', release);
}

/** True of a pointer that is in the window, but not over its contents. */
const isBeside = ({ clientX, clientY }: PointerEvent, { clientWidth, clientHeight }: Element): boolean =>
  clientX >= clientWidth || clientY >= clientHeight;

/**
 * Does what moves things, but did not wait for its turn, once no pointer is pressed: at once, or before what the click
 * does, or where none comes, after the press.
 *
 * @param turns undefined in Node, where nothing is pressed.
 */
export function afterPress(turns: Turns | undefined, window: Window, work: () => void): void {
  if (turns?.isHeld !== true) {
    work();
    return;
  }
  const once = (): void => {
    window.removeEventListener('click', once, { capture: true });
    takeBack();
    work();
  };
  const takeBack = turns.add(once);
  window.addEventListener('click', once, { capture: true });
}
