import { FLAG_REF, RAW_CHECK, RAW_GET, RAW_LEVEL, RAW_PIN, RAW_PUT, RAW_UNPIN, rawEvents } from '../../events/raw.ts';
import { acquiredClassOf, kindSetOf, PAGE_REFERENCES } from '../../layouts/domain.ts';
import { suggest } from '../../layouts/nearest.ts';
import { type Decoded, decoded } from './decoded.ts';

/** The first line of the exchange format, exactly (docs/definitions.md). */
export const CSV_HEADER = 'time_s,event,page,ref';

/** What is wrong with a line of exchange CSV; the whole recording is refused, because nothing in it may be guessed. */
export class CsvError extends Error {
  /** Counted from 0 in the block. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

const PIN_NAMES = [...Object.keys(PAGE_REFERENCES.groups), ...PAGE_REFERENCES.kinds.slice(1)];
const EVENT_NAMES = [
  'get',
  'put',
  ...PIN_NAMES.map((name) => `pin-${name}`),
  'unpin',
  ...PIN_NAMES.map((name) => `unpin-${name}`),
  'level',
  'check',
];
const LEVEL_MAX = 2 ** 32 - 1;

interface Meaning {
  op: number;
  kinds: number;
}

const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  EVENT_NAMES.map((name): [string, Meaning] => {
    if (name.startsWith('pin-')) return [name, { op: RAW_PIN, kinds: acquiredClassOf(name.slice(4))! }];
    if (name.startsWith('unpin-')) return [name, { op: RAW_UNPIN, kinds: kindSetOf(PAGE_REFERENCES, name.slice(6))! }];
    const ops: Record<string, number> = {
      get: RAW_GET,
      put: RAW_PUT,
      unpin: RAW_UNPIN,
      level: RAW_LEVEL,
      check: RAW_CHECK,
    };
    return [name, { op: ops[name]!, kinds: 0 }];
  }),
);

/**
 * Reads the exchange CSV. Pages get numbers in order of first appearance, which stay for the recording; names of
 * references are handed on with each block, so that memory follows what is held.
 */
export class CsvDecoder {
  readonly pageNames: string[] = [];
  readonly #pages = new Map<string, number>();
  /** Seconds of the first event, as an integer and nanoseconds, so that times lose nothing. */
  #base: { seconds: number; nanos: number } | undefined;
  #lastTime = Number.NEGATIVE_INFINITY;

  /** @throws CsvError naming the line, what was seen and what is allowed */
  decode(text: string): Decoded {
    const rows = text.split('\n');
    if (rows[rows.length - 1] === '') rows.pop();
    const events = rawEvents(rows.length);
    const refNames: string[] = [];
    const out = decoded(events, refNames);
    out.lines = rows.length;
    let n = 0;
    for (let line = 0; line < rows.length; line++) {
      let row = rows[line]!;
      if (row.endsWith('\r')) row = row.slice(0, -1);
      if (row === '') continue;
      const cells = row.includes('"') ? quotedCells(row, line) : row.split(',');
      if (cells.length !== 4) {
        throw new CsvError(line, `${cells.length} cells, a line has 4: ${CSV_HEADER}`);
      }
      const [timeText, name, page, ref] = cells as [string, string, string, string];
      const time = this.#time(timeText, line);
      if (time < this.#lastTime) {
        throw new CsvError(line, `time ${timeText} is before the line above it; lines are in time order`);
      }
      this.#lastTime = time;
      const meaning = MEANINGS.get(name);
      if (meaning === undefined) {
        const near = suggest(name, EVENT_NAMES);
        throw new CsvError(
          line,
          `unknown event ${JSON.stringify(name.slice(0, 60))}${near === undefined ? '' : `, did you mean ${near}?`} Events: get, put, pin-<kind or group>, unpin, level, check`,
        );
      }
      if (page === '') throw new CsvError(line, 'the page is empty');
      events.time[n] = time;
      events.op[n] = meaning.op;
      events.kinds[n] = meaning.kinds;
      events.page[n] = this.#page(page);
      events.refs[n] = 1;
      events.line[n] = line;
      if (meaning.op === RAW_LEVEL) {
        const level = /^\d{1,10}$/.test(ref) ? Number(ref) : Number.NaN;
        if (!(level <= LEVEL_MAX)) {
          throw new CsvError(
            line,
            `level ${JSON.stringify(ref.slice(0, 60))}: a level is a whole number, 0 to ${LEVEL_MAX}`,
          );
        }
        events.count[n] = level;
      } else if (ref !== '' && meaning.op !== RAW_CHECK) {
        events.flags[n] = FLAG_REF;
        events.ref[n] = refNames.push(ref) - 1;
      }
      if (n === 0) {
        out.minTime = time;
        out.minLine = line;
      }
      out.maxTime = time;
      n++;
    }
    events.length = n;
    out.entries = n;
    return out;
  }

  /** Whole nanoseconds from the first event; seconds are decimal, digits past the ninth are rounded. */
  #time(text: string, line: number): number {
    const match = /^\+?(\d{1,15})(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text);
    if (!match) {
      throw new CsvError(
        line,
        `time ${JSON.stringify(text.slice(0, 60))} is no decimal number of seconds, such as 12.000345`,
      );
    }
    let seconds: number;
    let nanos: number;
    if (match[3] !== undefined) {
      const value = Number(text);
      seconds = Math.floor(value);
      nanos = Math.round((value - seconds) * 1e9);
    } else {
      seconds = Number(match[1]);
      const fraction = match[2] ?? '';
      nanos = Number(fraction.slice(0, 9).padEnd(9, '0')) + ((fraction[9] ?? '0') >= '5' ? 1 : 0);
    }
    this.#base ??= { seconds, nanos };
    const time = (seconds - this.#base.seconds) * 1e9 + nanos - this.#base.nanos;
    if (!(Math.abs(time) < 2 ** 52))
      throw new CsvError(line, `time ${text} is more than 52 days after the first event`);
    return time;
  }

  #page(name: string): number {
    let page = this.#pages.get(name);
    if (page === undefined) {
      page = this.pageNames.length;
      this.#pages.set(name, page);
      this.pageNames.push(name);
    }
    return page;
  }
}

/** Cells of a line in which some are quoted (RFC 4180); a line end inside quotes is not allowed. */
function quotedCells(row: string, line: number): string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (row[at] === '"') {
      let cell = '';
      let p = at + 1;
      for (;;) {
        const quote = row.indexOf('"', p);
        if (quote < 0) throw new CsvError(line, 'a quote is opened and not closed on this line');
        cell += row.slice(p, quote);
        if (row[quote + 1] !== '"') {
          at = quote + 1;
          break;
        }
        cell += '"';
        p = quote + 2;
      }
      cells.push(cell);
      if (at < row.length && row[at] !== ',') throw new CsvError(line, 'text after a closing quote');
    } else {
      const comma = row.indexOf(',', at);
      const end = comma < 0 ? row.length : comma;
      cells.push(row.slice(at, end));
      at = end;
    }
    if (at >= row.length) return cells;
    at++;
    if (at === row.length) {
      cells.push('');
      return cells;
    }
  }
}
