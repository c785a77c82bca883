/**
 * The catalogue of messages: how each is brought about, what is said then, and what it means. docs/messages.md is generated
 * from it, and test/messages.test.ts brings every one about. A new message of a command gets an entry here.
 */
import { gzipSync } from 'node:zlib';
import { emptyProfileFile, profileFileToJson } from '../src/workloads/profile-file.ts';

export interface Message {
  readonly id: string;
  readonly argv: readonly string[];
  /** layouts.yaml; absent: a good one. */
  readonly layouts?: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The first line of stderr; `…` stands for what differs from one machine to the next. */
  readonly says: string;
  /** What it means, or what to do. */
  readonly means: string;
  /** Exit code of what is no error; absent: 2. */
  readonly exit?: 0 | 1 | 130;
  /** Ctrl-C was pressed. */
  readonly isStopped?: true;
  /** A remark on a scenario, in the report and in results.json; absent: on stderr. */
  readonly isNote?: true;
}

interface Section {
  readonly title: string;
  readonly messages: readonly Message[];
}

/** A good layouts.yaml, and the recording one.csv that it reads. */
export const LAYOUTS = `layouts:
  - 1/1/30
  - 4/4/24
  - { name: linux today, bias: 1024 }
scenarios:
  - { name: one, trace: one.csv }
`;
export const RECORDING = `time_s,event,page,ref
0,level,A,2
1,pin-read,A,r1
2,pin-read,A,r2
3,check,A,
4,unpin,A,r1
4,unpin,A,r2
5,pin-write,B,w1
6,check,B,
7,unpin,B,w1
`;
/** Of no recording. */
const PROFILE = JSON.stringify(profileFileToJson(emptyProfileFile(), '0'));
const KERNEL_LINE =
  '  fio-1  [000] ...1. 10.000000: grab_fast: (f <- g) page=0xffffea0000001000 refs=1 flags=0x80000 folio=0xffffea0000001000 rc=1025 pf=0x0';
/** Without the column of flags, as `trace-cmd report` has it. */
const KERNEL_DROP =
  '  fio-1  [000] 10.000000: put: (f <- g) folio=0xffffea0000001000 refs=1 flags=0x80000 rc=1025 mc=0 pf=0x0 lpin=0';

/** A pin of which nothing tells whether it reads or writes. */
const PAGE_REF =
  '# tracer: nop\n x-1 [000] ..... 1.000001: page_ref_mod: pfn=0x40 flags=lru count=1026 mapcount=0 mapping=0000000000000000 mt=1 val=1024\n';

/** Three pins, each by page_ref and by a probe. */
const BOTH_SOURCES = [1, 2, 3]
  .map((pfn) => {
    const folio = `0xffffea00000000${(64 * pfn).toString(16)}`;
    const at = `  fio-1  [000] ...1. 1${pfn}.000000: `;
    return `${at}page_ref_mod: pfn=0x${pfn} flags=lru count=1026 mapcount=0 mapping=0000000000000000 mt=1 val=1024\n${at}grab: (f <- g) folio=${folio} refs=1 flags=0x80000 ret=0 rc=1026 mc=0 pf=0x0 lpin=0\n`;
  })
  .join('');

const layout = (item: string): string => `layouts:\n  - ${item}\n`;
const scenario = (item: string): string => `layouts: [4/4/24]\nscenarios:\n  - ${item}\n`;
const pins = (keys: string): string => scenario(`{ name: m, duration: 1s, pages: [{ pins: [{ ${keys} }] }] }`);

