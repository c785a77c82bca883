/**
 * Names come from users, recordings and file names: nothing in them may be trusted. These functions make a name fit to
 * be shown; that it is shown as text and never as markup is the business of whoever shows it.
 */

/** C0 and C1 controls, lone surrogates, line and paragraph separators, and the marks that reorder the text around them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for.
const UNSAFE = /[\p{Cs}\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** `text` with U+FFFD in place of controls, bidirectional overrides and lone surrogates; one line, same order as typed. */
export function plain(text: string): string {
  return text.replace(UNSAFE, '\ufffd');
}

/** What `quoted` makes of a name. Its content is plain, so that pairs are never nested. */
const QUOTED = /\u2068[^\p{Cs}\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*\u2069/u;
const QUOTED_OR_UNSAFE = new RegExp(`${QUOTED.source}|${UNSAFE.source}`, 'gu');

/** A sentence, plain but for the names that are quoted in it: those stay isolated. */
export function plainSentence(text: string): string {
  return text.replace(QUOTED_OR_UNSAFE, (found) => (found.length > 1 ? found : '\ufffd'));
}

/**
 * At most `length` characters (code points), the last one an ellipsis where something was cut.
 *
 * @param length at least 1.
 */
export function shorten(text: string, length: number): string {
  // A long name is cut before it is spread into code points: 10,000 characters cost no more than `2 × length`.
  const head = [...text.slice(0, 2 * length + 2)];
  return head.length <= length && text.length <= 2 * length + 2 ? text : `${head.slice(0, length - 1).join('')}…`;
}

/** A name as it is shown: never empty, and never only blanks. */
export function shown(text: string, length: number): string {
  const name = plain(text);
  return name.trim() === '' ? '(no name)' : shorten(name, length);
}

/** Shown inside a sentence: isolated, so that right-to-left letters leave the words around them in their order. */
export function quoted(text: string, length = 60): string {
  return `\u2068${shown(text, length)}\u2069`;
}

/**
 * One short label per id, all different: labels that would be equal are numbered. They serve as the categories of a
 * chart's axes, so a name that every JavaScript object already has (`__proto__`, `constructor`) is marked with an
 * invisible U+2060, lest a chart library look it up on a plain object.
 *
 * @param ids all different.
 * @param length characters per label, at least 4.
 */
export function labelsOf(ids: readonly string[], length = 22): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const labels = new Map<string, string>();
  for (const id of ids) {
    const short = shown(id, length);
    let label = short;
    for (let n = 2; taken.has(label); n++) label = `${shorten(short, length - 1 - String(n).length)}·${n}`;
    taken.add(label);
    labels.set(id, label in Object.prototype ? `\u2060${label}` : label);
  }
  return labels;
}
