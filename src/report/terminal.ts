import { formatShare } from '../metrics/format.ts';
import { columns, cut, pad, wrap } from './columns.ts';
import { shown } from './names.ts';
import { bits, count } from './numbers.ts';
import type { Measurement, Results, Verdict } from './results.ts';
import { foliosOf, ignoredText } from './scenario-words.ts';
import { chooseLayouts, type KeyFigures, keyFigures, whoseKinds } from './select.ts';
import { partlyHolds, unjudgedTexts } from './verdict-words.ts';

/** Colours a text, or leaves it as it is: whoever calls knows whether the terminal has colours. */
export type Paint = (style: 'bold' | 'dim' | 'red' | 'green', text: string) => string;

export interface TableOptions {
  /** Columns of the terminal; at least 40 are used. */
  readonly width: number;
  readonly paint: Paint;
}

/** Layouts in the table; a file may have thousands. */
const MOST_LAYOUTS = 40;
/** Columns of a layout's name. */
const LONGEST_NAME = 40;
const GAP = '  ';

interface Column {
  /** Two lines: what, and of what. */
  readonly title: readonly [string, string];
  readonly text: (figures: KeyFigures) => string;
  readonly bad: (figures: KeyFigures) => boolean;
  /** The first to go where the terminal is narrow has the highest. */
  readonly dispensable: number;
}

const AT_LEAST = '≥ ';

/** Never a bare 0 of what was only not seen: its upper bound. A recording's 0 is exact. */
function shareText(row: Measurement | undefined): string {
  if (row === undefined) return '–';
  return row.value === 0 && row.high > 0 ? `≤ ${formatShare(row.high)}` : formatShare(row.value, row.log10);
}
const bitsText = (row: Measurement | undefined): string =>
  row === undefined ? '–' : bits(row.value).replace(/ bits?$/, '');
const isAboveZero = (row: Measurement | undefined): boolean => row !== undefined && row.value > 0;
const isBelowZero = (row: Measurement | undefined): boolean => row !== undefined && row.value < 0;

const shareColumn = (
  title: string,
  of: string,
  pick: (f: KeyFigures) => Measurement | undefined,
  rank: number,
): Column => ({
  title: [title, of],
  text: (figures) => {
    const row = pick(figures);
    // Elsewhere it may be worse: only a replay would tell.
    return row !== undefined && figures.unplaced > 0
      ? `${AT_LEAST}${formatShare(row.value, row.log10)}`
      : shareText(row);
  },
  bad: (figures) => isAboveZero(pick(figures)),
  dispensable: rank,
});

const bitsColumn = (of: string, pick: (f: KeyFigures) => Measurement | undefined, rank: number): Column => ({
  title: ['bits left', of],
  text: (figures) => bitsText(pick(figures)),
  bad: (figures) => isBelowZero(pick(figures)),
  dispensable: rank,
});

const UNTOLD = 'cannot tell';

const COLUMNS: readonly Column[] = [
  shareColumn('refused', 'of pins', (f) => f.refused, 0),
  shareColumn('false no', 'of time', (f) => f.falseNo, 2),
  shareColumn('false yes', 'of time', (f) => f.falseYes, 3),
  shareColumn(UNTOLD, 'of time', (f) => f.blurred, 6),
  shareColumn('saturated', 'of lives', (f) => f.saturated, 5),
  bitsColumn('of pins', (f) => f.pinsLeft, 4),
  bitsColumn('ordinary', (f) => f.ordinaryLeft, 1),
];

/** The columns as they are headed for these results: of kinds of somebody's own none is called pin or ordinary. */
function columnsOf(results: Results): readonly Column[] {
  const kinds = whoseKinds(results);
  if (kinds === 'pages') return COLUMNS;
  const of =
    kinds === 'own' ? { pins: 'of a kind', fields: 'of fields' } : { pins: 'of pins/kind', fields: 'of fields' };
  return COLUMNS.flatMap((column) => {
    const [what, unit] = column.title;
    if (unit === 'ordinary') return kinds === 'own' ? [] : [column];
    if (unit !== 'of pins') return [column];
    return [{ ...column, title: [what, what === 'refused' ? of.pins : of.fields] as const }];
  });
}

/**
 * The short table for stdout: a line a layout, the worst over all scenarios, no line wider than the terminal. Ends
 * without a line break.
 */
