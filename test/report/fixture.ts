/**
 * Results made by hand, for tests of the report that must not wait for the pipeline. The refusals and peaks of the
 * recordings are the figures of an independent script; times of wrong answers are invented. Everything is consistent:
 * values are numerator / denominator, bits-left follows from limit and peak.
 */
import { compareToBaseline } from '../../src/report/baseline.ts';
import type {
  Distribution,
  FieldRecord,
  HitRecord,
  LayoutRecord,
  Measurement,
  Results,
  ScenarioRecord,
  Unmeasured,
  Verdict,
} from '../../src/report/results.ts';
import { RESULTS_SCHEMA } from '../../src/report/results.ts';
import { spaceOf } from './space-fixture.ts';

type Counts = Readonly<Record<string, number>>;

interface Seen {
  readonly id: string;
  readonly model?: boolean;
  /** No direction: page_ref. */
  readonly undirected?: boolean;
  readonly attempted: Counts;
  readonly peak: Counts;
  /** layout → refused, by group. */
  readonly refused: Readonly<Record<string, Counts>>;
  readonly pages: number;
  readonly large?: {
    readonly attempted: Counts;
    readonly peak: Counts;
    readonly refused: Readonly<Record<string, Counts>>;
  };
  readonly matched: 'interrupt' | 'task' | 'oldest' | 'byRef';
  readonly duration: number;
}

const READ = ['read-short', 'read-long'];
const WRITE = ['write-short', 'write-long'];
const PIN = [...READ, ...WRITE];

function field(
  name: string,
  offset: number,
  bits: number,
  counts: readonly string[],
  more: Partial<FieldRecord> = {},
): FieldRecord {
  const reserve = more.reserve ?? 0;
  return { name, bits, offset, reserve, limit: 2 ** (bits - reserve) - 1, counts, onLimit: 'fail', ...more };
}

const COST: LayoutRecord['cost'] = {
  bytesPerPage: 0,
  bytesPerGiB: 0,
  unpinKnows: [],
  callSites: 0,
  atomicsPerPin: 1,
  updates: [{ of: 'word', update: 'add', why: 'half of the word, above the sign, is its red zone' }],
};

function split(id: string, fields: readonly FieldRecord[]): LayoutRecord {
  return {
    id,
    family: 'split',
    word: 32,
    fields,
    yaml: `- ${id}\n`,
    cost: { ...COST, unpinKnows: ['direction'], callSites: 74 },
  };
}

const ordinary = (bits: number, reserve: number) =>
  field('ordinary', 0, bits, ['ordinary'], { reserve, onLimit: 'saturate' });

const LAYOUTS: readonly LayoutRecord[] = [
  split('4/4/24', [field('read', 28, 4, READ), field('write', 24, 4, WRITE), ordinary(24, 2)]),
  split('2/6/24', [field('read', 30, 2, READ), field('write', 24, 6, WRITE), ordinary(24, 2)]),
  split('8/24', [field('pin', 24, 8, PIN), ordinary(24, 2)]),
  {
    id: 'linux today',
    family: 'bias',
    word: 32,
    fields: [
      field('sign', 31, 1, [], { limit: 0, onLimit: 'none' }),
      field('pin', 10, 21, PIN, { bias: 1024 }),
      field('ordinary', 0, 10, ['ordinary'], { onLimit: 'none', bias: 1 }),
    ],
    yaml: '- { name: linux today, bias: 1024 }\n',
    cost: COST,
  },
  {
    id: 'one bias 2^23',
    family: 'bias',
    word: 32,
    fields: [
      field('sign', 31, 1, [], { limit: 0, onLimit: 'none' }),
      field('pin', 23, 8, PIN, { bias: 2 ** 23 }),
      field('ordinary', 0, 23, ['ordinary'], { onLimit: 'none', bias: 1 }),
    ],
    yaml: '- { name: one bias 2^23, bias: 2^23 }\n',
    cost: COST,
  },
  {
    id: 'long and short',
    family: 'bias',
    word: 32,
    fields: [
      field('sign', 31, 1, [], { limit: 0, onLimit: 'none' }),
      field('short', 27, 4, ['read-short', 'write-short'], { bias: 2 ** 27 }),
      field('long', 23, 4, ['read-long', 'write-long'], { bias: 2 ** 23, onLimit: 'carry' }),
      field('ordinary', 0, 23, ['ordinary'], { onLimit: 'none', bias: 1 }),
    ],
    yaml: '- { name: long and short, bias: { long: 2^23, short: 2^27 } }\n',
    cost: { ...COST, unpinKnows: ['term'], callSites: 74 },
  },
  split('red zone', [field('read', 28, 4, READ), field('write', 22, 6, WRITE), ordinary(22, 12)]),
];

