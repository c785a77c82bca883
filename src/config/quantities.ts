import { nearest } from '../layouts/nearest.ts';
import { parseWhole } from '../layouts/whole.ts';
import { either, quoted } from './show.ts';

/**
 * Quantities of layouts.yaml (layouts.schema.json): a decimal (`81.08`, `1e-4`) or a power (`2^22`), then a unit without a space.
 * The result is in base units: seconds, per second, bytes.
 */
export type Dimension = 'duration' | 'rate' | 'size';

export type Parsed =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly message: string; readonly suggestion?: string };

interface Unit {
  /** One of it, in base units, is numerator / denominator: division by 1000 rounds once, times 1e-3 twice. */
  readonly numerator: number;
  readonly denominator: number;
}

const unit = (numerator: number, denominator = 1): Unit => ({ numerator, denominator });

const UNITS: Readonly<Record<Dimension, ReadonlyMap<string, Unit>>> = {
  duration: new Map([
    ['ns', unit(1, 1e9)],
    ['us', unit(1, 1e6)],
    ['ms', unit(1, 1e3)],
    ['s', unit(1)],
    ['min', unit(60)],
    ['h', unit(3600)],
  ]),
  rate: new Map([
    ['/s', unit(1)],
    ['/min', unit(1, 60)],
  ]),
  size: new Map([
    ['B', unit(1)],
    ['KiB', unit(2 ** 10)],
    ['MiB', unit(2 ** 20)],
    ['GiB', unit(2 ** 30)],
  ]),
};

/** What people write for a unit, where it is not merely a slip of the finger. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['µs', 'us'],
  ['μs', 'us'],
  ['usec', 'us'],
  ['msec', 'ms'],
  ['nsec', 'ns'],
  ['sec', 's'],
  ['secs', 's'],
  ['second', 's'],
  ['seconds', 's'],
  ['m', 'min'],
  ['mins', 'min'],
  ['minute', 'min'],
  ['minutes', 'min'],
  ['hr', 'h'],
  ['hour', 'h'],
  ['hours', 'h'],
  ['hz', '/s'],
  ['/sec', '/s'],
  ['/second', '/s'],
  ['/m', '/min'],
  ['/minute', '/min'],
  ['b', 'B'],
  ['k', 'KiB'],
  ['kb', 'KiB'],
  ['mb', 'MiB'],
  ['gb', 'GiB'],
  ['g', 'GiB'],
]);

const EXAMPLE: Readonly<Record<Dimension, string>> = { duration: '200ms', rate: '50/s', size: '8MiB' };

const PLAIN_UNIT: Readonly<Record<Dimension, string>> = { duration: 's', rate: '/s', size: 'B' };

/** Longest time: whole nanoseconds below 2^53, which is 2501 hours. */
export const LONGEST_SECONDS = 2 ** 53 / 1e9;

/** A longer text is no quantity, whatever it contains. */
const LONGEST_TEXT = 60;

const NUMBER = /^([+-]?)(\d+\^\d+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)/;

/** As a JSON Schema pattern: what `parseQuantity` accepts. */
export function quantityPattern(dimension: Dimension): string {
  const units = [...UNITS[dimension].keys()].join('|');
  return `^(2\\^[0-9]+|([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?)(${units})$`;
}

/** The value in base units, 0 or more and finite; else what is wrong, and the nearest quantity that is right. */
export function parseQuantity(dimension: Dimension, input: number | string): Parsed {
  const text = String(input).trim();
  const units = UNITS[dimension];
  const kind = dimension === 'size' ? 'number of bytes' : dimension;
  const match = text.length <= LONGEST_TEXT ? NUMBER.exec(text) : null;
  if (!match) return wrong(`${quoted(text)} is no ${kind}; write a number and a unit, such as ${EXAMPLE[dimension]}`);
  const [whole, sign, digits] = match as unknown as [string, string, string];
  const rest = text.slice(whole.length);
  const named = rest.trimStart();
  const known = units.get(named) ? named : undefined;

  if (named === '') {
    const suggestion = digits + PLAIN_UNIT[dimension];
    return wrong(`${quoted(text)} has no unit; a ${kind} is in ${either([...units.keys()])}`, suggestion);
  }
  if (known === undefined) {
    const elsewhere = Object.values(UNITS).some((others) => others.has(named));
    const meant = elsewhere
      ? undefined
      : (OTHER_NAMES.get(named.toLowerCase()) ?? nearest(named, [...units.keys()], 1)[0]);
    const suggestion = meant !== undefined && units.has(meant) ? digits + meant : undefined;
    return wrong(`${quoted(named)} is no unit of a ${kind}; there are ${either([...units.keys()])}`, suggestion);
  }
  if (rest !== named) return wrong(`${quoted(text)} has a space before its unit`, digits + known);
  if (sign === '-') return wrong(`${quoted(text)} is negative; a ${kind} is 0 or more`);
  if (sign === '+') return wrong(`${quoted(text)} has a sign`, digits + known);

  const number = digits.includes('^') ? parseWhole(digits) : Number(digits);
  if (number === undefined) return wrong(powerMessage(digits));
  const { numerator, denominator } = units.get(known)!;
  const value = (number * numerator) / denominator;
  if (!Number.isFinite(value)) return wrong(`${quoted(text)} is too big for a number`);
  if (dimension === 'duration' && value >= LONGEST_SECONDS) {
    return wrong(`${quoted(text)} is too long: times are whole nanoseconds below 2^53, which is 2501h`);
  }
  return { ok: true, value };
}

/** A whole number from `least` to `most`: digits or a power (`1024`, `2^10`), as a YAML number or as text. */
export function parseCount(input: number | string, least = 0, most = Number.MAX_SAFE_INTEGER): Parsed {
  const text = String(input).trim();
  const range = `a whole number, ${least} to ${mostText(most)}`;
  const value = typeof input === 'number' ? input : text.length <= LONGEST_TEXT ? parseWhole(text) : undefined;
  if (value === undefined) {
    if (/^\d+\^\d+$/.test(text)) return wrong(powerMessage(text));
    return wrong(`${quoted(text)} is no count; write ${range}, such as 512 or 2^9`);
  }
  if (!Number.isInteger(value)) return wrong(`${text} is no count; write ${range}`);
  if (value < least || value > most) return wrong(`${text} is out of range; write ${range}`);
  return { ok: true, value: value + 0 };
}

function mostText(most: number): string {
  const exponent = Math.round(Math.log2(most));
  return most >= 2 ** 16 && Math.abs(2 ** exponent - most) <= 1
    ? `2^${exponent}${2 ** exponent === most ? '' : ' - 1'}`
    : `${most}`;
}

function powerMessage(text: string): string {
  return text.startsWith('2^')
    ? `${quoted(text)} is too big for a number`
    : `${quoted(text)} is no power of 2; write 2^22, or a decimal such as 1e6`;
}

function wrong(message: string, suggestion?: string): Parsed {
  return suggestion === undefined ? { ok: false, message } : { ok: false, message, suggestion };
}
