import * as z from 'zod';
import { kindNames, PAGE_REFERENCES, suggest } from '../layouts/index.ts';
import { type Dimension, type Parsed, parseCount, parseQuantity, quantityPattern } from './quantities.ts';
import { quoted } from './show.ts';

/** What the maps of layouts.yaml are made of: texts, numbers, quantities, names of kinds, strict maps. */

/**
 * Every map is strict. The message of an unknown key is the list of those that exist, which zod does not give.
 * @param keys all that may stand in such a map, where another form of it has more than this one
 */
export function strict<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  keys: readonly string[] = Object.keys(shape),
) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys.join(', ') : undefined),
  });
}

export function text(needed: string) {
  return z.string({ error: `${needed} is needed here` });
}

/** A number or a text that `parse` turns into a number; editors see a pattern for the text. */
function numeric(
  needed: string,
  pattern: string,
  examples: readonly (string | number)[],
  parse: (input: number | string) => Parsed,
) {
  return z
    .union([z.number(), z.string().meta({ pattern })], { error: `${needed} is needed here, such as ${examples[0]}` })
    .transform((input, context) => {
      const parsed = parse(input);
      if (parsed.ok) return parsed.value;
      const params = parsed.suggestion === undefined ? {} : { suggestion: parsed.suggestion };
      context.addIssue({ code: 'custom', message: parsed.message, params });
      return z.NEVER;
    });
}

export function quantity(
  dimension: Dimension,
  needed: string,
  examples: readonly string[],
  check?: (value: number) => string | undefined,
) {
  return numeric(needed, quantityPattern(dimension), examples, (input) => {
    const parsed = parseQuantity(dimension, input);
    const fault = parsed.ok ? check?.(parsed.value) : undefined;
    return fault === undefined ? parsed : { ok: false, message: fault };
  }).meta({ examples: [...examples] });
}

export const positive = (what: string) => (value: number) => (value > 0 ? undefined : `${what} is longer than 0`);

const WHOLE = '^([0-9]+|2\\^[0-9]+)$';

export function count(needed: string, examples: readonly (string | number)[], least?: number, most?: number) {
  return numeric(needed, WHOLE, examples, (input) => parseCount(input, least, most)).meta({ examples: [...examples] });
}

export const name = text('a name')
  .min(1, 'the name is empty')
  .refine((value) => value.trim() !== '' || value === '', 'the name is empty')
  .meta({ description: 'What it is called in the report; unique without regard to case.', examples: ['linux today'] });

/** Characters of a description: what fits beside a name. */
export const LONGEST_DESCRIPTION = 200;

/** One line of text about an entry, as its author wrote it. */
export const description = text('a description')
  .min(1, 'the description is empty')
  .max(LONGEST_DESCRIPTION, `a description has at most ${LONGEST_DESCRIPTION} characters`)
  .regex(/^[^\r\n\u0085\u2028\u2029]*$/, 'a description is one line')
  .refine((value) => value.trim() !== '' || value === '', 'the description is empty');

/** The name of a kind or group of some domain: which there are is checked with the rest of the entry. */
export const anyKind = (what: string) => text(what).min(1, 'the name is empty');

/** `domain:` of a layout or a scenario. */
export const domainName = text('the name of a domain')
  .min(1, 'the name is empty')
  .meta({
    description:
      'Whose kinds these are: a name under domains, or the domain of a catalogue entry (postgres-buffer, java-rwlock). Default: the references of a page.',
    examples: ['buffers'],
  });

/** The name of a kind or group, of those that may stand here. */
export function kindName(what: string, names: readonly string[]) {
  return text(what)
    .superRefine((value, context) => {
      if (names.includes(value)) return;
      const nearest = suggest(value, names);
      const message = `${quoted(value)} is no ${what.replace(/^a /, '')}; there are ${names.join(', ')}`;
      context.addIssue({
        code: 'custom',
        message,
        params: { isKind: true, ...(nearest === undefined ? {} : { suggestion: nearest }) },
      });
    })
    .meta({ enum: [...names] });
}

export const kinds = kindNames(PAGE_REFERENCES);
export const pins = kinds.filter((kind) => kind !== 'ordinary');
