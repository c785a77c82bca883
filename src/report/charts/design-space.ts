import { formatShare } from '../../metrics/format.ts';
import { labelsOf, quoted } from '../names.ts';
import { bitsLeft, bits as bitsText, count, list, plural } from '../numbers.ts';
import type { Results } from '../results.ts';
import { namesOf } from '../scenario-words.ts';
import { chooseLayouts, type Selection } from '../select.ts';
import type { SpaceFamily, SpacePlace, SpaceRecord, SpaceShare, SpaceStanding } from '../space-record.ts';
import { apartText, FAMILY_WORDS, isWithoutReserve, standingText, WITHOUT_RESERVE } from '../space-words.ts';
import type { Body, Chart, Drawing, Form, TextTable } from './chart.ts';
import { omitted, type Row } from './chart.ts';
import { MARGIN, namesBeside } from './names-beside.ts';
import { KIND_COLOURS } from './palette.ts';
import { heightOf, placeOf, type Reach, reachOf, shareChannel, shareParams, zeroBand } from './share-axis.ts';

const MOST_LAYOUTS = 12;
/** Pixels of a panel, which names are placed for. */
const SIZES: Readonly<Record<Form, { readonly width: number; readonly height: number }>> = {
  wide: { width: 390, height: 270 },
  narrow: { width: 236, height: 270 },
};

const FAMILIES: readonly SpaceFamily[] = ['read/write', 'pin', 'bias'];
const NAMED = 'in layouts.yaml';
const SERIES = [...FAMILIES.map((family) => FAMILY_WORDS[family]), NAMED];

/** The Pareto front of the design space, and where the layouts of layouts.yaml stand. */
export const designSpaceChart: Chart = {
  name: 'design-space',
  title: 'The design space: what each bit of headroom costs',
  howToRead:
    'Placed were three families of layouts: splits with one field for read pins and one for write pins, splits with one field for all pins, each with an ordinary field that gives up 0 to 4 of its bits to saturation, and one bias, every power of two. Splits by long and short pins, splits of other fields and several biases were not. Drawn are the placed layouts that no other beats: better on one of headroom, refusals and wrong answers means worse on another. Further right is more room for ordinary references, further down is better; the scale has as much room near 100 % as near 0, and the shaded band at the bottom is zero: none seen in any scenario. A cross is a layout of layouts.yaml, of any form. How far it is from the lines is what these families could do better on these axes; guard, which a reserve gives and which takes headroom, is on none. Left of 0 the ordinary count is beyond its limit.',
  draw,
  body,
};

/** One panel an axis; together with headroom, the three that the front is drawn over. */
const PANELS = [
  { axis: 'refused', title: 'pins refused' },
  { axis: 'wrong', title: 'wrong answers' },
] as const;

type Axis = (typeof PANELS)[number]['axis'];

function draw(results: Results): Drawing | undefined {
  const { space } = results;
  if (space === undefined || results.scenarios.length === 0 || space.front.shown.length === 0) return undefined;
  const layouts = chooseLayouts(results, MOST_LAYOUTS);
  const named = layouts.shown.flatMap(({ id }) => space.named.filter(({ layout }) => layout === id));
  const labels = labelsOf(
    results.layouts.map(({ id }) => id),
    18,
  );
  // Of all that it is of, also those that a filter hides.
  const names = namesOf(space);
  const panels = PANELS.filter(({ axis }) => space.front.shown.some((place) => place[axis] !== null));
  const shares = [...space.front.shown, ...named].flatMap(({ refused, wrong }) => [
    refused?.value ?? 0,
    wrong?.value ?? 0,
  ]);
  const reach = reachOf(shares);
  const rows = panels.flatMap(({ axis, title }, order) => {
    const base = { panel: title, panel_order: order, ...reach };
    return [
      ...space.front.shown.flatMap((place) => frontRow(place, axis, base, names)),
      ...namedRows(named, axis, base, { labels, names, front: space.front.shown }),
    ];
  });
  const [first] = rows;
  if (first === undefined) return undefined;
  const drawn = SERIES.filter((series) => rows.some((row) => row.series === series)).join();
  const undominated = named.filter(({ isUndominated }) => isUndominated === true).length;
  return {
    subtitle: subtitleOf(space, named.length, layouts, results),
    description: `The ${plural(space.front.places, 'place')} of the Pareto front, bits left against pins refused and wrong answers, with ${plural(named.length, 'layout')} marked; nothing beats ${count(undominated)} of them.`,
    datasets: { space: [{ ...first, drawn }, ...rows.slice(1)] },
    tables: tables(space, named, names),
  };
}

