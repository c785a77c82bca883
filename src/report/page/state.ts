/**
 * The state of the page: what a reader has chosen. It lives in the URL's hash, so that a link opened elsewhere shows
 * the same. Everything here is pure; store.ts holds the state, history.ts binds it to the address bar.
 *
 * A hash is `section?key=value&key=value`: the section of the page to scroll to, as any anchor, then what differs from
 * the default. What a hash holds beyond that is ignored, and said, but never an error: links outlive the pages that made
 * them.
 */

/** Which ids of a list are shown: only these, or all without these. */
export interface Choice {
  readonly mode: 'only' | 'without';
  /** All different. */
  readonly ids: readonly string[];
}

export interface Sort {
  /** Id of a column. */
  readonly column: string;
  readonly descending: boolean;
}

export const FAMILIES = ['all', 'split', 'bias'] as const;
/** `holds`: or meets every requirement. `open`: could not be judged. */
export const STANDINGS = ['all', 'holds', 'fails', 'open'] as const;
export const THEMES = ['system', 'light', 'dark'] as const;

export interface PageState {
  /** Words that layout, scenario, metric or what it is of must contain, whatever the case. */
  readonly text: string;
  /** Layouts kept or excluded. */
  readonly layouts: Choice;
  readonly scenarios: Choice;
  readonly family: (typeof FAMILIES)[number];
  readonly standing: (typeof STANDINGS)[number];
  /** Id of a metric, or '' for all: of the table of rows. */
  readonly metric: string;
  /** Of the verdicts; null for their own order. */
  readonly sort: Sort | null;
  /** Of the table of rows; null for their own order. */
  readonly rowSort: Sort | null;
  /** Layouts marked everywhere, by id, all different. */
  readonly selected: readonly string[];
  readonly theme: (typeof THEMES)[number];
  /** What the what-if control shows, in its own encoding; '' where it shows nothing of its own. */
  readonly whatIf: string;
  /** The word in the decoder, as typed; '' for the one that it starts with. */
  readonly word: string;
  /** What of a link was ignored; no part of the next link. */
  readonly unread: readonly string[];
}

/** The parts that a hash has. */
type Linked = Omit<PageState, 'unread'>;

/** Everything is shown. */
export const ALL: Choice = { mode: 'without', ids: [] };

export const DEFAULT_STATE: PageState = {
  text: '',
  layouts: ALL,
  scenarios: ALL,
  family: 'all',
  standing: 'all',
  metric: '',
  sort: null,
  rowSort: null,
  selected: [],
  theme: 'system',
  whatIf: '',
  word: '',
  unread: [],
};

/** True if the choice shows `id`. */
export const shows = ({ mode, ids }: Choice, id: string): boolean => ids.includes(id) === (mode === 'only');

/** The choice with `id` shown or not. */
export function withShown(choice: Choice, id: string, isShown: boolean): Choice {
  if (shows(choice, id) === isShown) return choice;
  const listed = (choice.mode === 'only') === isShown;
  return { ...choice, ids: listed ? [...choice.ids, id] : choice.ids.filter((other) => other !== id) };
}

/** Ids in a list of a hash: more are not read. */
const MOST_IDS = 10_000;

/** How each part of the state is written: keys and values, or nothing for the default; and read back, or undefined if it makes no sense. */
interface Codec<T> {
  readonly write: (value: T) => readonly (readonly [string, string])[];
  readonly read: (values: (key: string) => readonly string[]) => T | undefined;
}

const textCodec = (key: string): Codec<string> => ({
  write: (value) => (value === '' ? [] : [[key, value]]),
  read: (values) => values(key)[0],
});

const oneOfCodec = <T extends string>(key: string, allowed: readonly T[]): Codec<T> => ({
  write: (value) => (value === allowed[0] ? [] : [[key, value]]),
  read: (values) => allowed.find((value) => value === values(key)[0]),
});

const listCodec = (key: string): Codec<readonly string[]> => ({
  write: (ids) => ids.map((id) => [key, id]),
  read: (values) => distinct(values(key)),
});

/** No id is empty, so an empty one says that nothing is shown. */
const choiceCodec = (only: string, without: string): Codec<Choice> => ({
  write: ({ mode, ids }) => {
    if (mode === 'without') return ids.map((id) => [without, id]);
    return ids.length === 0 ? [[only, '']] : ids.map((id) => [only, id]);
  },
  read: (values) =>
    values(only).length > 0
      ? { mode: 'only', ids: distinct(values(only)) }
      : { mode: 'without', ids: distinct(values(without)) },
});

const sortCodec = (key: string): Codec<Sort | null> => ({
  write: (sort) => (sort === null ? [] : [[key, `${sort.descending ? '-' : ''}${sort.column}`]]),
  read: (values) => {
    const match = /^(-?)([a-z][a-z-]*)$/.exec(values(key)[0] ?? '');
    return match === null ? null : { column: match[2] ?? '', descending: match[1] === '-' };
  },
});

