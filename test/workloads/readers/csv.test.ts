import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAG_REF, RAW_CHECK, RAW_GET, RAW_LEVEL, RAW_PIN, RAW_PUT, RAW_UNPIN } from '../../../src/events/raw.ts';
import { LONG, PIN, READ, SHORT, WRITE } from '../../../src/layouts/domain.ts';
import { CsvDecoder, CsvError } from '../../../src/workloads/readers/csv.ts';

/** Rows, without the header, in one or several blocks. */
function read(...blocks: string[]) {
  const decoder = new CsvDecoder();
  return blocks.flatMap((text) => {
    const { events, refNames } = decoder.decode(text);
    return Array.from({ length: events.length }, (_, i) => ({
      ns: events.time[i]!,
      op: events.op[i]!,
      kinds: events.kinds[i]!,
      page: decoder.pageNames[events.page[i]!],
      count: events.count[i]!,
      ref: events.flags[i]! & FLAG_REF ? refNames[events.ref[i]!] : undefined,
      line: events.line[i]!,
    }));
  });
}

function errorOf(text: string): CsvError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof CsvError) return error;
    throw error;
  }
  throw new Error(`no error: ${text}`);
}

const OWN_KIND =
  /^unknown event "(un)?pin-[\w-]+"\. Events: get, put, [^.]*\. Kinds of one's own need a scenario with domain: in layouts\.yaml; profiles are of page references only$/;

describe('an event', () => {
  it.each([
    ['get', RAW_GET, 0],
    ['put', RAW_PUT, 0],
    ['unpin', RAW_UNPIN, 0],
    ['check', RAW_CHECK, 0],
    ['pin-read', RAW_PIN, 1],
    ['pin-read-short', RAW_PIN, 1],
    ['pin-read-long', RAW_PIN, 2],
    ['pin-write', RAW_PIN, 3],
    ['pin-write-short', RAW_PIN, 3],
    ['pin-write-long', RAW_PIN, 4],
    ['pin-pin', RAW_PIN, 5],
    ['pin-short', RAW_PIN, 5],
    ['pin-long', RAW_PIN, 6],
    ['unpin-read', RAW_UNPIN, READ],
    ['unpin-write', RAW_UNPIN, WRITE],
    ['unpin-long', RAW_UNPIN, LONG],
    ['unpin-short', RAW_UNPIN, SHORT],
    ['unpin-pin', RAW_UNPIN, PIN],
    ['unpin-read-short', RAW_UNPIN, 1 << 1],
    ['unpin-write-long', RAW_UNPIN, 1 << 4],
  ])('%s', (name, op, kinds) => {
    expect(read(`0,${name},A,\n`)).toEqual([{ ns: 0, op, kinds, page: 'A', count: 0, ref: undefined, line: 0 }]);
  });

  it('a level says the count, up to 2^32 - 1', () => {
    expect(read('0,level,A,0\n0,level,A,4294967295\n').map(({ op, count, ref }) => [op, count, ref])).toEqual([
      [RAW_LEVEL, 0, undefined],
      [RAW_LEVEL, 4294967295, undefined],
    ]);
  });

  it('a check has no reference, whatever stands there', () => {
    expect(read('0,check,A,who\n')[0]!.ref).toBeUndefined();
  });

  it('page and ref are any text', () => {
    const rows = read('0,get,  é 0x1 ,[]{}\n1,get,"a,""b""",x"y\n2,get,"c",""\n');
    expect(rows.map(({ page, ref }) => [page, ref])).toEqual([
      ['  é 0x1 ', '[]{}'],
      ['a,"b"', 'x"y'],
      ['c', undefined],
    ]);
  });

  it('lines may end with CR LF, the last one without; empty lines are passed over', () => {
    expect(read('0,get,A,r\r\n\r\n1,put,A,r').map(({ line, ref }) => [line, ref])).toEqual([
      [0, 'r'],
      [2, 'r'],
    ]);
  });

  it('pages whose names have the same hash are two', () => {
    const { events } = new CsvDecoder().decode('0,get,Aa,\n0,get,BB,\n1,put,Aa,\n1,put,BB,\n1,get,"Aa",\n');
    expect([...events.page]).toEqual([0, 1, 0, 1, 0]);
  });

  it('a page keeps its number from block to block, a line counts from its block', () => {
    const decoder = new CsvDecoder();
    const first = decoder.decode('0,get,A,\n0,get,B,\n');
    const second = decoder.decode('1,get,B,\n1,get,A,\n1,get,C,\n');
    expect([[...first.events.page], [...second.events.page]]).toEqual([
      [0, 1],
      [1, 0, 2],
    ]);
    expect(decoder.pageNames).toEqual(['A', 'B', 'C']);
  });
});

