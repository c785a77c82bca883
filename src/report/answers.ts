import { ordinaryBits, SMALLEST } from '../metrics/exposure/ordinary-bits.ts';
import { formatShare } from '../metrics/format.ts';
import type { TextTable } from './charts/chart.ts';
import { count, list } from './numbers.ts';
import type { Distribution, MatchingRecord, Measurement, Results } from './results.ts';
import { indexOf } from './select.ts';
import { readAgainstWrite } from './space-words.ts';

/**
 * The four questions of the mail of January 2021 (reference/mail-2021-01-15.txt), answered from results. What the answers
 * need of them is little and plain, so that it can be kept where the recordings themselves are too large to be.
 */
export interface Facts {
  readonly scenario: string;
  readonly source: 'recording' | 'model' | 'profile';
  /** Small folios on which a pin was seen, and folios in all; a model's in each of its runs. */
  readonly pages: { readonly pinned: number; readonly small: number; readonly large: number };
  /** Most references of a group on one small folio, and on how many folios so many were; a group that was not seen has none. */
  readonly most: Readonly<Partial<Record<Group, readonly [most: number, folios: number]>>>;
  /** Most pins on one large folio; absent where there are none. */
  readonly mostLarge?: number;
  /** Pins attempted, and those refused by a field of 1, 2, … bits that counts them, until none is. */
  readonly curves: Readonly<
    Partial<Record<'read' | 'write' | 'pin', { attempted: number; refused: readonly number[] }>>
  >;
  /**
   * Where the source told the kind of some drops: of how many, at how many of these the page held a pin of another kind too,
   * and for how many the rules alone would have taken one.
   */
  readonly told?: {
    readonly drops: number;
    readonly directed: number;
    readonly ambiguous: number;
    readonly corrected: number;
  };
  /** What each layout did to it, in the order of the layouts. */
  readonly layouts: readonly { readonly layout: string; readonly fate: Fate }[];
}

export type Group = 'pin' | 'read' | 'write' | 'short' | 'long' | 'ordinary';
const GROUPS: readonly Group[] = ['pin', 'long', 'short', 'read', 'write', 'ordinary'];

/** The worst that a layout did to a scenario: shares of pins, of lives, of page-time. Null: not measured. */
export interface Fate {
  readonly refused: number | null;
  readonly saturated: number | null;
  /** Page-time in which "is it pinned?" is answered wrongly, yes or no. */
  readonly pinned: number | null;
  /** … and "is it written?". */
  readonly written: number | null;
  /** Page-time in which a long-term pin is held and "is it pinned long-term?" is answered with no. */
  readonly longterm: number | null;
  /** `refused`, had each drop without a ref ended the newest pin instead of the oldest; absent: the same, or not worked out. */
  readonly newestFirst?: number;
}

function toldOf({
  byRef,
  interrupt,
  task,
  comm,
  oldest,
  directed,
  ambiguous,
  corrected,
}: MatchingRecord): Pick<Facts, 'told'> {
  const drops = byRef + interrupt + task + comm + oldest;
  return directed > 0 ? { told: { drops, directed, ambiguous, corrected } } : {};
}

export function factsOf(results: Results): Facts[] {
  const index = indexOf(results);
  const peaks = new Map<string, number>();
  for (const rows of [results.measurements, results.large]) {
    for (const row of rows) if (row.metric === 'peak') peaks.set(`${row.class} ${row.of} ${row.scenario}`, row.value);
  }
  return results.scenarios.map(({ id, source, pages, runs, distributions, matching }) => {
    // Peaks are exact; distributions round what is above 256.
    const mostOf = ({ class: folios, of, value, pages: on }: Distribution): readonly [number, number] => [
      peaks.get(`${folios} ${of} ${id}`) ?? value.at(-1) ?? 0,
      on.at(-1) ?? 0,
    ];
    const small = distributions.filter((each) => each.class === 'small');
    const large = distributions.find((each) => each.class === 'large' && each.of === 'pin');
    const mostLarge = large === undefined ? 0 : mostOf(large)[0];
    const pins = small.find(({ of }) => of === 'pin');
    const curves = (results.space?.curves ?? []).filter(({ scenario }) => scenario === id);
    const others = new Map(
      (results.trust?.matching ?? [])
        .filter(({ scenario }) => scenario === id)
        .flatMap(({ newestFirst: other }) => other?.refused ?? [])
        .map(({ layout, newestFirst }) => [layout, newestFirst] as const),
    );
    return {
      scenario: id,
      source,
      pages: { pinned: pins === undefined ? 0 : above(pins, 0), small: pages.small * runs, large: pages.large * runs },
      most: Object.fromEntries(
        GROUPS.flatMap((of) => {
          const found = small.find((each) => each.of === of);
          return found === undefined ? [] : [[of, mostOf(found)]];
        }),
      ),
      ...(mostLarge > 0 ? { mostLarge } : {}),
      ...toldOf(matching),
      curves: Object.fromEntries(curves.map(({ of, attempted, refused }) => [of, { attempted, refused }])),
      layouts: results.layouts.map(({ id: layout }) => {
        const shareOf = (metric: string, of: string): number | null => index.get(layout, id, metric, of)?.value ?? null;
        const worstOf = (rows: readonly Measurement[]): number | null =>
          rows.length === 0 ? null : Math.max(...rows.map(({ value }) => value));
        const wrong = (of: string): number | null => {
          const shares = [shareOf('false-positive-time', of), shareOf('false-negative-time', of)];
          return shares.every((share) => share === null) ? null : Math.max(...shares.map((share) => share ?? 0));
        };
        const fate: Fate = {
          refused: shareOf('refused', 'pin'),
          saturated: worstOf(index.of(layout, id, 'saturated')),
          pinned: wrong('pinned'),
          written: wrong('written'),
          longterm: shareOf('false-negative-time', 'longterm'),
          ...(others.has(layout) ? { newestFirst: others.get(layout)! } : {}),
        };
        return { layout, fate };
      }),
    };
  });
}