export function terminalTable(results: Results, { width, paint }: TableOptions): string {
  const { shown: layouts, total } = chooseLayouts(results, MOST_LAYOUTS);
  if (layouts.length === 0) return 'No layouts.';
  const figures = layouts.map((layout) => keyFigures(results, layout));
  const room = Math.max(40, width);
  const names = figures.map((entry) => shown(entry.layout.id, 100));
  const nameWidth = Math.min(
    Math.max(6, ...names.map((name) => columns(cut(name, LONGEST_NAME)))),
    Math.floor(room * 0.35),
  );
  const verdictWidth = Math.max('does not hold'.length, ...figures.map((entry) => verdictText(entry).length));
  const wanted = columnsOf(results);
  const kept = columnsThatFit(wanted, figures, room - nameWidth - GAP.length - verdictWidth);
  const widths = kept.map((column) => widthOf(column, figures));
  const line = (name: string, verdict: string, cells: readonly string[]) =>
    [name, verdict, ...cells].join(GAP).trimEnd();
  const header = (i: 0 | 1) =>
    line(
      pad(i === 0 ? 'layout' : '', nameWidth, 'end'),
      pad(i === 0 ? 'verdict' : '', verdictWidth, 'end'),
      kept.map((column, c) => pad(column.title[i], widths[c] ?? 0, 'start')),
    );
  const rows = figures.map((entry, i) =>
    line(
      paint('bold', pad(cut(names[i] ?? '', nameWidth), nameWidth, 'end')),
      verdictCell(entry, verdictWidth, paint),
      kept.map((column, c) => {
        const text = pad(column.text(entry), widths[c] ?? 0, 'start');
        return column.bad(entry) ? paint('red', text) : text;
      }),
    ),
  );
  const notes = [
    results.scenarios.length === 0
      ? 'No scenarios: only the limits are known.'
      : `The worst over ${count(results.scenarios.length)} ${results.scenarios.length === 1 ? 'scenario' : 'scenarios'}${foliosOf(results)}. Time: of page-time or of checks.`,
  ];
  const has = (name: string): boolean => kept.some(({ title }) => title[0] === name);
  if (has('false yes') && figures.some(({ blurred }) => blurred !== undefined))
    notes.push(
      `False yes: to questions that the fields can tell.${has(UNTOLD) ? ' Cannot tell: yes to the others, by construction.' : ''}`,
    );
  const left = wanted.filter((column) => !kept.includes(column));
  if (left.length > 0) {
    // The name of a layout is cut to what its share of the room is: with this much it needs no cut, and all columns fit.
    const longest = Math.max(6, ...names.map((name) => columns(cut(name, LONGEST_NAME))));
    const all = wanted.reduce((sum, column) => sum + widthOf(column, figures) + GAP.length, 0);
    const titles = left.map(({ title }) => `“${title.join(' ')}”`).join(', ');
    notes.push(
      `Left out for want of room: ${titles}. ${longest + GAP.length + verdictWidth + all} columns show them: a wider terminal, COLUMNS in a pipe; so does the report.`,
    );
  }
  const partly = figures.filter(({ verdict }) => partlyHolds(verdict) !== '');
  // Without scenarios there is one reason for all, which has been said.
  if (results.scenarios.length > 0) notes.push(...unjudgedTexts(figures.flatMap(({ verdict }) => verdict ?? [])));
  if (partly.length > 0) notes.push(`${PARTLY} ${partlyNote(partly.map(({ verdict }) => verdict))}`);
  if (rows.some((row) => row.includes('≤ '))) notes.push('≤ x: a model saw none; at most x, with 95 % confidence.');
  if (rows.some((row) => row.includes(AT_LEAST)))
    notes.push('≥ x: the worst where it could be measured; of other scenarios it is not known (see “Not measured”).');
  const ignored = results.scenarios.filter(({ source, matching }) => source !== 'model' && matching.ignored > 0);
  const [first] = ignored;
  if (first !== undefined) {
    const others = ignored.length === 1 ? '' : ` and ${count(ignored.length - 1)} more`;
    notes.push(
      `In ${shown(first.id, 30)}${others}: ${ignoredText(ignored.reduce((sum, { matching }) => sum + matching.ignored, 0))}`,
    );
  }
  if (layouts.length < total)
    notes.push(`${layouts.length} of ${count(total)} layouts: those that hold, then those that refuse least.`);
  return [
    paint('dim', header(0)),
    paint('dim', header(1)),
    ...rows,
    ...notes.flatMap((note) => wrap(note, room)).map((text) => paint('dim', text)),
  ].join('\n');
}

/** Marks a layout that does not hold, but for attacks or for questions that its fields cannot tell. */
const PARTLY = '*';

function verdictText({ verdict }: KeyFigures): string {
  if (verdict === undefined) return '–';
  if (!verdict.judged) return 'not judged';
  return verdict.holds ? 'holds' : `does not hold${partlyHolds(verdict) === '' ? '' : PARTLY}`;
}

function verdictCell(figures: KeyFigures, width: number, paint: Paint): string {
  const { verdict } = figures;
  const text = pad(verdictText(figures), width, 'end');
  if (verdict === undefined) return text;
  return paint(verdict.judged ? (verdict.holds ? 'green' : 'red') : 'dim', text);
}

/** What the mark means, of those that bear it. */
function partlyNote(verdicts: readonly (Verdict | undefined)[]): string {
  const isAttacked = verdicts.some((verdict) => (verdict?.hostile.harmed ?? 0) > 0);
  const isBlurred = verdicts.some((verdict) => (verdict?.benign.blurred ?? 0) > 0);
  if (!isAttacked || !isBlurred) return `Fails only ${isAttacked ? 'under attack' : 'in what its fields cannot tell'}.`;
  const isBoth = verdicts.every(
    (verdict) => verdict !== undefined && verdict.hostile.harmed > 0 && verdict.benign.blurred > 0,
  );
  return `Fails only under attack ${isBoth ? 'and' : 'or'} in what its fields cannot tell${isBoth ? '' : ', or in both'}.`;
}

const widthOf = (column: Column, figures: readonly KeyFigures[]): number =>
  Math.max(...column.title.map(columns), ...figures.map((entry) => columns(column.text(entry))));

/** The columns in their order, without the most dispensable ones that do not fit into the room. */
function columnsThatFit(all: readonly Column[], figures: readonly KeyFigures[], room: number): readonly Column[] {
  let kept: readonly Column[] = all;
  const taken = () => kept.reduce((sum, column) => sum + widthOf(column, figures) + GAP.length, 0);
  while (kept.length > 0 && taken() > room) {
    const last = Math.max(...kept.map((column) => column.dispensable));
    kept = kept.filter((column) => column.dispensable !== last);
  }
  return kept;
}
