import { gzipSync } from 'node:zlib';
import { CSV, KPROBE, LAYOUTS, PAGE_REF } from './references.ts';

/** Inputs made to do harm, each with what must come of it. */
export interface Hostile {
  readonly what: string;
  readonly file: 'layouts.yaml' | 'bad' | 'p.json' | 'old.json';
  /** Made when it is needed: some are large. */
  make(): string | Uint8Array;
  /** What the error says; `same`: the result of the good input; `whole`: some result, exit 0. */
  readonly is: RegExp | 'same' | 'whole';
  /** So large that time and memory are of interest: run as a process of its own. */
  readonly isLarge?: boolean;
}

const layout = (text: string): string => LAYOUTS.replace('4/4/22+2', text);
const bits = (value: string): string => LAYOUTS.replace('bits: 6, ', `bits: ${value}, `);
const row = (time: string, event = 'get', page = 'A', ref = ''): string =>
  `time_s,event,page,ref\n${time},${event},${page},${ref}\n`;
const MIB = 1 << 20;
/** A kprobe line with one value replaced, 40 times, the time going on. */
export const kprobe = (key: string, value: string, lines = 40): string => {
  const line = KPROBE.split('\n').find((text) => text.includes(' grab_fast: ') && text.includes(' flags=0x8'))!;
  const one = line.replace(new RegExp(`\\b${key}=\\S+`), `${key}=${value}`);
  return Array.from({ length: lines }, (_, i) => `${one.replace(/\d+\.\d+: /, `${10 + i}.000001: `)}\n`).join('');
};
const pageRef = (val: string): string => {
  const line = PAGE_REF.split('\n').find(
    (text) => text.includes('page_ref_mod:') || text.includes('page_ref_mod_and'),
  )!;
  return `${line.replace(/page_ref_\w+:/, 'page_ref_mod:').replace(/val=\S+/, `val=${val}`)}\n${PAGE_REF.split('\n').slice(2).join('\n')}`;
};
const aliases = `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from(
  { length: 25 },
  (_, i) =>
    `${String.fromCharCode(98 + i)}: &${String.fromCharCode(98 + i)} [${`*${String.fromCharCode(97 + i)},`.repeat(9)}]`,
).join('\n')}\nlayouts: *z\n`;

const YAML: readonly Hostile[] = (
  [
    ['aliases that would be 9^25 values', aliases, /layouts\.yaml:\d+:\d+: /],
    ['an alias of itself', 'layouts: &a [*a]\n', /layouts\.yaml:\d+:\d+: /],
    ['lists in lists, 10,000 deep', `layouts: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`, /layouts\.yaml:1:\d+: /],
    ['maps in maps, 10,000 deep', `layouts: ${'{a: '.repeat(10_000)}1${'}'.repeat(10_000)}\n`, /layouts\.yaml:1:\d+: /],
    ['lists in lists, 10,000 deep, by indentation', `layouts:\n${'- '.repeat(10_000)}1\n`, /layouts\.yaml:2:\d+: /],
    ['bits of 2^53', bits('9007199254740992'), /layouts\.yaml:9:\d+: /],
    ['bits of 1e308', bits('1e308'), /layouts\.yaml:9:\d+: /],
    ['bits that are no number (.nan)', bits('.nan'), /layouts\.yaml:9:\d+: /],
    ['infinite bits', bits('.inf'), /layouts\.yaml:9:\d+: /],
    ['bits of −0', bits('-0'), /layouts\.yaml:9:\d+: /],
    ['bits that look octal (06)', bits('06'), /layouts\.yaml:9:\d+: .*(octal|06)/],
    ['bits in octal (0o6)', bits('0o6'), /layouts\.yaml:9:\d+: /],
    ['bits in base 60 (0:06)', bits('0:06'), /layouts\.yaml:9:\d+: /],
    ['a date for a number', bits('2026-11-22'), /layouts\.yaml:9:\d+: /],
    ['a layout of 10^400 bits', layout(`4/4/${'9'.repeat(400)}`), /layouts\.yaml:3:\d+: /],
    ['a bias of 2^1024', LAYOUTS.replace('bias: 1024', 'bias: 2^1024'), /layouts\.yaml:4:\d+: /],
    ['a requirement of NaN', LAYOUTS.replace('<= 1e-4', '<= NaN'), /layouts\.yaml:16:\d+: /],
    [
      'names of JavaScript’s objects',
      LAYOUTS.replace('linux today', '__proto__').replace('red zone', 'constructor'),
      'whole',
    ],
    ['a key __proto__', `${LAYOUTS}__proto__: { polluted: yes }\n`, /layouts\.yaml:17:1: "__proto__" is no key/],
    ['half a surrogate pair in a name', LAYOUTS.replace('linux today', '"\\ud800"'), 'whole'],
    ['a byte order mark', `\ufeff${LAYOUTS}`, 'same'],
    ['lines that end in CR LF', LAYOUTS.replaceAll('\n', '\r\n'), 'same'],
    ['a NUL', LAYOUTS.replace('linux', 'lin\0ux'), /layouts\.yaml:4:\d+: a NUL/],
  ] as const
)
  .map(([what, text, is]): Hostile => ({ what: `layouts.yaml: ${what}`, file: 'layouts.yaml', make: () => text, is }))
  .concat([
    {
      what: 'layouts.yaml: UTF-16',
      file: 'layouts.yaml',
      make: () => Buffer.from(`\ufeff${LAYOUTS}`, 'utf16le'),
      is: /layouts\.yaml:1:\d+: .*UTF-16/,
    },
    {
      what: 'layouts.yaml: bytes that are not UTF-8',
      file: 'layouts.yaml',
      make: () => Buffer.from(LAYOUTS.replace('linux', 'lin\xffux'), 'latin1'),
      is: /layouts\.yaml:4:\d+: .*UTF-8/,
    },
    {
      what: 'layouts.yaml: one line of 100 MB',
      file: 'layouts.yaml',
      make: () => Buffer.alloc(100 * MIB, 'x'),
      is: /layouts\.yaml.*at most 1048576/,
      isLarge: true,
    },
  ]);

