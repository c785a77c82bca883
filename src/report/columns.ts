/** Columns that a terminal gives a character: 0, 1 or 2. */
function columnsOf(character: string): number {
  if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character)) return 0;
  const code = character.codePointAt(0) ?? 0;
  const isWide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return isWide ? 2 : 1;
}

/** Columns that a text takes on a terminal: East Asian wide characters 2, combining marks none. */
export function columns(text: string): number {
  let sum = 0;
  for (const character of text) sum += columnsOf(character);
  return sum;
}

/** The text cut to so many columns, with an ellipsis where something was cut. */
export function cut(text: string, width: number): string {
  // No character is more than 2 UTF-16 units a column or less than nothing: a long text need not be read to its end.
  if (text.length <= 4 * width && columns(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += columnsOf(character);
    if (used > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** The text with blanks to so many columns, at the end or, for numbers, at the start. */
export function pad(text: string, width: number, side: 'start' | 'end'): string {
  const blanks = ' '.repeat(Math.max(0, width - columns(text)));
  return side === 'start' ? blanks + text : text + blanks;
}

/** The text in lines of at most so many columns, broken between words; a word that is longer is cut. */
export function wrap(text: string, width: number, indent = 0): string[] {
  const room = Math.max(1, width - indent);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const fitting = cut(word, room);
    const last = lines.at(-1);
    if (last !== undefined && columns(last) + 1 + columns(fitting) <= room)
      lines[lines.length - 1] = `${last} ${fitting}`;
    else lines.push(fitting);
  }
  return lines.map((line) => ' '.repeat(indent) + line);
}

export interface TextColumn {
  readonly title: string;
  readonly side: 'start' | 'end';
  /** Columns that it may be cut to where the room is narrow; absent: never cut. */
  readonly least?: number;
}

const GAP = '  ';

/**
 * A table in plain text, a line a row, its header first. Where it is wider than the room, the columns that may be cut
 * are, the widest first.
 *
 * @param side of a column: where its blanks go, `start` for numbers.
 */
export function textTable(heads: readonly TextColumn[], rows: readonly (readonly string[])[], width: number): string[] {
  const widths = heads.map((head, i) => Math.max(columns(head.title), ...rows.map((row) => columns(row[i] ?? ''))));
  const total = () => widths.reduce((sum, each) => sum + each, GAP.length * (heads.length - 1));
  while (total() > width) {
    let widest = -1;
    heads.forEach((head, i) => {
      const own = widths[i] ?? 0;
      if (head.least !== undefined && own > head.least && own > (widths[widest] ?? 0)) widest = i;
    });
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  const line = (cells: readonly string[]) =>
    heads
      .map((head, i) => pad(cut(cells[i] ?? '', widths[i] ?? 0), widths[i] ?? 0, head.side))
      .join(GAP)
      .trimEnd();
  return [line(heads.map((head) => head.title)), ...rows.map(line)];
}
