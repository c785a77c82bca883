import fc from 'fast-check';

/** A change that a slip of the finger, a bad disk, a bad merge or an attacker makes. */
export type Change<T> = (before: T) => T;

/** Words that readers have stumbled over, here or elsewhere. */
const NASTY = [
  '\0',
  '\t',
  '\r',
  '\n',
  '\n\n',
  '"',
  "'",
  ',',
  '=',
  ':',
  '#',
  '[',
  '{',
  '}',
  '&a ',
  '*a',
  '!x ',
  '<<: ',
  '- ',
  '|',
  '-0',
  '-1',
  '010',
  '0x',
  '0o17',
  '1:30',
  '2026-11-22',
  'null',
  'true',
  '.nan',
  'NaN',
  'Infinity',
  '-.inf',
  '1e308',
  '1e999',
  '9007199254740992',
  '9007199254740993',
  '4294967295',
  '4294967296',
  '18446744073709551616',
  '9'.repeat(400),
  '2^53',
  '2^1024',
  '__proto__',
  'constructor',
  'toString',
  '\ufeff',
  '\ud800',
  '\u202e',
  '\u2028',
  'x'.repeat(5000),
] as const;

/** Anywhere, evenly. Not fc.double: of the doubles from 0 to 1 nearly all are next to 0, and every change would hit the first byte. */
const share = fc.noBias(fc.nat(2 ** 30 - 1)).map((n) => n / 2 ** 30);
const at = (length: number, where: number): number => Math.floor(length * where);

/** Changes of a text: pieces cut out, put in, doubled; lines dropped, moved, doubled, garbled; numbers and words replaced. */
export const textChange: fc.Arbitrary<Change<string>> = fc.oneof(
  fc.tuple(share, fc.nat(30)).map(
    ([where, n]): Change<string> =>
      (t) =>
        t.slice(0, at(t.length, where)) + t.slice(at(t.length, where) + n),
  ),
  fc.tuple(share, fc.constantFrom(...NASTY)).map(
    ([where, piece]): Change<string> =>
      (t) =>
        t.slice(0, at(t.length, where)) + piece + t.slice(at(t.length, where)),
  ),
  share.map(
    (where): Change<string> =>
      (t) =>
        t.slice(0, at(t.length, where)),
  ),
  onLines((rows, i) => rows.splice(i, 1)),
  onLines((rows, i) => rows.splice(i, 0, rows[i] ?? '')),
  onLines((rows, i, j) => rows.splice(j, 0, ...rows.splice(i, 1))),
  onLines((rows, i) => {
    rows[i] = `  ${rows[i]}`;
  }),
  onLines((rows, i, j) => {
    rows[i] = (rows[i] ?? '').slice(0, j) + (rows[j] ?? '').slice(i);
  }),
  replaced(/\d+(\.\d+)?/g),
  replaced(/[A-Za-z_][\w-]*/g),
);

function onLines(change: (rows: string[], i: number, j: number) => void): fc.Arbitrary<Change<string>> {
  return fc.tuple(share, share).map(([a, b]) => (t) => {
    const rows = t.split('\n');
    change(rows, at(rows.length, a), at(rows.length, b));
    return rows.join('\n');
  });
}

/** One of the places that the pattern finds, replaced by a nasty word or by another of these places. */
function replaced(pattern: RegExp): fc.Arbitrary<Change<string>> {
  return fc.tuple(share, fc.oneof(fc.constantFrom(...NASTY), share)).map(([where, by]) => (t) => {
    const found = [...t.matchAll(pattern)];
    const hit = found[at(found.length, where)];
    if (hit === undefined) return t;
    const word = typeof by === 'string' ? by : found[at(found.length, by)]![0];
    return t.slice(0, hit.index) + word + t.slice(hit.index + hit[0].length);
  });
}