const RECORDINGS: readonly Hostile[] = (
  [
    ['CSV: time NaN', row('NaN'), /bad:2:1: time "NaN"/],
    ['CSV: time Infinity', row('Infinity'), /bad:2:1: time "Infinity"/],
    ['CSV: time 1e308', row('1e308'), /bad:2:1: time "1e308"/],
    ['CSV: time −0', row('-0'), /bad:2:1: time "-0"/],
    ['CSV: time 2^53', `${row('0')}9007199254740992,get,A,\n`, /bad:3:1: time "9007199254740992" is no decimal/],
    ['CSV: a clock that jumps 60 days', `${row('0')}5184000,get,A,\n`, /bad:3:1: time 5184000 is more than 52 days/],
    ['CSV: level 2^32', row('0', 'level', 'A', '4294967296'), /bad:2:11: level "4294967296"/],
    ['CSV: level 2^32 − 1, and one more', `${row('0', 'level', 'A', '4294967295')}1,get,A,\n`, 'whole'],
    ['CSV: level that looks octal', row('0', 'level', 'A', '0o10'), /bad:2:11: level "0o10"/],
    ['CSV: a page named __proto__', row('0', 'pin-read', '__proto__', 'constructor'), 'whole'],
    ['CSV: a NUL in the header', `\0${CSV}`, /bad:1: .*NUL/],
    ['CSV: lines that end in CR LF', CSV.replaceAll('\n', '\r\n'), 'same'],
    ['CSV: a byte order mark', `\ufeff${CSV}`, 'same'],
    ['CSV: a quote that is not closed', `${row('0')}1,get,"A,\n`, /bad:3:7: a quote is opened/],
    ['kprobe: refs=4294967295', kprobe('refs', '4294967295'), /bad:1: .*no event that can be read/],
    ['kprobe: refs of −1', kprobe('refs', '-1'), /bad:1: .*no event that can be read/],
    [
      'kprobe: 4,190,000 references a line',
      kprobe('refs', '4190000', 10_000).replaceAll(/rc=\d+/g, 'rc=4294967295'),
      /bad:\d+: .*references .* a line/,
    ],
    ['kprobe: rc=18446744073709551615', kprobe('rc', '18446744073709551615'), /bad:1: .*no event that can be read/],
    ['kprobe: a folio of 20 digits', kprobe('folio', '0xfffffffffffffffffff1'), /bad:1: .*no event that can be read/],
    ['kprobe: time beyond 10^15 s', KPROBE.replace(/(\n.*?) \d+\.\d+: /, '$1 9999999999999999.000001: '), 'whole'],
    [
      'kprobe: a clock that jumps 60 days',
      `${kprobe('refs', '1', 2)}${kprobe('refs', '1', 1).replace(/ \d+\.\d+: /, ' 5184100.0: ')}`,
      /52 days/,
    ],
    ['page_ref: a change of 2^40', pageRef('1099511627776'), 'whole'],
    ['page_ref: a change of 1e308', pageRef('9'.repeat(308)), 'whole'],
  ] as const
)
  .map(([what, text, is]): Hostile => ({ what, file: 'bad', make: () => text, is }))
  .concat([
    {
      what: 'CSV: UTF-16',
      file: 'bad',
      make: () => Buffer.from(`\ufeff${CSV}`, 'utf16le'),
      is: /bad:1: .*UTF-16/,
    },
    {
      what: 'CSV: a line of 100 MB',
      file: 'bad',
      make: () => Buffer.concat([Buffer.from(row('0')), Buffer.alloc(100 * MIB, 'x')]),
      is: /bad:3: the line is longer than 1 MiB/,
      isLarge: true,
    },
    {
      what: 'kprobe: a line of 100 MB, compressed',
      file: 'bad',
      make: () => gzipSync(Buffer.concat([Buffer.from(KPROBE), Buffer.alloc(100 * MIB, 'x')])),
      is: /bad:\d+: the line is longer than 1 MiB/,
      isLarge: true,
    },
    {
      what: 'CSV: 16 MiB of empty lines',
      file: 'bad',
      make: () => Buffer.concat([Buffer.from(row('0')), Buffer.alloc(16 * MIB, '\n')]),
      is: 'whole',
      isLarge: true,
    },
    {
      what: 'kprobe: a gzip bomb of lines (160 MiB)',
      file: 'bad',
      make: () => gzipSync(Buffer.concat([Buffer.from(KPROBE), Buffer.alloc(160 * MIB, `${'#'.repeat(63)}\n`)])),
      is: /bad: grows to more than 200 times its size/,
      isLarge: true,
    },
    {
      what: 'kprobe: 64 MiB of zeros, compressed twice',
      file: 'bad',
      make: () => gzipSync(gzipSync(Buffer.alloc(64 * MIB))),
      is: /bad:1: is no recording/,
    },
    {
      what: 'gzip: text behind the last member',
      file: 'bad',
      make: () => Buffer.concat([gzipSync(KPROBE), Buffer.from(`\0${KPROBE}`)]),
      is: /bad:\d+: [\d,]+ bytes behind the end of the gzip data are no gzip/,
    },
    {
      what: 'gzip: text right behind the last member',
      file: 'bad',
      make: () => Buffer.concat([gzipSync(KPROBE), Buffer.from(KPROBE)]),
      is: /bad: what stands behind the end of the gzip data is no gzip/,
    },
    {
      what: 'gzip: padded with zeros, as tapes do',
      file: 'bad',
      make: () => Buffer.concat([gzipSync(CSV), Buffer.alloc(512)]),
      is: 'same',
    },
    {
      what: 'gzip: two members, one recording',
      file: 'bad',
      make: () => Buffer.concat([gzipSync(CSV.slice(0, 200)), gzipSync(CSV.slice(200))]),
      is: 'same',
    },
  ]);

