import type { Io } from '../io.ts';

type Env = Io['env'];

/** What is known of a stream that may be a terminal. */
export interface MaybeTerminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Columns where nobody says how many there are. */
const COLUMNS = 100;

/**
 * How output is to look. Colours: FORCE_COLOR, whatever it is but `0` or `false`, asks for them anywhere; else NO_COLOR
 * (if it is not empty, no-color.org) and TERM=dumb forbid them; else a terminal has them. Progress is redrawn in place on a
 * terminal that can, and not in CI. Columns: those of the terminal, else COLUMNS, as everywhere.
 */
export function looksOf(
  env: Env,
  stdout: MaybeTerminal,
  stderr: MaybeTerminal,
): Pick<Io, 'isTerminal' | 'width' | 'colours'> {
  const isDumb = env['TERM'] === 'dumb';
  const forced = env['FORCE_COLOR'];
  const colours =
    forced === undefined ? stdout.isTTY === true && !env['NO_COLOR'] && !isDumb : forced !== '0' && forced !== 'false';
  const ci = env['CI'];
  return {
    isTerminal: stderr.isTTY === true && !isDumb && (ci === undefined || ci === '' || ci === 'false'),
    width: stdout.columns !== undefined && stdout.columns > 0 ? stdout.columns : columnsOf(env),
    colours,
  };
}

/** What COLUMNS says where no terminal does. */
function columnsOf({ COLUMNS: said = '' }: Env): number {
  return /^[1-9]\d{0,3}$/.test(said) ? Number(said) : COLUMNS;
}

/** As much of a stream as is needed here. */
interface Stream {
  write(text: string): unknown;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** A stream whose reader may go (`| head`): what is written then is dropped, and the run ends as it would have. */
export function patient(stream: Stream): { readonly write: (text: string) => void; readonly isGone: () => boolean } {
  let isGone = false;
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
    isGone = true;
  });
  return {
    write: (text) => {
      if (!isGone) stream.write(text);
    },
    isGone: () => isGone,
  };
}
