import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CSV_COLUMNS, toCsv } from '../../src/report/csv.ts';
import type { Measurement } from '../../src/report/results.ts';
import { fixture, renamed } from './fixture.ts';
import { HOSTILE } from './hostile.ts';

/** A reader of RFC 4180, strict: a quote only at the start of a cell, doubled inside. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let i = 0;
  while (i < text.length) {
    let cell = '';
    if (text[i] === '"') {
      for (i++; ; i++) {
        if (i >= text.length) throw new Error('a quoted cell does not end');
        if (text[i] !== '"') cell += text[i];
        else if (text[i + 1] === '"') cell += text[i++];
        else break;
      }
      i++;
    } else {
      while (i < text.length && text[i] !== ',' && text[i] !== '\r') {
        if (text[i] === '"' || text[i] === '\n') throw new Error(`a bare ${JSON.stringify(text[i])}`);
        cell += text[i++];
      }
    }
    row.push(cell);
    if (text[i] === ',') i++;
    else if (text.startsWith('\r\n', i)) {
      rows.push(row);
      row = [];
      i += 2;
    } else throw new Error(`expected a comma or CRLF at ${i}`);
  }
  return rows;
}

const results = fixture();

describe('results.csv', () => {
  it('has a header and a line for every row, large folios last', () => {
    const [header, ...lines] = parse(toCsv(results));
    expect(header).toEqual([...CSV_COLUMNS]);
    expect(lines.length).toBe(results.measurements.length + results.large.length);
    expect(lines.at(-1)?.[2]).toBe('large');
  });

  it('says the same as the rows, numbers to the last digit', () => {
    const [, ...lines] = parse(toCsv(results));
    results.measurements.forEach((row, i) => {
      const line = Object.fromEntries(CSV_COLUMNS.map((column, c) => [column, lines[i]?.[c]]));
      expect(line['layout']).toBe(row.layout);
      expect(line['scenario']).toBe(row.scenario ?? '');
      for (const key of ['value', 'numerator', 'denominator', 'low', 'high'] as const) {
        expect(line[key] === '' ? null : Number(line[key])).toBe(row[key]);
      }
    });
  });

  it('gives any name back, with an apostrophe before what a spreadsheet would compute', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE, '@x', '-1', '+1')), (name) => {
        const row = { ...(results.measurements[0] as Measurement), layout: name };
        const [, line] = parse(toCsv({ ...results, measurements: [row], large: [] }));
        const cell = line?.[0] ?? '';
        expect(cell.replace(/^'/, '')).toBe(name.replace(/^'/, ''));
        expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });

  it('keeps a line a line whatever the names', () => {
    expect(parse(toCsv(renamed(HOSTILE, HOSTILE))).every((row) => row.length === CSV_COLUMNS.length)).toBe(true);
  });
});
