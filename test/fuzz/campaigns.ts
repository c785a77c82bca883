import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parse } from 'yaml';
import { InputError } from '../../src/node/input-error.ts';
import { compareToBaseline } from '../../src/report/baseline.ts';
import { readBaseline } from '../../src/report/baseline-read.ts';
import { profileFileFromText } from '../../src/workloads/profile-file.ts';
import type { Snapshot } from '../../src/workloads/readers/snapshot.ts';
import { fixture } from '../report/fixture.ts';
import { acquisitionsOf, dropsOf, linesThatMust } from './account.ts';
import { byteChange, changes, harmless, jsonChange, textChange } from './mutations.ts';
import { Bench, type Outcome, refusedClearly } from './outcome.ts';
import { CSV, KPROBE, LAYOUTS, PAGE_REF, SHIPPED_LAYOUTS, SNAPSHOT } from './references.ts';

/** Spoilt inputs of one kind, and what becomes of each. */
export interface Campaign<T = unknown> {
  /** As the table of docs/robustness.md names it. */
  readonly name: string;
  /** How many `npm test` and `npm run soak` try. */
  readonly runs: { readonly short: number; readonly long: number };
  readonly input: fc.Arbitrary<T>;
  /** @throws Error where it ends in any other way. */
  tried(input: T): Promise<Outcome>;
}

const RECORDINGS = { short: 60, long: 2000 };

/** A change of a recording, and whether it leaves what the recording says. */
interface Spoilt {
  readonly text: string;
  readonly isSame: boolean;
}

const spoilt = (reference: string, hasComments: boolean): fc.Arbitrary<Spoilt> =>
  fc.oneof(
    { weight: 9, arbitrary: changes(textChange).map((change) => ({ text: change(reference), isSame: false })) },
    { weight: 1, arbitrary: harmless(hasComments).map((change) => ({ text: change(reference), isSame: true })) },
  );

/** What a profile says, without what it was made of. */
function numbersOf(profile: string): string {
  const { inputs: _, notes: __, unreadable: ___, ...rest } = JSON.parse(profile) as Record<string, unknown>;
  // Hits and the busiest page bear the lines of the recording, which a harmless change may move.
  return JSON.stringify(rest, (key, value) => (key === 'line' ? undefined : value));
}

/** Recordings by way of `bitpart profile`, which reads them as `explore` does. */
function recordings(
  name: string,
  reference: string,
  hasComments: boolean,
  file: string,
  pack: (text: string) => Uint8Array,
): Campaign<Spoilt> {
  const bench = new Bench();
  let good: Promise<string | undefined> | undefined;
  const profiled = async (text: string): Promise<string | undefined> => {
    bench.write(file, pack(text));
    const done = await bench.run(['profile', file, '--quiet', '--output', 'out.json', '--jobs', '1'], file);
    if (done !== undefined) return bench.take('out.json');
    if (bench.has('out.json')) throw new Error('a profile was written of a recording that was refused');
    return undefined;
  };
  return {
    name,
    runs: RECORDINGS,
    input: spoilt(reference, hasComments),
    async tried({ text, isSame }) {
      good ??= profiled(reference);
      const reference_ = await good;
      if (reference_ === undefined) throw new Error('the good recording is refused');
      const found = await profiled(text);
      if (found === undefined) {
        if (isSame) throw new Error('a change that says the same was refused');
        return 'refused';
      }
      profileFileFromText(found); // whole, or it throws
      if (numbersOf(found) === numbersOf(reference_)) return 'same';
      if (isSame) throw new Error('a change that says the same changed the numbers');
      nothingIsLost(text, found, hasComments);
      return 'whole';
    },
  };
}

/** Every line that can be read beyond doubt is in the result: a shorter result would look whole. @throws Error */
function nothingIsLost(text: string, profile: string, isKernel: boolean): void {
  const file = JSON.parse(profile) as Parameters<typeof acquisitionsOf>[0];
  const must = linesThatMust(text, isKernel);
  if (file.unreadable.count > must.doubtful) return; // a doubtful first line may make others unreadable, and that is said
  const seen = acquisitionsOf(file) + dropsOf(file);
  if (seen < must.references) {
    throw new Error(`${must.references} references in lines that can be read, ${seen} in the result`);
  }
}

