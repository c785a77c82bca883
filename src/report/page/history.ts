import { DEFAULT_STATE, decodeHash, encodeHash, ignoredIn } from './state.ts';
import type { Store } from './store.ts';

/** What marks an entry of the history as written here, rather than by a click on an anchor. */
const OWN = { bitpart: true };
/** Continuous changes are written at most so often, ms: browsers refuse a page that writes its address all the time. */
const PAUSE = 300;

/**
 * Keeps the store and the address bar the same: the state of the hash is taken over now and whenever the reader goes
 * back or forward or edits the address; changes of the store are written to the hash.
 *
 * An anchor of the page, such as `#charts`, is followed by the browser as ever; the state stays and is added to it.
 */
export function bindToAddress(store: Store, { location, history, addEventListener, document }: Window): void {
  let section = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let adopting = false;
  // As Node has written the page; what a filter takes away now may be back in a moment.
  const places = new Set(Array.from(document.querySelectorAll('[id]'), ({ id }) => id));
  const isThere = (id: string): boolean => places.has(id) || document.getElementById(id) !== null || id === 'top';

  const address = (): string => {
    const hash = encodeHash(store.get(), section);
    return hash === '' ? location.pathname + location.search : `#${hash}`;
  };
  const write = (step: 'push' | 'replace'): void => {
    clearTimeout(timer);
    timer = undefined;
    if (step === 'push') history.pushState(OWN, '', address());
    else history.replaceState(OWN, '', address());
  };
  const adopt = (): void => {
    // A change that was not written yet belongs to the entry that was left.
    clearTimeout(timer);
    timer = undefined;
    const { hash } = location;
    const read = decodeHash(hash);
    section = isThere(read.section) ? read.section : '';
    const gone = section === '' ? hash.replace(/\?.*$/s, '') : '';
    const unread = [...(gone.length > 1 ? [gone] : []), ...ignoredIn(hash)];
    const isAnchor = history.state === null && !hash.includes('?');
    adopting = true;
    if (!isAnchor) store.update({ ...read.state, unread: unread.length === 0 ? DEFAULT_STATE.unread : unread });
    else if (unread.length > 0) store.update({ unread });
    adopting = false;
    if (history.state !== null) return;
    write('replace');
    // The browser follows anchors, not sections before a state.
    if (!isAnchor && section !== '') document.getElementById(section)?.scrollIntoView();
  };

  let whatIf = store.get().whatIf;
  store.subscribe((state, step) => {
    // A link to a layout being changed leads to where it is changed, not to the section that was last jumped to.
    if (!adopting && state.whatIf !== whatIf && section !== '') section = 'what-if';
    whatIf = state.whatIf;
    if (adopting) return;
    if (step === 'push') {
      // What was continuous until now becomes the entry to go back to.
      if (timer !== undefined) write('replace');
      write('push');
    } else {
      timer ??= setTimeout(() => write('replace'), PAUSE);
    }
  });
  addEventListener('popstate', adopt);
  adopt();
  if (section !== '') document.getElementById(section)?.scrollIntoView();
}
