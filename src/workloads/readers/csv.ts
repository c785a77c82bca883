import { FLAG_REF, RAW_CHECK, RAW_GET, RAW_LEVEL, RAW_PIN, RAW_PUT, RAW_UNPIN, rawEvents } from '../../events/raw.ts';
import { classOf, type Domain, isPageReferences, kindSetOf, ORDINARY, PAGE_REFERENCES } from '../../layouts/domain.ts';
import { distance, suggest } from '../../layouts/nearest.ts';
import { type Decoded, decoded } from './decoded.ts';

/** The first line of the exchange format, exactly (docs/definitions.md). */
export const CSV_HEADER = 'time_s,event,page,ref';

/** What is wrong with a line of exchange CSV; the whole recording is refused, because nothing in it may be guessed. */
export class CsvError extends Error {
  /** Counted from 0 in the block. */
  readonly line: number;
  /** Counted from 0: where the cell begins that is wrong, or what is wrong in it. */
  readonly column: number;

  constructor(line: number, column: number, message: string) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

const LEVEL_MAX = 2 ** 32 - 1;

interface Meaning {
  op: number;
  kinds: number;
}

/** What each event of a domain means, by name. */
type Meanings = ReadonlyMap<string, Meaning>;

function meaningsOf(domain: Domain): Meanings {
  const meanings = new Map<string, Meaning>([
    ['get', { op: RAW_GET, kinds: 0 }],
    ['put', { op: RAW_PUT, kinds: 0 }],
  ]);
  const names = [...Object.keys(domain.groups), ...domain.kinds].filter(
    (name) => (kindSetOf(domain, name)! & (domain.state ?? 0)) === 0,
  );
  for (const name of names) {
    const code = classOf(domain, name);
    // The first kind of one's own is what `get` gets; of page references nobody calls it a pin.
    if (code === 0 && !isPageReferences(domain)) meanings.set(`pin-${name}`, { op: RAW_GET, kinds: 0 });
    else if (code !== undefined && code > 0) meanings.set(`pin-${name}`, { op: RAW_PIN, kinds: code });
  }
  meanings.set('unpin', { op: RAW_UNPIN, kinds: 0 });
  for (const name of names) {
    const set = kindSetOf(domain, name)!;
    if (set === ORDINARY && !isPageReferences(domain)) meanings.set(`unpin-${name}`, { op: RAW_PUT, kinds: 0 });
    else if ((set & ORDINARY) === 0) meanings.set(`unpin-${name}`, { op: RAW_UNPIN, kinds: set });
  }
  meanings.set('level', { op: RAW_LEVEL, kinds: 0 });
  meanings.set('check', { op: RAW_CHECK, kinds: 0 });
  return meanings;
}

const PAGE_MEANINGS = meaningsOf(PAGE_REFERENCES);

const hashOf = (name: string): number => [...name].reduce((h, c) => (Math.imul(h, 31) + c.charCodeAt(0)) | 0, 0);

/**
 * Reads the exchange CSV. Pages get numbers in order of first appearance, which stay for the recording; names of
 * references are handed on with each block, so that memory follows what is held.
 */
export class CsvDecoder {
  readonly pageNames: string[] = [];
  readonly #pages = new Map<string, number>();
  /** The first page of each hash, so that a line of a page that is known makes no string. */
  readonly #pageByHash = new Map<number, number>();
  /** Seconds of the first event, as an integer and nanoseconds, so that times lose nothing. */
  #base: { seconds: number; nanos: number } | undefined;
  #lastTime = Number.NEGATIVE_INFINITY;
  readonly #meanings: Meanings;
  readonly #nameByHash: ReadonlyMap<number, string>;
  readonly #known: string;
  readonly #isOfPages: boolean;

  /** `domain`: what the kinds are of. */
  constructor(domain: Domain = PAGE_REFERENCES) {
    const own = !isPageReferences(domain);
    this.#meanings = own ? meaningsOf(domain) : PAGE_MEANINGS;
    this.#nameByHash = new Map(Array.from(this.#meanings.keys(), (name) => [hashOf(name), name]));
    this.#isOfPages = !own;
    this.#known = own ? [...this.#meanings.keys()].join(', ') : 'get, put, pin-<kind or group>, unpin, level, check';
  }