describe('time', () => {
  it.each([
    ['0', 0],
    ['0.000000001', 1],
    ['0.0000000014', 1],
    ['0.0000000015', 2],
    ['1.9999999999', 2_000_000_000],
    ['1e-4', 100_000],
    ['1.5E+1', 15_000_000_000],
    ['+2.', 2_000_000_000],
    ['0012', 12_000_000_000],
  ])('%s s is %i ns after 0', (text, ns) => {
    expect(read(`0,get,A,\n${text},get,A,\n`).map((row) => row.ns)).toEqual([0, ns]);
  });

  it('counts from the first event, so that seconds since 1970 lose no nanosecond', () => {
    expect(read('1795344000.123456788,get,A,\n', '1795344001.123456789,get,A,\n').map((row) => row.ns)).toEqual([
      0, 1_000_000_001,
    ]);
  });

  it('is exact to the nanosecond, for 52 days from any second', () => {
    fc.assert(
      fc.property(
        fc.nat(2 ** 31 - 1),
        fc.nat(999_999_999),
        fc.bigInt({ min: 0n, max: 2n ** 52n - 1n }),
        (seconds, nanos, later) => {
          const text = (ns: bigint): string => `${ns / 1_000_000_000n}.${String(ns % 1_000_000_000n).padStart(9, '0')}`;
          const start = BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
          const rows = read(`${text(start)},get,A,\n${text(start + later)},get,A,\n`);
          expect(BigInt(rows[1]!.ns)).toBe(later);
        },
      ),
    );
  });

  it.each(['noon', '', ' 1', '1 ', '-1', '1,5', '0x10', 'NaN', 'Infinity', '1e', '1e999', '1_000', '.5', '1:30', '１'])(
    '%j is none',
    (text) => {
      const error = errorOf(`0,get,A,\n${text},get,A,\n`);
      expect(error.line).toBe(1);
      expect(error.message).toMatch(/is no decimal number of seconds|5 cells/);
    },
  );

  it('before the line above it, or a block ago, is an error', () => {
    expect(errorOf('2,get,A,\n1.999999999,get,A,\n')).toMatchObject({
      line: 1,
      message: expect.stringContaining('time 1.999999999 is before the line above it'),
    });
    const decoder = new CsvDecoder();
    decoder.decode('2,get,A,\n');
    expect(() => decoder.decode('1,get,A,\n')).toThrow(CsvError);
  });

  it('of more than 52 days after the first is an error', () => {
    expect(errorOf('0,get,A,\n4503600,get,A,\n').message).toContain('more than 52 days');
  });
});