const SEEN: readonly Seen[] = [
  seen(
    'a1',
    'interrupt',
    41,
    { read: 14729, write: 14253 },
    { read: 4, write: 4, pin: 4, ordinary: 18 },
    { '2/6/24': { read: 180 } },
  ),
  {
    ...seen('a5', 'interrupt', 1032, { read: 6514, write: 8080 }, { read: 1, write: 1, pin: 1, ordinary: 3 }, {}),
    large: {
      attempted: { read: 19086, write: 17520 },
      peak: { read: 384, write: 192, pin: 448 },
      refused: {
        '4/4/24': { read: 14619, write: 13368 },
        '2/6/24': { read: 18153, write: 850 },
        '8/24': { read: 131, write: 64 },
      },
    },
  },
  seen(
    'a6',
    'interrupt',
    30,
    { read: 8632, write: 8458 },
    { read: 12, write: 12, pin: 16, ordinary: 34 },
    { '2/6/24': { read: 992 } },
  ),
  seen('b2', 'task', 67, { write: 2048 }, { write: 32, pin: 32, ordinary: 2 }, { '4/4/24': { write: 1088 } }),
  seen('c3', 'oldest', 5, {}, { ordinary: 10240 }, {}),
  seen(
    'd1',
    'task',
    67,
    { write: 8192 },
    { write: 128, pin: 128, ordinary: 2 },
    { '4/4/24': { write: 7232 }, '2/6/24': { write: 4160 }, 'red zone': { write: 4160 } },
  ),
  seen(
    'd6',
    'task',
    67,
    { write: 4096 },
    { write: 64, pin: 64, ordinary: 2 },
    { '4/4/24': { write: 3136 }, '2/6/24': { write: 64 }, 'red zone': { write: 64 } },
  ),
  { ...seen('e3', 'oldest', 1175, { pin: 42 }, { pin: 1, ordinary: 8 }, {}), undirected: true },
  seen(
    'f',
    'task',
    35,
    { read: 9600, write: 3200 },
    { read: 5, write: 3, pin: 5, ordinary: 12 },
    { '2/6/24': { read: 149 } },
  ),
  seen(
    'g4',
    'interrupt',
    4,
    { read: 16384 },
    { read: 1536, pin: 1536, ordinary: 40 },
    { '4/4/24': { read: 16010 }, '2/6/24': { read: 16309 }, '8/24': { read: 10713 }, 'red zone': { read: 16010 } },
  ),
  seen('r1', 'interrupt', 1310, { read: 10275, write: 4896 }, { read: 1, write: 1, pin: 1, ordinary: 7 }, {}),
  seen('r5', 'task', 1416, { read: 812, write: 604 }, { read: 1, write: 1, pin: 1, ordinary: 5 }, {}),
  seen(
    'r6',
    'oldest',
    78,
    { write: 5120 },
    { write: 64, pin: 64, ordinary: 2 },
    { '4/4/24': { write: 3200 }, '2/6/24': { write: 64 }, 'red zone': { write: 64 } },
  ),
  { ...seen('r7', 'oldest', 2193, {}, { ordinary: 19 }, {}), undirected: true },
  {
    ...seen(
      'rdma',
      'byRef',
      1024,
      { write: 240000 },
      { write: 21, pin: 21, ordinary: 9 },
      { '4/4/24': { write: 2403 } },
    ),
    model: true,
  },
  {
    ...seen(
      'database',
      'byRef',
      4096,
      { read: 981234, write: 431234 },
      { read: 6, write: 5, pin: 8, ordinary: 31 },
      { '2/6/24': { read: 9012 } },
    ),
    model: true,
  },
  {
    ...seen(
      'shared libc page',
      'byRef',
      512,
      { read: 301234 },
      { read: 4, pin: 4, ordinary: 1391 },
      { '2/6/24': { read: 22 } },
    ),
    model: true,
  },
];