/** Of a good profile or results.json. */
export const spoiltJson = (profile: string, results: string): readonly Hostile[] => {
  const changed = (text: string, change: (value: Record<string, never>) => void): string => {
    const value = JSON.parse(text) as Record<string, never>;
    change(value);
    return JSON.stringify(value);
  };
  const p = (what: string, change: (value: never) => void, is: Hostile['is']): Hostile => ({
    what: `profile: ${what}`,
    file: 'p.json',
    make: () => changed(profile, change as never),
    is,
  });
  return [
    p(
      'of another version',
      (v: { schema: string }) => (v.schema = 'bitpart/profile@99'),
      /p\.json: is a profile of another version/,
    ),
    p('a count of 2^53', (v: { events: number }) => (v.events = 2 ** 53), /p\.json: events is 9007199254740992/),
    p('a count of 1e308', (v: { events: number }) => (v.events = 1e308), /p\.json: events is 1e\+308/),
    p(
      'a list of a million',
      (v: { small: { lifeMaxima: number[] } }) => (v.small.lifeMaxima = new Array(1e6).fill(0)),
      /p\.json: small\.lifeMaxima has 1000000 entries/,
    ),
    p(
      'a million peaks',
      (v: { small: { peakPages: object } }) => (v.small.peakPages = { pin: new Array(1e6).fill([1, 1]) }),
      /p\.json: small\.peakPages\.pin has 1000000 entries/,
    ),
    {
      what: 'profile: lists in lists, 100,000 deep',
      file: 'p.json',
      make: () => profile.replace('"events":', `"events":${'['.repeat(100_000)}${']'.repeat(100_000)},"x":`),
      is: /p\.json: /,
    },
    {
      what: 'profile: 100 MB',
      file: 'p.json',
      make: () => `{"schema":"bitpart/profile@1","x":"${'x'.repeat(100 * MIB)}"}`,
      is: /p\.json: is larger than 64 MiB/,
      isLarge: true,
    },
    {
      what: 'baseline: of another version',
      file: 'old.json',
      make: () => results.replace('bitpart/results@1', 'bitpart/results@2'),
      is: /old\.json: is of schema "bitpart\/results@2"/,
    },
    {
      what: 'baseline: lists in lists, 100,000 deep',
      file: 'old.json',
      make: () =>
        results.replace('"measurements":', `"measurements":${'['.repeat(100_000)}${']'.repeat(100_000)},"x":`),
      is: /old\.json: is no whole results\.json: measurements\[0\]/,
    },
    {
      what: 'baseline: a value of null, as of NaN',
      file: 'old.json',
      make: () => results.replace(/"value":[\d.e+-]+/, '"value":null'),
      is: /old\.json: is no whole results\.json: .*value/,
    },
  ];
};

export const HOSTILE: readonly Hostile[] = [...YAML, ...RECORDINGS];
