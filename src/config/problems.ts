import { clipped, columnsOf, printable } from './show.ts';

/** One thing that is wrong with what the user wrote, and where. */
export interface Problem {
  /** As the user named it: `layouts.yaml`; or the flag: `--only`. */
  readonly file: string;
  /** From 1; 0 where there is no position (a flag, a file that is empty). */
  readonly line: number;
  /** From 1, in UTF-16 units; 0 where there is no position. */
  readonly column: number;
  /** How many characters the caret underlines, at least 1. */
  readonly length?: number;
  /** What is wrong, whole in itself: one line, no full stop. */
  readonly message: string;
  /** What stands there. */
  readonly seen?: string;
  /** What might stand there, where the message does not say. */
  readonly allowed?: string;
  /** What was probably meant, or would repair it. */
  readonly suggestion?: string;
  /** How much else may follow from it, 0 (nothing) to `WEIGHTIEST`, which is meant where it is absent. */
  readonly weight?: number;
}

/** The keys of layouts.yaml from which least follows to those from which most does: what stands below them uses what they say. */
const FOLLOWING = ['trace', 'require', 'moves', 'attackers', 'scenarios', 'layouts', 'domains'] as const;

/** The weight of what is wrong with the file as a whole: nothing may have been read as it was meant. */
const WEIGHTIEST = FOLLOWING.length;

/** The weight of a problem below a key of layouts.yaml; of a key that there is none of: of the file as a whole. */
export function weightBelow(key: string | number | undefined): number {
  const at = (FOLLOWING as readonly unknown[]).indexOf(key);
  return at < 0 ? WEIGHTIEST : at;
}

/** What a piece of a rendered problem is, for whoever paints it. */
type Part = 'where' | 'message' | 'gutter' | 'caret' | 'hint';

/** Colour for a piece of text; by default there is none. */
export type Painter = (part: Part, text: string) => string;

const plain: Painter = (_, text) => text;

/** Problems shown, the most important ones; further ones are only counted. */
const MOST = 40;

/** Columns of a source line that are shown. */
const WIDTH = 100;

/**
 * By file; then from what nothing else follows to what others may follow from, because the last is what is seen first in a
 * terminal; then by line and column. Problems of one place stay in the order in which they were found.
 */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      weightOf(a) - weightOf(b) ||
      a.line - b.line ||
      a.column - b.column,
  );
}

/** The problems to tell where there is room for so many, the most important first; of equal ones, the first of the file. */
export function mostImportant(problems: readonly Problem[], room: number): readonly Problem[] {
  return [...sortProblems(problems)].sort((a, b) => weightOf(b) - weightOf(a)).slice(0, room);
}

const weightOf = ({ weight = WEIGHTIEST }: Problem): number => weight;

/**
 * Problems as text for a terminal: place, message, the lines around with a caret, what is allowed, what to try; the last
 * line sums up.
 * @param text what the file contains; undefined where it could not be read.
 */
export function renderProblems(problems: readonly Problem[], text: string | undefined, paint: Painter = plain): string {
  const lines = text === undefined ? [] : text.replace(/^\ufeff/, '').split(/\r?\n/);
  const shown = sortProblems(mostImportant(problems, MOST));
  const blocks = shown.map((problem) => renderProblem(problem, lines, paint));
  const files = new Set(problems.filter((problem) => problem.line > 0).map((problem) => problem.file));
  const count = `${problems.length} problem${problems.length === 1 ? '' : 's'}`;
  const more = problems.length > MOST ? `, of which the ${MOST} most important are shown` : '';
  const where = files.size === 1 ? ` in ${printable([...files][0]!)}` : '';
  return [...blocks, `${paint('message', `${count}${where}`)}${more}`].join('\n\n');
}

/** `file:line:column`, or only the file where there is no position. */
export function placeOf(problem: Pick<Problem, 'file' | 'line' | 'column'>): string {
  const file = printable(problem.file);
  return problem.line > 0 ? `${file}:${problem.line}:${problem.column}` : file;
}

function renderProblem(problem: Problem, lines: readonly string[], paint: Painter): string {
  const out = [`${paint('where', placeOf(problem))}: ${paint('message', printable(problem.message))}`];
  if (problem.line > 0) out.push(...excerpt(problem, lines, paint));
  if (problem.allowed !== undefined) out.push(paint('hint', `  allowed: ${printable(problem.allowed)}`));
  if (problem.suggestion !== undefined) out.push(paint('hint', `  try: ${printable(problem.suggestion)}`));
  return out.join('\n');
}

/** The line of the problem with one before and one behind it, cut to the columns around the problem. */
function excerpt(problem: Problem, lines: readonly string[], paint: Painter): readonly string[] {
  const line = lines[problem.line - 1];
  if (line === undefined) return [];
  const from = problem.column - 1 > (WIDTH * 3) / 4 ? problem.column - 1 - WIDTH / 2 : 0;
  const last = Math.min(lines.length, problem.line + 1);
  const digits = String(last).length;
  const out: string[] = [];
  for (let number = Math.max(1, problem.line - 1); number <= last; number++) {
    const cut = columnsOf(clipped(lines[number - 1]!.slice(from), WIDTH));
    const content = from > 0 && cut !== '' ? `…${cut}` : cut;
    if (number === last && number !== problem.line && content.trim() === '') continue;
    out.push(`${paint('gutter', `  ${String(number).padStart(digits)} |`)} ${content}`.trimEnd());
    if (number !== problem.line) continue;
    const before = [...line.slice(from, problem.column - 1)].length + (from > 0 ? 1 : 0);
    const room = Math.max(1, Math.min(WIDTH, line.length - from) - (problem.column - 1 - from));
    const carets = '^'.repeat(Math.max(1, Math.min(problem.length ?? 1, room)));
    out.push(`${paint('gutter', `  ${' '.repeat(digits)} |`)} ${' '.repeat(before)}${paint('caret', carets)}`);
  }
  return out;
}