const above = ({ value, pages }: Distribution, bound: number): number =>
  pages.reduce((sum, n, i) => (value[i]! > bound ? sum + n : sum), 0);

/** How a scenario is called in a table: its id, and what it is where somebody said so. */
export type Named = (scenario: string) => string;
const itself: Named = (scenario) => scenario;

// --- 1. How many pins on a page?

export function pinsTable(facts: readonly Facts[], named: Named = itself): TextTable {
  const pinned = facts.filter(({ most, mostLarge }) => (most.pin?.[0] ?? 0) > 0 || mostLarge !== undefined);
  return {
    caption: 'Most pins at once on one folio',
    columns: [
      'Scenario',
      'Small folio',
      'On folios, of those pinned',
      'Long-term',
      'Short-term',
      'Read',
      'R/W',
      'Large folio',
    ],
    rows: pinned.map(({ scenario, most, pages, mostLarge }) => [
      named(scenario),
      numberOf(most.pin?.[0]),
      (most.pin?.[0] ?? 0) > 0 ? `${count(most.pin![1])} of ${count(pages.pinned)}` : '–',
      numberOf(most.long?.[0]),
      numberOf(most.short?.[0]),
      numberOf(most.read?.[0]),
      numberOf(most.write?.[0]),
      numberOf(mostLarge),
    ]),
  };
}

const numberOf = (value: number | undefined): string => (value === undefined || value === 0 ? '–' : count(value));

export function pinsSentence(facts: readonly Facts[]): string {
  const longest = highest(facts, 'long');
  const shortest = highest(facts, 'short');
  const any = highest(facts, 'pin');
  if (any === undefined) return 'No scenario has pins.';
  // Of neither term where a source does not tell.
  if (longest === undefined && shortest === undefined)
    return `At most ${count(any.most)} (${any.scenario}) at once on one small folio.`;
  const parts = [
    ...(longest === undefined ? [] : [`${count(longest.most)} long-term ones (${longest.scenario})`]),
    ...(shortest === undefined ? [] : [`${count(shortest.most)} short-term ones (${shortest.scenario})`]),
  ];
  return `At most ${list(parts)} at once on one small folio.`;
}

function highest(facts: readonly Facts[], of: Group): { scenario: string; most: number } | undefined {
  let found: { scenario: string; most: number } | undefined;
  for (const { scenario, most } of facts) {
    const value = most[of]?.[0] ?? 0;
    if (value > 0 && value > (found?.most ?? 0)) found = { scenario, most: value };
  }
  return found;
}

// --- 2. How many bits for ordinary references?

/** Bits that hold a count, saturation's own not among them. */
const bitsFor = (most: number): number => Math.ceil(Math.log2(most + 1));

export function ordinaryTable(facts: readonly Facts[], named: Named = itself): TextTable {
  return {
    caption: 'Most ordinary references at once on one small folio, and the bits that hold them',
    columns: ['Scenario', 'Most', 'On folios, of all', 'Bits'],
    rows: facts.flatMap(({ scenario, most, pages }) =>
      most.ordinary === undefined || most.ordinary[0] === 0
        ? []
        : [
            [
              named(scenario),
              count(most.ordinary[0]),
              `${count(most.ordinary[1])} of ${count(pages.small)}`,
              count(bitsFor(most.ordinary[0])),
            ],
          ],
    ),
  };
}