/** Compressed recordings, spoilt as bytes: what gunzip cannot read as a whole must be refused. */
function compressed(name: string, reference: string): Campaign<Uint8Array> {
  const bench = new Bench();
  const half = Math.floor(reference.length / 2);
  const cut = reference.indexOf('\n', half) + 1;
  // Two members, as of two files put together: damage between them must not end the recording early.
  const good = Buffer.concat([gzipSync(reference.slice(0, cut)), gzipSync(reference.slice(cut))]);
  return {
    name,
    runs: RECORDINGS,
    input: changes(byteChange).map((change) => change(good)),
    async tried(bytes) {
      bench.write('bad.gz', bytes);
      const done = await bench.run(['profile', 'bad.gz', '--quiet', '--output', 'out.json', '--jobs', '1'], 'bad.gz');
      if (done === undefined) return 'refused';
      const found = bench.take('out.json');
      if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return 'whole';
      // Checksums hold for all of it, so what was read is what was packed.
      if (gunzipSync(bytes).toString('latin1') !== reference)
        throw new Error('a part of the recording is read as a whole');
      return JSON.parse(found).events > 0 ? 'same' : 'whole';
    },
  };
}

function layoutsFile(name: string, reference: string, runs: Campaign['runs']): Campaign<Spoilt> {
  const bench = new Bench();
  bench.write('one.csv', CSV);
  const checked = async (text: string): Promise<string | undefined> => {
    bench.write('layouts.yaml', text);
    return bench.run(['check'], 'layouts.yaml');
  };
  // Recordings of the shipped file are not here, and `check` wants them to be.
  const local = reference.replaceAll(/traces\/\S+\.gz/g, 'one.csv');
  return {
    name,
    runs,
    input: spoilt(local, true),
    async tried({ text, isSame }) {
      const found = await checked(text);
      if (found === undefined) {
        if (isSame) throw new Error('a change that says the same was refused');
        return 'refused';
      }
      const { layouts, scenarios } = parse(text.replace(/^\ufeff/, ''), { uniqueKeys: false }) as {
        layouts: unknown[];
        scenarios?: unknown[] | null;
      };
      for (const [what, count] of [
        ['layout', layouts.length],
        ['scenario', scenarios?.length ?? 0],
      ] as const) {
        const said = new RegExp(`^([\\d,]+) ${what}s?$`, 'm').exec(found)?.[1] ?? '0';
        if (Number(said) !== count) throw new Error(`${count} ${what} in the file, ${said} in the plan`);
      }
      return isSame ? 'same' : 'whole';
    },
  };
}

/** layouts.yaml all the way to the report, for a few: most of the time goes into the page. */
function explored(): Campaign<string> {
  const bench = new Bench();
  bench.write('one.csv', CSV);
  return {
    name: 'layouts.yaml, all the way to the report',
    runs: { short: 1, long: 60 },
    input: changes(textChange).map((change) => change(LAYOUTS)),
    async tried(text) {
      bench.write('layouts.yaml', text);
      const done = await bench.run(
        ['explore', '--json', '--no-cache', '--fail-on', 'none', '--jobs', '1'],
        'layouts.yaml',
      );
      if (done === undefined) return 'refused';
      const results = JSON.parse(done) as { layouts: unknown[]; measurements: { value: unknown }[] };
      if (results.measurements.some(({ value }) => typeof value !== 'number')) throw new Error('a value is no number');
      return 'whole';
    },
  };
}

/** Baselines all the way to the report that compares with them, for a few. */
async function comparedInReport(): Promise<Campaign<string>> {
  const bench = new Bench();
  bench.write('one.csv', CSV);
  bench.write('layouts.yaml', LAYOUTS);
  const flags = ['explore', '--no-cache', '--fail-on', 'none', '--jobs', '1'];
  await bench.run([...flags, '--quiet'], 'layouts.yaml');
  const good = bench.take('reports/results.json');
  return {
    name: 'baselines, all the way to the report',
    runs: { short: 1, long: 60 },
    input: changes(fc.oneof(jsonChange, textChange)).map((change) => change(good)),
    async tried(text) {
      bench.write('old.json', text);
      const done = await bench.run([...flags, '--json', '--baseline', 'old.json'], 'old.json');
      const isReported = bench.has('reports/results.json');
      if (done === undefined) {
        if (isReported) throw new Error('a report was written beside a baseline that was refused');
        return 'refused';
      }
      if (!isReported) throw new Error('no report was written');
      const written = bench.take('reports/results.json');
      if (JSON.stringify(JSON.parse(written)) !== JSON.stringify(JSON.parse(done)))
        throw new Error('the report says other things than the terminal');
      return 'whole';
    },
  };
}

async function profiles(): Promise<Campaign<string>> {
  const bench = new Bench();
  bench.write('one.csv', CSV);
  await bench.run(['profile', 'one.csv', '--quiet', '--output', 'good.json', '--jobs', '1'], 'one.csv');
  const good = bench.take('good.json');
  const merged = async (text: string): Promise<string | undefined> => {
    bench.write('p.json', text);
    const done = await bench.run(['merge', 'p.json', '--output', 'out.json'], 'p.json');
    return done === undefined ? undefined : bench.take('out.json');
  };
  const unchanged = await merged(good);
  return {
    name: 'profiles (JSON)',
    runs: RECORDINGS,
    input: changes(fc.oneof(jsonChange, textChange)).map((change) => change(good)),
    async tried(text) {
      const found = await merged(text);
      if (found === undefined) return 'refused';
      if (found === unchanged) return 'same';
      // What is merged says all that the spoilt profile says.
      const lost = lostIn(JSON.parse(text), JSON.parse(found), '');
      if (lost !== undefined) throw new Error(`${lost} is in the profile and not in what was made of it`);
      return 'whole';
    },
  };
}

