import { createContext } from 'preact';
import { useContext, useLayoutEffect, useState } from 'preact/hooks';
import { DEFAULT_STATE, type PageState } from './state.ts';

/** `push`: a step of its own for the Back button. `replace`: part of the last one, for what changes continuously. */
export type Step = 'push' | 'replace';

export type Change = Partial<PageState> | ((state: PageState) => Partial<PageState>);

/** The one holder of the page's state. */
export interface Store {
  get(): PageState;
  /**
   * Changes some parts of the state and tells everybody, once. Nothing happens where nothing changes. What follows from the
   * state before is a function of it: a component may not have been drawn since it last changed.
   */
  update(change: Change, step?: Step): void;
  /** @returns a function that ends the subscription. */
  subscribe(listener: (state: PageState, step: Step) => void): () => void;
}

export function createStore(initial: PageState = DEFAULT_STATE): Store {
  let state = initial;
  const listeners = new Set<(state: PageState, step: Step) => void>();
  return {
    get: () => state,
    update(wanted, step = 'push') {
      const change = typeof wanted === 'function' ? wanted(state) : wanted;
      const keys = Object.keys(change) as (keyof PageState)[];
      if (keys.every((key) => Object.is(change[key], state[key]))) return;
      state = { ...state, ...change };
      for (const listener of [...listeners]) listener(state, step);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The store as if nothing had been chosen yet; what is chosen goes to the store itself. */
export const inDefaultState = (store: Store): Store => ({
  ...store,
  get: () => DEFAULT_STATE,
  subscribe: () => () => {},
});

/** Where components find the store. In Node, where the page is only text, the state is the default and stays so. */
export const StoreContext = createContext<Store>(createStore());

/** The state, and how to change it; the component is drawn again whenever the state changes. */
export function usePageState(): readonly [PageState, Store['update']] {
  const store = useContext(StoreContext);
  const [state, setState] = useState(store.get());
  useLayoutEffect(() => {
    setState(store.get());
    return store.subscribe(setState);
  }, [store]);
  return [state, store.update];
}