export function ordinarySentence(facts: readonly Facts[]): string {
  const found = highest(facts, 'ordinary');
  return found === undefined
    ? 'No scenario shows ordinary references.'
    : `At most ${count(found.most)} ordinary references at once on one small folio (${found.scenario}): ${bitsFor(found.most)} bits.`;
}

/** The widths that people discuss: 10 (today's bias), 15 and 22 (kernel.pid_max by default and at most), 21 … 31. */
const WIDTHS = [8, 10, 12, 14, 15, 16, 18, 20, 21, 22, 23, 24, 26, 28, 30, 31] as const;

/** The machine on which each width is used up. */
export function machinesTable(): TextTable {
  return {
    caption: 'The machine on which so many bits for ordinary references are used up',
    columns: ['Bits', 'References', 'Benign: every process maps the page', 'Hostile: one unprivileged user'],
    rows: WIDTHS.map((bits) => {
      const { references, benign, hostile, moves } = ordinaryBits(bits);
      return [
        String(bits),
        count(references),
        benign === null ? 'none: pids are below PID_MAX_LIMIT' : `${machine(benign)}, ${count(references)} processes`,
        `${hostile.memory === SMALLEST ? 'any' : machine(hostile)}: ${list(moves)}`,
      ];
    }),
  };
}

const machine = ({ memory: bytes, cpus }: { readonly memory: number; readonly cpus: number }): string =>
  `${memory(bytes)}${cpus === 1 ? '' : ` and ${count(cpus)} CPUs`}`;

