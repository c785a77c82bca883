import type { KindSet } from './domain.ts';
import { kindSetOf, ORDINARY } from './domain.ts';
import { formatNotation, parseNotation, sameLayout } from './notation.ts';
import { sidesOf } from './side.ts';
import { defaultReserve } from './split.ts';
import type { BiasLayout, Layout, SplitLayout } from './types.ts';
import { formatWhole } from './whole.ts';

/**
 * The entry of `layouts:` in layouts.yaml that gives this layout again, id included: the notation where it is the id,
 * else the long form. Ends without a newline.
 * @param indent what stands before each line; two spaces put it under `layouts:`.
 */
export function layoutToYaml(layout: Layout, indent = '  '): string {
  const named = isNotationOf(layout.id, layout);
  if (layout.family === 'bias') return `${indent}- ${biasEntry(layout, named)}`;
  if (layout.apart) return `${indent}- ${sideEntry(layout, named)}`;
  if (named && isPlain(layout.id) && layout.domain.name === undefined) return `${indent}- ${layout.id}`;
  return splitEntry(layout)
    .map((line, i) => `${indent}${i === 0 ? '- ' : '  '}${line}`)
    .join('\n');
}

/** A text as a YAML scalar: bare where nothing can be misread, else in double quotes as JSON, which YAML reads alike. */
export function yamlText(text: string): string {
  return isPlain(text) ? text : JSON.stringify(text).replace(UNSAFE, escapeUnit);
}

/**
 * What JSON leaves bare and YAML forbids or folds: DEL, C1 controls, line and paragraph separators; and what nobody would
 * see: byte order mark, joiners, marks that turn the direction of writing.
 */
const UNSAFE = /[\u007f-\u009f\u2028\u2029\ufffe\uffff]|\p{Cf}/gu;

function escapeUnit(character: string): string {
  const code = character.codePointAt(0)!;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Bare words that YAML 1.1 or 1.2 reads as something else than text. */
const MEANT = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf)$/i;

function isPlain(text: string): boolean {
  const words = /^[A-Za-z][A-Za-z0-9_.+()-]*(?: [A-Za-z0-9_.+()-]+)*$/.test(text) && !MEANT.test(text);
  const notation = /^\d{1,3}(?:\+\d{1,3})?(?:\/\d{1,3}(?:\+\d{1,3})?){1,2}$/.test(text);
  return text.length <= 200 && (words || notation);
}

function isNotationOf(id: string, layout: Layout): boolean {
  if (id === formatNotation(layout)) return true;
  const parsed = parseNotation(id, layout.domain);
  return parsed.ok && parsed.layout.id === id && sameLayout(parsed.layout, layout);
}

function biasEntry(layout: BiasLayout, named: boolean): string {
  const keys: string[] = domainKey(layout);
  if (!named || layout.id !== formatNotation(layout)) keys.push(`name: ${yamlText(layout.id)}`);
  const only = layout.terms[0]!;
  if (layout.terms.length === 1 && only.name === 'pin') keys.push(`bias: ${formatWhole(only.bias)}`);
  else keys.push(`bias: { ${layout.terms.map((t) => `${yamlText(t.name)}: ${formatWhole(t.bias)}`).join(', ')} }`);
  if (layout.word === 64) keys.push('word: 64');
  return `{ ${keys.join(', ')} }`;
}

/** Of a layout with kinds of its own: what they are called. */
function domainKey({ domain }: Layout): string[] {
  return domain.name === undefined ? [] : [`domain: ${yamlText(domain.name)}`];
}

function sideEntry(layout: SplitLayout, named: boolean): string {
  const counters = sidesOf(layout).map(({ name, bits }) => `${yamlText(name)}: ${bits}`);
  const side = `side: { ${counters.join(', ')} }`;
  const name = named && layout.id === formatNotation(layout) ? [] : [`name: ${yamlText(layout.id)}`];
  return `{ ${[...name, ...domainKey(layout), side].join(', ')} }`;
}

function splitEntry(layout: SplitLayout): readonly string[] {
  const fields = layout.fields.map((field) => {
    const counts = namesOf(layout, field.counts);
    const keys = [
      `name: ${yamlText(field.name)}`,
      `bits: ${field.bits}`,
      `counts: [${counts.map(yamlText).join(', ')}]`,
      `on-limit: ${field.onLimit}`,
    ];
    const byDefault = defaultReserve(field.counts, field.onLimit);
    if (field.reserve !== byDefault || field.reserve > 0) keys.push(`reserve: ${field.reserve}`);
    if (field.warn !== undefined) keys.push(`warn: ${formatWhole(field.warn)}`);
    return `  - { ${keys.join(', ')} }`;
  });
  return [`name: ${yamlText(layout.id)}`, ...domainKey(layout), 'fields:', ...fields];
}

/** The fewest names that stand for exactly these kinds: one group, else the kinds one by one. */
function namesOf(layout: Layout, set: KindSet): readonly string[] {
  const { kinds, groups } = layout.domain;
  const whole = Object.keys(groups).find((name) => kindSetOf(layout.domain, name) === set);
  if (whole !== undefined) return [whole];
  const pins = Object.keys(groups).find((name) => groups[name] === (set & ~ORDINARY));
  if (set & ORDINARY && pins !== undefined) return [kinds[0]!, pins];
  return kinds.filter((_, i) => set & (1 << i));
}
