/** What a continuous-integration service shows beside a line of a file. */
export interface Annotation {
  /** An error is why the run fails. */
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  /** Relative to the repository, with `/`. Absent: the run as a whole. */
  readonly file?: string;
  /** From 1; absent: the file as a whole. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** The last column, from 1. */
  readonly endColumn?: number;
}

/**
 * One line in the form that GitHub Actions reads from the output of a step, its line end included. Whatever the texts
 * hold, it stays one command: `%`, line ends and, in properties, `:` and `,` are escaped as the runner's own toolkit does.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function githubCommand({ level, title, message, file, line, column, endColumn }: Annotation): string {
  const properties = { file, line, col: column, endColumn, title };
  const written = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapedProperty(String(value))}`],
  );
  return `::${level} ${written.join(',')}::${escaped(message)}\n`;
}

const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapedProperty = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