function subtitleOf(
  space: SpaceRecord,
  named: number,
  layouts: Selection<unknown>,
  { scenarios: shown }: Pick<Results, 'scenarios'>,
): string {
  const { front, requirements, scenarios } = space;
  const ids = new Set(shown.map(({ id }) => id));
  const hidden = scenarios.some(({ id }) => !ids.has(id)) ? ', also those not shown' : '';
  const some = front.shown.length < front.places ? ` ${count(front.shown.length)} of them are drawn.` : '';
  const meets =
    requirements === undefined
      ? ''
      : ` ${count(requirements.met)} of ${count(space.placed)} layouts meet all that layouts.yaml requires${requirements.open > 0 ? `; ${count(requirements.open)} miss nothing, but could not be judged for all` : ''}.`;
  const out = space.excluded.map(
    ({ reason, count: n, layouts: some }) =>
      ` No place: ${plural(n, 'layout')}${n > some.length ? ' such as' : ','} ${list(some.slice(0, n > some.length ? 1 : some.length))}; ${reason}.`,
  );
  return `Of ${plural(space.layouts, 'layout')} of ${space.word} bits ${count(space.placed)} were placed; their front has ${plural(front.places, 'place')}.${some} Each axis at its worst over ${scenarios.length === 1 ? 'the scenario' : `all ${count(scenarios.length)} scenarios`}${hidden}, small folios: bits left of the ordinary count; pins refused / attempted; wrong answers to “pinned” or “written” / checks or page-time.${meets}${out.join('')}${space.apart.map((apart) => ` ${apartText(apart)}`).join('')}${
    isWithoutReserve(space) ? ` ${WITHOUT_RESERVE}` : ''
  }${named > 0 ? omitted(layouts) : ''}`;
}

type Base = Reach & { readonly panel: string; readonly panel_order: number };

type Names = ReturnType<typeof namesOf>;

function frontRow(place: SpacePlace, axis: Axis, base: Base, names: Names): Row[] {
  const share = place[axis];
  if (share === null) return [];
  const equals = place.equals > 0 ? ` and ${plural(place.equals, 'equal layout')}` : '';
  return [
    {
      ...base,
      role: 'front',
      series: FAMILY_WORDS[place.family],
      bits: place.headroom.value,
      share: share.value,
      place: placeOf(share.value, base),
      text: `${quoted(place.layout)}${equals}: ${bitsLeft(place.headroom.value)}, ${worstText(share, axis, names)}`,
    },
  ];
}

function namedRows(
  named: readonly SpaceStanding[],
  axis: Axis,
  base: Base,
  {
    labels,
    names,
    front,
  }: { readonly labels: ReadonlyMap<string, string>; readonly names: Names; readonly front: readonly SpacePlace[] },
): Row[] {
  const at = named.flatMap((standing) => {
    const { headroom, [axis]: share } = standing;
    if (headroom === null || share === null) return [];
    return [{ standing, bits: headroom.value, share, label: labels.get(standing.layout) ?? '' }];
  });
  const crosses = at.map(({ bits, share, label }) => ({ bits, height: heightOf(share.value, base), label }));
  const points = front.flatMap(({ headroom, [axis]: share }) =>
    share === null ? [] : [{ bits: headroom.value, height: heightOf(share.value, base) }],
  );
  const wide = namesBeside(crosses, points, SIZES.wide);
  const narrow = namesBeside(crosses, points, SIZES.narrow);
  return at.map(({ standing, bits, share, label }, i) => ({
    ...base,
    role: 'named',
    series: NAMED,
    bits,
    share: share.value,
    place: placeOf(share.value, base),
    label,
    ...wide[i]!,
    align_narrow: narrow[i]!.align,
    dx_narrow: narrow[i]!.dx,
    dy_narrow: narrow[i]!.dy,
    text: `${quoted(standing.layout)}: ${bitsLeft(bits)}, ${worstText(share, axis, names)}; ${standingText(standing)}`,
  }));
}

function worstText(share: SpaceShare, axis: Axis, names: Names): string {
  const where = share.value > 0 ? ` in ${names.sentence(share.scenario)}` : '';
  return axis === 'refused'
    ? `refuses ${formatShare(share.value)} of pins${where}`
    : `answers ${share.value > 0 ? share.of : 'nothing'} wrongly${share.value > 0 ? ` ${formatShare(share.value)} of the time${where}` : ''}`;
}