describe('what is wrong is said with its line and where it begins there, what was seen, and what is allowed', () => {
  it.each([
    ['too few cells', '1,get,A', '', /^3 cells, a line has 4: time_s,event,page,ref/],
    ['one cell', 'get', '', /^1 cell, a line has 4/],
    ['too many cells', '1,get,A,r,x', 'x', /^5 cells/],
    ['too many cells, some of them quoted', '1,get,"A,""B"",",r,x,y', 'x,y', /^6 cells/],
    [
      'an unknown event',
      '1,pni-read,A,',
      'pni-read,A,',
      /^unknown event "pni-read", did you mean pin-read\? Events: get, put/,
    ],
    ['an unknown event after a quoted time', '"1","GET",A,', '"GET",A,', /unknown event "GET", did you mean get\?/],
    ['an event in capitals', '1,GET,A,', 'GET,A,', /unknown event "GET", did you mean get\?/],
    ['a pin of ordinary', '1,pin-ordinary,A,', 'pin-ordinary,A,', /unknown event "pin-ordinary"/],
    ['a pin of nothing', '1,pin,A,', 'pin,A,', /unknown event "pin", did you mean/],
    [
      'a kind misspelt',
      '1,pin-raed,A,',
      'pin-raed,A,',
      /^unknown event "pin-raed", did you mean pin-read\? Events: [^.]*$/,
    ],
    [
      'a kind in capitals',
      '1,PIN_LONG,A,',
      'PIN_LONG,A,',
      /^unknown event "PIN_LONG", did you mean pin-long\? Events: [^.]*$/,
    ],
    ['a kind of another domain', '1,pin-share,A,', 'pin-share,A,', OWN_KIND],
    ['a drop of a kind of another domain', '1,unpin-share,A,', 'unpin-share,A,', OWN_KIND],
    ['a kind of another domain that begins as one here', '1,pin-read-lock,A,', 'pin-read-lock,A,', OWN_KIND],
    ['a pin misspelt', '1,pinn,A,', 'pinn,A,', /unknown event "pinn", did you mean pin-read\?/],
    ['an empty page', '1,get,,', ',', /^the page is empty/],
    ['an empty page in quotes', '1,get,"",x', '"",x', /^the page is empty/],
    ['a level without a number', '1,level,A,', '', /level "": a level is a whole number, 0 to 4294967295/],
    ['a negative level', '1,level,A,-1', '-1', /level "-1"/],
    ['a broken level', '1,level,A,1.5', '1.5', /level "1\.5"/],
    ['a level beyond 32 bits', '1,level,"A,"" B",4294967296', '4294967296', /level "4294967296"/],
    ['an open quote', '1,get,"A,', '"A,', /a quote is opened and not closed on this line/],
    ['text behind a quote', '1,get,"A"x,', 'x,', /text after a closing quote/],
    ['a time that is none', 'noon,get,A,', 'noon,get,A,', /^time "noon"/],
    ['a line end of two characters', '1,get,A\r', '', /^3 cells/],
  ])('%s', (_, row, there, message) => {
    const error = errorOf(`0,get,A,\n\n${row}\n2,get,A,\n`);
    expect(error.message).toMatch(message);
    expect(error.line).toBe(2);
    expect(row.trimEnd().slice(error.column)).toBe(there);
  });
});

describe('whatever was written is read again', () => {
  const name = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => !/[\r\n]/.test(text));
  const row = fc.record({
    gap: fc.nat(2_000_000_000),
    event: fc.constantFrom('get', 'put', 'pin-write', 'unpin', 'unpin-long'),
    page: name,
    ref: fc.option(name, { nil: undefined }),
  });
  const cell = (text: string | undefined): string =>
    text === undefined ? '' : /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

  it('pages, references and times, in any blocks', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), fc.nat(40), (rows, cut) => {
        let ns = 0;
        const timed = rows.map(({ gap, ...rest }, i) => ({ ...rest, ns: (ns += i === 0 ? 0 : gap) }));
        const lines = timed.map(
          (each) =>
            `${Math.floor(each.ns / 1e9)}.${String(each.ns % 1e9).padStart(9, '0')},${each.event},${cell(each.page)},${cell(each.ref)}\n`,
        );
        const seen = read(lines.slice(0, cut).join(''), lines.slice(cut).join(''));
        expect(seen.map(({ ns, page, ref }) => ({ ns, page, ref }))).toEqual(
          timed.map(({ ns, page, ref }) => ({ ns, page, ref })),
        );
      }),
    );
  });

  it('and of any text it is events or a CsvError, which stands in its line', () => {
    const csvLike = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.string({ unit: fc.constantFrom('0', '1', ',', '"', '\n', '\r', 'get', 'level', 'A'), maxLength: 60 }),
    );
    fc.assert(
      fc.property(csvLike, fc.boolean(), (text, begun) => {
        try {
          read(begun ? `0,get,A,${text}` : text);
        } catch (error) {
          expect(error).toBeInstanceOf(CsvError);
          if (!(error instanceof CsvError)) return;
          const row = (begun ? `0,get,A,${text}` : text).split('\n')[error.line];
          expect(error.column).toBeGreaterThanOrEqual(0);
          expect(error.column).toBeLessThanOrEqual(row?.length ?? -1);
        }
      }),
    );
  });
});
