/**
 * Text of a user's file inside a message: on one line, clipped, and without characters that would move the cursor, change
 * colours or turn the direction of writing.
 */

/** Controls, line and paragraph separators, bidirectional marks, byte order mark, and halves of surrogate pairs. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Cs}/gu;

const LONGEST = 80;

/** The text with every character that a terminal would act on written as `\u001b`. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}

/** The same number of characters, with a dot for each that a terminal would act on: columns stay where they are. */
export function columnsOf(text: string): string {
  return text.replaceAll('\t', ' ').replace(UNSAFE, '·');
}

/** At most 80 characters of a text, in double quotes. */
export function quoted(text: string): string {
  return `"${printable(clipped(text, LONGEST)).replaceAll('"', '\\"')}"`;
}

/** At most `most` characters, an ellipsis for the rest; never half a surrogate pair more than the text has. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = /[\ud800-\udbff]/.test(text[most - 2]!) ? most - 2 : most - 1;
  return `${text.slice(0, end)}…`;
}

/** What a value of a YAML file is, in words: `the number 5`, `the text "5"`, `a list`. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `the text ${quoted(value)}`;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : 'a map';
}

/** `a, b or c`. */
export function either(names: readonly string[]): string {
  return names.length <= 1 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
