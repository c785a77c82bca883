import { formatShare, formatValue } from '../metrics/format.ts';
import { metricOf } from '../metrics/registry.ts';
import { columns, cut, pad } from './columns.ts';
import { shown } from './names.ts';
import { bits, count, list, plural } from './numbers.ts';
import type { SpaceFamily, SpaceJudged, SpacePlace, SpaceRecord, SpaceShare, SpaceStanding } from './space-record.ts';
import {
  apartText,
  FAMILY_WORDS,
  isWithoutReserve,
  PINS_OF,
  readAgainstWrite,
  standingText,
  WITHOUT_RESERVE,
} from './space-words.ts';
import type { TableOptions } from './terminal.ts';

export interface SpaceTextOptions extends TableOptions {
  /** Rows of each list. */
  readonly top: number;
  /** How many scenarios there were. */
  readonly scenarios: number;
}

/** What a line of the table says of a layout. */
type Placed = Pick<SpaceStanding, 'layout' | 'headroom' | 'refused' | 'wrong'>;

const FAMILIES: readonly SpaceFamily[] = ['read/write', 'pin', 'bias'];
const GROUPS = ['read', 'write', 'pin'] as const;
const GAP = '  ';
const MOST_NAMES = 4;

/** The design space for stdout: no line wider than the terminal, no line break at the end. */
export function spaceText(record: SpaceRecord, options: SpaceTextOptions): string {
  const sections = [
    introduction(record, options),
    front(record, options),
    standings(record, options),
    requirements(record, options),
    exposure(record, options),
    needs(record, options),
    remarks(record),
  ];
  const room = Math.max(40, options.width);
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.flatMap((line) => wrapped(line, room, options.paint)).join('\n'))
    .join('\n\n');
}

/** A line as it is written; `style` where it is painted as a whole, `isProse` where it may be broken into several. */
interface Line {
  readonly text: string;
  readonly indent?: number;
  readonly style?: 'bold' | 'dim' | 'red' | 'green';
  readonly isProse?: true;
}

const prose = (text: string, indent = 0, style?: Line['style']): Line => ({
  text,
  indent,
  isProse: true,
  ...(style === undefined ? {} : { style }),
});
const title = (text: string): Line => prose(text, 0, 'bold');

function introduction(record: SpaceRecord, { scenarios }: SpaceTextOptions): Line[] {
  const placed = record.placed === record.layouts ? '' : `${count(record.placed)} of `;
  const on = scenarios === 0 ? 'no scenario: only their limits differ' : plural(scenarios, 'scenario');
  return [
    prose(`${placed}${count(record.layouts)} layouts of a ${record.word}-bit word, on ${on}.`),
    prose(
      'Three axes, each at its worst over the scenarios, small folios: bits left of the ordinary count; pins refused, of those attempted; wrong answers to “pinned” or “written”, of checks or of time.',
      0,
      'dim',
    ),
  ];
}

function front(record: SpaceRecord, options: SpaceTextOptions): Line[] {
  const { places, layouts, shown: all } = record.front;
  if (all.length === 0) return [title('No layout has a place.')];
  const lines: Line[] = [
    title(
      `The front: ${plural(places, 'place')} that nothing dominates${layouts > places ? `, shared by ${count(layouts)} layouts` : ''}`,
    ),
  ];
  const groups = FAMILIES.map((family) => ({ family, own: all.filter((place) => place.family === family) }));
  const best = groups.map(({ family, own }) => ({ family, own, kept: bestOf(own, options.top) }));
  const table = tableOf(
    best.flatMap(({ kept }) => kept),
    options,
  );
  lines.push(...table.header);
  for (const { family, own, kept } of best) {
    if (own.length === 0) continue;
    lines.push({ text: FAMILY_WORDS[family], style: 'dim' });
    for (const place of kept) {
      const notes = [
        ...(place.meets === true ? ['meets all that is required'] : []),
        ...(place.equals > 0 ? [`= ${list(place.equal.map(name), MOST_NAMES)}${more(place)}`] : []),
      ];
      lines.push(table.row(place));
      if (notes.length > 0) lines.push(prose(notes.join('; '), 4, 'dim'));
    }
    if (kept.length < own.length) {
      const rest = `and ${count(own.length - kept.length)} more, that refuse more or are short of bits`;
      lines.push(prose(rest, 2, 'dim'));
    }
  }
  return lines;
}

const more = ({ equals, equal }: SpacePlace): string =>
  equals > equal.length ? ` and ${count(equals - equal.length)} more` : '';

/** Those that leak nothing and refuse least, in the order of the front. */
function bestOf(places: readonly SpacePlace[], most: number): readonly SpacePlace[] {
  if (places.length <= most) return places;
  const rank = (place: SpacePlace): number => (place.headroom.value < 0 ? 2 : (place.refused?.value ?? 0));
  const kept = new Set([...places].sort((a, b) => rank(a) - rank(b)).slice(0, most));
  return places.filter((place) => kept.has(place));
}

