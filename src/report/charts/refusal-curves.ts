import { formatShare } from '../../metrics/format.ts';
import { labelsOf, quoted } from '../names.ts';
import { count, list, plural } from '../numbers.ts';
import type { Results, ScenarioRecord } from '../results.ts';
import { namesOf } from '../scenario-words.ts';
import { chooseLayouts, chooseScenarios } from '../select.ts';
import type { SpaceCurve } from '../space-record.ts';
import { mostBits, PINS_OF, readAgainstWrite } from '../space-words.ts';
import type { Body, Chart, Drawing, Form, TextTable } from './chart.ts';
import { type LiveLayout, type LiveRows, omitted, type Row, WHAT_IF, WHAT_IF_RULE } from './chart.ts';
import { pinLimits, type SharedLimit } from './limits.ts';
import { KIND_COLOURS } from './palette.ts';
import { placeOf, reachOf, shareChannel, shareParams, zeroBand } from './share-axis.ts';

const MOST_LAYOUTS = 12;
const MOST_SCENARIOS = 20;
const GROUPS = ['read', 'write', 'pin'] as const;

/** For each scenario, what a field would refuse against its width: how many bits are needed, and does READ need as many as R/W? */
export const refusalCurvesChart: Chart = {
  name: 'refusal-curves',
  title: 'How many bits do pins need?',
  howToRead:
    'One panel a scenario. A mark is the share of the pins refused by a field of so many bits that counts them: read pins, write pins, or all pins in one field. It falls to the shaded band where nothing is refused any more. A dashed line is the width that layouts have given such a field; where it meets its curve is what they refuse. A solid line is that of the layout being changed under What if.',
  draw,
  body,
  live,
};

function draw(results: Results): Drawing | undefined {
  const all = results.space?.curves ?? [];
  const scenarios = chooseScenarios(results, MOST_SCENARIOS, ({ id }) => all.some((curve) => curve.scenario === id));
  if (scenarios.shown.length === 0) return undefined;
  const ids = new Set(scenarios.shown.map(({ id }) => id));
  const curves = all.filter(({ scenario }) => ids.has(scenario));
  const layouts = chooseLayouts(results, MOST_LAYOUTS);
  const widths = pinLimits(layouts.shown.filter(({ family }) => family === 'split')).map((limit) => ({
    ...limit,
    bits: Math.round(Math.log2(limit.limit + 1)),
  }));
  const widest = Math.max(2, ...curves.map(({ refused }) => refused.length));
  const near = widths.filter(({ of, bits }) => isGroup(of) && bits <= widest);
  const reach = reachOf(curves.flatMap(({ refused, attempted }) => refused.map((n) => n / attempted)));
  const labels = labelsOf(scenarios.shown.map(({ id }) => id));
  const without = results.scenarios.length - scenarios.total;
  const { sentence } = namesOf(results);
  const named = (scenario: string): string => sentence(scenario, 24);
  const most = mostBits(curves, named);
  const directions = readAgainstWrite(curves, named);
  return {
    subtitle: `Refused / attempted pins against the bits of the field, small folios; as much room near 100 % as near 0, which has a band of its own. ${directions} The most that is needed to refuse none: ${list(most)}.${
      without > 0 ? ` ${plural(without, 'scenario')} without pins left out.` : ''
    }${near.length > 0 ? ` Dashed: ${list(near.map(widthText), 8)}.` : ''}${omitted(layouts, scenarios)}`,
    description: `Curves of the share of pins refused against the width of their field in ${plural(scenarios.shown.length, 'scenario')}. ${directions}`,
    datasets: {
      curves: curves.flatMap((curve) => {
        const order = scenarios.shown.findIndex(({ id }) => id === curve.scenario);
        const base = {
          scenario: labels.get(curve.scenario) ?? '',
          scenario_order: order,
          of: PINS_OF[curve.of],
          ...reach,
        };
        return [
          ...points(curve).map(
            (point): Row => ({ ...base, role: 'refused', ...point, place: placeOf(point.share, reach) }),
          ),
          ...near
            .filter(({ of }) => of === curve.of)
            .map((width): Row => ({ ...base, role: 'width', bits: width.bits, text: ruleText(curve, width) })),
        ];
      }),
    },
    tables: GROUPS.flatMap((of) => table(of, curves, scenarios.shown)),
  };
}

const isGroup = (of: string): boolean => GROUPS.some((group) => group === of);

type Width = SharedLimit & { readonly bits: number };

const widthText = ({ of, bits, layouts }: Width): string =>
  `${plural(bits, 'bit')} for ${PINS_OF[of as SpaceCurve['of']]} in ${list(
    layouts.map(({ id }) => quoted(id, 24)),
    3,
  )}`;

function points({ scenario, of, refused, attempted }: SpaceCurve): { bits: number; share: number; text: string }[] {
  return refused.map((n, i) => ({
    bits: i + 1,
    share: n / attempted,
    text: `${quoted(scenario)}: ${plural(i + 1, 'bit')} for ${PINS_OF[of]} would refuse ${shareText(n, attempted)}`,
  }));
}

const shareText = (refused: number, attempted: number): string =>
  `${count(refused)} of ${count(attempted)}${refused > 0 ? ` (${formatShare(refused / attempted)})` : ''}`;