export const SECTIONS: readonly Section[] = [
  {
    title: 'The command line',
    messages: [
      {
        id: 'no-command',
        argv: [],
        says: 'Say what to do: bitpart explore',
        means: 'No command was given.',
      },
      {
        id: 'unknown-command',
        argv: ['exlpore'],
        says: '"exlpore" is no command; there are init, explore, space, check, explain, profile, merge, import, snapshot',
        means: 'There is no such command; the nearest is named.',
      },
      {
        id: 'flag-before-command',
        argv: ['--versoin'],
        says: '"--versoin" stands before a command, where only --help and --version may stand',
        means: 'Flags stand behind their command.',
      },
      {
        id: 'unknown-flag',
        argv: ['explore', '--trases', 'x'],
        says: 'Unknown argument: trases',
        means: 'The command has no such flag; the nearest is named.',
      },
      {
        id: 'flag-without-value',
        argv: ['explore', '--only'],
        says: '--only needs a value',
        means: 'The flag takes a value.',
      },
      {
        id: 'flag-twice',
        argv: ['explore', '--seed', '1', '--seed', '2'],
        says: '--seed is given 2 times; it takes one value',
        means: 'Only flags that are lists may be repeated.',
      },
      {
        id: 'flag-empty',
        argv: ['explore', '--out', ''],
        says: '--out is empty',
        means: 'The value is empty.',
      },
      {
        id: 'flag-no-number',
        argv: ['explore', '--jobs', 'x'],
        says: '--jobs takes a number, not "x"',
        means: 'The flag takes a number.',
      },
      {
        id: 'flag-choice',
        argv: ['explore', '--format', 'githb'],
        says: '--format takes text or github, not "githb"',
        means: 'The flag takes one of a few words.',
      },
      {
        id: 'flag-jobs',
        argv: ['explore', '--jobs', '0'],
        says: '--jobs takes a whole number from 1 to 256, not 0',
        means: 'Threads are counted from 1 on.',
      },
      {
        id: 'flag-seed',
        argv: ['explore', '--seed', '-1'],
        says: '--seed: -1 is out of range; write a whole number, 0 to 2^53 - 1',
        means: 'A seed is a whole number.',
      },
      {
        id: 'flag-runs',
        argv: ['explore', '--runs', '1.5'],
        says: '--runs: 1.5 is no count; write a whole number, 1 to 10000',
        means: 'Runs are a whole number.',
      },
      {
        id: 'flag-word',
        argv: ['space', '--word', '16'],
        says: '--word takes 32 or 64, not 16',
        means: '`space` knows words of 32 and 64 bits.',
      },
      {
        id: 'flag-reserve',
        argv: ['space', '--reserve', '9'],
        says: '--reserve takes a whole number from 0 to 4, not 9',
        means: '`space` knows reserves of 0 to 4 bits.',
      },
      {
        id: 'flag-top',
        argv: ['space', '--top', '0'],
        says: '--top takes a whole number from 1 on, not 0',
        means: 'Lists have at least one row.',
      },
      {
        id: 'no-space',
        argv: ['space'],
        layouts: `domains: [{ name: own, kinds: [hold] }]
layouts: [{ name: a, domain: own, fields: [{ name: hold, bits: 32, counts: [hold] }] }]
`,
        says: 'layouts.yaml: there is no design space of own: the space is of page references (read, write and ordinary), and nothing here is; bitpart explore compares the layouts that are listed',
        means: 'No scenario is of page references: `space` has nothing to place layouts on.',
      },
      {
        id: 'too-many-words',
        argv: ['explore', 'a.yaml', 'b.yaml'],
        says: '"b.yaml": that is more than it takes: bitpart explore [layouts]',
        means: 'A command reads one layouts.yaml; `--trace` adds recordings.',
      },
      {
        id: 'file-needed',
        argv: ['profile'],
        says: 'a file is needed: bitpart profile <files..>',
        means: 'The command needs at least one file.',
      },
      {
        id: 'only-unknown',
        argv: ['explore', '--only', 'linux todya'],
        says: '--only: no layout or scenario is named "linux todya"',
        means: '`--only` names a layout or scenario that there is not; the nearest is named.',
      },
      {
        id: 'layout-flag',
        argv: ['explore', '--layout', '4/4/25'],
        says: '--layout: 4 + 4 + 25 = 33 bits, the word has 32 or 64',
        means: '`--layout` takes a notation, whose bits sum to 32 or 64.',
      },
      {
        id: 'layout-flag-taken',
        argv: ['explore', '--layout', '4/4/24'],
        layouts: layout('{ name: 4/4/24, bias: 1024 }'),
        says: '--layout: "4/4/24" is the name of another layout in layouts.yaml',
        means: 'The name belongs to another layout of the file.',
      },
      {
        id: 'trace-flag-taken',
        argv: ['explore', '--trace', 'one.csv'],
        says: '--trace: "one.csv" would be the scenario "one", which is the recording "one.csv" already',
        means: 'The recording would have the name of a scenario of the file: rename one.',
      },
      {
        id: 'trace-flag-missing',
        argv: ['explore', '--trace', 'no.csv'],
        says: '--trace: the recording of scenario "no": no such file',
        means: '`--trace` names no file; paths are relative to the working directory.',
      },
      {
        id: 'fail-on',
        argv: ['explore', '--fail-on', 'regress'],
        says: '--fail-on takes require, regression or none, not "regress". Did you mean regression?',
        means: '`--fail-on` takes a list of these words.',
      },
      {
        id: 'fail-on-none',
        argv: ['explore', '--fail-on', 'none,require'],
        says: '--fail-on none means never: nothing else can stand beside it',
        means: '`none` stands alone.',
      },
      {
        id: 'fail-on-without-baseline',
        argv: ['explore', '--fail-on', 'regression'],
        says: '--fail-on regression compares with an earlier run: name its results.json with --baseline',
        means: 'A regression is against an earlier run: name its results.json.',
      },
      {
        id: 'baseline-twice',
        argv: ['explore', '--baseline', 'a', '--baseline', 'b'],
        says: '--baseline is given 2 times; it takes one value',
        means: 'One baseline is compared with.',
      },
      {
        id: 'json-and-github',
        argv: ['explore', '--json', '--format', 'github'],
        says: '--json and --format github both write to standard output; results.json is in the report too',
        means: 'Both write to standard output.',
      },
      {
        id: 'json-and-watch',
        argv: ['explore', '--json', '--watch'],
        says: '--json prints one result; --watch would print one after each save',
        means: '`--json` prints one result.',
      },
      {
        id: 'explain-unknown',
        argv: ['explain', 'refusd'],
        says: 'no word, metric, key, method, move or preset is called "refusd"; did you mean refused or if-refused?',
        means: '`explain` knows words, metrics, keys, methods, moves and presets; the nearest are named.',
      },
      {
        id: 'epoch',
        argv: ['explore'],
        env: { SOURCE_DATE_EPOCH: 'yesterday' },
        says: 'SOURCE_DATE_EPOCH is "yesterday"; it takes whole seconds since 1970, such as 1700000000',
        means: 'SOURCE_DATE_EPOCH is set, and is no number of seconds.',
      },
    ],
  },
  {
    title: 'layouts.yaml as a file',
    messages: [
      {
        id: 'no-file',
        argv: ['explore', 'none.yaml'],
        says: 'none.yaml: no such file; bitpart init writes one to begin with',
        means: 'There is no such file. `bitpart init` writes one to begin with.',
      },
      {
        id: 'is-folder',
        argv: ['explore', '.'],
        says: '.: is a folder; bitpart reads a layouts.yaml; did you mean layouts.yaml?',
        means: 'A folder was named; if a layouts.yaml is in it, that is named.',
      },
      {
        id: 'is-recording',
        argv: ['explore', 'mine.csv'],
        files: { 'mine.csv': RECORDING },
        says: 'mine.csv: is a recording, not a layouts.yaml: explore --trace mine.csv reads it',
        means: 'A recording, a compressed file or a profile was named where a layouts.yaml belongs.',
      },
      {
        id: 'is-results',
        argv: ['check', 'old.json'],
        files: { 'old.json': '{"schema":"bitpart/results@1"}' },
        says: 'old.json: is what a run found (results.json), not a layouts.yaml: explore --baseline old.json compares with it',
        means: 'A results.json was named where a layouts.yaml belongs.',
      },
      {
        id: 'is-device',
        argv: ['explore'],
        layouts: scenario('{ trace: /dev/null }'),
        says: 'layouts.yaml:3:14: the recording of scenario "null": is a pipe or a device; a recording is a file, or - for standard input',
        means: 'A recording may be read twice, which a pipe cannot be: save it, or pipe it in and say `-`.',
      },
      {
        id: 'empty',
        argv: ['check'],
        layouts: '',
        says: 'layouts.yaml:1:1: the file is empty: layouts is needed',
        means: 'The file says nothing.',
      },
      {
        id: 'too-large',
        argv: ['check'],
        layouts: '#'.repeat(2 ** 20 + 1),
        says: 'layouts.yaml: 1048577 characters, at most 1048576 are read',
        means: 'A file that is edited by hand is smaller.',
      },
      {
        id: 'utf16',
        argv: ['check'],
        layouts: 'l\0a\0',
        says: 'layouts.yaml:1:2: a NUL character: this is no UTF-8 text (saved as UTF-16, or not a YAML file)',
        means: 'The file was saved as UTF-16, or is no text.',
      },
      {
        id: 'yaml',
        argv: ['check'],
        layouts: `layouts: [4/4/24
`,
        says: 'layouts.yaml:2:1: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
        means: 'The file is no YAML: the place is where the parser gave up.',
      },
      {
        id: 'yaml-version',
        argv: ['check'],
        layouts: `%YAML 1.1
---
layouts: [4/4/24]
`,
        says: 'layouts.yaml:1:1: the file says %YAML 1.1, in which words such as no are not text; layouts.yaml is YAML 1.2',
        means: 'layouts.yaml is YAML 1.2.',
      },
      {
        id: 'doubled-key',
        argv: ['check'],
        layouts: `${LAYOUTS}layouts: [8/24]
`,
        says: 'layouts.yaml:7:1: the key "layouts" stands twice, first on line 1',
        means: 'A key stands once in a map.',
      },
      {
        id: 'merge-key',
        argv: ['check'],
        layouts: `layouts:
  - &x { name: a, bias: 1024 }
  - { <<: *x, name: b }
`,
        says: 'layouts.yaml:3:7: merge keys are not supported; write the keys out',
        means: 'Write the keys out.',
      },
      {
        id: 'alias-unknown',
        argv: ['check'],
        layouts: `layouts: [*a]
`,
        says: 'layouts.yaml:1:11: the alias *a has no anchor &a before it',
        means: 'The anchor must stand before the alias.',
      },
      {
        id: 'alias-bomb',
        argv: ['check'],
        layouts: `a: &a [x,x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]
d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]
e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]
layouts: [*e,*e,*e,*e]
`,
        says: 'layouts.yaml:1:18: too large: its aliases repeat it to more than 200000 values',
        means: 'Aliases may repeat a list only so often.',
      },
      {
        id: 'deep',
        argv: ['check'],
        layouts: `layouts: ${'['.repeat(500)}`,
        says: 'layouts.yaml:1:73: nested more than 64 levels deep',
        means: 'No key needs so many levels.',
      },
      {
        id: 'not-finite',
        argv: ['check'],
        layouts: layout('{ name: a, bias: .inf }'),
        says: 'layouts.yaml:2:22: ".inf" is not a finite number',
        means: 'Numbers are finite.',
      },
      {
        id: 'octal',
        argv: ['check'],
        layouts: layout('{ name: a, bias: 010 }'),
        says: 'layouts.yaml:2:22: "010" is 8-based to some programs and 10-based to others: write 10, or put it in quotes if it is a name',
        means: 'Write numbers in decimal, without zeros in front.',
      },
      {
        id: 'hexadecimal',
        argv: ['check'],
        layouts: layout('{ name: a, bias: 0x400 }'),
        says: 'layouts.yaml:2:22: "0x400" is not decimal: write 1024, or put it in quotes if it is a name',
        means: 'Write numbers in decimal.',
      },
      {
        id: 'beyond-2-53',
        argv: ['check'],
        layouts: layout('{ name: a, bias: 9007199254740993 }'),
        says: 'layouts.yaml:2:22: "9007199254740993" is beyond 2^53 and would be rounded: write a power such as 2^53',
        means: 'Write a power: the number would be rounded.',
      },
    ],
  },
  {
    title: 'Keys and values',
    messages: [
      {
        id: 'unknown-key',
        argv: ['check'],
        layouts: LAYOUTS.replace('scenarios', 'scenarois'),
        says: 'layouts.yaml:5:1: unknown key "scenarois"',
        means: 'There is no such key at this place; the nearest is named.',
      },
      {
        id: 'misspelt-domain',
        argv: ['check'],
        layouts: `layouts:
  - { name: b, domian: latch, fields: [{ bits: 1, counts: [writer] }, { bits: 31, counts: [reader] }] }
domains: [{ name: latch, kinds: [reader, writer] }]
`,
        says: 'layouts.yaml:2:16: unknown key "domian"',
        means: 'The kinds are of the domain that was meant: nothing is said of them until its key is right.',
      },
      {
        id: 'missing-key',
        argv: ['check'],
        layouts: `scenarios: [{ preset: rdma }]
`,
        says: 'layouts.yaml:1:1: the key "layouts" is missing',
        means: 'The key is needed.',
      },
      {
        id: 'wrong-type',
        argv: ['check'],
        layouts: layout('{ name: x, fields: [{ bits: four, counts: [pin] }] }'),
        says: 'layouts.yaml:2:33: a whole number of bits from 1 to 64 is needed here, such as 4, not the text "four"',
        means: 'Another kind of value is needed.',
      },
      {
        id: 'no-layouts',
        argv: ['check'],
        layouts: `layouts: []
`,
        says: 'layouts.yaml:1:10: layouts is empty: there is nothing to compare',
        means: 'At least one layout is needed.',
      },
      {
        id: 'twins-layouts',
        argv: ['check'],
        layouts: LAYOUTS.replace('4/4/24', '{ name: LINUX Today, bias: 2048 }'),
        says: 'layouts.yaml:4:13: two layouts are named "linux today": the other is on line 3, where it is written "LINUX Today"',
        means: 'Names differ in more than case.',
      },
      {
        id: 'twins-scenarios',
        argv: ['check'],
        layouts: `${LAYOUTS}  - { name: ONE, trace: one.csv }
`,
        says: 'layouts.yaml:7:13: two scenarios are named "ONE": the other is on line 6, where it is written "one"',
        means: 'Names differ in more than case.',
      },
      {
        id: 'duration',
        argv: ['check'],
        layouts: scenario('{ preset: rdma, duration: 5 }'),
        says: 'layouts.yaml:3:31: "5" has no unit; a duration is in ns, us, ms, s, min or h',
        means: 'A time has a unit, without a space: `200ms`.',
      },
      {
        id: 'duration-unit',
        argv: ['check'],
        layouts: scenario('{ preset: rdma, duration: 5 sec }'),
        says: 'layouts.yaml:3:31: "sec" is no unit of a duration; there are ns, us, ms, s, min or h',
        means: 'Units of time: ns us ms s min h.',
      },
      {
        id: 'rate',
        argv: ['check'],
        layouts: pins('kind: read, rate: 5, hold: 1ms'),
        says: 'layouts.yaml:3:67: "5" has no unit; a rate is in /s or /min',
        means: 'A rate is per /s or /min.',
      },
      {
        id: 'hold',
        argv: ['check'],
        layouts: pins('kind: read, rate: 5/s, hold: { gaussian: 1ms }'),
        says: 'layouts.yaml:3:80: unknown key "gaussian"',
        means: 'A hold is a time or one distribution.',
      },
      {
        id: 'kind',
        argv: ['check'],
        layouts: pins('kind: raed, rate: 5/s, hold: 1ms'),
        says: 'layouts.yaml:3:55: "raed" is no kind or group of pins; there are read-short, read-long, write-short, write-long, read, write, short, long, pin',
        means: 'Kinds and groups are these.',
      },
      {
        id: 'runs',
        argv: ['check'],
        layouts: scenario('{ preset: rdma, runs: 0 }'),
        says: 'layouts.yaml:3:27: 0 is out of range; write a whole number, 1 to 10000',
        means: 'Runs are a whole number from 1 on.',
      },
      {
        id: 'preset',
        argv: ['check'],
        layouts: scenario('{ preset: rmda }'),
        says: 'layouts.yaml:3:15: no preset is named "rmda"',
        means: 'There is no such model; the nearest is named.',
      },
      {
        id: 'too-much-to-simulate',
        argv: ['check'],
        layouts: scenario('{ preset: rdma, duration: 100000h }'),
        says: 'layouts.yaml:3:31: "100000h" is too long: times are whole nanoseconds below 2^53, which is 2501h',
        means: 'The model would take days: lower duration, runs or rates.',
      },
      {
        id: 'large',
        argv: ['check'],
        layouts: scenario('{ trace: one.csv, large: yes }'),
        says: 'layouts.yaml:3:30: apart or same is needed here, not the text "yes"',
        means: '`large` is apart or same.',
      },
    ],
  },
  {
    title: 'Layouts',
    messages: [
      {
        id: 'bits-sum',
        argv: ['check'],
        layouts: layout('4/4/25'),
        says: 'layouts.yaml:2:5: 4 + 4 + 25 = 33 bits, the word has 32 or 64',
        means: 'Bits sum to the word, 32 or 64.',
      },
      {
        id: 'notation',
        argv: ['check'],
        layouts: layout('4/x/24'),
        says: 'layouts.yaml:2:5: "x" is no number of bits (in "4/x/24"); write 24, or 22+2 for 2 reserved bits',
        means: 'A part of a notation is a number of bits, with `+` its reserve.',
      },
      {
        id: 'notation-parts',
        argv: ['check'],
        layouts: layout('4/4/4/4/16'),
        says: 'layouts.yaml:2:5: "4/4/4/4/16" has 5 parts; a notation has 2 (pin/ordinary) or 3 (read/write/ordinary); a notation is such as 4/4/24 (read/write/ordinary), 4/4/22+2 (2 bits reserved), 8/24 (pin/ordinary), bias 1024',
        means: 'A notation has two or three parts.',
      },
      {
        id: 'reserve',
        argv: ['check'],
        layouts: layout('4/4/0+24'),
        says: 'layouts.yaml:2:5: field "ordinary" has no bit left to count with: 24 - 24 reserved = 0',
        means: 'A field keeps at least one bit beside its reserve.',
      },
      {
        id: 'bias-power',
        argv: ['check'],
        layouts: layout('{ name: a, bias: 1 }'),
        says: 'layouts.yaml:2:22: the bias 1 leaves ordinary references no room: 1 - 1 = 0; a bias is a whole number, 2 to 2^30 in a word of 32 bits',
        means: 'A bias is a whole number from 2 on.',
      },
      {
        id: 'bias-too-large',
        argv: ['check'],
        layouts: layout('{ name: a, bias: 2^40 }'),
        says: 'layouts.yaml:2:22: the bias 2^40 leaves room for no pin below the sign bit: 2^31 / 2^40 - 1 < 0; a bias is a whole number, 2 to 2^30 in a word of 32 bits',
        means: 'A bias leaves room below the sign bit.',
      },
      {
        id: 'fields-twice',
        argv: ['check'],
        layouts: layout(
          '{ name: a, fields: [{ bits: 8, counts: [pin] }, { bits: 4, counts: [read] }, { bits: 20, counts: [ordinary] }] }',
        ),
        says: 'layouts.yaml:2:72: read-short and read-long are counted twice: in "pin" and in "read"',
        means: 'Each kind is counted by exactly one field.',
      },
      {
        id: 'fields-missing',
        argv: ['check'],
        layouts: layout('{ name: a, fields: [{ bits: 8, counts: [read] }, { bits: 24, counts: [ordinary] }] }'),
        says: 'layouts.yaml:2:24: write-short and write-long are counted nowhere',
        means: 'Each kind is counted by exactly one field.',
      },
      {
        id: 'fields-sum',
        argv: ['check'],
        layouts: layout('{ name: a, fields: [{ bits: 8, counts: [pin] }, { bits: 25, counts: [ordinary] }] }'),
        says: 'layouts.yaml:2:24: 8 + 25 = 33 bits, the word has 32 or 64',
        means: 'Fields tile a word of 32 or 64 bits.',
      },
      {
        id: 'on-limit',
        argv: ['check'],
        layouts: layout(
          '{ name: a, fields: [{ bits: 8, counts: [pin], on-limit: fial }, { bits: 24, counts: [ordinary] }] }',
        ),
        says: 'layouts.yaml:2:61: fail, saturate, carry or wrap is needed here, not the text "fial"',
        means: 'What a field does at its limit is one of these.',
      },
      {
        id: 'catalogue',
        argv: ['check'],
        layouts: layout('{ catalogue: postgres-bufer }'),
        says: 'layouts.yaml:2:18: "postgres-bufer" is not in the catalogue; there are linux-page, hildenbrand-2021, hubbard-2021, freebsd-page, xnu-wire-count, refcount_t, rcuref_t, cpython-immortal, os_refcnt, lockref, postgres-buffer, java-rwlock',
        means: 'There is no such counter; the nearest is named.',
      },
    ],
  },
  {
    title: 'Requirements',
    messages: [
      {
        id: 'metric',
        argv: ['check'],
        layouts: `${LAYOUTS}require: { refusd.pin: "<= 1" }
`,
        says: 'layouts.yaml:7:12: "refusd" is no metric',
        means: 'There is no such metric; the nearest is named.',
      },
      {
        id: 'metric-of',
        argv: ['check'],
        layouts: `${LAYOUTS}require: { refused.pins: "<= 1" }
`,
        says: 'layouts.yaml:7:12: "pins" is nothing that refused is measured of in these layouts',
        means: 'The metric has no such row in any layout; the nearest is named.',
      },
      {
        id: 'metric-without-of',
        argv: ['check'],
        layouts: `${LAYOUTS}require: { refused: "<= 1" }
`,
        says: 'layouts.yaml:7:12: "refused" is no requirement: write metric.of, such as refused.pin',
        means: 'A requirement names metric.of.',
      },
      {
        id: 'comparison',
        argv: ['check'],
        layouts: `${LAYOUTS}require: { refused.pin: "less than 1" }
`,
        says: 'layouts.yaml:7:25: "less than 1" is no comparison: write <=, <, >=, > or == and a number, such as "<= 1e-4" or ">= 2^20"',
        means: 'A comparison and a number.',
      },
      {
        id: 'bound',
        argv: ['check'],
        layouts: `${LAYOUTS}require: { refused.pin: "<= few" }
`,
        says: 'layouts.yaml:7:25: "<= few" is no comparison: write <=, <, >=, > or == and a number, such as "<= 1e-4" or ">= 2^20"',
        means: 'The bound is a decimal or a power.',
      },
    ],
  },
  {
    title: 'Recordings',
    messages: [
      {
        id: 'recording-missing',
        argv: ['explore'],
        layouts: scenario('{ trace: no.csv }'),
        says: 'layouts.yaml:3:14: the recording of scenario "no": no such file',
        means: 'There is no such file; paths are relative to layouts.yaml.',
      },
      {
        id: 'recording-no-folder',
        argv: ['profile', 'no/one.csv'],
        says: 'no/one.csv: no such file: there is no folder no/',
        means: 'Neither the file nor its folder is there.',
      },
      {
        id: 'recording-misspelt',
        argv: ['profile', 'oen.csv'],
        says: 'oen.csv: no such file; did you mean one.csv?',
        means: 'There is no such file; the one in its folder with the nearest name is named.',
      },
      {
        id: 'glob-empty',
        argv: ['explore'],
        layouts: scenario('{ name: a, trace: "no/*.csv" }'),
        says: 'layouts.yaml:3:23: the recording of scenario "a": matches no file: there is no folder no/',
        means: 'The glob matches nothing, here because its folder is not there.',
      },
      {
        id: 'recording-empty',
        argv: ['explore'],
        layouts: scenario('{ trace: bad.csv }'),
        files: { 'bad.csv': '' },
        says: 'bad.csv:1: is empty. Read are ftrace and trace-cmd text of page_ref or of the pin probes, and CSV with the header time_s,event,page,ref',
        means: 'The file has no byte.',
      },
      {
        id: 'recording-unknown',
        argv: ['explore'],
        layouts: scenario('{ trace: bad.txt }'),
        files: {
          'bad.txt': `hello
`,
        },
        says: 'bad.txt:1: is no recording that bitpart reads: it starts with the line "hello". Read are ftrace and trace-cmd text of page_ref or of the pin probes, and CSV with the header time_s,event,page,ref',
        means: 'The first lines are of no format that is read.',
      },
      {
        id: 'csv-header',
        argv: ['explore'],
        layouts: scenario('{ trace: bad.csv }'),
        files: { 'bad.csv': RECORDING.replace('time_s', 'time') },
        says: 'bad.csv:1: is no recording that bitpart reads: it starts with the header "time,event,page,ref"; exchange CSV starts with time_s,event,page,ref. Read are ftrace and trace-cmd text of page_ref or of the pin probes, and exchange CSV; did you mean time_s,event,page,ref?',
        means: 'Exchange CSV has exactly one header: the first line is all that tells it from other text.',
      },
      {
        id: 'gzip-cut-off',
        argv: ['explore'],
        layouts: scenario('{ trace: bad.gz }'),
        files: { 'bad.gz': gzipSync(RECORDING.repeat(50)).subarray(0, 60) },
        says: 'bad.gz:1: the gzip data is cut off; 0 lines were readable before that. Copy it again from where it was recorded',
        means: 'The file was cut off: fetch it again.',
      },
      {
        id: 'csv-event',
        argv: ['explore'],
        layouts: scenario('{ trace: bad.csv }'),
        files: {
          'bad.csv': `time_s,event,page,ref
0,gett,A,
`,
        },
        says: 'bad.csv:2:3: unknown event "gett", did you mean get? Events: get, put, pin-<kind or group>, unpin, level, check',
        means: 'An event is one of these; the nearest is named.',
      },
      {
        id: 'csv-own-kind',
        argv: ['profile', 'own.csv'],
        files: { 'own.csv': 'time_s,event,page,ref\n0,pin-share,root,a\n' },
        says: 'own.csv:2:3: unknown event "pin-share". Events: get, put, pin-<kind or group>, unpin, level, check. Kinds of one\'s own need a scenario with domain: in layouts.yaml; profiles are of page references only',
        means:
          'The events are of a domain: explore a layouts.yaml whose scenario says which, as examples/buffer-locks does.',
      },
      {
        id: 'csv-columns',
        argv: ['explore'],
        layouts: scenario('{ trace: bad.csv }'),
        files: {
          'bad.csv': `time_s,event,page,ref
0,get
`,
        },
        says: 'bad.csv:2:6: 2 cells, a line has 4: time_s,event,page,ref',
        means: 'A row has four columns.',
      },
      {
        id: 'csv-time',
        argv: ['explore'],
        layouts: scenario('{ trace: bad.csv }'),
        files: {
          'bad.csv': `time_s,event,page,ref
noon,get,A,
`,
        },
        says: 'bad.csv:2:1: time "noon" is no decimal number of seconds, such as 12.000345',
        means: 'A time is decimal seconds.',
      },
      {
        id: 'csv-order',
        argv: ['explore'],
        layouts: scenario('{ trace: bad.csv }'),
        files: {
          'bad.csv': `time_s,event,page,ref
2,get,A,
1,get,A,
`,
        },
        says: 'bad.csv:3:1: time 1 is before the line above it; lines are in time order',
        means: 'Rows are in the order of time.',
      },
      {
        id: 'csv-level',
        argv: ['explore'],
        layouts: scenario('{ trace: bad.csv }'),
        files: {
          'bad.csv': `time_s,event,page,ref
0,level,A,many
`,
        },
        says: 'bad.csv:2:11: level "many": a level is a whole number, 0 to 4294967295',
        means: 'A level is a whole number.',
      },
      {
        id: 'kernel-cut-off',
        argv: ['explore'],
        layouts: scenario('{ trace: bad.txt }'),
        files: { 'bad.txt': `${KERNEL_LINE}\n${KERNEL_LINE.slice(0, 30)}` },
        says: 'bad.txt:2: the last line has no line end: the recording was cut off there',
        means: 'The last line is not whole: record again, or remove it.',
      },
      {
        id: 'not-utf8',
        argv: ['explore'],
        layouts: scenario('{ trace: bad.csv }'),
        files: { 'bad.csv': Buffer.from(`${RECORDING}8,get,\xe9,\n`, 'latin1') },
        says: 'bad.csv:11: is not UTF-8 text',
        means: 'Names are UTF-8.',
      },
      {
        id: 'folder-empty',
        argv: ['explore'],
        layouts: scenario('{ trace: empty }'),
        files: { 'empty/.keep': '' },
        says: 'layouts.yaml:3:14: the recording of scenario "empty": is a folder without files',
        means: 'A folder stands for the recordings in it; names that begin with a dot are left out.',
      },
      {
        id: 'csv-time-too-late',
        argv: ['explore'],
        layouts: scenario('{ trace: bad.csv }'),
        files: { 'bad.csv': 'time_s,event,page,ref\n0,get,A,\n5000000,get,A,\n' },
        says: 'bad.csv:3:1: time 5000000 is more than …',
        means: 'Times begin near 0.',
      },
      {
        id: 'spans-too-long',
        argv: ['explore'],
        layouts: scenario('{ trace: bad.txt }'),
        files: { 'bad.txt': `${KERNEL_LINE}\n${KERNEL_LINE.replace(' 10.0', ' 5000010.0')}\n` },
        says: 'bad.txt: spans more than 52 days: its clock was set, or two recordings were joined',
        means: 'A recording is of hours; one of two clocks is wrong.',
      },
      {
        id: 'large-of-profile',
        argv: ['explore'],
        layouts: scenario('{ trace: bad.json, large: same }'),
        files: { 'bad.json': '{}' },
        says: 'bad.json: is a profile, in which large folios are apart already; large: same needs the recording',
        means: 'A profile keeps large folios apart.',
      },
      {
        id: 'import-folder',
        argv: ['import', '.'],
        says: '.: is a folder, not a recording',
        means: '`import` takes one recording.',
      },
      {
        id: 'import-profile',
        argv: ['import', 'bad.json'],
        files: { 'bad.json': '{"schema":"bitpart/profile@1"}\n' },
        says: 'bad.json: is a profile, not a recording…',
        means: '`import` takes a recording: a profile has no events.',
      },
      {
        id: 'import-onto-itself',
        argv: ['import', 'one.csv', '-o', 'one.csv'],
        says: 'one.csv: is the recording itself: import writes another file and leaves its input as it is',
        means: 'The input is left as it is.',
      },
      {
        id: 'gzip-tail',
        argv: ['explore'],
        layouts: scenario('{ name: a, trace: tail.csv.gz }'),
        files: { 'tail.csv.gz': Buffer.concat([gzipSync(RECORDING), Buffer.from('\0junk')]) },
        says: 'tail.csv.gz:…: 5 bytes behind the end of the gzip data are no gzip: it was damaged, or another file was put behind it',
        means: 'What was read before is not trusted either.',
      },
      {
        id: 'gzip-tail-text',
        argv: ['explore'],
        layouts: scenario('{ name: a, trace: tail.csv.gz }'),
        files: { 'tail.csv.gz': Buffer.concat([gzipSync(RECORDING), Buffer.from('junk')]) },
        says: 'tail.csv.gz: what stands behind the end of the gzip data is no gzip: it was damaged, or another file was put behind it',
        means: 'The same, where it is not known how many bytes they are.',
      },
      {
        id: 'recording-other-domain',
        argv: ['explore'],
        layouts: `domains:
  - { name: own, kinds: [pin, lock], questions: { locked: [lock] } }
layouts:
  - { name: x, domain: own, fields: [{ bits: 16, counts: [pin] }, { bits: 16, counts: [lock] }] }
scenarios:
  - { name: a, domain: own, trace: k.txt }
`,
        files: { 'k.txt': `${KERNEL_LINE}\n` },
        says: 'k.txt:1: holds page references, not the kinds of "own": only exchange CSV can have kinds of one\'s own',
        means: 'A recording of the kernel has the kinds of a page.',
      },
      {
        id: 'profile-other-domain',
        argv: ['explore'],
        layouts: `domains:
  - { name: own, kinds: [pin, lock], questions: { locked: [lock] } }
layouts:
  - { name: x, domain: own, fields: [{ bits: 16, counts: [pin] }, { bits: 16, counts: [lock] }] }
scenarios:
  - { name: a, domain: own, trace: p.json }
`,
        files: { 'p.json': '{}' },
        says: 'p.json: is a profile of page references, not of "own"',
        means: 'Profiles are of the kinds of a page: name the recording.',
      },
      {
        id: 'other-tool',
        argv: ['explore'],
        layouts: scenario('{ trace: perf.txt }'),
        files: {
          'perf.txt':
            'dd   478 [001]    52.999180: probe:try_grab_folio: (ffffffff81234567) folio=0xffffea0004de6b80\n',
        },
        says: 'perf.txt: is text of perf script, whose events have another form; record/pins.sh records what bitpart reads, and trace-cmd report too',
        means:
          'So it says of perf, blktrace, strace, bpftrace, dmesg, trace.dat, and of tracers of ftrace that show no references.',
      },
      {
        id: 'snapshot-as-recording',
        argv: ['explore'],
        layouts: scenario('{ trace: now.kpagecount }'),
        files: { 'now.kpagecount': Buffer.from(new BigUint64Array(4096).fill(3n).buffer) },
        says: 'now.kpagecount: is kpagecount of a snapshot: how often each page was mapped at one moment, and no events; bitpart snapshot reads it',
        means: 'A snapshot has no references taken and dropped.',
      },
      {
        id: 'recording-other-fields',
        argv: ['explore'],
        layouts: scenario('{ trace: k.txt }'),
        files: { 'k.txt': `${KERNEL_LINE.replace('rc=', 'refcount=')}\n` },
        says: 'k.txt:1: holds no event that can be read; the first line that cannot: "…"; it lacks rc= (traces/README.md says which fields are read)',
        means: 'The probes were set with other fields: name them as `record/pins.sh` does.',
      },
      {
        id: 'recording-other-events',
        argv: ['explore'],
        layouts: scenario('{ trace: k.txt }'),
        files: { 'k.txt': `${KERNEL_LINE.replace('grab_fast', 'my_pin')}\n` },
        says: 'k.txt:1: holds no event that shows a page reference (1 of other kinds: my_pin; events: says which take and drop pins)',
        means: '`events: { pin: my_pin, unpin: my_unpin }` in the scenario, or `import --events pin=my_pin`.',
      },
      {
        id: 'events-unmatched',
        argv: ['explore'],
        layouts: scenario('{ name: a, trace: k.txt, events: { pin: grab_fst* } }'),
        files: { 'k.txt': `${KERNEL_LINE}\n` },
        says: 'k.txt:1: no event is named "grab_fst*" (events: pin), did you mean grab_fast? Its events: grab_fast',
        means:
          'A name under `events:` is that of no event in the recording; without it its pins would never be taken, or never be dropped.',
      },
      {
        id: 'events-of-csv',
        argv: ['explore'],
        layouts: scenario('{ name: a, trace: one.csv, events: { pin: grab* } }'),
        says: 'one.csv:1: is exchange CSV, whose events have fixed names; events: names those of kernel text',
        means: '`events:` says what the probes of a kernel recording are called.',
      },
      {
        id: 'events-of-profile',
        argv: ['explore'],
        layouts: scenario('{ name: a, trace: p.json, events: { pin: grab* } }'),
        files: { 'p.json': '{}' },
        says: 'p.json: is a profile, in which no event has a name any more; events: needs the recording',
        means: 'Name the recording that the profile was made of.',
      },
      {
        id: 'events-flag',
        argv: ['import', 'one.csv', '--events', 'grab*'],
        says: '--events takes pin=NAME or unpin=NAME, a name of letters, digits and _, in which * and ? stand for others; not "grab*"',
        means: 'Say whether the events take pins or drop them.',
      },
      {
        id: 'max-expansion',
        argv: ['explore', '--max-expansion', '0'],
        says: '--max-expansion takes a whole number from 1 to 1,000,000,000, not 0',
        means: 'How many times its size a compressed recording may grow to.',
      },
      {
        id: 'snapshot-files',
        argv: ['snapshot', 'a', 'b', 'c'],
        says: 'a snapshot is two files, kpagecount and kpageflags, not 3',
        means: 'Name both files, or what both their names begin with.',
      },
      {
        id: 'snapshot-missing',
        argv: ['snapshot', 'then'],
        says: 'then.kpagecount.gz: no such file, and no then.kpagecount',
        means: 'One of the two files of a snapshot is not there, compressed or not.',
      },
      {
        id: 'snapshot-at-least',
        argv: ['snapshot', 'a', '--at-least', '0'],
        says: '--at-least takes a whole number, 1 or more, not 0',
        means: 'From how many mappings on pages are counted.',
      },
      {
        id: 'snapshot-cut-off',
        argv: ['snapshot', 'now'],
        files: {
          'now.kpagecount.gz': gzipSync(Buffer.alloc(64)).subarray(0, 15),
          'now.kpageflags.gz': gzipSync(Buffer.alloc(64)),
        },
        says: 'now.kpagecount.gz: the gzip data is cut off or corrupt',
        means: 'Copy the file again.',
      },
    ],
  },
  {
    title: 'Profiles and baselines',
    messages: [
      {
        id: 'profile-cut-off',
        argv: ['merge', 'bad.json'],
        files: { 'bad.json': '{"schema":' },
        says: 'bad.json: is no JSON: it is no profile, or it was cut off or changed',
        means: 'The file is not whole: make it again.',
      },
      {
        id: 'profile-none',
        argv: ['merge', 'bad.json'],
        files: { 'bad.json': '{}' },
        says: 'bad.json: is no profile: "schema" is missing, not "bitpart/profile@1"',
        means: 'The file is something else.',
      },
      {
        id: 'profile-compressed',
        argv: ['explore', '--trace', 'a.json.gz'],
        files: { 'a.json.gz': gzipSync(PROFILE) },
        says: 'a.json.gz: is a profile that is compressed, and profiles are read as plain files: gunzip it',
        means: 'A profile is a few kilobytes; only recordings are read compressed.',
      },
      {
        id: 'merge-compressed',
        argv: ['merge', 'a.json.gz'],
        files: { 'a.json.gz': gzipSync(PROFILE) },
        says: 'a.json.gz: is compressed, and a profile is a plain file: gunzip it; of a recording, bitpart profile makes a profile',
        means: '`merge` adds profiles up, as plain files.',
      },
      {
        id: 'merge-folder',
        argv: ['merge', 'hosts'],
        files: { 'hosts/a.json': PROFILE },
        says: 'hosts: is a folder; merge takes profiles one by one, as the shell makes them of FOLDER/*.json',
        means: 'Name the profiles: `bitpart merge hosts/*.json`.',
      },
      {
        id: 'merge-glob',
        argv: ['merge', 'hosts/*.json'],
        files: { 'hosts/a.json': PROFILE },
        says: 'hosts/*.json: no such file; merge takes profiles one by one, as the shell makes them of a glob without quotes',
        means: 'The glob was quoted, or matched nothing.',
      },
      {
        id: 'merge-other-domain',
        argv: ['merge', 'a.json', 'own.json'],
        files: { 'a.json': PROFILE, 'own.json': PROFILE.replace('page-references', 'own') },
        says: 'own.json: counts the kinds of the domain "own", not of "page-references" as a.json does: they do not add up',
        means: 'One of the two is of other kinds of reference: no bitpart writes such a profile.',
      },
      {
        id: 'profile-version',
        argv: ['merge', 'bad.json'],
        files: { 'bad.json': '{"schema":"bitpart/profile@0"}' },
        says: 'bad.json: is a profile of another version, "bitpart/profile@0"; this bitpart reads bitpart/profile@1: make it again from the recording',
        means: 'Make it again from the recording.',
      },
      {
        id: 'profile-contradicts',
        argv: ['merge', 'bad.json'],
        files: { 'bad.json': PROFILE.replace('"attempted":[]', '"attempted":[0,7]') },
        says: 'bad.json: small.arrivals.pin[1] counts 0 of read-short, and attempted[1] 7: they contradict each other',
        means: 'The file was changed: of no recording can both be true. Make it again from the recording.',
      },
      {
        id: 'baseline-missing',
        argv: ['explore', '--baseline', 'no.json'],
        says: 'no.json: no such file',
        means: 'There is no such file.',
      },
      {
        id: 'baseline-folder',
        argv: ['explore', '--baseline', '.'],
        says: '.: is a folder; a baseline is the results.json in it',
        means: 'Name the results.json in the folder.',
      },
      {
        id: 'baseline-cut-off',
        argv: ['explore', '--baseline', 'bad.json'],
        files: { 'bad.json': '{' },
        says: 'bad.json: is cut off or is no JSON …',
        means: 'The file is not whole.',
      },
      {
        id: 'baseline-none',
        argv: ['explore', '--baseline', 'bad.json'],
        files: { 'bad.json': '{"a":1}' },
        says: 'bad.json: is no results.json of bitpart: it has no "schema": "bitpart/results@…"',
        means: 'The file is something else.',
      },
      {
        id: 'baseline-version',
        argv: ['explore', '--baseline', 'bad.json'],
        files: { 'bad.json': '{"schema":"bitpart/results@9"}' },
        says: 'bad.json: is of schema "bitpart/results@9", this bitpart reads "bitpart/results@1"; make the baseline again with this version',
        means: 'The file is of another version.',
      },
    ],
  },
  {
    title: 'Writing',
    messages: [
      {
        id: 'out-is-file',
        argv: ['explore', '--out', 'one.csv'],
        says: 'one.csv: is a file; the report needs a folder',
        means: 'A file stands where the folder should be.',
      },
      {
        id: 'out-through-file',
        argv: ['explore', '--out', 'one.csv/reports'],
        says: 'one.csv/reports: a part of the path is a file, not a folder',
        means: 'A part of the path is a file.',
      },
      {
        id: 'out-blocked',
        argv: ['explore', '--out', 'blocked'],
        files: { 'blocked/index.html/x': '' },
        says: 'blocked/index.html: is a folder that stands where a file of the report belongs',
        means: 'A folder stands where a file of the report belongs: nothing was written.',
      },
      {
        id: 'out-too-long',
        argv: ['explore', '--out', 'x'.repeat(300)],
        says: '…: the path is too long',
        means: 'The name is longer than the file system allows.',
      },
      {
        id: 'out-takes-none',
        argv: ['explore', '--out', '/proc/none/reports'],
        says: '/proc/none/reports: no folder can be made in /proc, which is no folder of a disk; name another place',
        means: 'The folder is there, and its file system takes no other.',
      },
      {
        id: 'profile-onto-input',
        argv: ['profile', 'one.csv', '-o', 'one.csv'],
        says: 'one.csv: is one of the files to read: profile writes another file and leaves its inputs as they are',
        means: 'Said by `profile` and `merge` before anything is read. The input is left as it is.',
      },
      {
        id: 'profile-onto-other',
        argv: ['merge', 'a.json', '-o', 'one.csv'],
        files: { 'a.json': PROFILE },
        says: 'one.csv: is a recording, not a profile, and would be lost: name another file, or remove this one first',
        means:
          'Said by `profile` and `merge` before anything is read: of files that are there, they overwrite profiles only.',
      },
      {
        id: 'profile-takes-none',
        argv: ['profile', 'one.csv', '-o', '/proc/none.json'],
        says: '/proc/none.json: no file can be made there',
        means: 'The folder is there, and its file system takes no file.',
      },
      {
        id: 'profile-no-folder',
        argv: ['profile', 'one.csv', '-o', 'no/where.json'],
        says: 'no/where.json: its folder does not exist',
        means: 'The folder of the file must be there.',
      },
      {
        id: 'init-there',
        argv: ['init'],
        says: 'there already: layouts.yaml. Nothing was written; name another folder',
        means: 'Nothing is ever overwritten.',
      },
    ],
  },
  {
    title: 'What is said beside a result',
    messages: [
      {
        id: 'interrupted',
        argv: ['explore'],
        isStopped: true,
        exit: 130,
        says: 'Interrupted; nothing was written, the last report is as it was.',
        means:
          'Ctrl-C. Where scenarios were done, and not with `--no-cache`, also how many of how many are kept: those need not be read again.',
      },
      {
        id: 'requirement-missed',
        argv: ['explore'],
        layouts: `${LAYOUTS}require: { refused.read: "<= 0.1" }\n`,
        exit: 1,
        says: '1/1/30 misses refused.read <= 0.1: 0.5 in one',
        means: 'The report is written all the same; with `--fail-on none` the exit code is 0.',
      },
      {
        id: 'open-off',
        argv: ['explore', '--open'],
        exit: 0,
        says: '--open is off without a terminal and in CI.',
        means: 'Nobody sits there to see the page.',
      },
      {
        id: 'profile-written',
        argv: ['profile', 'one.csv', '-o', 'p.json'],
        exit: 0,
        says: 'p.json: 9 events of 2 small and 0 large folios, 1 recording.',
        means: 'What the profile is made of.',
      },
      {
        id: 'merge-written',
        argv: ['merge', 'a.json', '-o', 'all.json'],
        files: { 'a.json': PROFILE },
        exit: 0,
        says: 'all.json: 0 events of 0 small and 0 large folios, 1 profile of 0 recordings.',
        means: 'What the sum is made of. Next: `bitpart explore --trace all.json`.',
      },
      {
        id: 'counted-twice',
        argv: ['profile', 'one.csv', 'copy.csv', '-o', 'p.json'],
        files: { 'copy.csv': RECORDING },
        exit: 0,
        says: 'p.json: Counted more than once, for the content is the same: copy.csv and one.csv.',
        means:
          'Files of one SHA-256. Said by `explore`, `space`, `profile` and `merge`; nothing is left out: name the recording once.',
      },
      {
        id: 'sum-undirected',
        argv: ['profile', 'one.csv', 'refs.txt', '-o', 'p.json'],
        files: { 'refs.txt': PAGE_REF },
        exit: 0,
        says: 'p.json: refs.txt (1 of 2 files) does not tell read pins from write pins, so the sum does not either; keep it apart.',
        means:
          'Said by `profile` and `merge`, and a remark on a scenario of several files in the report. What is judged by reads and writes apart needs a sum of files that all tell them.',
      },
      {
        id: 'import-written',
        argv: ['import', 'one.csv', '-o', 'p.csv'],
        exit: 0,
        says: 'p.csv: 9 rows of 2 small folios, from …',
        means: 'What was written, and what the format has no place for.',
      },
      {
        id: 'space-placed',
        argv: ['space', '--top', '1'],
        exit: 0,
        says: '… layouts placed and judged in … ms, on events read in … s. Next: bitpart explore --layout …',
        means: 'What every layout of the word came to, and one to look at.',
      },
      {
        id: 'no-event',
        argv: ['profile', 'h.csv', '-o', 'h.json'],
        files: { 'h.csv': 'time_s,event,page,ref\n' },
        exit: 0,
        says: 'h.csv: A recording holds no event, only its header: nothing in it tells for or against any layout.',
        means: 'Said by `explore`, `space`, `profile` and `import` beside the result; see the remarks below.',
      },
    ],
  },
  {
    title: 'Remarks on a recording, in the report',
    messages: [
      {
        id: 'note-no-event',
        argv: ['explore'],
        layouts: scenario('{ trace: h.csv }'),
        files: { 'h.csv': 'time_s,event,page,ref\n' },
        isNote: true,
        exit: 0,
        says: 'A recording holds no event, only its header: nothing in it tells for or against any layout.',
        means:
          'Nothing was recorded. Whatever wrote the CSV found nothing to write; kernel text without an event is an error.',
      },
      {
        id: 'note-counted-twice',
        argv: ['explore'],
        layouts: scenario('{ trace: "*.csv" }'),
        files: { 'copy.csv': RECORDING },
        isNote: true,
        exit: 0,
        says: 'Counted more than once, for the content is the same: copy.csv and one.csv.',
        means:
          'The scenario has a recording and a copy of it, by their SHA-256: counts, but no shares, are too high. Name it once.',
      },
      {
        id: 'note-buffer',
        argv: ['explore'],
        layouts: scenario('{ trace: k.txt }'),
        files: { 'k.txt': `# entries-in-buffer/entries-written: 1/11   #P:1\n${KERNEL_LINE}\n` },
        isNote: true,
        exit: 0,
        says: "The tracer's buffer was too small: its 10 oldest events are gone. Pins taken before the first line are not seen; their drops are ignored.",
        means: 'Record again with a larger buffer (`record/README.md`).',
      },
      {
        id: 'note-lost',
        argv: ['explore'],
        layouts: scenario('{ trace: k.txt }'),
        files: { 'k.txt': `${KERNEL_LINE}\nCPU:0 [LOST 12 EVENTS]\n` },
        isNote: true,
        exit: 0,
        says: 'The tracer lost 12 events: counts may be too high or too low by as many references.',
        means: 'Record again with a larger buffer, or less that is recorded.',
      },
      {
        id: 'note-both',
        argv: ['explore'],
        layouts: scenario('{ trace: k.txt }'),
        files: { 'k.txt': BOTH_SOURCES },
        isNote: true,
        exit: 0,
        says: 'Both the probes and page_ref show pins: each counts once, by the probes, which tell read from write (3 taken and 0 dropped, of small folios; page_ref has the same). What else page_ref shows of a page counts for its address: struct page of pfn 0 is at 0xffffea0000000000, from neighbouring events of both.',
        means: 'Where the two numbers differ, one of the sources was filtered.',
      },
      {
        id: 'note-before',
        argv: ['explore'],
        layouts: scenario('{ trace: k.txt }'),
        files: {
          'k.txt': `${KERNEL_DROP.replace('rc=1025', 'rc=5122')}\n${KERNEL_DROP.replace('rc=1025', 'rc=4098')}\n`,
        },
        isNote: true,
        exit: 0,
        says: 'At 2 events a page has pins that were taken before the recording began: they are not among its pins until the end, so pins at once and refusals are too low there, and each counts as 1,024 ordinary references of a small folio.',
        means: 'Start the recording before the workload.',
      },
      {
        id: 'note-negative',
        argv: ['explore'],
        layouts: scenario('{ trace: k.txt }'),
        files: { 'k.txt': `${KERNEL_LINE.replace('rc=1025', 'rc=-2147482623')}\n` },
        isNote: true,
        exit: 0,
        says: "At 1 events a page's count is negative: it went past 2^31 − 1, or below 0. It is read as the unsigned number that it is too, as the kernel does where it asks whether a page is pinned.",
        means: 'The counter of the kernel overflowed while this was recorded.',
      },
      {
        id: 'note-heads',
        argv: ['explore'],
        layouts: scenario('{ trace: k.txt }'),
        files: { 'k.txt': `# entries-in-buffer/entries-written: 1/1   #P:1\n${KERNEL_LINE}\n`.repeat(2) },
        isNote: true,
        exit: 0,
        says: 'The file has 2 heads of a tracer: several recordings were joined. What one of them held at its end counts as held on, and a page of one machine as that of another with the same address.',
        means: 'Name the recordings one by one, or a folder of them: a scenario may be several files.',
      },
      {
        id: 'note-machines',
        argv: ['explore'],
        layouts: scenario('{ trace: k.txt }'),
        files: { 'k.txt': `${KERNEL_LINE}\n${KERNEL_LINE.replaceAll('ffffea00', 'ffffd200')}\n` },
        isNote: true,
        exit: 0,
        says: 'Folios lie farther apart than the struct pages of one machine as a rule do (1 TiB with page tables of 4 levels): where recordings of two machines were mixed, tasks and pages of equal names count as one.',
        means: 'Name the recordings of each machine apart.',
      },
      {
        id: 'note-gap',
        argv: ['explore'],
        layouts: scenario('{ trace: k.txt }'),
        files: { 'k.txt': `${KERNEL_LINE}\n${KERNEL_LINE.replace(' 10.0', ' 3610.0')}\n` },
        isNote: true,
        exit: 0,
        says: 'Nothing happens for 3,600 s before line 2, more than half of the recording: its clock was set, the machine slept, or recordings were joined. What is held then counts as held for so long, so shares of time say little.',
        means: 'Cut the recording there, or read shares of time with care.',
      },
      {
        id: 'note-cut-cell',
        argv: ['explore'],
        layouts: scenario('{ trace: cut.csv }'),
        files: { 'cut.csv': RECORDING.trimEnd() },
        isNote: true,
        exit: 0,
        says: 'The last line has no line end: if the file was cut off there, its last cell is not whole, and a drop may have found no reference.',
        means: 'Files that bitpart writes end with a line end.',
      },
      {
        id: 'note-zeros',
        argv: ['explore'],
        layouts: scenario('{ trace: k.txt }'),
        files: { 'k.txt': `${KERNEL_LINE}\n${KERNEL_LINE.replace('rc=1025', 'rc=1')}\n` },
        isNote: true,
        exit: 0,
        says: '1 pins and drops of the page of zeros are left out: the kernel takes them without counting them.',
        means: 'No layout would count them.',
      },
      {
        id: 'note-no-context',
        argv: ['explore'],
        layouts: scenario('{ trace: k.txt }'),
        files: { 'k.txt': `${KERNEL_DROP}\n` },
        isNote: true,
        exit: 0,
        says: '1 drops have no flags column, so whether an interrupt made them is not known: they are matched as those of the task they name. `trace-cmd report -l` and tracefs `trace` have it.',
        means: 'Convert the recording with `-l`, where it is still there.',
      },
      {
        id: 'note-no-term',
        argv: ['explore'],
        layouts: scenario('{ trace: k.txt }'),
        files: {
          'k.txt': PAGE_REF,
        },
        isNote: true,
        exit: 0,
        says: 'page_ref does not tell whether a pin is long-term (FOLL_LONGTERM): each counts as a short-term one, and what is said of long-term pins here says nothing. The probes of `record/pins.sh` tell it.',
        means: 'Record with the probes where long-term pins matter.',
      },
      {
        id: 'note-other',
        argv: ['explore'],
        layouts: scenario('{ trace: k.txt }'),
        files: { 'k.txt': `${KERNEL_LINE}\n${KERNEL_LINE.replace('grab_fast', 'sched_switch')}\n` },
        isNote: true,
        exit: 0,
        says: '1 events of other kinds were passed over.',
        means: 'The recording holds events that are no references.',
      },
    ],
  },
];

/** docs/messages.md. */
export function messagesDocument(): string {
  const row = ({ says, means }: Message): string => {
    const code = says.includes('`') ? ['`` ', ' ``'] : ['`', '`'];
    return `| ${code.join(says.replaceAll('|', '\\|'))} | ${means} |`;
  };
  const sections = SECTIONS.map(
    ({ title, messages }) =>
      `## ${title}\n\n| message | what it means |\n| --- | --- |\n${messages.map(row).join('\n')}\n`,
  );
  return `# Messages

Written by \`npm run generate\` from scripts/messages.ts; do not edit. Each is brought about by a test.

Whatever is wrong with the input ends with exit 2, and the last good report stays. Problems of layouts.yaml come all at once, the most
important last: recordings that are missing, then requirements, scenarios, layouts, domains (what stands below them in the file uses what they say), and what is wrong
with the file as a whole; within these in the order of lines. Each comes with the lines around it, a caret, what is allowed there and what was probably meant; the last line counts them.
What is wrong inside of a recording names its own line, and below that the scenario that asked for it with its place in layouts.yaml.
An error that bitpart did not expect says so: that is a mistake in bitpart. \`--debug\` shows its stack.

${sections.join('\n')}`;
}
