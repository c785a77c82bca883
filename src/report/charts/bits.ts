import { labelsOf, quoted } from '../names.ts';
import { bits as bitsText, count, plural } from '../numbers.ts';
import type { FieldRecord, LayoutRecord, Results } from '../results.ts';
import { chooseLayouts, groupName } from '../select.ts';
import type { Body, Chart, Drawing, Form, TextTable } from './chart.ts';
import { layoutsByLabel, omitted, PLOT } from './chart.ts';
import { KIND_NAMES, KIND_RANGE, paletteName } from './palette.ts';

/** More rows than this are not told apart any more. */
const MOST_LAYOUTS = 40;

/** Where the bits of each layout go: one bar a layout, one part a field, the reserve apart. */
export const bitsChart: Chart = {
  name: 'bits',
  title: 'Where the bits of the word go',
  howToRead:
    'Each bar is one word, from its most significant bit on the left to bit 0 on the right. A part is a field, coloured by what it counts; the pale part with a broken outline is the reserve that the field gives up to saturation.',
  draw,
  body,
};

function draw(results: Results): Drawing | undefined {
  if (results.layouts.length === 0) return undefined;
  const chosen = chooseLayouts(results, MOST_LAYOUTS);
  const { shown } = chosen;
  const labels = labelsOf(shown.map((layout) => layout.id));
  const rows = shown.flatMap((layout, order) =>
    layout.fields.flatMap((field) => parts(layout, field, labels.get(layout.id) ?? layout.id, order)),
  );
  return {
    subtitle: `Bits of each field, of ${[...new Set(shown.map((layout) => layout.word))].sort().join(' or ')} in the word.${omitted(chosen)}`,
    description: `Bar chart of ${plural(shown.length, 'layout')}: how many bits of the word each field has.`,
    datasets: { bits: rows },
    layoutsOf: layoutsByLabel(labels),
    tables: [table(shown)],
  };
}

function parts(layout: LayoutRecord, field: FieldRecord, label: string, order: number) {
  const group = groupName(field.counts);
  const of = paletteName(group);
  const top = field.offset + field.bits;
  const base = {
    layout: label,
    order,
    field: field.name,
    of,
    text: `${quoted(layout.id)}: ${quoted(field.name, 30)} has ${bitsText(field.bits)}, bits ${top - 1} to ${field.offset}${
      field.reserve > 0 ? `, of which the top ${field.reserve} are reserve` : ''
    }; limit ${count(field.limit)}${field.warn === undefined ? '' : `, warns from ${count(field.warn)} on`}`,
  };
  const part = (name: string, role: 'counts' | 'reserve', low: number, high: number) => ({
    ...base,
    part: role,
    low,
    high,
    middle: (low + high) / 2,
    name,
  });
  const counting = part(field.name, 'counts', field.offset, top - field.reserve);
  return field.reserve === 0 ? [counting] : [counting, part('', 'reserve', top - field.reserve, top)];
}

function table(layouts: readonly LayoutRecord[]): TextTable {
  return {
    caption: 'Fields from high to low: bits at offset, with the reserve inside them',
    columns: ['Layout', 'Fields'],
    rows: layouts.map((layout) => [
      layout.id,
      layout.fields
        .map((f) => `${f.name} ${f.bits} at ${f.offset}${f.reserve > 0 ? ` (reserve ${f.reserve})` : ''}`)
        .join(', '),
    ]),
  };
}

/** Expression: of the palette's names those that some part has, in its order. */
const COUNTED = `split(trim(${KIND_NAMES.map(
  (name) => `(indexof(pluck(data('bits'), 'of'), '${name}') < 0 ? '' : '${name} ')`,
).join(' + ')}), ' ')`;

const IS_RESERVE = "datum.part === 'reserve'";

function body(form: Form): Body {
  const y = { field: 'layout', type: 'nominal', sort: { field: 'order', op: 'min' }, title: null };
  const x = {
    field: 'high',
    type: 'quantitative',
    scale: { reverse: true, nice: false, zero: true },
    title: 'bit (0 is the least significant)',
    axis: { values: [0, 8, 16, 24, 32, 40, 48, 56, 64], format: 'd', grid: false },
  };
  const color = {
    field: 'of',
    type: 'nominal',
    title: null,
    scale: { domain: KIND_NAMES, range: KIND_RANGE },
    // A part may be too narrow for its name.
    legend: { values: { expr: 'counted' }, columns: form === 'wide' ? 8 : 3 },
  };
  return {
    data: { name: 'bits' },
    params: [{ name: 'counted', expr: COUNTED }],
    width: PLOT[form],
    height: { step: 30 },
    encoding: { y },
    layer: [
      {
        mark: { type: 'bar', height: { band: 0.72 }, opacity: 1, binSpacing: 0 },
        encoding: {
          x,
          x2: { field: 'low' },
          color,
          stroke: { ...color },
          fillOpacity: { condition: { test: IS_RESERVE, value: 0.16 }, value: 1 },
          strokeWidth: { condition: { test: IS_RESERVE, value: 1.2 }, value: 0 },
          strokeDash: { condition: { test: IS_RESERVE, value: [3, 2] }, value: [1, 0] },
          tooltip: { field: 'text', type: 'nominal' },
          description: { field: 'text', type: 'nominal' },
        },
      },
      {
        mark: { type: 'text', fontSize: 11, fontWeight: 600, color: '#ffffff', aria: false, tooltip: null },
        encoding: {
          x: { ...x, field: 'middle' },
          text: {
            condition: {
              test: `(datum.high - datum.low) * ${PLOT[form] / 32} > length(datum.name) * 6.5 + 4`,
              field: 'name',
              type: 'nominal',
            },
            value: '',
          },
        },
      },
    ],
  };
}
