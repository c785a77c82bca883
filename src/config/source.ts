import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type Scalar } from 'yaml';
import { DEEPEST, findExcess } from './nesting.ts';
import { type Problem, weightBelow } from './problems.ts';
import { quoted } from './show.ts';

/** Keys from the top of the file down to a value. */
export type Path = readonly (string | number)[];

/** A YAML text as plain values, with the place of each, and with everything that is wrong with it as YAML. */
export interface Source {
  /** Maps, lists, texts, numbers, booleans and null; undefined in place of what a problem is reported for. */
  readonly value: unknown;
  /** Of the YAML itself: then the values are not worth a look where `broken`. */
  readonly problems: readonly Problem[];
  readonly broken: boolean;
  /** Whether a problem is already reported for the value at this path or for one that it is in. */
  isReported(path: Path): boolean;
  /** Whether a problem is already reported for this value, for one that it is in, or for one inside it. */
  isMarred(path: Path): boolean;
  /** A problem at a value, or at the key itself; where the path ends in nothing, at the nearest value above. */
  problemAt(path: Path, message: string, more?: Omit<Partial<Problem>, 'message'>, on?: 'value' | 'key'): Problem;
}

/** Characters of a layouts.yaml. It is edited by hand: a thousand layouts in the long form have a third of it. */
export const LARGEST_FILE = 2 ** 20;

/** Values that a file may have after its aliases are followed. */
const MOST_VALUES = 200_000;

interface Place {
  readonly offset: number;
  readonly length: number;
  readonly key?: { readonly offset: number; readonly length: number };
  readonly children: Map<string | number, Place>;
}

/** Reads a YAML text. Never throws, whatever the text is. */
export function readSource(file: string, given: string): Source {
  const text = given.replace(/^\ufeff/, '');
  const whole: Place = { offset: 0, length: 1, children: new Map() };
  const locate = locator(text);
  const problemOf = (offset: number, message: string, more: Omit<Partial<Problem>, 'message'> = {}): Problem => ({
    file,
    ...locate(offset),
    message,
    ...more,
  });
  const stopped = (problems: readonly Problem[]): Source => source(undefined, problems, true, whole, [], problemOf);

  if (text.length > LARGEST_FILE) {
    return stopped([
      { file, line: 0, column: 0, message: `${text.length} characters, at most ${LARGEST_FILE} are read` },
    ]);
  }
  const nul = text.indexOf('\0');
  if (nul >= 0)
    return stopped([problemOf(nul, 'a NUL character: this is no UTF-8 text (saved as UTF-16, or not a YAML file)')]);
  const excess = findExcess(text);
  if (excess) return stopped([problemOf(excess.offset, excess.message)]);

  // No pretty errors: each would copy its line, which is quadratic in a long one. Doubled keys are found below.
  const doc = parseDocument(text, { prettyErrors: false, uniqueKeys: false, resolveKnownTags: false });
  // From the first on the text is read as something else than was meant: the others may follow from it.
  const faults = [...doc.errors, ...doc.warnings].map((fault, i) =>
    problemOf(fault.pos[0], `not valid YAML: ${firstLine(fault.message)}`, {
      ...(i === 0 ? {} : { weight: 0 }),
      ...(fault.code === 'TAB_AS_INDENT' ? { allowed: 'spaces' } : {}),
    }),
  );
  if (doc.directives?.yaml.explicit && doc.directives.yaml.version !== '1.2') {
    faults.push(
      problemOf(
        0,
        `the file says %YAML ${doc.directives.yaml.version}, in which words such as no are not text; layouts.yaml is YAML 1.2`,
      ),
    );
  }
  if (faults.length > 0) return stopped(faults);

  const reader = new Reader(problemOf);
  const value = doc.contents ? reader.read(doc.contents, [], whole.children) : null;
  const top = doc.contents?.range ? { ...whole, offset: doc.contents.range[0] } : whole;
  return source(value, reader.problems, reader.exhausted, top, reader.reported, problemOf);
}

function source(
  value: unknown,
  problems: readonly Problem[],
  broken: boolean,
  whole: Place,
  reported: readonly Path[],
  problemOf: (offset: number, message: string, more?: Omit<Partial<Problem>, 'message'>) => Problem,
): Source {
  const at = new Set(reported.map(keyOf));
  const above = new Set(reported.flatMap(upTo));
  return {
    value,
    problems,
    broken,
    isReported: (path) => upTo(path).some((key) => at.has(key)),
    isMarred: (path) => above.has(keyOf(path)) || upTo(path).some((key) => at.has(key)),
    problemAt(path, message, more, on = 'value') {
      let place = whole;
      let depth = 0;
      for (; depth < path.length; depth++) {
        const child = place.children.get(path[depth]!);
        if (!child) break;
        place = child;
      }
      const spot = on === 'key' && depth === path.length && place.key ? place.key : place;
      return problemOf(spot.offset, message, { length: spot.length, weight: weightBelow(path[0]), ...more });
    },
  };
}

const keyOf = (path: Path): string => JSON.stringify(path);

/** The path and every path that leads to it, the empty one included. */
function upTo(path: Path): readonly string[] {
  return [...Array.from(path, (_, i) => keyOf(path.slice(0, i))), keyOf(path)];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!;
}

/** Line and column, from 1, of an offset. */
function locator(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}

/** YAML nodes to plain values: follows aliases, finds doubled keys and numbers that are not what they look like. */
class Reader {
  readonly problems: Problem[] = [];
  readonly reported: Path[] = [];
  exhausted = false;
  private readonly problemOf: (offset: number, message: string, more?: Omit<Partial<Problem>, 'message'>) => Problem;
  private readonly anchors = new Map<string, Node>();
  private readonly open = new Set<Node>();
  private values = 0;

