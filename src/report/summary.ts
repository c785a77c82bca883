import { formatValue } from '../metrics/format.ts';
import { metricOf } from '../metrics/registry.ts';
import { baselineText } from './baseline-text.ts';
import { columns, cut, type TextColumn, textTable, wrap } from './columns.ts';
import { plain, shown } from './names.ts';
import { count, plural, seconds } from './numbers.ts';
import type { Results, Verdict } from './results.ts';
import { isOfOwnKinds } from './scenario-words.ts';
import { chooseLayouts } from './select.ts';
import { terminalTable } from './terminal.ts';
import { trustSentences } from './trust-words.ts';
import { evidenceBase, headline, howJudged, nearestText, partlyHolds } from './verdict-words.ts';

/** Columns of a line: what every mail program leaves alone, quoted a few times too. */
const WIDTH = 72;
/** Blocks that Markdown takes as they are. */
const INDENT = 4;
const MOST_LAYOUTS = 20;
const MOST_CHANGES = 20;
const MOST_REQUIREMENTS = 40;
const MOST_INPUTS = 60;

/**
 * The run as a text to mail: verdicts, tables, what changed, how to get the same again. Plain text of at most 72
 * columns, in ASCII but for the names, that is Markdown too. Ends with a line break.
 */
export function summaryText(results: Results): string {
  const parts: readonly (readonly string[])[] = [
    heading(`bitpart: ${headline(results)}`, '='),
    paragraph(
      [nearestText(results), howJudged(results), evidenceBase(results)].filter((text) => text !== '').join(' '),
    ),
    ...verdicts(results),
    heading('The worst over all scenarios', '-'),
    block(terminalTable(results, { width: WIDTH - INDENT, paint: (_style, text) => text }).split('\n')),
    ...requirements(results),
    ...baseline(results),
    ...scenarios(results),
    ...trust(results),
    ...reproduction(results),
  ];
  const lines = parts.filter((part) => part.length > 0).map((part) => part.join('\n'));
  return `${ascii(lines.join('\n\n'))}\n`;
}

/** A heading may have several lines. */
const heading = (text: string, underline: '=' | '-'): string[] => {
  const lines = wrap(text, WIDTH);
  return [...lines, underline.repeat(Math.max(...lines.map(columns)))];
};

/** Prose: Markdown's own characters in names are kept from being read as such, and no line begins as something else. */
const paragraph = (text: string): string[] => wrap(escaped(plain(text)), WIDTH - 1).map(guarded);