  /** @throws CsvError naming the line, what was seen and what is allowed */
  decode(text: string): Decoded {
    const events = rawEvents(countLines(text));
    const refNames: string[] = [];
    const out = decoded(events, refNames);
    // A look for quotes at each line would cost more than all else that is done with it.
    const isQuoted = text.includes('"');
    let n = 0;
    let line = -1;
    for (let at = 0; at < text.length; ) {
      const newline = text.indexOf('\n', at);
      const stop = newline < 0 ? text.length : newline;
      const start = at;
      const end = stop > start && text.charCodeAt(stop - 1) === RETURN ? stop - 1 : stop;
      at = stop + 1;
      line++;
      if (end === start) continue;
      // Where the cells end, and the hashes under which event and page are looked up without a string of their own.
      let p = start;
      while (p < end && text.charCodeAt(p) !== COMMA) p++;
      const timeEnd = p++;
      let nameHash = 0;
      for (let c = 0; p < end && (c = text.charCodeAt(p)) !== COMMA; p++) nameHash = (Math.imul(nameHash, 31) + c) | 0;
      const nameEnd = p++;
      let pageHash = 0;
      for (let c = 0; p < end && (c = text.charCodeAt(p)) !== COMMA; p++) pageHash = (Math.imul(pageHash, 31) + c) | 0;
      const pageEnd = p++;
      let isPlain = !isQuoted && pageEnd < end;
      for (; p < end; p++) if (text.charCodeAt(p) === COMMA) isPlain = false;

      let timeText: string | undefined;
      let name: string | undefined;
      let page: number | undefined;
      let ref: string;
      if (isPlain) {
        ref = pageEnd + 1 === end ? '' : text.slice(pageEnd + 1, end);
        page = this.#knownPage(text, nameEnd + 1, pageEnd, pageHash);
      } else {
        const cells = cellsOf(text.slice(start, end), line);
        [timeText, name, , ref] = cells;
        page = cells[2] === '' ? undefined : this.#page(cells[2]);
      }
      if (isPlain) {
        const candidate = this.#nameByHash.get(nameHash);
        const isIt = candidate?.length === nameEnd - timeEnd - 1 && text.startsWith(candidate, timeEnd + 1);
        name = isIt ? candidate : text.slice(timeEnd + 1, nameEnd);
      }
      const meaning = this.#meanings.get(name!);
      let time = isPlain ? this.#quickTime(text, start, timeEnd) : undefined;
      timeText ??= time === undefined ? text.slice(start, timeEnd) : undefined;
      time ??= this.#time(timeText!, line);
      if (time < this.#lastTime) {
        const shown = timeText ?? text.slice(start, timeEnd);
        throw new CsvError(line, 0, `time ${shown} is before the line above it; lines are in time order`);
      }
      this.#lastTime = time;
      if (meaning === undefined) {
        const near = meant(name!, [...this.#meanings.keys()]);
        throw errorIn(
          1,
          text.slice(start, end),
          line,
          `unknown event ${JSON.stringify(name!.slice(0, 60))}${near === undefined ? '.' : `, did you mean ${near}?`} Events: ${this.#known}${near === undefined && this.#isOfPages && NAMES_KIND.test(name!) ? OWN_KINDS : ''}`,
        );
      }
      if (page === undefined) {
        if (!isPlain || pageEnd === nameEnd + 1) throw errorIn(2, text.slice(start, end), line, 'the page is empty');
        page = this.#page(text.slice(nameEnd + 1, pageEnd), pageHash);
      }
      events.time[n] = time;
      events.op[n] = meaning.op;
      events.kinds[n] = meaning.kinds;
      events.page[n] = page;
      events.refs[n] = 1;
      events.line[n] = line;
      if (meaning.op === RAW_LEVEL) {
        const level = ref.length <= 10 && isDigits(ref) ? Number(ref) : Number.NaN;
        if (!(level <= LEVEL_MAX)) {
          throw errorIn(
            3,
            text.slice(start, end),
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
    out.lines = line + 1;
    return out;
  }

  /** As #time, of what nearly all lines have: up to 9 digits, a point, up to 9 digits; else undefined. */
  #quickTime(text: string, start: number, end: number): number | undefined {
    if (this.#base === undefined) return undefined;
    let p = start;
    let seconds = 0;
    for (; p < end; p++) {
      const digit = text.charCodeAt(p) - 48;
      if (digit < 0 || digit > 9) break;
      seconds = seconds * 10 + digit;
    }
    const whole = p - start;
    if (whole === 0 || whole > 9 || (p < end && text.charCodeAt(p) !== POINT)) return undefined;
    let nanos = 0;
    let places = 0;
    for (p++; p < end; p++) {
      const digit = text.charCodeAt(p) - 48;
      if (digit < 0 || digit > 9 || ++places > 9) return undefined;
      nanos = nanos * 10 + digit;
    }
    const time = (seconds - this.#base.seconds) * 1e9 + nanos * POWERS[9 - places]! - this.#base.nanos;
    return Math.abs(time) < 2 ** 52 ? time : undefined;
  }

  /** Whole nanoseconds from the first event; seconds are decimal, digits past the ninth are rounded. */
  #time(text: string, line: number): number {
    const match = /^\+?(\d{1,15})(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text);
    if (!match) {
      throw new CsvError(
        line,
        0,
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
      throw new CsvError(line, 0, `time ${text} is more than 52 days after the first event`);
    return time;
  }

  #page(name: string, hash?: number): number {
    let page = this.#pages.get(name);
    if (page === undefined) {
      page = this.pageNames.length;
      this.#pages.set(name, page);
      this.pageNames.push(name);
    }
    if (hash !== undefined && !this.#pageByHash.has(hash)) this.#pageByHash.set(hash, page);
    return page;
  }

  /** The page named between `start` and `end`, if it is the one that has its hash. */
  #knownPage(text: string, start: number, end: number, hash: number): number | undefined {
    const page = this.#pageByHash.get(hash);
    if (page === undefined) return undefined;
    const name = this.pageNames[page]!;
    return name.length === end - start && text.startsWith(name, start) ? page : undefined;
  }
}

const RETURN = 13;
const COMMA = 44;
const POINT = 46;
const POWERS = Float64Array.from({ length: 10 }, (_, n) => 10 ** n);

function isDigits(text: string): boolean {
  for (let p = 0; p < text.length; p++) {
    const code = text.charCodeAt(p);
    if (code < 48 || code > 57) return false;
  }
  return text.length > 0;
}

function countLines(text: string): number {
  let lines = text.length === 0 || text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** @throws CsvError where there are not four */
function cellsOf(row: string, line: number): [string, string, string, string] {
  const cells = row.includes('"') ? quotedCells(row, line) : row.split(',');
  if (cells.length !== 4) {
    const seen = cells.length === 1 ? '1 cell' : `${cells.length} cells`;
    throw new CsvError(line, cells.length < 4 ? row.length : columnOf(row, 4), `${seen}, a line has 4: ${CSV_HEADER}`);
  }
  return cells as [string, string, string, string];
}

/** Cells of a line in which some are quoted (RFC 4180); a line end inside quotes is not allowed. */
function quotedCells(row: string, line: number): string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (row[at] === '"') {
      const close = closingQuote(row, at);
      if (close < 0) throw new CsvError(line, at, 'a quote is opened and not closed on this line');
      cells.push(row.slice(at + 1, close).replaceAll('""', '"'));
      at = close + 1;
      if (at < row.length && row[at] !== ',') throw new CsvError(line, at, 'text after a closing quote');
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

/** Of a quoted cell that begins at `at`; -1 where there is none. */
function closingQuote(row: string, at: number): number {
  for (let p = at + 1; ; p += 2) {
    p = row.indexOf('"', p);
    if (p < 0 || row[p + 1] !== '"') return p;
  }
}

/** What is wrong with a cell of a line. */
const errorIn = (cell: number, row: string, line: number, message: string): CsvError =>
  new CsvError(line, columnOf(row, cell), message);

/** Where a cell of a line begins; cells are counted from 0, and those before it are well formed. */
function columnOf(row: string, cell: number): number {
  let at = 0;
  for (let n = 0; n < cell; n++) at = row.indexOf(',', row[at] === '"' ? closingQuote(row, at) : at) + 1;
  return at;
}

/** A pin or drop of a kind. */
const NAMES_KIND = /^(un)?pin[-_]./i;
const OWN_KINDS =
  ". Kinds of one's own need a scenario with domain: in layouts.yaml; profiles are of page references only";

/**
 * The event that was probably meant. With pins of the kernel's kinds `pin-pin` is right and nobody means it: a pin has a
 * direction or a term. A kind that is more than one edit from the kernel's is rather one of another domain.
 */
function meant(name: string, events: readonly string[]): string | undefined {
  if (!events.includes('pin-read')) return suggest(name, events);
  const near = suggest(
    name,
    events.filter((event) => event !== 'pin-pin'),
  );
  if (NAMES_KIND.test(name)) return near !== undefined && distance(folded(name), folded(near)) <= 1 ? near : undefined;
  return near ?? (/^pin/i.test(name) ? 'pin-read' : undefined);
}

const folded = (name: string): string => name.slice(0, 60).toLowerCase().replaceAll('_', '-');
