import type { Compared } from './baseline.ts';
import { RESULTS_SCHEMA } from './results.ts';

export type ReadBaseline =
  | { readonly ok: true; readonly results: Compared }
  /** A clause that goes on from the file's name, with what to do. */
  | { readonly ok: false; readonly problem: string };

/** The text of a results.json, as far as a comparison needs it; every row is looked at, so that none is half there. */
export function readBaseline(text: string): ReadBaseline {
  const no = (problem: string): ReadBaseline => ({ ok: false, problem });
  if (text.trim() === '') return no('is empty; a baseline is the results.json of an earlier run');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return no(
      `is cut off or is no JSON (${(error as Error).message}); a baseline is the results.json of an earlier run`,
    );
  }
  if (!isObject(value) || typeof value['schema'] !== 'string' || !value['schema'].startsWith('bitpart/results'))
    return no('is no results.json of bitpart: it has no "schema": "bitpart/results@…"');
  if (value['schema'] !== RESULTS_SCHEMA) {
    return no(
      `is of schema ${JSON.stringify(value['schema'].slice(0, 80))}, this bitpart reads "${RESULTS_SCHEMA}"; make the baseline again with this version`,
    );
  }
  const wrong = firstWrong(value, RESULTS, '');
  if (wrong !== undefined) return no(`is no whole results.json: ${wrong}`);
  return { ok: true, results: value as unknown as Compared };
}

/** What a value must be: a type, a list of such, or an object with such; `?` may be absent. */
type Shape = 'string' | 'number' | 'boolean' | 'text or null' | 'anything' | readonly [Shape] | ObjectShape;
interface ObjectShape {
  readonly [key: string]: Shape;
}

const ROW: ObjectShape = {
  layout: 'string',
  scenario: 'text or null',
  class: 'string',
  metric: 'string',
  of: 'string',
  value: 'number',
  low: 'number',
  high: 'number',
};

const RESULTS: ObjectShape = {
  provenance: {
    bitpart: 'string',
    command: 'string',
    startedAt: 'string',
    inputs: [{ path: 'string', sha256: 'string' }],
  },
  layouts: [{ id: 'string', word: 'number', fields: ['anything'] }],
  scenarios: [{ id: 'string', source: 'string', from: 'string', events: 'number' }],
  measurements: [ROW],
  large: [ROW],
  requirements: [
    { key: 'string', text: 'string', compare: 'string', bound: 'number', layout: 'string', met: 'boolean' },
  ],
  verdicts: [{ layout: 'string', holds: 'boolean' }],
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong first, with its place, or undefined. */
function firstWrong(value: unknown, shape: Shape, place: string): string | undefined {
  if (shape === 'anything') return undefined;
  if (typeof shape === 'string') {
    const isRight = shape === 'text or null' ? value === null || typeof value === 'string' : typeof value === shape;
    return isRight ? undefined : `${place} is ${value === undefined ? 'missing' : 'of another type'}, not ${shape}`;
  }
  if (isList(shape)) {
    if (!Array.isArray(value)) return `${place} is ${value === undefined ? 'missing' : 'no list'}`;
    for (const [i, item] of value.entries()) {
      const wrong = firstWrong(item, shape[0], `${place}[${i}]`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }
  if (!isObject(value)) return `${place} is ${value === undefined ? 'missing' : 'no object'}`;
  for (const [key, part] of Object.entries(shape)) {
    const own = Object.hasOwn(value, key) ? value[key] : undefined;
    const wrong = firstWrong(own, part, place === '' ? key : `${place}.${key}`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);