  constructor(problemOf: (offset: number, message: string, more?: Omit<Partial<Problem>, 'message'>) => Problem) {
    this.problemOf = problemOf;
  }

  /** @param places gets the places of what is inside the node. */
  read(node: Node | null, path: Path, places: Map<string | number, Place>, copied = false): unknown {
    if (this.exhausted) return undefined;
    if (++this.values > MOST_VALUES) {
      this.exhausted = true;
      const why = copied ? 'its aliases repeat it to' : 'the file has';
      this.problems.push(this.problemOf(offsetOf(node), `too large: ${why} more than ${MOST_VALUES} values`));
      return undefined;
    }
    if (path.length > 2 * DEEPEST) {
      this.exhausted = true;
      this.problems.push(this.problemOf(offsetOf(node), `nested more than ${2 * DEEPEST} levels deep`));
      return undefined;
    }
    if (node === null) return null;
    if (isAlias(node)) return this.follow(node, path, places);
    if (!copied && 'anchor' in node && node.anchor) this.anchors.set(node.anchor, node);
    if (isScalar(node)) return this.scalar(node, path);
    this.open.add(node);
    const value = isMap(node)
      ? this.map(node.items as Pair<Node, Node | null>[], path, places, copied)
      : isSeq(node)
        ? (node.items as Node[]).map((item, i) => this.child(item, i, undefined, path, places, copied))
        : undefined;
    this.open.delete(node);
    return value;
  }

  private map(
    pairs: readonly Pair<Node, Node | null>[],
    path: Path,
    places: Map<string | number, Place>,
    copied: boolean,
  ): unknown {
    const entries = new Map<string, unknown>();
    for (const { key, value } of pairs) {
      const name = this.keyOf(key);
      if (name === undefined) {
        this.report(path, key, 'a key is a plain word or a text in quotes, not a list, a map or an alias');
      } else if (name === '__proto__' || name === '<<') {
        const why = name === '<<' ? 'merge keys are not supported; write the keys out' : '"__proto__" is no key';
        this.report([...path, name], key, why);
      } else if (entries.has(name)) {
        const first = places.get(name)?.key?.offset ?? 0;
        const line = this.problemOf(first, '').line;
        this.report([...path, name], key, `the key ${quoted(name)} stands twice, first on line ${line}`);
      } else entries.set(name, this.child(value, name, key, path, places, copied));
    }
    return Object.fromEntries(entries);
  }

  private child(
    node: Node | null,
    name: string | number,
    key: Node | undefined,
    path: Path,
    places: Map<string | number, Place>,
    copied: boolean,
  ): unknown {
    const children = new Map<string | number, Place>();
    const own = key ? { offset: offsetOf(key), length: lengthOf(key) } : undefined;
    const empty = !node?.range || node.range[0] === node.range[1];
    const spot = empty && own ? own : { offset: offsetOf(node), length: lengthOf(node) };
    places.set(name, { ...spot, ...(own ? { key: own } : {}), children });
    return this.read(node, [...path, name], children, copied);
  }

  private follow(alias: Alias, path: Path, places: Map<string | number, Place>): unknown {
    const node = this.anchors.get(alias.source);
    if (!node) return this.report(path, alias, `the alias *${alias.source} has no anchor &${alias.source} before it`);
    if (this.open.has(node))
      return this.report(path, alias, `the alias *${alias.source} stands inside of what it repeats`);
    return this.read(node, path, places, true);
  }

  private keyOf(key: Node): string | undefined {
    if (!isScalar(key)) return undefined;
    return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
  }

  private scalar(node: Scalar, path: Path): unknown {
    if (typeof node.value === 'bigint' || (typeof node.value === 'number' && node.source !== undefined)) {
      const fault = numberFault(node.source ?? String(node.value), Number(node.value));
      if (fault !== undefined) return this.report(path, node, fault);
      return Number(node.value) + 0;
    }
    return node.value;
  }

  private report(path: Path, node: Node, message: string): undefined {
    this.reported.push(path);
    const weight = weightBelow(path[0]);
    this.problems.push(this.problemOf(offsetOf(node), message, { length: lengthOf(node), weight }));
    return undefined;
  }
}

/** Why a YAML number is not what it looks like, or undefined: it is. */
function numberFault(text: string, value: number): string | undefined {
  if (Number.isNaN(value) || /inf/i.test(text)) return `${quoted(text)} is not a finite number`;
  if (/^[-+]?0[xo]/i.test(text))
    return `${quoted(text)} is not decimal: write ${value}, or put it in quotes if it is a name`;
  if (/^[-+]?0\d/.test(text)) {
    const digits = text.replace(/^([-+]?)0+(?=\d)/, '$1');
    return `${quoted(text)} is 8-based to some programs and 10-based to others: write ${digits}, or put it in quotes if it is a name`;
  }
  if (!Number.isFinite(value)) return `${quoted(text)} is too big for a number`;
  if (/^[-+]?\d+$/.test(text) && !Number.isSafeInteger(value) && BigInt(text) !== BigInt(value)) {
    return `${quoted(text)} is beyond 2^53 and would be rounded: write a power such as 2^53`;
  }
  return undefined;
}

function offsetOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

/** Of what stands on one line a caret underlines all; of a list or a map only the beginning. */
function lengthOf(node: Node | null): number {
  if (!node?.range || isMap(node) || isSeq(node)) return 1;
  return Math.max(1, node.range[1] - node.range[0]);
}

/** The line, from 1, on which a key of a YAML text stands, or the nearest value above that there is. */
export function lineOfKey(text: string, path: Path): number {
  return readSource('', text).problemAt(path, '', {}, 'key').line;
}
