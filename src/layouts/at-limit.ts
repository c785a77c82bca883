import type { OnLimit } from './types.ts';

/** What is asked of a row of the table of fields. */
interface Row {
  readonly name: string;
  readonly onLimit: OnLimit | 'none';
  /** Only of a bias: what one reference adds; absent of its sign. */
  readonly bias?: number;
}

const POLICIES: Readonly<Record<OnLimit, string>> = {
  fail: 'fail (-EAGAIN)',
  saturate: 'saturate (the page leaks)',
  carry: 'carry into the neighbour',
  wrap: 'wrap to 0',
};

/** … of kinds of one's own, of which it is not known what an error is called and what is lost. */
const OWN_POLICIES: Readonly<Record<OnLimit, string>> = {
  ...POLICIES,
  fail: 'fail (refused)',
  saturate: 'saturate (what is counted leaks)',
};

/**
 * What happens at the limit of a field, or of a part of a bias, in words: the same wherever it is said.
 *
 * @param above the part above it; absent of the highest.
 * @param isOwn the layout counts kinds of one's own.
 */
export function atLimitText(
  { onLimit, bias }: Row,
  above: Pick<Row, 'name' | 'bias'> | undefined,
  isOwn: boolean,
): string {
  if (onLimit !== 'none') return (isOwn ? OWN_POLICIES : POLICIES)[onLimit];
  if (above === undefined || bias === undefined) return 'pins are refused while it is set';
  if (bias === 1) return `carries into ${above.name}: reads as a pin`;
  // The sign has no bias of its own: from there on the count is negative.
  return `carries into ${above.name}${above.bias === undefined ? ', so that pins are refused' : ''}`;
}