/** The first key of `before` that is not in `after`. */
function lostIn(before: unknown, after: unknown, at: string): string | undefined {
  if (typeof before !== 'object' || before === null) return undefined;
  if (typeof after !== 'object' || after === null) return at;
  for (const [key, value] of Object.entries(before)) {
    const place = `${at}.${key}`;
    if (!Object.hasOwn(after, key)) return place;
    const lost = lostIn(value, (after as Record<string, unknown>)[key], place);
    if (lost !== undefined) return lost;
  }
  return undefined;
}

function baselines(): Campaign<string> {
  const now = fixture();
  const good = JSON.stringify({ ...now, space: undefined, baseline: undefined });
  const unchanged = compareToBaseline(now, JSON.parse(good), 'old.json');
  return {
    name: 'baselines (results.json)',
    runs: { short: 30, long: 2000 },
    input: changes(fc.oneof(jsonChange, textChange)).map((change) => change(good)),
    async tried(text) {
      const read = readBaseline(text);
      if (!read.ok) {
        refusedClearly(new InputError(read.problem, { file: 'old.json' }).text, 'old.json'); // as the command says it
        return 'refused';
      }
      const compared = compareToBaseline(now, read.results, 'old.json');
      // JSON has no NaN and no Infinity: it writes null, and a number would be missing.
      const again = JSON.parse(JSON.stringify(compared)) as typeof compared;
      for (const { before, after } of again.changes) {
        for (const { value, low, high } of [before, after]) {
          if ([value, low, high].some((number) => typeof number !== 'number')) throw new Error('a number is missing');
        }
      }
      return again.rows.compared === unchanged.rows.compared && again.rows.equal === unchanged.rows.equal
        ? 'same'
        : 'whole';
    },
  };
}

/** Snapshots by way of `bitpart snapshot`. */
function snapshots(): Campaign<{ counts: Uint8Array; flags: Uint8Array }> {
  const bench = new Bench();
  return {
    name: 'snapshots (/proc/kpagecount and kpageflags)',
    runs: RECORDINGS,
    input: fc
      .tuple(changes(byteChange), changes(byteChange), fc.constantFrom('counts', 'flags', 'both'))
      .map(([a, b, which]) => ({
        counts: which === 'flags' ? SNAPSHOT.counts : a(SNAPSHOT.counts),
        flags: which === 'counts' ? SNAPSHOT.flags : b(SNAPSHOT.flags),
      })),
    async tried({ counts, flags }) {
      bench.write('bad.kpagecount', counts);
      bench.write('bad.kpageflags', flags);
      const done = await bench.run(['snapshot', 'bad', '--json'], 'bad.kpage');
      if (done === undefined) return 'refused';
      const { pfns, types, small, large } = JSON.parse(done) as Snapshot;
      const pages = types.reduce((sum, row) => sum + row.pages, 0);
      if (pfns !== counts.length / 8 || pages !== pfns) throw new Error(`${pages} pages of ${pfns} frames`);
      const counted = [...small, ...large].reduce((sum, { count }) => sum + count, 0);
      if (counted > pfns) throw new Error(`${counted} mapcounts of ${pfns} frames`);
      return 'whole';
    },
  };
}

const plain = (text: string): Uint8Array => Buffer.from(text, 'utf8');

export const campaigns = async (): Promise<readonly Campaign[]> =>
  [
    layoutsFile('layouts.yaml, every way to say a layout', LAYOUTS, { short: 150, long: 7000 }),
    layoutsFile('layouts.yaml, the file that ships', SHIPPED_LAYOUTS, { short: 50, long: 3000 }),
    explored(),
    recordings('kprobe text', KPROBE, true, 'bad.txt', plain),
    recordings('page_ref text', PAGE_REF, true, 'bad.txt', plain),
    recordings('exchange CSV', CSV, false, 'bad.csv', plain),
    recordings('kprobe text, spoilt and then compressed', KPROBE, true, 'bad.txt.gz', (text) => gzipSync(text)),
    compressed('kprobe text, compressed and then spoilt', KPROBE),
    compressed('page_ref text, compressed and then spoilt', PAGE_REF),
    compressed('exchange CSV, compressed and then spoilt', CSV),
    await profiles(),
    baselines(),
    await comparedInReport(),
    snapshots(),
  ] as unknown as readonly Campaign[];