const UNITS = ['MiB', 'GiB', 'TiB', 'PiB'] as const;
function memory(bytes: number): string {
  let value = bytes / 2 ** 20;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${count(value)} ${UNITS[unit]}`;
}

// --- 3. Does READ need as many bits as R/W?

/** Shares of pins that may be refused, for which bits are given. */
const TOLERATED = [0, 1e-4, 1e-2] as const;

export function directionsTable(facts: readonly Facts[], named: Named = itself): TextTable {
  const rows = facts.flatMap(({ scenario, curves }) => {
    const { read, write, pin } = curves;
    if (read === undefined && write === undefined) return [];
    return [
      [
        named(scenario),
        ...TOLERATED.flatMap((share) => [bitsWithin(read, share), bitsWithin(write, share), bitsWithin(pin, share)]),
      ],
    ];
  });
  return {
    caption: 'Bits of a field that refuses no pin, at most one in 10,000, at most one in 100',
    columns: [
      'Scenario',
      ...['none', '≤ 1e-4', '≤ 1 %'].flatMap((share) => [`read, ${share}`, `R/W, ${share}`, `one field, ${share}`]),
    ],
    rows,
  };
}

function bitsWithin(curve: Facts['curves']['pin'], share: number): string {
  if (curve === undefined) return '–';
  const at = curve.refused.findIndex((refused) => refused <= share * curve.attempted);
  return at < 0 ? `> ${curve.refused.length}` : String(at + 1);
}

export function directionsSentence(facts: readonly Facts[], named: Named = itself): string {
  const needs = facts.flatMap(({ scenario, curves: { read, write } }) =>
    (['read', 'write'] as const).flatMap((of) => {
      const curve = of === 'read' ? read : write;
      return curve === undefined ? [] : [{ scenario, of, needs: curve.refused.length }];
    }),
  );
  const text = readAgainstWrite(needs, named, { read: 'READ pins', write: 'R/W pins' }, 12);
  return text === '' ? 'No scenario tells read pins from R/W pins.' : text;
}

// --- 4. Which layouts stand?

/** What tells against a layout, in the order in which a cell names the first of it. */
const HARMS = [
  { of: 'refused', cell: 'refuses', column: 'refuses pins' },
  { of: 'saturated', cell: 'saturates', column: 'saturates' },
  { of: 'pinned', cell: 'pinned wrong', column: 'misses a pin, or sees one' },
  { of: 'longterm', cell: 'longterm missed', column: 'misses a long-term pin' },
  { of: 'written', cell: 'written wrong', column: 'tells "written" wrongly' },
] as const;

/** Everything that tells against a layout; where nothing is known of it, why. */
function harmsOf({ most, mostLarge }: Facts, fate: Fate): readonly (typeof HARMS)[number][] | string {
  const { refused, saturated, pinned } = fate;
  const hasPins = (most.pin?.[0] ?? 0) > 0;
  if (!hasPins && mostLarge !== undefined) return LARGE_ONLY;
  if ((hasPins && refused === null) || (refused === null && saturated === null && pinned === null)) return UNKNOWN;
  const harms = HARMS.filter(({ of }) => (fate[of] ?? 0) > 0);
  return harms.length === 0 && fate.written === null ? WRITTEN_UNKNOWN : harms;
}

/** What a layout did, in a cell: `stands`, or the first of what tells against it, or why it is not known. */
function fateText(facts: Facts, fate: Fate): string {
  const harms = harmsOf(facts, fate);
  if (typeof harms === 'string') return harms;
  const [first] = harms;
  if (first === undefined) return 'stands';
  const share = formatShare(fate[first.of]!);
  const other = first.of === 'refused' && fate.newestFirst !== undefined ? formatShare(fate.newestFirst) : share;
  return `${first.cell} ${share}${other === share ? '' : `${OR}${other}`}`;
}

/** Before the share of refused pins had each drop ended the newest pin. */
const OR = ' or ';

/** Pins of large folios do not come into the word. */
const LARGE_ONLY = 'large folio';
const UNKNOWN = 'not told';
/** All else is right; whether *written* is, the source does not tell. */
const WRITTEN_UNKNOWN = 'written not told';

/** How many scenarios came out in which way, a layout a row. */
export function tallyTable(facts: readonly Facts[], where = ''): TextTable {
  const layouts = facts[0]?.layouts.map(({ layout }) => layout) ?? [];
  return {
    caption: `In how many ${where}scenarios; one with several harms counts in each of their columns`,
    columns: ['Layout', ...HARMS.map(({ column }) => column), 'stands', 'not told'],
    rows: layouts.map((layout, i) => {
      const harms = facts.map((each) => harmsOf(each, each.layouts[i]!.fate));
      const told = harms.filter((each) => typeof each !== 'string');
      return [
        layout,
        ...HARMS.map((harm) => count(told.filter((each) => each.includes(harm)).length)),
        count(told.filter((each) => each.length === 0).length),
        count(harms.length - told.length),
      ];
    }),
  };
}

export function standingTable(facts: readonly Facts[], named: Named = itself): TextTable {
  const layouts = facts[0]?.layouts.map(({ layout }) => layout) ?? [];
  const cells = facts.map((each) => each.layouts.map(({ fate }) => fateText(each, fate)));
  const bothWays = cells.some((row) => row.some((cell) => cell.includes(OR)))
    ? '; after “or” the share of refused pins had each drop ended the newest pin that fits, instead of the oldest'
    : '';
  return {
    caption: `What each layout did: the first of refused pins, saturated lives, and page-time with a wrong answer${bothWays}`,
    columns: ['Scenario', ...layouts],
    rows: facts.map((each, i) => [named(each.scenario), ...cells[i]!]),
  };
}

/**
 * Of those scenarios that tell something of some layout: which layouts stand in all of them, and which but for telling READ
 * from R/W. A layout of which one of them tells nothing does not stand in all.
 */
export function standingSentence(facts: readonly Facts[], where: string): string {
  const layouts = facts[0]?.layouts.map(({ layout }) => layout) ?? [];
  if (layouts.length === 0) return '';
  const harms = facts.map((each) => each.layouts.map(({ fate }) => harmsOf(each, fate)));
  const telling = harms.filter((row) => row.some((each) => typeof each !== 'string'));
  if (telling.length === 0) return `None of ${where} (${count(facts.length)}) tells which layouts stand.`;
  const inAll = (allowed: readonly string[]): string[] =>
    layouts.filter((_, i) =>
      telling.every((row) => {
        const each = row[i]!;
        return typeof each !== 'string' && each.every(({ of }) => allowed.includes(of));
      }),
    );
  const [whole, nearly] = [inAll([]), inAll(['written'])];
  const others = nearly.filter((layout) => !whole.includes(layout));
  const some = whole.length === 0 ? 'no layout stands' : `${list(whole)} ${whole.length === 1 ? 'stands' : 'stand'}`;
  const rest =
    others.length === 0
      ? ''
      : `; ${list(others)} ${others.length === 1 ? 'refuses' : 'refuse'} nothing and never ${others.length === 1 ? 'misses' : 'miss'} a pin, but cannot tell READ from R/W`;
  const all = telling.length === facts.length ? '' : ` that tell (${count(telling.length)} of ${count(facts.length)})`;
  return `In all of ${where}${all === '' ? ` (${count(facts.length)})` : all} ${some}${rest}.`;
}
