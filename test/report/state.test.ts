import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALL,
  type Choice,
  DEFAULT_STATE,
  decodeHash,
  encodeHash,
  FAMILIES,
  ignoredIn,
  type PageState,
  STANDINGS,
  shows,
  THEMES,
  withShown,
} from '../../src/report/page/state.ts';
import { createStore } from '../../src/report/page/store.ts';
import { HOSTILE } from './hostile.ts';

/** Any text: controls, lone surrogates and the delimiters of a hash too. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('&', '=', '?', '#', '+', '%', '\\', 'u', 'd', '8', '0', '/', '\ud800', '\udc00') }),
  fc.constantFrom(...HOSTILE),
);
const ids = fc.uniqueArray(
  text.filter((id) => id !== ''),
  { maxLength: 6 },
);
const choice: fc.Arbitrary<Choice> = fc.record({ mode: fc.constantFrom('only', 'without'), ids });
const sort = fc.option(
  fc.record({ column: fc.constantFrom('layout', 'refused', 'false-no', 'bits-left'), descending: fc.boolean() }),
);
const states: fc.Arbitrary<PageState> = fc.record({
  text,
  layouts: choice,
  scenarios: choice,
  family: fc.constantFrom(...FAMILIES),
  standing: fc.constantFrom(...STANDINGS),
  metric: text,
  sort,
  rowSort: sort,
  selected: ids,
  theme: fc.constantFrom(...THEMES),
  whatIf: text,
  word: text,
  unread: fc.constant([]),
});

describe('the hash of a state', () => {
  it('is read back as the same state and section', () => {
    fc.assert(
      fc.property(states, text, (state, section) => {
        expect(decodeHash(encodeHash(state, section))).toEqual({ state, section });
        expect(decodeHash(`#${encodeHash(state, section)}`)).toEqual({ state, section });
      }),
    );
  });

  it('survives what a browser and a mail program do to an address', () => {
    fc.assert(
      fc.property(states, (state) => {
        const url = new URL(`file:///report/index.html#${encodeHash(state, 'charts')}`);
        expect(decodeHash(url.hash)).toEqual({ state, section: 'charts' });
        expect(url.hash).toMatch(/^#[!-~]*$/);
        expect(url.hash).not.toMatch(/[<>"`\s]/);
      }),
    );
  });

  it('leaves the defaults out', () => {
    expect(encodeHash(DEFAULT_STATE)).toBe('');
    expect(encodeHash(DEFAULT_STATE, 'charts')).toBe('charts');
    expect(encodeHash({ ...DEFAULT_STATE, theme: 'dark' })).toBe('?theme=dark');
    expect(encodeHash({ ...DEFAULT_STATE, layouts: { mode: 'only', ids: ['4/4/24', 'linux today'] } }, 'charts')).toBe(
      'charts?keep=4/4/24&keep=linux+today',
    );
  });

  it('is a plain anchor where there is no question mark', () => {
    expect(decodeHash('#charts')).toEqual({ state: DEFAULT_STATE, section: 'charts' });
  });

  it('never fails to be read, and what is read is read the same again', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.webFragments()), (hash) => {
        const read = decodeHash(hash);
        expect(decodeHash(encodeHash(read.state, read.section))).toEqual(read);
      }),
    );
  });

  it('is ignored where it makes no sense', () => {
    for (const query of [
      'family=both',
      'verdict=',
      'sort=!',
      'theme=pink',
      'q=%',
      'q',
      '=x',
      '__proto__=x',
      '&&&',
      'zzz=1',
    ]) {
      expect(decodeHash(`#?${query}`).state, query).toEqual(DEFAULT_STATE);
    }
    expect(decodeHash('#?q=a&theme=pink&family=bias').state).toEqual({ ...DEFAULT_STATE, text: 'a', family: 'bias' });
  });
});

describe('what of a hash is ignored', () => {
  it('is nothing of what the page writes', () => {
    fc.assert(
      fc.property(states, text, (state, section) => {
        expect(ignoredIn(encodeHash(state, section))).toEqual([]);
      }),
    );
  });

  it('is named as it stands there', () => {
    expect(
      ignoredIn(
        '#charts?family=both&q=a&verdict=holds&sort=!&theme=pink&q&word=%&zzz=1&__proto__=x&q=b&keep=1&exclude=2',
      ),
    ).toEqual(['family=both', 'sort=!', 'theme=pink', 'q', 'word=%', 'zzz=1', '__proto__=x', 'q=b', 'exclude=2']);
  });

  it('is nothing where it only says what is so anyway', () => {
    for (const hash of ['', '#', '#charts', '#?', '#?&&', '#?q=', '#?family=all&verdict=all&theme=system', '#?keep=']) {
      expect(ignoredIn(hash), hash).toEqual([]);
    }
  });
});

describe('a choice', () => {
  it('shows an id after it was shown, hides it after it was hidden, and leaves the others alone', () => {
    fc.assert(
      fc.property(choice, text, text, fc.boolean(), (before, id, other, isShown) => {
        fc.pre(id !== other);
        const after = withShown(before, id, isShown);
        expect(shows(after, id)).toBe(isShown);
        expect(shows(after, other)).toBe(shows(before, other));
        expect(withShown(after, id, isShown)).toBe(after);
      }),
    );
  });

  it('of nothing in particular shows everything; of only nothing, nothing', () => {
    expect(shows(ALL, 'x')).toBe(true);
    expect(shows({ mode: 'only', ids: [] }, 'x')).toBe(false);
    const nothing: PageState = { ...DEFAULT_STATE, layouts: { mode: 'only', ids: [] } };
    expect(decodeHash(encodeHash(nothing)).state).toEqual(nothing);
  });
});

describe('the store', () => {
  it('tells everybody once of a change, and nobody of none', () => {
    const store = createStore();
    const told: string[] = [];
    const end = store.subscribe((state, step) => told.push(`${state.text} ${step}`));
    store.update({ text: 'a' }, 'replace');
    store.update({ text: 'a', theme: 'system' });
    store.update({ text: 'b' });
    end();
    store.update({ text: 'c' });
    expect(told).toEqual(['a replace', 'b push']);
    expect(store.get()).toEqual({ ...DEFAULT_STATE, text: 'c' });
  });

  it('gives what follows from the state the one there is, though who asks has seen an older one', () => {
    const store = createStore();
    for (const id of ['a', 'b']) store.update(({ layouts }) => ({ layouts: withShown(layouts, id, false) }));
    expect(store.get().layouts).toEqual({ mode: 'without', ids: ['a', 'b'] });
  });
});
