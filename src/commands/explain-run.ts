import { layoutsJsonSchema, printable } from '../config/index.ts';
import { EXIT, type Io } from '../io.ts';
import { nearest } from '../layouts/nearest.ts';
import { MOVES } from '../metrics/exposure/moves.ts';
import { GLOSSARY } from '../metrics/glossary.ts';
import { METRICS } from '../metrics/registry.ts';
import type { Metric } from '../metrics/types.ts';
import { InputError } from '../node/input-error.ts';
import { type Paint, painter } from '../node/paint.ts';
import { wrap } from '../report/columns.ts';
import { METHODS } from '../report/explain.ts';
import { PRESETS } from '../workloads/presets/index.ts';
import type { ExplainArgs } from './explain.ts';
import { type SchemaKey, schemaKeys } from './schema-keys.ts';

const BETTER = { higher: 'higher is better', lower: 'lower is better', none: 'neither way is better' } as const;

/** Without a word, or with blanks for one, says what there is. @throws InputError for one that nothing is called, with the nearest ones */
export async function runExplain({ word: words = [] }: ExplainArgs, io: Io): Promise<number> {
  const writer = new Writer(Math.min(100, Math.max(40, io.width)), painter(io.colours));
  const keys = schemaKeys(layoutsJsonSchema());
  const word = words.join(' ').trim();
  if (word === '') contents(keys, writer);
  else if (!explained(word, keys, writer) && !explained(measured(word), keys, writer)) throw unknown(word, keys);
  io.out(writer.text);
  return EXIT.done;
}

/** Lines of at most so many columns. */
class Writer {
  text = '';
  readonly #width: number;
  readonly #paint: Paint;

  constructor(width: number, paint: Paint) {
    this.#width = width;
    this.#paint = paint;
  }

  head(name: string, rest: string): void {
    if (this.text !== '') this.text += '\n';
    const [first = '', ...more] = wrap(`${name} · ${rest}`, this.#width);
    this.text += `${[first.replace(name, () => this.#paint('bold', name)), ...more].join('\n')}\n`;
  }

  say(text: string): void {
    this.text += `${wrap(text, this.#width, 2).join('\n')}\n`;
  }
}

function contents(keys: readonly SchemaKey[], writer: Writer): void {
  writer.head('words', 'of reports and docs');
  writer.say(GLOSSARY.map((term) => term.word).join(', '));
  writer.head('metrics', 'what the report measures');
  for (const { id, label } of METRICS) writer.say(`${id} · ${label}`);
  writer.head('methods', 'how a number was found');
  writer.say(Object.keys(METHODS).join(', '));
  writer.head('keys', 'of layouts.yaml, each with its place: pages.pins.hold');
  writer.say([...new Set(keys.map(({ path }) => path.at(-1)!))].join(', '));
  writer.head('moves', 'by which attackers gain references');
  writer.say(MOVES.map(({ id }) => id).join(', '));
  writer.head('presets', 'models that ship with bitpart');
  writer.say(Object.keys(PRESETS).join(', '));
}

/** Names are the same without regard to case, blanks, `-` and `_`. */
const folded = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '');

/** A name as it is asked for: also what it would be the plural of. */
const askedFor = (word: string): ReadonlySet<string> => {
  const name = folded(word);
  return new Set([
    name,
    ...PLURALS.flatMap(([end, one]) => (name.endsWith(end) ? name.slice(0, -end.length) + one : [])),
  ]);
};
const PLURALS = [
  ['s', ''],
  ['es', ''],
  ['ves', 'fe'],
] as const;

/** The metric of a number, as it stands in `require` and in reports: `refused` of `refused.pin`. */
const measured = (word: string): string => {
  const [metric = ''] = word.split('.');
  return METRICS.some(({ id }) => folded(id) === folded(metric)) ? metric : word;
};

/** Says everything that is called so; false where nothing is. */
function explained(word: string, keys: readonly SchemaKey[], writer: Writer): boolean {
  const asked = askedFor(word);
  const is = (name: string): boolean => asked.has(folded(name));
  for (const term of GLOSSARY) {
    if (term.word.split(', ').some(is)) {
      writer.head(term.word, 'a word of reports and docs');
      writer.say(term.meaning);
    }
  }
  for (const metric of METRICS) if (is(metric.id) || is(metric.label)) aboutMetric(metric, writer);
  for (const [method, text] of Object.entries(METHODS)) {
    if (!is(method)) continue;
    writer.head(method, 'a method: how a number was found');
    writer.say(text);
  }
  for (const key of keys) {
    const ends = key.path.map((_, i) => key.path.slice(i).join('.'));
    if (ends.some(is)) aboutKey(key, writer);
  }
  for (const { id, name, call, kind } of MOVES) {
    if (!is(id)) continue;
    writer.head(id, `a move of an attacker: ${name}`);
    writer.say(`${call}. It gains ${kind} references.`);
  }
  for (const { id, title, description } of Object.values(PRESETS)) {
    if (!is(id)) continue;
    writer.head(id, `a preset: ${title}`);
    writer.say(description);
    writer.say('docs/presets.md has its numbers and where they are from.');
  }
  return writer.text !== '';
}

function aboutMetric(metric: Metric, writer: Writer): void {
  writer.head(
    metric.id,
    `${metric.label}, a metric in ${metric.unit}s; ${BETTER[metric.direction]}`.replace('ss;', 's;'),
  );
  writer.say(metric.definition);
  if (metric.denominator !== null) writer.say(`A share of ${metric.denominator}.`);
  writer.say(metric.howToRead);
  writer.say(`Source: ${metric.source}`);
}

function aboutKey({ path, description, takes, examples, required }: SchemaKey, writer: Writer): void {
  writer.head(path.join('.'), `a key of layouts.yaml${required ? ', needed' : ''}`);
  writer.say(description);
  if (takes !== '') writer.say(`Takes ${takes}.`);
  for (const example of examples) writer.say(`Example: ${path.at(-1)}: ${example}`);
}

function unknown(word: string, keys: readonly SchemaKey[]): InputError {
  const known = [
    ...GLOSSARY.flatMap((term) => term.word.split(', ')),
    ...METRICS.map(({ id }) => id),
    ...Object.keys(METHODS),
    ...keys.flatMap(({ path }) => [path.at(-1)!, path.join('.')]),
    ...MOVES.map(({ id }) => id),
    ...Object.keys(PRESETS),
  ];
  const meant = nearest(word, [...new Set(known)]);
  const hint = meant.length === 0 ? 'bitpart explain lists what there is' : `did you mean ${meant.join(' or ')}?`;
  return new InputError(
    `no word, metric, key, method, move or preset is called "${printable(word.slice(0, 80))}"; ${hint}`,
  );
}
