import { printable } from '../config/show.ts';

/** Something is wrong with what the user gave: shown without a stack, exit 2. */
export class InputError extends Error {
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** What was probably meant. */
  readonly suggestion: string | undefined;

  constructor(message: string, where: { file?: string; line?: number; suggestion?: string } = {}) {
    super(message);
    this.file = where.file;
    this.line = where.line;
    this.suggestion = where.suggestion;
  }

  /** `file:line: message`, for a terminal: names and pieces of files are in it, so nothing of them may move its cursor. */
  get text(): string {
    const place = printable([this.file, this.line].filter((part) => part !== undefined).join(':'));
    const message = this.message.split('\n').map(printable).join('\n');
    const meant = this.suggestion === undefined ? '' : `; did you mean ${printable(this.suggestion)}?`;
    return `${place === '' ? '' : `${place}: `}${message}${meant}`;
  }
}
