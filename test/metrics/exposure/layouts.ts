import { buildSplit, type Layout, parseNotation, type SplitSpec } from '../../../src/layouts/index.ts';

export function notation(text: string): Layout {
  const built = parseNotation(text);
  if (!built.ok) throw new Error(built.problems.map(({ message }) => message).join('\n'));
  return built.layout;
}

export function split(spec: SplitSpec): Layout {
  const built = buildSplit(spec);
  if (!built.ok) throw new Error(built.problems.map(({ message }) => message).join('\n'));
  return built.layout;
}

export const redZone: Layout = split({
  id: 'red zone',
  fields: [
    { bits: 4, counts: ['read'] },
    { bits: 6, counts: ['write'] },
    { bits: 22, counts: ['ordinary'], reserve: 12 },
  ],
});

/** The layouts of the default layouts.yaml. */
export const DEFAULTS: readonly Layout[] = [
  ...['4/4/24', '2/6/24', '8/24', 'bias 1024', 'bias 2^23', 'bias long=2^23 short=2^27'].map(notation),
  redZone,
];
