/** Kinds of BTF types (Documentation/bpf/btf.rst). */
const INT = 1;
const STRUCT = 4;
const UNION = 5;
const ENUM = 6;
const TYPEDEF = 8;
const FUNC = 12;
const FUNC_PROTO = 13;

export interface Places {
  readonly refcount: number;
  readonly mapcount: number;
  readonly pincount: number;
  readonly opf: number;
  readonly bflags: number;
  /** The bit of PG_head. */
  readonly head: number;
  /** Since 6.3 the FOLL_ values are enumerators; before, macros, which type data does not hold. */
  readonly foll: 'enumerators' | 'macros';
  /** What try_grab_page returns, where there is one. */
  readonly grabPage?: 'bool' | 'int';
  /** Whether struct page has a member compound_head. */
  readonly compoundHead?: boolean;
}

/** Type data of a kernel with its counts in the given places, unnamed unions and decoys included. */
export function btf(places: Places): Uint8Array {
  const strings: string[] = [''];
  const offsetOf = (name: string): number => {
    let at = 0;
    for (const known of strings) {
      if (known === name) return at;
      at += known.length + 1;
    }
    strings.push(name);
    return at;
  };
  const types: number[] = [];
  let count = 0;
  const type = (name: string, kind: number, sizeOrType: number, more: readonly number[] = [], members = 0): number => {
    types.push(offsetOf(name), (kind << 24) | members, sizeOrType, ...more);
    return ++count;
  };
  const aggregate = (name: string, kind: number, members: readonly (readonly [string, number, number])[]): number =>
    type(
      name,
      kind,
      64,
      members.flatMap(([member, of, bytes]) => [offsetOf(member), of, bytes * 8]),
      members.length,
    );
  const enumeration = (name: string, values: readonly (readonly [string, number])[]): number =>
    type(
      name,
      ENUM,
      4,
      values.flatMap(([value, n]) => [offsetOf(value), n]),
      values.length,
    );

  const int = type('int', INT, 4, [0x01000020]);
  const boolean = type('_Bool', INT, 1, [0x04000008]);
  // Names that must not be taken for others: a struct with the same members, a member of the same name elsewhere.
  aggregate('page_pool', STRUCT, [['_refcount', int, 4]]);
  enumeration('other_flags', [['PG_head', 31]]);
  const inner = aggregate('', UNION, [['_mapcount', int, 0]]);
  const first = aggregate('', STRUCT, [
    ['lru', int, 0],
    ...(places.compoundHead === false ? [] : [['compound_head', int, 0] as const]),
  ]);
  const words = aggregate('', UNION, [['', first, 0]]);
  const page = aggregate('page', STRUCT, [
    ['flags', int, 0],
    ['', words, 8],
    ['', inner, places.mapcount],
    ['_refcount', int, places.refcount],
  ]);
  const second = aggregate('', STRUCT, [['_pincount', int, places.pincount - 64]]);
  aggregate('folio', STRUCT, [
    ['page', page, 0],
    ['', second, 64],
  ]);
  aggregate('bio', STRUCT, [
    ['bi_opf', int, places.opf],
    ['bi_flags', int, places.bflags],
  ]);
  enumeration('pageflags', [
    ['PG_locked', 0],
    ['PG_head', places.head],
  ]);
  if (places.foll === 'enumerators') {
    enumeration('', [
      ['FOLL_WRITE', 1],
      ['FOLL_GET', 2],
      ['FOLL_LONGTERM', 256],
    ]);
    enumeration('', [['FOLL_PIN', 524288]]);
  }
  if (places.grabPage !== undefined) {
    const typedef = type('bool', TYPEDEF, boolean);
    const proto = type('', FUNC_PROTO, places.grabPage === 'bool' ? typedef : int, [offsetOf('page'), int], 1);
    type('try_grab_page', FUNC, proto);
  }

  const text = Buffer.from(`${strings.join('\0')}\0`, 'latin1');
  const header = 24;
  const bytes = Buffer.alloc(header + types.length * 4 + text.length);
  bytes.writeUInt16LE(0xeb9f, 0);
  bytes.writeUInt8(1, 2);
  for (const [i, word] of [header, 0, types.length * 4, types.length * 4, text.length].entries()) {
    bytes.writeUInt32LE(word, 4 + 4 * i);
  }
  for (const [i, word] of types.entries()) bytes.writeUInt32LE(word >>> 0, header + 4 * i);
  text.copy(bytes, header + types.length * 4);
  return bytes;
}