/** Changes of bytes: bits turned, bytes set, ranges cleared, cut off, doubled, moved. */
export const byteChange: fc.Arbitrary<Change<Uint8Array>> = fc.oneof(
  fc.tuple(share, fc.nat(7)).map(([where, bit]) => edited((b) => (b[at(b.length, where)]! ^= 1 << bit))),
  fc.tuple(share, fc.integer({ min: 0, max: 255 })).map(([where, byte]) =>
    edited((b) => {
      b[at(b.length, where)] = byte;
    }),
  ),
  fc
    .tuple(share, fc.nat(200), fc.constantFrom(0, 0x55, 0xff))
    .map(([where, n, byte]) => edited((b) => b.subarray(at(b.length, where), at(b.length, where) + n).fill(byte))),
  share.map(
    (where): Change<Uint8Array> =>
      (b) =>
        b.slice(0, at(b.length, where)),
  ),
  fc.tuple(share, fc.nat(60)).map(
    ([where, n]): Change<Uint8Array> =>
      (b) =>
        Buffer.concat([b.subarray(0, at(b.length, where)), b.subarray(at(b.length, where) + n)]),
  ),
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map(
    (tail): Change<Uint8Array> =>
      (b) =>
        Buffer.concat([b, tail]),
  ),
);

function edited(edit: (bytes: Uint8Array) => void): Change<Uint8Array> {
  return (before) => {
    const bytes = before.slice();
    if (bytes.length > 0) edit(bytes);
    return bytes;
  };
}

/** Changes of a JSON value: something in it replaced, removed, renamed, doubled or made huge. */
export const jsonChange: fc.Arbitrary<Change<string>> = fc
  .tuple(
    share,
    fc.oneof(
      fc.constantFrom<unknown>(
        null,
        true,
        '',
        'x',
        -0,
        -1,
        0.5,
        1e308,
        2 ** 53,
        2 ** 53 - 1,
        2 ** 32,
        [],
        {},
        [[]],
        { __proto__: 1 },
        '9'.repeat(60),
      ),
      fc.constantFrom('remove', 'rename', 'double', 'huge').map((how) => ({ how })),
    ),
  )
  .map(([where, by]) => (t) => {
    let value: unknown;
    try {
      value = JSON.parse(t);
    } catch {
      return t; // a change before this one has made it no JSON
    }
    const places: { in: Record<string, unknown>; key: string }[] = [];
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const key of Object.keys(node)) {
        places.push({ in: node as Record<string, unknown>, key });
        walk((node as Record<string, unknown>)[key]);
      }
    };
    walk(value);
    const place = places[at(places.length, where)];
    if (place === undefined) return t;
    const { in: holder, key } = place;
    const how = (by as { how?: string } | null)?.how;
    const old = holder[key];
    if (how === undefined) holder[key] = by;
    else if (how === 'remove') delete holder[key];
    else if (how === 'double') holder[key] = [old, old];
    else if (how === 'huge') holder[key] = Array.from({ length: 5000 }, () => old);
    else {
      delete holder[key];
      holder[`${key}_`] = old;
    }
    return JSON.stringify(value);
  });

/** One change or a few. */
export const changes = <T>(one: fc.Arbitrary<Change<T>>): fc.Arbitrary<Change<T>> =>
  fc.array(one, { minLength: 1, maxLength: 3 }).map(
    (all): Change<T> =>
      (before) =>
        all.reduce((value, change) => change(value), before),
  );

/** Changes of a text that change nothing that it says, for a format in which `#` begins a comment line or not. */
export const harmless = (hasComments: boolean): fc.Arbitrary<Change<string>> =>
  fc.oneof(
    fc.constant<Change<string>>((t) => t.replaceAll('\n', '\r\n')),
    fc.constant<Change<string>>((t) => `\ufeff${t}`),
    fc.constant<Change<string>>((t) => `${t}\n\n`),
    share.map(
      (where): Change<string> =>
        (t) => {
          const rows = t.split('\n');
          rows.splice(Math.max(1, at(rows.length, where)), 0, hasComments ? '# a remark' : '');
          return rows.join('\n');
        },
    ),
  );