function seen(
  id: string,
  matched: Seen['matched'],
  pages: number,
  attempted: Counts,
  peak: Counts,
  refused: Seen['refused'],
): Seen {
  return { id, matched, pages, attempted, peak, refused, duration: id.length > 2 ? 60 : 1.5 };
}

const total = (counts: Counts) => (counts['pin'] ?? 0) + (counts['read'] ?? 0) + (counts['write'] ?? 0);

function scenarioRecord(s: Seen): ScenarioRecord {
  const events = 2 * total(s.attempted) + s.pages * 3;
  const distributions: Distribution[] = Object.entries(s.peak).map(([of, peak]) => spread(of, 'small', peak, s.pages));
  if (s.large) for (const [of, peak] of Object.entries(s.large.peak)) distributions.push(spread(of, 'large', peak, 4));
  return {
    id: s.id,
    source: s.model ? 'model' : 'recording',
    from: s.model ? 'layouts.yaml' : `traces/${s.id}.trace.txt.gz`,
    format: s.model ? 'model, 5 runs of 60 s' : s.undirected ? 'page_ref text, gzip' : 'kprobe text, gzip',
    observed: { ordinary: true, direction: !s.undirected, pins: total(s.attempted) > 0, checks: s.model === true },
    events,
    pages: { small: s.pages, large: s.large ? 4 : 0 },
    duration_s: s.duration,
    runs: s.model ? 5 : 1,
    matching: {
      byRef: 0,
      interrupt: 0,
      task: 0,
      comm: 0,
      oldest: 0,
      beside: 0,
      directed: 0,
      ambiguous: 0,
      corrected: 0,
      ignored: 0,
      [s.matched]: total(s.attempted),
    },
    unreadable:
      s.id === 'f' ? { count: 1, first: { line: 12, text: '# a line <b>without</b> an event' } } : { count: 0 },
    distributions,
    ...(total(s.peak) > 0 ? { busiest: busiest(s) } : {}),
  };
}

function spread(of: string, size: 'small' | 'large', peak: number, pages: number): Distribution {
  const value = [0, 1, 2, 3, 4, 8, 12, 16, 32, 64, 128].filter((n) => n < peak && n <= pages).concat(peak);
  const each = value.map((_, i) => Math.max(1, Math.floor(pages / 3 ** (i + 1))));
  each[0] = Math.max(1, (each[0] ?? 0) + pages - each.reduce((a, b) => a + b, 0));
  return { of, class: size, value, pages: each };
}

function busiest(s: Seen): NonNullable<ScenarioRecord['busiest']> {
  const steps = 60;
  const wave = (peak: number) =>
    Array.from({ length: steps }, (_, i) => Math.round(peak * Math.sin((Math.PI * i) / (steps - 1)) ** 2));
  const held = Object.fromEntries(
    Object.entries(s.peak)
      .filter(([of]) => of !== 'ordinary')
      .map(([of, peak]) => [of, wave(peak)]),
  );
  return {
    page: s.model ? 'text:17' : '0xffffea0004321c00',
    class: 'small',
    time_s: Array.from({ length: steps }, (_, i) => (s.duration * i) / steps),
    held,
    thinned: s.pages > 1000,
  };
}

