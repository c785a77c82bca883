import { Ajv, type AnySchema } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { RESULTS_JSON_SCHEMA } from '../../src/report/results.schema.ts';
import { fixture, renamed } from './fixture.ts';

const small = renamed(
  ['linux today', '4/4/24'],
  fixture().scenarios.map((scenario) => scenario.id),
);
const ajv = new Ajv({ strict: true, allErrors: false });
addFormats.default(ajv);
const isValid = ajv.compile(RESULTS_JSON_SCHEMA as AnySchema);
/** Small, and still with every kind of object: a bias, a model's intervals, large folios, hits, an unreadable line. */
const json = () => JSON.parse(JSON.stringify(small));

/** Every path to an object in a value, the first element of each array only. */
function paths(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.length > 0 ? paths(value[0], [...at, 0]) : [];
  return [at, ...Object.entries(value).flatMap(([key, child]) => paths(child, [...at, key]))];
}

const follow = (value: unknown, path: readonly (string | number)[]) =>
  path.reduce((inner, key) => (inner as Record<string | number, unknown>)[key], value) as Record<string, unknown>;

const OPTIONAL = ['space', 'notes', 'busiest', 'first', 'bias', 'log10', 'note'];

describe('the schema of results.json', () => {
  it('accepts results', () => {
    expect(isValid(json()), JSON.stringify(isValid.errors)).toBe(true);
  });

  it('refuses results in which a key is missing', () => {
    for (const path of paths(json())) {
      // The keys of `held` are names, not part of the shape.
      if (path.at(-1) === 'held') continue;
      for (const key of Object.keys(follow(json(), path))) {
        if (OPTIONAL.includes(key) && !(path.includes('hits') && key === 'first')) continue;
        const broken = json();
        delete follow(broken, path)[key];
        expect(isValid(broken), [...path, key].join('.')).toBe(false);
      }
    }
  });

  it('refuses results with a key that it does not know', () => {
    for (const path of paths(json())) {
      const broken = json();
      follow(broken, path)['surprise'] = 1;
      expect(isValid(broken), [...path, 'surprise'].join('.')).toBe(false);
    }
  });

  it('refuses another version', () => {
    expect(isValid({ ...json(), schema: 'bitpart/results@2' })).toBe(false);
  });
});
