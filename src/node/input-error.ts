/** Something is wrong with what the user gave: shown without a stack, exit 2. */
export class InputError extends Error {
  readonly file: string | undefined;
  readonly line: number | undefined;

  constructor(message: string, where: { file?: string; line?: number } = {}) {
    super(message);
    this.file = where.file;
    this.line = where.line;
  }

  /** `file:line: message`. */
  get text(): string {
    const place = [this.file, this.line].filter((part) => part !== undefined).join(':');
    return place === '' ? this.message : `${place}: ${this.message}`;
  }
}
