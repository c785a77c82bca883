import { createContext } from 'preact';
import { useContext, useLayoutEffect, useState } from 'preact/hooks';
import { createStore, type Store } from './store.ts';

/** Which layouts are marked, in every chart, table and picture alike: those under the pointer, else those selected. */
export interface Links {
  /** Ids of the layouts under the pointer or the keyboard's focus; none where it is elsewhere. */
  point(ids: readonly string[]): void;
  /** Selects the layouts, or none of them if all of them are selected. */
  pick(ids: readonly string[]): void;
  /** null where nothing is marked. */
  marked(): ReadonlySet<string> | null;
  /** @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
}

export function createLinks(store: Store): Links {
  let pointed: readonly string[] = [];
  let marked: ReadonlySet<string> | null = null;
  const listeners = new Set<() => void>();
  const refresh = (): void => {
    const ids = pointed.length > 0 ? pointed : store.get().selected;
    const isSame = ids.length === (marked?.size ?? 0) && ids.every((id) => marked?.has(id));
    if (isSame) return;
    marked = ids.length === 0 ? null : new Set(ids);
    for (const listener of [...listeners]) listener();
  };
  store.subscribe(refresh);
  refresh();
  return {
    point(ids) {
      pointed = ids;
      refresh();
    },
    pick(ids) {
      const { selected } = store.get();
      const others = selected.filter((id) => !ids.includes(id));
      const hasAll = others.length === selected.length - ids.length;
      store.update({ selected: hasAll ? others : [...others, ...ids] });
    },
    marked: () => marked,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const LinksContext = createContext<Links>(createLinks(createStore()));

/** Attributes of an element that stands for a layout: it is marked with it, and marks it under pointer or focus. */
export function useLinked(layout: string): {
  readonly 'data-marked': 'yes' | undefined;
  readonly onPointerEnter: () => void;
  readonly onPointerLeave: () => void;
  readonly onFocusIn: () => void;
  readonly onFocusOut: () => void;
} {
  const links = useContext(LinksContext);
  const [isMarked, setMarked] = useState(false);
  useLayoutEffect(() => {
    const read = (): void => setMarked(links.marked()?.has(layout) === true);
    read();
    return links.subscribe(read);
  }, [links, layout]);
  const enter = (): void => links.point([layout]);
  const leave = (): void => links.point([]);
  return {
    'data-marked': isMarked ? 'yes' : undefined,
    onPointerEnter: enter,
    onPointerLeave: leave,
    onFocusIn: enter,
    onFocusOut: leave,
  };
}
