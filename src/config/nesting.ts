import { CST, Lexer } from 'yaml';

/**
 * A look at the tokens of a YAML text before it is parsed. The parser of `yaml` calls itself for every level, so that a
 * text nested ten thousand deep would exhaust the stack, and it takes microseconds a token, so that a megabyte of
 * brackets would take seconds; the lexer does neither.
 */

/** Levels of lists and maps. layouts.yaml has 6. */
export const DEEPEST = 64;

/** Names, numbers, spaces and punctuation. A thousand layouts in the long form have about 80,000. */
export const MOST_TOKENS = 300_000;

export interface Excess {
  readonly offset: number;
  readonly message: string;
}

/** Where the text is nested deeper than `DEEPEST` or has more than `MOST_TOKENS`; undefined: it may be parsed. */
export function findExcess(text: string): Excess | undefined {
  let offset = 0;
  let lineStart = 0;
  let atLineStart = true;
  let tokens = 0;
  let flow = 0;
  /** Columns at which the block collections begin that are open. A list at the column of its key is not told from it. */
  const open: number[] = [];
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token);
    // Marks of the lexer's own, which are not in the text.
    if (
      type === 'doc-mode' || type === 'flow-error-end' || type === 'scalar' ? token.length === 1 && token < ' ' : false
    )
      continue;
    if (++tokens > MOST_TOKENS) {
      return { offset, message: `more than ${MOST_TOKENS} tokens: too much for one layouts.yaml` };
    }
    const column = offset - lineStart;
    if (type === 'flow-map-start' || type === 'flow-seq-start') flow++;
    else if (type === 'flow-map-end' || type === 'flow-seq-end') flow = Math.max(0, flow - 1);
    else if (flow === 0 && type !== 'space' && type !== 'newline' && type !== 'comment') {
      if (atLineStart) {
        while (open.length > 0 && open.at(-1)! >= column) open.pop();
        open.push(column);
        atLineStart = false;
      } else if (type === 'seq-item-ind' || type === 'explicit-key-ind') open.push(column);
    }
    if (open.length + flow > DEEPEST) return { offset, message: `nested more than ${DEEPEST} levels deep` };
    offset += token.length;
    const newline = token.lastIndexOf('\n');
    if (newline >= 0) {
      lineStart = offset - token.length + newline + 1;
      atLineStart = true;
    }
  }
  return undefined;
}