function tables(space: SpaceRecord, named: readonly SpaceStanding[], names: Names): TextTable[] {
  const columns = [
    'Layout',
    'Bits left',
    'Pins refused',
    'In scenario',
    'Wrong on pinned or written',
    'Of, in scenario',
  ];
  const cells = ({ headroom, refused, wrong }: Pick<SpaceStanding, 'headroom' | 'refused' | 'wrong'>): string[] => [
    headroom === null ? '–' : bitsText(headroom.value),
    refused === null ? '–' : formatShare(refused.value),
    refused === null || refused.value === 0 ? '–' : names.cell(refused.scenario),
    wrong === null ? '–' : formatShare(wrong.value),
    wrong === null || wrong.value === 0 ? '–' : `${wrong.of}, ${names.cell(wrong.scenario)}`,
  ];
  const front: TextTable = {
    caption: `The front, most headroom first${space.front.shown.length < space.front.places ? ', evenly some of it' : ''}`,
    columns: [...columns, 'Counts pins in', 'Equal layouts'],
    rows: space.front.shown.map((place) => [
      place.layout,
      ...cells(place),
      FAMILY_WORDS[place.family],
      place.equals === 0 ? '–' : `${place.equal.join(', ')}${place.equals > place.equal.length ? ', …' : ''}`,
    ]),
  };
  if (named.length === 0) return [front];
  const standings: TextTable = {
    caption: 'Where the layouts of layouts.yaml stand',
    columns: [...columns, 'Stands'],
    rows: named.map((standing) => [standing.layout, ...cells(standing), standingText(standing)]),
  };
  return [front, standings];
}

function body(form: Form): Body {
  const about = { tooltip: { field: 'text', type: 'nominal' }, description: { field: 'text', type: 'nominal' } };
  const colours = [KIND_COLOURS['write'], KIND_COLOURS['pin'], KIND_COLOURS['ordinary'], 'currentColor'];
  const look = {
    field: 'series',
    type: 'nominal',
    title: null,
    legend: { columns: form === 'wide' ? 4 : 1, values: { expr: "split(drawn, ',')" } },
    scale: { domain: SERIES, range: colours },
  };
  const x = {
    field: 'bits',
    type: 'quantitative',
    title: 'bits left of the ordinary count',
    scale: { domain: [{ expr: `fewest - ${MARGIN}` }, { expr: `most + ${MARGIN}` }], nice: false, zero: false },
    axis: { tickMinStep: 1, tickCount: form === 'wide' ? 10 : 7, labelExpr: "replace(datum.label, '-', '−')" },
  };
  const y = shareChannel('place');
  const own = form === 'wide' ? '' : '_narrow';
  const isFront = "datum.role === 'front'";
  const isNamed = "datum.role === 'named'";
  return {
    data: { name: 'space' },
    params: [
      ...shareParams('space'),
      { name: 'fewest', expr: "extent(pluck(data('space'), 'bits'))[0]" },
      { name: 'most', expr: "extent(pluck(data('space'), 'bits'))[1]" },
      { name: 'drawn', expr: "extent(pluck(data('space'), 'drawn'))[1]" },
    ],
    facet: { field: 'panel', type: 'nominal', sort: { field: 'panel_order', op: 'min' } },
    columns: form === 'wide' ? 2 : 1,
    spacing: { row: 22, column: 30 },
    resolve: { axis: { x: 'independent', y: 'independent' } },
    spec: {
      ...SIZES[form],
      layer: [
        zeroBand,
        {
          data: { values: [{}] },
          mark: { type: 'rule', strokeWidth: 1, opacity: 0.5, clip: true, aria: false, tooltip: null },
          encoding: { x: { datum: 0, type: 'quantitative' } },
        },
        {
          transform: [{ filter: isFront }],
          mark: { type: 'line', strokeWidth: 1.2, opacity: 0.6, aria: false, tooltip: null },
          encoding: { x, y, color: look, order: { field: 'bits', type: 'quantitative' } },
        },
        {
          transform: [{ filter: isFront }],
          mark: { type: 'point', filled: true, size: 34, opacity: 1 },
          encoding: {
            x,
            y,
            color: look,
            shape: { ...look, scale: { domain: SERIES, range: ['circle', 'square', 'diamond', 'cross'] } },
            ...about,
          },
        },
        {
          transform: [{ filter: isNamed }],
          mark: { type: 'point', filled: false, size: 64, strokeWidth: 1.5, opacity: 1 },
          encoding: {
            x,
            y,
            color: look,
            shape: { ...look, scale: { domain: SERIES, range: ['circle', 'square', 'diamond', 'cross'] } },
            ...about,
          },
        },
        {
          transform: [{ filter: isNamed }],
          mark: {
            type: 'text',
            align: { expr: `datum.align${own}` },
            baseline: 'middle',
            dx: { expr: `datum.dx${own}` },
            dy: { expr: `datum.dy${own}` },
            fontSize: 10.5,
            aria: false,
            tooltip: null,
          },
          encoding: { x, y, text: { field: 'label', type: 'nominal' } },
        },
      ],
    },
  };
}
