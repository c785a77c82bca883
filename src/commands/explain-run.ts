import { layoutsJsonSchema, printable } from '../config/index.ts';
import { EXIT, type Io } from '../io.ts';
import { nearest } from '../layouts/nearest.ts';
import { METRICS, metricOf } from '../metrics/registry.ts';
import type { Metric } from '../metrics/types.ts';
import { InputError } from '../node/input-error.ts';
import { type Paint, painter } from '../node/paint.ts';
import { wrap } from '../report/columns.ts';
import { METHODS } from '../report/explain.ts';
import type { ExplainArgs } from './explain.ts';
import { type SchemaKey, schemaKeys } from './schema-keys.ts';

const BETTER = { higher: 'higher is better', lower: 'lower is better', none: 'neither way is better' } as const;

/** @throws InputError for a word that nothing is called, with the nearest ones */
export async function runExplain({ word }: ExplainArgs, io: Io): Promise<number> {
  const writer = new Writer(Math.min(100, Math.max(40, io.width)), painter(io.colours));
  const keys = schemaKeys(layoutsJsonSchema());
  if (word === undefined) contents(keys, writer);
  else if (!explained(word, keys, writer)) throw unknown(word, keys);
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
  writer.head('metrics', 'what the report measures');
  for (const { id, label } of METRICS) writer.say(`${id} · ${label}`);
  writer.head('methods', 'how a number was found');
  writer.say(Object.keys(METHODS).join(', '));
  writer.head('keys', 'of layouts.yaml, each with its place: pages.pins.hold');
  writer.say([...new Set(keys.map(({ path }) => path.at(-1)!))].join(', '));
}

/** Says everything that is called so; false where nothing is. */
function explained(word: string, keys: readonly SchemaKey[], writer: Writer): boolean {
  const wanted = word.trim().toLowerCase();
  const metric = metricOf(wanted) ?? metricOf(wanted.split('.')[0]!);
  if (metric !== undefined) aboutMetric(metric, writer);
  if (Object.hasOwn(METHODS, wanted)) {
    writer.head(wanted, 'a method: how a number was found');
    writer.say(METHODS[wanted as keyof typeof METHODS]);
  }
  const named = keys.filter(({ path }) => `.${path.join('.')}`.endsWith(`.${wanted}`));
  for (const key of named) aboutKey(key, writer);
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
    ...METRICS.map(({ id }) => id),
    ...Object.keys(METHODS),
    ...new Set(keys.flatMap(({ path }) => [path.at(-1)!, path.join('.')])),
  ];
  const meant = nearest(word, known);
  const hint = meant.length === 0 ? 'bitpart explain lists what there is' : `did you mean ${meant.join(' or ')}?`;
  return new InputError(`no metric, key or method is called "${printable(word.slice(0, 80))}"; ${hint}`);
}