function standings(record: SpaceRecord, options: SpaceTextOptions): Line[] {
  const named = record.named;
  if (named.length === 0) return [];
  const some = named.slice(0, Math.max(options.top, 40));
  const table = tableOf(some, options);
  const lines = [title('Where the named layouts stand'), ...table.header];
  for (const standing of some) {
    lines.push(table.row(standing), prose(standingText(standing), 4, 'dim'));
  }
  if (some.length < named.length) lines.push(prose(`and ${count(named.length - some.length)} more`, 2, 'dim'));
  return lines;
}

/** What an attacker leaves of the space: the survivors, or what rules out each family. */
function exposure({ exposure: survey }: SpaceRecord, { top }: SpaceTextOptions): Line[] {
  if (survey === undefined) return [];
  const left = survey.families.reduce((sum, { survivors }) => sum + survivors, 0);
  const all = `${plural(survey.layouts, 'layout')} of the space`;
  const lines = [
    title(
      left > 0
        ? `${count(left)} of ${all} leave nothing open to ${survey.attacker}`
        : `None of ${all} survives ${survey.attacker}: each has a threat that is open`,
    ),
  ];
  for (const { family, layouts, survivors, ruledOutBy, open } of survey.families) {
    const most = open.slice(0, 3).map(({ threat, layouts: n }) => `${threat} on ${count(n)}`);
    const why =
      survivors > 0
        ? `${count(survivors)} survive${most.length > 0 ? `; open ${list(most)}` : ''}`
        : `ruled out by ${list(ruledOutBy)}${ruledOutBy.length > 1 ? ', of which each has one open' : ', open on each'}`;
    lines.push(prose(`${family}, ${plural(layouts, 'layout')}: ${why}`, 2));
  }
  if (left > 0) lines.push(prose(`such as ${list(survey.survivors.slice(0, top), top)}`, 2));
  return lines;
}

function requirements({ requirements: required, placed }: SpaceRecord, { top }: SpaceTextOptions): Line[] {
  if (required === undefined) return [];
  const width = Math.max(...required.each.map(({ key, text }) => columns(`${key} ${text}`)), 3);
  const row = (what: string, met: number, unjudged = 0): Line => ({
    text: `${pad(what, width, 'end')}${GAP}${pad(count(met), count(placed).length, 'start')}${unjudged > 0 ? `; ${count(unjudged)} not judged` : ''}`,
    indent: 2,
  });
  const lines: Line[] = [
    title(`Layouts that meet what layouts.yaml requires, of ${count(placed)}`),
    ...required.each.map(({ key, text, met, unjudged }) => row(`${key} ${text}`, met, unjudged)),
    ...(required.each.length > 1 ? [row('all', required.met, required.open)] : []),
  ];
  const judged = (title: string, some: readonly SpaceJudged[]): void => {
    if (some.length === 0) return;
    lines.push(prose(title));
    for (const entry of some.slice(0, top)) lines.push(prose(judgedText(entry), 2));
  };
  judged('Best of those that meet all:', required.meeting);
  if (required.elsewhere.length > 0) lines.push(prose(elsewhereText(required.elsewhere)));
  judged('None is known to meet all. These miss none, but could not be judged for all:', required.undecided);
  if (required.met + required.open === 0) {
    judged('None meets all. The nearest, and what each would have to give up:', required.nearest);
    judged('Of the front, nearest first:', required.failing);
  } else {
    judged('Of the front, these miss some, nearest first:', required.failing);
  }
  return lines;
}

const elsewhereText = (keys: readonly string[]): string =>
  `Not held against the space, of which no layout has such a name: ${list(keys, MOST_NAMES)}.`;

/** `11/21+0: limit.ordinary >= 2^21, it has 2,097,151`. */
export function judgedText({ layout, misses, unjudged }: SpaceJudged): string {
  const parts = misses.map(({ key, text, scenario, value }) => {
    const unit = metricOf(key.slice(0, key.indexOf('.')))?.unit ?? 'references';
    const where = scenario === null ? '' : ` in ${shown(scenario, 40)}`;
    return `misses ${key} ${text}: ${formatValue(unit, { value })}${where}`;
  });
  const open = unjudged.length > 0 ? [`not judged: ${list(unjudged, 4)}`] : [];
  const said = [...parts, ...open];
  return said.length === 0 ? name(layout) : `${name(layout)} ${said.join('; ')}`;
}