const Z = 1.96;
function row(
  layout: string,
  scenario: Seen,
  size: 'small' | 'large',
  metric: string,
  of: string,
  numerator: number,
  denominator: number,
): Measurement {
  const value = numerator / denominator;
  const half = Z * Math.sqrt((value * (1 - value)) / denominator);
  const exact = !scenario.model;
  return {
    layout,
    scenario: scenario.id,
    class: size,
    metric,
    of,
    value,
    numerator,
    denominator,
    low: exact ? value : Math.max(0, value - half),
    high: exact ? value : numerator === 0 ? Math.min(1, 3 / denominator) : value + half,
    method: 'profile',
  };
}

function rowsOf(layout: LayoutRecord, s: Seen, size: 'small' | 'large'): Measurement[] {
  const source = size === 'small' ? s : s.large;
  if (source === undefined) return [];
  const rows: Measurement[] = [];
  const plainRow = (metric: string, of: string, value: number): Measurement => ({
    layout: layout.id,
    scenario: s.id,
    class: size,
    metric,
    of,
    value,
    numerator: null,
    denominator: null,
    low: value,
    high: value,
    method: 'profile',
  });
  for (const [of, peak] of Object.entries(source.peak)) rows.push(plainRow('peak', of, peak));
  for (const f of layout.fields) {
    const of = f.counts.length === 4 ? 'pin' : f.name;
    if (f.name === 'sign' || (s.undirected && of !== 'pin' && of !== 'ordinary')) continue;
    const peak = source.peak[of] ?? 0;
    rows.push(plainRow('bits-left', f.name, Math.log2((Number(f.limit) + 1) / (peak + 1))));
    if (layout.family === 'split')
      rows.push(
        row(layout.id, s, size, 'pages-at-limit', f.name, peak > Number(f.limit) ? Math.min(3, s.pages) : 0, s.pages),
      );
  }
  const attempted = total(source.attempted);
  const refused = source.refused[layout.id] ?? {};
  for (const [of, n] of Object.entries(source.attempted)) {
    rows.push(row(layout.id, s, size, 'refused', of, refused[of] ?? 0, n));
  }
  if (attempted > 0 && source.attempted['pin'] === undefined) {
    rows.push(row(layout.id, s, size, 'refused', 'pin', total(refused), attempted));
  }
  rows.push(row(layout.id, s, size, 'saturated', 'ordinary', 0, s.pages + 3));
  const merged = !layout.fields.some((f) => f.name === 'write');
  const biased = layout.id === 'linux today' && (source.peak['ordinary'] ?? 0) >= 1024;
  const time = s.pages * s.duration;
  for (const question of s.undirected ? ['pinned'] : ['pinned', 'written', 'longterm']) {
    const reads = (source.peak['read'] ?? 0) > 0;
    const conservative =
      question === 'longterm'
        ? layout.id !== 'long and short' && attempted > 0
        : question === 'written' && merged && reads;
    const wrong = (biased ? 0.31 : 0) + (conservative ? 0.0123 : 0);
    rows.push(row(layout.id, s, size, 'false-positive-time', question, wrong * time, time));
    rows.push(
      row(
        layout.id,
        s,
        size,
        'false-negative-time',
        question,
        layout.id === 'long and short' && s.id === 'd1' && question === 'longterm' ? 1e-5 * time : 0,
        time,
      ),
    );
    if (s.model) {
      rows.push(row(layout.id, s, size, 'false-positive', question, Math.round(wrong * 15000), 15000));
      rows.push(row(layout.id, s, size, 'false-negative', question, 0, 15000));
    }
  }
  return rows;
}

function staticRows(layout: LayoutRecord): Measurement[] {
  const make = (metric: string, of: string, value: number): Measurement => ({
    layout: layout.id,
    scenario: null,
    class: 'small',
    metric,
    of,
    value,
    numerator: null,
    denominator: null,
    low: value,
    high: value,
    method: 'static',
  });
  const rows = layout.fields.filter((f) => f.name !== 'sign').map((f) => make('limit', f.name, Number(f.limit)));
  return layout.family === 'bias' ? [...rows, make('limit-hard', 'word', 2 ** 31 - 1)] : rows;
}

