import { useContext, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { type Filter, type Shown, shownOf } from '../filter.ts';
import type { Results } from '../results.ts';
import type { PageState } from './state.ts';
import { StoreContext } from './store.ts';

const PARTS: readonly (keyof Filter)[] = ['text', 'layouts', 'scenarios', 'family', 'standing', 'metric'];

const isSame = (a: Filter, b: PageState): boolean => PARTS.every((part) => Object.is(a[part], b[part]));

/** What the filter shows; made anew only where the filter itself changes, whatever else of the state does. */
export function useShown(whole: Results): Shown {
  const store = useContext(StoreContext);
  const [filter, setFilter] = useState<Filter>(store.get());
  useLayoutEffect(() => {
    const read = (state: PageState): void => setFilter((old) => (isSame(old, state) ? old : state));
    read(store.get());
    return store.subscribe(read);
  }, [store]);
  return useMemo(() => shownOf(whole, filter), [whole, filter]);
}