function ruleText({ scenario, refused, attempted }: SpaceCurve, width: Width): string {
  return `${widthText(width)}: refused in ${quoted(scenario)} ${shareText(refused[width.bits - 1] ?? 0, attempted)}`;
}

/** A rule in each panel with such pins, at the bits that the layout counts them with, as far as the axis goes. */
function live({ datasets }: Drawing, { label, limits }: LiveLayout): LiveRows {
  const rows = datasets['curves'] ?? [];
  const end = rows.reduce((most, row) => Math.max(most, Number(row['bits'])), 0);
  const refusals = rows.filter((row) => row['role'] === 'refused');
  return {
    dataset: 'curves',
    rows: limits.flatMap(({ of, limit }) => {
      const bits = Math.log2(limit + 1);
      if (!isGroup(of) || bits > end) return [];
      const kind = PINS_OF[of as SpaceCurve['of']];
      const own = refusals.filter((row) => row['of'] === kind);
      return [...new Set(own.map((row) => row['scenario'] as string))].map((scenario): Row => {
        const there = own.filter((row) => row['scenario'] === scenario);
        // A curve ends where nothing is refused any more.
        const at = there.find((row) => row['bits'] === bits) ?? there.at(-1);
        return {
          role: WHAT_IF,
          scenario,
          scenario_order: at?.['scenario_order'] ?? 0,
          of: kind,
          what_if_bits: bits,
          text: `${quoted(label, 40)}, what if: ${plural(bits, 'bit')}; ${String(at?.['text'])}`,
        };
      });
    }),
  };
}

function table(
  of: SpaceCurve['of'],
  curves: readonly SpaceCurve[],
  scenarios: readonly ScenarioRecord[],
): readonly TextTable[] {
  const own = scenarios.flatMap(({ id }) => curves.filter((curve) => curve.scenario === id && curve.of === of));
  if (own.length === 0) return [];
  const widest = Math.max(...own.map(({ refused }) => refused.length));
  const bits = Array.from({ length: widest }, (_, i) => i + 1);
  return [
    {
      caption: `Share of ${PINS_OF[of]} that a field of so many bits would refuse`,
      columns: ['Scenario', 'Attempted', 'Bits that refuse none', ...bits.map((n) => plural(n, 'bit'))],
      rows: own.map(({ scenario, attempted, refused, needs }) => [
        scenario,
        count(attempted),
        count(needs),
        ...bits.map((n) => formatShare((refused[n - 1] ?? 0) / attempted)),
      ]),
    },
  ];
}

function body(form: Form): Body {
  const names = GROUPS.map((of) => PINS_OF[of]);
  const about = { tooltip: { field: 'text', type: 'nominal' }, description: { field: 'text', type: 'nominal' } };
  const colours = GROUPS.map((of) => KIND_COLOURS[of]);
  const look = { field: 'of', type: 'nominal', title: null, scale: { domain: names, range: colours } };
  const x = {
    field: 'bits',
    type: 'quantitative',
    title: 'bits of the field',
    scale: { domain: [0.6, { expr: 'widest + 0.4' }], nice: false, zero: false },
    axis: { tickMinStep: 1, tickCount: form === 'wide' ? 8 : 10, format: 'd' },
  };
  const y = { ...shareChannel('place'), title: 'refused' };
  // What is equal stands side by side.
  const beside = { expr: `datum.of === '${PINS_OF.read}' ? -2.5 : datum.of === '${PINS_OF.pin}' ? 2.5 : 0` };
  const isPoint = "datum.role === 'refused'";
  return {
    data: { name: 'curves' },
    params: [...shareParams('curves'), { name: 'widest', expr: "extent(pluck(data('curves'), 'bits'))[1]" }],
    facet: { field: 'scenario', type: 'nominal', sort: { field: 'scenario_order', op: 'min' } },
    columns: form === 'wide' ? 4 : 1,
    spacing: { row: 20, column: 24 },
    resolve: { axis: { x: 'independent' } },
    spec: {
      width: form === 'wide' ? 176 : 236,
      height: form === 'wide' ? 104 : 120,
      layer: [
        zeroBand,
        {
          transform: [{ filter: "datum.role === 'width'" }],
          mark: {
            type: 'rule',
            strokeWidth: 1.4,
            strokeDash: [4, 3],
            xOffset: beside,
          },
          encoding: { x, color: look, ...about },
        },
        {
          transform: [{ filter: `datum.role === '${WHAT_IF}'` }],
          mark: { ...WHAT_IF_RULE, xOffset: beside },
          encoding: { x: { ...x, field: 'what_if_bits' }, color: look, tooltip: about.tooltip },
        },
        {
          transform: [{ filter: isPoint }],
          mark: { type: 'line', strokeWidth: 1.5, opacity: 0.7, xOffset: beside, aria: false, tooltip: null },
          encoding: { x, y, color: look, detail: { field: 'of', type: 'nominal' } },
        },
        {
          transform: [{ filter: isPoint }],
          mark: { type: 'point', filled: true, size: 26, opacity: 1, xOffset: beside },
          encoding: {
            x,
            y,
            color: look,
            shape: { ...look, scale: { domain: names, range: ['circle', 'square', 'diamond'] } },
            ...about,
          },
        },
      ],
    },
  };
}
