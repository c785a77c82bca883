import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type AnySchema } from 'ajv';
import { describe, expect, it } from 'vitest';
import { PROFILE_JSON_SCHEMA } from '../../src/report/profile.schema.ts';
import { World } from '../cli/world.ts';

const isValid = new Ajv({ strict: true, strictTuples: false }).compile(PROFILE_JSON_SCHEMA as AnySchema);
const traces = fileURLToPath(new URL('../../traces/', import.meta.url));
const SMALL = readdirSync(traces).filter((name) => /^(b2|d6|e3|r5)_/.test(name));

describe('the schema of profiles', () => {
  const world = new World();
  const profileOf = async (...names: string[]) => {
    const { code, out } = await world.run(['profile', '--quiet', ...names.map((name) => `${traces}${name}`)]);
    expect(code).toBe(0);
    return JSON.parse(out);
  };

  it.each([...SMALL.map((name) => [name]), SMALL])('accepts the profile of %s', async (...names) => {
    expect(isValid(await profileOf(...names)), JSON.stringify(isValid.errors)).toBe(true);
  });

  it('refuses one in which a key is missing, of another type or too many', async () => {
    const profile = await profileOf(SMALL[0]!);
    for (const part of [profile, profile.small, profile.small.bias, profile.observed, profile.matching]) {
      for (const key of Object.keys(part)) {
        const value = part[key];
        delete part[key];
        expect(isValid(profile), `without ${key}`).toBe(false);
        part[key] = typeof value === 'string' ? 7 : 'text';
        expect(isValid(profile), `another ${key}`).toBe(false);
        part[key] = value;
      }
      part.surprise = 1;
      expect(isValid(profile)).toBe(false);
      delete part.surprise;
    }
    expect(isValid(profile)).toBe(true);
  });
});
