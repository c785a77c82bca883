import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromColumns, packResults, scriptJson, toColumns, unpackResults } from '../../src/report/page/embed.ts';
import { fixture, renamed } from './fixture.ts';
import { HOSTILE } from './hostile.ts';

describe('JSON inside a script element', () => {
  it('has no character that ends or nests the element, and reads back the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...HOSTILE, '\u2028', '\u2029'), (value, name) => {
        const text = scriptJson([value, name]);
        expect(text).not.toMatch(/[<\u2028\u2029]/);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify([value, name])));
      }),
    );
  });
});

describe('columns', () => {
  it('are the records again, absent keys absent', () => {
    const record = fc.record(
      {
        name: fc.oneof(fc.string(), fc.constantFrom(...HOSTILE)),
        n: fc.oneof(
          fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
          fc.constant(null),
        ),
        __proto__: fc.boolean(),
      },
      { requiredKeys: ['name'] },
    );
    fc.assert(
      fc.property(fc.array(record), (records) => {
        expect(fromColumns(JSON.parse(JSON.stringify(toColumns(records))))).toEqual(records);
      }),
    );
  });
});

describe('packed results', () => {
  it.each([
    ['the default', fixture()],
    ['hostile names', renamed(HOSTILE, HOSTILE)],
  ])('are the results again: %s', (_, results) => {
    expect(unpackResults(JSON.parse(scriptJson(packResults(results))))).toEqual(JSON.parse(JSON.stringify(results)));
  });

  it('take less than a third of the room', () => {
    expect(scriptJson(packResults(fixture()).measurements).length).toBeLessThan(
      JSON.stringify(fixture().measurements).length / 3,
    );
  });
});