function hitsOf(layouts: readonly LayoutRecord[], scenarios: readonly Seen[]): HitRecord[] {
  const hits: HitRecord[] = [];
  for (const layout of layouts) {
    for (const s of scenarios) {
      for (const [of, n] of Object.entries(s.refused[layout.id] ?? {})) {
        if (n === 0) continue;
        const f = layout.fields.find((x) => x.name === of || x.name === 'pin');
        const limit = Number(f?.limit ?? 15);
        const at = (time_s: number, line: number, wanted: number) => ({
          time_s,
          page: s.model ? 'text:17' : '0xffffea0004321c00',
          line: s.model ? 0 : line,
          task: s.model ? '' : 'fio-1234',
          wanted,
        });
        hits.push({
          layout: layout.id,
          scenario: s.id,
          class: 'small',
          of: f?.name ?? of,
          first: at(0.012345, 417, limit + 1),
          worst: at(0.712345, 3417, s.peak[of] ?? limit + 1),
        });
      }
    }
  }
  return hits;
}

function verdictOf(layout: LayoutRecord, rows: readonly Measurement[]): Verdict {
  const bad = rows
    .filter((r) => r.layout === layout.id && /^(refused|saturated|false-)/.test(r.metric) && r.value > 0)
    .filter((r) => r.metric !== 'refused' || r.of !== 'pin' || layout.fields.some((f) => f.name === 'pin'))
    .sort((a, b) => b.value - a.value);
  const text = (r: Measurement) =>
    r.metric === 'refused'
      ? `${r.scenario} refuses ${r.numerator} of ${r.denominator} ${r.of} acquisitions (${(r.value * 100).toPrecision(2)} %)`
      : `${r.scenario} answers ${r.of} wrongly for ${(r.value * 100).toPrecision(2)} % of ${r.metric.endsWith('time') ? 'page-time' : 'checks'}`;
  return {
    layout: layout.id,
    judged: true,
    holds: bad.length === 0,
    benign: { scenarios: 1, harmed: bad.length > 0 ? 1 : 0, blurred: 0, unmeasured: 0 },
    hostile: { scenarios: 0, harmed: 0, blurred: 0, unmeasured: 0 },
    cannotTell: [],
    summary:
      bad.length === 0
        ? 'No refusal, false answer or saturation was seen.'
        : `Does not hold: ${text(bad[0] as Measurement)}.`,
    evidence: bad.slice(0, 8).map((r) => ({ scenario: r.scenario, metric: r.metric, of: r.of, text: text(r) })),
  };
}

function assemble(layouts: readonly LayoutRecord[], scenarios: readonly Seen[]): Results {
  const measurements = layouts.flatMap((layout) => [
    ...staticRows(layout),
    ...scenarios.flatMap((s) => rowsOf(layout, s, 'small')),
  ]);
  const unmeasured: Unmeasured[] = scenarios
    .filter((s) => !s.model)
    .flatMap((s) =>
      ['false-positive', 'false-negative'].flatMap((metric) =>
        ['pinned', 'written', 'longterm'].map((of) => ({
          layout: null,
          scenario: s.id,
          class: 'small' as const,
          metric,
          of,
          reason: 'the source has no checks',
        })),
      ),
    );
  for (const s of scenarios.filter((x) => x.undirected)) {
    for (const layout of layouts) {
      unmeasured.push({
        layout: layout.id,
        scenario: s.id,
        class: 'small',
        metric: 'refused',
        of: 'read',
        reason: 'the source does not show the direction of a pin',
      });
    }
  }
  const results: Results = {
    schema: RESULTS_SCHEMA,
    provenance: {
      bitpart: '0.1.0',
      node: 'v20.20.2',
      seed: 1,
      command: 'bitpart explore',
      startedAt: '2026-11-22T10:00:00.000Z',
      duration_s: 4.21,
      inputs: scenarios
        .filter((s) => !s.model)
        .map((s) => ({
          path: `traces/${s.id}.trace.txt.gz`,
          sha256: String(s.pages).padStart(64, '0'),
          bytes: 123456,
        })),
    },
    layouts,
    scenarios: scenarios.map(scenarioRecord),
    measurements,
    large: layouts.flatMap((layout) => scenarios.flatMap((s) => rowsOf(layout, s, 'large'))),
    unmeasured,
    hits: hitsOf(layouts, scenarios),
    requirements: [],
    verdicts: layouts.map((layout) => verdictOf(layout, measurements)),
  };
  return { ...results, space: spaceOf(results) };
}