/** `<` only where Markdown would read a tag or a link: a comparison stays as it is. */
const escaped = (text: string): string => text.replace(/[\\`*[]|<(?=[a-z/!?])/gi, '\\$&');

/** A word that begins a line may make it a quotation, a list, a heading or, to old mail programs, a new mail. */
const guarded = (line: string): string => (/^(From |[>#+~|=-]|\d+[.)] )/.test(line) ? `\\${line}` : line);

const block = (lines: readonly string[]): string[] =>
  lines.map((line) => `${' '.repeat(INDENT)}${cut(line, WIDTH - INDENT)}`.trimEnd());

function verdicts(results: Results): string[][] {
  const { shown: layouts, total } = chooseLayouts(results, MOST_LAYOUTS);
  const of = new Map(results.verdicts.map((verdict) => [verdict.layout, verdict]));
  const rest = total - layouts.length;
  return [
    heading('Verdicts', '-'),
    ...layouts.map(({ id }) => paragraph(`${shown(id, 60)}: ${verdictSentence(of.get(id))}`)),
    ...(rest > 0 ? [paragraph(`And ${plural(rest, 'more layout')}; results.json has all.`)] : []),
  ];
}

function verdictSentence(verdict: Verdict | undefined): string {
  if (verdict === undefined) return 'not judged.';
  if (!verdict.judged) return verdict.summary.replace(/^Not judged/, 'not judged');
  const partly = partlyHolds(verdict);
  return `${verdict.holds ? 'holds' : 'does not hold'}${partly === '' ? '' : ` (${partly})`}. ${verdict.summary}`;
}

const REQUIREMENT_HEADS: readonly TextColumn[] = [
  { title: '', side: 'end' },
  { title: 'requirement', side: 'end', least: 12 },
  { title: 'layout', side: 'end', least: 6 },
  { title: 'worst', side: 'start' },
  { title: 'in', side: 'end', least: 6 },
];

function requirements({ requirements: records }: Results): string[][] {
  if (records.length === 0) return [];
  // What is missed first: that is what somebody has to act upon.
  const sorted = [...records].sort((a, b) => Number(a.met) - Number(b.met));
  const rows = sorted.slice(0, MOST_REQUIREMENTS).map(({ key, text, layout, judged, met, worst }) => {
    const unit = metricOf(key.slice(0, key.indexOf('.')))?.unit ?? 'references';
    return [
      judged ? (met ? 'met' : 'missed') : 'not judged',
      plain(`${key} ${text}`),
      shown(layout, 40),
      worst === null ? '' : formatValue(unit, worst),
      worst?.scenario ? shown(worst.scenario, 40) : '',
    ];
  });
  const rest = records.length - rows.length;
  return [
    heading('Requirements of layouts.yaml', '-'),
    block(textTable(REQUIREMENT_HEADS, rows, WIDTH - INDENT)),
    ...(rest > 0 ? [paragraph(`And ${count(rest)} more; results.json has all.`)] : []),
  ];
}

const baseline = (results: Results): string[][] =>
  results.baseline === undefined
    ? []
    : [heading('What changed', '-'), block(baselineText(results.baseline, WIDTH - INDENT, MOST_CHANGES))];

const scenarioHeads = (pages: string): readonly TextColumn[] => [
  { title: 'scenario', side: 'end', least: 8 },
  { title: 'events', side: 'start' },
  { title: pages, side: 'start' },
  { title: 'lasts', side: 'start' },
  { title: 'source', side: 'end' },
  { title: 'what', side: 'end', least: 8 },
];

function scenarios(results: Results): string[][] {
  if (results.scenarios.length === 0) return [];
  const rows = results.scenarios.map(({ id, hostile, events, pages, duration_s, runs, source, description = '' }) => [
    `${shown(id, 30)}${hostile ? ' (hostile)' : ''}`,
    count(events),
    count(pages.small + pages.large),
    `${seconds(duration_s)}${runs > 1 ? ` x ${runs}` : ''}`,
    source,
    plain(description),
  ]);
  // Without any description the last column says nothing.
  const isTold = results.scenarios.some(({ description }) => description !== undefined);
  const allHeads = scenarioHeads(isOfOwnKinds(results) ? 'pages' : 'folios');
  const heads = isTold ? allHeads : allHeads.slice(0, -1);
  const cells = rows.map((row) => row.slice(0, heads.length));
  return [heading('Scenarios', '-'), block(textTable(heads, cells, WIDTH - INDENT))];
}

const trust = ({ trust: record, scenarios: read }: Results): string[][] =>
  record === undefined ? [] : [heading('Can I trust this?', '-'), ...trustSentences(record, read).map(paragraph)];

const HASH = 16;

function reproduction({ provenance, layouts }: Results): string[][] {
  const { bitpart, node, seed, command, startedAt, inputs } = provenance;
  const rest = inputs.length - MOST_INPUTS;
  const yaml = layouts.slice(0, MOST_LAYOUTS).flatMap((layout) => layout.yaml.trimEnd().split('\n'));
  return [
    heading('How to get the same again', '-'),
    block(wrap(plain(command), WIDTH - INDENT - 2).map((line, i) => (i === 0 ? line : `  ${line}`))),
    paragraph(
      `With bitpart ${bitpart} and seed ${seed}; this was Node ${node}, ${startedAt}. The files by the first ${HASH} digits of their SHA-256:`,
    ),
    block([
      ...inputs.slice(0, MOST_INPUTS).map(({ path, sha256 }) => `${sha256.slice(0, HASH)}  ${shown(path, 200)}`),
      ...(rest > 0 ? [`and ${count(rest)} more; results.json has all`] : []),
    ]),
    paragraph('The layouts:'),
    block([
      'layouts:',
      ...yaml.flatMap((line) => folded(plain(line), WIDTH - INDENT)),
      ...(layouts.length > MOST_LAYOUTS ? [`  # and ${count(layouts.length - MOST_LAYOUTS)} more`] : []),
    ]),
  ];
}

/** A line of YAML in several where it is too long: a break after a comma is a blank to YAML, inside quotes too. */
function folded(line: string, width: number): string[] {
  if (columns(line) <= width) return [line];
  const indent = `${/^[ -]*/.exec(line)?.[0].replaceAll('-', ' ') ?? ''}    `;
  const lines: string[] = [];
  for (const piece of line.split(/(?<=,) /)) {
    const last = lines.at(-1);
    if (last !== undefined && columns(last) + 1 + columns(piece) <= width) lines[lines.length - 1] = `${last} ${piece}`;
    else lines.push(last === undefined ? piece : indent + piece);
  }
  return lines;
}

const SIGNS: Readonly<Record<string, string>> = {
  '−': '-',
  '–': '-',
  '“': '"',
  '”': '"',
  '’': "'",
  '×': 'x',
  '…': '~',
  '→': '>',
  '≤': '<',
  '⁨': '',
  '⁩': '',
};

/** Our own signs in ASCII, none wider than before; letters of names stay. */
const ascii = (text: string): string =>
  text
    .replaceAll('→ ', '->')
    .replaceAll('≤ ', '<=')
    .replace(/[−–“”’×…→≤\u2068\u2069]/g, (sign) => SIGNS[sign] ?? sign);
