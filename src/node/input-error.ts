import { printable } from '../config/show.ts';

/** Something is wrong with what the user gave: shown without a stack, exit 2. */
export class InputError extends Error {
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** What was probably meant. */
  readonly suggestion: string | undefined;
  /** Who asked for the file: `scenario "a", layouts.yaml:7:14`. */
  readonly askedBy: string | undefined;

  constructor(
    message: string,
    where: {
      file?: string | undefined;
      line?: number | undefined;
      column?: number | undefined;
      suggestion?: string | undefined;
      askedBy?: string;
    } = {},
  ) {
    super(message);
    this.file = where.file;
    this.line = where.line;
    this.column = where.column;
    this.suggestion = where.suggestion;
    this.askedBy = where.askedBy;
  }

  /** `file:line:column: message`, and on a line of its own who asked for the file; for a terminal: names and pieces of files are in it, so nothing of them may move its cursor. */
  get text(): string {
    const place = printable([this.file, this.line, this.column].filter((part) => part !== undefined).join(':'));
    const message = this.message.split('\n').map(printable).join('\n');
    const meant = this.suggestion === undefined ? '' : `; did you mean ${printable(this.suggestion)}?`;
    const asked = this.askedBy === undefined ? '' : `\n  in ${printable(this.askedBy)}`;
    return `${place === '' ? '' : `${place}: `}${message}${meant}${asked}`;
  }
}
