import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { layoutsJsonSchema, loadPlan } from '../../src/config/index.ts';
import { layoutToYaml } from '../../src/layouts/index.ts';
import { anyLayout } from '../layouts/arbitrary.ts';
import { OPTIONS } from './helpers.ts';

const schema = layoutsJsonSchema();
const validate = new Ajv({ allowUnionTypes: true, strict: true, strictRequired: false }).compile(schema);
const valid = (text: string) => validate(parse(text));

describe('the JSON Schema of layouts.yaml', () => {
  it('is draft 7 and a plain value', () => {
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#');
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it('accepts the file that ships', () => {
    validate(parse(readFileSync('layouts.yaml', 'utf8')));
    expect(validate.errors).toBeNull();
  });

  it('describes every key and gives an example of it', () => {
    const bare: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { properties } = node as { properties?: Record<string, { description?: string; examples?: unknown[] }> };
      for (const [key, value] of Object.entries(properties ?? {})) {
        if (!value.description || !value.examples?.length) bare.push(`${path}.${key}`);
      }
      for (const [key, value] of Object.entries(node)) visit(value, `${path}.${key}`);
    };
    visit(schema, '');
    expect(bare).toEqual([]);
  });

  it('gives only examples that are valid where they stand', () => {
    const visit = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      const { examples, properties } = node as { examples?: unknown[]; properties?: object };
      const isSchema = Array.isArray(examples) && ('type' in node || 'anyOf' in node || properties !== undefined);
      if (isSchema) {
        const check = new Ajv({ allowUnionTypes: true, strict: false }).compile(node);
        for (const example of examples) expect([example, check(example)]).toEqual([example, true]);
      }
      for (const value of Object.values(node)) visit(value);
    };
    visit(schema);
  });

  it.each([
    'layouts: []',
    'scenarios: []',
    'layouts: [5]',
    'layouts: [{ name: x }]',
    'layouts: [{ bias: 1024, nmae: x }]',
    'layouts: [{ bias: -1x }]',
    'layouts: [{ bias: { red: 1024 } }]',
    'layouts: [{ bias: 4, word: 48 }]',
    'layouts: [{ fields: [{ bits: 0, counts: [pin] }] }]',
    'layouts: [{ fields: [{ bits: 4, counts: [red] }] }]',
    'layouts: [{ fields: [{ bits: 4, counts: [pin], on-limit: stop }] }]',
    'layouts: [8/24]\nscenarios: [{ trace: a, preset: b }]',
    'layouts: [8/24]\nscenarios: [{ name: m, duration: 5x, pages: [{ ordinary: { steady: 1 } }] }]',
    'layouts: [8/24]\nrequire: { limit.pin: ">" }',
    'layouts: [8/24]\nextra: 1',
  ])('refuses what the loader refuses: %s', (text) => {
    expect(valid(text)).toBe(false);
    expect(loadPlan(text, OPTIONS).problems).toBeDefined();
  });

  it('accepts every layout that the loader accepts', () => {
    fc.assert(
      fc.property(anyLayout, (layout) => {
        const text = `layouts:\n${layoutToYaml(layout)}\n`;
        expect(valid(text)).toBe(true);
        const loaded = loadPlan(text, OPTIONS);
        expect(loaded.problems).toBeUndefined();
        expect(loaded.plan?.layouts).toEqual([layout]);
      }),
    );
  });
});