const CODECS: { readonly [K in keyof Linked]: Codec<PageState[K]> } = {
  text: textCodec('q'),
  layouts: choiceCodec('keep', 'exclude'),
  scenarios: choiceCodec('scenario', 'no-scenario'),
  family: oneOfCodec('family', FAMILIES),
  standing: oneOfCodec('verdict', STANDINGS),
  metric: textCodec('metric'),
  sort: sortCodec('sort'),
  rowSort: sortCodec('rows'),
  selected: listCodec('select'),
  theme: oneOfCodec('theme', THEMES),
  whatIf: textCodec('what-if'),
  word: textCodec('word'),
};

const PARTS = Object.keys(CODECS) as readonly (keyof Linked)[];

const distinct = (ids: readonly string[]): readonly string[] =>
  [...new Set(ids)].filter((id) => id !== '').slice(0, MOST_IDS);

/** The hash of a state, without `#`; '' for the default state and no section. */
export function encodeHash(state: PageState, section = ''): string {
  const query = pairsOf(state)
    .map(([key, value]) => `${key}=${escaped(value)}`)
    .join('&');
  return `${escaped(section)}${query === '' ? '' : `?${query}`}`;
}

const pairsOf = (state: PageState): readonly (readonly [string, string])[] =>
  PARTS.flatMap(<K extends keyof Linked>(part: K) => CODECS[part].write(state[part]));

/** A hash, with or without `#`, as far as it makes sense. */
export function decodeHash(hash: string): { readonly state: PageState; readonly section: string } {
  const [section, pairs] = partsOf(hash);
  const found = new Map<string, string[]>();
  for (const { key, value } of pairs) {
    if (value === undefined) continue;
    const values = found.get(key);
    if (values === undefined) found.set(key, [value]);
    else values.push(value);
  }
  const values = (key: string): readonly string[] => found.get(key) ?? [];
  const read = <K extends keyof Linked>(part: K): PageState[K] => CODECS[part].read(values) ?? DEFAULT_STATE[part];
  const state = Object.fromEntries(PARTS.map((part) => [part, read(part)])) as unknown as Linked;
  return { state: { ...DEFAULT_STATE, ...state }, section: unescaped(section) ?? '' };
}

/** The pairs of a hash that `decodeHash` ignores, as they stand there; what only says the default is not among them. */
export function ignoredIn(hash: string): readonly string[] {
  const taken = new Set(pairsOf(decodeHash(hash).state).map((pair) => pair.join('=')));
  const isTaken = ({ key, value }: Pair): boolean => taken.has(`${key}=${value}`) || DEFAULTS.has(`${key}=${value}`);
  const ignored = partsOf(hash)[1].filter((pair) => pair.text !== '' && !isTaken(pair));
  return ignored.length === 0 ? DEFAULT_STATE.unread : ignored.slice(0, MOST_IDS).map(({ text }) => text);
}

const DEFAULTS: ReadonlySet<string> = new Set([
  ...['q', 'metric', 'sort', 'rows', 'what-if', 'word', 'exclude', 'no-scenario', 'select'].map((key) => `${key}=`),
  `family=${FAMILIES[0]}`,
  `verdict=${STANDINGS[0]}`,
  `theme=${THEMES[0]}`,
]);

interface Pair {
  readonly key: string;
  /** Undefined where there is none that can be read. */
  readonly value: string | undefined;
  /** As it stands in the hash. */
  readonly text: string;
}

/** The section and the pairs of a hash. */
function partsOf(hash: string): readonly [section: string, pairs: readonly Pair[]] {
  const [, section = '', query = ''] = /^#?([^?]*)\??(.*)$/s.exec(hash) ?? [];
  const pairs = query.split('&').map((pair): Pair => {
    const [, key = '', text] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
    return { key, value: text === undefined ? undefined : unescaped(text), text: pair };
  });
  return [section, pairs];
}

/** Lone surrogates have no UTF-8: they, and the backslash that marks them, are written as in JSON. */
function escaped(text: string): string {
  const whole = text.replace(/\\|\p{Cs}/gu, (unit) =>
    unit === '\\' ? '\\\\' : `\\u${unit.charCodeAt(0).toString(16)}`,
  );
  return encodeURIComponent(whole)
    .replace(/%(2F|3A|40|5E|2C)/g, (code) => decodeURIComponent(code))
    .replaceAll('%20', '+');
}

/** The inverse; undefined where it is none. */
function unescaped(text: string): string | undefined {
  try {
    const whole = decodeURIComponent(text.replaceAll('+', ' '));
    return whole.replace(/\\(\\|u(d[89a-f][0-9a-f]{2}))/g, (_all, what: string, unit: string | undefined) =>
      unit === undefined ? what : String.fromCharCode(Number.parseInt(unit, 16)),
    );
  } catch {
    return undefined;
  }
}