/** The default run: 7 layouts, 14 recordings, 3 models. */
export const fixture = (): Results => assemble(LAYOUTS, SEEN);

/** Layouts and recordings as given; names are the caller's. */
export function renamed(layoutIds: readonly string[], scenarioIds: readonly string[]): Results {
  const scenarios = scenarioIds.map((id, i) => ({ ...(SEEN[i % SEEN.length] as Seen), id }));
  const layouts = layoutIds.map((id, i) => ({ ...(LAYOUTS[i % LAYOUTS.length] as LayoutRecord), id }));
  const byOldId = (s: Seen): Seen => {
    const refused: Record<string, Counts> = {};
    layouts.forEach((layout, i) => {
      const old = s.refused[(LAYOUTS[i % LAYOUTS.length] as LayoutRecord).id];
      if (old !== undefined)
        Object.defineProperty(refused, layout.id, { value: old, enumerable: true, configurable: true, writable: true });
    });
    return { ...s, refused };
  };
  return assemble(layouts, scenarios.map(byOldId));
}

/** A large report. */
export const large = (layouts = 200, scenarios = 30): Results =>
  renamed(
    Array.from({ length: layouts }, (_, i) => `layout ${i + 1}`),
    Array.from({ length: scenarios }, (_, i) => `scenario ${i + 1}`),
  );

/** The default run with requirements, closed forms and a baseline: everything that charts and tables can say. */
export function busy(): Results {
  const results = fixture();
  const closed = results.measurements
    .filter((row) => row.metric === 'refused' && row.scenario === 'rdma')
    .map((row): Measurement => {
      const value = row.value === 0 ? 0 : row.value * 1.0001;
      const tiny = row.value === 0 ? { log10: -1620 } : {};
      return {
        ...row,
        metric: 'refused-exact',
        value,
        low: value,
        high: value,
        numerator: null,
        denominator: null,
        method: 'closed-form',
        ...tiny,
      };
    });
  const required = (key: string, text: string, compare: '<=' | '>=', bound: number) =>
    results.layouts.map(({ id }, i) => ({
      key,
      text,
      compare,
      bound,
      layout: id,
      judged: i !== 6,
      met: i % 3 !== 0,
      worst: i % 3 === 0 ? { scenario: 'd1', value: 0.8828125 } : null,
    }));
  const now: Results = {
    ...results,
    measurements: [...results.measurements, ...closed],
    requirements: [
      ...required('refused.pin', '<= 1e-4', '<=', 1e-4),
      ...required('limit.ordinary', '>= 2^20', '>=', 2 ** 20),
      ...required('bits-left.ordinary', '>= 1', '>=', 1),
      ...required('false-positive-time.pinned', '<= 0.01', '<=', 0.01),
    ],
  };
  const before: Results = {
    ...now,
    layouts: now.layouts.slice(0, 6),
    measurements: now.measurements.map((row, i) =>
      row.scenario === null || i % 5 > 1 ? row : { ...row, value: row.value / 2, low: row.low / 2, high: row.high / 2 },
    ),
  };
  return { ...now, baseline: compareToBaseline(now, before, 'old/results.json') };
}