/** How wide a field must be to refuse nothing, by scenario: those that need most, in the order of the results. */
function needs({ curves }: SpaceRecord, { top }: SpaceTextOptions): Line[] {
  if (curves.length === 0) return [];
  const name = (scenario: string): string => shown(scenario, 24);
  const scenarios = [...new Set(curves.map(({ scenario }) => scenario))];
  const bitsOf = (scenario: string, of: string): number | undefined =>
    curves.find((curve) => curve.scenario === scenario && curve.of === of)?.needs;
  const most = (scenario: string): number => Math.max(...GROUPS.map((of) => bitsOf(scenario, of) ?? 0));
  const kept = new Set([...scenarios].sort((a, b) => most(b) - most(a)).slice(0, top));
  const width = Math.max(...[...kept].map((scenario) => columns(name(scenario)))) + 2;
  const row = (what: string, cells: readonly string[]): string =>
    [pad(what, width, 'end'), ...cells.map((cell) => pad(cell, 10, 'start'))].join(GAP);
  return [
    title('Bits that a field needs to refuse none of its pins'),
    {
      text: row(
        '',
        GROUPS.map((of) => PINS_OF[of]),
      ),
      style: 'dim',
    },
    ...scenarios
      .filter((scenario) => kept.has(scenario))
      .map((scenario) => ({
        text: row(
          `  ${name(scenario)}`,
          GROUPS.map((of) => String(bitsOf(scenario, of) ?? '–')),
        ),
      })),
    ...(kept.size < scenarios.length
      ? [prose(`and ${count(scenarios.length - kept.size)} more, that need no more`, 2, 'dim')]
      : []),
    prose(readAgainstWrite(curves, name)),
  ];
}

function remarks(record: SpaceRecord): Line[] {
  const lines: Line[] = [];
  const { shown: front } = record.front;
  if (isWithoutReserve(record)) {
    lines.push(prose(`${WITHOUT_RESERVE} --reserve 2 compares splits that have one.`, 0, 'dim'));
  }
  if (front.some(({ headroom }) => headroom.value < 0)) {
    lines.push(
      prose(
        'Below 0 bits left the ordinary count is beyond its limit: a split leaks pages, a bias misreads them.',
        0,
        'dim',
      ),
    );
  }
  for (const { reason, count: n, layouts, scenarios } of record.excluded) {
    const which =
      n <= MOST_NAMES ? list(layouts.map(name)) : `${plural(n, 'layout')} such as ${name(layouts[0] ?? '')}`;
    const where = scenarios.map((scenario) => shown(scenario, 24));
    lines.push(prose(`No place: ${which}; ${reason} (${list(where, MOST_NAMES)}).`, 0, 'dim'));
  }
  for (const apart of record.apart) lines.push(prose(apartText(apart), 0, 'dim'));
  for (const { scenario, objective, reason } of record.setAside) {
    const what = { headroom: 'bits left', refused: 'refusals', wrong: 'wrong answers' }[objective];
    lines.push(prose(`${shown(scenario, 40)} does not count for ${what}: ${reason}.`, 0, 'dim'));
  }
  return lines;
}

interface Table {
  readonly header: readonly Line[];
  row(place: Placed): Line;
}

/** Columns that suit all of these rows; where the terminal is narrow, without saying where the worst was. */
function tableOf(places: readonly Placed[], { width, paint }: SpaceTextOptions): Table {
  const names = places.map((place) => name(place.layout));
  const nameWidth = Math.min(Math.max(8, ...names.map(columns)), 24) + 2;
  const room = Math.max(40, width) - nameWidth - 3 * (9 + GAP.length);
  const whereWidth = Math.min(22, Math.floor(room / 2) - GAP.length);
  const isWide = whereWidth >= 8;
  const cells = (what: string, refusedIn: string, wrongIn: string, numbers: readonly string[]): string => {
    const [left, refused, wrong] = numbers.map((text) => pad(text, 9, 'start'));
    const where = (text: string): string[] => (isWide ? [pad(cut(text, whereWidth), whereWidth, 'end')] : []);
    return [what, left, refused, ...where(refusedIn), wrong, ...where(wrongIn)].join(GAP).trimEnd();
  };
  const blank = pad('', nameWidth, 'end');
  return {
    header: [
      { text: cells(blank, '', '', ['', '', 'wrong:']), style: 'dim' },
      { text: cells(blank, '', '', ['', '', 'pinned or']), style: 'dim' },
      { text: cells(blank, 'at worst in', 'at worst, of', ['bits left', 'refused', 'written']), style: 'dim' },
    ],
    row: (place) => {
      const left = place.headroom === null ? '–' : bits(place.headroom.value).replace(/ bits?$/, '');
      const what = paint('bold', pad(cut(`  ${name(place.layout)}`, nameWidth), nameWidth, 'end'));
      const isShort = place.headroom !== null && place.headroom.value < 0;
      const text = cells(what, whereOf(place.refused, false), whereOf(place.wrong, true), [
        left,
        shareText(place.refused),
        shareText(place.wrong),
      ]);
      return { text: isShort ? text.replace(left, paint('red', left)) : text };
    },
  };
}

const shareText = (worst: SpaceShare | null): string => (worst === null ? '–' : formatShare(worst.value));

function whereOf(worst: SpaceShare | null, withQuestion: boolean): string {
  if (worst === null || worst.value === 0) return '';
  return withQuestion ? `${worst.of} in ${shown(worst.scenario, 24)}` : shown(worst.scenario, 24);
}

const name = (layout: string): string => shown(layout, 40);

function wrapped({ text, indent = 0, style, isProse }: Line, width: number, paint: TableOptions['paint']): string[] {
  const blanks = ' '.repeat(indent);
  const lines = isProse ? broken(text, width - indent) : [text];
  return lines.map((line) => (style === undefined ? blanks + line : paint(style, blanks + line)));
}

function broken(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && columns(last) + 1 + columns(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
