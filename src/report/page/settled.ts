import { useCallback, useContext, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PageState } from './state.ts';
import { StoreContext } from './store.ts';

/** Rest after the last change, ms, before it becomes a step of the history and part of the link. */
const REST = 400;

/** Parts of the page's state that are a text of one control's own. */
type TextPart = {
  [K in keyof PageState]: PageState[K] extends string ? (string extends PageState[K] ? K : never) : never;
}[keyof PageState];

/**
 * A part of the page's state that one control changes many times in a row. While somebody drags or types only that control
 * is drawn anew; the page's state, on which everything else hangs, hears of it once.
 *
 * @returns the text, how to change it at once, and how to make the last change part of the link without waiting.
 */
export function useSettled(part: TextPart): readonly [string, (text: string) => void, () => void] {
  const store = useContext(StoreContext);
  const [text, setText] = useState(() => store.get()[part]);
  const current = useRef(text);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const settle = useCallback(() => {
    clearTimeout(timer.current);
    store.update({ [part]: current.current });
  }, [store, part]);
  const change = useCallback(
    (next: string) => {
      current.current = next;
      setText(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(settle, REST);
    },
    [settle],
  );
  useLayoutEffect(() => {
    let told: string | undefined;
    const listen = (): void => {
      const stored = store.get()[part];
      // Another part of the state changed, while a change of this one may be waiting.
      if (stored === told) return;
      told = stored;
      if (stored === current.current) return;
      clearTimeout(timer.current);
      current.current = stored;
      setText(stored);
    };
    listen();
    const stop = store.subscribe(listen);
    return () => {
      clearTimeout(timer.current);
      stop();
    };
  }, [store, part]);
  return [text, change, settle];
}
